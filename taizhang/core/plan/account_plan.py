"""What an account promises, as plain data: the form's value, the frozen baseline, and what differs between two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class IndicatorPlan:
    """An indicator; ``key`` is its row's number in every version of the account (None: new)."""

    name: str
    unit: str
    basis: str = "cumulative"
    target: Decimal | None = None
    target_text: str = ""
    definition: int | None = None
    key: int | None = None


@dataclass(frozen=True, slots=True)
class MeasurePlan:
    text: str
    key: int | None = None


@dataclass(frozen=True, slots=True)
class MilestonePlan:
    title: str
    due: date
    phase: str = ""
    key: int | None = None


@dataclass(frozen=True, slots=True)
class CriterionPlan:
    text: str
    key: int | None = None


@dataclass(frozen=True, slots=True)
class AccountPlan:
    """All that an account says. Units and posts are named by their rows' numbers."""

    title: str
    goal: str = ""
    theme: int | None = None
    supporting_units: tuple[int, ...] = ()
    lead_post: int | None = None
    schedule: str = "monthly"
    waived_months: tuple[str, ...] = ()
    start: date | None = None
    due: date | None = None
    curve: Mapping[str, Any] = field(default_factory=dict)
    indicators: tuple[IndicatorPlan, ...] = ()
    measures: tuple[MeasurePlan, ...] = ()
    milestones: tuple[MilestonePlan, ...] = ()
    criteria: tuple[CriterionPlan, ...] = ()


def to_json(plan: AccountPlan) -> dict[str, Any]:
    """The plan as JSON data: dates in ISO form, decimals as strings."""
    return {each.name: _plain(getattr(plan, each.name)) for each in fields(plan)}


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return dict(value) if isinstance(value, Mapping) else value


def from_json(data: Mapping[str, Any]) -> AccountPlan:
    """The plan in ``data``, of which a baseline holds more. Raises ValueError, TypeError or KeyError for none."""
    given = {each.name: data[each.name] for each in fields(AccountPlan) if each.name in data}
    for name in ("start", "due"):
        given[name] = _day(given.get(name))
    for name in ("supporting_units", "waived_months"):
        given[name] = tuple(given.get(name, ()))
    given["indicators"] = tuple(_indicator(each) for each in given.get("indicators", ()))
    given["measures"] = tuple(MeasurePlan(**each) for each in given.get("measures", ()))
    given["milestones"] = tuple(
        MilestonePlan(**{**each, "due": date.fromisoformat(each["due"])})
        for each in given.get("milestones", ())
    )
    given["criteria"] = tuple(CriterionPlan(**each) for each in given.get("criteria", ()))
    return AccountPlan(**given)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _indicator(data: Mapping[str, Any]) -> IndicatorPlan:
    target = data.get("target")
    return IndicatorPlan(**{**data, "target": None if target is None else Decimal(str(target))})


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two versions say differently; ``old`` is None where it is new, ``new`` where it is gone."""

    part: str  # the field's name, or that of the list
    old: Any
    new: Any


def differences(old: AccountPlan, new: AccountPlan) -> tuple[Difference, ...]:
    """What changed, field by field; entries of lists are matched by their keys."""
    return tuple(_differences(old, new))


LISTS = ("indicators", "measures", "milestones", "criteria")


def _differences(old: AccountPlan, new: AccountPlan) -> Iterator[Difference]:
    for each in fields(AccountPlan):
        before, after = getattr(old, each.name), getattr(new, each.name)
        if each.name in LISTS:
            yield from _of_list(each.name, before, after)
        elif before != after:
            yield Difference(each.name, before, after)


def _of_list(part: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Difference]:
    there = {each.key: each for each in new if each.key is not None}
    known = {each.key for each in old}
    for each in old:
        if there.get(each.key) != each:
            yield Difference(part, each, there.get(each.key))
    for each in new:
        if each.key is None or each.key not in known:
            yield Difference(part, None, each)
