"""The list of services for the people (为群众办实事清单): running totals from entries that can be looked at."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from taizhang.core.lifecycle.project_year import PROJECT
from taizhang.core.lifecycle.workflow import Refused
from taizhang.ledger.actions import records
from taizhang.ledger.models import Project, ServiceItem
from taizhang.ledger.queries.figures import service_totals
from taizhang.ledger.visible import projects_for, service_entries_for, service_items_for
from taizhang.office.clock import today
from taizhang.web.frame.access import load, offered, viewer_of
from taizhang.web.frame.perform import attempt, who
from taizhang.web.frame.words import say
from taizhang.web.projects.figures import day_asked
from taizhang.web.projects.forms import ServiceEntryForm, ServiceItemForm


@require_http_methods(["GET", "HEAD", "POST"])
def of_project(request: HttpRequest, pk: int) -> HttpResponse:
    """The project's list; posted, it gets one more line."""
    project = load(projects_for(viewer_of(request)), pk)
    form = ServiceItemForm(request.POST or None)
    if request.method == "POST":
        if form.is_valid() and _kept(form, "target", records.add_service_item, request, project=project):
            messages.success(request, _("清单已加一项。"))
            return redirect("services", pk=pk)
        return _page(request, project, form, status=422)
    return _page(request, project, form)


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One more entry of a line; what is wrong is said at the line."""
    item = load(service_items_for(viewer_of(request)), pk)
    form = ServiceEntryForm(request.POST or None, prefix=f"e{pk}")
    if request.method != "POST":
        return redirect("services", pk=item.project_id)
    if form.is_valid() and _kept(form, "amount", records.add_service_entry, request, item=item):
        messages.success(request, _("已登记一笔。"))
        return redirect("services", pk=item.project_id)
    return _page(request, item.project, ServiceItemForm(), entry_form=form, at_item=item, status=422)


def _kept(form: Any, field: str, act: Any, request: HttpRequest, **given: Any) -> bool:
    try:
        act(**given, **form.cleaned_data, **who(request))
    except Refused as refusal:
        form.add_error(field, say(refusal.sentence))
        return False
    return True


@require_POST
def void(request: HttpRequest, pk: int) -> HttpResponse:
    """Entered by mistake."""
    row = load(service_entries_for(viewer_of(request)), pk)
    attempt(request, records.void_service_entry, _("已作废，不再计入合计。"), entry=row)
    return redirect("services", pk=row.item.project_id)


def _page(
    request: HttpRequest,
    project: Project,
    form: ServiceItemForm,
    *,
    entry_form: ServiceEntryForm | None = None,
    at_item: ServiceItem | None = None,
    status: int = 200,
) -> HttpResponse:
    on = day_asked(request)
    items = list(project.services.prefetch_related("entries__recorded_by"))
    reached = service_totals(items, on)
    may = "record" in offered(request, PROJECT, project.state, project.lead_unit)
    lines = []
    for item in items:
        blank = ServiceEntryForm(prefix=f"e{item.pk}", initial={"done_on": today()})
        own = entry_form if entry_form is not None and item == at_item else blank
        lines.append({"item": item, "total": reached.get(item.pk, Decimal(0)), "form": own if may else None})
    context = {"project": project, "as_of": on, "lines": lines, "form": form if may else None}
    return render(request, "projects/services.html", context, status=status)
