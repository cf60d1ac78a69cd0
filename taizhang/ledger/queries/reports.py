"""What was reported before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from taizhang.core.lifecycle.project_year import ReportState
from taizhang.ledger.models import Activity, Evidence, Indicator, Obligation, ProgressReport, Project
from taizhang.ledger.queries.figures import totals
from taizhang.office.statements import Statement

CITABLE = 12


def report_of(obligation: Obligation) -> ProgressReport | None:
    """The report begun for it; None where there is none."""
    return next(iter(_OF_OBLIGATION.read(obligation.office_id, obligation.pk)), None)


def last_accepted(project: Project) -> ProgressReport | None:
    """The project's last accepted report that said something; its words begin the next one."""
    rows = ProgressReport.objects.filter(project=project, state=ReportState.ACCEPTED, no_change=False)
    return rows.order_by("-signed_at", "-pk").first()


def says_something(report: ProgressReport) -> bool:
    """Return whether the report holds more than the last one's words."""
    if not is_written(report):
        return False
    if report.values or report.answers or report.milestones_done or report.next_steps.strip():
        return True
    before = last_accepted(report.project)
    return before is None or report.narrative.strip() not in ("", before.narrative.strip())


def is_written(report: ProgressReport) -> bool:
    """Return whether anything stands in the report."""
    words = report.narrative.strip() or report.next_steps.strip()
    return bool(words or report.values or report.answers or report.milestones_done)


def known_before(project: Project, on: date) -> list[tuple[Indicator, Decimal | None]]:
    """Each indicator in force with its total on ``on``: what stands beside the form and is not asked again."""
    indicators = _INDICATORS.read(project.office_id, project.pk)
    for each in indicators:
        each.project = project
    known: Mapping[int, Decimal] = totals(indicators, on)
    return [(each, known.get(each.pk)) for each in indicators]


def cited_by(report: ProgressReport) -> list[int]:
    """The keys of the activities that the report points to."""
    return [activity for (activity,) in _CITED.read(report.office_id, report.pk)]


def citable(project: Project, report: ProgressReport | None) -> list[Activity]:
    """The project's activities that no report points to yet, and those of ``report``; the latest first."""
    return _CITABLE.read(project.office_id, project.pk, report.pk if report else 0)


def cited_evidence(office: int, report: int) -> QuerySet[Evidence]:
    """What stands as evidence because the report points to an activity."""
    return Evidence.objects.filter(
        office=office, report=report, activity__isnull=False, withdrawn_at__isnull=True
    )


def _citable(office: int, project: int, report: int) -> QuerySet[Activity]:
    standing = Q(evidence__withdrawn_at__isnull=True, evidence__report__isnull=False)
    own = Activity.objects.filter(office=office, project=project)
    elsewhere = own.filter(standing & ~Q(evidence__report=report))
    rows = own.filter(voided_at__isnull=True).exclude(pk__in=elsewhere.values("pk"))
    return rows.order_by("-held_on", "-pk")[:CITABLE]


_OF_OBLIGATION = Statement(
    lambda office, obligation: ProgressReport.objects.filter(office=office, obligation=obligation), int, int
)
_CITED = Statement[Any](
    lambda office, report: cited_evidence(office, report).values_list("activity"), int, int
)
_CITABLE = Statement(_citable, int, int, int)
_INDICATORS = Statement(
    lambda office, project: Indicator.objects.filter(office=office, project=project, in_force=True), int, int
)
