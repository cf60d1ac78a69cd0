"""What is asked of the units, by month: counted, never compared (减负)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum

from taizhang.ledger.models import Ask
from taizhang.office.models import Unit


@dataclass(frozen=True, slots=True)
class Burden:
    """Requests made of a unit in a month, the fields and attachments they asked for, and the minutes expected."""

    requests: int = 0
    fields: int = 0
    attachments: int = 0
    minutes: int = 0


def burden(unit: Unit, months: Sequence[str]) -> list[tuple[str, Burden]]:
    """The unit's burden in each of ``months`` (2026-08)."""
    found = _sums(Ask.objects.filter(unit=unit, month__in=months), "month")
    return [(month, found.get(month, Burden())) for month in months]


def burden_of_all(month: str) -> list[tuple[Unit, Burden]]:
    """Every active unit's burden in a month, in the register's order."""
    found = _sums(Ask.objects.filter(month=month), "unit")
    units = Unit.objects.filter(active=True).order_by("kind", "pk")
    return [(unit, found.get(unit.pk, Burden())) for unit in units]


def _sums(asks: QuerySet[Ask], by: str) -> dict[str | int, Burden]:
    """The sums over ``asks`` for each value of the column ``by``."""
    rows = asks.values_list(by).annotate(Count("pk"), Sum("fields"), Sum("attachments"), Sum("minutes"))
    return {key: Burden(*sums) for key, *sums in rows}


def latest_month() -> str | None:
    """The last month in which anything was asked."""
    return Ask.objects.order_by("-month").values_list("month", flat=True).first()
