"""The XML of one sheet, and of the shared strings, read as it flows by; nothing of it is kept as a tree."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Protocol

from taizhang.core.text.messages import N_, Message
from taizhang.core.workbook.grid import Area, Cell, CellKind, column_letter
from taizhang.intake.budget import Budget
from taizhang.intake.number_formats import number_cell
from taizhang.intake.plain import cell_text
from taizhang.intake.refusal import IntakeRefused

_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how a workbook writes a character that XML cannot hold
_ON = ("1", "true")
_INVISIBLE = ";;;"  # a number format that shows nothing
_PICTURE = "DISPIMG("  # how WPS keeps a picture in a cell


class Styled(Protocol):
    """What a workbook knows of its cells."""

    strings: list[str]
    struck_strings: set[int]
    formats: list[str]
    struck: list[bool]
    since_1904: bool


class StringsTarget:
    """Collects the shared strings; the reading aids of Japanese texts (rPh) are no part of them."""

    def __init__(self) -> None:
        self.strings: list[str] = []
        self.struck: set[int] = set()
        self._pieces: list[str] = []
        self._aside = 0
        self._reads = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if name == "si":
            self._pieces = []
        elif name == "rPh":
            self._aside += 1
        elif name == "strike" and attributes.get("val", "1") in _ON:
            self.struck.add(len(self.strings))
        self._reads = name == "t" and not self._aside

    def data(self, text: str) -> None:
        if self._reads:
            self._pieces.append(text)

    def end(self, tag: str) -> None:
        name = _local(tag)
        self._reads = False
        if name == "si":
            self.strings.append(unescaped("".join(self._pieces)))
        elif name == "rPh":
            self._aside -= 1

    def close(self) -> None:
        """Nothing is left to do."""


class SheetTarget:
    """Collects the cells of one sheet while its XML flows by; nothing of it is kept as a tree."""

    def __init__(self, book: Styled, name: str, budget: Budget) -> None:
        self.rows: dict[int, dict[int, Cell]] = {}
        self.merges: list[Area] = []
        self.hidden: set[int] = set()
        self._hidden_columns: list[tuple[int, int]] = []
        self.name = name
        self._book, self._budget = book, budget
        self._row = self._column = self._aside = 0
        self._type, self._style = "", 0
        self._value: list[str] = []
        self._formula: list[str] | None = None
        self._into: list[str] | None = None
        self._struck, self._rows_hidden = False, ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._budget.element()
        if begin := _STARTS.get(_local(tag)):
            begin(self, attributes)

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
        """Merged areas that overlap are in no sound file, and would cost readers much; the same area counts once."""
        self.merges = list(dict.fromkeys(self.merges))
        taken: dict[int, list[Area]] = {}
        for area in self.merges:
            for row in range(area.top, area.bottom + 1):
                taken.setdefault(row, []).append(area)
        for areas in taken.values():
            areas.sort(key=lambda area: area.left)
            for one, other in pairwise(areas):
                if one.right >= other.left:
                    raise self._overlap(one, other)

    def unseen_columns(self) -> frozenset[int]:
        """The hidden columns in which something stands."""
        used = {column for cells in self.rows.values() for column in cells} if self._hidden_columns else set()
        return frozenset(c for c in used if any(first <= c <= last for first, last in self._hidden_columns))

    def _overlap(self, one: Area, other: Area) -> IntakeRefused:
        pattern = N_(
            "工作表“{sheet}”的合并区域 {one} 与 {other} 互相重叠，不能读取；请取消其中一处合并后再试。"
        )
        gaps = {"sheet": self.name, "one": _reference(one), "other": _reference(other)}
        return IntakeRefused(Message(pattern, gaps))

    def _begin(self, attributes: dict[str, str]) -> None:
        if place := attributes.get("r"):
            self._row, self._column = _place(place)
        else:
            self._column += 1
        self._type, self._style = attributes.get("t", "n"), int(attributes.get("s") or 0)
        self._value, self._formula, self._struck = [], None, False

    def _row_begins(self, attributes: dict[str, str]) -> None:
        self._row = int(attributes.get("r") or self._row + 1)
        self._column = 0
        if attributes.get("hidden", self._rows_hidden) in _ON or _is_nothing(attributes.get("ht")):
            self.hidden.add(self._row)

    def _columns(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in _ON or _is_nothing(attributes.get("width")):
            self._hidden_columns.append((int(attributes["min"]), int(attributes["max"])))

    def _defaults(self, attributes: dict[str, str]) -> None:
        self._rows_hidden = attributes.get("zeroHeight", "")

    def _take_value(self, _attributes: dict[str, str]) -> None:
        self._into = self._value

    def _take_text(self, _attributes: dict[str, str]) -> None:
        if not self._aside:
            self._into = self._value

    def _take_formula(self, _attributes: dict[str, str]) -> None:
        self._into = self._formula = []

    def _aside_begins(self, _attributes: dict[str, str]) -> None:
        self._aside += 1

    def _strike(self, attributes: dict[str, str]) -> None:
        self._struck = attributes.get("val", "1") in _ON

    def _finish(self) -> None:
        raw = "".join(self._value)
        if (not raw and self._formula is None) or self._is_unseen(raw):
            return
        cell = self._cell(raw)
        if not cell.text.strip():
            return
        self._budget.counts["struck cell"] += self._is_struck(raw)
        limits = self._budget.limits
        if self._row > limits.rows or self._column > limits.columns:
            raise IntakeRefused(
                Message(
                    N_("工作表“{sheet}”的 {place} 单元格有内容，超出了可读取的 {rows} 行、{columns} 列。"),
                    {"sheet": self.name, "place": self._at(), "rows": limits.rows, "columns": limits.columns},
                )
            )
        self._budget.cell(cell.text)
        self.rows.setdefault(self._row, {})[self._column] = cell

    def _is_unseen(self, raw: str) -> bool:
        """Whether the cell holds a picture, or its format shows nothing; either is counted."""
        if raw.startswith(f"={_PICTURE}") or "".join(self._formula or ()).find(_PICTURE) >= 0:
            self._budget.counts["picture"] += 1
            return True
        if raw and self._code() == _INVISIBLE:
            self._budget.counts["hidden cell"] += 1
            return True
        return False

    def _is_struck(self, raw: str) -> bool:
        by_style = self._style < len(self._book.struck) and self._book.struck[self._style]
        return by_style or self._struck or (self._type == "s" and int(raw) in self._book.struck_strings)

    def _code(self) -> str:
        return self._book.formats[self._style] if self._style < len(self._book.formats) else ""

    def _cell(self, raw: str) -> Cell:
        formula = self._formula is not None
        if self._type == "s":
            return Cell(self._shown(self._book.strings[int(raw)]), CellKind.TEXT, formula)
        if self._type in ("str", "inlineStr"):
            return Cell(self._shown(unescaped(raw)), CellKind.TEXT, formula)
        if self._type == "e":
            return Cell(raw, CellKind.ERROR, formula)
        if not raw:  # a formula that no program has worked out
            written = self._shown("".join(self._formula or ())).lstrip("=")
            return Cell(f"={written}", CellKind.ERROR, True)
        if self._type == "b":
            return Cell("TRUE" if raw == "1" else "FALSE", CellKind.TEXT, formula)
        if self._type == "d":
            return Cell(raw.partition("T")[0], CellKind.DATE, formula)
        return number_cell(raw, self._code(), formula=formula, since_1904=self._book.since_1904)

    def _shown(self, text: str) -> str:
        if text.isprintable():
            return text
        text, removed = cell_text(text, self._at())
        self._budget.removed += removed
        return text

    def _at(self) -> str:
        return f"{column_letter(self._column)}{self._row}"

    def _merge(self, attributes: dict[str, str]) -> None:
        reference = attributes["ref"]
        first, _, last = reference.replace("$", "").partition(":")
        top, left = _place(first)
        bottom, right = _place(last or first)
        if bottom < top or right < left:
            raise ValueError(reference)
        limits = self._budget.limits
        if bottom > limits.rows or right > limits.columns:
            raise IntakeRefused(
                Message(
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


_STARTS: dict[str, Callable[[SheetTarget, dict[str, str]], None]] = {
    "c": SheetTarget._begin,
    "v": SheetTarget._take_value,
    "t": SheetTarget._take_text,
    "f": SheetTarget._take_formula,
    "row": SheetTarget._row_begins,
    "rPh": SheetTarget._aside_begins,
    "mergeCell": SheetTarget._merge,
    "strike": SheetTarget._strike,
    "col": SheetTarget._columns,
    "sheetFormatPr": SheetTarget._defaults,
}


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _is_nothing(size: str | None) -> bool:
    """Whether a height or width is given, and is 0."""
    return size is not None and not size.strip("0.")


def _reference(area: Area) -> str:
    return f"{column_letter(area.left)}{area.top}:{column_letter(area.right)}{area.bottom}"


def _place(reference: str) -> tuple[int, int]:
    match = _PLACE.fullmatch(reference)
    if match is None:
        raise ValueError(reference)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


def unescaped(text: str) -> str:
    """``text`` with the characters that a workbook writes as _x000D_ and the like."""
    return _ESCAPE.sub(lambda code: chr(int(code[1], 16)), text) if "_x" in text else text
