"""A project's page in words and pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from taizhang.core.lifecycle.project_year import ProjectState
from taizhang.core.pace.curves import Curve as Planned
from taizhang.core.pace.curves import curve_from_json, even, monthly_points
from taizhang.ledger.models import Basis, Figure, Project
from taizhang.ledger.queries.page import Progress, ProjectPage
from taizhang.press.charts import (
    Chart,
    ChartPoint,
    CurveChart,
    MilestoneTick,
    SealMark,
    Spark,
    SparkPeriod,
    YearLine,
    pace_curve,
    spark,
    year_line,
)
from taizhang.press.charts.signals import SEAL_OF
from taizhang.web.frame.levels import mark_of, reason_words
from taizhang.web.frame.tags_record_look import amount
from taizhang.web.frame.words import day_words, period_name
from taizhang.web.grid.cells import plain
from taizhang.web.projects.comparison import Beside, beside


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator with its total; ``share`` of the target in whole percent, None where none was set."""

    name: str
    total: str
    target: str
    share: int | None
    basis: str
    as_of: date | None
    spark: Chart


@dataclass(frozen=True, slots=True)
class ProjectView:
    """What the template shows beside the story."""

    title: str
    unit: str
    unit_pk: int
    post: str
    theme: str
    goal: str
    due: date | None
    mark: str
    reason: str
    judged_by: str
    year: Chart
    pace: Chart | None
    indicators: list[IndicatorLine]
    baselines: Beside | None


def view_of(project: Project, page: ProjectPage, on: date | None) -> ProjectView:
    """Of today from the row itself, of a past day from the baseline in force then."""
    baseline = page.baseline if on is not None else None
    source = baseline or project
    plan = page.plan
    return ProjectView(
        title=source.title,
        unit=str(source.lead_unit),
        unit_pk=source.lead_unit_id,
        post=source.lead_post.title if source.lead_post else "",
        theme=source.theme.name if source.theme else "",
        goal=plan.goal if baseline and plan else project.goal,
        due=source.due,
        mark=mark_of(page.state, page.signal.level if page.signal else ""),
        reason=reason_words(page.signal.reason) if page.signal else "",
        judged_by=_judged_by(page),
        year=_year(project, page, source.due),
        pace=_pace(project, page),
        indicators=[_indicator(each, project.ledger.year) for each in page.progress],
        baselines=beside(page.baselines, page.day),
    )


def _judged_by(page: ProjectPage) -> str:
    if page.signal is None:
        return ""
    version = next((each.version for each in page.baselines if each.pk == page.signal.baseline_id), 1)
    day = day_words(localdate(page.signal.judged_at), page.day.year)
    return _("{day}判定，依据基线第{n}版").format(day=day, n=version)


def _year(project: Project, page: ProjectPage, due: date | None) -> Chart:
    """The ledger's year, longer where the project is; the seal of each step on its day."""
    year = project.ledger.year
    last = max([date(year, 12, 31), *([due] if due else []), *(stone.due for stone in page.stones)])
    stones = tuple(MilestoneTick(stone.due, stone.title, stone.state) for stone in page.stones)
    return year_line(
        YearLine(
            _("全年进程"), date(year, 1, 1), last, page.day, stones, tuple(_seals(page, date(year, 1, 1)))
        )
    )


def _seals(page: ProjectPage, first: date) -> Iterator[SealMark]:
    """One for each step, not twice the same in a row (an account awaiting closure is still supervised)."""
    before = ""
    for standing in page.standings:
        code = SEAL_OF[standing.state]
        if code != before:
            yield SealMark(max(first, localdate(standing.since)), code)
        before = code


def _pace(project: Project, page: ProjectPage) -> Chart | None:
    """The curve of the baseline in force, with the paces that were judged."""
    baseline = page.baseline
    if baseline is None or page.state == ProjectState.ADMITTED:
        return None
    written = baseline.data.get("curve")
    planned: Planned = curve_from_json(written) if written else even(baseline.start, baseline.due)
    points = [
        ChartPoint(p.day, float(p.share)) for p in monthly_points(planned, baseline.start, baseline.due)
    ]
    actual = [ChartPoint(s.since, float(s.actual)) for s in page.signals if s.actual is not None]
    if page.signal and page.signal.actual is not None and actual and actual[-1].on < page.day:
        actual.append(ChartPoint(page.day, float(page.signal.actual)))
    first = page.baselines[0]
    return pace_curve(
        CurveChart(
            _("序时进度"), baseline.start, max(baseline.due, first.due), tuple(points), tuple(actual), page.day,
            baseline.due, first.due if first.due != baseline.due else None,
        )
    )  # fmt: skip


def _indicator(progress: Progress, year: int) -> IndicatorLine:
    target, total = progress.target, progress.total
    share = int(total / target.target * 100) if total is not None and target.target else None
    words = f"{plain(target.target)}{target.unit}" if target.target is not None else target.words
    return IndicatorLine(
        name=target.name,
        total=f"{plain(total)}{target.unit}" if total is not None else "—",
        target=amount(target.words) or words,
        share=share,
        basis=str(Basis(target.basis).label),
        as_of=progress.figures[-1].as_of if progress.figures else None,
        spark=spark(
            Spark(
                target.name,
                tuple(_periods(progress, year)),
                float(target.target) if target.target is not None else None,
                words,
                cumulative=target.basis != Basis.PERIOD,
            )
        ),
    )


def _periods(progress: Progress, year: int) -> Iterator[SparkPeriod]:
    for figure in _ordered(progress):
        name = period_name(figure.period) if figure.period else day_words(figure.as_of, year)
        number = figure.value if figure.value is not None else figure.low
        value = None if number is None else float(number)
        yield SparkPeriod(name, value, figure.surface or f"{plain(number)}{figure.unit}")


def _ordered(progress: Progress) -> Sequence[Figure]:
    return sorted(progress.by_period.values(), key=lambda figure: (figure.as_of, figure.pk))
