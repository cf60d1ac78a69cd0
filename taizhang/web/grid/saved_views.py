"""Filters of the grid that somebody keeps as links."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from taizhang.core.lifecycle.workflow import Refused
from taizhang.ledger.actions import relief
from taizhang.ledger.visible import saved_views_for
from taizhang.office import clock
from taizhang.web.frame.access import load, person_of, viewer_of
from taizhang.web.frame.words import say


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the filter under a name."""
    query = "".join(filter(str.isprintable, request.POST.get("query", "").removeprefix("?")))
    name = " ".join(
        "".join(sign if sign.isprintable() else " " for sign in request.POST.get("name", "")).split()
    )
    try:
        relief.save_view(name=name, query=query, by=person_of(request), at=clock.now())
        messages.success(request, _("已存入常用视图。"))
    except Refused as refusal:
        messages.error(request, say(refusal.sentence))
    return _back(query)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it from the list."""
    view = load(saved_views_for(viewer_of(request)), pk)
    try:
        relief.remove_view(view=view, by=person_of(request), at=clock.now())
        messages.success(request, _("已移除这个视图。"))
    except Refused as refusal:
        messages.error(request, say(refusal.sentence))
    return _back(view.query)


def _back(query: str) -> HttpResponse:
    there = redirect("ledger")
    there.headers["Location"] += f"?{query}" if query else ""
    return there
