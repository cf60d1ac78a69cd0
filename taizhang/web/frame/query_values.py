"""Values as they come in an address: from a person, or from somebody who tries what happens."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from taizhang.ledger.models import Ledger
from taizhang.ledger.queries.ledgers import ledgers
from taizhang.office import clock

DIGITS = 9  # what every database holds as a key or a version


def number_in(text: str, digits: int = DIGITS) -> int | None:
    """The whole number written in ASCII digits; None for anything else, and for one of more ``digits``."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None


FIRST_DAY = date(1949, 10, 1)  # no office keeps a ledger of an earlier day


def day_asked(request: HttpRequest) -> date | None:
    """The past day of ``?on=2026-08-15``; None for today, for days to come, before FIRST_DAY, and for what is no day."""
    try:
        asked = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return None
    return asked if FIRST_DAY <= asked < clock.today() else None


def ledgers_of(request: HttpRequest) -> list[Ledger]:
    """The office's ledgers, latest year first."""
    if not hasattr(request, "_ledgers"):
        request._ledgers = list(ledgers())  # type: ignore[attr-defined]
    kept: list[Ledger] = request._ledgers  # type: ignore[attr-defined]
    return kept


def ledger_first(request: HttpRequest) -> HttpResponse:
    """Lead whoever runs the ledger to opening this year's: what they asked for needs one."""
    messages.info(request, _("请先开设年度台账，再办这件事。"))
    return redirect("ledger-settings", clock.today().year)


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
