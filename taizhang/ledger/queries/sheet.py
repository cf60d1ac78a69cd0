"""What the leader's one page says: how many stand how, month by month, and why each red one is red."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from taizhang.core.lifecycle.project_year import ProjectState
from taizhang.core.pace.signals import Level
from taizhang.ledger.models import Ledger, Project
from taizhang.ledger.queries.asof import as_of
from taizhang.ledger.queries.conservation import Counts, counts_of
from taizhang.ledger.queries.history import Stood, history_of
from taizhang.office import clock

REDS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Red:
    """A project with the one sentence for its level."""

    pk: int
    no: str
    title: str
    unit: str
    due: date | None
    reason: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Month:
    """Projects at the end of a month: by level for the active ones, by part of the identity for the others."""

    opened: int
    levels: Mapping[str, int]
    parts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class OnePage:
    counts: Counts
    months: Sequence[Month]
    reds: Sequence[Red]


def one_page(ledger: Ledger, on: date | None) -> OnePage:
    """The whole ledger at the end of ``on`` (None: now)."""
    keys = list(Project.objects.filter(ledger=ledger, serial__isnull=False).values_list("pk", flat=True))
    stood = history_of(ledger, keys, on or clock.today()).values()
    months = [_month(column) for column in zip(*stood, strict=True)]
    return OnePage(counts_of(ledger, on), months, reds_of(ledger, on))


def _month(column: Sequence[Stood | None]) -> Month:
    there = [each for each in column if each is not None]
    levels = Counter(each.level for each in there if each.part == "active")
    parts = Counter(each.part for each in there if each.part != "active")
    return Month(len(there), levels, parts)


def reds_of(ledger: Ledger, on: date | None) -> list[Red]:
    """The overdue ones by number, and one more than is shown where there are too many for a page."""
    rows, columns = as_of(Project.objects.filter(ledger=ledger), on)
    red = rows.filter(**{columns["state"]: ProjectState.ACTIVE, columns["level"]: Level.OVERDUE})
    found = red.order_by("serial").values_list(
        "pk",
        "account_no",
        columns["title"],
        f"{columns['unit']}__short_name",
        columns["due"],
        columns["reason"],
    )
    return [Red(*row) for row in found[: REDS_SHOWN + 1]]
