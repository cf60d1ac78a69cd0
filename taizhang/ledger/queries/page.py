"""One project as its page shows it: what is promised, how it stands, and what its figures come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from operator import itemgetter
from typing import Any

from django.db.models import F, Q, QuerySet

from taizhang.core.lifecycle.project_year import ProjectState
from taizhang.core.plan.account_plan import AccountPlan, from_json
from taizhang.ledger.models import (
    Baseline,
    Basis,
    Evidence,
    Figure,
    Measure,
    Milestone,
    Project,
    Signal,
    StateInterval,
)
from taizhang.ledger.queries.details import Target, targets_of
from taizhang.ledger.queries.figures import end_of, known_on, number_of
from taizhang.ledger.queries.wall import STONE, WallMilestone, stones_in
from taizhang.office import clock
from taizhang.office.statements import Statement
from taizhang.office.together import together

_STANDINGS = Statement(
    lambda office, project: StateInterval.objects.filter(office=office, project=project).order_by(
        "since", "pk"
    ),
    int,
    int,
)


def _signals_since(office: int, project: int, day: date) -> QuerySet[Signal]:
    """Those that began by then, but for what was taken back on its own day."""
    rows = Signal.objects.filter(office=office, project=project, since__lte=day)
    return rows.exclude(until=F("since")).order_by("since", "pk")


def _baselines_before(office: int, project: int, end: datetime) -> QuerySet[Baseline]:
    rows = Baseline.objects.filter(office=office, project=project, since__lt=end).order_by("version")
    return rows.select_related("theme", "lead_unit", "lead_post", "change", "frozen_by")


def _evidence_before(office: int, project: int, end: datetime) -> QuerySet[Evidence]:
    there = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=end)
    rows = Evidence.objects.filter(there, office=office, project=project, added_at__lt=end)
    return rows.select_related("file", "activity", "added_by").order_by("-added_at", "-pk")


_SIGNALS = Statement(_signals_since, int, int, date)
_BASELINES = Statement(_baselines_before, int, int, datetime)
_EVIDENCE = Statement(_evidence_before, int, int, datetime)


@dataclass(frozen=True, slots=True)
class Progress:
    """An indicator with what was reported, in order; ``total`` as its way of counting says."""

    target: Target
    figures: Sequence[Figure]

    @property
    def by_period(self) -> dict[str, Figure]:
        """The last figure of each period, or of each day where no period is named."""
        return {figure.period or figure.as_of.isoformat(): figure for figure in self.figures}

    @property
    def total(self) -> Decimal | None:
        if not self.figures:
            return None
        if self.target.basis == Basis.PERIOD:
            return sum((number_of(each) for each in self.by_period.values()), Decimal(0))
        return number_of(self.figures[-1])


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """``baselines`` in order, the last one in force; ``signals`` in order, the last one if it holds still."""

    day: date
    state: str
    baselines: Sequence[Baseline]
    standings: Sequence[StateInterval]
    signals: Sequence[Signal]
    signal: Signal | None
    progress: Sequence[Progress]
    stones: Sequence[WallMilestone]
    evidence: Sequence[Evidence]
    supporting: Sequence[str]
    measures: Sequence[str]

    @property
    def baseline(self) -> Baseline | None:
        """The one in force; none before the account is opened."""
        return self.baselines[-1] if self.baselines else None

    @property
    def plan(self) -> AccountPlan | None:
        """What the baseline in force says."""
        return plan_in(self.baseline.data) if self.baseline else None


def plan_in(data: Mapping[str, Any]) -> AccountPlan:
    """The plan that a baseline froze."""
    return from_json({key: value for key, value in data.items() if key != "supporting_names"})


def page_for(project: Project, on: date | None) -> ProjectPage:
    """The project at the end of ``on`` (None: now); a fixed number of queries."""
    day = on or clock.today()
    end = end_of(day)
    of = project.office_id, project.pk
    baselines = _BASELINES.read(*of, end)
    promised = baselines[-1].data if baselines and on is not None else None
    standings = [row for row in _STANDINGS.read(*of) if row.since < end]
    state = standings[-1].state if on is not None and standings else project.state
    signals = _SIGNALS.read(*of, day)
    holds = [row for row in signals if row.until is None or row.until > day]
    supporting, measures, stones = _parts(project, promised, day)
    return ProjectPage(
        day=day,
        state=state,
        baselines=baselines,
        standings=standings,
        signals=signals,
        signal=holds[-1] if holds and state == ProjectState.ACTIVE else None,
        progress=_progress(project, promised, day),
        stones=stones,
        evidence=_EVIDENCE.read(*of, end),
        supporting=supporting,
        measures=measures,
    )


def _parts(
    project: Project, promised: Mapping[str, Any] | None, day: date
) -> tuple[Sequence[str], Sequence[str], Sequence[WallMilestone]]:
    """Supporting units, measures and milestones; one query."""
    milestones = Milestone.objects.filter(project=project)
    if promised is not None:
        (stones,) = together((milestones, (*STONE, "position")))
        supporting = promised.get("supporting_names", ())
        measures = [each["text"] for each in promised.get("measures", ())]
        return list(supporting), measures, _stones(stones, day, {project.pk: promised}).get(project.pk, [])
    units, texts, stones = together(
        (project.supporting_units.all(), ("pk", "short_name")),
        (Measure.objects.filter(project=project, in_force=True), ("position", "pk", "text")),
        (milestones.filter(in_force=True), (*STONE, "position")),
    )
    return (
        [each["short_name"] for each in sorted(units, key=itemgetter("pk"))],
        [each["text"] for each in sorted(texts, key=itemgetter("position", "pk"))],
        _stones(stones, day, None).get(project.pk, []),
    )


def _stones(
    rows: Sequence[Mapping[str, Any]], day: date, promised: Mapping[int, Mapping[str, Any]] | None
) -> Mapping[int, list[WallMilestone]]:
    ordered = sorted(rows, key=itemgetter("due", "position", "pk"))
    return stones_in(map(itemgetter(*STONE), ordered), day, promised)


def _progress(project: Project, promised: Mapping[str, Any] | None, day: date) -> list[Progress]:
    targets = targets_of(project.pk, promised)
    rows = Figure.objects.filter(
        known_on(day), indicator__in=[target.pk for target in targets], as_of__lte=day
    ).order_by("as_of", "recorded_at", "pk")
    figures: dict[int, list[Figure]] = {}
    for row in rows:
        figures.setdefault(row.indicator_id or 0, []).append(row)
    return [Progress(target, figures.get(target.pk, ())) for target in targets]
