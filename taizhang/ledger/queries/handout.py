"""Projects as the rows of a workbook to hand out; what comes back is compared with them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from taizhang.core.book import IndicatorRow, ProjectRow
from taizhang.core.book.handed import HandedOut
from taizhang.core.book.milestones import milestone_text
from taizhang.core.calendar import DaySpan
from taizhang.ledger.models import Indicator, Measure, Milestone, Project

_CHUNK = 500  # projects whose lists are fetched at once


def book_rows(projects: QuerySet[Project]) -> Iterator[ProjectRow]:
    """The rows in the order of ``projects``, streamed; called inside the office's scope."""
    in_force = (
        Prefetch("indicators", Indicator.objects.filter(in_force=True)),
        Prefetch("measures", Measure.objects.filter(in_force=True)),
        Prefetch("milestones", Milestone.objects.filter(in_force=True)),
        "supporting_units",
    )
    rows = projects.select_related("theme", "lead_unit", "lead_post").prefetch_related(*in_force)
    return map(book_row, rows.iterator(chunk_size=_CHUNK))


def book_row(project: Project) -> ProjectRow:
    """One project, its hidden id bearing the version that is handed out."""
    return ProjectRow(
        sheet="",
        row=0,
        title=project.title,
        no=project.account_no,
        category=project.theme.name if project.theme else "",
        lead_unit=project.lead_unit.name,
        supporting_units=tuple(unit.name for unit in project.supporting_units.all()),
        goal=project.goal,
        indicators=tuple(
            IndicatorRow(0, each.name, each.target_text or _plain(each.target), each.unit)
            for each in project.indicators.all()
        ),
        measures="\n".join(each.text for each in project.measures.all()),
        milestones="\n".join(milestone_text(each.title, each.due) for each in project.milestones.all()),
        due=DaySpan(project.due, project.due) if project.due else None,
        post=project.lead_post.title if project.lead_post else "",
        hidden_id=str(HandedOut(project.pk, project.version)),
    )


def _plain(target: Decimal | None) -> str:
    return "" if target is None else format(target.normalize(), "f")
