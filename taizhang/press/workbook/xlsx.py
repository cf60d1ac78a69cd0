"""The familiar 台账 workbook, written row by row: memory does not grow with the number of projects."""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from struct import Struct
from typing import IO, Any

import xlsxwriter

from taizhang.core.text.csv_escape import looks_like_formula
from taizhang.core.text.messages import N_, Message
from taizhang.core.workbook.model import IndicatorRow, ProjectRow
from taizhang.core.workbook.reading import META_SHEET
from taizhang.press.refusal import PressError
from taizhang.press.workbook.columns import COLUMNS, SHOWN, BookHead, SheetColumn, Value

FORMAT_VERSION = 1
SHEET = "台账"
FIRST_ROW = 4  # of the projects, from 0: title, line, two rows of headings
_CHUNK = 1 << 16
_IN_MEMORY = 1 << 20
_LONGEST = 32_767  # characters of a cell, in UTF-16 units
_LINE_HEIGHT = 15.0  # points
_TALLEST = 409.0
_A3 = 8
_AREA = Struct("4I")  # of a merged area; a chunk holds a whole number of them
# User text is data: nothing is guessed from how it begins.
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def book_chunks(projects: Iterable[ProjectRow], head: BookHead) -> Iterator[bytes]:
    """The xlsx file in pieces. Raises ``PressError`` for a text no cell can hold, before the first piece."""
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as areas:
        yield from made_chunks(lambda book: _fill(book, projects, head, MergedAreas(areas)))


def made_chunks(fill: Callable[[Any], None]) -> Iterator[bytes]:
    """The xlsx file that ``fill`` writes, in pieces; what ``fill`` raises is raised before the first piece."""
    with tempfile.TemporaryDirectory() as folder, tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
        book = xlsxwriter.Workbook(file, {**_OPTIONS, "tmpdir": folder})
        try:
            fill(book)
        except BaseException:
            for sheet in book.worksheets():  # the library would leave its row files open
                sheet.row_data_fh.close()
            raise
        book.close()
        file.seek(0)
        yield from _pieces(file)


def _fill(book: Any, projects: Iterable[ProjectRow], head: BookHead, areas: MergedAreas) -> None:
    book.set_properties({"title": head.title})
    sheet = book.add_worksheet(SHEET)
    sheet.merge = areas
    formats = _Formats(book)
    _set_up(sheet)
    _write_head(sheet, formats, head)
    _Writer(sheet, formats).write(projects)
    _write_meta(book, head)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(_CHUNK):
        yield piece


class _Formats:
    def __init__(self, book: Any) -> None:
        cell = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter", "text_wrap": True}
        middle = cell | {"align": "center"}
        self.title = book.add_format({"font_name": "宋体", "font_size": 20, "bold": True, "align": "center"})
        self.line = book.add_format({"font_name": "宋体", "font_size": 10, "align": "right"})
        self.heading = book.add_format(middle | {"bold": True, "bg_color": "#F2F2F2"})
        self.plain = {False: book.add_format(cell), True: book.add_format(middle)}
        self.quoted = {
            False: book.add_format(cell | {"quote_prefix": True}),
            True: book.add_format(middle | {"quote_prefix": True}),
        }
        self.date = book.add_format(middle | {"num_format": "yyyy-mm-dd"})


def _set_up(sheet: Any) -> None:
    """Landscape A3, the headings on every page, title columns and headings frozen on the screen."""
    sheet.set_landscape()
    sheet.set_paper(_A3)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.center_horizontally()
    sheet.repeat_rows(FIRST_ROW - 2, FIRST_ROW - 1)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    sheet.freeze_panes(FIRST_ROW, 3)
    for number, column in enumerate(COLUMNS):
        sheet.set_column(number, number, column.width, None, {"hidden": number >= SHOWN})


def _write_head(sheet: Any, formats: _Formats, head: BookHead) -> None:
    sheet.set_row(0, 32)
    write_text(sheet, 0, 0, head.title, formats.title)
    write_text(sheet, 1, 0, head.line, formats.line)
    sheet.merge.append((0, 0, 0, SHOWN - 1))
    sheet.merge.append((1, 0, 1, SHOWN - 1))
    top, below = FIRST_ROW - 2, FIRST_ROW - 1
    for number, column in enumerate(COLUMNS):
        starts = not number or COLUMNS[number - 1].above != column.above
        words = (column.above if starts else "") if column.above else column.heading
        write_text(sheet, top, number, words, formats.heading)
        if not column.above:
            sheet.merge.append((top, number, below, number))
        elif starts:
            width = sum(other.above == column.above for other in COLUMNS)
            sheet.merge.append((top, number, top, number + width - 1))
    for number, column in enumerate(COLUMNS):
        write_text(sheet, below, number, column.heading if column.above else "", formats.heading)


def _write_meta(book: Any, head: BookHead) -> None:
    """What tells the program its own workbook when it comes back."""
    sheet = book.add_worksheet(META_SHEET)
    rows = (("格式版本", FORMAT_VERSION), ("台账年度", head.year), ("说明", "本页供系统核对，请勿修改。"))
    for row, (name, value) in enumerate(rows):
        sheet.write_string(row, 0, name)
        sheet.write(row, 1, value)
    sheet.hide()


class MergedAreas:
    """The merged areas in a file, for the library, which would keep a list of them until the book is closed."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._count, self._last = file, 0, array("I")

    def append(self, area: tuple[int, int, int, int]) -> None:
        """``area``: its first row and column, its last row and column."""
        self._last.extend(area)
        self._count += 1
        if len(self._last) >= _CHUNK:
            self._put_away()

    def _put_away(self) -> None:
        self._last.tofile(self._file)
        del self._last[:]

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[tuple[int, ...]]:
        self._put_away()
        self._file.seek(0)
        for piece in _pieces(self._file):
            yield from _AREA.iter_unpack(piece)


class _Writer:
    """Writes projects; merged areas are noted as they close, since earlier rows cannot be touched again."""

    def __init__(self, sheet: Any, formats: _Formats) -> None:
        self._sheet, self._formats = sheet, formats
        self._category, self._since = "", FIRST_ROW

    def write(self, projects: Iterable[ProjectRow]) -> None:
        row = FIRST_ROW
        for project in projects:
            self._forget(row - 1)
            row = self._write_project(project, row)
        self._close_category(row)

    def _forget(self, row: int) -> None:
        """Rows before ``row`` are in the file; the library would remember their heights."""
        for heights in (self._sheet.row_info, self._sheet.row_sizes):
            for written in [each for each in heights if each < row]:
                del heights[written]

    def _write_project(self, project: ProjectRow, row: int) -> int:
        indicators = project.indicators or (None,)
        own = [column.value(project, None) for column in COLUMNS]
        goes_on = bool(project.category) and project.category == self._category
        if not goes_on:
            self._close_category(row)
            self._category, self._since = project.category, row
        if len(indicators) > 1:
            self._tall(own, row, len(indicators))
        if goes_on:
            own[_CATEGORY] = ""
        for k, indicator in enumerate(indicators):
            self._write_row(row + k, project, indicator, _NOTHING if k else own)
        return row + len(indicators)

    def _write_row(
        self, row: int, project: ProjectRow, indicator: IndicatorRow | None, own: Sequence[Value]
    ) -> None:
        for number, column in enumerate(COLUMNS):
            value = column.value(project, indicator) if column.of_indicator else own[number]
            if value == "":  # every second cell
                self._sheet.write_blank(row, number, None, self._formats.plain[column.centred])
            else:
                self._value(row, number, column, value)

    def _tall(self, own: Sequence[Value], row: int, count: int) -> None:
        """Merge the project's own cells over its indicators, and give the rows the room that merging hides."""
        lines = 1
        for number, column in enumerate(COLUMNS):
            if not column.of_indicator:
                lines = max(lines, _lines(own[number], column.width))
                if number != _CATEGORY:
                    self._sheet.merge.append((row, number, row + count - 1, number))
        height = max(_LINE_HEIGHT, min(_TALLEST, lines * _LINE_HEIGHT / count))
        for k in range(count):
            self._sheet.set_row(row + k, height)

    def _close_category(self, row: int) -> None:
        if row - self._since > 1:
            self._sheet.merge.append((self._since, _CATEGORY, row - 1, _CATEGORY))

    def _value(self, row: int, number: int, column: SheetColumn, value: Value) -> None:
        if isinstance(value, str):
            formats = self._formats.quoted if looks_like_formula(value) else self._formats.plain
            write_text(self._sheet, row, number, value, formats[column.centred], column.heading)
        elif isinstance(value, date):
            self._sheet.write_datetime(row, number, value, self._formats.date)
        else:
            self._sheet.write_number(row, number, value, self._formats.plain[True])


_CATEGORY = next(number for number, column in enumerate(COLUMNS) if column.heading == "类别")
_NOTHING: Sequence[Value] = ("",) * len(COLUMNS)  # of the project, in the rows of its further indicators


def write_text(sheet: Any, row: int, column: int, text: str, form: Any, heading: str = "") -> None:
    """A text cell, whatever the text begins with; an empty one keeps its border."""
    if not text:
        sheet.write_blank(row, column, None, form)
    elif sheet.write_string(row, column, text, form) != 0:
        pattern = N_("“{heading}”中有一格超过 {most} 字，表格放不下。")
        raise PressError(Message(pattern, {"heading": heading, "most": _LONGEST}))


def _lines(value: Value, width: float) -> int:
    """How many lines a text takes in a column, a Han character being two digits wide."""
    per_line = max(1, int(width / 2))
    text = str(value)
    if len(text) <= per_line and "\n" not in text:
        return 1
    return sum(1 + (len(line) - 1) // per_line for line in text.split("\n"))
