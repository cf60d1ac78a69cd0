"""February to July: what the projects report each month, and how the office takes it (督账)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from taizhang.core.calendar import Period
from taizhang.core.lifecycle.project_year import ObligationState
from taizhang.core.pace.curves import planned_pace
from taizhang.core.plan.amounts import plain
from taizhang.demo.year.cast import Cast
from taizhang.demo.year.data import YEAR
from taizhang.demo.year.words import narrative, next_steps, running_total
from taizhang.ledger.actions import obligations, reports
from taizhang.ledger.models import Basis, Indicator, Ledger, Obligation, ProgressReport, Project, Schedule
from taizhang.ledger.queries.pace_facts import curve_of
from taizhang.office.workflow import unit_of_work

LAST = 7
SLOW, STUCK = {13, 27, 46, 71, 88}, {8, 33, 60}  # by index: behind their pace, and far behind
SILENT = {1, 5, 19, 33, 52, 55, 67, 80, 94}  # July's report not in by mid-August
UNSIGNED = {14, 38, 61, 75, 83}  # July's report with the unit's leader
UNREAD = {2, 11, 22, 32, 41, 63, 76, 90}  # July's report with the office
REASON = "经办同志月初参加集中培训，材料汇总推迟。"


def supervise(cast: Cast, ledger: Ledger, projects: list[Project], month: int) -> None:
    """One month's reports, asked for in its last week and taken early in the next month."""
    asked = datetime(YEAR, month, monthrange(YEAR, month)[1] - 3, 1, tzinfo=UTC)
    obligations.ask_reports(ledger=ledger, by=None, at=asked)
    index = {project.pk: number for number, project in enumerate(projects)}
    due = Obligation.objects.filter(state=ObligationState.DUE, project__in=projects)
    rows = due.select_related("project__lead_unit", "project__theme", "milestone").order_by("project__serial")
    # Inside one unit of work the posts of whoever writes, completes and sends at one moment are asked once.
    with unit_of_work(office=ledger.office, by=None, at=asked, needs=None):
        for obligation in rows:
            _report(cast, obligation, index[obligation.project_id], month)


def _report(cast: Cast, obligation: Obligation, number: int, month: int) -> None:
    if month == LAST and number in SILENT:
        return
    crew = cast.crews[obligation.project.lead_unit.short_name]
    late = number % 23 == 7 and month in (4, 6)
    day = datetime(YEAR, month + 1, 7 if late else 1 + number % 4, 1 + number % 8, tzinfo=UTC)
    if number % 4 == month % 4 and month in (3, 5) and not late:
        why = REASON if day.date() > obligation.due_on else ""
        (report,) = reports.file_no_change(obligations=[obligation], late_reason=why, by=crew.liaison, at=day)
    else:
        report = reports.start_report(obligation=obligation, by=crew.liaison, at=day)
        late = day.date() > obligation.due_on
        _write(report, number, month, REASON if late else "", day)
        reports.send_report(report=report, by=crew.liaison, at=day)
    if month == LAST and number in UNSIGNED:
        return
    reports.sign_reports(reports=[report], by=crew.leader, at=day + timedelta(hours=3))
    if month == LAST and number in UNREAD:
        return
    report.refresh_from_db()
    if number % 29 == 11 and month == 6:
        _back_and_forth(cast, report, number, month, day)
    reports.accept_report(report=report, by=cast.officer, at=day + timedelta(days=2))


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
    values = {
        each.pk: _value(project, each, number, end) for each in project.indicators.filter(in_force=True)
    }
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
    for stone in project.milestones.filter(in_force=True, done_on__isnull=True, due__lte=end):
        day = stone.due - timedelta(days=number % 5)
        if number in STUCK or (number in SLOW and stone.due.month >= 5):
            continue
        yield stone.pk, day


def _narrative(project: Project, values: dict[int, str], number: int, month: int) -> str:
    measures = list(project.measures.filter(in_force=True))
    cumulative = project.indicators.filter(in_force=True, basis=Basis.CUMULATIVE)
    return narrative(
        number,
        month,
        theme=str(project.theme),
        lead=project.lead_unit.short_name,
        measure=measures[month % len(measures)].text,
        figures=[running_total(each.name, values[each.pk], each.unit) for each in cumulative],
    )


def _next(project: Project, number: int, month: int, end: date) -> str:
    stone = project.milestones.filter(in_force=True, due__gt=end).order_by("due").first()
    if stone is None:
        return next_steps(number, month)
    return next_steps(number, month, stone=stone.title, due=f"{stone.due.month}月{stone.due.day}日")
