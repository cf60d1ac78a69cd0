"""One project as its page shows it: what is promised, how it stands, and what its figures come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Q

from taizhang.core.lifecycle.project_year import ProjectState
from taizhang.core.plan.account_plan import AccountPlan, from_json
from taizhang.ledger.models import (
    Baseline,
    Basis,
    Evidence,
    Figure,
    Measure,
    Project,
    Signal,
    StateInterval,
)
from taizhang.ledger.queries.details import Target, targets_of
from taizhang.ledger.queries.figures import end_of, known_on, number_of
from taizhang.ledger.queries.wall import WallMilestone, stones_of
from taizhang.office import clock


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
    baselines = _baselines(project, day)
    promised = baselines[-1].data if baselines and on is not None else None
    standings = [
        row
        for row in StateInterval.objects.filter(project=project).order_by("since", "pk")
        if row.since < end
    ]
    state = standings[-1].state if on is not None and standings else project.state
    signals = list(
        Signal.objects.filter(project=project, since__lte=day)
        .exclude(until=F("since"))
        .order_by("since", "pk")
    )
    holds = [row for row in signals if row.until is None or row.until > day]
    supporting = _supporting(project, promised)
    return ProjectPage(
        day=day,
        state=state,
        baselines=baselines,
        standings=standings,
        signals=signals,
        signal=holds[-1] if holds and state == ProjectState.ACTIVE else None,
        progress=_progress(project, promised, day),
        stones=stones_of(
            project.ledger, day, None if promised is None else {project.pk: promised}, project.pk
        ).get(project.pk, []),
        evidence=_evidence(project, day),
        supporting=supporting,
        measures=_measures(project, promised),
    )


def _baselines(project: Project, day: date) -> list[Baseline]:
    rows = Baseline.objects.filter(project=project, since__lt=end_of(day)).order_by("version")
    return list(rows.select_related("theme", "lead_unit", "lead_post", "change", "frozen_by"))


def _supporting(project: Project, promised: Mapping[str, Any] | None) -> list[str]:
    if promised is not None:
        return list(promised.get("supporting_names", ()))
    return [unit.short_name for unit in project.supporting_units.order_by("pk")]


def _measures(project: Project, promised: Mapping[str, Any] | None) -> list[str]:
    if promised is not None:
        return [each["text"] for each in promised.get("measures", ())]
    return list(Measure.objects.filter(project=project, in_force=True).values_list("text", flat=True))


def _progress(project: Project, promised: Mapping[str, Any] | None, day: date) -> list[Progress]:
    targets = targets_of(project.pk, promised)
    rows = Figure.objects.filter(
        known_on(day), indicator__in=[target.pk for target in targets], as_of__lte=day
    ).order_by("as_of", "recorded_at", "pk")
    figures: dict[int, list[Figure]] = {}
    for row in rows:
        figures.setdefault(row.indicator_id or 0, []).append(row)
    return [Progress(target, figures.get(target.pk, ())) for target in targets]


def _evidence(project: Project, day: date) -> list[Evidence]:
    end = end_of(day)
    there = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=end)
    rows = Evidence.objects.filter(there, project=project, added_at__lt=end)
    return list(rows.select_related("file", "activity", "added_by").order_by("-added_at", "-pk"))
