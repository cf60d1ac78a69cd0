"""Projects as the rows of a workbook that shows a past day: it is looked at, never merged back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.db.models import QuerySet

from taizhang.core.calendar import DaySpan
from taizhang.core.plan.account_plan import from_json
from taizhang.core.workbook.milestones import milestone_text
from taizhang.core.workbook.model import IndicatorRow, ProjectRow
from taizhang.ledger.models import Baseline, Project
from taizhang.ledger.queries.asof import at_end_of
from taizhang.ledger.queries.figures import end_of
from taizhang.ledger.queries.year_columns import YearColumns, year_columns
from taizhang.office.queries import names_borne_at

_CHUNK = 500


def past_rows(projects: QuerySet[Project], on: date) -> Iterator[ProjectRow]:
    """The rows in the order of ``projects``, from the baselines in force at the end of ``on``."""
    names = {key: row.name for key, row in names_borne_at(end_of(on)).items()}
    numbers = list(projects.values_list("pk", "account_no"))
    for at in range(0, len(numbers), _CHUNK):
        some = dict(numbers[at : at + _CHUNK])
        rows = Baseline.objects.filter(at_end_of(on), project__in=some).select_related(
            "theme", "lead_unit", "lead_post"
        )
        found = {row.project_id: row for row in rows}
        years = year_columns(some, on)
        for pk, number in some.items():
            row = _row(found[pk], number, years[pk])
            then = names.get(found[pk].lead_unit_id)  # the name that the unit bore
            yield row if then is None else replace(row, lead_unit=then)


def _row(baseline: Baseline, number: str, year: YearColumns) -> ProjectRow:
    plan = from_json({key: value for key, value in baseline.data.items() if key != "supporting_names"})
    return ProjectRow(
        sheet="",
        row=0,
        title=baseline.title,
        no=number,
        category=baseline.theme.name if baseline.theme else "",
        lead_unit=baseline.lead_unit.name,
        supporting_units=tuple(baseline.data.get("supporting_names", ())),
        goal=plan.goal,
        indicators=tuple(
            IndicatorRow(
                0,
                each.name,
                each.target_text or _plain(each.target),
                each.unit,
                reached=year.reached.get(each.key or 0, ""),
            )
            for each in plan.indicators
        ),
        measures="\n".join(each.text for each in plan.measures),
        milestones="\n".join(milestone_text(each.title, each.due) for each in plan.milestones),
        due=DaySpan(baseline.due, baseline.due),
        post=baseline.lead_post.title if baseline.lead_post else "",
        progress=year.progress,
        note=year.note,
        state=year.state,
        signal=year.signal,
    )


def _plain(target: object) -> str:
    return "" if target is None else f"{target:f}"
