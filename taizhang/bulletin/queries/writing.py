"""What a unit's people choose from while they write an article."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from taizhang.bulletin.models import Submission
from taizhang.core.lifecycle.bulletin_life import SubmissionState
from taizhang.core.lifecycle.project_year import ReportState
from taizhang.ledger.models import Ledger, ProgressReport, Project, Theme
from taizhang.office.models import Unit


def reports_to_send(units: Iterable[Unit]) -> QuerySet[ProgressReport]:
    """Signed reports with words of their own that have not been made an article, the latest first."""
    rows: QuerySet[ProgressReport] = ProgressReport.objects.filter(
        project__lead_unit__in=list(units),
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


def projects_led_by(units: Iterable[Unit]) -> QuerySet[Project]:
    """The projects that these units lead, the latest year first."""
    rows: QuerySet[Project] = Project.objects.filter(lead_unit__in=units).select_related("lead_unit")
    return rows.order_by("-ledger__year", "serial", "pk")


def themes_now(also: Theme | None = None) -> QuerySet[Theme]:
    """The themes of the latest ledger, and the one chosen already."""
    newest = Ledger.objects.order_by("-year").values("pk")[:1]
    rows: QuerySet[Theme] = Theme.objects.filter(Q(ledger__in=newest) | Q(pk=also.pk if also else None))
    return rows.order_by("position", "pk")
