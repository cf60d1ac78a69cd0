"""State × verb × role of calls, proposals, projects, changes and closures."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from taizhang.core.lifecycle.project_year import (
    CALL,
    CHANGE,
    CLOSURE,
    PROJECT,
    PROPOSAL,
    CallState,
    ChangeKind,
    ChangeState,
    ClosureState,
    ProjectState,
    ProposalState,
)
from taizhang.core.plan.account_plan import to_json
from taizhang.ledger.actions import accounts, changes, closing, proposals, records, year
from taizhang.ledger.models import Call, ChangeRequest, Closure, Ledger, Project, Proposal
from taizhang.ledger.rules.account_plans import plan_of
from taizhang.office.models import Person
from taizhang.office.queries import unit_of
from tests.matrix import surprises

from .conftest import People, ProjectIn, actors, plan_for

# The same ground as in their neighbours, a hundred times: who may do what is said by tables, not by the database.
pytestmark = [pytest.mark.no_cover, pytest.mark.one_engine]


def test_calls(people: People, ledger: Ledger, at: datetime) -> None:
    deadline = at + timedelta(days=30)
    call = year.draft_call(ledger=ledger, title="征集", deadline=deadline, by=people.officer, at=at)
    acts: dict[str, Any] = {
        "edit": lambda row, by: year.edit_call(call=row, title="再征集", deadline=deadline, by=by, at=at),
        "issue": lambda row, by: year.issue_call(call=row, by=by, at=at),
        "extend": lambda row, by: year.extend_call(
            call=row, deadline=deadline + timedelta(days=9), by=by, at=at
        ),
        "close": lambda row, by: year.close_call(call=row, by=by, at=at),
    }

    def put(state: str, verb: str) -> Call:
        Call.objects.filter(pk=call.pk).update(
            state=state, issued_at=None if state == CallState.DRAFT else at
        )
        return Call.objects.get(pk=call.pk)

    assert surprises(CALL, CallState, acts, put, actors(people)) == []


def test_proposals(people: People, call: Call, at: datetime) -> None:
    def draft(title: str) -> Proposal:
        return proposals.draft_proposal(
            call=call,
            unit=people.unit,
            title=title,
            goal="每周有人上门。",
            due=date(2026, 12, 20),
            by=people.liaison,
            at=at,
        )

    row, other = draft("独居老人每周一访"), draft("楼道微花园")
    Proposal.objects.filter(pk=other.pk).update(state=ProposalState.SUBMITTED)
    other.refresh_from_db()
    acts: dict[str, Any] = {
        "edit": lambda row, by: proposals.edit_proposal(
            proposal=row, version=row.version, goal="每天有人问候。", by=by, at=at
        ),
        "send": lambda row, by: proposals.send_proposal(proposal=row, by=by, at=at),
        "hand_back": lambda row, by: proposals.hand_back_proposal(proposal=row, word="再核", by=by, at=at),
        "sign": lambda row, by: proposals.sign_proposal(proposal=row, by=by, at=at),
        "withdraw": lambda row, by: proposals.withdraw_proposal(proposal=row, by=by, at=at),
        "admit": lambda row, by: proposals.admit_proposals(proposals=[row], by=by, at=at),
        "return": lambda row, by: proposals.return_proposal(
            proposal=row, reasons={"goal": "请写明对象"}, by=by, at=at
        ),
        "decline": lambda row, by: proposals.decline_proposal(proposal=row, reason="已有同类", by=by, at=at),
        "merge": lambda row, by: proposals.merge_proposal(proposal=row, into=other, by=by, at=at),
    }

    def put(state: str, verb: str) -> Proposal:
        into = other if state == ProposalState.MERGED else None
        Proposal.objects.filter(pk=row.pk).update(state=state, merged_into=into)
        return Proposal.objects.get(pk=row.pk)

    assert surprises(PROPOSAL, ProposalState, acts, put, actors(people)) == []


@pytest.fixture
def decide(people: People, project_in: ProjectIn, at: datetime) -> Any:
    """Approve a change of the kind, asked for by the unit's leader, whatever the project's state."""
    into = project_in(title="楼道微花园")

    def do(project: Project, kind: str, by: Person) -> None:
        amended = plan_for(people, goal="每天有人问候。")
        change = ChangeRequest.objects.create(
            office=project.office,
            project=project,
            kind=kind,
            reason="雨季",
            forecast=date(2026, 12, 28),
            proposed=to_json(amended),
            into=into if kind == ChangeKind.MERGE else None,
            requested_by=people.other_officer,
            requested_at=at,
        )
        changes.approve_change(change=change, by=by, at=at)

    return do


def test_projects(people: People, project_in: ProjectIn, decide: Any, at: datetime) -> None:
    admitted, opened = project_in(ProjectState.ADMITTED), project_in(ProjectState.OPENED)
    (criterion,) = opened.criteria.all()

    def closure_of(row: Project) -> Closure:
        return Closure.objects.create(
            office=row.office, project=row, requested_by=people.other_officer, requested_at=at
        )

    acts: dict[str, Any] = {
        "prepare": lambda row, by: accounts.prepare_account(
            project=row, version=row.version, plan=plan_of(row), by=by, at=at
        ),
        "open_account": lambda row, by: accounts.open_accounts(projects=[row], by=by, at=at),
        "confirm": lambda row, by: accounts.confirm_account(project=row, by=by, at=at),
        "record": lambda row, by: records.record_activity(
            unit=row.lead_unit, project=row, kind="visit", title="走访", held_on=at.date(), by=by, at=at
        ),
        "request_change": lambda row, by: changes.request_change(
            project=row, kind=ChangeKind.CANCEL, reason="任务取消", by=by, at=at
        ),
        "draft_closure": lambda row, by: closing.draft_closure(
            project=row, summary="完成", answers={criterion.pk: ((), "已完成")}, by=by, at=at
        ),
        "request_closure": lambda row, by: closing.request_closure(
            project=row, summary="完成", answers={criterion.pk: ((), "已完成")}, by=by, at=at
        ),
        "withdraw_closure": lambda row, by: closing.withdraw_closure(
            closure=row.closures.get(), by=by, at=at
        ),
        "verify": lambda row, by: closing.verify_closure(closure=row.closures.get(), by=by, at=at),
        "rectify": lambda row, by: closing.rectify_closure(
            closure=row.closures.get(), opinion="再补", items=[("补记录", None)], by=by, at=at
        ),
        "reopen": lambda row, by: closing.reopen_project(project=row, reason="须核实", by=by, at=at),
        "archive": lambda row, by: closing.archive_project(project=row, by=by, at=at),
    }
    acts |= {kind: lambda row, by, kind=kind: decide(row, kind, by) for kind in ChangeKind}

    def put(state: str, verb: str) -> Project:
        if state == ProjectState.ADMITTED:
            row = admitted
        else:
            row = opened
            Project.objects.filter(pk=opened.pk).update(state=state)
        if verb in ("withdraw_closure", "verify", "rectify"):
            closure_of(row)
        return Project.objects.get(pk=row.pk)

    assert surprises(PROJECT, ProjectState, acts, put, actors(people)) == []


def test_changes(people: People, project_in: ProjectIn, at: datetime) -> None:
    change = changes.request_change(
        project=project_in(), kind=ChangeKind.SUSPEND, reason="汛期", by=people.liaison, at=at
    )

    def withdraw(row: ChangeRequest, by: Person) -> None:
        if unit_of(by, at) is None:  # the office takes back what the office has asked for
            ChangeRequest.objects.filter(pk=row.pk).update(requested_by=people.other_officer)
            row = ChangeRequest.objects.get(pk=row.pk)
        changes.withdraw_change(change=row, by=by, at=at)

    acts: dict[str, Any] = {
        "approve": lambda row, by: changes.approve_change(change=row, by=by, at=at),
        "decline": lambda row, by: changes.decline_change(change=row, decision="不同意", by=by, at=at),
        "withdraw": withdraw,
    }

    def put(state: str, verb: str) -> ChangeRequest:
        ChangeRequest.objects.filter(pk=change.pk).update(state=state)
        return ChangeRequest.objects.get(pk=change.pk)

    assert surprises(CHANGE, ChangeState, acts, put, actors(people)) == []


def test_closures(people: People, project_in: ProjectIn, at: datetime) -> None:
    project = project_in()
    (criterion,) = project.criteria.all()
    answers = {criterion.pk: ((), "已完成")}
    closure = closing.request_closure(
        project=project, summary="完成", answers=answers, by=people.leader, at=at
    )
    acts: dict[str, Any] = {
        "sign": lambda row, by: closing.sign_closure(closure=row, by=by, at=at),
        "hand_back": lambda row, by: closing.hand_back_closure(closure=row, words="请补数据。", by=by, at=at),
        "verify": lambda row, by: closing.verify_closure(closure=row, by=by, at=at),
        "rectify": lambda row, by: closing.rectify_closure(
            closure=row, opinion="再补", items=[("补记录", None)], by=by, at=at
        ),
        "withdraw": lambda row, by: closing.withdraw_closure(closure=row, by=by, at=at),
    }

    def put(state: str, verb: str) -> Closure:
        Closure.objects.filter(pk=closure.pk).update(state=state)
        asked = state not in (ClosureState.UNIT_REVIEW, ClosureState.HANDED_BACK)
        standing = ProjectState.CLOSURE_REQUESTED if asked else ProjectState.ACTIVE
        Project.objects.filter(pk=project.pk).update(state=standing)
        return Closure.objects.get(pk=closure.pk)

    assert surprises(CLOSURE, ClosureState, acts, put, actors(people)) == []
