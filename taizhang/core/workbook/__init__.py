"""A ledger as a workbook: its plain cells, its header, its rows."""

from taizhang.core.workbook.grid import Area, Cell, CellKind, Sheet, Workbook, column_letter
from taizhang.core.workbook.model import CellError, IndicatorRow, ProjectRow, ReadBook, Skipped, Why
from taizhang.core.workbook.reading import META_SHEET, read_book, year_named

__all__ = [
    "META_SHEET",
    "Area",
    "Cell",
    "CellError",
    "CellKind",
    "IndicatorRow",
    "ProjectRow",
    "ReadBook",
    "Sheet",
    "Skipped",
    "Why",
    "Workbook",
    "column_letter",
    "read_book",
    "year_named",
]
