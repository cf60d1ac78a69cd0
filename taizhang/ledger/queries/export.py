"""Projects as the rows of a workbook to hand out; what comes back is compared with them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db.models import Prefetch, QuerySet

from taizhang.core.calendar import DaySpan
from taizhang.core.workbook.handed import HandedOut
from taizhang.core.workbook.milestones import milestone_text
from taizhang.core.workbook.model import IndicatorRow, ProjectRow
from taizhang.ledger.models import Indicator, Measure, Milestone, Project
from taizhang.ledger.queries.year_columns import YearColumns, year_columns
from taizhang.office.models import Unit

_CHUNK = 500  # projects whose lists are fetched at once


def book_rows(projects: QuerySet[Project]) -> Iterator[ProjectRow]:
    """The rows in the order of ``projects``, streamed; called inside the office's scope."""
    # As plain lists: asking a manager for rows that are there already costs more than the rows.
    in_force = (
        Prefetch("indicators", Indicator.objects.filter(in_force=True), "listed_indicators"),
        Prefetch("measures", Measure.objects.filter(in_force=True), "listed_measures"),
        Prefetch("milestones", Milestone.objects.filter(in_force=True), "listed_milestones"),
        Prefetch("supporting_units", Unit.objects.all(), "listed_units"),
    )
    rows = projects.select_related("theme", "lead_unit", "lead_post").prefetch_related(*in_force)
    found = rows.iterator(chunk_size=_CHUNK)
    while some := list(islice(found, _CHUNK)):
        years = year_columns([project.pk for project in some], None)
        yield from (_book_row(project, years[project.pk]) for project in some)


def _book_row(project: Any, year: YearColumns) -> ProjectRow:
    """One project with its lists, its hidden id bearing the version that is handed out."""
    return ProjectRow(
        sheet="",
        row=0,
        title=project.title,
        no=project.account_no,
        category=project.theme.name if project.theme else "",
        lead_unit=project.lead_unit.name,
        supporting_units=tuple(unit.name for unit in project.listed_units),
        goal=project.goal,
        indicators=tuple(
            IndicatorRow(
                0,
                each.name,
                each.target_text or _plain(each.target),
                each.unit,
                reached=year.reached.get(each.pk, ""),
            )
            for each in project.listed_indicators
        ),
        measures="\n".join(each.text for each in project.listed_measures),
        milestones="\n".join(milestone_text(each.title, each.due) for each in project.listed_milestones),
        due=DaySpan(project.due, project.due) if project.due else None,
        post=project.lead_post.title if project.lead_post else "",
        progress=year.progress,
        note=year.note,
        state=year.state,
        signal=year.signal,
        hidden_id=str(HandedOut(project.pk, project.version)),
    )


def _plain(target: Decimal | None) -> str:
    return "" if target is None else format(target.normalize(), "f")
