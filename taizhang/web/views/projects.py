"""A project's page with its whole story, and a unit's."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from taizhang.ledger.queries.grid import Wanted, page_of
from taizhang.web.access import load_project
from taizhang.web.access_ledger import day_asked, ledger_asked, ledgers_of, load_unit, seen_by
from taizhang.web.grid import asked_of, sheet_of


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The project."""
    return render(request, "web/ledger/project.html", {"project": load_project(request, pk)})


@require_safe
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """What a unit leads and what it supports."""
    shown, on, ledger = load_unit(request, pk), day_asked(request), ledger_asked(request)
    if ledger is None:
        return render(request, "web/ledger/none.html", {"as_of": None})
    asked = asked_of(request)
    page = page_of(
        ledger,
        seen_by(request).projects,
        whole=False,
        wanted=Wanted(units=(shown.pk,)),
        on=on,
        number=asked.page,
    )
    sheet = sheet_of(asked, ledger, ledgers_of(request), page, on=on, units=[])
    return render(request, "web/ledger/unit.html", {"unit": shown, "sheet": sheet, "as_of": on})
