"""Requests to change an account, and their decision: each approved one leaves the old baseline beside the new."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from taizhang.core.lifecycle.project_year import CHANGE, IN_COUNT, PROJECT, ChangeKind, ProjectState
from taizhang.core.lifecycle.workflow import LifeStep, Refused
from taizhang.core.pace.curves import curve_from_json, curve_to_json, stretched
from taizhang.core.plan.account_plan import AccountPlan, from_json, to_json
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.actions.signals import judge_again
from taizhang.ledger.models import Baseline, ChangeRequest, Project
from taizhang.ledger.rules.account_plans import (
    check_plan,
    fields_of,
    freeze,
    missing_in,
    plan_of,
    write_lists,
)
from taizhang.ledger.rules.checks import check_no_secret, check_reason, check_withdraw
from taizhang.office.models import Person
from taizhang.office.workflow import move, transition


def request_change(
    *,
    project: Project,
    kind: str,
    reason: str,
    forecast: date | None = None,
    proposed: AccountPlan | None = None,
    into: Project | None = None,
    by: Person,
    at: datetime,
) -> ChangeRequest:
    """Ask for a change. An extension is asked for before the due date, with a forecast."""
    kind = ChangeKind(kind)
    with transition(PROJECT, "request_change", project, by=by, at=at) as act:
        check_reason(reason)
        PROJECT.step(kind, project.state)
        _CHECKS.get(kind, _nothing)(project, forecast, proposed, into, localdate(at))
        if ChangeRequest.objects.filter(project=project, kind=kind, state="requested").exists():
            raise Refused(Message(N_("同类申请正在审批，请等待结果或先撤回。")))
        change = ChangeRequest.objects.create(
            office=project.office,
            project=project,
            kind=kind,
            reason=reason,
            forecast=forecast,
            proposed=to_json(proposed) if proposed else {},
            into=into,
            requested_by=by,
            requested_at=at,
        )
        detail = {"kind": str(kind), "project": project.pk}
        act.record("request_change", change, detail)
    return change


def approve_change(
    *, change: ChangeRequest, decision: str = "", due: date | None = None, by: Person, at: datetime
) -> ChangeRequest:
    """Approve; an extension's new date is stated by the decision (as forecast, if ``due`` is not given)."""
    project = change.project
    with transition(CHANGE, "approve", change, by=by, at=at) as act:
        _check_other(change, by)
        due = due or change.forecast if change.kind == ChangeKind.EXTEND else None
        check_no_secret(decision)
        act.move(decided_by=by, decided_at=at, decision=decision, decided_due=due)
        _carry_out(change, project, PROJECT.step(change.kind, project.state), by, at)
        detail = {"kind": change.kind, "due": due.isoformat() if due else None}
        act.record("approve_change", detail=detail)
        judge_again([project], at)
    return change


def decline_change(*, change: ChangeRequest, decision: str, by: Person, at: datetime) -> ChangeRequest:
    """Decline, and say why."""
    with transition(CHANGE, "decline", change, by=by, at=at) as act:
        check_reason(decision)
        _check_other(change, by)
        act.move(decided_by=by, decided_at=at, decision=decision)
        act.record("decline_change")
    return change


def withdraw_change(*, change: ChangeRequest, by: Person, at: datetime) -> ChangeRequest:
    """Take the request back; the unit its own, the office its own."""
    with transition(CHANGE, "withdraw", change, by=by, at=at) as act:
        check_withdraw(change, by, at)
        act.move()
        act.record("withdraw_change")
    return change


def _carry_out(change: ChangeRequest, project: Project, step: LifeStep, by: Person, at: datetime) -> None:
    if change.kind == ChangeKind.EXTEND:
        due = change.decided_due
        if due is None or project.due is None or due <= project.due:
            raise Refused(Message(N_("批准的新时限须晚于原时限。")))
        _check_within_year(project, due)
        _amend(project, _extended(plan_of(project), project.due, due, change), step, change, by, at)
    elif change.kind == ChangeKind.AMEND:
        _check_current(change)
        _amend(project, from_json(change.proposed), step, change, by, at)
    elif change.kind == ChangeKind.MERGE:
        _check_merging(project, None, None, change.into, localdate(at))
        move(project, step, at=at, merged_into=change.into)
    else:
        move(project, step, at=at)


def _extended(plan: AccountPlan, old: date, due: date, change: ChangeRequest) -> AccountPlan:
    """The plan until the new date; a curve of its own is spread out from the day the extension was asked for."""
    since = min(localdate(change.requested_at), old - timedelta(days=1))
    curve = plan.curve and curve_to_json(stretched(curve_from_json(dict(plan.curve)), since, old, due))
    return replace(plan, due=due, curve=curve)


def _amend(
    project: Project, plan: AccountPlan, step: LifeStep, change: ChangeRequest, by: Person, at: datetime
) -> None:
    check_plan(project, plan)
    missing = missing_in(plan)
    if missing:
        raise Refused(Message(N_("调整后的账目{missing}。"), {"missing": "、".join(map(str, missing))}))
    move(project, step, at=at, **fields_of(plan))
    write_lists(project, plan)
    freeze(project, by=by, at=at, change=change)


def _check_current(change: ChangeRequest) -> None:
    """An amendment says all of an account: it would undo what was changed since it was asked for."""
    if Baseline.objects.filter(project=change.project, since__gt=change.requested_at).exists():
        raise Refused(Message(N_("提出申请后账目又有变更。请不予同意，由申请方按新的账目重新提出。")))


def _check_other(change: ChangeRequest, by: Person) -> None:
    """Nobody decides a request of their own."""
    if change.requested_by_id == by.pk:
        raise Refused(Message(N_("不能审批自己提出的申请。")))


def _nothing(*_: object) -> None:
    """Kinds that ask for nothing but a reason."""


def _check_extension(
    project: Project, forecast: date | None, _plan: object, _into: object, today: date
) -> None:
    if project.due is None or today > project.due:
        raise Refused(Message(N_("已过完成时限，不能再申请延期。")))
    if forecast is None:
        raise Refused(Message(N_("请填写预计完成日期。")))
    if forecast <= project.due:
        raise Refused(Message(N_("预计完成日期须晚于原时限。")))
    _check_within_year(project, forecast)


def _check_within_year(project: Project, due: date) -> None:
    """Refused for a new date after the ledger's year: that is a carry-over, which is decided as such."""
    year = max(project.ledger.year, project.due.year if project.due else 0)
    if due.year > year:
        said = N_("延期最晚到{year}年12月31日；需要跨年完成的，请申请结转到下年。")
        raise Refused(Message(said, {"year": year}))


def _check_amendment(
    project: Project, _forecast: object, plan: AccountPlan | None, _into: object, _today: date
) -> None:
    if plan is None or plan == plan_of(project):
        raise Refused(Message(N_("没有改动任何内容。")))
    if project.due and (plan.due is None or plan.due > project.due):
        raise Refused(Message(N_("推迟完成时限请另行申请延期。")))
    check_plan(project, plan)


def _check_merging(
    project: Project, _forecast: object, _plan: object, into: Project | None, _today: date
) -> None:
    living = IN_COUNT["active"] | {ProjectState.SUSPENDED}
    if (
        into is None
        or into.pk == project.pk
        or into.ledger_id != project.ledger_id
        or into.state not in living
    ):
        raise Refused(Message(N_("请选择本年度台账中另一个在账项目作为并入对象。")))


Check = Callable[[Project, "date | None", "AccountPlan | None", "Project | None", date], None]
_CHECKS: Mapping[str, Check] = {
    ChangeKind.EXTEND: _check_extension,
    ChangeKind.AMEND: _check_amendment,
    ChangeKind.MERGE: _check_merging,
}
