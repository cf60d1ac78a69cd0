"""What the figures of an indicator come to. Cumulative values are never summed: the last one is the total."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils.timezone import get_current_timezone

from taizhang.ledger.models import Basis, Figure, Indicator, Project, ServiceEntry, ServiceItem


def end_of(day: date) -> datetime:
    """The first moment after ``day``."""
    return datetime.combine(day + timedelta(days=1), time(), get_current_timezone())


def known_on(day: date) -> Q:
    """Figures that stood in the ledger at the end of ``day``."""
    return in_ledger_before(end_of(day))


def in_ledger_before(end: datetime) -> Q:
    """Figures that stood in the ledger at that moment."""
    return Q(recorded_at__lt=end) & (Q(ended_at__isnull=True) | Q(ended_at__gte=end))


def number_of(figure: Figure) -> Decimal:
    """The figure as one number: its value, or what it is at least (500余 → 500), or at most."""
    return _number(figure.value, figure.low, figure.high)


def _number(*bounds: Decimal | None) -> Decimal:
    for number in bounds:
        if number is not None:
            return number
    raise AssertionError("a figure says something")


def totals(indicators: Iterable[Indicator], on: date, *, known: date | None = None) -> Mapping[int, Decimal]:
    """The total of each indicator at the end of ``on``, by its key; one query for all of them.

    It is what the ledger knew at the end of ``known``, that is of ``on`` where nothing is said.
    """
    basis = {indicator.pk: indicator.basis for indicator in indicators}
    rows = (
        Figure.objects.filter(known_on(known or on), indicator__in=basis, as_of__lte=on)
        .order_by("indicator_id", "as_of", "recorded_at", "pk")
        .values_list("indicator_id", "period", "as_of", "value", "low", "high")
    )
    periods: dict[int, dict[str, Decimal]] = {}
    for indicator, period, as_of, *bounds in rows:
        key = indicator or 0
        slot = (period or as_of.isoformat()) if basis[key] == Basis.PERIOD else ""
        periods.setdefault(key, {})[slot] = _number(*bounds)
    return {key: sum(values.values(), Decimal(0)) for key, values in periods.items()}


def total_of(indicator: Indicator, on: date) -> Decimal | None:
    """The indicator's total at the end of ``on``; None where nothing was reported."""
    return totals([indicator], on).get(indicator.pk)


def latest_figure(indicator: Indicator, on: date) -> Figure | None:
    """The last figure reported for the indicator until ``on``."""
    rows = Figure.objects.filter(known_on(on), indicator=indicator, as_of__lte=on)
    return rows.order_by("-as_of", "-recorded_at", "-pk").first()


def revisions_of(figure: Figure) -> list[Figure]:
    """Every revision of the figure, the newest first."""
    newest = figure
    while (later := Figure.objects.filter(replaces=newest).first()) is not None:
        newest = later
    found = [newest]
    while found[-1].replaces is not None:
        found.append(found[-1].replaces)
    return found


def figures_of(project: Project, on: date) -> QuerySet[Figure]:
    """The project's figures with their sources, newest first."""
    return (
        Figure.objects.filter(known_on(on), project=project, as_of__lte=on)
        .select_related(
            "indicator", "definition", "report__obligation", "activity", "service", "recorded_by", "whose"
        )
        .order_by("-as_of", "-recorded_at", "-pk")
    )


def entries_known_on(items: Iterable[ServiceItem], on: date) -> QuerySet[ServiceEntry]:
    """The entries of the services that stood in the ledger at the end of ``on``."""
    return ServiceEntry.objects.filter(
        Q(voided_at__isnull=True) | Q(voided_at__gte=end_of(on)),
        item__in=items,
        done_on__lte=on,
        recorded_at__lt=end_of(on),
    )


def service_totals(items: Iterable[ServiceItem], on: date) -> Mapping[int, Decimal]:
    """The running total of each service, from its entries that stand."""
    sums: dict[int, Decimal] = {}
    for key, amount in entries_known_on(items, on).values_list("item", "amount"):
        sums[key] = sums.get(key, Decimal(0)) + amount
    return sums
