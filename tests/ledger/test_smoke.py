"""A proposal becomes a project, is opened, changed and closed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from taizhang.core.lifecycle.project_year import ChangeKind
from taizhang.ledger.actions import accounts, changes, closing, proposals, year
from taizhang.ledger.models import Baseline, Call
from taizhang.ledger.queries.calls import alike, answers_to
from taizhang.ledger.rules.account_plans import missing_of

from .conftest import People, plan_for


def test_from_proposal_to_archive(people: People, call: Call, at: datetime) -> None:
    draft = proposals.draft_proposal(
        call=call, unit=people.unit, title="独居老人每周一访", goal="每周有人上门。", due=date(2026, 12, 20),
        indicators=[{"name": "上门走访", "target": "6万余", "unit": "人次", "basis": "cumulative"}],
        milestones=[{"title": "摸底", "due": "2026-03-31", "phase": ""}], measures="社区摸底\n结对",
        by=people.liaison, at=at,
    )  # fmt: skip
    assert alike(draft) == []
    proposals.send_proposal(proposal=draft, by=people.liaison, at=at)
    proposals.sign_proposal(proposal=draft, by=people.leader, at=at)
    assert [u.pk for u in answers_to(call).silent] == [people.other_unit.pk]
    (project,) = proposals.admit_proposals(proposals=[draft], by=people.officer, at=at)
    assert [str(each) for each in missing_of(project)] == ["缺责任岗位"]
    accounts.prepare_account(
        project=project, version=project.version, plan=plan_for(people), by=people.officer, at=at
    )
    accounts.open_accounts(projects=[project], by=people.officer, at=at)
    assert project.account_no == "2026-001"
    accounts.confirm_account(project=project, by=people.leader, at=at)
    later = at + timedelta(days=3)
    change = changes.request_change(
        project=project,
        kind=ChangeKind.EXTEND,
        reason="雨季",
        forecast=date(2026, 12, 28),
        by=people.liaison,
        at=later,
    )
    changes.approve_change(change=change, by=people.officer, at=later)
    assert Baseline.objects.filter(project=project).count() == 2
    project.refresh_from_db()
    assert project.due == date(2026, 12, 28)
    (criterion,) = project.criteria.filter(in_force=True)
    closure = closing.request_closure(
        project=project, summary="完成", answers={criterion.pk: ((), "已完成")}, by=people.leader, at=later
    )
    closing.verify_closure(closure=closure, by=people.officer, at=later)
    project.refresh_from_db()
    closing.archive_project(project=project, by=people.officer, at=later)
    assert project.state == "archived"
    year.close_call(call=call, by=people.officer, at=later)
