"""What a row of a workbook makes of an account."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from taizhang.core.calendar import DaySpan
from taizhang.core.plan.account_plan import AccountPlan, IndicatorPlan
from taizhang.core.plan.incoming import plan_from
from taizhang.core.workbook.amounts import read_amount
from taizhang.core.workbook.fields import Field
from taizhang.core.workbook.model import IndicatorRow, ProjectRow

DAY = date(2026, 3, 1)
ROW = ProjectRow("表1", 3, "社区食堂", goal="吃得好", start=DaySpan(DAY, DAY))


def test_what_the_sheet_has_no_column_for_stays() -> None:
    stored = AccountPlan(title="社区 食堂", goal="吃得上", start=date(2026, 2, 1))
    assert plan_from(ROW, {Field.TITLE}, stored, 2026) == stored  # the same title, written otherwise
    assert plan_from(ROW, {Field.GOAL}, stored, 2026).goal == "吃得好"
    assert plan_from(ROW, {Field.START}, stored, 2026).start == DAY
    empty = replace(ROW, start=None)
    assert plan_from(empty, {Field.START}, stored, 2026).start == date(2026, 2, 1)


def test_an_indicator_that_is_repeated_keeps_how_it_is_counted() -> None:
    old = IndicatorPlan("食堂", "个", "level", Decimal(12), "12")
    stored = AccountPlan(title="社区食堂", indicators=(old,))
    for target, kept in (("12", old), ("15", replace(old, target=Decimal(15), target_text="15"))):
        quantity = IndicatorRow(3, name="食 堂", target=target, unit="个", quantity=read_amount(target))
        plan = plan_from(replace(ROW, indicators=(quantity,)), {Field.INDICATOR}, stored, 2026)
        assert plan.indicators == (kept,)
