"""Plain values of a workbook: what its cells show, without styles and without anything to evaluate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from taizhang.core.text.messages import Message


class CellKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"  # shown as in the sheet: 120, 98%, 120场
    DATE = "date"  # 2026-08-15, 2026-08-15 09:00, 2026-08 where the sheet shows no day
    ERROR = "error"  # #REF! and the like; a formula whose result was not stored


class Cell(NamedTuple):
    """What a cell shows. ``formula`` says that it is the stored result of a formula."""

    text: str
    kind: CellKind = CellKind.TEXT
    formula: bool = False


class Area(NamedTuple):
    """Merged cells, all four numbers counted from 1 and inside."""

    top: int
    left: int
    bottom: int
    right: int


Rows = Mapping[int, Mapping[int, Cell]]  # row and column from 1; empty cells are left out


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; ``hidden`` also where only its author's program shows it. Hidden rows and columns may be empty."""

    name: str
    rows: Rows
    merges: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets in their order; ``notes`` is what the reader should know of the file."""

    sheets: tuple[Sheet, ...]
    form: str = "xlsx"
    notes: tuple[Message, ...] = field(default=())


def column_letter(column: int) -> str:
    """1 → A, 28 → AB."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
