"""Calls, proposals, admission, accounts and a ledger's settings, as their pages take them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django_scopes import scope

from taizhang.core.lifecycle.project_year import CallState, ProjectState, ProposalState
from taizhang.core.pace.signals import PRESETS
from taizhang.ledger.actions import accounts, proposals, year
from taizhang.ledger.models import Ask, Call, Ledger, MeasureDefinition, Project, Proposal, Theme
from taizhang.ledger.rules.account_plans import plan_of
from taizhang.office.models import Office, Person
from taizhang.web.proposals.forms import iso_day
from tests.opening_cast import Cast, call_of, cast_of, ledger_of, proposal_of

AT = timezone.now() - timedelta(days=2)
YEAR = localdate().year


@pytest.fixture
def cast(office: Office) -> Iterator[Cast]:
    made = cast_of(office, AT)
    with scope(office=office.pk):
        yield made


@pytest.fixture
def ledger(cast: Cast) -> Ledger:
    return ledger_of(cast, YEAR, AT)


@pytest.fixture
def call(cast: Cast, ledger: Ledger) -> Call:
    return call_of(cast, ledger, AT)


@pytest.fixture
def proposal(cast: Cast, call: Call) -> Proposal:
    return proposal_of(cast, call, AT)


@pytest.fixture
def project(cast: Cast, proposal: Proposal) -> Project:
    return proposals.admit_proposals(proposals=[proposal], by=cast.officer, at=AT)[0]


Browse = Callable[[Person], Client]


@pytest.fixture
def as_(client: Client) -> Browse:
    """The browser of somebody."""

    def sign_in(person: Person) -> Client:
        client.force_login(person)
        return client

    return sign_in


def words(answer: Any) -> str:
    """The page without the layout's line breaks."""
    return " ".join(answer.content.decode().split())


def typed(answer: Any) -> dict[str, Any]:
    """What a browser would send back of the form with id "paper" as it is shown."""
    context = answer.context
    paper = context["paper"] if "paper" in context else context["account"].paper
    data: dict[str, Any] = {"version": str(context["version"])}
    for form in [paper.head, *(row for part in paper.parts.values() for row in part)]:
        for bound in form:
            value = bound.value()
            if value not in (None, ""):
                data[bound.html_name] = value
    for name, part in paper.parts.items():
        data[f"{name}-TOTAL_FORMS"], data[f"{name}-INITIAL_FORMS"] = len(part.forms), 0
    return data


class TestCalls:
    def test_a_draft_shows_what_it_costs_and_goes_out_in_one_step(
        self, as_: Browse, cast: Cast, ledger: Ledger
    ) -> None:
        browser = as_(cast.officer)
        assert "2个单位 × 4分钟 ≈ <b>0.1小时</b>" in words(browser.get(reverse("call-new")))
        day = localdate() + timedelta(days=20)
        sent = {"title": "重点项目征集", "deadline": day.isoformat(), "minutes": "6", "guidance": "一项就好"}
        assert browser.post(reverse("call-new"), sent).status_code == 302
        call = Call.objects.get()
        sent = {**sent, "themes": [ledger.themes.get(name="宣讲").pk]}
        assert browser.post(reverse("call-edit", args=[call.pk]), sent).status_code == 302
        assert "宣讲" in words(browser.get(reverse("call", args=[call.pk])))
        browser.post(reverse("call-act", args=[call.pk]), {"act": "issue"})
        call.refresh_from_db()
        assert (call.state, call.units_asked, call.minutes) == (CallState.OPEN, 2, 6)
        assert Ask.objects.filter(kind="call").count() == 2

    def test_a_call_goes_to_chosen_units_and_costs_only_them(
        self, as_: Browse, cast: Cast, ledger: Ledger
    ) -> None:
        browser = as_(cast.officer)
        form = words(browser.get(reverse("call-new")))
        assert "不选，就是发给全部单位" in form
        day = localdate() + timedelta(days=20)
        sent = {"title": "定向征集", "deadline": day.isoformat(), "minutes": "6", "units": [cast.unit.pk]}
        browser.post(reverse("call-new"), sent)
        call = Call.objects.get()
        assert "1个单位 × 6分钟" in words(browser.get(reverse("call", args=[call.pk])))
        edit = words(browser.get(reverse("call-edit", args=[call.pk])))
        assert re.search(rf'name="units" value="{cast.unit.pk}"[^>]*checked', edit)
        browser.post(reverse("call-act", args=[call.pk]), {"act": "issue"})
        assert [each.unit_id for each in Ask.objects.filter(kind="call")] == [cast.unit.pk]
        page = words(browser.get(reverse("call", args=[call.pk])))
        assert "今天发出，最早" not in page
        browser.post(reverse("call-act", args=[call.pk]), {"act": "close"})
        assert "截止。" not in words(browser.get(reverse("call", args=[call.pk])))

    def test_too_short_a_notice_is_said_before_and_refused(
        self, as_: Browse, cast: Cast, ledger: Ledger
    ) -> None:
        soon = timezone.now() + timedelta(days=1)
        draft = year.draft_call(ledger=ledger, title="补充征集", deadline=soon, by=cast.officer, at=AT)
        browser = as_(cast.officer)
        assert "距截止不足 5 天" in words(browser.get(reverse("call", args=[draft.pk])))
        answer = browser.post(reverse("call-act", args=[draft.pk]), {"act": "issue"}, follow=True)
        assert "不足5天" in words(answer)

    def test_a_mistake_is_said_at_its_field_and_nothing_is_lost(
        self, as_: Browse, cast: Cast, ledger: Ledger
    ) -> None:
        answer = as_(cast.officer).post(
            reverse("call-new"), {"title": "征集<b>", "deadline": "", "minutes": "x"}
        )
        assert answer.status_code == 422
        assert "征集&lt;b&gt;" in words(answer)
        assert {"deadline", "minutes"} <= answer.context["form"].errors.keys()

    def test_an_open_call_is_extended_then_closed(self, as_: Browse, cast: Cast, call: Call) -> None:
        browser, path = as_(cast.officer), reverse("call-act", args=[call.pk])
        later = localdate() + timedelta(days=40)
        assert "请填写" in words(browser.post(path, {"act": "extend", "deadline": ""}, follow=True))
        browser.post(path, {"act": "extend", "deadline": later.isoformat()})
        browser.post(path, {"act": "close"})
        browser.post(path, {"act": "nothing"})
        call.refresh_from_db()
        assert (localdate(call.deadline), call.state) == (later, CallState.CLOSED)
        assert browser.get(reverse("call-edit", args=[call.pk])).status_code == 302

    def test_the_office_sees_who_has_answered_a_unit_only_its_own(
        self, as_: Browse, cast: Cast, call: Call, proposal: Proposal
    ) -> None:
        shown = words(as_(cast.officer).get(reverse("call", args=[call.pk])))
        assert "尚未申报的 1 个单位" in shown
        assert "市教育局" in shown
        assert proposal.title in words(as_(cast.liaison).get(reverse("call", args=[call.pk])))
        assert proposal.title not in words(as_(cast.other_liaison).get(reverse("call", args=[call.pk])))

    def test_drafts_are_nobody_elses_business(self, as_: Browse, cast: Cast, ledger: Ledger) -> None:
        draft = year.draft_call(ledger=ledger, title="草稿", deadline=AT, by=cast.officer, at=AT)
        assert as_(cast.liaison).get(reverse("call", args=[draft.pk])).status_code == 404
        assert "草稿" not in words(as_(cast.liaison).get(reverse("calls")))
        assert "草稿" in words(as_(cast.officer).get(reverse("calls")))

    def test_without_a_ledger_there_is_nothing_to_call_for(self, as_: Browse, cast: Cast) -> None:
        answer = as_(cast.officer).get(reverse("call-new"), follow=True)
        assert "请先开设年度台账" in words(answer)
        assert answer.redirect_chain[-1][0].startswith("/ledger/")
        assert "现在没有征集" in words(as_(cast.officer).get(reverse("calls")))


class TestProposals:
    def test_a_proposal_is_begun_written_in_rows_sent_and_signed(
        self, as_: Browse, cast: Cast, call: Call
    ) -> None:
        browser = as_(cast.liaison)
        made = browser.post(reverse("proposal-new", args=[call.pk]), {"unit": cast.unit.pk})
        data = typed(browser.get(made.url))
        data |= {"title": "板凳课堂", "goal": "", "act": "add:milestones", "milestones-0-title": "开讲"}
        more = browser.post(made.url, data)
        assert (more.status_code, len(more.context["paper"].parts["milestones"].forms)) == (200, 2)
        assert "板凳课堂" in words(more)
        data = {**typed(more), "act": "send"}
        wrong = browser.post(made.url, data)
        assert wrong.status_code == 422
        assert "请填写日期" in words(wrong)
        assert 'href="#id_milestones-0-due"' in words(wrong)
        data |= {"milestones-0-due": f"{YEAR}-05-01", "due": f"{YEAR}-12-01"}
        assert "还缺：工作目标" in words(browser.post(made.url, data, follow=True))
        data = {**typed(browser.get(made.url)), "goal": "天天有课", "act": "send"}
        data["supporting_units"] = [cast.other.pk]
        assert "已送单位负责人审签" in words(browser.post(made.url, data, follow=True))
        proposal = Proposal.objects.get()
        assert proposal.milestones == [{"title": "开讲", "due": f"{YEAR}-05-01", "phase": ""}]
        act = reverse("proposal-act", args=[proposal.pk])
        back = as_(cast.leader).post(act, {"act": "sign", "next": "queue"})
        assert back.url == reverse("queue")
        proposal.refresh_from_db()
        assert (proposal.state, proposal.late) == (ProposalState.SUBMITTED, False)

    def test_rows_are_taken_away_and_odd_wishes_change_nothing(
        self, as_: Browse, cast: Cast, call: Call, proposal: Proposal
    ) -> None:
        proposals.return_proposal(proposal=proposal, reasons={"": "改"}, by=cast.officer, at=AT)
        browser, path = as_(cast.liaison), reverse("proposal-write", args=[proposal.pk])
        data = typed(browser.get(path))
        for act, left in (
            ("drop:indicators:0", ""),
            ("drop:indicators:99", "上门走访"),
            ("add:x", "上门走访"),
        ):
            shown = browser.post(path, {**data, "act": act})
            assert shown.context["paper"].parts["indicators"][0]["name"].value() in (left, None)
        data["indicators-TOTAL_FORMS"] = "x"
        assert browser.post(path, {**data, "act": "add:indicators"}).status_code == 200

    def test_last_years_project_is_a_start(self, as_: Browse, cast: Cast, ledger: Ledger, call: Call) -> None:
        last = year.open_ledger(office=cast.office, year=YEAR - 1, by=cast.officer, at=AT)
        old = Project.objects.create(
            office=cast.office, ledger=last, lead_unit=cast.unit, title="去年的走访", goal="常来常往",
            state=ProjectState.CLOSED, serial=1, account_no="x", opened_at=AT, changed_at=AT,
            theme=Theme.objects.create(office=cast.office, ledger=last, name="宣讲"),
        )  # fmt: skip
        browser, path = as_(cast.liaison), reverse("proposal-new", args=[call.pk])
        assert "去年的走访" in words(browser.get(path))
        made = browser.post(path, {"copy_of": old.pk})
        assert "常来常往" in words(browser.get(made.url))
        assert Proposal.objects.get().theme == ledger.themes.get(name="宣讲")
        assert as_(cast.other_liaison).post(path, {"copy_of": old.pk}).status_code == 422  # not their unit's
        assert Proposal.objects.count() == 1

    def test_a_closed_call_takes_none(self, as_: Browse, cast: Cast, call: Call) -> None:
        year.close_call(call=call, by=cast.officer, at=AT)
        answer = as_(cast.liaison).post(reverse("proposal-new", args=[call.pk]), follow=True)
        assert "已经截止" in words(answer)

    def test_reasons_stand_at_their_fields(
        self, as_: Browse, cast: Cast, call: Call, proposal: Proposal
    ) -> None:
        path = reverse("proposal-decide", args=[proposal.pk])
        sent = {"act": "return", "reason:goal": "写明多少户", "reason:indicators": "口径不清"}
        as_(cast.officer).post(path, sent)
        browser = as_(cast.liaison)
        shown = words(browser.get(reverse("proposal-write", args=[proposal.pk])))
        before, after = shown.split("写明多少户")
        assert "主要举措" not in before
        assert "工作目标" in after
        assert "口径不清" in words(browser.get(reverse("proposal", args=[proposal.pk])))

    def test_a_stale_form_keeps_what_was_typed(self, as_: Browse, cast: Cast, proposal: Proposal) -> None:
        proposals.return_proposal(proposal=proposal, reasons={"": "改"}, by=cast.officer, at=AT)
        browser, path = as_(cast.liaison), reverse("proposal-write", args=[proposal.pk])
        data = {**typed(browser.get(path)), "version": "1", "goal": "另写一句", "act": "save"}
        answer = browser.post(path, data)
        assert answer.status_code == 422
        assert "已在别处改动过" in words(answer)
        assert "另写一句" in words(answer)
        data["version"] = str(Proposal.objects.get().version)
        assert "已保存" in words(browser.post(path, data, follow=True))

    def test_a_secrecy_mark_is_refused_at_its_field(
        self, as_: Browse, cast: Cast, proposal: Proposal
    ) -> None:
        proposals.return_proposal(proposal=proposal, reasons={"": "改"}, by=cast.officer, at=AT)
        browser, path = as_(cast.liaison), reverse("proposal-write", args=[proposal.pk])
        data = {**typed(browser.get(path)), "goal": "秘密★10年\n内容", "act": "save"}
        answer = browser.post(path, data)
        assert "goal" in answer.context["paper"].head.errors

    def test_a_leader_hands_back_with_a_word_and_a_unit_withdraws(
        self, as_: Browse, cast: Cast, call: Call
    ) -> None:
        made = proposals.draft_proposal(
            call=call, unit=cast.unit, by=cast.liaison, at=AT, title="课堂", goal="讲", due=localdate()
        )
        act = reverse("proposal-act", args=[made.pk])
        as_(cast.liaison).post(act, {"act": "send"})
        assert "请写明原因" in words(as_(cast.leader).post(act, {"act": "hand_back"}, follow=True))
        as_(cast.leader).post(act, {"act": "hand_back", "word": "再短些"})
        assert "再短些" in words(as_(cast.liaison).get(reverse("proposal", args=[made.pk])))
        as_(cast.liaison).post(act, {"act": "withdraw"})
        made.refresh_from_db()
        assert made.state == ProposalState.WITHDRAWN
        assert as_(cast.liaison).get(reverse("proposal-write", args=[made.pk])).status_code == 302
        assert as_(cast.officer).get(reverse("proposal", args=[made.pk])).status_code == 404

    def test_another_units_proposal_does_not_exist(self, as_: Browse, cast: Cast, proposal: Proposal) -> None:
        for name in ("proposal", "proposal-write"):
            assert as_(cast.other_liaison).get(reverse(name, args=[proposal.pk])).status_code == 404


class TestAdmission:
    def test_near_twins_are_pointed_out_and_not_ticked(
        self, as_: Browse, cast: Cast, call: Call, proposal: Proposal
    ) -> None:
        twin = proposal_of(cast, call, AT, other=True, title="独居老人每周一探访")
        odd = proposal_of(cast, call, AT, other=True, title="文明餐桌", goal="光盘行动", theme=None)
        browser, path = as_(cast.officer), reverse("admission", args=[call.pk])
        shown = words(browser.get(path))
        assert "2 项与其他申报相近" in shown
        assert shown.count("checked") == 1
        beside = words(browser.get(reverse("proposal-decide", args=[twin.pk])))
        assert "内容相近" in beside
        browser.post(path, {"proposal": [odd.pk, proposal.pk]})
        assert Project.objects.filter(state=ProjectState.ADMITTED).count() == 2
        assert "请先勾选" in words(browser.post(path, {"proposal": ["x"]}, follow=True))

    def test_one_is_merged_into_another_then_the_next_one_opens(
        self, as_: Browse, cast: Cast, call: Call, proposal: Proposal
    ) -> None:
        twin = proposal_of(cast, call, AT, other=True)
        browser = as_(cast.officer)
        path = reverse("proposal-decide", args=[twin.pk])
        following = browser.post(path, {"act": "merge", "into": proposal.pk})
        assert following.url == reverse("proposal-decide", args=[proposal.pk])
        assert list(proposal.supporting_units.all()) == [cast.other]
        assert "已并入市民政局" in words(as_(cast.other_liaison).get(reverse("proposal", args=[twin.pk])))
        assert as_(cast.officer).post(path).status_code == 302

    def test_declining_asks_for_a_reason_and_keeps_what_was_typed(
        self, as_: Browse, cast: Cast, call: Call, proposal: Proposal
    ) -> None:
        browser, path = as_(cast.officer), reverse("proposal-decide", args=[proposal.pk])
        for sent in ({"act": "decline"}, {"act": "return", "reason:title": " "}, {"act": "none"}):
            assert browser.post(path, {**sent, "into": "x"}).status_code == 422
        last = browser.post(path, {"act": "decline", "reason:": "今年不办"})
        assert last.url == reverse("admission", args=[call.pk])
        assert "没有待受理的申报" in words(browser.get(last.url))
        assert "今年不办" in words(as_(cast.liaison).get(reverse("proposal", args=[proposal.pk])))

    def test_one_is_admitted_from_its_page(self, as_: Browse, cast: Cast, proposal: Proposal) -> None:
        as_(cast.officer).post(reverse("proposal-decide", args=[proposal.pk]), {"act": "admit"})
        assert Project.objects.get().state == ProjectState.ADMITTED

    def test_last_years_project_alike_is_shown_beside(
        self, as_: Browse, cast: Cast, proposal: Proposal
    ) -> None:
        last = year.open_ledger(office=cast.office, year=YEAR - 1, by=cast.officer, at=AT)
        Project.objects.create(
            office=cast.office, ledger=last, lead_unit=cast.other, title=proposal.title, goal=proposal.goal,
            state=ProjectState.CLOSED, serial=1, opened_at=AT, changed_at=AT,
        )  # fmt: skip
        shown = words(as_(cast.officer).get(reverse("proposal-decide", args=[proposal.pk])))
        assert f"{YEAR - 1}年度项目" in shown


class TestAccounts:
    def test_an_account_is_prepared_opened_and_confirmed(
        self, as_: Browse, cast: Cast, project: Project
    ) -> None:
        browser, path = as_(cast.officer), reverse("account", args=[project.pk])
        assert "缺责任岗位" in words(browser.get(reverse("opening")))
        data = {**typed(browser.get(path)), "lead_post": cast.post.pk, "waived": ["02"], "act": "save"}
        assert "已保存，可以建账" in words(browser.post(path, data, follow=True))
        plan = plan_of(Project.objects.get())
        assert (plan.lead_post, plan.waived_months) == (cast.post.pk, (f"{YEAR}-02",))
        assert [(each.name, each.target) for each in plan.indicators] == [("上门走访", 60_000)]
        browser.post(reverse("opening"), {"project": [project.pk]})
        project.refresh_from_db()
        assert project.account_no == f"{YEAR}-001"
        assert browser.get(path).status_code == 302
        confirm = reverse("account-confirm", args=[project.pk])
        assert "确认，按此督账" not in words(browser.get(confirm))
        assert "确认，按此督账" in words(as_(cast.liaison).get(confirm))
        assert as_(cast.leader).post(confirm, {"next": "queue"}).url == reverse("queue")
        project.refresh_from_db()
        assert project.state == ProjectState.ACTIVE
        assert as_(cast.leader).post(confirm).url == confirm

    def test_the_leaders_post_is_given_to_all_at_once(
        self, as_: Browse, cast: Cast, project: Project
    ) -> None:
        browser, path = as_(cast.officer), reverse("opening")
        assert "已为1个项目" in words(browser.post(path, {"act": "posts"}, follow=True))
        assert "请逐个选定" in words(browser.post(path, {"act": "posts"}, follow=True))
        assert "请先勾选" in words(browser.post(path, {}, follow=True))
        project.refresh_from_db()
        assert project.lead_post == cast.post

    def test_an_incomplete_account_is_refused_in_words(
        self, as_: Browse, cast: Cast, project: Project
    ) -> None:
        answer = as_(cast.officer).post(reverse("opening"), {"project": [project.pk]}, follow=True)
        assert "还不能建账：缺责任岗位" in words(answer)

    def test_mistakes_stand_at_their_fields(self, as_: Browse, cast: Cast, project: Project) -> None:
        definition = MeasureDefinition.objects.create(office=cast.office, name="走访", unit="次")
        browser, path = as_(cast.officer), reverse("account", args=[project.pk])
        data = {**typed(browser.get(path)), "act": "save"}
        errors = {
            "indicators-0-target_text": ("若干", "target_text"),
            "indicators-0-definition": (definition.pk, "unit"),
            "indicators-0-unit": ("", "unit"),
            "indicators-0-name": ("", "name"),
        }
        huge = {"indicators-0-target_text": "9000000000亿", "milestones-0-due": ""}
        parts = browser.post(path, {**data, **huge}).context["account"].paper.parts
        assert "数值过大" in str(parts["indicators"][0].errors["target_text"])
        assert "请填写日期" in str(parts["milestones"][0].errors["due"])
        for target, given in (("98%", "%"), ("三分之二", "比例"), ("20人", "人")):
            other = {"indicators-0-target_text": target, "indicators-0-unit": "户"}
            parts = browser.post(path, {**data, **other}).context["account"].paper.parts
            assert f"不能填“{given}”" in str(parts["indicators"][0].errors["target_text"])
        own = {"indicators-0-target_text": "12个村", "indicators-0-unit": "个村", "milestones-0-due": ""}
        parts = browser.post(path, {**data, **own}).context["account"].paper.parts
        assert "target_text" not in parts["indicators"][0].errors
        bare = {"indicators-0-target_text": "60", "indicators-0-unit": ""}
        parts = browser.post(path, {**data, **bare}).context["account"].paper.parts
        assert "请填写计量单位" in str(parts["indicators"][0].errors["unit"])
        none = {"indicators-0-target_text": "", "start": "", "act": "draw"}
        assert browser.post(path, {**data, **none}).context["account"].picture is None
        for name, (value, field) in errors.items():
            answer = browser.post(path, {**data, name: value, "indicators-0-basis": ""})
            if name != "indicators-0-unit":
                assert answer.status_code == 422, name
                assert field in answer.context["account"].paper.parts["indicators"][0].errors
        wrong = {**data, "due": f"{YEAR}-02-01"}
        answer = browser.post(path, wrong)
        assert "晚于项目的完成时限" in words(answer)
        answer = browser.post(path, {**data, "due": f"{YEAR - 1}-02-01", "goal": "机密★"})
        assert {"due", "goal"} <= answer.context["account"].paper.head.errors.keys()
        assert "有 2 处需要改正" in words(answer)

    @pytest.mark.parametrize(
        ("sent", "points"),
        [
            ({"pace": "even"}, 0),
            ({"pace": "milestones"}, 3),
            ({"pace": "campaign", "first": f"{YEAR}-09-01", "last": f"{YEAR}-10-31"}, 4),
            ({"pace": "months", "m6": "40", "m12": "100"}, 3),
        ],
    )
    def test_each_course_of_the_pace_is_kept_drawn_and_shown_again(
        self, as_: Browse, cast: Cast, project: Project, sent: dict[str, str], points: int
    ) -> None:
        browser, path = as_(cast.officer), reverse("account", args=[project.pk])
        data = {**typed(browser.get(path)), **sent}
        drawn = browser.post(path, {**data, "act": "draw"})
        assert drawn.context["account"].picture is not None
        assert browser.post(path, {**data, "act": "save"}).status_code == 302
        project.refresh_from_db()
        assert len(project.curve.get("points", [])) == points
        again = typed(browser.get(path))
        assert {name: str(again[name]) for name in sent} == sent

    @pytest.mark.parametrize(
        ("sent", "field"),
        [
            ({"pace": "campaign"}, "first"),
            ({"pace": "campaign", "first": f"{YEAR}-10-01", "last": f"{YEAR}-09-01"}, "first"),
            ({"pace": "months"}, "pace"),
            ({"pace": "months", "m3": "60", "m6": "40"}, "pace"),
        ],
    )
    def test_a_course_that_cannot_be_is_said_so(
        self, as_: Browse, cast: Cast, project: Project, sent: dict[str, str], field: str
    ) -> None:
        browser, path = as_(cast.officer), reverse("account", args=[project.pk])
        data = {**typed(browser.get(path)), **sent}
        answer = browser.post(path, {**data, "act": "save"})
        assert field in answer.context["account"].paper.head.errors
        assert browser.post(path, {**data, "act": "draw"}).context["account"].picture is None

    def test_the_next_one_that_lacks_something_opens(
        self, as_: Browse, cast: Cast, call: Call, project: Project
    ) -> None:
        second = proposal_of(cast, call, AT, other=True, title="另一项", goal="做好另一件事")
        other = proposals.admit_proposals(proposals=[second], by=cast.officer, at=AT)[0]
        browser, path = as_(cast.officer), reverse("account", args=[project.pk])
        data = {**typed(browser.get(path)), "lead_post": cast.post.pk, "act": "next"}
        assert browser.post(path, data).url == reverse("account", args=[other.pk])
        stale = browser.post(path, {**data, "act": "save"})
        assert "已在别处改动过" in words(stale)
        path = reverse("account", args=[other.pk])
        data = {**typed(browser.get(path)), "act": "next"}
        assert browser.post(path, data).url == reverse("opening")

    def test_the_unit_of_a_measure_definition_goes_to_the_indicator(
        self, as_: Browse, cast: Cast, project: Project
    ) -> None:
        definition = MeasureDefinition.objects.create(
            office=cast.office, name="走访", unit="人次", basis="period"
        )
        browser, path = as_(cast.officer), reverse("account", args=[project.pk])
        data = {**typed(browser.get(path)), "indicators-0-definition": definition.pk, "act": "save"}
        data["indicators-0-unit"] = ""
        browser.post(path, data)
        indicator = plan_of(project).indicators[0]
        assert (indicator.unit, indicator.basis, indicator.definition) == ("人次", "period", definition.pk)

    def test_any_other_curve_is_shown_by_its_months(self, as_: Browse, cast: Cast, project: Project) -> None:
        curve = {"points": [[f"{YEAR}-01-01", "0"], [f"{YEAR}-03-10", "1/2"], [f"{YEAR}-12-20", "1"]]}
        Project.objects.update(curve=curve)
        shown = typed(as_(cast.officer).get(reverse("account", args=[project.pk])))
        assert shown["pace"] == "months"
        assert shown["m3"] >= 50
        even = {"points": [[f"{YEAR}-01-01", "0"], [f"{YEAR}-12-20", "1"]]}
        Project.objects.update(curve=even)
        assert typed(as_(cast.officer).get(reverse("account", args=[project.pk])))["pace"] == "even"

    def test_the_opening_page_asks_the_database_the_same_number_of_times(
        self,
        as_: Browse,
        cast: Cast,
        call: Call,
        project: Project,
        django_assert_max_num_queries: Any,
    ) -> None:
        for n in range(4):
            made = proposal_of(cast, call, AT, other=True, title=f"第{n}项", goal=f"第{n}个目标")
            proposals.admit_proposals(proposals=[made], by=cast.officer, at=AT)
        browser = as_(cast.officer)
        with django_assert_max_num_queries(14):
            assert "5 个还缺内容" in words(browser.get(reverse("opening")))

    def test_numbers_go_by_theme_and_unit(self, as_: Browse, cast: Cast, project: Project) -> None:
        as_(cast.officer).post(reverse("opening"), {"act": "posts"})
        project.refresh_from_db()
        opened = accounts.open_accounts(projects=[project], by=cast.officer, at=AT)
        assert opened[0].serial == 1


class TestSettings:
    def test_a_year_without_a_ledger_is_opened(self, as_: Browse, cast: Cast) -> None:
        browser, path = as_(cast.officer), reverse("ledger-settings", args=[YEAR])
        assert "这一年还没有台账" in words(browser.get(path))
        browser.post(path)
        assert Ledger.objects.get().year == YEAR
        assert browser.get(reverse("ledger-settings", args=[YEAR + 5])).status_code == 404

    def test_everything_is_kept_and_each_change_of_rules_is_a_version(
        self, as_: Browse, cast: Cast, ledger: Ledger
    ) -> None:
        browser, path = as_(cast.officer), reverse("ledger-settings", args=[YEAR])
        theme = ledger.themes.get(name="宣讲")
        sent: list[dict[str, Any]] = [
            {
                "act": "set",
                "set-name": "台账",
                "set-report_due_day": 8,
                "set-notice_days": 7,
                "set-review_cap": 1,
            },
            {"act": "theme", "theme-name": "共建"},
            {"act": f"rename:{theme.pk}", f"theme-{theme.pk}": "宣讲进基层"},
            {"act": f"rename:{theme.pk}", f"theme-{theme.pk}": "宣讲进基层"},
            {"act": "preset:three-lights"},
            {"act": "rules", "rules-behind_points": 8, "rules-overdue_days": 2, "rules-red_points": ""},
            {"act": "measure", "measure-name": "走访", "measure-unit": "人次", "measure-basis": "period"},
            {"act": "nothing"},
        ]
        for each in sent:
            assert browser.post(path, each).status_code == 302, each
        ledger.refresh_from_db()
        assert (ledger.name, ledger.report_due_day, ledger.notice_days) == ("台账", 8, 7)
        assert [each.name for each in ledger.themes.all()] == ["志愿服务", "宣讲进基层", "共建"]
        assert ledger.rules is not None
        assert (ledger.rules.code, ledger.rules.version) == ("three-lights", 2)
        shown = words(browser.get(path))
        assert "还不满2天" in shown
        assert "比序时进度落后8个百分点" in shown
        definition = MeasureDefinition.objects.get()
        browser.post(path, {"act": f"retire:{definition.pk}"})
        assert "已停用" in words(browser.get(path))

    def test_how_many_projects_change_colour_is_said_before_other_rules_are_adopted(
        self, as_: Browse, cast: Cast, ledger: Ledger, project: Project
    ) -> None:
        browser, path = as_(cast.officer), reverse("ledger-settings", args=[YEAR])
        assert words(browser.get(path)).count("采用后没有项目的信号会变。") == len(PRESETS) - 1
        day = localdate(timezone.now())
        running = {"state": "active", "start": day, "due": day + timedelta(days=300), "level": "near"}
        running |= {"serial": 1, "account_no": f"{YEAR}-001", "opened_at": AT}
        Project.objects.filter(pk=project.pk).update(**running)
        said = "采用后有1个项目的信号会变：临期→"
        assert said in words(browser.get(path))
        numbers = {"rules-behind_points": "30", "rules-overdue_days": "2"}
        tried = browser.post(path, {"act": "try", **numbers})
        assert tried.status_code == 200
        assert said in words(tried)
        ledger.refresh_from_db()
        assert ledger.rules is None or ledger.rules.version == 1
        wrong = browser.post(path, {"act": "try", **numbers, "rules-red_points": "20"})
        assert wrong.status_code == 422

    @pytest.mark.parametrize(
        "sent",
        [
            {"act": "set", "set-report_due_day": "31"},
            {"act": "theme", "theme-name": "宣讲"},
            {
                "act": "rules",
                "rules-behind_points": "30",
                "rules-red_points": "20",
                "rules-overdue_days": "1",
            },
            {"act": "measure", "measure-name": ""},
        ],
        ids=["set", "theme", "rules", "measure"],
    )
    def test_a_mistake_is_said_where_it_was_made(
        self, as_: Browse, cast: Cast, ledger: Ledger, sent: dict[str, str]
    ) -> None:
        answer = as_(cast.officer).post(reverse("ledger-settings", args=[YEAR]), sent)
        assert answer.status_code == 422
        assert 'class="field-error"' in words(answer)


def test_a_day_that_is_none_stays_as_it_was_written() -> None:
    assert iso_day(f"{YEAR}-08-15") == "8月15日"
    assert iso_day("8月中旬") == "8月中旬"


class TestOrder:
    @pytest.fixture
    def waiting(self, cast: Cast, call: Call) -> list[Proposal]:
        """Two of one unit, one of another; the first and the last say other things than the second."""
        return [
            proposal_of(cast, call, AT, title="乙 楼道亮灯", goal="六千盏"),
            proposal_of(cast, call, AT, title="甲 口袋公园", goal="三十处公园", other=True),
            proposal_of(cast, call, AT, title="丙 书香校园", goal="阅读进课堂"),
        ]

    def shown(self, answer: Any) -> list[str]:
        return re.findall(r'row-link" href="[^"]*/decide/">(\S)', words(answer))

    def test_what_waits_is_ordered_by_a_heading_and_the_other_way_round(
        self, as_: Browse, cast: Cast, call: Call, waiting: list[Proposal]
    ) -> None:
        browser, path = as_(cast.officer), reverse("admission", args=[call.pk])
        assert 'aria-sort="none"' in words(browser.get(path))
        rising = browser.get(f"{path}?sort=1")
        assert self.shown(rising) == sorted("乙甲丙")
        assert 'aria-sort="ascending"' in words(rising)
        assert 'href="?sort=-1"' in words(rising)
        assert self.shown(browser.get(f"{path}?sort=-1")) == sorted("乙甲丙", reverse=True)
        by_unit = self.shown(browser.get(f"{path}?sort=2"))
        assert by_unit in (["甲", "乙", "丙"], ["乙", "丙", "甲"])  # those of one unit as they came

    def test_an_odd_order_is_none(self, as_: Browse, cast: Cast, call: Call, waiting: list[Proposal]) -> None:
        browser, path = as_(cast.officer), reverse("admission", args=[call.pk])
        usual = self.shown(browser.get(path))
        for asked in ("0", "-0", "99", "x", "-", "--1", "１"):
            assert self.shown(browser.get(path, {"sort": asked})) == usual
        assert 'href="?from=menu&amp;sort=1"' in words(browser.get(path, {"from": "menu", "page": "3"}))
