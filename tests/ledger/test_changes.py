"""Changes are asked for in time, decided by somebody else, and leave every baseline where it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from taizhang.core.lifecycle.project_year import ChangeKind, ProjectState, conserve
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.pace.curves import campaign, curve_from_json, curve_to_json, planned_pace
from taizhang.core.plan.account_plan import MeasurePlan, differences, from_json
from taizhang.ledger.actions import changes
from taizhang.ledger.models import Baseline, ChangeRequest, Counter, Project
from taizhang.ledger.rules.account_plans import plan_of
from taizhang.ledger.rules.checks import can_withdraw
from taizhang.office.models import Event, Person

from .conftest import People, ProjectIn

AFTER_DUE = datetime(2026, 12, 21, 1, tzinfo=UTC)
DUE, NEW_DUE = date(2026, 12, 20), date(2026, 12, 30)


@pytest.fixture
def ask(people: People, at: datetime) -> Any:
    def do(project: Project, kind: str, **given: Any) -> ChangeRequest:
        values = {"reason": "雨季延误", "by": people.liaison, "at": at, **given}
        return changes.request_change(project=project, kind=kind, **values)

    return do


def approve(change: ChangeRequest, by: Person, at: datetime, **given: Any) -> Project:
    changes.approve_change(change=change, by=by, at=at, **given)
    return Project.objects.get(pk=change.project_id)


def test_an_extension_is_asked_for_before_the_due_date_with_a_forecast(
    people: People, project_in: ProjectIn, ask: Any
) -> None:
    project = project_in()
    for given, words in (
        ({"forecast": NEW_DUE, "at": AFTER_DUE}, "已过完成时限"),
        ({}, "请填写预计完成日期"),
        ({"forecast": DUE}, "须晚于原时限"),
        ({"forecast": date(2027, 1, 1)}, "延期最晚到2026年12月31日；需要跨年完成的，请申请结转"),
        ({"forecast": date(2028, 6, 30)}, "请申请结转到下年"),
        ({"forecast": NEW_DUE, "reason": " "}, "请写明原因"),
        ({"forecast": NEW_DUE, "reason": "机密★会议"}, "密级标志"),
    ):
        with pytest.raises(Refused, match=words):
            ask(project, ChangeKind.EXTEND, **given)
    assert not ChangeRequest.objects.exists()
    on_the_day = AFTER_DUE - timedelta(days=1)
    ask(project, ChangeKind.EXTEND, forecast=NEW_DUE, at=on_the_day)
    with pytest.raises(Refused, match="正在审批"):
        ask(project, ChangeKind.EXTEND, forecast=NEW_DUE, at=on_the_day)


def test_the_decision_states_the_new_date(
    people: People, project_in: ProjectIn, ask: Any, at: datetime
) -> None:
    later = at + timedelta(days=1)
    change = ask(project_in(), ChangeKind.EXTEND, forecast=NEW_DUE)
    with pytest.raises(Refused, match="须晚于原时限"):
        approve(change, people.officer, later, due=DUE)
    change.refresh_from_db()
    assert change.state == "requested"
    with pytest.raises(Refused, match="请申请结转到下年"):
        approve(change, people.officer, later, due=date(2028, 1, 31))
    change.refresh_from_db()
    project = approve(change, people.officer, later, due=date(2026, 12, 25), decision="同意到25日")
    assert (project.due, change.decided_due, change.decided_by) == (
        date(2026, 12, 25), date(2026, 12, 25), people.officer,
    )  # fmt: skip


def test_every_baseline_is_kept_and_ends_when_the_next_begins(
    people: People, project_in: ProjectIn, ask: Any, at: datetime
) -> None:
    project = project_in()
    first, hours = plan_of(project), [at + timedelta(hours=hour) for hour in range(1, 5)]
    extension = ask(project, ChangeKind.EXTEND, forecast=NEW_DUE)
    project = approve(extension, people.officer, hours[0])
    raised = replace(plan_of(project), goal="每天有人问候。")
    amendment = ask(project, ChangeKind.AMEND, proposed=raised, at=hours[1])
    project = approve(amendment, people.head, hours[2])
    rows = list(Baseline.objects.filter(project=project))
    assert [(row.version, row.since, row.until, row.due, row.change) for row in rows] == [
        (1, at, hours[0], DUE, None),
        (2, hours[0], hours[2], NEW_DUE, extension),
        (3, hours[2], None, NEW_DUE, amendment),
    ]
    plans = [from_json(row.data) for row in rows]
    assert plans == [first, replace(first, due=NEW_DUE), replace(first, due=NEW_DUE, goal="每天有人问候。")]
    assert [each.part for each in differences(plans[0], plans[2])] == ["goal", "due"]
    assert project.state == ProjectState.ACTIVE


def test_an_amendment_says_something_new_that_is_whole_and_later_dates_are_extensions(
    people: People, project_in: ProjectIn, ask: Any, at: datetime
) -> None:
    project = project_in()
    now = plan_of(project)
    for proposed, words in (
        (None, "没有改动"),
        (now, "没有改动"),
        (replace(now, due=NEW_DUE), "另行申请延期"),
        (replace(now, due=None), "另行申请延期"),
        (replace(now, lead_post=10**6), "须属于牵头单位"),
    ):
        with pytest.raises(Refused, match=words):
            ask(project, ChangeKind.AMEND, proposed=proposed)
    change = ask(project, ChangeKind.AMEND, proposed=replace(now, criteria=()))
    with pytest.raises(Refused, match="调整后的账目缺销账标准"):
        approve(change, people.officer, at)
    assert Baseline.objects.filter(project=project).count() == 1


def test_an_amendment_does_not_undo_what_was_decided_since(
    people: People, project_in: ProjectIn, ask: Any, at: datetime
) -> None:
    project = project_in()
    proposed = replace(plan_of(project), measures=(MeasurePlan("建群"),))
    amendment = ask(project, ChangeKind.AMEND, proposed=proposed)
    extension = ask(project, ChangeKind.EXTEND, forecast=NEW_DUE)
    approve(extension, people.officer, at + timedelta(hours=1))
    with pytest.raises(Refused, match="又有变更"):
        approve(amendment, people.officer, at + timedelta(hours=2))
    amendment.refresh_from_db()
    assert amendment.state == "requested"
    assert Project.objects.get(pk=project.pk).due == NEW_DUE


def test_nobody_decides_a_request_of_their_own(
    people: People, project_in: ProjectIn, ask: Any, at: datetime
) -> None:
    change = ask(project_in(), ChangeKind.SUSPEND, by=people.officer)
    events = Event.objects.count()
    with pytest.raises(Refused, match="自己提出"):
        approve(change, people.officer, at)
    with pytest.raises(Refused, match="自己提出"):
        changes.decline_change(change=change, decision="不同意", by=people.officer, at=at)
    assert Event.objects.count() == events
    assert approve(change, people.other_officer, at).state == ProjectState.SUSPENDED


def test_each_side_takes_back_its_own_requests(
    people: People, project_in: ProjectIn, ask: Any, at: datetime
) -> None:
    project = project_in()
    units, offices = ask(project, ChangeKind.SUSPEND), ask(project, ChangeKind.CANCEL, by=people.officer)
    for change, by in ((units, people.officer), (offices, people.leader)):
        assert not can_withdraw(change, by, at)
        with pytest.raises(Refused, match="提出申请的一方"):
            changes.withdraw_change(change=change, by=by, at=at)
    for change, by in ((units, people.leader), (offices, people.other_officer)):
        assert can_withdraw(change, by, at)
        changes.withdraw_change(change=change, by=by, at=at)
        assert change.state == "withdrawn"


def test_a_project_is_merged_into_another_that_lives(
    people: People, project_in: ProjectIn, ask: Any, at: datetime
) -> None:
    project, into, closed = project_in(), project_in(), project_in(ProjectState.CLOSED)
    for target in (None, project, closed):
        with pytest.raises(Refused, match="另一个在账项目"):
            ask(project, ChangeKind.MERGE, into=target)
    change = ask(project, ChangeKind.MERGE, into=into)
    Project.objects.filter(pk=into.pk).update(state=ProjectState.CANCELLED)
    with pytest.raises(Refused, match="另一个在账项目"):
        approve(ChangeRequest.objects.get(pk=change.pk), people.officer, at)
    Project.objects.filter(pk=into.pk).update(state=ProjectState.SUSPENDED)
    merged = approve(ChangeRequest.objects.get(pk=change.pk), people.officer, at)
    assert (merged.state, merged.merged_into) == (ProjectState.MERGED, into)


def test_whatever_is_decided_every_opened_account_is_counted(
    people: People, project_in: ProjectIn, ask: Any, at: datetime
) -> None:
    into = project_in()
    states = {
        ChangeKind.EXTEND: ProjectState.ACTIVE,
        ChangeKind.SUSPEND: ProjectState.SUSPENDED,
        ChangeKind.CANCEL: ProjectState.CANCELLED,
        ChangeKind.MERGE: ProjectState.MERGED,
        ChangeKind.CARRY_OVER: ProjectState.CARRIED_OVER,
    }
    for opened, (kind, state) in enumerate(states.items(), 2):
        given = {"forecast": NEW_DUE} if kind == ChangeKind.EXTEND else {}
        given |= {"into": into} if kind == ChangeKind.MERGE else {}
        change = ask(project_in(), kind, **given)
        assert approve(change, people.officer, at).state == state
        counts: dict[str, int] = {}
        for row in Project.objects.filter(serial__isnull=False):
            counts[row.state] = counts.get(row.state, 0) + 1
        last = Counter.objects.get(kind="account").last
        assert (last, conserve(last, counts).holds) == (opened, True)
    suspended = Project.objects.get(state=ProjectState.SUSPENDED)
    resumed = ask(suspended, ChangeKind.RESUME)
    assert approve(resumed, people.head, at, due=NEW_DUE).state == ProjectState.ACTIVE
    assert resumed.decided_due is None


def test_declining_says_why(people: People, project_in: ProjectIn, ask: Any, at: datetime) -> None:
    change = ask(project_in(), ChangeKind.CANCEL)
    with pytest.raises(Refused, match="请写明原因"):
        changes.decline_change(change=change, decision="", by=people.officer, at=at)
    with pytest.raises(Refused, match="密级标志"):
        approve(change, people.officer, at, decision="绝密★")
    changes.decline_change(change=change, decision="任务仍须完成", by=people.officer, at=at)
    assert (change.state, change.decision) == ("declined", "任务仍须完成")


def test_an_extension_spreads_a_course_of_its_own_over_the_new_time(
    people: People, project_in: ProjectIn, ask: Any, at: datetime
) -> None:
    course = campaign(date(2026, 1, 1), DUE, date(2026, 10, 1), date(2026, 12, 20))
    project = project_in(curve=curve_to_json(course))
    on_the_last_day = AFTER_DUE - timedelta(days=1)
    for asked_at in (at, on_the_last_day):
        change = ask(project, ChangeKind.EXTEND, forecast=NEW_DUE, at=asked_at)
        with transaction.atomic():
            curve = curve_from_json(approve(change, people.officer, asked_at).curve)
            assert planned_pace(curve, NEW_DUE) == 1
            assert planned_pace(curve, NEW_DUE - timedelta(days=1)) < 1
            transaction.set_rollback(True)
        ChangeRequest.objects.update(state="declined")
        project.refresh_from_db()
