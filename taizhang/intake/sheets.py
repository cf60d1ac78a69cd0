"""The parent's side for workbooks: the plain cells of a foreign xlsx or csv file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from taizhang.core.text.messages import Message
from taizhang.core.workbook.grid import Area, Cell, CellKind, Sheet, Workbook
from taizhang.intake.extract import ask, file_bytes
from taizhang.intake.limits import MIB, Limits

BOOK_LIMITS = Limits(characters=10_000_000, answer=64 * MIB)


def read_sheets(data: bytes, name: str = "", limits: Limits = BOOK_LIMITS) -> Workbook:
    """The sheets of an upload, read in a limited child process; its signature decides, whatever ``name`` says.

    Formulas are never evaluated: their stored results are taken and marked. Raises ``IntakeRefused``."""
    answer = ask("sheets", data, limits)
    return Workbook(
        tuple(map(_sheet, answer["sheets"])), answer["form"], tuple(map(Message.from_json, answer["notes"]))
    )


def read_sheets_file(path: Path, limits: Limits = BOOK_LIMITS) -> Workbook:
    """The sheets of the file at ``path``. Raises ``IntakeRefused``."""
    return read_sheets(file_bytes(path, limits), path.name, limits)


def _sheet(record: dict[str, Any]) -> Sheet:
    rows = {
        row: {column: Cell(text, CellKind(kind), formula) for column, text, kind, formula in cells}
        for row, cells in record["rows"]
    }
    merges = tuple(Area(*merge) for merge in record["merges"])
    hidden_rows, hidden_columns = frozenset(record["hidden_rows"]), frozenset(record["hidden_columns"])
    return Sheet(record["name"], rows, merges, hidden_rows, record["hidden"], hidden_columns)
