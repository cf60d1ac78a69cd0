"""Every state in which somebody can do something waits for them as a task, or it is said here why not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django_scopes import scope

from taizhang.bulletin import tasks as of_bulletin
from taizhang.core.lifecycle import bulletin_life as bulletin
from taizhang.core.lifecycle import outreach_life as outreach
from taizhang.core.lifecycle import project_year as year
from taizhang.core.lifecycle.workflow import LifeTable
from taizhang.ledger import directive_tasks
from taizhang.ledger import tasks as of_ledger
from taizhang.office.models import Office, Unit
from taizhang.office.permissions import Permission, allowed
from taizhang.office.roles import Role
from taizhang.office.visible import Viewer
from taizhang.outreach import tasks as of_outreach

OTHER = "其他事项"
DECIDE = "待审批、核验和答复"
NEEDED = "需要处理"
WAITS = {  # (table, state, role): the heading under which it waits
    ("PROPOSAL", "draft", "liaison"): "申报",
    ("PROPOSAL", "returned", "liaison"): "申报",
    ("PROPOSAL", "unit_review", "unit_leader"): "待审签的申报",
    ("PROPOSAL", "submitted", "ledger_officer"): NEEDED,
    ("PROJECT", "admitted", "ledger_officer"): NEEDED,
    ("PROJECT", "opened", "liaison"): OTHER,
    ("PROJECT", "opened", "unit_leader"): OTHER,
    ("PROJECT", "closure_requested", "ledger_officer"): DECIDE,
    ("OBLIGATION", "due", "unit_leader"): "待审签的进展报告",
    ("OBLIGATION", "filed", "ledger_officer"): "待受理的进展报告",
    ("REPORT", "draft", "liaison"): "进展报告",
    ("REPORT", "returned", "liaison"): "进展报告",
    ("REPORT", "unit_review", "unit_leader"): "待审签的进展报告",
    ("REPORT", "submitted", "ledger_officer"): "待受理的进展报告",
    ("BLOCKER", "open", "ledger_officer"): DECIDE,
    ("BLOCKER", "open", "office_leader"): DECIDE,
    ("BLOCKER", "answered", "liaison"): OTHER,
    ("BLOCKER", "answered", "unit_leader"): OTHER,
    ("NOTICE", "draft", "ledger_officer"): NEEDED,
    ("NOTICE", "replied", "ledger_officer"): NEEDED,
    **{
        ("NOTICE", state, role): "待回复的督办单"
        for state in ("issued", "acknowledged", "returned")
        for role in ("liaison", "unit_leader")
    },
    **{("DIRECTIVE", "open", role): "领导批示" for role in year.DIRECTED.split()},
    ("DIRECTIVE", "replied", "office_leader"): "批示的回复",
    ("CHANGE", "requested", "ledger_officer"): DECIDE,
    ("CHANGE", "requested", "office_leader"): DECIDE,
    ("CLOSURE", "unit_review", "unit_leader"): "待审签的销账申请",
    ("CLOSURE", "requested", "ledger_officer"): DECIDE,
    ("SUBMISSION", "draft", "liaison"): "约稿和投稿",
    ("SUBMISSION", "returned", "liaison"): "约稿和投稿",
    ("SUBMISSION", "unit_review", "unit_leader"): "待审签的投稿",
    ("SUBMISSION", "submitted", "editor"): "待处理的来稿",
    ("COMMISSION", "open", "unit_leader"): "待审签的投稿",
    ("COMMISSION", "answered", "unit_leader"): "待审签的投稿",
    ("ISSUE", "composing", "editor"): "正在编辑的简报",
    ("ISSUE", "edited", "checker"): "待核稿",
    ("ISSUE", "checked", "signer"): "待签发",
    ("ISSUE", "signed", "signer"): "待签发",
    ("ISSUE", "sealed", "editor"): "待分发的简报",
    ("PROOF", "asked", "liaison"): "待确认的校样",
    ("PROOF", "asked", "unit_leader"): "待确认的校样",
    ("PROOF", "objected", "editor"): "校样有意见",
    ("ARTICLE_REMARK", "open", "editor"): "待处理的批注",
    ("SUBMISSION_REMARK", "open", "liaison"): "待处理的批注",
    ("REPORT_REMARK", "open", "liaison"): "待处理的批注",
    ("FACT_QUERY", "open", "liaison"): "请核实的数据",
    ("FACT_QUERY", "open", "unit_leader"): "请核实的数据",
    ("FACT_QUERY", "answered", "editor"): "单位对数据的答复",
    ("SENDING", "listed", "editor"): "待分发的简报",
    ("SENDING", "under_way", "editor"): "没有送到的邮件",
    ("CORRECTION", "draft", "signer"): "待签发的更正",
    ("QUESTION", "asked", "liaison"): "同行的提问",
    ("QUESTION", "asked", "unit_leader"): "同行的提问",
    ("ORDER", "offered", "liaison"): "点单",
    ("ORDER", "draft", "liaison"): "点单",
    ("ORDER", "submitted", "dispatcher"): "待派单",
    ("ORDER", "placed", "liaison"): "待确认的宣讲",
    ("ORDER", "placed", "unit_leader"): "待确认的宣讲",
    ("SESSION", "offered", "dispatcher"): "待宣讲员答复",
    ("SESSION", "postponed", "dispatcher"): "待改期",
    ("SESSION", "scheduled", "dispatcher"): "待单位确认人数",
    ("SESSION", "delivered", "dispatcher"): "待单位确认人数",
    ("SESSION", "scheduled", "liaison"): "待确认的宣讲",
    ("SESSION", "scheduled", "unit_leader"): "待确认的宣讲",
    ("SESSION", "delivered", "liaison"): "待确认的宣讲",
    ("SESSION", "delivered", "unit_leader"): "待确认的宣讲",
    ("SESSION", "confirmed", "liaison"): "人数有出入的宣讲",
    ("SESSION", "confirmed", "unit_leader"): "人数有出入的宣讲",
    ("SESSION", "confirmed", "dispatcher"): "人数有出入的宣讲",
    ("SIT_IN", "planned", "dispatcher"): "巡听旁听",
    ("SLOT", "running", "liaison"): "没有登记的公益服务",
    **{("PLAN_STEP", "open", role): "专项方案" for role in ("liaison", "unit_leader", "dispatcher")},
    **{("FOLLOW_UP", "open", role): "跟进事项" for role in year.DIRECTED.split()},
}
AT_WILL = {  # (table, verb): why nothing waits although it can be done
    "taken back or given up, which nobody waits for": (
        "PROPOSAL.withdraw PROJECT.withdraw_closure BLOCKER.withdraw BLOCKER.settle CHANGE.withdraw CLOSURE.withdraw "
        "REPORT.take_back SUBMISSION.withdraw COMMISSION.close ISSUE.take_back ISSUE.void FACT_QUERY.withdraw "
        "QUESTION.close CORRECTION.edit CORRECTION.drop OBLIGATION.waive SENDING.send ORDER.withdraw"
    ),
    "asked for when there is reason to, on the project's page": (
        "PROJECT.record PROJECT.request_change PROJECT.draft_closure PROJECT.request_closure PROJECT.extend "
        "PROJECT.amend PROJECT.suspend "
        "PROJECT.resume PROJECT.cancel PROJECT.merge PROJECT.carry_over PROJECT.reopen PROJECT.archive"
    ),
    "the office's own calendar: no date is missed where it is not done": (
        "CALL.edit CALL.issue CALL.extend CALL.close REVIEW.edit REVIEW.hold REVIEW.cancel ISSUE.archive ISSUE.distribute"
    ),
    "sharper than needed while the unit has its time": "NOTICE.escalate NOTICE.revoke",
    "words that nobody has to write": "ORDER.rate SIT_IN.reply SIT_IN.follow_up FOLLOW_UP.ask_again",
    "put right when it was wrong, which nobody waits for": (
        "ORDER.edit ORDER.release SESSION.recall MEDIA_ITEM.correct MEDIA_ITEM.withdraw SIT_IN.correct "
        "PLAN_STEP.reopen"
    ),
    "decided already; it can still be decided otherwise": (
        "SUBMISSION.accept SUBMISSION.return SUBMISSION.hold SUBMISSION.decline SUBMISSION.mark_duplicate SUBMISSION.adopt"
    ),
    "follows from another step by itself": (
        "SUBMISSION.release SUBMISSION.publish PROOF.overtake ISSUE.seal QUESTION.add"
    ),
    "a help to whoever has the text before them, not what they wait for": (
        "ISSUE.link ISSUE.remark ISSUE.return SUBMISSION.remark SUBMISSION.remark_from_desk PROOF.remark "
        "ARTICLE_REMARK.reply ARTICLE_REMARK.settle ARTICLE_REMARK.pass_over ARTICLE_REMARK.reopen "
        "SUBMISSION_REMARK.reply SUBMISSION_REMARK.settle SUBMISSION_REMARK.reopen "
        "REPORT_TEXT.remark REPORT_TEXT.remark_from_office REPORT_REMARK.reply REPORT_REMARK.settle REPORT_REMARK.reopen"
    ),
    "a plan is what the office makes of it; its steps wait": (
        "PHASED_PLAN.move PHASED_PLAN.add PHASED_PLAN.follow_up PHASED_PLAN.close"
    ),
    "research takes its own time; the problems found wait as those of the ledger": (
        "RESEARCH.edit RESEARCH.visit RESEARCH.raise RESEARCH.conclude RESEARCH.reopen RESEARCH.drop"
    ),
}
WHY_NOT = {each for words in AT_WILL.values() for each in words.split()}


def offers() -> Iterator[tuple[str, str, str, set[str]]]:
    """Each table, state and role with the verbs that it offers."""
    for life in (year, outreach, bulletin):
        for name, table in vars(life).items():
            if isinstance(table, LifeTable):
                rows = {
                    (state, role)
                    for step in table.steps.values()
                    for state in step.before
                    for role in step.by
                }
                for state, role in sorted(rows):
                    yield name, state, role, set(table.verbs(state, [role]))


@pytest.mark.parametrize(
    ("name", "state", "role", "verbs"), [pytest.param(*each, id="-".join(each[:3])) for each in offers()]
)
def test_what_can_be_done_waits_or_it_is_said_why_not(
    name: str, state: str, role: str, verbs: set[str]
) -> None:
    assert (name, state, role) in WAITS or {f"{name}.{verb}" for verb in verbs} <= WHY_NOT


def test_nothing_is_listed_that_the_tables_do_not_have() -> None:
    there = {each[:3] for each in offers()}
    assert WAITS.keys() <= there
    assert {f"{name}.{verb}" for name, _state, _role, verbs in offers() for verb in verbs} >= WHY_NOT


def test_each_heading_is_one_that_the_role_gets() -> None:
    at, office = datetime(2026, 8, 14, tzinfo=UTC), Office(pk=1, name="海川市文明办")
    for (name, state, role), heading in WAITS.items():
        units = (Unit(pk=1, office=office),) if role in ("liaison", "unit_leader") else ()
        permissions = frozenset(each for each in Permission if allowed({Role(role)}, each))
        viewer = Viewer(office, (), frozenset({Role(role)}), units, permissions)
        with scope(office=office.pk):
            waiting = [
                each.group
                for source in (directive_tasks, of_ledger, of_outreach, of_bulletin)
                for each in source.waiting(viewer, at)
            ]
        assert heading in waiting, (name, state, role)
