"""The wall chart and the leader's one page."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from taizhang.bulletin.visible import ISSUE_TEXTS, issues_for
from taizhang.ledger.models import Directive, DirectiveSubject
from taizhang.ledger.queries.directives import under_way
from taizhang.ledger.queries.sheet import one_page
from taizhang.ledger.queries.tasks import decisions_waiting
from taizhang.ledger.queries.wall import tracks_of
from taizhang.ledger.visible import projects_for
from taizhang.office import clock
from taizhang.office.permissions import Permission
from taizhang.web.directives.writing import entry, post_words, writing_boxes
from taizhang.web.frame.access import may, viewer_of
from taizhang.web.frame.parts import Entry, dotted, entries
from taizhang.web.frame.query_values import day_asked, ledger_asked, ledgers_of
from taizhang.web.frame.tags_ledger_look import dated
from taizhang.web.frame.titles import issue_title
from taizhang.web.grid.pictures import one_page_view, wall_of

DIRECTIVES_SHOWN = 5


@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    """Projects by months, on the screen and on A3."""
    ledger, on = ledger_asked(request), day_asked(request)
    if ledger is None:
        return render(request, "grid/none.html", {"as_of": None})
    tracks = tracks_of(ledger, projects_for(viewer_of(request)), on)
    context = {"wall": wall_of(ledger, tracks, on), "ledger": ledger, "ledgers": ledgers_of(request)}
    return render(
        request, "grid/wall.html", {**context, "as_of": on, "today": clock.today(), "total": len(tracks)}
    )


@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """Where the year stands, on one page."""
    ledger, on = ledger_asked(request), day_asked(request)
    if ledger is None:
        return render(request, "grid/none.html", {"as_of": None})
    latest = issues_for(viewer_of(request)).defer(*ISSUE_TEXTS).filter(date__lte=on or clock.today()).first()
    asked = under_way(viewer_of(request))
    context = {
        "page": one_page_view(ledger, one_page(ledger, on), on),
        "ledger": ledger,
        "ledgers": ledgers_of(request),
        "issue": latest,
        "issue_title": issue_title(latest) if latest else "",
        "may_read": may(request, Permission.READ_ARCHIVE),
        "directives": entries(_("没有办结的批示"), asked, _line, most=DIRECTIVES_SHOWN) if on is None else [],
        "writing": writing_boxes(request, DirectiveSubject.SHEET, ledger) if on is None else [],
        "waiting": decisions_waiting() if may(request, Permission.DECIDE_CHANGE) and on is None else 0,
    }
    return render(request, "grid/sheet.html", {**context, "as_of": on, "today": clock.today()})


def _line(row: Directive) -> Entry:
    """A directive in one line: whose task it is and until when; what it is on is said on its page."""
    return replace(entry(row), small="", aside=dotted(post_words(row.post), dated(row.due)))
