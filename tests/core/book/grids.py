"""Sheets from plain rows: "a|b" lines or lists; None and "" are empty cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from taizhang.core.workbook.grid import Area, Cell, CellKind, Sheet, Workbook
from taizhang.core.workbook.model import ReadBook
from taizhang.core.workbook.reading import read_book

YEAR = 2026


def made(value: Any) -> Cell | None:
    if isinstance(value, Cell):
        return value
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return Cell(value)
    return Cell(str(value), CellKind.NUMBER)


def sheet(*rows: str | Sequence[Any], merges: Iterable[str] = (), name: str = "台账", **more: Any) -> Sheet:
    found: dict[int, dict[int, Cell]] = {}
    for number, row in enumerate(rows, 1):
        values = row.split("|") if isinstance(row, str) else row
        cells = {column: cell for column, value in enumerate(values, 1) if (cell := made(value))}
        if cells:
            found[number] = cells
    return Sheet(name, found, tuple(map(area, merges)), **more)


def area(reference: str) -> Area:
    left, top, right, bottom = re.fullmatch(r"([A-Z])(\d+):([A-Z])(\d+)", reference).groups()  # type: ignore[union-attr]
    return Area(int(top), ord(left) - 64, int(bottom), ord(right) - 64)


def read(*rows: str | Sequence[Any], merges: Iterable[str] = (), **more: Any) -> ReadBook:
    return read_book(Workbook((sheet(*rows, merges=merges, **more),)), YEAR)


def messages(book: ReadBook) -> list[str]:
    return [str(error.message) for error in book.errors]
