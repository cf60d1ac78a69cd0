"""One project from its rows: the first, and those that stand under its merged title."""

from __future__ import annotations

from collections.abc import Sequence

from taizhang.core.calendar import DaySpan, read_days
from taizhang.core.figures.normalise import fold
from taizhang.core.text.messages import N_, Message
from taizhang.core.workbook.amounts import read_amount, split_names
from taizhang.core.workbook.fields import OF_INDICATOR, Field
from taizhang.core.workbook.grid import Cell, CellKind, Sheet, column_letter
from taizhang.core.workbook.heading import Header, HeadingColumn
from taizhang.core.workbook.kinds import RowView
from taizhang.core.workbook.model import CellError, IndicatorRow, ProjectRow

_ENDLESS = ("长期", "持续", "常态", "常年", "贯穿", "每年", "每月", "每季", "不限", "无", "/", "—", "-")
_BLANK_MARKS = frozenset({"/", "／", "—", "——", "-", "--", "无", "、"})
_MISSING = N_("第{row}行“{heading}”：没有填写。")
_NO_AMOUNT = N_("第{row}行“{heading}”：“{value}”不是可以核对的数量。")
_NO_DATE = N_("第{row}行“{heading}”：“{value}”不是可以识别的日期。")
_DATED_AMOUNT = N_("第{row}行“{heading}”：“{value}”被表格软件改成了日期，请把单元格设为文本后重新填写。")
_FORMULA = N_("第{row}行“{heading}”：公式没有可用的结果（{value}），请改填文字或数值。")
_UNPAIRED = N_("第{row}行“{heading}”：指标名称有 {names} 行，目标值有 {targets} 行，无法一一对应。")
_MANY_LEADS = N_("第{row}行“{heading}”：“{value}”不止一个单位，请只留一个，其余填在配合单位。")
_OTHER_LEAD = N_("第{row}行“{heading}”：“{value}”与同一项目第{first}行的“{lead}”不一致。")


class Builder:
    """Reads the rows of one project; every cell ends in the project, or in an error."""

    def __init__(self, sheet: Sheet, header: Header, year: int, rows: Sequence[RowView]) -> None:
        self._sheet, self._header, self._year, self._rows = sheet, header, year, rows
        self._first = rows[0]
        self.errors: list[CellError] = []

    def project(self, category: str) -> ProjectRow:
        """The project; ``category`` counts where its own cell is empty."""
        own = self._texts
        lead, *more = self._lead()
        start, start_text = self._days(Field.START)
        due, due_text = self._days(Field.DUE)
        return ProjectRow(
            sheet=self._sheet.name,
            row=self._first.number,
            title=self._title(),
            no=_number(own(Field.NO)),
            category=own(Field.CATEGORY) or category,
            lead_unit=lead,
            supporting_units=tuple(n for n in (*more, *self._supporting()) if n != lead),
            goal=own(Field.GOAL),
            indicators=self._indicators(),
            measures=own(Field.MEASURES),
            milestones=own(Field.MILESTONES),
            start_text=start_text,
            start=start,
            due_text=due_text,
            due=due,
            post=own(Field.POST),
            progress=own(Field.PROGRESS),
            note=own(Field.NOTE),
            hidden_id=own(Field.HIDDEN_ID),
            others=self._others(),
            last_row=self._rows[-1].number,
        )

    # ---- cells

    def _cell(self, row: RowView, column: HeadingColumn) -> Cell | None:
        cell = row.spread.get(column.number)
        if cell is not None and cell.kind is CellKind.ERROR and column.field is not None:
            if column.number in row.own:
                self._fail(row, column, _FORMULA, cell.text)
            return cell if cell.text.startswith("=") else None
        return cell

    def _written(self, row: RowView, column: HeadingColumn) -> str:
        cell = self._cell(row, column)
        return cell.text.strip() if cell else ""

    def _fail(self, row: RowView, column: HeadingColumn, pattern: str, value: str, **gaps: str | int) -> None:
        values: dict[str, str | int] = {"row": row.number, "heading": column.heading, "value": _short(value)}
        values |= gaps
        message = Message(pattern, {key: gap for key, gap in values.items() if f"{{{key}}}" in pattern})
        letter = column_letter(column.number)
        if all((error.row, error.column) != (row.number, letter) for error in self.errors):
            self.errors.append(
                CellError(self._sheet.name, row.number, letter, column.heading, value, message)
            )

    def _texts(self, field: Field) -> str:
        """All that the project's rows hold for the field, a line each; further columns with their heading."""
        columns = self._header.of(field)
        parts: list[str] = []
        for column in columns:
            words = [self._written(row, column) for row in self._rows if self._is_own(row, column)]
            text = "\n".join(dict.fromkeys(word for word in words if word))
            if text:
                parts.append(text if len(columns) == 1 else f"{column.heading}：{text}")
        return "\n".join(parts)

    def _is_own(self, row: RowView, column: HeadingColumn) -> bool:
        return row is self._first or column.number in row.own

    def _title(self) -> str:
        column = self._header.of(Field.TITLE)[0]
        text = _joined(self._texts(Field.TITLE))
        if not text:
            self._fail(self._first, column, _MISSING, "")
        return text

    def _others(self) -> tuple[tuple[str, str], ...]:
        found = []
        for column in self._header.columns:
            if column.field is None:
                words = [self._written(row, column) for row in self._rows if self._is_own(row, column)]
                if text := "\n".join(word for word in words if word):
                    found.append((column.heading, text))
        return tuple(found)

    # ---- units

    def _lead(self) -> list[str]:
        """The lead unit; where no column is for supporting units, those named after it follow."""
        columns = self._header.of(Field.LEAD)
        if not columns:
            return [""]
        column = columns[0]
        lead = _joined(self._written(self._first, column))
        if lead in _BLANK_MARKS or not lead:
            self._fail(self._first, column, _MISSING, lead)
            return [""]
        for row in self._rows[1:]:
            other = _joined(self._written(row, column)) if column.number in row.own else ""
            if other and other != lead:
                self._fail(row, column, _OTHER_LEAD, other, first=self._first.number, lead=_short(lead))
        names = split_names(self._written(self._first, column))
        if len(names) < 2:
            return [lead]
        if self._header.of(Field.SUPPORT):
            self._fail(self._first, column, _MANY_LEADS, lead)
            return [lead]
        return list(names)

    def _supporting(self) -> tuple[str, ...]:
        return tuple(name for name in split_names(self._texts(Field.SUPPORT)) if name not in _BLANK_MARKS)

    # ---- dates

    def _days(self, field: Field) -> tuple[DaySpan | None, str]:
        columns = self._header.of(field)
        text = self._texts(field)
        if not columns or not text or text in _BLANK_MARKS:
            return None, text
        span = self._span(text)
        if span is None and not fold(text).startswith(_ENDLESS):
            row = next(row for row in self._rows if self._written(row, columns[0]))
            self._fail(row, columns[0], _NO_DATE, text)
        return span, text

    def _span(self, text: str) -> DaySpan | None:
        """The days that the text names, or all of its lines together."""
        if span := read_days(text, self._year) or read_days(text[:10], self._year):
            return span
        spans = [read_days(line, self._year) for line in _lines(text)]
        known = [span for span in spans if span]
        if len(known) < len(spans):
            return None
        return DaySpan(min(span.first for span in known), max(span.last for span in known))

    # ---- indicators

    def _indicators(self) -> tuple[IndicatorRow, ...]:
        found: list[IndicatorRow] = []
        for row in self._rows:
            if row is self._first or any(
                c.number in row.own for f in OF_INDICATOR for c in self._header.of(f)
            ):
                found += self._of_row(row)
        return tuple(found)

    def _of_row(self, row: RowView) -> list[IndicatorRow]:
        """The indicators of a row; several lines in its cells are several indicators."""
        name, target, unit = (
            self._single(row, field) for field in (Field.INDICATOR, Field.TARGET, Field.UNIT)
        )
        if not name and not target:
            return []
        columns = self._header.of(Field.TARGET)
        hint = unit or (columns[0].unit if columns else "")
        if not columns:
            return [_from_words(row.number, line, hint) for line in _lines(name)]
        names, targets, units = _lines(name), _lines(target), _lines(hint)
        if len(targets) > 1 and len(names) not in (0, 1, len(targets)):
            self._fail(row, columns[0], _UNPAIRED, target, names=len(names), targets=len(targets))
            return [IndicatorRow(row.number, name, target, hint)]
        if len(targets) < 2:
            return [self._indicator(row, columns[0], " ".join(name.split("\n")), target, hint)]
        names = names * len(targets) if len(names) == 1 else names or [""] * len(targets)
        units = units * len(targets) if len(units) == 1 else units
        units = units if len(units) == len(targets) else [""] * len(targets)
        return [self._indicator(row, columns[0], *each) for each in zip(names, targets, units, strict=True)]

    def _single(self, row: RowView, field: Field) -> str:
        columns = self._header.of(field)
        return self._written(row, columns[0]) if columns else ""

    def _indicator(
        self, row: RowView, column: HeadingColumn, name: str, target: str, unit: str
    ) -> IndicatorRow:
        if not target or target in _BLANK_MARKS:
            if name and name not in _BLANK_MARKS:
                self._fail(row, column, _MISSING, target)
            return IndicatorRow(row.number, name, target, unit)
        cell = row.spread.get(column.number)
        if cell is not None and cell.kind is CellKind.DATE:
            self._fail(row, column, _DATED_AMOUNT, target)
            return IndicatorRow(row.number, name, target, unit)
        quantity = read_amount(target, unit)
        if quantity is None and not (cell is not None and cell.kind is CellKind.ERROR):
            self._fail(row, column, _NO_AMOUNT, target)
        return IndicatorRow(row.number, name, target, unit or (quantity.unit if quantity else ""), quantity)


def _from_words(row: int, text: str, unit: str) -> IndicatorRow:
    """An indicator whose number stands in its name: 举办宣讲120场."""
    quantity = read_amount(text, unit)
    return IndicatorRow(row, text, "", unit or (quantity.unit if quantity else ""), quantity)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _joined(text: str) -> str:
    """One line: a line break in a cell stands for nothing."""
    return " ".join("".join(line.strip() for line in text.split("\n")).split())


def _number(text: str) -> str:
    return text.strip(" .、．")


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 30 else words[:29] + "…"
