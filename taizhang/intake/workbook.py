"""The sheets of an xlsx file, as a stream of XML: no formula is evaluated, no link followed, no size believed.

Only what a ledger needs is looked at, so that broken styles, drawings or names do no harm: texts, numbers with
their formats, stored results of formulas, merged areas, hidden rows and sheets.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

from taizhang.core.text.messages import N_, Sentence
from taizhang.core.workbook.grid import Area, Cell, CellKind, Sheet, column_letter
from taizhang.intake.archive import damaged
from taizhang.intake.budget import Budget
from taizhang.intake.limits import Limits
from taizhang.intake.plain import cell_text
from taizhang.intake.refusal import IntakeRefused
from taizhang.intake.shown import BUILT_IN, number_cell

_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how a workbook writes a character that XML cannot hold
_CHUNK = 1 << 16
_SHEETS = 60


def sheets_of(archive: zipfile.ZipFile, limits: Limits) -> tuple[tuple[Sheet, ...], int]:
    """The sheets of the checked ``archive`` in their order, and how many hidden controls they were freed of.

    Raises ``IntakeRefused``."""
    _refuse_active(archive)
    budget = Budget(limits)
    try:
        return tuple(_Book(archive, _main_part(archive)).sheets(budget)), budget.removed
    except (ElementTree.ParseError, KeyError, IndexError, ValueError, zipfile.BadZipFile):
        raise damaged() from None


def _refuse_active(archive: zipfile.ZipFile) -> None:
    names = [name.lower() for name in archive.namelist()]
    if any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in names):
        raise IntakeRefused(Sentence(N_("表格带有宏，不能读取；请另存为不带宏的 xlsx 后再试。")))
    if "xl/workbook.bin" in names:
        raise IntakeRefused(Sentence(N_("暂不能读取 xlsb 文件，请另存为 xlsx 后再试。")))


def _main_part(archive: zipfile.ZipFile) -> str:
    for attributes in _elements(archive, "_rels/.rels", "Relationship"):
        if attributes.get("Type", "").endswith("/officeDocument"):
            return attributes["Target"].lstrip("/")
    return "xl/workbook.xml"


def _elements(archive: zipfile.ZipFile, part: str, *names: str) -> Iterator[dict[str, str]]:
    """Attributes of the named elements of a part, without their name spaces; nothing where it is missing."""
    if part not in archive.namelist() or not part.endswith((".xml", ".rels")):
        return
    with archive.open(part) as stream:
        for _, element in ElementTree.iterparse(stream, events=("start",)):  # noqa: S314 (no DOCTYPE: archive.py)
            if _local(element.tag) in names:
                yield {"": _local(element.tag)} | {_local(key): value for key, value in element.items()}


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


class _Book:
    """The parts that all sheets share."""

    def __init__(self, archive: zipfile.ZipFile, main: str) -> None:
        self._archive, self._main = archive, main
        self._parts: dict[str, tuple[str, str]] = {}  # id → kind of part and its path
        folder, name = posixpath.split(main)
        for relation in _elements(archive, f"{folder}/_rels/{name}.rels", "Relationship"):
            if relation.get("TargetMode") != "External":
                kind = relation["Type"].rpartition("/")[2]
                path = posixpath.normpath(posixpath.join("/", folder, relation["Target"])).lstrip("/")
                self._parts[relation["Id"]] = (kind, path)
        properties = next(_elements(archive, main, "workbookPr"), {})
        self.since_1904 = properties.get("date1904") in ("1", "true")
        self.strings = self._strings()
        self.formats = self._formats()

    def sheets(self, budget: Budget) -> Iterator[Sheet]:
        for count, entry in enumerate(_elements(self._archive, self._main, "sheet")):
            kind, path = self._parts[entry["id"]]
            if kind != "worksheet":
                continue  # a sheet that is one chart
            if count >= _SHEETS:
                raise IntakeRefused(Sentence(N_("工作表超过 {count} 个，请拆分后再试。"), {"count": _SHEETS}))
            target = _SheetTarget(self, cell_text(_unescaped(entry["name"]), "-")[0], budget)
            self._feed(path, target)
            hidden = entry.get("state") in ("hidden", "veryHidden")
            yield Sheet(target.name, target.rows, tuple(target.merges), frozenset(target.hidden), hidden)

    def _feed(self, path: str, target: Any) -> None:
        if not path.endswith(".xml"):  # only such parts were searched for a document type
            raise ValueError(path)
        parser = ElementTree.XMLParser(target=target)  # noqa: S314
        with self._archive.open(path) as stream:
            while piece := stream.read(_CHUNK):
                parser.feed(piece)
        parser.close()

    def _of_kind(self, kind: str) -> str:
        return next((path for own, path in self._parts.values() if own == kind), "")

    def _strings(self) -> list[str]:
        target = _StringsTarget()
        path = self._of_kind("sharedStrings")
        if path in self._archive.namelist():
            self._feed(path, target)
        return target.strings

    def _formats(self) -> list[str]:
        """The format code of each style number."""
        own: dict[int, str] = {}
        codes: list[str] = []
        inside = False
        names = ("numFmt", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "xf")
        for element in _elements(self._archive, self._of_kind("styles"), *names):
            if element[""] == "numFmt":
                own.setdefault(int(element["numFmtId"]), element["formatCode"])
            elif element[""] == "xf":
                if inside:
                    number = int(element.get("numFmtId", "0"))
                    codes.append(own.get(number) or BUILT_IN.get(number, ""))
            else:
                inside = element[""] == "cellXfs"
        return codes


class _StringsTarget:
    """Collects the shared strings; the reading aids of Japanese texts (rPh) are no part of them."""

    def __init__(self) -> None:
        self.strings: list[str] = []
        self._pieces: list[str] = []
        self._aside = 0
        self._reads = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if name == "si":
            self._pieces = []
        elif name == "rPh":
            self._aside += 1
        self._reads = name == "t" and not self._aside

    def data(self, text: str) -> None:
        if self._reads:
            self._pieces.append(text)

    def end(self, tag: str) -> None:
        name = _local(tag)
        self._reads = False
        if name == "si":
            self.strings.append(_unescaped("".join(self._pieces)))
        elif name == "rPh":
            self._aside -= 1

    def close(self) -> None:
        """Nothing is left to do."""


class _SheetTarget:
    """Collects the cells of one sheet while its XML flows by; nothing of it is kept as a tree."""

    def __init__(self, book: _Book, name: str, budget: Budget) -> None:
        self.rows: dict[int, dict[int, Cell]] = {}
        self.merges: list[Area] = []
        self.hidden: set[int] = set()
        self.name = name
        self._book, self._budget = book, budget
        self._row = self._column = self._aside = 0
        self._type, self._style = "", 0
        self._value: list[str] = []
        self._formula: list[str] | None = None
        self._into: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._budget.element()
        name = _local(tag)
        if name == "c":
            self._begin(attributes)
        elif name == "v" or (name == "t" and not self._aside):
            self._into = self._value
        elif name == "f":
            self._into = self._formula = []
        elif name == "row":
            self._row = int(attributes.get("r") or self._row + 1)
            self._column = 0
            if attributes.get("hidden") in ("1", "true"):
                self.hidden.add(self._row)
        elif name == "rPh":
            self._aside += 1
        elif name == "mergeCell":
            self._merge(attributes["ref"])

    def data(self, text: str) -> None:
        if self._into is not None:
            self._into.append(text)

    def end(self, tag: str) -> None:
        self._into = None
        name = _local(tag)
        if name == "c":
            self._finish()
        elif name == "rPh":
            self._aside -= 1

    def close(self) -> None:
        """Merged areas that overlap are in no sound file, and would cost readers much."""
        taken: dict[int, list[tuple[int, int]]] = {}
        for area in self.merges:
            for row in range(area.top, area.bottom + 1):
                taken.setdefault(row, []).append((area.left, area.right))
        for spans in taken.values():
            spans.sort()
            if any(left[1] >= right[0] for left, right in pairwise(spans)):
                raise damaged()

    def _begin(self, attributes: dict[str, str]) -> None:
        if place := attributes.get("r"):
            self._row, self._column = _place(place)
        else:
            self._column += 1
        self._type, self._style = attributes.get("t", "n"), int(attributes.get("s") or 0)
        self._value, self._formula = [], None

    def _finish(self) -> None:
        raw = "".join(self._value)
        if not raw and self._formula is None:
            return
        cell = self._cell(raw)
        if not cell.text.strip():
            return
        limits = self._budget.limits
        if self._row > limits.rows or self._column > limits.columns:
            raise IntakeRefused(
                Sentence(
                    N_("工作表“{sheet}”的 {place} 单元格有内容，超出了可读取的 {rows} 行、{columns} 列。"),
                    {"sheet": self.name, "place": self._at(), "rows": limits.rows, "columns": limits.columns},
                )
            )
        self._budget.cell(cell.text)
        self.rows.setdefault(self._row, {})[self._column] = cell

    def _cell(self, raw: str) -> Cell:
        formula = self._formula is not None
        if self._type == "s":
            return Cell(self._shown(self._book.strings[int(raw)]), CellKind.TEXT, formula)
        if self._type in ("str", "inlineStr"):
            return Cell(self._shown(_unescaped(raw)), CellKind.TEXT, formula)
        if self._type == "e":
            return Cell(raw, CellKind.ERROR, formula)
        if not raw:  # a formula that no program has worked out
            written = self._shown("".join(self._formula or ())).lstrip("=")
            return Cell(f"={written}", CellKind.ERROR, True)
        if self._type == "b":
            return Cell("TRUE" if raw == "1" else "FALSE", CellKind.TEXT, formula)
        if self._type == "d":
            return Cell(raw.partition("T")[0], CellKind.DATE, formula)
        code = self._book.formats[self._style] if self._style < len(self._book.formats) else ""
        return number_cell(raw, code, formula=formula, since_1904=self._book.since_1904)

    def _shown(self, text: str) -> str:
        if text.isprintable():
            return text
        text, removed = cell_text(text, self._at())
        self._budget.removed += removed
        return text

    def _at(self) -> str:
        return f"{column_letter(self._column)}{self._row}"

    def _merge(self, reference: str) -> None:
        first, _, last = reference.replace("$", "").partition(":")
        top, left = _place(first)
        bottom, right = _place(last or first)
        if bottom < top or right < left:
            raise ValueError(reference)
        limits = self._budget.limits
        if bottom > limits.rows or right > limits.columns:
            raise IntakeRefused(
                Sentence(
                    N_("工作表“{sheet}”的合并区域 {place} 超出了可读取的 {rows} 行、{columns} 列。"),
                    {
                        "sheet": self.name,
                        "place": reference[:30],
                        "rows": limits.rows,
                        "columns": limits.columns,
                    },
                )
            )
        self._budget.merge(bottom - top + 1)
        if (bottom, right) != (top, left):
            self.merges.append(Area(top, left, bottom, right))


def _place(reference: str) -> tuple[int, int]:
    match = _PLACE.fullmatch(reference)
    if match is None:
        raise ValueError(reference)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda code: chr(int(code[1], 16)), text) if "_x" in text else text
