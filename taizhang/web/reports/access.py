"""Loading what is reported, asked and planned; what these functions return, the person may see (as ``access``)."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from taizhang.core.lifecycle.project_year import ReportState
from taizhang.ledger.models import Blocker, Obligation, ProgressReport, Review
from taizhang.web.projects.access import office_sees, own_units, seen_projects


def obligations_for(request: HttpRequest) -> QuerySet[Obligation]:
    """What the person's own units owe; for the office everything."""
    rows: QuerySet[Obligation] = Obligation.objects.select_related(
        "project__office", "project__lead_unit", "project__ledger", "milestone"
    )
    return rows if office_sees(request) else rows.filter(project__lead_unit__in=own_units(request))


def load_obligation(request: HttpRequest, pk: int) -> Obligation:
    """An obligation that the person may see, or 404."""
    return get_object_or_404(obligations_for(request), pk=pk)


def reports_for(request: HttpRequest) -> QuerySet[ProgressReport]:
    """A unit's people see their own drafts and the reports of projects they support; the office what was signed."""
    rows: QuerySet[ProgressReport] = ProgressReport.objects.select_related(
        "obligation__milestone",
        "project__lead_unit",
        "project__ledger",
        "written_by",
        "signed_by",
        "decided_by",
    )
    if office_sees(request):
        return rows.exclude(state__in=(ReportState.DRAFT, ReportState.UNIT_REVIEW))
    own = rows.filter(project__lead_unit__in=own_units(request))
    signed = rows.filter(project__in=seen_projects(request), state=ReportState.ACCEPTED)
    return own | signed


def load_report(request: HttpRequest, pk: int) -> ProgressReport:
    """A report that the person may see, or 404."""
    return get_object_or_404(reports_for(request), pk=pk)


def load_blocker(request: HttpRequest, pk: int) -> Blocker:
    """A blocker of a project that the person may see, or 404."""
    rows: QuerySet[Blocker] = Blocker.objects.select_related("project__lead_unit", "raised_by", "answered_by")
    return get_object_or_404(rows.filter(project__in=seen_projects(request)), pk=pk)


def load_review(request: HttpRequest, pk: int) -> Review:
    """A review round of the office, or 404; a unit's people see those of their unit."""
    rows: QuerySet[Review] = Review.objects.select_related("ledger", "planned_by")
    if not office_sees(request):
        rows = rows.filter(units__in=own_units(request)).distinct()
    return get_object_or_404(rows, pk=pk)
