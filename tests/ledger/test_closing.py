"""Accounts are closed against their criteria by another person, reopened, archived, and carried into the next year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from taizhang.core.lifecycle.project_year import ProjectState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.plan.account_plan import CriterionPlan, MilestonePlan
from taizhang.ledger.actions import changes, closing, obligations, records, reports, year
from taizhang.ledger.models import (
    Ask,
    Baseline,
    Closure,
    Evidence,
    Figure,
    Ledger,
    Obligation,
    Project,
    Rectification,
    StateInterval,
    Theme,
)
from taizhang.ledger.queries.closing import shortfalls_of
from taizhang.ledger.rules.account_plans import plan_of
from taizhang.office.models import Event

from .conftest import People, ProjectIn

TWO = (CriterionPlan("走访达到6万人次"), CriterionPlan("建立长效机制"))


@pytest.fixture
def project(project_in: ProjectIn) -> Project:
    return project_in(criteria=TWO)


@pytest.fixture
def close(people: People, at: datetime) -> Any:
    """Ask to close, every criterion explained unless told otherwise."""

    def do(project: Project, **given: Any) -> Closure:
        explained = {each.pk: ((), "已完成") for each in project.criteria.filter(in_force=True)}
        values = {"answers": explained, "summary": "完成", "by": people.leader, "at": at, **given}
        return closing.request_closure(project=project, **values)

    return do


def evidence_of(people: People, project: Project, at: datetime) -> Evidence:
    return records.add_evidence(
        project=project, title="走访台账", content=b"60012", name="走访.txt", by=people.liaison, at=at
    )


def test_each_criterion_has_evidence_or_an_explained_gap(
    people: People, project: Project, project_in: ProjectIn, close: Any, at: datetime
) -> None:
    first, second = project.criteria.order_by("pk")
    paper, strange = evidence_of(people, project, at), evidence_of(people, project_in(), at)
    events = Event.objects.count()
    for answers, words in (
        ({first.pk: ([paper.pk], "")}, "“建立长效机制”"),
        ({first.pk: ([paper.pk], ""), second.pk: ((), " ")}, "“建立长效机制”"),
        (
            {first.pk: ([paper.pk], ""), second.pk: ((), "已建")},
            "尚未达到（上门走访：完成—，要求60,000人次）",
        ),
        ({first.pk: ([strange.pk], "下月完成"), second.pk: ((), "已建")}, "不属于本项目"),
        ({first.pk: ([paper.pk], "下月完成"), second.pk: ((), "秘密★")}, "密级标志"),
    ):
        with pytest.raises(Refused, match=words):
            close(project, answers=answers)
    project.refresh_from_db()
    assert (project.state, Closure.objects.count()) == (ProjectState.ACTIVE, 0)
    assert Event.objects.count() == events
    closure = close(project, answers={first.pk: ([paper.pk], "下月完成"), second.pk: ((), "制度已印发")})
    assert (closure.round, project.state) == (1, ProjectState.CLOSURE_REQUESTED)
    answers = closure.answers.order_by("criterion")
    assert [(list(a.evidence.all()), a.explanation) for a in answers] == [
        ([paper], "下月完成"),
        ([], "制度已印发"),
    ]


def walked(project: Project, value: str, at: datetime) -> None:
    """So much has been reported of the project's indicator."""
    Figure.objects.create(
        office=project.office, project=project, whose=project.lead_unit, indicator=project.indicators.get(),
        name="走访", value=value, unit="人次", as_of=at.date(), imported_from="进度表", recorded_at=at,
    )  # fmt: skip


def test_who_is_no_leader_sends_it_to_the_leader(
    people: People, project: Project, close: Any, at: datetime
) -> None:
    answers = {each.pk: ((), "已完成") for each in project.criteria.all()}
    written = {"project": project, "summary": "完成", "answers": answers, "at": at}
    with pytest.raises(Refused, match="岗位不能办理"):
        closing.request_closure(by=people.liaison, **written)
    closure = closing.draft_closure(by=people.liaison, **written)
    project.refresh_from_db()
    assert (closure.state, project.state) == ("unit_review", ProjectState.ACTIVE)
    with pytest.raises(Refused, match="已送单位负责人审签"):
        closing.draft_closure(by=people.liaison, **written)
    closing.hand_back_closure(closure=closure, words="缺数据。", by=people.leader, at=at)
    again = closing.draft_closure(by=people.liaison, **written)
    closing.withdraw_closure(closure=again, by=people.liaison, at=at)
    last = closing.draft_closure(by=people.liaison, **written)
    closing.sign_closure(closure=last, by=people.leader, at=at)
    project.refresh_from_db()
    assert (last.state, last.signed_by, project.state) == (
        "requested", people.leader, ProjectState.CLOSURE_REQUESTED,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("reached", "words", "signed"),
    [("17000", "", False), ("17000", "暴雨停访，明年一季度补齐。", True), ("60000", "", True)],
)
def test_a_criterion_that_falls_short_needs_a_word(
    people: People, project: Project, close: Any, at: datetime, reached: str, words: str, signed: bool
) -> None:
    first, second = project.criteria.order_by("pk")
    paper = evidence_of(people, project, at)
    walked(project, reached, at)
    answers = {first.pk: ([paper.pk], words), second.pk: ((), "已建")}
    if not signed:
        with pytest.raises(Refused, match="完成17,000人次，要求60,000人次"):
            close(project, answers=answers)
        return
    closure = close(project, answers=answers)
    said = [str(each) for each in shortfalls_of(closure)]
    assert said == ([] if reached == "60000" else ["上门走访：完成17,000人次，要求60,000人次"])


def test_what_falls_short_by_the_day_it_is_signed_needs_a_word_then(
    people: People, project: Project, at: datetime
) -> None:
    first, second = project.criteria.order_by("pk")
    walked(project, "60000", at)
    answers = {first.pk: ([evidence_of(people, project, at).pk], ""), second.pk: ((), "已建")}
    closure = closing.draft_closure(project=project, summary="", answers=answers, by=people.liaison, at=at)
    records.correct_figure(
        figure=Figure.objects.get(), value="6000", reason="多录一位", by=people.liaison, at=at
    )
    with pytest.raises(Refused, match="完成6,000人次"):
        closing.sign_closure(closure=closure, by=people.leader, at=at)


def test_who_reported_or_asked_does_not_verify(
    people: People, ledger: Ledger, project: Project, close: Any, at: datetime
) -> None:
    later = at + timedelta(days=25)
    obligations.ask_reports(ledger=ledger, at=later)
    (due,) = Obligation.objects.all()
    report = reports.start_report(obligation=due, by=people.liaison, at=later)
    type(report).objects.filter(pk=report.pk).update(written_by=people.officer)
    closure = close(project)
    for act in (
        lambda: closing.verify_closure(closure=closure, by=people.officer, at=later),
        lambda: closing.rectify_closure(
            closure=closure, opinion="", items=[("补记录", None)], by=people.officer, at=later
        ),
    ):
        with pytest.raises(Refused, match="不是同一人"):
            act()
    Closure.objects.filter(pk=closure.pk).update(requested_by=people.other_officer)
    closure.refresh_from_db()
    with pytest.raises(Refused, match="不是同一人"):
        closing.verify_closure(closure=closure, by=people.other_officer, at=later)
    assert Project.objects.get(pk=project.pk).state == ProjectState.CLOSURE_REQUESTED


def test_what_must_still_be_done_is_done_before_it_is_asked_again(
    people: People, project: Project, close: Any, at: datetime
) -> None:
    closure = close(project)
    with pytest.raises(Refused, match="至少列出一项"):
        closing.rectify_closure(closure=closure, opinion="", items=[(" ", None)], by=people.officer, at=at)
    items = [("补齐走访记录", date(2026, 4, 1)), ("", None)]
    closing.rectify_closure(closure=closure, opinion="还差一点", items=items, by=people.officer, at=at)
    assert Ask.objects.filter(kind="closure", fields=1).count() == 1
    project.refresh_from_db()
    assert project.state == ProjectState.ACTIVE
    with pytest.raises(Refused, match="整改事项尚未全部完成"):
        close(project)
    item = Rectification.objects.get()
    for by, words in ((people.other_liaison, "岗位不能办理"), (people.officer, "岗位不能办理")):
        with pytest.raises(Refused, match=words):
            closing.mark_rectified(rectification=item, by=by, at=at)
    closing.mark_rectified(rectification=item, note="已补", by=people.liaison, at=at)
    with pytest.raises(Refused, match="已经登记完成"):
        closing.mark_rectified(rectification=item, by=people.liaison, at=at)
    second = close(project)
    assert (second.round, item.done_on) == (2, at.date())
    closing.verify_closure(closure=second, opinion="属实", by=people.officer, at=at)
    project.refresh_from_db()
    assert (project.state, second.state) == (ProjectState.CLOSED, "verified")


def test_reopening_takes_a_reason_and_leaves_a_mark(
    people: People, project: Project, close: Any, at: datetime
) -> None:
    closing.verify_closure(closure=close(project), by=people.officer, at=at)
    project.refresh_from_db()
    with pytest.raises(Refused, match="请写明原因"):
        closing.reopen_project(project=project, reason="", by=people.head, at=at)
    closing.reopen_project(project=project, reason="数据须核实", by=people.head, at=at)
    assert (project.state, project.reopened) == (ProjectState.ACTIVE, True)
    states = StateInterval.objects.filter(project=project).order_by("pk").values_list("state", flat=True)
    assert list(states) == ["admitted", "opened", "active", "closure_requested", "closed", "active"]
    assert Baseline.objects.get(project=project).until is None


def test_what_is_carried_over_begins_again_in_the_next_year_once(
    people: People, ledger: Ledger, project_in: ProjectIn, at: datetime
) -> None:
    theme = Theme.objects.get(ledger=ledger)
    fresh = Theme.objects.create(office=ledger.office, ledger=ledger, name="环境", position=2)
    carried, other, stays = project_in(theme=theme.pk), project_in(theme=fresh.pk), project_in()
    for row in (carried, other):
        change = changes.request_change(
            project=row, kind="carry_over", reason="跨年", by=people.liaison, at=at
        )
        changes.approve_change(change=change, by=people.officer, at=at)
    with pytest.raises(Refused, match="请先建立2027年度台账"):
        closing.turn_year(ledger=ledger, by=people.officer, at=at)
    following = year.open_ledger(office=ledger.office, year=2027, by=people.officer, at=at)
    known = year.add_theme(ledger=following, name=theme.name, by=people.officer, at=at)
    first, second = closing.turn_year(ledger=ledger, by=people.officer, at=at)
    assert closing.turn_year(ledger=ledger, by=people.officer, at=at) == []
    assert (first.carried_from, first.state, first.serial) == (carried, ProjectState.ADMITTED, None)
    assert (first.theme, second.theme.name) == (known, "环境")
    assert (first.start, first.due) == (date(2027, 1, 1), None)
    before, after = plan_of(carried), plan_of(first)
    assert [each.text for each in after.measures] == [each.text for each in before.measures]
    assert {each.key for each in after.indicators}.isdisjoint(each.key for each in before.indicators)
    assert after.milestones == ()
    carried.refresh_from_db()
    stays.refresh_from_db()
    assert (carried.state, stays.state) == (ProjectState.CARRIED_OVER, ProjectState.ACTIVE)
    with pytest.raises(Refused):
        closing.turn_year(ledger=ledger, by=people.head, at=at)


def test_a_criterion_out_of_force_is_not_asked_about(
    people: People, project: Project, close: Any, at: datetime
) -> None:
    kept = plan_of(project).criteria[0]
    proposed = replace(
        plan_of(project), criteria=(kept,), milestones=(MilestonePlan("验收", date(2026, 12, 1)),)
    )
    change = changes.request_change(
        project=project, kind="amend", reason="口径调整", proposed=proposed, by=people.liaison, at=at
    )
    changes.approve_change(change=change, by=people.officer, at=at)
    project.refresh_from_db()
    assert [each.criterion_id for each in close(project).answers.all()] == [kept.key]
