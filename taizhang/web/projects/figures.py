"""Figures and their one source each (一数一源): a project's list, one figure with its revisions, the export."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from taizhang.core.calendar import YEARS
from taizhang.core.lifecycle.project_year import PROJECT
from taizhang.core.text.csv_escape import protected
from taizhang.ledger.actions import records
from taizhang.ledger.models import Basis, Figure, Indicator, Project
from taizhang.ledger.queries.figures import figures_of, revisions_of, totals
from taizhang.ledger.visible import figures_for, projects_for
from taizhang.office.clock import today
from taizhang.office.permissions import Permission
from taizhang.office.visible import Viewer
from taizhang.web.frame.access import load, seen, viewer_of
from taizhang.web.frame.downloads import attachment
from taizhang.web.frame.parts import (
    Entries,
    Entry,
    Facts,
    Link,
    PageHead,
    PagePart,
    Sheets,
    amount_mark,
    dotted,
    listed,
    page,
)
from taizhang.web.frame.routes import Route
from taizhang.web.frame.sources import source_of
from taizhang.web.frame.steps import Step, StepForm, Steps
from taizhang.web.frame.tables import Column, Table
from taizhang.web.frame.tags_ledger_look import dated
from taizhang.web.frame.tags_record_look import (
    amount,
    figure_reading,
    figure_words,
    in_unit,
    moment,
    period,
    source,
)
from taizhang.web.projects.forms import CorrectForm
from taizhang.web.projects.links import project_link


def day_asked(request: HttpRequest) -> date:
    """The day of ?on=2026-08-15; today where none, no day, or one outside the years of the office is asked for."""
    try:
        asked = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return today()
    return asked if asked.year in YEARS else today()


Total = tuple[Indicator, Decimal | None]


def _target(row: Total) -> str:
    each = row[0]
    if each.target is None:
        return in_unit(each.target_text, each.unit) or "—"
    return f"{amount(each.target)}{each.unit}"


def _basis(row: Total) -> str:
    how = _("各期相加") if row[0].basis == Basis.PERIOD else _("以最近一次为准，不相加")
    return _("{basis}，{how}").format(basis=row[0].get_basis_display(), how=how)


TOTALS: Table[Total] = Table(
    Column(gettext_lazy("指标"), lambda row: row[0].name, head=True),
    Column(
        gettext_lazy("合计"),
        lambda row: "—" if row[1] is None else f"{amount(row[1])}{row[0].unit}",
        "number",
    ),
    Column(gettext_lazy("目标"), _target, "number"),
    Column(gettext_lazy("统计方式"), _basis),
)
FIGURES: Table[Figure] = Table(
    Column(
        gettext_lazy("数据"),
        lambda row: dotted(row.name, row.scope),
        head=True,
        url=lambda row: reverse("figure", args=[row.pk]),
    ),
    Column(gettext_lazy("数值"), figure_words, "number"),
    Column(gettext_lazy("统计方式"), lambda row: f"{row.get_basis_display()} {period(row.period)}", "tight"),
    Column(gettext_lazy("截至"), lambda row: dated(row.as_of), "date"),
    Column(gettext_lazy("来源"), source),
    Column(
        gettext_lazy("修订"),
        lambda row: _("第 {n} 次").format(n=row.revision) if row.revision > 1 else "",
        "number",
    ),
    empty=gettext_lazy("还没有数据。登记活动、填报进展或办实事时写下的数，会连同来源列在这里。"),
)


@require_safe
def of_project(request: HttpRequest, pk: int) -> HttpResponse:
    """Each indicator's total, and every figure behind it with its source."""
    project, on = load(projects_for(viewer_of(request)), pk), day_asked(request)
    indicators = list(project.indicators.filter(in_force=True))
    reached = totals(indicators, on)
    csv_url = f"{reverse('figures-csv', args=[pk])}?on={on.isoformat()}"
    head = PageHead(
        _("数据及来源"),
        facts=[listed(_("截至"), dated(on))],
        crumb=project_link(project),
        links=[Link(_("导出"), csv_url)],
    )
    summed = [(each, reached.get(each.pk)) for each in indicators]
    tables = [TOTALS.whole(summed, _("指标合计"))] if summed else []
    return page(request, head, *tables, FIGURES.whole(figures_of(project, on), _("每个数据的来源")))


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


def _page(request: HttpRequest, figure: Figure, boxes: Sequence[PagePart]) -> HttpResponse:
    """One figure: its source, what it counts, its revisions."""
    ended = _("这是旧数，已更正或作废") if figure.ended_at else ""
    back = reverse("figures", args=[figure.project_id]) if figure.project_id else ""
    head = PageHead(
        figure.name,
        facts=[amount_mark(figure_words(figure), big=True), *filter(None, [ended])],
        crumb=Link(_("数据及来源"), back) if back else None,
    )
    scope = figure.scope or (figure.definition.scope if figure.definition else "")
    facts = (
        (_("来源"), source(figure)),
        (_("单位"), figure.whose),
        (_("读作"), figure_reading(figure)),
        (_("统计方式"), f"{figure.get_basis_display()} {period(figure.period)}"),
        (_("截至"), dated(figure.as_of)),
        (_("指标"), figure.indicator),
        (_("统计范围"), scope or "—"),
    )
    revisions = Entries(_("修订"), [_revision(each) for each in revisions_of(figure)], paper=True)
    return page(request, head, Sheets([Facts(_("来源和口径"), facts), revisions]), *boxes)


def _revision(row: Figure) -> Entry:
    words = _("第 {n} 次：{reason}").format(n=row.revision, reason=row.reason)
    return Entry(
        _("初次登记") if row.revision == 1 else words,
        small=listed(row.recorded_by, moment(row.recorded_at)),
        aside=amount_mark(figure_words(row)),
        void=bool(row.ended_at),
    )


def _may_correct(figure: Figure, viewer: Viewer) -> bool:
    return figure.ended_at is None and "record" in PROJECT.verbs("active", viewer.roles_for(figure.whose_id))


FIGURE: Steps[Figure] = Steps(
    "figure",
    StepForm(
        [Step("correct", records.correct_figure, gettext_lazy("更正"))],
        CorrectForm,
        fold=gettext_lazy("更正这个数"),
        when=_may_correct,
    ),
    load=seen(figures_for),
    page=_page,
    goes=lambda revised: reverse("figure", args=[revised.pk]),
)
urlpatterns = [
    Route("projects/<int:pk>/figures/", of_project, "figures", Permission.SEE_LEDGER),
    Route("projects/<int:pk>/figures.csv", export, "figures-csv", Permission.SEE_LEDGER),
    *FIGURE.routes("figures/<int:pk>/", "figure", Permission.SEE_LEDGER),
]
