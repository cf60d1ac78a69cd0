"""Loading what happens to a project in its year; what these functions return, the person may see (as ``access``)."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from taizhang.core.lifecycle.project_year import NoticeState
from taizhang.core.lifecycle.workflow import Table
from taizhang.ledger.models import (
    Activity,
    ChangeRequest,
    Closure,
    Complaint,
    Evidence,
    Figure,
    Notice,
    Project,
    Rectification,
    ServiceEntry,
    ServiceItem,
)
from taizhang.ledger.visible import projects_by, see_all, units_by
from taizhang.office.models import Unit
from taizhang.office.permissions import Permission
from taizhang.office.roles import OF_A_UNIT
from taizhang.web.frame.access import may, person_of, posts_of

Row = TypeVar("Row", bound=Model)


def seen_projects(request: HttpRequest) -> QuerySet[Project]:
    """The projects that the person may see."""
    return projects_by(posts_of(request))


def office_sees(request: HttpRequest) -> bool:
    """Whether the person sees the rows of all units."""
    return see_all(posts_of(request))


def own_units(request: HttpRequest) -> list[Unit]:
    """The member units for which the person holds a post."""
    return units_by(posts_of(request))


def offered(request: HttpRequest, table: Table, state: str, unit: Unit | None) -> frozenset[str]:
    """The steps that this person could take with a row of ``unit`` in ``state``; pages offer no others."""
    roles = [
        post.role
        for post in posts_of(request)
        if post.role not in OF_A_UNIT or (unit is not None and post.unit_id == unit.pk)
    ]
    return frozenset(table.verbs(state, roles))


def _of_projects(request: HttpRequest, rows: QuerySet[Row], path: str) -> QuerySet[Row]:
    return rows if office_sees(request) else rows.filter(**{f"{path}__in": seen_projects(request)})


def activities_for(request: HttpRequest) -> QuerySet[Activity]:
    """A unit's people see what their unit did and what was done for its projects."""
    rows: QuerySet[Activity] = Activity.objects.select_related("unit", "project", "recorded_by")
    if not office_sees(request):
        rows = rows.filter(Q(unit__in=own_units(request)) | Q(project__in=seen_projects(request)))
    return rows.order_by("-held_on", "-pk")


def load_activity(request: HttpRequest, pk: int) -> Activity:
    return get_object_or_404(activities_for(request), pk=pk)


def figures_for(request: HttpRequest) -> QuerySet[Figure]:
    """A unit's people see their unit's figures and those of its projects; who does not see the ledger sees none."""
    rows: QuerySet[Figure] = Figure.objects.select_related("project", "whose", "indicator", "definition")
    if not may(request, Permission.SEE_LEDGER):
        return rows.none()
    if not office_sees(request):
        rows = rows.filter(Q(whose__in=own_units(request)) | Q(project__in=seen_projects(request)))
    return rows


def load_figure(request: HttpRequest, pk: int) -> Figure:
    return get_object_or_404(figures_for(request), pk=pk)


def load_evidence(request: HttpRequest, pk: int) -> Evidence:
    """Evidence that was not taken down."""
    rows = Evidence.objects.filter(withdrawn_at__isnull=True).select_related("project__lead_unit", "file")
    return get_object_or_404(_of_projects(request, rows, "project"), pk=pk)


def load_service_item(request: HttpRequest, pk: int) -> ServiceItem:
    rows = ServiceItem.objects.select_related("project__lead_unit")
    return get_object_or_404(_of_projects(request, rows, "project"), pk=pk)


def load_service_entry(request: HttpRequest, pk: int) -> ServiceEntry:
    rows = ServiceEntry.objects.select_related("item__project__lead_unit")
    return get_object_or_404(_of_projects(request, rows, "item__project"), pk=pk)


def notices_for(request: HttpRequest) -> QuerySet[Notice]:
    """Drafts, and drafts not used, are the officer's own."""
    rows = Notice.objects.select_related(
        "project__lead_unit", "project__lead_post", "ledger", "issued_by", "baseline"
    )
    if not may(request, Permission.RUN_LEDGER):
        rows = rows.exclude(state__in=[NoticeState.DRAFT, NoticeState.DROPPED])
    return _of_projects(request, rows, "project")


def load_notice(request: HttpRequest, pk: int) -> Notice:
    return get_object_or_404(notices_for(request), pk=pk)


def changes_for(request: HttpRequest) -> QuerySet[ChangeRequest]:
    rows = ChangeRequest.objects.select_related(
        "project__lead_unit", "project__ledger", "into", "requested_by", "decided_by"
    )
    return _of_projects(request, rows, "project").order_by("-requested_at", "-pk")


def load_change(request: HttpRequest, pk: int) -> ChangeRequest:
    return get_object_or_404(changes_for(request), pk=pk)


def closures_for(request: HttpRequest) -> QuerySet[Closure]:
    rows = Closure.objects.select_related("project__lead_unit", "requested_by", "verified_by")
    return _of_projects(request, rows, "project").order_by("-requested_at", "-pk")


def load_closure(request: HttpRequest, pk: int) -> Closure:
    return get_object_or_404(closures_for(request), pk=pk)


def load_rectification(request: HttpRequest, pk: int) -> Rectification:
    rows = Rectification.objects.select_related("closure__project__lead_unit")
    return get_object_or_404(_of_projects(request, rows, "closure__project"), pk=pk)


def complaints_for(request: HttpRequest) -> QuerySet[Complaint]:
    """One's own, where the name was given; whoever decides for the office sees all of them."""
    rows: QuerySet[Complaint] = Complaint.objects.select_related("by", "answered_by").order_by("-at", "-pk")
    decides = may(request, Permission.DECIDE_CHANGE)
    return rows if decides else rows.filter(by=person_of(request))


def load_complaint(request: HttpRequest, pk: int) -> Complaint:
    return get_object_or_404(complaints_for(request), pk=pk)
