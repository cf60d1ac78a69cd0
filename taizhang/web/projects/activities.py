"""What took place: the list, the form, one activity with its counts, and its voiding."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from taizhang.core.lifecycle.project_year import IN_COUNT, PROJECT
from taizhang.core.lifecycle.workflow import Refused
from taizhang.ledger.actions import records
from taizhang.ledger.models import Activity, Project
from taizhang.ledger.visible import activities_for, projects_for, sees_whole_ledger
from taizhang.office.clock import today
from taizhang.office.models import Unit
from taizhang.office.queries import active_units
from taizhang.office.visible import Viewer
from taizhang.web.frame.access import load, offered, seen, units_offered, viewer_of
from taizhang.web.frame.parts import PagePart
from taizhang.web.frame.perform import who
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.request import Request
from taizhang.web.frame.steps import Step, StepForm, Steps
from taizhang.web.frame.words import reading_of, say
from taizhang.web.projects.forms import (
    COUNT_WORDS,
    Places,
    VoidRecordForm,
    activity_paper,
    counts_of,
    first_rows,
)

A_PAGE = 50


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Newest first; of one project where ?project= asks for it."""
    rows = activities_for(viewer_of(request)).prefetch_related("figures")
    project = _project_asked(request)
    if project is not None:
        rows = rows.filter(project=project)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "project": project,
        "may_record": bool(_units(request)),
        "all": sees_whole_ledger(viewer_of(request)),
    }
    return render(request, "projects/activities.html", context)


def _project_asked(request: HttpRequest) -> Project | None:
    given = request.GET.get("project", "")
    if not given:
        return None
    found = projects_for(viewer_of(request)).filter(pk=number_in(given) or 0).first()
    if found is None:
        raise Http404
    return found


def _units(request: HttpRequest) -> list[Unit]:
    """The units for which the person may record."""
    if "record" in offered(request, PROJECT, "active", None):
        return list(active_units())
    return units_offered(request, PROJECT, "active", "record")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Record an activity: kind, name, day, counts as one writes them."""
    units = _units(request)
    if not units:
        raise Http404
    blank = activity_paper(Places(units, _projects(request, units)))
    if request.method != "POST":
        return _form(request, blank.filled(_initial(request, units), {"counts": first_rows()}))
    act = request.POST.get("act", "save")
    if act != "save":
        return _form(request, blank.typed(request.POST, act))
    paper = blank.posted(request.POST)
    if paper.is_valid():
        try:
            activity = records.record_activity(
                **paper.head.cleaned_data, counts=counts_of(paper.rows("counts")), **who(request)
            )
            return redirect("activity", pk=activity.pk)
        except Refused as refusal:
            paper.head.add_error(None, say(refusal.sentence))
    return _form(request, paper, 422)


def _projects(request: HttpRequest, units: list[Unit]) -> Any:
    """Those that the units lead or support and that are on account."""
    rows = projects_for(viewer_of(request)).filter(state__in=IN_COUNT["active"])
    return rows.order_by("-ledger__year", "serial")


def _initial(request: HttpRequest, units: list[Unit]) -> dict[str, Any]:
    project = _project_asked(request)
    if project is None:
        own = list(_projects(request, units)[:2])
        project = own[0] if len(own) == 1 else None
    unit = project.lead_unit if project and project.lead_unit in units else units[0]
    return {"held_on": today(), "unit": unit, "project": project}


def _form(request: HttpRequest, paper: Any, status: int = 200) -> HttpResponse:
    return render(request, "projects/activity_form.html", {"paper": paper, "form": paper.head}, status=status)


@require_safe
def reading(request: HttpRequest) -> HttpResponse:
    """How a count is understood, while it is typed."""
    typed = next((str(value) for key, value in request.GET.items() if key.endswith("text")), "")
    return render(
        request,
        "projects/_reading.html",
        {"reading": reading_of(typed) if len(typed) <= COUNT_WORDS else "", "typed": typed},
    )


@require_safe
def show(request: Request, pk: int) -> HttpResponse:
    """One activity, its counts as figures with their reading, and where it serves as evidence."""
    activity = load(activities_for(request.viewer), pk)
    return _page(request, activity, VOIDING.boxes(request, activity))


def _page(request: Request, activity: Activity, boxes: Sequence[PagePart]) -> HttpResponse:
    open_project = activity.project is not None and "record" in offered(
        request, PROJECT, activity.project.state, activity.project.lead_unit
    )
    evidence = list(activity.evidence.filter(withdrawn_at__isnull=True))
    context = {
        "activity": activity,
        "figures": activity.figures.order_by("pk").filter(replaced_by__isnull=True),
        "evidence": evidence,
        "boxes": boxes,
        "may_offer": open_project and not evidence and activity.voided_at is None,
    }
    return render(request, "projects/activity.html", context)


def _may_void(activity: Activity, viewer: Viewer) -> bool:
    verbs = PROJECT.verbs("active", viewer.roles_for(activity.unit_id))
    return activity.voided_at is None and "record" in verbs


VOIDING = Steps(
    "activity",
    StepForm(
        [
            Step(
                "void",
                records.void_activity,
                gettext_lazy("确认作废"),
                gettext_lazy("已作废，它的数据不再计入。"),
            )
        ],
        VoidRecordForm,
        fold=gettext_lazy("这项活动登记有误"),
        when=_may_void,
    ),
    load=seen(activities_for),
    page=_page,
    goes=lambda row: reverse("activity", args=[row.pk]),
)
