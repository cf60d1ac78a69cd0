"""Facts of many projects at once, for judging their pace: a handful of queries however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, Q

from taizhang.core.calendar import PeriodKind, period_of
from taizhang.core.pace.curves import Curve, IndicatorFact, curve_from_json, even
from taizhang.core.pace.signals import Level, MilestoneFact, ProjectFacts
from taizhang.ledger.models import Indicator, Milestone, ProgressReport, Project, Signal
from taizhang.ledger.queries.figures import totals
from taizhang.ledger.queries.obligations import overdue
from taizhang.ledger.rules.report_values import limit_of


@dataclass(slots=True)
class _Known:
    """What is known of one project."""

    milestones: list[MilestoneFact] = field(default_factory=list)
    indicators: list[IndicatorFact] = field(default_factory=list)
    unreported: list[date] = field(default_factory=list)
    returned: int = 0
    worst: Level | None = None


def facts_of(projects: Sequence[Project], day: date) -> Mapping[int, ProjectFacts]:
    """The facts by which each project is judged at the end of ``day``."""
    known: dict[int, _Known] = defaultdict(_Known)
    keys = [project.pk for project in projects]
    _milestones(known, keys, day)
    _indicators(known, keys, day)
    _reports(known, keys, day)
    _earlier(known, keys, day)
    return {
        project.pk: _facts(project, known[project.pk], day)
        for project in projects
        if project.start is not None and project.due is not None
    }


def curve_of(project: Project) -> Curve:
    """The project's planned curve: even, unless its account says otherwise."""
    if project.start is None or project.due is None:
        raise ValueError("an account without dates has no curve")
    return curve_from_json(project.curve) if project.curve else even(project.start, project.due)


def _facts(project: Project, known: _Known, day: date) -> ProjectFacts:
    if project.start is None or project.due is None:
        raise ValueError("an account without dates is not judged")
    return ProjectFacts(
        day=day,
        start=project.start,
        due=project.due,
        curve=curve_of(project),
        milestones=tuple(known.milestones),
        indicators=tuple(known.indicators),
        unreported=tuple(known.unreported),
        returned=known.returned,
        worst_before=known.worst,
        # What is overdue still is judged so whatever went before.
        red_repaired=known.worst is Level.OVERDUE,
    )


def _milestones(known: dict[int, _Known], keys: Sequence[int], day: date) -> None:
    for stone in Milestone.objects.filter(project__in=keys, in_force=True):
        done = stone.done_on if stone.done_on and stone.done_on <= day else None
        known[stone.project_id].milestones.append(MilestoneFact(stone.title, stone.due, done))


def _indicators(known: dict[int, _Known], keys: Sequence[int], day: date) -> None:
    rows = list(Indicator.objects.filter(project__in=keys, in_force=True, target__gt=0))
    values = totals(rows, day)
    for row in rows:
        fact = IndicatorFact(row.name, row.unit, row.target, values.get(row.pk))
        known[row.project_id].indicators.append(fact)


def _reports(known: dict[int, _Known], keys: Sequence[int], day: date) -> None:
    for obligation in overdue(day).filter(project__in=keys):
        known[obligation.project_id].unreported.append(limit_of(obligation))
    returned = ProgressReport.objects.filter(
        project__in=keys, returned_times__gt=0, obligation__clock_from__range=(day.replace(day=1), day)
    )
    for key, times in returned.values_list("project", "returned_times"):
        known[key].returned += times


def _earlier(known: dict[int, _Known], keys: Sequence[int], day: date) -> None:
    """The worst level of the month before and of this month's earlier days, by the baseline in force.

    A milestone that was done in time and told of later was never late: what was judged of it meanwhile does not count.
    """
    periods = period_of(day, PeriodKind.MONTH), period_of(day, PeriodKind.MONTH).preceding()
    signals = Signal.objects.filter(
        Q(until__isnull=True) | Q(until__gt=F("since")),
        project__in=keys,
        period__in=[period.code for period in periods],
        since__lt=day,
        baseline__until__isnull=True,
    )
    for key, level, rule in signals.values_list("project", "level", "rule"):
        late = any(stone.days_late(day) for stone in known[key].milestones)
        if rule in MilestoneFact.LATE_RULES and not late:
            continue
        worst = known[key].worst
        if worst is None or Level(level).severity > worst.severity:
            known[key].worst = Level(level)
