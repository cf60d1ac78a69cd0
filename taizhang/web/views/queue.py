"""The landing page: what is due, a place for a new draft, and what has changed lately."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from taizhang.office.permissions import Permission
from taizhang.web.access import may, own_readings
from taizhang.web.contexts import changes_for, reading_lines
from taizhang.web.forms import DraftForm


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    at_desk = may(request, Permission.USE_DESK)
    context = {
        "readings": reading_lines(own_readings(request)) if at_desk else [],
        "form": DraftForm() if at_desk else None,
        "changes": changes_for(may(request, Permission.READ_ARCHIVE)),
    }
    return render(request, "web/queue.html", context)
