"""What is asked of units is counted, complaints are answered, views are kept; what is due is listed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from taizhang.core.lifecycle.project_year import ProjectState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.ledger.actions import blockers, notices, obligations, proposals, relief, reports, reviews
from taizhang.ledger.models import Ask, Call, Complaint, Ledger, Notice, Obligation
from taizhang.ledger.queries.burden import Burden, burden, burden_of_all
from taizhang.office.models import Event, Office, Person
from taizhang.office.tasks import tasks_for

from ..conftest import PersonWith
from .conftest import People, ProjectIn

END_OF_MARCH = datetime(2026, 3, 28, 2, tzinfo=UTC)


def titles(person: Person, at: datetime = END_OF_MARCH) -> list[str]:
    return [str(task.line) for task in tasks_for(person, at)]


def test_requests_are_counted_by_unit_and_month(
    people: People, ledger: Ledger, call: Call, project_in: ProjectIn
) -> None:
    project_in()
    obligations.ask_reports(ledger=ledger, at=END_OF_MARCH)
    expected = Burden(requests=2, fields=10, attachments=0, minutes=9)
    assert burden(people.unit, ["2026-02", "2026-03"]) == [("2026-02", Burden()), ("2026-03", expected)]
    assert burden_of_all("2026-03") == [(people.unit, expected), (people.other_unit, Burden(1, 8, 0, 4))]


def test_review_rounds_keep_to_the_cap(people: People, ledger: Ledger, at: datetime) -> None:
    def plan(title: str, *units: object, day: date = date(2026, 6, 1)) -> object:
        return reviews.plan_review(
            ledger=ledger,
            title=title,
            planned_on=day,
            units=list(units),
            by=people.officer,
            at=at,  # type: ignore[arg-type]
        )

    first = plan("一季度督查", people.unit)
    second = plan("二季度督查", people.unit)
    with pytest.raises(Refused, match="达到上限"):
        plan("三季度督查", people.other_unit, people.unit)
    for wrong in (lambda: plan(" ", people.unit), lambda: plan("督查"), lambda: plan("机密★", people.other_unit),
                  lambda: plan("督查", people.other_unit, day=date(2027, 1, 1))):  # fmt: skip
        with pytest.raises(Refused):
            wrong()
    fields = {"title": "二季度督查", "planned_on": date(2026, 6, 9), "by": people.officer, "at": at}
    reviews.edit_review(review=second, units=[people.unit, people.other_unit], on_site=True, **fields)  # type: ignore[arg-type]
    asked = Ask.objects.filter(kind="review").values_list("unit", "minutes")
    assert sorted(asked) == sorted([(people.unit.pk, 20), (people.unit.pk, 20), (people.other_unit.pk, 60)])
    reviews.cancel_review(review=first, reason="合并开展", by=people.officer, at=at)  # type: ignore[arg-type]
    plan("三季度督查", people.unit)
    for day, findings in ((date(2026, 3, 3), "良好"), (date(2026, 3, 2), "绝密★")):
        with pytest.raises(Refused):
            reviews.hold_review(review=second, held_on=day, findings=findings, by=people.officer, at=at)  # type: ignore[arg-type]


def test_a_unit_of_another_office_is_not_reviewed(
    people: People, ledger: Ledger, other_office: Office, at: datetime
) -> None:
    from taizhang.office import actions

    foreign = actions.add_unit(office=other_office, name="临江局", short_name="临江局", by=None, at=at)
    with pytest.raises(Refused, match="不属于本办公室"):
        reviews.plan_review(
            ledger=ledger,
            title="督查",
            planned_on=date(2026, 6, 1),
            units=[foreign],
            by=people.officer,
            at=at,
        )


def test_complaints_are_answered_and_may_be_nameless(
    people: People, office: Office, other_office: Office, person_with: PersonWith, at: datetime
) -> None:
    nameless = relief.complain(
        office=office, text="同一数据要填三次", anonymous=True, by=people.liaison, at=at
    )
    named = relief.complain(
        office=office, text="附件太多", page="/reports/3/", anonymous=False, by=people.leader, at=at
    )
    assert (nameless.by, named.by) == (None, people.leader)
    assert Event.objects.get(verb="complain", subject_id=nameless.pk).by is None
    for text, where in ((" ", office), ("秘密★", office), ("太多", other_office)):
        with pytest.raises(Refused):
            relief.complain(office=where, text=text, anonymous=False, by=people.liaison, at=at)
    for answer, by in ((" ", people.head), ("机密★", people.head), ("好", people.liaison)):
        with pytest.raises(Refused):
            relief.answer_complaint(complaint=named, answer=answer, by=by, at=at)
    relief.answer_complaint(complaint=named, answer="已取消附件", by=people.head, at=at)
    assert Complaint.objects.exclude(answer="").get() == named


def test_views_are_ones_own(people: People, at: datetime) -> None:
    view = relief.save_view(name=" 逾期的 ", query="level=overdue", by=people.officer, at=at)
    assert (view.name, view.owner) == ("逾期的", people.officer)
    with pytest.raises(Refused):
        relief.save_view(name=" ", query="", by=people.officer, at=at)
    with pytest.raises(Refused):
        relief.remove_view(view=view, by=people.other_officer, at=at)
    relief.remove_view(view=view, by=people.officer, at=at)
    with pytest.raises(Refused):
        relief.remove_view(view=view, by=people.officer, at=at)


def test_blockers_have_words(people: People, project_in: ProjectIn, at: datetime) -> None:
    project = project_in()
    for text in (" ", "绝密★"):
        with pytest.raises(Refused):
            blockers.raise_blocker(project=project, text=text, by=people.liaison, at=at)
    blocker = blockers.raise_blocker(
        project=project, text="缺场地", wanted="市文旅局", by=people.liaison, at=at
    )
    with pytest.raises(Refused):
        blockers.answer_blocker(blocker=blocker, answer=" ", by=people.officer, at=at)
    blockers.answer_blocker(blocker=blocker, answer="请联系文旅局", by=people.officer, at=at)
    blockers.ask_again(blocker=blocker, text="仍缺场地", by=people.liaison, at=at)
    assert (blocker.state, blocker.text) == ("open", "仍缺场地")
    assert Event.objects.get(verb="ask_again_blocker").detail["text"] == "缺场地"


def test_a_notice_is_numbered_when_a_person_issues_it(
    people: People, project_in: ProjectIn, at: datetime
) -> None:
    project = project_in()

    def draft(colour: str = "yellow", text: str = "请抓紧推进。") -> Notice:
        return notices.draft_notice(project=project, colour=colour, text=text, by=people.officer, at=at)

    for wrong in (lambda: draft("green"), lambda: draft(text=" "), lambda: draft(text="机密★")):
        with pytest.raises(Refused):
            wrong()
    notices.drop_notice(notice=draft("blue"), by=people.officer, at=at)
    made = []
    for number, colour in ((1, "red"), (2, "yellow")):
        notice = draft(colour)
        made.append(notice)
        with pytest.raises(Refused, match="已有一份督办单草稿"):
            draft()
        for due in (None, date(2026, 3, 1)):
            with pytest.raises(Refused, match="回复时限"):
                notices.issue_notice(notice=notice, reply_due=due, by=people.officer, at=at)
        notices.issue_notice(notice=notice, reply_due=date(2026, 3, 9), by=people.officer, at=at)
        assert (notice.serial, notice.issued_by, notice.baseline) == (
            number,
            people.officer,
            project.baselines.get(),
        )
    two, one = made
    assert Ask.objects.filter(kind="notice").count() == 2
    with pytest.raises(Refused):
        notices.reply_to_notice(notice=one, reply=" ", by=people.liaison, at=at)
    with pytest.raises(Refused):
        notices.reply_to_notice(notice=one, reply="绝密★", by=people.liaison, at=at)
    notices.reply_to_notice(notice=one, reply="已部署。", by=people.leader, at=at)
    assert one.acknowledged_at == at
    for decision in (" ", "秘密★"):
        with pytest.raises(Refused):
            notices.return_notice(notice=one, decision=decision, by=people.officer, at=at)
    notices.return_notice(notice=one, decision="缺完成时间", by=people.officer, at=at)
    worse = notices.escalate_notice(notice=one, decision="逾期未改", by=people.officer, at=at)
    assert (worse.colour, worse.state, one.escalated_to, worse.serial) == ("red", "draft", worse, None)
    with pytest.raises(Refused):
        notices.revoke_notice(notice=two, decision=" ", by=people.officer, at=at)
    notices.revoke_notice(notice=two, decision="发错单位", by=people.officer, at=at)
    assert (two.state, two.serial) == ("revoked", 1)


def test_everyone_is_told_what_waits_for_them(
    people: People, ledger: Ledger, call: Call, project_in: ProjectIn, at: datetime
) -> None:
    project = project_in()
    project_in(ProjectState.OPENED, title="书香校园")
    obligations.ask_reports(ledger=ledger, at=END_OF_MARCH)
    assert titles(people.liaison) == [
        "节点：摸底完成", "申报：2026年重点项目征集", "填报：独居老人每周一访", "确认账目：书香校园",
    ]  # fmt: skip
    assert titles(people.other_liaison) == ["申报：2026年重点项目征集"]
    assert titles(people.leader) == ["确认账目：书香校园"]
    assert titles(people.officer) == titles(people.head) == []

    (due,) = Obligation.objects.all()
    reports.file_no_change(obligations=[due], by=people.liaison, at=END_OF_MARCH)
    draft = proposals.draft_proposal(
        call=call, unit=people.unit, title="邻里食堂", goal="五处。", due=date(2026, 11, 1), by=people.liaison,
        at=END_OF_MARCH,
    )  # fmt: skip
    proposals.send_proposal(proposal=draft, by=people.liaison, at=END_OF_MARCH)
    assert titles(people.leader) == [
        "审签：邻里食堂", "审签：独居老人每周一访", "确认账目：书香校园",
    ]  # fmt: skip
    reports.sign_reports(reports=[due.report], by=people.leader, at=END_OF_MARCH)
    proposals.sign_proposal(proposal=draft, by=people.leader, at=END_OF_MARCH)
    blockers.raise_blocker(project=project, text="缺场地", by=people.liaison, at=END_OF_MARCH)
    notice = Notice.objects.get()  # drafted as the report was judged: the first milestone is near
    notices.issue_notice(notice=notice, reply_due=date(2026, 4, 3), by=people.officer, at=END_OF_MARCH)
    assert titles(people.officer) == [
        "答复：独居老人每周一访", "受理：1份申报待受理", "受理：独居老人每周一访",
    ]  # fmt: skip
    later = END_OF_MARCH + timedelta(days=1)
    assert titles(people.liaison, later) == [
        "节点：摸底完成", "回复：独居老人每周一访", "确认账目：书香校园",
    ]  # fmt: skip
    assert titles(people.head) == ["答复：独居老人每周一访"]
    assert len({task.key for task in tasks_for(people.officer, later)}) == 3
