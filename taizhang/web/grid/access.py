"""Which of the ledger's rows a request may see, of which year, and as of which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from taizhang.ledger.models import Ledger, Project
from taizhang.ledger.visible import projects_by, see_all, units_by
from taizhang.office import clock
from taizhang.office.models import Unit
from taizhang.web.frame.access import posts_of
from taizhang.web.frame.query_values import number_in


@dataclass(frozen=True, slots=True)
class Seen:
    """The projects a person may see; ``whole``: all of the office's. ``units`` are the person's own."""

    projects: QuerySet[Project]
    whole: bool
    units: list[Unit]


def seen_by(request: HttpRequest) -> Seen:
    """What the person's posts of this moment open."""
    posts = posts_of(request)
    return Seen(projects_by(posts), see_all(posts), units_by(posts))


def day_asked(request: HttpRequest) -> date | None:
    """The past day of ``?on=2026-08-15``; None for today, for days to come and for what is no day."""
    try:
        asked = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return None
    return asked if asked < clock.today() else None


def ledgers_of(request: HttpRequest) -> list[Ledger]:
    """The office's ledgers, latest year first."""
    if not hasattr(request, "_ledgers"):
        request._ledgers = list(Ledger.objects.order_by("-year"))  # type: ignore[attr-defined]
    kept: list[Ledger] = request._ledgers  # type: ignore[attr-defined]
    return kept


def ledger_asked(request: HttpRequest) -> Ledger | None:
    """The ledger of ``?year=``, else of the day looked at, else the latest that has begun; None: there is none."""
    ledgers = {ledger.year: ledger for ledger in ledgers_of(request)}
    if "year" in request.GET:
        asked = number_in(request.GET["year"])
        if asked not in ledgers:
            raise Http404
        return ledgers[asked]
    year = (day_asked(request) or clock.today()).year
    begun = [each for each in ledgers if each <= year]
    return ledgers[begun[0] if begun else min(ledgers)] if ledgers else None


def load_unit(request: HttpRequest, pk: int) -> Unit:
    """A member unit: any for the office's people, their own for a unit's; else 404."""
    seen = seen_by(request)
    unit = Unit.objects.filter(pk=pk).first()
    if unit is None or not (seen.whole or unit in seen.units):
        raise Http404
    return unit
