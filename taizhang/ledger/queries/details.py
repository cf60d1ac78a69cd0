"""What a line of the grid says of a project's parts: its first indicator, evidence, the next milestone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import CharField, Count, DateField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from taizhang.ledger.models import Basis, Evidence, Figure, Indicator, Milestone
from taizhang.ledger.queries.figures import end_of, in_ledger_before, known_on
from taizhang.office import clock
from taizhang.office.statements import Statement

TARGET = ("pk", "name", "unit", "basis", "target", "target_text")


@dataclass(frozen=True, slots=True)
class Target:
    """An indicator as it was promised. ``words`` is the target as it was written (不少于20场)."""

    pk: int
    name: str
    unit: str
    basis: str
    target: Decimal | None
    words: str


@dataclass(frozen=True, slots=True)
class Details:
    """``value`` of the first indicator on the day; ``more`` indicators beside it."""

    indicator: Target | None = None
    value: Decimal | None = None
    more: int = 0
    evidence: int = 0
    milestone: str = ""
    milestone_due: date | None = None


Parts = tuple[int, str | None, date | None]  # evidence, the next milestone and its time: what ``parts`` adds


def parts(on: date | None) -> list[Any]:
    """The columns of ``Parts`` for a query set of projects; of a past day the baseline says what was to come."""
    if on is not None:
        return [_evidence(on), Value(None, CharField()), Value(None, DateField())]
    coming = Milestone.objects.filter(project=OuterRef("pk"), in_force=True, done_on__isnull=True)
    coming = coming.order_by("due", "pk")
    return [_evidence(on), Subquery(coming.values("title")[:1]), Subquery(coming.values("due")[:1])]


def details_of(
    projects: Mapping[int, Parts], on: date | None, promised: Mapping[int, Mapping[str, Any]] | None = None
) -> Mapping[int, Details]:
    """For the projects of one page with their ``parts``, in one query, and one more where values are summed;
    ``promised`` is what their baselines said on that day.
    """
    day = on or clock.today()
    if promised is None:
        targets, values = reached(list(projects), day)
        stones = {pk: (title or "", due) for pk, (_evidence, title, due) in projects.items()}
    else:
        targets = {pk: _targets_in(data) for pk, data in promised.items()}
        values = values_of((found[0] for found in targets.values() if found), day)
        stones = _milestones_then(promised, day)
    firsts = {pk: found[0] for pk, found in targets.items() if found}
    return {
        pk: Details(
            firsts.get(pk),
            values.get(firsts[pk].pk) if pk in firsts else None,
            max(0, len(targets.get(pk, ())) - 1),
            evidence,
            *stones[pk],
        )
        for pk, (evidence, _title, _due) in projects.items()
    }


def values_of(targets: Iterable[Target], on: date) -> dict[int, Decimal]:
    """As ``figures.totals``; for indicators of which the last value is the total, only that one is fetched."""
    found = list(targets)
    last = [target.pk for target in found if target.basis != Basis.PERIOD]
    summed = [target.pk for target in found if target.basis == Basis.PERIOD]
    values = _last_values(last, on) if last else {}
    return values | _sums(summed, on) if summed else values


def reached(
    projects: Collection[int], day: date, *, former: bool = False
) -> tuple[dict[int, list[Target]], dict[int, Decimal]]:
    """The indicators of each project now, with ``former`` those that it had before, too; and by indicator the total at the
    end of ``day``, as ``figures.totals`` says it. One question where none of them is summed.
    """
    targets, values, summed = dict[int, list[Target]](), dict[int, Decimal](), list[int]()
    most = next((size for size in _IN_FORCE if size >= len(projects)), None)
    if former or most is None:
        rows: Iterable[Any] = _indicators(projects, end_of(day), day, former=former)
    else:
        nothing = [0] * (most - len(projects))
        rows = _IN_FORCE[most].read(*projects, *nothing, end_of(day), day)
    for project, last, *columns in rows:
        target = Target(*columns)
        targets.setdefault(project, []).append(target)
        if target.basis == Basis.PERIOD:
            summed.append(target.pk)
        elif last is not None:
            values[target.pk] = last
    return targets, values | _sums(summed, day) if summed else values


def _indicators(projects: Collection[int], end: datetime, day: date, *, former: bool) -> QuerySet[Any, Any]:
    rows = Indicator.objects.filter(project__in=projects).order_by("position", "pk")
    if not former:
        rows = rows.filter(in_force=True)
    return rows.values_list("project", _last(end, day), *TARGET)


def _in_force(*given: Any) -> QuerySet[Any, Any]:
    *projects, end, day = given
    return _indicators(projects, end, day, former=False)


# By how many projects are asked for at most: those of a page of a long ledger, those of a whole one.
_IN_FORCE = {size: Statement[Any](_in_force, *[int] * size, datetime, date) for size in (100, 500)}


def _last(end: datetime, day: date) -> Subquery:
    """The newest value of an indicator that the ledger knew before ``end``, the end of ``day``."""
    figures = Figure.objects.filter(in_ledger_before(end), indicator=OuterRef("pk"), as_of__lte=day)
    newest = figures.order_by("-as_of", "-recorded_at", "-pk").values(number=Coalesce("value", "low", "high"))
    return Subquery(newest[:1])


def _last_values(indicators: Sequence[int], on: date) -> dict[int, Decimal]:
    rows = Indicator.objects.filter(pk__in=indicators).values_list("pk", _last(end_of(on), on))
    return {pk: value for pk, value in rows if value is not None}


def _sums(indicators: Sequence[int], on: date) -> dict[int, Decimal]:
    """Of the last figures of each period."""
    rows = (
        Figure.objects.filter(known_on(on), indicator__in=indicators, as_of__lte=on)
        .order_by("indicator_id", "as_of", "recorded_at", "pk")
        .values_list("indicator_id", "period", "as_of", Coalesce("value", "low", "high"))
    )
    periods: dict[int, dict[str, Decimal]] = {}
    for key, period, as_of, value in rows:
        periods.setdefault(key, {})[period or as_of.isoformat()] = value
    return {key: sum(values.values(), Decimal(0)) for key, values in periods.items()}


def targets_of(project: int, promised: Mapping[str, Any] | None) -> list[Target]:
    """A project's indicators now, or those of the baseline ``promised``."""
    return _targets_now([project]).get(project, []) if promised is None else _targets_in(promised)


def _targets_now(projects: Sequence[int]) -> dict[int, list[Target]]:
    found: dict[int, list[Target]] = {}
    rows = Indicator.objects.filter(project__in=projects, in_force=True).order_by("position", "pk")
    for project, *columns in rows.values_list("project", *TARGET):
        found.setdefault(project, []).append(Target(*columns))
    return found


def _targets_in(data: Mapping[str, Any]) -> list[Target]:
    return [
        Target(
            each.get("key") or 0,
            each["name"],
            each["unit"],
            each["basis"],
            Decimal(each["target"]) if each.get("target") is not None else None,
            each.get("target_text", ""),
        )
        for each in data.get("indicators", ())
    ]


def _milestones_then(
    promised: Mapping[int, Mapping[str, Any]], on: date
) -> dict[int, tuple[str, date | None]]:
    """The first milestone of the baseline that nobody had noted as done by then."""
    stones = {
        pk: sorted((each["due"], each.get("key") or 0, each["title"]) for each in data.get("milestones", ()))
        for pk, data in promised.items()
    }
    done = set(
        Milestone.objects.filter(
            project__in=list(promised), done_noted_at__lt=end_of(on), done_on__isnull=False
        ).values_list("pk", flat=True)
    )
    return {
        pk: next(
            ((title, date.fromisoformat(due)) for due, key, title in each if key not in done), ("", None)
        )
        for pk, each in stones.items()
    }


def _evidence(on: date | None) -> Coalesce:
    """How many pieces of evidence there are to a project."""
    there = Q(withdrawn_at__isnull=True)
    if on is not None:
        end = end_of(on)
        there = (there | Q(withdrawn_at__gte=end)) & Q(added_at__lt=end)
    rows = Evidence.objects.filter(there, project=OuterRef("pk")).order_by().values("project")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)
