"""Supervision notices: drafted by the system or a person, issued only by a person, answered, settled (督办单)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from taizhang.core.lifecycle.project_year import NOTICE
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.actions.relief import ask
from taizhang.ledger.actions.state_history import next_serial
from taizhang.ledger.models import Baseline, Notice, Project
from taizhang.ledger.rules.checks import check_no_secret, check_reason
from taizhang.office.models import Person
from taizhang.office.permissions import Permission
from taizhang.office.workflow import transition, unit_of_work

WORSE = {"blue": "yellow", "yellow": "red", "red": "red"}
MINUTES = 10


def draft_notice(
    *, project: Project, colour: str, text: str, reply_due: date | None = None, by: Person, at: datetime
) -> Notice:
    """A person drafts a notice."""
    with unit_of_work(office=project.office, by=by, at=at, needs=Permission.RUN_LEDGER) as work:
        _check(colour, text)
        notice = Notice.objects.create(
            office=project.office,
            project=project,
            ledger=project.ledger,
            colour=colour,
            text=text,
            reply_due=reply_due,
            baseline=Baseline.objects.filter(project=project, until__isnull=True).first(),
            drafted_at=at,
            drafted_by=by,
        )
        work.record("draft_notice", notice)
    return notice


def edit_notice(
    *, notice: Notice, colour: str, text: str, reply_due: date | None = None, by: Person, at: datetime
) -> Notice:
    """Change a draft; one by the system is the editor's from now on, and follows the signal no more."""
    with transition(NOTICE, "edit", notice, by=by, at=at) as act:
        _check(colour, text)
        act.move(colour=colour, text=text, reply_due=reply_due, drafted_by=by)
        act.record("edit_notice")
    return notice


def issue_notice(*, notice: Notice, reply_due: date | None = None, by: Person, at: datetime) -> Notice:
    """A person sends it out: the number is allotted in the same transaction."""
    with transition(NOTICE, "issue", notice, by=by, at=at) as act:
        due = reply_due or notice.reply_due
        if due is None or due < localdate(at):
            raise Refused(Message(N_("请填写回复时限，且不早于今天。")))
        serial = next_serial(notice.ledger, "notice")
        act.move(serial=serial, issued_by=by, issued_at=at, reply_due=due)
        ask(
            unit=notice.project.lead_unit,
            kind="notice",
            fields=1,
            attachments=0,
            minutes=MINUTES,
            subject=notice,
            at=at,
        )
        act.record("issue_notice", detail={"serial": serial})
    return notice


def draft_and_issue_notice(*, by: Person, at: datetime, **written: Any) -> Notice:
    """Draft a notice and send it out; where it cannot go out, no draft is left either."""
    with unit_of_work(office=written["project"].office, by=by, at=at, needs=Permission.RUN_LEDGER):
        return issue_notice(notice=draft_notice(by=by, at=at, **written), by=by, at=at)


def rewrite_notice(*, notice: Notice, by: Person, at: datetime, **written: Any) -> Notice:
    """Keep the draft as it is written; written as it was, one by the system stays the system's."""
    if any(getattr(notice, name) != value for name, value in written.items()):
        edit_notice(notice=notice, by=by, at=at, **written)
    return notice


def edit_and_issue_notice(*, notice: Notice, by: Person, at: datetime, **written: Any) -> Notice:
    """Send a draft out as it is written; where it cannot go out, it stays as it was."""
    with transition(NOTICE, "issue", notice, by=by, at=at):
        return issue_notice(notice=rewrite_notice(notice=notice, by=by, at=at, **written), by=by, at=at)


def drop_notice(*, notice: Notice, reason: str = "", by: Person, at: datetime) -> Notice:
    """The draft is not used."""
    return _office_step(notice, "drop", by, at, decision=reason, decided_at=at)


def acknowledge_notice(*, notice: Notice, by: Person, at: datetime) -> Notice:
    """The unit has it."""
    with transition(NOTICE, "acknowledge", notice, by=by, at=at) as act:
        act.move(acknowledged_at=at)
        act.record("acknowledge_notice")
    return notice


def reply_to_notice(*, notice: Notice, reply: str, by: Person, at: datetime) -> Notice:
    """The unit answers; a notice answered at once counts as acknowledged."""
    with transition(NOTICE, "reply", notice, by=by, at=at) as act:
        check_no_secret(reply)
        if not reply.strip():
            raise Refused(Message(N_("请填写回复内容。")))
        acknowledged = notice.acknowledged_at or at
        act.move(reply=reply, replied_at=at, acknowledged_at=acknowledged)
        act.record("reply_to_notice")
    return notice


def settle_notice(*, notice: Notice, decision: str = "", by: Person, at: datetime) -> Notice:
    """The answer will do."""
    return _office_step(notice, "settle", by, at, decision=decision, decided_at=at)


def return_notice(*, notice: Notice, decision: str, by: Person, at: datetime) -> Notice:
    """The answer is not enough, and why."""
    check_reason(decision)
    return _office_step(notice, "return", by, at, decision=decision, decided_at=at)


def revoke_notice(*, notice: Notice, decision: str, by: Person, at: datetime) -> Notice:
    """It was issued in error; it stays in the record under its number."""
    check_reason(decision)
    return _office_step(notice, "revoke", by, at, decision=decision, decided_at=at)


def escalate_notice(*, notice: Notice, decision: str, by: Person, at: datetime) -> Notice:
    """Draft the next colour's notice in its place; a person still has to issue that. Returns the draft."""
    check_reason(decision)
    check_no_secret(decision)
    with transition(NOTICE, "escalate", notice, by=by, at=at) as act:
        draft = Notice.objects.create(
            office=notice.office,
            project=notice.project,
            ledger=notice.ledger,
            colour=WORSE[notice.colour],
            signal=notice.signal,
            baseline=notice.baseline,
            reason=notice.reason,
            text=notice.text,
            drafted_at=at,
            drafted_by=by,
        )
        act.move(decision=decision, decided_at=at, escalated_to=draft)
        detail = {"draft": draft.pk, "reason": decision}
        act.record("escalate_notice", detail=detail)
    return draft


def _office_step(notice: Notice, verb: str, by: Person, at: datetime, **changes: Any) -> Notice:
    check_no_secret(changes.get("decision", ""))
    with transition(NOTICE, verb, notice, by=by, at=at) as act:
        act.move(**changes)
        act.record(f"{verb}_notice", detail={"reason": changes.get("decision", "")})
    return notice


def _check(colour: str, text: str) -> None:
    check_no_secret(text)
    if colour not in WORSE:
        raise Refused(Message(N_("请选择督办等级。")))
    if not text.strip():
        raise Refused(Message(N_("请填写督办事项。")))
