"""The ledger as it stood on a day: the same columns, read from the history instead of from the rows of today."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from django.db.models import FilteredRelation, Q, QuerySet

from taizhang.ledger.models import Project
from taizhang.ledger.queries.figures import end_of

Columns = Mapping[str, str]  # what is shown → where it stands

TODAY: Columns = MappingProxyType(
    {
        "state": "state",
        "level": "level",
        "reason": "level_reason",
        "planned": "planned",
        "actual": "actual",
        "title": "title",
        "theme": "theme",
        "unit": "lead_unit",
        "post": "lead_post",
        "due": "due",
    }
)
THEN: Columns = MappingProxyType(
    {
        "state": "stood__state",
        **{name: f"judged__{name}" for name in ("level", "reason", "planned", "actual")},
        "title": "promised__title",
        "theme": "promised__theme",
        "unit": "promised__lead_unit",
        "post": "promised__lead_post",
        "due": "promised__due",
    }
)


def at_end_of(day: date, prefix: str = "") -> Q:
    """Of rows with a history: the one in force in the last moment of ``day``."""
    end = end_of(day)
    goes_on = Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gte": end})
    return Q(**{f"{prefix}since__lt": end}) & goes_on


def judged_on(day: date, prefix: str = "") -> Q:
    """Of signals: the one that held when ``day`` ended."""
    goes_on = Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": day})
    return Q(**{f"{prefix}since__lte": day}) & goes_on


def as_of(projects: QuerySet[Project], on: date | None) -> tuple[QuerySet[Project], Columns]:
    """The projects on account at the end of ``on`` (None: now), and where their columns stand."""
    if on is None:
        return projects.filter(serial__isnull=False), TODAY
    then = projects.filter(opened_at__lt=end_of(on)).annotate(
        stood=FilteredRelation("standings", condition=at_end_of(on, "standings__")),
        promised=FilteredRelation("baselines", condition=at_end_of(on, "baselines__")),
        judged=FilteredRelation("signals", condition=judged_on(on, "signals__")),
    )
    return then.filter(stood__isnull=False, promised__isnull=False), THEN
