"""Reports are asked for by schedule, once; what is overdue counts from the clock, which a return restarts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext

from taizhang.core.lifecycle.project_year import ObligationState, ProjectState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.plan.account_plan import MilestonePlan
from taizhang.ledger.actions import obligations, reports, year
from taizhang.ledger.models import Ask, Ledger, Milestone, Obligation
from taizhang.ledger.queries.obligations import missing_in
from taizhang.ledger.rules.report_values import limit_of
from taizhang.office.models import OutboxMessage

from .conftest import People, ProjectIn


def on(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 2, tzinfo=UTC)


def periods() -> list[tuple[str, str, str]]:
    rows = Obligation.objects.order_by("due_on", "period")
    return [(row.period, f"{row.opens_on:%m-%d}", f"{row.due_on:%m-%d}") for row in rows]


def test_a_month_is_asked_for_in_its_last_week_and_due_on_the_ledgers_day(
    people: People, ledger: Ledger, project_in: ProjectIn
) -> None:
    project_in()
    assert obligations.ask_reports(ledger=ledger, at=on(3, 24)) == 0
    assert obligations.ask_reports(ledger=ledger, at=on(3, 25)) == 1
    assert obligations.ask_reports(ledger=ledger, at=on(3, 25)) == 0
    assert periods() == [("2026-03", "03-25", "04-05")]
    year.set_ledger(ledger=ledger, report_due_day=8, by=people.officer, at=on(4, 1))
    assert obligations.ask_reports(ledger=ledger, by=people.officer, at=on(4, 30)) == 1
    assert periods()[1] == ("2026-04", "04-24", "05-08")
    asked = Ask.objects.filter(kind="report")
    assert {(each.unit_id, each.fields, each.attachments) for each in asked} == {(people.unit.pk, 2, 0)}


def test_waived_months_are_never_asked_for(ledger: Ledger, project_in: ProjectIn) -> None:
    project_in(waived_months=("2026-03", "2026-05"))
    obligations.ask_reports(ledger=ledger, at=on(6, 30))
    assert [period for period, _, _ in periods()] == ["2026-04", "2026-06"]


def test_quarters(ledger: Ledger, project_in: ProjectIn) -> None:
    project_in(schedule="quarterly", due=date(2026, 9, 15))
    obligations.ask_reports(ledger=ledger, at=on(12, 31))
    assert periods() == [
        ("2026Q1", "03-25", "04-05"), ("2026Q2", "06-24", "07-05"), ("2026Q3", "09-24", "10-05"),
    ]  # fmt: skip


def test_the_last_month_of_the_year_is_due_in_the_next(ledger: Ledger, project_in: ProjectIn) -> None:
    project_in()
    obligations.ask_reports(ledger=ledger, at=datetime(2027, 2, 1, tzinfo=UTC))
    assert len(periods()) == 10
    assert Obligation.objects.get(period="2026-12").due_on == date(2027, 1, 5)


def test_by_milestone_only_what_is_not_done_is_asked_for(ledger: Ledger, project_in: ProjectIn) -> None:
    stones = (
        MilestonePlan("早于建账", date(2026, 2, 1)),
        MilestonePlan("已经完成", date(2026, 3, 20)),
        MilestonePlan("摸底完成", date(2026, 3, 31)),
        MilestonePlan("结对完成", date(2026, 5, 31)),
    )
    project = project_in(schedule="milestone", milestones=stones)
    Milestone.objects.filter(title="已经完成").update(done_on=date(2026, 3, 18))
    obligations.ask_reports(ledger=ledger, at=on(4, 10))
    (due,) = Obligation.objects.select_related("milestone")
    assert due.milestone is not None
    assert due.milestone.title == "摸底完成"
    assert (due.period, due.opens_on, due.due_on) == (
        f"m{due.milestone.pk}", date(2026, 3, 31), date(2026, 4, 5),
    )  # fmt: skip
    assert due.project_id == project.pk


@pytest.mark.parametrize(
    "state", [state for state in ProjectState if state not in (ProjectState.ACTIVE, ProjectState.ADMITTED)]
)
def test_only_active_projects_are_asked(ledger: Ledger, project_in: ProjectIn, state: str) -> None:
    project_in(state)
    assert obligations.ask_reports(ledger=ledger, at=on(6, 30)) == 0


def test_a_project_without_dates_is_not_asked(ledger: Ledger, project_in: ProjectIn) -> None:
    project_in()
    ledger.projects.update(due=None)
    assert obligations.ask_reports(ledger=ledger, at=on(6, 30)) == 0


def test_asking_many_takes_a_handful_of_queries(
    ledger: Ledger, project_in: ProjectIn, django_assert_max_num_queries: Any
) -> None:
    for _ in range(6):
        project_in()
    with django_assert_max_num_queries(12) as queries:
        assert obligations.ask_reports(ledger=ledger, at=on(8, 31)) == 36
    assert isinstance(queries, CaptureQueriesContext)


def test_a_returned_report_is_due_again_and_its_clock_starts_anew(
    people: People, ledger: Ledger, project_in: ProjectIn
) -> None:
    project_in()
    obligations.ask_reports(ledger=ledger, at=on(3, 30))
    (due,) = Obligation.objects.all()
    reports.file_no_change(obligations=[due], by=people.liaison, at=on(4, 3))
    reports.sign_reports(reports=[due.report], by=people.leader, at=on(4, 4))
    assert list(missing_in(ledger, date(2026, 5, 1))) == []
    reports.return_report(report=due.report, reasons={"": "请写明进展"}, by=people.officer, at=on(4, 20))
    due.refresh_from_db()
    assert (due.state, due.clock_from, due.reminded_at) == (ObligationState.DUE, date(2026, 4, 20), None)
    assert limit_of(due) == date(2026, 4, 25)
    assert list(missing_in(ledger, date(2026, 4, 25))) == []
    assert obligations.remind_missing(ledger=ledger, by=people.officer, at=on(4, 25)) == 0
    assert list(missing_in(ledger, date(2026, 4, 26))) == [due]
    assert obligations.remind_missing(ledger=ledger, by=people.officer, at=on(4, 26)) == 1
    due.refresh_from_db()
    assert due.reminded_at == on(4, 26)
    (returned,) = Ask.objects.filter(kind="return")
    assert (returned.fields, returned.subject_id) == (1, due.report.pk)


def test_reminding_writes_one_letter_to_each_liaison_a_day(
    people: People, ledger: Ledger, project_in: ProjectIn, settings: Any
) -> None:
    settings.EMAIL_HOST, settings.SITE_URL = "127.0.0.1", "https://tz.example"
    project_in()
    project_in(title="书香校园")
    project_in(ProjectState.ACTIVE, people.other_unit, title="无烟医院")
    obligations.ask_reports(ledger=ledger, at=on(3, 30))
    project_in(title="暂停的项目")
    ledger.projects.filter(title="暂停的项目").update(state=ProjectState.SUSPENDED)
    assert obligations.remind_missing(ledger=ledger, by=people.officer, at=on(4, 5)) == 0
    assert obligations.remind_missing(ledger=ledger, by=people.officer, at=on(4, 6)) == 3
    assert obligations.remind_missing(ledger=ledger, by=people.officer, at=on(4, 6) + timedelta(hours=1)) == 3
    one, other = OutboxMessage.objects.order_by("pk")
    assert {one.person_id, other.person_id} == {people.liaison.pk, people.other_liaison.pk}
    assert one.subject == "有 2 份进展报告待补报"
    assert "· 书香校园（4月5日到期）" in one.body
    assert "无烟医院" not in one.body


def test_a_waiver_has_its_reason(people: People, ledger: Ledger, project_in: ProjectIn) -> None:
    project_in()
    obligations.ask_reports(ledger=ledger, at=on(3, 30))
    (due,) = Obligation.objects.all()
    for reason in ("  ", "绝密★"):
        with pytest.raises(Refused):
            obligations.waive_obligation(obligation=due, reason=reason, by=people.officer, at=on(4, 1))
    obligations.waive_obligation(obligation=due, reason="汛期值守", by=people.officer, at=on(4, 1))
    assert (due.state, due.waive_reason, due.done_at) == ("waived", "汛期值守", on(4, 1))
    assert list(missing_in(ledger, date(2026, 12, 1))) == []
