"""The parts of an office file by their names, and the relations between them (ECMA-376 part 2).

Part names are compared without case and with either slash, as Word, Excel and LibreOffice do. A relation that
leads nowhere is left out: programs write such relations, and mail gateways take pictures away.
"""

from __future__ import annotations

import posixpath
import zipfile
from functools import lru_cache
from typing import IO, Any, NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree

from taizhang.core.text.messages import N_, Message
from taizhang.intake.archive import refuse_document_type
from taizhang.intake.limits import MOST_ELEMENTS
from taizhang.intake.refusal import IntakeRefused

# Name spaces of the parts that are read, transitional and strict (ISO/IEC 29500-4 and -1).
_OOXML = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
_SHORT = {
    f"{_OOXML}wordprocessingml/2006/main": "w",
    f"{_STRICT}wordprocessingml/main": "w",
    f"{_OOXML}officeDocument/2006/math": "m",
    f"{_STRICT}officeDocument/math": "m",
    f"{_OOXML}officeDocument/2006/relationships": "r",
    f"{_STRICT}officeDocument/relationships": "r",
    f"{_OOXML}drawingml/2006/main": "a",
    f"{_STRICT}drawingml/main": "a",
    f"{_OOXML}drawingml/2006/picture": "pic",
    f"{_STRICT}drawingml/picture": "pic",
    f"{_OOXML}drawingml/2006/chart": "c",
    f"{_STRICT}drawingml/chart": "c",
    "http://schemas.microsoft.com/office/drawing/2014/chartex": "c",
    f"{_OOXML}drawingml/2006/diagram": "dgm",
    f"{_STRICT}drawingml/diagram": "dgm",
    f"{_OOXML}drawingml/2006/wordprocessingDrawing": "wp",
    f"{_STRICT}drawingml/wordprocessingDrawing": "wp",
    f"{_OOXML}markup-compatibility/2006": "mc",
    f"{_OOXML}package/2006/relationships": "rel",
    f"{_OOXML}spreadsheetml/2006/main": "x",
    f"{_STRICT}spreadsheetml/main": "x",
    f"{_OOXML}presentationml/2006/main": "p",
    f"{_STRICT}presentationml/main": "p",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
}

Element = ElementTree.Element


def below(element: Element, path: str) -> Element | None:
    """The first element at ``path`` (names of children, slashes between them) under ``element``."""
    found: Element | None = element
    for name in path.split("/"):
        found = None if found is None else found.find(name)
    return found


class PartRelation(NamedTuple):
    """A relation of a part: its kind (the last word of its type), and a part name or an outside address."""

    kind: str
    target: str
    external: bool


class Package:
    """The parts of a checked archive. Part names given and returned are in lower case."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._members = {_part_name(name): name for name in reversed(archive.namelist())}

    @property
    def names(self) -> frozenset[str]:
        """The names of all parts."""
        return frozenset(self._members)

    def open(self, part: str) -> IO[bytes]:
        """The content of ``part`` as a stream. Raises KeyError where there is no such part."""
        return self._archive.open(self._members[part])

    def root(self, part: str) -> Element:
        """The root element of ``part``, its names short (``w:p``) in either kind of name space.

        Raises KeyError where there is no such part, ParseError where it is not well-formed, IntakeRefused where it
        holds more than ``MOST_ELEMENTS``."""
        with self.open(part) as stream:
            content = stream.read()
        refuse_document_type(content)
        parser = ElementTree.XMLParser(target=_ShortNames())  # noqa: S314 - no document type, see above
        parser.feed(content)
        root: Element = parser.close()
        return root

    def relations(self, part: str = "") -> dict[str, PartRelation]:
        """The relations of ``part`` (of the package where it is empty) by their id, without those that lead nowhere."""
        folder, name = posixpath.split(part)
        source = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, PartRelation] = {}
        if source not in self._members:
            return found
        for entry in self.root(source).iter("rel:Relationship"):
            kind = entry.get("Type", "").rpartition("/")[2]
            target, external = entry.get("Target", ""), entry.get("TargetMode") == "External"
            if not external:
                target = _part_name(target, folder)
            if external or target in self._members:
                found[entry.get("Id", "")] = PartRelation(kind, target, external)
        return found

    def related(self, part: str, kind: str) -> str:
        """The name of the first part that ``part`` refers to as ``kind``; empty where there is none."""
        for relation in self.relations(part).values():
            if relation.kind == kind and not relation.external:
                return relation.target
        return ""

    def main_part(self) -> str:
        """The name of the part that the package is about; empty where it names none that exists."""
        return self.related("", "officeDocument")


def _part_name(name: str, folder: str = "") -> str:
    """The name in one form; a relative one is taken from ``folder``."""
    path = posixpath.join("/", folder, unquote(name).replace("\\", "/"))
    return posixpath.normpath(path).lstrip("/").lower()


@lru_cache(maxsize=4096)
def short_name(tag: str) -> str:
    """``{name space}local`` as ``w:local``; unknown name spaces stay as they are."""
    space, closed, local = tag[1:].rpartition("}")
    return f"{_SHORT[space]}:{local}" if closed and space in _SHORT else tag


class _ShortNames(ElementTree.TreeBuilder):
    count = 0

    def start(self, tag: str, attributes: dict[str, Any], /) -> Element:
        self.count += 1
        if self.count > MOST_ELEMENTS:  # before memory or time end the process, which could not tell why
            raise IntakeRefused(Message(N_("文件内容过多，超出一次能读取的篇幅，请拆分后再试。")))
        return super().start(short_name(tag), {short_name(key): value for key, value in attributes.items()})

    def end(self, tag: str, /) -> Element:
        return super().end(short_name(tag))
