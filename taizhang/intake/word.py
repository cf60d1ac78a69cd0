"""A Word file (docx, dotx; transitional or strict): the text of its body, and what else is in it."""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.etree import ElementTree

from taizhang.core.text.messages import N_, Message
from taizhang.intake import remarks
from taizhang.intake.archive import damaged
from taizhang.intake.embedded import EmbeddedPictures
from taizhang.intake.numbering import numbering_of
from taizhang.intake.package import Element, Package
from taizhang.intake.refusal import IntakeRefused
from taizhang.intake.runs import Source
from taizhang.intake.story import Picture, TextTable, WordStory
from taizhang.intake.styles import Styles

MOST_OF_ARTICLE = 12  # pictures that are taken along
_REMOTE = re.compile(
    r"(?:https?|ftps?):|(?:file:)?[\\/]{2,}(?![\\/]|[A-Za-z]:|localhost[\\/])", re.IGNORECASE
)
_PAGE = re.compile(r"[-—–·\s0-9第页共/]*")  # a head or foot that has the page number only


class Document(NamedTuple):
    """The text of a Word file with its tables and pictures, and what the reader should know."""

    text: str
    notes: tuple[Message, ...]
    tables: tuple[TextTable, ...]
    pictures: tuple[Picture, ...]
    contents: dict[str, str]  # of the pictures that a line of the text names: base64


def document_of(package: Package, main: str, body: Element, room: int = 0) -> Document:
    """The document whose part ``main`` has the root ``body``, with ``room`` bytes of its pictures. Raises IntakeRefused."""
    refuse_active(package, main)
    try:
        return _read(package, main, body, room)
    except (ElementTree.ParseError, KeyError, ValueError):
        raise damaged() from None


def _read(package: Package, main: str, body: Element, room: int) -> Document:
    styles = Styles(part_of(package, main, "styles"))
    embedded = EmbeddedPictures(package, main, room, MOST_OF_ARTICLE)
    source = Source(
        styles,
        numbering_of(part_of(package, main, "numbering"), styles),
        notes_of(package, main),
        embedded=embedded if room else None,
    )
    story = WordStory(source)
    story.read(body)
    notes = remarks.sentences(source.counts, _heads(package, main, body, styles))
    tables, pictures = tuple(story.tables), tuple(story.pictures)
    return Document("\n".join(story.lines), notes, tables, pictures, embedded.contents)


def part_of(package: Package, main: str, kind: str) -> Element | None:
    part = package.related(main, kind)
    return package.root(part) if part else None


def notes_of(package: Package, main: str) -> dict[tuple[str, str], Element]:
    """Footnotes and endnotes by kind and number."""
    found: dict[tuple[str, str], Element] = {}
    for kind in ("footnote", "endnote"):
        root = part_of(package, main, f"{kind}s")
        for note in [] if root is None else root.findall(f"w:{kind}"):
            found[f"w:{kind}", note.get("w:id", "")] = note
    return found


def _heads(package: Package, main: str, body: Element, styles: Styles) -> str:
    """The words of the heads and feet that the sections of ``body`` refer to, without mere page numbers."""
    relations = package.relations(main)
    wanted = {
        each.get("r:id", ""): None
        for tag in ("w:headerReference", "w:footerReference")
        for each in body.iter(tag)
    }
    parts = dict.fromkeys(relations[name].target for name in wanted if name in relations)
    words: dict[str, None] = {}
    for part in parts:
        if part in package.names:
            story = WordStory(Source(styles, numbering_of(None, styles)))
            story.read(package.root(part))
            words[story.words()] = None
    return "；".join(each for each in words if not _PAGE.fullmatch(each))


def refuse_active(package: Package, main: str) -> None:
    """Macros have no place in a text that is handed in, nor has a template that Word would fetch from elsewhere."""
    if any(name.endswith("vbaproject.bin") for name in package.names):
        raise IntakeRefused(Message(N_("文件带有宏，不能读取；请另存为不带宏的 docx 后再试。")))
    for part in {main, package.related(main, "settings")} - {""}:
        for relation in package.relations(part).values():
            if (
                relation.kind == "attachedTemplate"
                and relation.external
                and _REMOTE.match(relation.target.strip())
            ):
                raise IntakeRefused(Message(N_(
                    "文件引用了网络上的模板，不能读取；请在 Word 的“开发工具—文档模板”中把模板改为 Normal，保存后再试。"
                )))  # fmt: skip
