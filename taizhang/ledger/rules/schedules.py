"""When a project's reports are asked for: by month, by quarter, or at its milestones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import localdate

from taizhang.core.calendar import PeriodKind, periods_between
from taizhang.ledger.models import Ledger, Milestone, Project, Schedule
from taizhang.ledger.rules.report_values import GRACE

OPENS_BEFORE_END = timedelta(days=6)  # a period's report opens in its last week
KINDS = {Schedule.MONTHLY: PeriodKind.MONTH, Schedule.QUARTERLY: PeriodKind.QUARTER}


@dataclass(frozen=True, slots=True)
class Due:
    """A report that a project's schedule asks for."""

    period: str
    opens_on: date
    due_on: date
    milestone: Milestone | None = None


def dues_of(project: Project, ledger: Ledger, stones: Sequence[Milestone], today: date) -> Iterator[Due]:
    """What the schedule has asked for until ``today``, since the account was opened."""
    if project.opened_at is None or project.start is None or project.due is None:
        return
    since = max(project.start, localdate(project.opened_at))
    if project.schedule == Schedule.MILESTONE:
        yield from _at_milestones(stones, since, today)
        return
    for period in periods_between(KINDS[Schedule(project.schedule)], since, min(project.due, today)):
        opens = period.last - OPENS_BEFORE_END
        if opens <= today and f"{period.last:%Y-%m}" not in project.waived_months:
            first_of_next = period.last + timedelta(days=1)
            yield Due(period.code, opens, first_of_next.replace(day=ledger.report_due_day))


def _at_milestones(stones: Sequence[Milestone], since: date, today: date) -> Iterator[Due]:
    """A milestone that is noted as done already is not asked about."""
    for stone in stones:
        if since <= stone.due <= today and stone.done_on is None:
            yield Due(f"m{stone.pk}", stone.due, stone.due + GRACE, stone)
