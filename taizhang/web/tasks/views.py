"""The landing page: what waits for this person, a place for a new draft, and what has changed lately."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import condition, require_safe

from taizhang.bulletin.visible import open_readings_for
from taizhang.office import clock
from taizhang.office.permissions import Permission
from taizhang.office.queries import last_event
from taizhang.office.roles import Role
from taizhang.office.tasks import count_for, groups_for
from taizhang.web.frame.access import viewer_of
from taizhang.web.frame.request import Request
from taizhang.web.reading.forms import DraftForm
from taizhang.web.reading.page import reading_lines
from taizhang.web.tasks.page import news_for, sent_reports


@require_safe
def show(request: Request) -> HttpResponse:
    """A leader of the office lands on the one-page picture; everybody else on their tasks."""
    viewer = viewer_of(request)
    if viewer.roles == {Role.OFFICE_LEADER} and "lines" not in request.GET:
        return redirect("sheet")
    at_desk = viewer.may(Permission.USE_DESK)
    groups = groups_for(viewer, clock.now())
    context = {
        "groups": groups,
        "today": clock.today(),
        "waiting": sum(group.count for group in groups),
        "readings": reading_lines(open_readings_for(viewer)) if at_desk else [],
        "form": DraftForm() if at_desk and not viewer.units else None,
        "may_record": viewer.may(Permission.FILE_FOR_UNIT),
        "may_order": viewer.may(Permission.ORDER_TALK),
        "may_dispatch": viewer.may(Permission.RUN_OUTREACH),
        "may_submit": viewer.may(Permission.SUBMIT),
        "changes": news_for(viewer),
        "sent": sent_reports(viewer),
    }
    return render(request, "tasks/queue.html", context)


def _as_it_stands(request: Request) -> str:
    """A mark that changes with the record, the day, and the posts of whoever asks."""
    viewer = viewer_of(request)
    posts = "-".join(str(post.pk) for post in viewer.posts)
    return f'"{last_event(viewer.office)}.{clock.today():%Y%m%d}.{posts}"'


@require_safe
@condition(etag_func=_as_it_stands)
def count(request: Request) -> HttpResponse:
    """How many things wait, for the menu; asked by the page once it stands."""
    answer = JsonResponse({"count": count_for(viewer_of(request), clock.now())})
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
