"""Text files with rows and columns: commas, tabs or semicolons between the cells."""

from __future__ import annotations

import csv
import io

from taizhang.core.text.csv_escape import unprotected
from taizhang.core.text.messages import N_, Message
from taizhang.core.workbook.grid import Cell, Sheet, column_letter
from taizhang.intake.limits import Limits
from taizhang.intake.plain import cell_text, decode
from taizhang.intake.refusal import IntakeRefused

_SEPARATORS = "\t,;，；"
_SAMPLE = 60  # lines that show which separator is used


def sheet_of(data: bytes, limits: Limits) -> tuple[Sheet, int]:
    """The one sheet of a text file, every cell text, and how many hidden controls it was freed of.

    Raises ``IntakeRefused``."""
    text, _encoding = decode(data)
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    rows: dict[int, dict[int, Cell]] = {}
    cells = removed = 0
    for number, values in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)), 1):
        row, count = _row(number, values)
        cells, removed = cells + len(row), removed + count
        if row and (number > limits.rows or max(row) > limits.columns or cells > limits.cells):
            raise IntakeRefused(
                Message(
                    N_("第 {row} 行超出了可读取的 {rows} 行、{columns} 列。"),
                    {"row": number, "rows": limits.rows, "columns": limits.columns},
                )
            )
        if row:
            rows[number] = row
    return Sheet("", rows), removed


def _row(number: int, values: list[str]) -> tuple[dict[int, Cell], int]:
    row: dict[int, Cell] = {}
    removed = 0
    for column, value in enumerate(values, 1):
        if not value.isprintable():
            value, count = cell_text(value, f"{column_letter(column)}{number}")
            removed += count
        if value.strip():
            row[column] = Cell(unprotected(value))
    return row, removed


def _separator(text: str) -> str:
    """The sign that parts most lines; a comma where none does."""
    lines = text.splitlines()[:_SAMPLE]
    return max(_SEPARATORS, key=lambda sign: (sum(min(line.count(sign), 30) for line in lines), sign == ","))
