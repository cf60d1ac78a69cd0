"""The landing page: what is due from this person, a place for a new draft, and what has changed lately."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from taizhang.bulletin.visible import open_readings_for
from taizhang.office import clock
from taizhang.office.models import Unit
from taizhang.office.permissions import Permission
from taizhang.office.roles import Role
from taizhang.web.frame.access import may, viewer_of
from taizhang.web.frame.words_of_issues import CHANGES_SHOWN, Change, changes_for, reading_lines
from taizhang.web.reading.forms import DraftForm
from taizhang.web.tasks.page import count_of, groups_for, news_for
from taizhang.web.tasks.queue_submit import submission_news


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """A leader of the office lands on the one-page picture; everybody else on their lines."""
    viewer = viewer_of(request)
    if viewer.roles == {Role.OFFICE_LEADER} and "lines" not in request.GET:
        return redirect("sheet")
    units = list(viewer.units)
    at_desk = may(request, Permission.USE_DESK)
    groups = groups_for(viewer.roles, units, clock.today())
    context = {
        "groups": groups,
        "waiting": count_of(groups),
        "readings": reading_lines(open_readings_for(viewer)) if at_desk else [],
        "form": DraftForm() if at_desk and not units else None,
        "may_record": may(request, Permission.FILE_FOR_UNIT),
        "may_submit": may(request, Permission.SUBMIT),
        "changes": _changes(request, units),
    }
    return render(request, "tasks/queue.html", context)


def _changes(request: HttpRequest, units: list[Unit]) -> list[Change]:
    """What was decided and archived lately, newest first."""
    decided = news_for(units or None) if may(request, Permission.ACT_IN_LEDGER) else []
    sent = submission_news(units) if units else []
    archived = changes_for(viewer_of(request))
    return sorted([*decided, *sent, *archived], key=lambda each: each.at, reverse=True)[:CHANGES_SHOWN]
