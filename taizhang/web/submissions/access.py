"""Loading what units sent in, what they were asked for and shown; what is returned, the person may see."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from taizhang.bulletin.models import Commission, Proof, Submission
from taizhang.bulletin.queries.submissions import sent_in, submissions_of
from taizhang.core.lifecycle.bulletin_life import SUBMISSION, SubmissionState
from taizhang.core.lifecycle.project_year import ReportState
from taizhang.ledger.models import Ledger, ProgressReport, Project, Theme
from taizhang.office.models import Unit
from taizhang.office.permissions import Permission
from taizhang.web.frame.access import may
from taizhang.web.projects.access import offered, own_units

REPORTS_SHOWN = 8


def at_desk(request: HttpRequest) -> bool:
    """Whether the person sees what all units sent in."""
    return may(request, Permission.SEE_ISSUES)


def writing_for(request: HttpRequest) -> list[Unit]:
    """The units for which the person may write."""
    state = SubmissionState.DRAFT
    return [unit for unit in own_units(request) if "write" in offered(request, SUBMISSION, state, unit)]


def submissions_for(request: HttpRequest) -> QuerySet[Submission]:
    """A unit's people see their unit's articles; the desk those that were signed."""
    return sent_in() if at_desk(request) else submissions_of(own_units(request))


def load_submission(request: HttpRequest, pk: int) -> Submission:
    """An article that the person may see, or 404."""
    return get_object_or_404(submissions_for(request), pk=pk)


def load_own(request: HttpRequest, pk: int) -> Submission:
    """An article of a unit of one's own, or 404."""
    return get_object_or_404(submissions_of(own_units(request)), pk=pk)


def commissions_for(request: HttpRequest) -> QuerySet[Commission]:
    """The desk sees every request, a unit those made of it; the next due first."""
    rows: QuerySet[Commission] = Commission.objects.select_related("unit", "office", "project", "by")
    own = rows if at_desk(request) else rows.filter(unit__in=own_units(request))
    return own.order_by("due", "pk")


def load_commission(request: HttpRequest, pk: int) -> Commission:
    """A request that the person may see, or 404."""
    return get_object_or_404(commissions_for(request), pk=pk)


def proofs_for(request: HttpRequest) -> QuerySet[Proof]:
    """The desk sees all proofs, a unit those it was shown."""
    rows: QuerySet[Proof] = Proof.objects.select_related(
        "unit", "office", "article__issue__series", "asked_by", "answered_by"
    )
    own = rows if at_desk(request) else rows.filter(unit__in=own_units(request))
    return own.order_by("-asked_at", "-pk")


def load_proof(request: HttpRequest, pk: int) -> Proof:
    """A proof that the person may see, or 404."""
    return get_object_or_404(proofs_for(request), pk=pk)


def reports_to_send(units: list[Unit]) -> QuerySet[ProgressReport]:
    """Signed reports with words of their own that have not been made an article, the latest first."""
    rows: QuerySet[ProgressReport] = ProgressReport.objects.filter(
        project__lead_unit__in=units,
        state__in=[ReportState.SUBMITTED, ReportState.ACCEPTED],
        no_change=False,
    )
    used = (
        Submission.objects.filter(report__isnull=False)
        .exclude(state=SubmissionState.WITHDRAWN)
        .values("report")
    )
    fresh = rows.exclude(narrative="").exclude(pk__in=used)
    return fresh.select_related("obligation__milestone", "project").order_by("-signed_at", "-pk")


def projects_of_unit(unit: Unit) -> QuerySet[Project]:
    """The projects in which a unit has a part, the latest year first."""
    supported = Project.supporting_units.through.objects.filter(unit=unit).values("project")
    rows: QuerySet[Project] = Project.objects.filter(Q(lead_unit=unit) | Q(pk__in=supported))
    return rows.order_by("-ledger__year", "serial", "pk")


def themes_now(also: Theme | None = None) -> QuerySet[Theme]:
    """The themes of the latest ledger, and the one chosen already."""
    newest = Ledger.objects.order_by("-year").values("pk")[:1]
    rows: QuerySet[Theme] = Theme.objects.filter(Q(ledger__in=newest) | Q(pk=also.pk if also else None))
    return rows.order_by("position", "pk")
