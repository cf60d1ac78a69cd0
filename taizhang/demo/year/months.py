"""February to July: what the projects report each month, and how the office takes it (督账)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from taizhang.core.calendar import Period
from taizhang.core.lifecycle.project_year import ObligationState
from taizhang.core.pace.curves import planned_pace
from taizhang.core.plan.amounts import plain
from taizhang.demo.year.cast import Cast
from taizhang.demo.year.data import YEAR
from taizhang.demo.year.words import narrative, next_steps, running_total
from taizhang.ledger.actions import obligations, reports, signals
from taizhang.ledger.models import (
    Basis,
    Indicator,
    Ledger,
    Milestone,
    Obligation,
    ProgressReport,
    Project,
    Schedule,
)
from taizhang.ledger.queries.pace_facts import curve_of

LAST = 7
SLOW, STUCK = {13, 27, 46, 71, 88}, {8, 33, 60}  # by index: behind their pace, and far behind
SILENT = {1, 5, 19, 33, 52, 55, 67, 80, 94}  # July's report not in by mid-August
UNSIGNED = {14, 38, 61, 75, 83}  # July's report with the unit's leader
UNREAD = {2, 11, 22, 32, 41, 63, 76, 90}  # July's report with the office
EVENING = timedelta(hours=12)
READ = ("office", "ledger", "lead_unit", "theme")  # what a project's reports ask for, read once a month
LISTS = ("indicators", "measures", "milestones")
REASON = "经办同志月初参加集中培训，材料汇总推迟。"


@dataclass(frozen=True, slots=True)
class _Told:
    """A report written at that moment, of the project of that index, with what was read for the month."""

    number: int
    at: datetime
    report: ProgressReport
    obligation: Obligation

    @property
    def project(self) -> Project:
        return self.obligation.project


def supervise(cast: Cast, ledger: Ledger, projects: list[Project], month: int) -> None:
    """One month's reports, asked for in its last week and taken early in the next month."""
    asked = datetime(YEAR, month, monthrange(YEAR, month)[1] - 3, 1, tzinfo=UTC)
    obligations.ask_reports(ledger=ledger, by=None, at=asked)
    index = {project.pk: number for number, project in enumerate(projects)}
    due = Obligation.objects.filter(state=ObligationState.DUE, project__in=projects)
    known = due.select_related("milestone", *(f"project__{each}" for each in READ)).prefetch_related(
        *(f"project__{each}" for each in LISTS)
    )
    rows = known.order_by("project__serial")
    written: dict[datetime, list[_Told]] = {}
    for obligation in rows:
        number = index[obligation.project_id]
        if month < LAST or number not in SILENT:
            day = _day(number, month)
            report = _report(cast, obligation, number, month, day)
            told = _Told(number, day, report, obligation)
            written.setdefault(day.replace(hour=0), []).append(told)
    for day, reports_of_day in sorted(written.items()):
        _sign(cast, reports_of_day, month, day)
    for day, reports_of_day in sorted(written.items()):
        _accept(cast, reports_of_day, month, day)


def _day(number: int, month: int) -> datetime:
    day = 7 if _late(number, month) else 1 + number % 4
    return datetime(YEAR, month + 1, day, 1 + number % 8, tzinfo=UTC)


def _late(number: int, month: int) -> bool:
    return number % 23 == 7 and month in (4, 6)


def _report(cast: Cast, obligation: Obligation, number: int, month: int, day: datetime) -> ProgressReport:
    crew = cast.crews[obligation.project.lead_unit.short_name]
    late_reason = REASON if day.date() > obligation.due_on else ""
    if number % 4 == month % 4 and month in (3, 5) and not _late(number, month):
        (report,) = reports.file_no_change(
            obligations=[obligation], late_reason=late_reason, by=crew.liaison, at=day
        )
        return report
    report = reports.start_report(obligation=obligation, by=crew.liaison, at=day)
    _write(report, number, month, late_reason, day)
    report.project, report.obligation = obligation.project, obligation  # nobody else has changed them
    return reports.send_report(report=report, by=crew.liaison, at=day)


def _sign(cast: Cast, written: list[_Told], month: int, day: datetime) -> None:
    """What was written on a day is signed three hours later, unless it waits in July, and judged in the evening."""
    with signals.judged_together(day + EVENING):
        for told in written:
            if month < LAST or told.number not in UNSIGNED:
                leader = cast.crews[told.project.lead_unit.short_name].leader
                told.report.project, told.report.obligation = told.project, told.obligation
                reports.sign_reports(reports=[told.report], by=leader, at=told.at + timedelta(hours=3))


def _accept(cast: Cast, written: list[_Told], month: int, day: datetime) -> None:
    """The office takes it two days later; one report goes back and forth before."""
    taken = [told for told in written if month < LAST or told.number not in UNSIGNED | UNREAD]
    for told in taken:
        if told.number % 29 == 11 and month == 6:
            _back_and_forth(cast, told.report, told.number, month, told.at)
    with signals.judged_together(day + timedelta(days=2) + EVENING):
        for told in taken:
            told.report.project = told.project
            reports.accept_report(report=told.report, by=cast.officer, at=told.at + timedelta(days=2))


def _back_and_forth(cast: Cast, report: ProgressReport, number: int, month: int, day: datetime) -> None:
    crew = cast.crews[report.project.lead_unit.short_name]
    at = day + timedelta(hours=5)
    told = {"narrative": "请写明活动对象和地点，只报本项目的数据。"}
    reports.return_report(report=report, reasons=told, by=cast.officer, at=at)
    at += timedelta(hours=20)
    _write(report, number, month, "", at)
    reports.send_report(report=report, by=crew.liaison, at=at)
    report.obligation.refresh_from_db()
    reports.sign_reports(reports=[report], by=crew.leader, at=at + timedelta(hours=1))
    report.refresh_from_db()


def _write(report: ProgressReport, number: int, month: int, late_reason: str, at: datetime) -> None:
    project = report.project
    end = date(YEAR, month, monthrange(YEAR, month)[1])
    values = {each.pk: _value(project, each, number, end) for each in project.indicators_in_force()}
    done = dict(_done(project, number, end))
    obligation = report.obligation
    told = month if obligation.milestone_id else Period.parse(obligation.period).last.month
    reports.write_report(
        report=report,
        version=report.version,
        narrative=_narrative(project, values, number, told),
        values=values,
        milestones_done=done,
        next_steps=_next(project, number, told, end),
        late_reason=late_reason,
        by=report.written_by,
        at=at,
    )


def _value(project: Project, indicator: Indicator, number: int, end: date) -> str:
    """What the indicator has reached by the end of a month, as a clerk would write it."""
    target = indicator.target or Decimal(0)
    if indicator.basis == Basis.LEVEL:
        return plain(target + (number + end.month) % 3 - 1)
    planned = planned_pace(curve_of(project), end)
    done = Decimal(planned.numerator) / Decimal(planned.denominator) * _speed(project, number)
    reached = int(target * min(done, Decimal("0.99")))
    if reached >= 100_000:
        return f"{Decimal(reached) / 10_000:.1f}万"
    return f"{reached // 10 * 10}余" if reached > 2_000 else str(reached)


def _speed(project: Project, number: int) -> Decimal:
    """How fast a project goes beside its plan; whoever reports by the quarter, or has a busy summer, is ahead."""
    if number in STUCK:
        return Decimal("0.3")
    if number in SLOW:
        return Decimal("0.62")
    ahead = Decimal("0.35") if project.curve or project.schedule == Schedule.QUARTERLY else Decimal(0)
    return Decimal("1.01") + ahead + Decimal(number % 9) / 100


def _done(project: Project, number: int, end: date) -> Iterator[tuple[int, date]]:
    """Milestones done by then: on time as a rule, a week late now and then, not at all where work is stuck."""
    for stone in _stones(project):
        if stone.done_on is not None or stone.due > end:
            continue
        day = stone.due - timedelta(days=number % 5)
        if number in STUCK or (number in SLOW and stone.due.month >= 5):
            continue
        yield stone.pk, day


def _stones(project: Project) -> list[Milestone]:
    """The milestones in force, the next one first."""
    return [each for each in project.milestones.all() if each.in_force]


def _narrative(project: Project, values: dict[int, str], number: int, month: int) -> str:
    measures = [each for each in project.measures.all() if each.in_force]
    cumulative = [each for each in project.indicators_in_force() if each.basis == Basis.CUMULATIVE]
    return narrative(
        number,
        month,
        theme=str(project.theme),
        lead=project.lead_unit.short_name,
        measure=measures[month % len(measures)].text,
        figures=[running_total(each.name, values[each.pk], each.unit) for each in cumulative],
    )


def _next(project: Project, number: int, month: int, end: date) -> str:
    stone = next((each for each in _stones(project) if each.due > end), None)
    if stone is None:
        return next_steps(number, month)
    return next_steps(number, month, stone=stone.title, due=f"{stone.due.month}月{stone.due.day}日")
