"""From the plain cells of a workbook to projects; no row is lost on the way."""

from __future__ import annotations

import re
from dataclasses import replace

from taizhang.core.gongwen import find_secrecy_mark
from taizhang.core.text.messages import N_, Message, nested
from taizhang.core.workbook.building import Builder
from taizhang.core.workbook.fields import Field
from taizhang.core.workbook.grid import Sheet, Workbook, column_letter
from taizhang.core.workbook.heading import Header, Merged, find_header
from taizhang.core.workbook.kinds import RowView, kind_of, section_name, view
from taizhang.core.workbook.model import CellError, ProjectRow, ReadBook, Skipped, Why

_REASONS = {
    Why.ABOVE: N_("表头以上的标题或说明。"),
    Why.HEADER: N_("重复的表头。"),
    Why.NUMBERS: N_("各栏的编号。"),
    Why.SECTION: N_("分类标题，已作为下列项目的类别。"),
    Why.SUBTOTAL: N_("小计或合计，不是项目。"),
    Why.NOTE: N_("说明或落款，不是项目。"),
    Why.ONLY_NUMBER: N_("只有序号，没有内容。"),
    Why.NO_HEADER: N_("这个工作表没有可识别的表头。"),
    Why.HIDDEN_SHEET: N_("隐藏的工作表，没有读取。"),
}
META_SHEET = "台账信息"  # the hidden sheet of a workbook that this program handed out
_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})\s*年")


def read_book(book: Workbook, year: int) -> ReadBook:
    """The projects of all sheets that are shown. Dates without a year lie in ``year``.

    Every row with content is a project's, skipped with a reason, or named by an error. A workbook with a mark
    of secrecy gives one error and nothing else."""
    reader = _Reader(year)
    if secret := _secret(book):
        return ReadBook(year, (), (secret,), ())
    for sheet in book.sheets:
        reader.read(sheet)
    if not reader.headers:
        reader.errors.append(_no_header(book))
    return ReadBook(
        year,
        tuple(reader.projects),
        tuple(reader.errors),
        tuple(reader.skipped),
        tuple(reader.headers),
        reader.fields,
        (*book.notes, *reader.notes),
        tuple(dict.fromkeys(reader.aside)),
    )


def year_named(book: Workbook) -> int | None:
    """The year of a workbook that this program handed out, or the one its titles name (2026年重点项目台账)."""
    for sheet in book.sheets:
        handed = sheet.rows.get(2, {}).get(2) if sheet.name == META_SHEET else None
        if handed and handed.text.isascii() and handed.text.isdigit() and len(handed.text) == 4:
            return int(handed.text)
    titles = (
        cell for sheet in book.sheets for row in sorted(sheet.rows)[:5] for cell in sheet.rows[row].values()
    )
    named = filter(None, (_YEAR.search(cell.text) for cell in titles))
    return next((int(match[1]) for match in named), None)


def _secret(book: Workbook) -> CellError | None:
    """The first cell with a mark of secrecy: nothing of such a workbook is read."""
    for sheet in book.sheets:
        for row, cells in sheet.rows.items():
            for column, cell in cells.items():
                if "密" in cell.text and find_secrecy_mark(cell.text):
                    pattern = N_("第{row}行{column}列有密级标志，本系统不处理涉密文件，已拒绝读取。")
                    letter = column_letter(column)
                    message = Message(pattern, {"row": row, "column": letter})
                    return CellError(sheet.name, row, letter, "", "", message)
    return None


def _no_header(book: Workbook) -> CellError:
    sheet = next((sheet for sheet in book.sheets if sheet.rows and not sheet.hidden), None)
    message = Message(N_("没有找到表头：表中要有“项目名称”“牵头单位”等栏目。"))
    return CellError(sheet.name if sheet else "", min(sheet.rows) if sheet else 1, "A", "", "", message)


_NO_ACCOUNT = (None, Field.YEAR, Field.PROGRESS, Field.NOTE)


class _Reader:
    def __init__(self, year: int) -> None:
        self._year = year
        self.projects: list[ProjectRow] = []
        self.errors: list[CellError] = []
        self.skipped: list[Skipped] = []
        self.headers: list[tuple[str, int]] = []
        self.fields: dict[str, dict[Field, tuple[str, str]]] = {}
        self.notes: list[Message] = []
        self.aside: list[str] = []

    def read(self, sheet: Sheet) -> None:
        merged = Merged(sheet.merges)
        header = None if sheet.hidden else find_header(sheet, merged)
        if sheet.hidden and sheet.name == META_SHEET:
            return
        if header is None:
            why = Why.HIDDEN_SHEET if sheet.hidden else Why.NO_HEADER
            self._skip_all(sheet, sorted(sheet.rows), why)
            return
        self._skip_all(sheet, [row for row in sorted(sheet.rows) if row < header.top], Why.ABOVE)
        self.headers += [(sheet.name, row) for row in range(header.top, header.bottom + 1)]
        self.fields[sheet.name] = {
            column.field: (column_letter(column.number), column.heading)
            for column in reversed(header.columns)
            if column.field is not None
        }
        self.aside += [c.heading for c in header.columns if c.field in _NO_ACCOUNT]
        self._note(sheet, header)
        self._read_rows(sheet, merged, header)

    def _skip_all(self, sheet: Sheet, rows: list[int], why: Why) -> None:
        for row in rows:
            cells = sheet.rows[row]
            self._skip(sheet, row, why, cells[min(cells)].text)

    def _skip(self, sheet: Sheet, row: int, why: Why, text: str) -> None:
        self.skipped.append(
            Skipped(sheet.name, row, why, " ".join(text.split())[:40], Message(_REASONS[why]))
        )

    def _note(self, sheet: Sheet, header: Header) -> None:
        for column in header.columns:
            if column.field is None:
                pattern = N_("{letter}列“{heading}”没有对应的栏目，不读作项目内容。")
                gaps = {"letter": column_letter(column.number), "heading": column.heading[:20]}
                self.notes.append(Message(pattern, gaps))
        hidden = sorted(row for row in sheet.hidden_rows if row in sheet.rows and row > header.bottom)
        if hidden:
            pattern = N_("有 {count} 行是隐藏的（从第{first}行起），也已读取。")
            self.notes.append(Message(pattern, {"count": len(hidden), "first": hidden[0]}))
        unseen = [
            f"{column_letter(column.number)}“{nested(column.heading[:20])}”"
            for column in header.columns
            if column.number in sheet.hidden_columns and column.field is not Field.HIDDEN_ID
        ]
        if unseen:
            pattern = N_("有 {count} 列是隐藏的（{columns}），也已读取。")
            self.notes.append(Message(pattern, {"count": len(unseen), "columns": "、".join(unseen)}))

    def _read_rows(self, sheet: Sheet, merged: Merged, header: Header) -> None:
        rows = Grouping(header)
        after_note = False
        for number in sorted(row for row in sheet.rows if row > header.bottom):
            row = view(sheet, merged, number)
            if not row.own:
                continue  # covered by merged areas, so nothing is shown there
            why = kind_of(row, header, merged, after_note=after_note)
            after_note = why is Why.NOTE
            if why is None:
                rows.add(row)
                continue
            self._skip(sheet, number, why, row.first)
            rows.section = section_name(row.first) if why is Why.SECTION else rows.section
            rows.close()
        self._build(sheet, header, rows)
        self._end(sheet)

    def _build(self, sheet: Sheet, header: Header, rows: Grouping) -> None:
        category, section = "", ""
        handed_out = bool(header.of(Field.HIDDEN_ID))  # there every project bears its own category
        for own_section, group in rows.groups:
            if own_section != section:
                category = section = own_section
            if handed_out:
                category = ""
            builder = Builder(sheet, header, self._year, group)
            project = builder.project(category)
            category = project.category
            self.projects.append(project)
            self.errors += builder.errors

    def _end(self, sheet: Sheet) -> None:
        """A line alone at the end heads nothing: it is a note."""
        last = max((p.last_row for p in self.projects if p.sheet == sheet.name), default=0)
        self.skipped = [
            replace(s, why=Why.NOTE, reason=Message(_REASONS[Why.NOTE]))
            if s.sheet == sheet.name and s.row > last and s.why is Why.SECTION
            else s
            for s in self.skipped
        ]


class Grouping:
    """Rows into projects: a title begins one; rows under its merged title, or without one, go on with it."""

    def __init__(self, header: Header) -> None:
        self.groups: list[tuple[str, list[RowView]]] = []
        self.section = ""
        self._open = False
        self._title = header.of(Field.TITLE)[0].number
        self._begins = [c.number for f in (Field.NO, Field.LEAD, Field.HIDDEN_ID) for c in header.of(f)]

    def add(self, row: RowView) -> None:
        goes_on = self._title not in row.own and (
            self._title in row.spread or not any(column in row.own for column in self._begins)
        )
        if self._open and goes_on:
            self.groups[-1][1].append(row)
        else:
            self.groups.append((self.section, [row]))
            self._open = True

    def close(self) -> None:
        """What follows belongs to no earlier project."""
        self._open = False
