"""Projects as the rows of a workbook to hand out; what comes back is compared with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from taizhang.core.calendar import DaySpan
from taizhang.core.workbook.handed import HandedOut
from taizhang.core.workbook.milestones import milestone_text
from taizhang.core.workbook.model import IndicatorRow, ProjectRow
from taizhang.ledger.models import Indicator, Measure, Milestone, Project
from taizhang.ledger.queries.year_columns import YearColumns, year_columns

_CHUNK = 500  # projects whose lists are fetched at once
# What a row says of the project itself; as plain values, since a model's instance costs more than its row.
_OWN = (
    "pk",
    "version",
    "account_no",
    "title",
    "goal",
    "due",
    "theme__name",
    "lead_unit__name",
    "lead_post__title",
)
_SUPPORT = Project.supporting_units.through


@dataclass(frozen=True, slots=True)
class _Lists:
    """The lists of some projects that are in force, by the project's key, each in its own order."""

    indicators: Mapping[int, list[Any]]
    measures: Mapping[int, list[Any]]
    milestones: Mapping[int, list[Any]]
    units: Mapping[int, list[Any]]


def book_rows(projects: QuerySet[Project]) -> Iterator[ProjectRow]:
    """The rows in the order of ``projects``, streamed; called inside the office's scope."""
    found = projects.values_list(*_OWN).iterator(chunk_size=_CHUNK)
    while some := list(islice(found, _CHUNK)):
        keys = [row[0] for row in some]
        years, lists = year_columns(keys, None), _lists_of(keys)
        yield from (_book_row(row, lists, years[row[0]]) for row in some)


def _lists_of(projects: Sequence[int]) -> _Lists:
    def listed(model: Any, *columns: str) -> Mapping[int, list[Any]]:
        return _by_project(model.objects.filter(project__in=projects, in_force=True), *columns)

    # SQLite gave the units of a project in this order all along.
    units = _SUPPORT.objects.filter(project__in=projects).order_by("unit")
    return _Lists(
        indicators=listed(Indicator, "pk", "name", "target_text", "target", "unit"),
        measures=listed(Measure, "text"),
        milestones=listed(Milestone, "title", "due"),
        units=_by_project(units, "unit__name"),
    )


def _by_project(rows: QuerySet[Any], *columns: str) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for project, *values in rows.values_list("project", *columns):
        found.setdefault(project, []).append(values)
    return found


def _book_row(row: tuple[Any, ...], lists: _Lists, year: YearColumns) -> ProjectRow:
    """One project with its lists, its hidden id bearing the version that is handed out."""
    pk, version, no, title, goal, due, theme, unit, post = row
    return ProjectRow(
        sheet="",
        row=0,
        title=title,
        no=no,
        category=theme or "",
        lead_unit=unit,
        supporting_units=tuple(name for (name,) in lists.units.get(pk, ())),
        goal=goal,
        indicators=tuple(
            IndicatorRow(0, name, words or _plain(target), per, reached=year.reached.get(key, ""))
            for key, name, words, target, per in lists.indicators.get(pk, ())
        ),
        measures="\n".join(text for (text,) in lists.measures.get(pk, ())),
        milestones="\n".join(milestone_text(*each) for each in lists.milestones.get(pk, ())),
        due=DaySpan(due, due) if due else None,
        post=post or "",
        progress=year.progress,
        note=year.note,
        state=year.state,
        signal=year.signal,
        hidden_id=str(HandedOut(pk, version)),
    )


def _plain(target: Decimal | None) -> str:
    return "" if target is None else format(target.normalize(), "f")
