"""Plain lists as a workbook: one sheet each, with a title, a line on what it shows, and headings that stay in sight."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from taizhang.core.text.csv_escape import looks_like_formula
from taizhang.press.workbook.columns import Value
from taizhang.press.workbook.xlsx import made_chunks, write_text

FIRST_ROW = 3  # of the list, from 0: title, line, headings
_A4 = 9


@dataclass(frozen=True, slots=True)
class ListSheet:
    """``columns``: headings with their widths, in characters of a digit's width."""

    name: str
    title: str
    line: str
    columns: Sequence[tuple[str, float]]
    rows: Iterable[Sequence[Value]]


def list_chunks(sheets: Iterable[ListSheet]) -> Iterator[bytes]:
    """The xlsx file in pieces. Raises ``PressError`` for a text no cell can hold, before the first piece."""

    def fill(book: Any) -> None:
        cell = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter", "text_wrap": True}
        looks = {
            "title": book.add_format({"font_name": "宋体", "font_size": 16, "bold": True}),
            "line": book.add_format({"font_name": "宋体", "font_size": 10}),
            "head": book.add_format(cell | {"bold": True, "bg_color": "#F2F2F2", "align": "center"}),
            "text": book.add_format(cell),
            "quoted": book.add_format(cell | {"quote_prefix": True}),
            "date": book.add_format(cell | {"num_format": "yyyy-mm-dd", "align": "center"}),
        }
        for each in sheets:
            _write(book.add_worksheet(each.name), each, looks)

    return made_chunks(fill)


def _write(sheet: Any, each: ListSheet, looks: dict[str, Any]) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(FIRST_ROW - 1)
    sheet.freeze_panes(FIRST_ROW, 1)
    write_text(sheet, 0, 0, each.title, looks["title"])
    write_text(sheet, 1, 0, each.line, looks["line"])
    for n, (heading, width) in enumerate(each.columns):
        sheet.set_column(n, n, width)
        write_text(sheet, FIRST_ROW - 1, n, heading, looks["head"])
    for row, values in enumerate(each.rows, FIRST_ROW):
        for n, value in enumerate(values):
            _value(sheet, row, n, value, looks, each.columns[n][0])


def _value(sheet: Any, row: int, n: int, value: Value, looks: dict[str, Any], heading: str) -> None:
    if isinstance(value, str):
        write_text(sheet, row, n, value, looks["quoted" if looks_like_formula(value) else "text"], heading)
    elif isinstance(value, date):
        sheet.write_datetime(row, n, value, looks["date"])
    else:
        sheet.write_number(row, n, value, looks["text"])
