"""Errors of rows that only the ledger knows of, in the words of the cells they are in."""

from __future__ import annotations

from taizhang.core.plan.account_plan import AccountPlan
from taizhang.core.text.messages import N_, Message
from taizhang.core.workbook.fields import Field
from taizhang.core.workbook.milestones import read_milestones
from taizhang.core.workbook.model import CellError, ProjectRow, ReadBook

_TOO_LONG = N_("第{row}行“{heading}”：超过{most}字，请缩短。")
_BEFORE_START = N_("第{row}行“{heading}”：完成时限“{value}”早于起始日期。")
_AFTER_DUE = N_("第{row}行“{heading}”：节点“{value}”晚于完成时限。")
_UNDATED = N_("第{row}行“{heading}”：“{value}”没有写明日期。")


class Checks:
    """Collects errors for the rows of one book."""

    def __init__(self, book: ReadBook) -> None:
        self._book = book
        self.errors: list[CellError] = []

    def add(
        self, row: ProjectRow, field: Field, value: str, pattern: str, **gaps: str | int | Message
    ) -> None:
        """An error in the row's cell of that field."""
        letter, heading = self._book.fields[row.sheet].get(field, ("A", ""))
        values: dict[str, str | int | Message] = {"row": row.row, "heading": heading, "value": value[:40]}
        values |= gaps
        message = Message(pattern, {key: gap for key, gap in values.items() if f"{{{key}}}" in pattern})
        self.errors.append(CellError(row.sheet, row.row, letter, heading, value, message))

    def days(self, row: ProjectRow, plan: AccountPlan) -> None:
        """Days that are missing or contradict each other."""
        if plan.start and plan.due and plan.due < plan.start:
            self.add(row, Field.DUE, row.due_text, _BEFORE_START)
        for stone in read_milestones(row.milestones, self._book.year):
            if stone.due is None and plan.due is None:
                self.add(row, Field.MILESTONES, stone.title, _UNDATED)
            elif stone.due and plan.due and stone.due > plan.due:
                self.add(row, Field.MILESTONES, stone.title, _AFTER_DUE)

    def lengths(self, row: ProjectRow) -> None:
        """Texts that the ledger's columns cannot hold."""
        measures = row.measures.split("\n")
        stones = [stone.title for stone in read_milestones(row.milestones, self._book.year)]
        for field, texts, most in (
            (Field.TITLE, [row.title], 120),
            (Field.CATEGORY, [row.category], 60),
            (Field.GOAL, [row.goal], 2_000),
            (Field.INDICATOR, [i.name for i in row.indicators], 100),
            (Field.TARGET, [i.target for i in row.indicators], 60),
            (Field.UNIT, [i.unit for i in row.indicators], 20),
            (Field.MEASURES, measures, 1_000),
            (Field.MILESTONES, stones, 200),
        ):
            if any(len(text) > most for text in texts):
                self.add(row, field, "", _TOO_LONG, most=most)
