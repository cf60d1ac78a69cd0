"""What reports ask: the form in force for a project, and that of a report."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from django.db.models import Q, QuerySet

from taizhang.core.lifecycle.project_year import ProjectState
from taizhang.core.plan.report_layout import ItemKind, ReportLayout
from taizhang.ledger.models import Ledger, ProgressReport, Project, ReportFormVersion, Theme


def report_forms() -> QuerySet[ReportFormVersion]:
    """Every version of the office's forms, the latest first."""
    return ReportFormVersion.objects.select_related("ledger", "theme", "adopted_by").order_by("-pk")


def form_in_force(ledger: Ledger, theme: Theme | None) -> ReportFormVersion | None:
    """The form of a theme's projects now: their own, else that of all; None: every built-in part is asked."""
    last: dict[int | None, ReportFormVersion] = {}
    versions = ReportFormVersion.objects.filter(Q(theme=theme) | Q(theme=None), ledger=ledger)
    for form in versions.order_by("-pk"):
        last.setdefault(form.theme_id, form)
    own, common = last.get(theme.pk) if theme else None, last.get(None)
    return next((form for form in (own, common) if form is not None and form.items), None)


def form_seen(project: Project, key: int | None) -> ReportFormVersion | None:
    """The form that the writer of a report not begun yet has before him (None: the built-in one).

    What was typed into it is kept although another one was adopted meanwhile.
    """
    return ReportFormVersion.objects.filter(ledger=project.ledger_id, pk=key).first() if key else None


def layout_for(
    form: ReportFormVersion | None, project: Project, answered: Collection[str] = ()
) -> ReportLayout:
    """What the form asks of a project: a number that is one of its indicators is asked there, and not twice.

    ``answered`` are the labels that have an answer: they stay, so that none is lost.
    """
    if form is None:
        return ReportLayout()
    layout = ReportLayout.from_json(form.items)
    if ItemKind.VALUES not in layout.parts:
        return layout
    counted = set(project.indicators.filter(in_force=True).values_list("name", "unit"))
    kept = (each for each in layout.items if each.label in answered or (each.label, each.unit) not in counted)
    return replace(layout, items=tuple(kept))


def layout_of_report(report: ProgressReport) -> ReportLayout:
    """What this report asks."""
    return layout_for(report.form, report.project, report.answers)


def sample_project(ledger: Ledger, theme: Theme | None) -> Project | None:
    """An active project of the theme, or of any, to show a form with; None where there is none."""
    rows = Project.objects.filter(ledger=ledger, state=ProjectState.ACTIVE).order_by("pk")
    return (rows if theme is None else rows.filter(theme=theme)).first()
