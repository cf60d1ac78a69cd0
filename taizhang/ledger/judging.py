"""Facts of many projects at once, for judging their pace: a handful of queries however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from taizhang.core.pace import Curve, IndicatorFact, curve_from_json, even
from taizhang.core.project_year import ObligationState
from taizhang.core.signals import Level, MilestoneFact, ProjectFacts
from taizhang.ledger.models import Indicator, Milestone, Obligation, ProgressReport, Project, Signal
from taizhang.ledger.queries.figures import totals


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
    late = any(stone.done_on is None and stone.due < day for stone in known.milestones)
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
        red_repaired=known.worst is Level.OVERDUE and not late and project.due >= day,
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
    missing = Obligation.objects.filter(project__in=keys, state=ObligationState.DUE, due_on__lt=day)
    for key, due, clock in missing.values_list("project", "due_on", "clock_from"):
        known[key].unreported.append(max(due, clock))
    first = day.replace(day=1)
    returned = ProgressReport.objects.filter(
        project__in=keys, returned_times__gt=0, obligation__clock_from__gte=first
    )
    for key, times in returned.values_list("project", "returned_times"):
        known[key].returned += times


def _earlier(known: dict[int, _Known], keys: Sequence[int], day: date) -> None:
    """The worst level of the month before."""
    before = (day.replace(day=1)).toordinal() - 1
    period = f"{date.fromordinal(before):%Y-%m}"
    for key, level in Signal.objects.filter(project__in=keys, period=period).values_list("project", "level"):
        worst = known[key].worst
        if worst is None or Level(level).severity > worst.severity:
            known[key].worst = Level(level)
