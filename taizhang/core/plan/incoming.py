"""What a row of a workbook makes of an account: columns that the sheet lacks leave the account as it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from taizhang.core.plan.account_plan import (
    AccountPlan,
    CriterionPlan,
    IndicatorPlan,
    MeasurePlan,
    MilestonePlan,
)
from taizhang.core.plan.amounts import decimal_of
from taizhang.core.workbook.amounts import bounds, with_unit
from taizhang.core.workbook.fields import Field
from taizhang.core.workbook.milestones import milestone_text, read_milestones
from taizhang.core.workbook.model import IndicatorRow, ProjectRow

T = TypeVar("T")


def plan_from(
    row: ProjectRow, fields: Collection[Field], stored: AccountPlan | None, year: int
) -> AccountPlan:
    """The account as the row wants it, units, theme and post left as stored.

    What the row repeats, though written otherwise (blanks, 0.98 for 98 %), stays as stored."""
    plan = stored or AccountPlan(title=row.title, start=date(year, 1, 1))
    plan = replace(plan, title=_kept(plan.title, row.title))
    if Field.GOAL in fields:
        plan = replace(plan, goal=_kept(plan.goal, row.goal))
    if Field.DUE in fields:
        plan = replace(plan, due=row.due.last if row.due else None)
    if Field.START in fields and row.start:
        plan = replace(plan, start=row.start.first)
    if Field.INDICATOR in fields or Field.TARGET in fields:
        plan = replace(plan, indicators=_indicators(plan.indicators, row))
    if Field.MEASURES in fields:
        plan = replace(plan, measures=_measures(plan.measures, row.measures))
    if Field.MILESTONES in fields:
        plan = replace(plan, milestones=_milestones(plan.milestones, row.milestones, year, plan.due))
    return plan if stored else replace(plan, criteria=_criteria(plan.indicators))


def target_text(indicator: IndicatorPlan) -> str:
    """The target as written, or its number."""
    if indicator.target_text or indicator.target is None:
        return indicator.target_text
    return format(indicator.target.normalize(), "f")


def _kept(stored: str, given: str) -> str:
    return stored if "".join(stored.split()) == "".join(given.split()) else given


def _matched(stored: Sequence[T], key: Callable[[T], object], wanted: object, taken: set[int]) -> T | None:
    """The first stored entry of that key which is not taken yet."""
    for place, entry in enumerate(stored):
        if place not in taken and key(entry) == wanted:
            taken.add(place)
            return entry
    return None


def _indicators(stored: Sequence[IndicatorPlan], row: ProjectRow) -> tuple[IndicatorPlan, ...]:
    taken: set[int] = set()
    found = []
    for given in (_indicator(each, row.title) for each in row.indicators):
        old = _matched(stored, lambda each: "".join(each.name.split()), "".join(given.name.split()), taken)
        found.append(given if old is None else _merged(old, given))
    return tuple(found)


def _indicator(row: IndicatorRow, title: str) -> IndicatorPlan:
    low, high = bounds(row.quantity, row.unit) if row.quantity else (None, None)
    bound = high if low is None else low
    return IndicatorPlan(
        name=" ".join(row.name.split()) or title[:100],
        unit=row.unit,
        basis="period" if row.quantity and row.quantity.per else "cumulative",
        target=None if bound is None else decimal_of(bound),
        target_text=row.target,
    )


def _merged(old: IndicatorPlan, given: IndicatorPlan) -> IndicatorPlan:
    """Way of counting and definition stay, for no column holds them."""
    if _same(old, given):
        return old
    return replace(old, unit=given.unit, target=given.target, target_text=given.target_text)


def _same(old: IndicatorPlan, given: IndicatorPlan) -> bool:
    unit = not old.unit or "".join(old.unit.split()) == "".join(given.unit.split())
    return unit and target_text(old) == given.target_text and _number(old.target, given.target)


def _number(old: Decimal | None, given: Decimal | None) -> bool:
    return old is None or given is None or old == given


def _measures(stored: Sequence[MeasurePlan], text: str) -> tuple[MeasurePlan, ...]:
    taken: set[int] = set()
    lines = (line.strip() for line in text.split("\n"))
    return tuple(
        _matched(stored, lambda each: "".join(each.text.split()), "".join(line.split()), taken)
        or MeasurePlan(line)
        for line in lines
        if line
    )


def _milestones(
    stored: Sequence[MilestonePlan], text: str, year: int, due: date | None
) -> tuple[MilestonePlan, ...]:
    taken: set[int] = set()
    found = []
    for stone in read_milestones(text, year):
        day = stone.due or due
        if day is None:
            continue  # named by an error
        wanted = milestone_text(stone.title, day)
        same = _matched(stored, lambda each: milestone_text(each.title, each.due), wanted, taken)
        found.append(same or _moved(stored, stone.title, day, taken))
    return tuple(found)


def _moved(stored: Sequence[MilestonePlan], title: str, day: date, taken: set[int]) -> MilestonePlan:
    """A milestone of the same words with another day is the same milestone."""
    old = _matched(stored, lambda each: "".join(each.title.split()), "".join(title.split()), taken)
    return replace(old, due=day) if old else MilestonePlan(title, day)


def _criteria(indicators: Sequence[IndicatorPlan]) -> tuple[CriterionPlan, ...]:
    """Each target is a closing criterion to begin with."""
    return tuple(
        CriterionPlan(f"{each.name}达到{with_unit(text, each.unit)}")
        for each in indicators
        if (text := target_text(each))
    )
