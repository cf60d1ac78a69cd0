"""Calls go out in time; proposals are whole, signed, and admitted, returned, merged or declined."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from taizhang.core.lifecycle.project_year import ProposalState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.plan.account_plan import MilestonePlan
from taizhang.ledger.actions import proposals, year
from taizhang.ledger.models import Ask, Call, Ledger, Project, Proposal, StateInterval, Theme
from taizhang.ledger.queries.calls import alike, alike_in, answers_to, units_asked
from taizhang.ledger.queries.tasks import calls_to_answer
from taizhang.ledger.rules.account_plans import plan_of
from taizhang.ledger.visible import calls_for
from taizhang.office.models import Event, Unit
from taizhang.office.visible import viewer_at

from .conftest import People, ProjectIn

DUE = date(2026, 12, 20)


@pytest.fixture
def draft(people: People, call: Call, at: datetime) -> Any:
    def do(**given: Any) -> Proposal:
        values = {
            "call": call,
            "unit": people.unit,
            "title": "独居老人每周一访",
            "goal": "每周有人上门。",
            "due": DUE,
            "by": people.liaison,
            "at": at,
            **given,
        }
        return proposals.draft_proposal(**values)

    return do


@pytest.fixture
def filed(people: People, draft: Any, at: datetime) -> Any:
    def do(**given: Any) -> Proposal:
        proposal = draft(**given)
        proposals.send_proposal(proposal=proposal, by=people.liaison, at=at)
        return proposals.sign_proposal(proposal=proposal, by=people.leader, at=at)

    return do


def test_a_call_leaves_the_units_their_time_and_counts_what_it_asks(
    people: People, ledger: Ledger, at: datetime
) -> None:
    def a_call(days: int) -> Call:
        return year.draft_call(
            ledger=ledger,
            title="征集",
            deadline=at + timedelta(days=days),
            minutes=6,
            by=people.officer,
            at=at,
        )

    Unit.objects.create(office=ledger.office, name="海川市旧局", short_name="旧局", active=False)
    short = a_call(4)
    with pytest.raises(Refused, match="不足5天"):
        year.issue_call(call=short, by=people.officer, at=at)
    short.refresh_from_db()
    assert (short.state, Ask.objects.count()) == ("draft", 0)
    call = year.issue_call(call=a_call(5), by=people.officer, at=at)
    assert (call.units_asked, call.issued_at) == (2, at)
    asked = Ask.objects.values_list("unit", "kind", "minutes", "attachments", "month").order_by("unit")
    assert list(asked) == [
        (unit.pk, "call", 6, 0, "2026-03") for unit in (people.unit, people.other_unit)
    ]  # fmt: skip
    with pytest.raises(Refused, match="须晚于原截止时间"):
        year.extend_call(call=call, deadline=call.deadline, by=people.officer, at=at)


def test_a_call_goes_to_the_units_that_the_office_chooses(
    people: People, ledger: Ledger, at: datetime
) -> None:
    call = year.draft_call(
        ledger=ledger, title="定向征集", units=[people.unit], deadline=at + timedelta(days=9), by=people.officer, at=at
    )  # fmt: skip
    year.issue_call(call=call, by=people.officer, at=at)
    assert call.units_asked == 1
    assert list(Ask.objects.values_list("unit", flat=True)) == [people.unit.pk]
    assert [unit.pk for unit in answers_to(call).silent] == [people.unit.pk]
    assert list(calls_for(viewer_at(people.liaison, at))) == [call]
    assert list(calls_for(viewer_at(people.other_liaison, at))) == []
    assert list(calls_for(viewer_at(people.head, at))) == [call]
    assert list(calls_to_answer([people.unit], at)) == [call]
    assert list(calls_to_answer([people.other_unit], at)) == []
    with pytest.raises(Refused, match="没有发给本单位"):
        proposals.draft_proposal(call=call, unit=people.other_unit, by=people.other_liaison, at=at)
    proposals.draft_proposal(call=call, unit=people.unit, by=people.liaison, at=at)


def test_the_choice_may_be_changed_until_the_call_is_out(
    people: People, ledger: Ledger, at: datetime
) -> None:
    given = {"title": "征集", "deadline": at + timedelta(days=9), "by": people.officer, "at": at}
    call = year.draft_call(ledger=ledger, units=[people.unit], **given)
    assert [unit.pk for unit in units_asked(call)] == [people.unit.pk]
    year.edit_call(call=call, units=[], **given)
    assert len(units_asked(call)) == 2
    year.edit_call(call=call, units=[people.other_unit], **given)
    Unit.objects.filter(pk=people.other_unit.pk).update(active=False)
    with pytest.raises(Refused, match="没有可以征集的单位"):
        year.issue_call(call=call, by=people.officer, at=at)


def test_a_call_names_the_themes_of_its_ledger_and_no_secrets(
    people: People, ledger: Ledger, at: datetime
) -> None:
    other = year.open_ledger(office=ledger.office, year=2027, by=people.officer, at=at)
    strange = year.add_theme(ledger=other, name="环境", by=people.officer, at=at)
    for given, words in (
        ({"themes": [strange]}, "不属于本年度台账"),
        ({"guidance": "秘密★"}, "密级标志"),
    ):
        with pytest.raises(Refused, match=words):
            year.draft_call(
                ledger=ledger,
                title="征集",
                deadline=at + timedelta(days=9),
                by=people.officer,
                at=at,
                **given,  # type: ignore[arg-type]
            )
    assert not Call.objects.exists()


def test_a_years_ledger_is_opened_once_and_set(people: People, ledger: Ledger, at: datetime) -> None:
    by = people.officer
    assert ledger.name == "2026年度重点工作台账"
    with pytest.raises(Refused, match="2026年度台账已经建立"):
        year.open_ledger(office=ledger.office, year=2026, by=by, at=at)
    following = year.open_ledger(office=ledger.office, year=2027, by=by, at=at)
    assert following.rules == ledger.rules
    year.set_ledger(ledger=ledger, by=by, at=at, report_due_day=8, name="重点台账")
    assert (ledger.report_due_day, ledger.name) == (8, "重点台账")
    with pytest.raises(Refused, match="1日至28日"):
        year.set_ledger(ledger=ledger, by=by, at=at, report_due_day=29)
    with pytest.raises(TypeError):
        year.set_ledger(ledger=ledger, by=by, at=at, year=2030)
    with pytest.raises(Refused):
        year.set_ledger(ledger=ledger, by=people.head, at=at, notice_days=1)


def test_themes_have_names_of_their_own(people: People, ledger: Ledger, at: datetime) -> None:
    theme = year.add_theme(ledger=ledger, name="环境", by=people.officer, at=at)
    assert theme.position == 2
    year.rename_theme(theme=theme, name="环境提升", by=people.officer, at=at)
    assert theme.name == "环境提升"
    for name, words in (("志愿服务", "已经存在"), (" ", "请填写类别名称")):
        with pytest.raises(Refused, match=words):
            year.rename_theme(theme=theme, name=name, by=people.officer, at=at)


def test_only_ones_own_unit_proposes_and_only_to_an_open_call(
    people: People, call: Call, draft: Any, at: datetime
) -> None:
    with pytest.raises(Refused, match="只能为本单位申报"):
        draft(unit=people.other_unit)
    with pytest.raises(Refused, match="没有这项权限"):
        draft(by=people.leader)
    year.close_call(call=call, by=people.officer, at=at)
    with pytest.raises(Refused, match="已经截止"):
        draft()
    assert not Proposal.objects.exists()


def test_what_a_proposal_says_is_checked(people: People, ledger: Ledger, draft: Any, at: datetime) -> None:
    other = year.open_ledger(office=ledger.office, year=2027, by=people.officer, at=at)
    strange = Theme.objects.create(office=ledger.office, ledger=other, name="环境")
    cases: tuple[tuple[dict[str, Any], str], ...] = (
        ({"theme": strange}, "不属于本年度台账"),
        ({"indicators": [{"name": " ", "target": "6万"}]}, "每个指标的名称"),
        ({"milestones": [{"title": "摸底", "due": "三月"}]}, "每个节点的名称和日期"),
        ({"milestones": [{"title": "摸底"}]}, "每个节点的名称和日期"),
        ({"milestones": [{"title": "", "due": "2026-03-31"}]}, "每个节点的名称和日期"),
        ({"indicators": [{"name": "机密★走访"}]}, "密级标志"),
        ({"title": "两行\n标题"}, "一行文字"),
    )
    for given, words in cases:
        with pytest.raises(Refused, match=words):
            draft(**given)
    with pytest.raises(TypeError):
        draft(score=5)
    assert not Proposal.objects.exists()


def test_a_proposal_is_edited_by_the_version_that_was_seen(people: People, draft: Any, at: datetime) -> None:
    proposal = draft()
    stale = proposal.version
    proposals.edit_proposal(
        proposal=proposal, version=stale, supporting_units=[people.other_unit], by=people.liaison, at=at
    )
    assert list(proposal.supporting_units.all()) == [people.other_unit]
    events = Event.objects.count()
    with pytest.raises(Refused, match="已在别处改动过"):
        proposals.edit_proposal(proposal=proposal, version=stale, title="别名", by=people.liaison, at=at)
    assert (Proposal.objects.get().title, Event.objects.count()) == ("独居老人每周一访", events)


def test_what_is_lacking_is_said_before_it_goes_to_the_leader(
    people: People, draft: Any, at: datetime
) -> None:
    proposal = draft(title=" ", goal="", due=None)
    with pytest.raises(Refused, match="还缺：项目名称、工作目标、完成时限"):
        proposals.send_proposal(proposal=proposal, by=people.liaison, at=at)


def test_late_is_what_first_comes_after_the_deadline(
    people: People, call: Call, draft: Any, at: datetime
) -> None:
    early, late = draft(), draft(title="楼道微花园")
    after = call.deadline + timedelta(minutes=1)
    for proposal, when in ((early, call.deadline), (late, after)):
        proposals.send_proposal(proposal=proposal, by=people.liaison, at=at)
        proposals.sign_proposal(proposal=proposal, by=people.leader, at=when)
    assert (early.late, late.late) == (False, True)
    unsigned = draft(title="邻里食堂")
    year.close_call(call=call, by=people.officer, at=after)
    with pytest.raises(Refused, match="已经截止"):
        proposals.send_proposal(proposal=unsigned, by=people.liaison, at=after)
    proposals.return_proposal(
        proposal=early, reasons={"goal": "请写明对象", "title": " "}, by=people.officer, at=after
    )
    assert early.reasons == {"goal": "请写明对象"}
    assert Ask.objects.filter(kind="return", fields=1, unit=people.unit).count() == 1
    proposals.send_proposal(proposal=early, by=people.liaison, at=after)
    proposals.sign_proposal(proposal=early, by=people.leader, at=after)
    assert (early.state, early.late, early.reasons) == (ProposalState.SUBMITTED, False, {})


def test_going_back_and_declining_take_a_word(people: People, filed: Any, draft: Any, at: datetime) -> None:
    proposal = filed()
    for give in (
        lambda: proposals.return_proposal(proposal=proposal, reasons={"goal": " "}, by=people.officer, at=at),
        lambda: proposals.decline_proposal(proposal=proposal, reason="", by=people.officer, at=at),
    ):
        with pytest.raises(Refused, match="请写明原因"):
            give()
    mine = draft(title="楼道微花园")
    proposals.send_proposal(proposal=mine, by=people.liaison, at=at)
    proposals.hand_back_proposal(proposal=mine, word="数字再核", by=people.leader, at=at)
    assert (mine.state, mine.reasons) == ("draft", {"": "数字再核"})


def test_all_or_none_are_admitted_and_nothing_is_asked_twice(
    people: People, ledger: Ledger, filed: Any, draft: Any, at: datetime
) -> None:
    theme = Theme.objects.get()
    proposal = filed(
        theme=theme,
        measures="社区摸底\n\n 邻里结对 ",
        indicators=[
            {"name": "上门走访", "target": "6万余", "unit": "人次", "basis": "cumulative"},
            {"name": "满意", "target": ""},
        ],
        milestones=[{"title": "摸底", "due": "2026-03-31", "phase": "before"}],
        supporting_units=[people.other_unit],
    )
    unsigned = draft(title="楼道微花园")
    with pytest.raises(Refused):
        proposals.admit_proposals(proposals=[proposal, unsigned], by=people.officer, at=at)
    proposal.refresh_from_db()
    assert (proposal.state, Project.objects.count()) == (ProposalState.SUBMITTED, 0)
    assert proposals.admit_proposals(proposals=[], by=people.officer, at=at) == []
    (project,) = proposals.admit_proposals(proposals=[proposal], by=people.officer, at=at)
    plan = plan_of(project)
    assert (plan.title, plan.goal, plan.theme, plan.due) == (proposal.title, proposal.goal, theme.pk, DUE)
    assert (plan.start, plan.supporting_units) == (date(2026, 1, 1), (people.other_unit.pk,))
    assert [each.text for each in plan.measures] == ["社区摸底", "邻里结对"]
    assert [(each.name, each.unit, each.target) for each in plan.indicators] == [
        ("上门走访", "人次", 60_000), ("满意", "", None),
    ]  # fmt: skip
    assert [(each.title, each.phase) for each in plan.milestones] == [("摸底", "before")]
    assert [each.text for each in plan.criteria] == ["上门走访达到6万余人次"]
    assert StateInterval.objects.get(project=project).since == at


def test_a_proposal_goes_up_in_another_whose_supporting_unit_its_own_becomes(
    people: People, call: Call, filed: Any, at: datetime
) -> None:
    into, own, unsigned = filed(), filed(title="老人每周一访"), filed(title="邻里食堂")
    Proposal.objects.filter(pk=own.pk).update(unit=people.other_unit)
    own = Proposal.objects.get(pk=own.pk)
    Proposal.objects.filter(pk=unsigned.pk).update(state=ProposalState.WITHDRAWN)
    unsigned.refresh_from_db()
    for target in (own, unsigned):
        with pytest.raises(Refused, match="只能并入同一次征集"):
            proposals.merge_proposal(proposal=own, into=target, by=people.officer, at=at)
    proposals.merge_proposal(proposal=own, into=into, by=people.officer, at=at)
    assert (own.state, own.merged_into) == (ProposalState.MERGED, into)
    assert list(into.supporting_units.all()) == [people.other_unit]


def test_last_years_project_is_the_start_of_a_proposal(
    people: People, ledger: Ledger, draft: Any, project_in: ProjectIn, at: datetime
) -> None:
    theme = Theme.objects.get(ledger=ledger)
    earlier = year.open_ledger(office=ledger.office, year=2025, by=people.officer, at=at)
    past = Theme.objects.create(office=ledger.office, ledger=earlier, name=theme.name)
    project = project_in(
        title="旧事续办", start=date(2024, 1, 1), due=date(2024, 2, 29), theme=past.pk,
        milestones=(MilestonePlan("摸底", date(2024, 2, 1)),),
    )  # fmt: skip
    Project.objects.filter(pk=project.pk).update(ledger=earlier)
    project.refresh_from_db()
    copied = draft(copy_of=project, title="旧事新办", goal="再进一步。", due=date(2026, 6, 30))
    assert (copied.title, copied.copied_from, copied.theme) == ("旧事新办", project, theme)
    assert copied.measures == "社区摸底\n邻里结对"
    assert copied.indicators == [{"name": "上门走访", "target": "6万", "unit": "人次", "basis": "cumulative"}]
    plain = proposals.draft_proposal(
        call=copied.call, unit=people.unit, copy_of=project, by=people.liaison, at=at
    )
    assert plain.due == date(2025, 2, 28)
    assert plain.milestones == [{"title": "摸底", "due": "2025-02-01", "phase": ""}]
    same_year = proposals.draft_proposal(
        call=copied.call, unit=people.unit, copy_of=project_in(), by=people.liaison, at=at
    )
    assert (same_year.theme, same_year.due) == (None, DUE)
    dateless = project_in(due=None, state="admitted", milestones=())
    open_end = proposals.draft_proposal(
        call=copied.call, unit=people.unit, copy_of=dateless, by=people.liaison, at=at
    )
    assert open_end.due is None
    others = project_in(unit=people.other_unit, lead_post=None, state="admitted")
    with pytest.raises(Refused, match="本单位牵头"):
        draft(copy_of=others)


def test_who_says_nearly_the_same_is_pointed_out(
    people: People, ledger: Ledger, call: Call, filed: Any, draft: Any, project_in: ProjectIn, at: datetime
) -> None:
    first = filed(goal="独居老人每周有人上门、每天有人问候。")
    second = filed(title="独居老人每周两访", goal="独居老人每周有人上门、每天有人问候。")
    filed(title="楼道微花园", goal="清理楼道杂物，建成小花园。")
    draft(title=first.title, goal=first.goal)  # drafts are nobody's business yet
    past = project_in()
    earlier = year.open_ledger(office=ledger.office, year=2025, by=people.officer, at=at)
    Project.objects.filter(pk=past.pk).update(ledger=earlier)
    assert {type(row) for row, _ in alike(first)} == {Proposal, Project}
    assert {row.pk for row, _ in alike(first)} == {second.pk, past.pk}
    found = alike_in(call)
    assert {key: [row.pk for row, _ in rows] for key, rows in found.items()} == {
        first.pk: [second.pk], second.pk: [first.pk],
    }  # fmt: skip


def test_a_withdrawn_proposal_is_no_answer(people: People, call: Call, filed: Any, at: datetime) -> None:
    proposal = filed()
    assert answers_to(call).answered == [people.unit]
    proposals.withdraw_proposal(proposal=proposal, by=people.leader, at=at)
    answers = answers_to(call)
    assert (answers.answered, answers.silent) == ([], [people.unit, people.other_unit])
