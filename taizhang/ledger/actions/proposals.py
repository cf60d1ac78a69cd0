"""Proposals: a unit writes and signs, the office admits, returns, merges or declines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from taizhang.core.lifecycle.project_year import PROPOSAL, CallState, ProposalState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.actions.admission import first_plan, project_from
from taizhang.ledger.actions.relief import ask
from taizhang.ledger.models import Call, Project, Proposal, Theme
from taizhang.ledger.queries.calls import units_asked
from taizhang.ledger.rules.account_plans import write_first_lists
from taizhang.ledger.rules.checks import check_no_secret, check_reason
from taizhang.office.models import Person, Unit
from taizhang.office.permissions import Permission
from taizhang.office.visible import viewer_with
from taizhang.office.workflow import posts_in_act, transition, unit_of_work

FIELDS = frozenset(
    {"title", "theme", "goal", "measures", "indicators", "milestones", "due", "supporting_units"}
)


def draft_proposal(
    *,
    call: Call,
    unit: Unit,
    copy_of: Project | None = None,
    by: Person,
    at: datetime,
    **given: Any,
) -> Proposal:
    """Begin a proposal, empty or as a copy of an earlier project of the unit; one that the person began in the same way and
    has not touched since is gone on with.
    """
    with unit_of_work(office=call.office, by=by, at=at, needs=Permission.FILE_FOR_UNIT) as work:
        _check_open(call)
        if unit not in viewer_with(by, posts_in_act(by, at)).units:
            raise Refused(Message(N_("只能为本单位申报。")))
        if unit not in units_asked(call):
            raise Refused(Message(N_("这次征集没有发给本单位。")))
        values = {**(_copied(copy_of, unit, call) if copy_of else {}), **_checked(given, call)}
        begun = Proposal.objects.filter(
            call=call, unit=unit, copied_from=copy_of, written_by=by, state=ProposalState.DRAFT, version=1,
            title=values.get("title", ""), due=values.get("due"),
        )  # fmt: skip
        if "title" not in given and (same := begun.first()):
            return same
        supporting = values.pop("supporting_units", ())
        proposal = Proposal.objects.create(
            office=call.office,
            call=call,
            unit=unit,
            copied_from=copy_of,
            written_by=by,
            changed_at=at,
            **values,
        )
        proposal.supporting_units.set(supporting)
        work.record("draft_proposal", proposal)
    return proposal


def edit_proposal(*, proposal: Proposal, version: int, by: Person, at: datetime, **given: Any) -> Proposal:
    """Change a proposal that the unit still holds; a stale ``version`` is refused."""
    with transition(PROPOSAL, "edit", proposal, by=by, at=at) as act:
        values = _checked(given, proposal.call)
        supporting = values.pop("supporting_units", None)
        act.move(version=version, changed_at=at, **values)
        if supporting is not None:
            proposal.supporting_units.set(supporting)
        act.record("edit_proposal")
    return proposal


def send_proposal(*, proposal: Proposal, by: Person, at: datetime) -> Proposal:
    """Lay it before the unit's leader."""
    with transition(PROPOSAL, "send", proposal, by=by, at=at) as act:
        _check_taken(proposal)
        _check_complete(proposal)
        act.move(changed_at=at)
        act.record("send_proposal")
    return proposal


def hand_back_proposal(*, proposal: Proposal, word: str, by: Person, at: datetime) -> Proposal:
    """The leader gives it back to the liaison with a word."""
    with transition(PROPOSAL, "hand_back", proposal, by=by, at=at) as act:
        check_reason(word)
        act.move(changed_at=at, reasons={"": word})
        act.record("hand_back_proposal", detail={"word": word})
    return proposal


def sign_proposal(*, proposal: Proposal, by: Person, at: datetime) -> Proposal:
    """The leader signs: it is with the office now, marked late where it first comes after the deadline."""
    with transition(PROPOSAL, "sign", proposal, by=by, at=at) as act:
        _check_taken(proposal)
        late = proposal.late if proposal.signed_at else at > proposal.call.deadline
        act.move(changed_at=at, signed_by=by, signed_at=at, late=late, reasons={})
        act.record("sign_proposal", detail={"late": late})
    return proposal


def withdraw_proposal(*, proposal: Proposal, by: Person, at: datetime) -> Proposal:
    """The unit takes it back."""
    with transition(PROPOSAL, "withdraw", proposal, by=by, at=at) as act:
        act.move(changed_at=at)
        act.record("withdraw_proposal")
    return proposal


def admit_proposals(*, proposals: Sequence[Proposal], by: Person, at: datetime) -> list[Project]:
    """Admit them all or none; each becomes a project whose account is then prepared.

    What a proposal says stands already in the account: nothing is asked twice.
    """
    projects: list[Project] = []
    if not proposals:
        return projects
    with unit_of_work(office=proposals[0].office, by=by, at=at, needs=Permission.RUN_LEDGER):
        for proposal in proposals:
            with transition(PROPOSAL, "admit", proposal, by=by, at=at) as act:
                act.move(changed_at=at, decided_by=by, decided_at=at)
                project = project_from(proposal, at)
                act.record("admit_proposal", detail={"project": project.pk})
                projects.append(project)
        plans = map(first_plan, proposals)
        write_first_lists(list(zip(projects, plans, strict=True)))
    return projects


def return_proposal(*, proposal: Proposal, reasons: Mapping[str, str], by: Person, at: datetime) -> Proposal:
    """Back to the unit, with a reason at each field that it is about ("" is the whole)."""
    with transition(PROPOSAL, "return", proposal, by=by, at=at) as act:
        told = {field: words for field, words in reasons.items() if words.strip()}
        check_reason("".join(told.values()))
        act.move(changed_at=at, decided_by=by, decided_at=at, reasons=told)
        ask(
            unit=proposal.unit,
            kind="return",
            fields=len(told),
            attachments=0,
            minutes=2,
            subject=proposal,
            at=at,
        )
        act.record("return_proposal", detail={"reasons": told})
    return proposal


def decline_proposal(*, proposal: Proposal, reason: str, by: Person, at: datetime) -> Proposal:
    """Not this year, and why."""
    with transition(PROPOSAL, "decline", proposal, by=by, at=at) as act:
        check_reason(reason)
        act.move(changed_at=at, decided_by=by, decided_at=at, reasons={"": reason})
        act.record("decline_proposal", detail={"reason": reason})
    return proposal


def merge_proposal(*, proposal: Proposal, into: Proposal, by: Person, at: datetime) -> Proposal:
    """Let it go up in another proposal of the same call, whose supporting units it joins."""
    with transition(PROPOSAL, "merge", proposal, by=by, at=at) as act:
        if into.pk == proposal.pk or into.call_id != proposal.call_id or into.state != "submitted":
            raise Refused(Message(N_("只能并入同一次征集中已申报的另一个项目。")))
        act.move(changed_at=at, decided_by=by, decided_at=at, merged_into=into)
        joining = {proposal.unit_id, *proposal.supporting_units.values_list("pk", flat=True)}
        into.supporting_units.add(*(joining - {into.unit_id}))
        act.record("merge_proposal", detail={"into": into.pk})
    return proposal


def _check_open(call: Call) -> None:
    if call.state != CallState.OPEN:
        raise Refused(Message(N_("这次征集尚未开始或已经截止。")))


def _check_taken(proposal: Proposal) -> None:
    """What the office has returned may come back after the call is closed."""
    if proposal.signed_at is None:
        _check_open(proposal.call)


def _check_complete(proposal: Proposal) -> None:
    """A proposal says at least what it is, what it wants and until when."""
    lacking = [
        words
        for there, words in (
            (proposal.title.strip(), N_("项目名称")),
            (proposal.goal.strip(), N_("工作目标")),
            (proposal.due, N_("完成时限")),
        )
        if not there
    ]
    if lacking:
        raise Refused(Message(N_("还缺：{fields}。补齐后再送审。"), {"fields": "、".join(lacking)}))


def _checked(given: Mapping[str, Any], call: Call) -> dict[str, Any]:
    """The values as given, if they are those of a proposal to ``call`` and hold no secrecy mark."""
    if not given.keys() <= FIELDS:
        raise TypeError(f"unknown fields {sorted(given.keys() - FIELDS)}")
    check_no_secret(given)
    theme = given.get("theme")
    if theme is not None and theme.ledger_id != call.ledger_id:
        raise Refused(Message(N_("这个类别不属于本年度台账。")))
    if not all(each.get("name", "").strip() for each in given.get("indicators", ())):
        raise Refused(Message(N_("请填写每个指标的名称。")))
    if not all(_is_stone(each) for each in given.get("milestones", ())):
        raise Refused(Message(N_("请填写每个节点的名称和日期。")))
    return dict(given)


def _is_stone(given: Mapping[str, Any]) -> bool:
    try:
        date.fromisoformat(given.get("due", ""))
    except (TypeError, ValueError):
        return False
    return bool(given.get("title", "").strip())


def _copied(project: Project, unit: Unit, call: Call) -> dict[str, Any]:
    """An earlier project as the start of this year's proposal; its dates move on into the year of the call."""
    if project.lead_unit_id != unit.pk:
        raise Refused(Message(N_("只能参照本单位牵头的项目。")))
    years = call.ledger.year - project.ledger.year
    stones = [
        {"title": stone.title, "due": _later(stone.due, years).isoformat(), "phase": stone.phase}
        for stone in project.milestones.filter(in_force=True)
    ]
    indicators = [
        {"name": i.name, "target": i.target_text, "unit": i.unit, "basis": i.basis}
        for i in project.indicators.filter(in_force=True)
    ]
    return {
        "title": project.title,
        "theme": Theme.objects.filter(ledger=call.ledger_id, name=project.theme.name).first()
        if project.theme
        else None,
        "goal": project.goal,
        "measures": "\n".join(m.text for m in project.measures.filter(in_force=True)),
        "indicators": indicators,
        "milestones": stones,
        "due": _later(project.due, years) if project.due else None,
        "supporting_units": list(project.supporting_units.all()),
    }


def _later(day: date, years: int) -> date:
    """The same day years on; 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
