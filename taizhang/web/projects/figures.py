"""Figures and their one source each (一数一源): a project's list, one figure with its revisions, the export."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from taizhang.core.calendar import YEARS
from taizhang.core.lifecycle.project_year import PROJECT
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.csv_escape import protected
from taizhang.ledger.actions import records
from taizhang.ledger.models import Project
from taizhang.ledger.queries.figures import figures_of, revisions_of, totals
from taizhang.ledger.visible import figures_for, projects_for
from taizhang.office.clock import today
from taizhang.web.frame.access import load, offered, viewer_of
from taizhang.web.frame.downloads import attachment
from taizhang.web.frame.perform import who
from taizhang.web.frame.sources import source_of
from taizhang.web.frame.tags_record_look import figure_words
from taizhang.web.frame.words import say
from taizhang.web.projects.forms import CorrectForm


def day_asked(request: HttpRequest) -> date:
    """The day of ?on=2026-08-15; today where none, no day, or one outside the years of the office is asked for."""
    try:
        asked = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return today()
    return asked if asked.year in YEARS else today()


@require_safe
def of_project(request: HttpRequest, pk: int) -> HttpResponse:
    """Each indicator's total, and every figure behind it with its source."""
    project, on = load(projects_for(viewer_of(request)), pk), day_asked(request)
    indicators = list(project.indicators.filter(in_force=True))
    reached = totals(indicators, on)
    context = {
        "project": project,
        "as_of": on,
        "totals": [(each, reached.get(each.pk)) for each in indicators],
        "figures": figures_of(project, on),
    }
    return render(request, "projects/figures.html", context)


@require_safe
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The same list as CSV, for whoever has to check it elsewhere."""
    project, on = load(projects_for(viewer_of(request)), pk), day_asked(request)
    out = io.StringIO()
    writer = csv.writer(out)
    for row in _rows(project, on, request):
        writer.writerow([protected(cell) for cell in row])
    name = _("{no}数据及来源.csv").format(no=project.account_no)
    return attachment(out.getvalue().encode("utf-8-sig"), name, "text/csv; charset=utf-8")


def _rows(project: Project, on: date, request: HttpRequest) -> Iterator[list[str]]:
    yield [
        _("数据"), _("原文"), _("数值"), _("下限"), _("上限"), _("单位"), _("统计方式"), _("期间"), _("截至"),
        _("统计范围"), _("来源"), _("来源地址"), _("修订"), _("更正原因"), _("登记人"),
    ]  # fmt: skip
    for figure in figures_of(project, on):
        kind, title, url = source_of(figure)
        yield [
            figure.name, figure_words(figure), _plain(figure.value), _plain(figure.low), _plain(figure.high),
            figure.unit, figure.get_basis_display(), figure.period, figure.as_of.isoformat(), figure.scope,
            f"{kind} {title}".strip(), request.build_absolute_uri(url) if url else "", str(figure.revision),
            figure.reason, str(figure.recorded_by or ""),
        ]  # fmt: skip


def _plain(value: object) -> str:
    return "" if value is None else f"{value:f}".rstrip("0").rstrip(".")


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One figure: source, scope, revisions; posted, it is put right with a reason."""
    figure = load(figures_for(viewer_of(request)), pk)
    form = CorrectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            revised = records.correct_figure(figure=figure, **form.cleaned_data, **who(request))
            return redirect("figure", pk=revised.pk)
        except Refused as refusal:
            form.add_error("value", say(refusal.sentence))
    may = "record" in offered(request, PROJECT, "active", figure.whose)
    context = {
        "figure": figure,
        "revisions": revisions_of(figure),
        "form": form if may and figure.ended_at is None else None,
    }
    return render(request, "projects/figure.html", context, status=422 if form.is_bound else 200)
