"""How each project stood at the end of each month: read once for the wall chart and the months' curve."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q

from taizhang.core.lifecycle.project_year import IN_COUNT, ProjectState
from taizhang.ledger.models import Ledger, Signal, StateInterval
from taizhang.ledger.queries.asof import judged_on
from taizhang.ledger.queries.figures import end_of

MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Stood:
    """State and level at the end of a month; the level only of an active project."""

    state: str
    level: str = ""

    @property
    def part(self) -> str:
        """Its place in the conservation identity; empty before the account was opened."""
        return next((part for part, states in IN_COUNT.items() if self.state in states), "")


def month_ends(year: int, day: date) -> list[date]:
    """The last days of the months begun by ``day``; of its own month ``day`` itself."""
    begun = [month for month in MONTHS if date(year, month, 1) <= day]
    return [min(date(year, month, monthrange(year, month)[1]), day) for month in begun]


def history_of(ledger: Ledger, projects: Sequence[int], day: date) -> Mapping[int, list[Stood | None]]:
    """For each project how it stood at those ends, None before it was on account; two queries."""
    ends = month_ends(ledger.year, day)
    if not ends:
        return {pk: [] for pk in projects}
    states = _states(ledger, ends)
    levels = _levels(ledger, ends)
    return {
        pk: [_stood(states.get((pk, n), ""), levels.get((pk, n), "")) for n in range(len(ends))]
        for pk in projects
    }


def _stood(state: str, level: str) -> Stood | None:
    if state in ("", ProjectState.ADMITTED):
        return None
    return Stood(state, level if state == ProjectState.ACTIVE else "")


def _states(ledger: Ledger, ends: Sequence[date]) -> dict[tuple[int, int], str]:
    moments = [end_of(end) for end in ends]
    rows = StateInterval.objects.filter(ledger=ledger, since__lt=moments[-1])
    return {
        (project, n): state
        for project, state, since, until in rows.values_list("project", "state", "since", "until")
        for n, moment in enumerate(moments)
        if since < moment and (until is None or until >= moment)
    }


def _levels(ledger: Ledger, ends: Sequence[date]) -> dict[tuple[int, int], str]:
    held: Q = reduce(or_, (judged_on(end) for end in ends))
    rows = Signal.objects.filter(held, ledger=ledger)
    return {
        (project, n): level
        for project, level, since, until in rows.values_list("project", "level", "since", "until")
        for n, end in enumerate(ends)
        if since <= end and (until is None or until > end)
    }
