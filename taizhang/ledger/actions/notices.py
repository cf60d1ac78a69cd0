"""Supervision notices: drafted by the system or a person, issued only by a person, answered, settled (督办单)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from taizhang.core.lifecycle.project_year import NOTICE, NoticeState, ProjectState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.pace.signals import Level, notice_level
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.actions.relief import ask
from taizhang.ledger.actions.signals import judge_again
from taizhang.ledger.actions.state_history import next_serial
from taizhang.ledger.models import Baseline, Notice, Project
from taizhang.ledger.queries.notices import signal_of
from taizhang.ledger.rules.checks import check_no_secret, check_reason
from taizhang.office.models import Person
from taizhang.office.permissions import Permission
from taizhang.office.workflow import transition, unit_of_work

WORSE = {"blue": "yellow", "yellow": "red", "red": "red"}
MINUTES = 10


def draft_notice(
    *,
    project: Project,
    colour: str,
    text: str,
    reply_due: date | None = None,
    seen: str = "",
    by: Person,
    at: datetime,
) -> Notice:
    """A person drafts a notice; there is one draft about a project at a time, so that there is none to have ``seen``."""
    with unit_of_work(office=project.office, by=by, at=at, needs=Permission.RUN_LEDGER) as work:
        _check(colour, text)
        if Notice.objects.filter(project=project, state=NoticeState.DRAFT).exists():
            raise Refused(Message(N_("这个项目已有一份督办单草稿，请在那份草稿上改。")))
        notice = Notice.objects.create(
            office=project.office,
            project=project,
            ledger=project.ledger,
            colour=colour,
            text=text,
            reply_due=reply_due,
            drafted_at=at,
            drafted_by=by,
            **(_cause(project) or {"baseline": _baseline_of(project)}),
        )
        work.record("draft_notice", notice)
    return notice


def edit_notice(
    *, notice: Notice, colour: str, text: str, reply_due: date | None = None, by: Person, at: datetime
) -> Notice:
    """Change a draft; its words are the editor's from now on, its cause is the signal of now."""
    with transition(NOTICE, "edit", notice, by=by, at=at) as act:
        _check(colour, text)
        cause = _cause(notice.project) if notice.signal_id else None
        act.move(colour=colour, text=text, reply_due=reply_due, drafted_by=by, drafted_at=at, **(cause or {}))
        act.record("edit_notice")
    return notice


def _cause(project: Project) -> dict[str, Any] | None:
    """The fields of the signal that is a cause for a notice now; None where there is none."""
    signal = signal_of(project)
    if signal is None:
        return None
    return {"signal": signal, "baseline_id": signal.baseline_id, "reason": signal.reason}


def _baseline_of(project: Project) -> Baseline | None:
    """The baseline in force."""
    return Baseline.objects.filter(project=project, until__isnull=True).first()


def _check_cause(notice: Notice) -> None:
    """Refused where the project is not supervised now, or stands better than when the draft was written for it."""
    project = Project.objects.get(pk=notice.project_id)
    if project.state != ProjectState.ACTIVE:
        raise Refused(Message(N_("项目已不在督账中，不能再签发督办单。")))
    if notice.signal is None:
        return
    now = Level(project.level) if project.level else Level.NORMAL
    if notice_level(now) is None:
        raise Refused(Message(N_("项目现在进度正常，督办的原因已不成立，不能签发。")))
    if now.severity < Level(notice.signal.level).severity:
        raise Refused(Message(N_("拟稿之后情况有好转，请按现在的情况改写，存为草稿后再签发。")))


def issue_notice(*, notice: Notice, reply_due: date | None = None, by: Person, at: datetime) -> Notice:
    """A person sends it out: the number is allotted in the same transaction."""
    with transition(NOTICE, "issue", notice, by=by, at=at) as act:
        _check_cause(notice)
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


def rewrite_notice(*, notice: Notice, seen: str = "", by: Person, at: datetime, **written: Any) -> Notice:
    """Keep the draft as it is written; written as it was, one by the system stays the system's.

    ``seen`` is the moment of the draft that the person has read: Refused where it was rewritten since.
    """
    _check_seen(notice, seen)
    if any(getattr(notice, name) != value for name, value in written.items()):
        edit_notice(notice=notice, by=by, at=at, **written)
    return notice


def edit_and_issue_notice(
    *, notice: Notice, seen: str = "", by: Person, at: datetime, **written: Any
) -> Notice:
    """Send a draft out as it is written; where it cannot go out, it stays as it was.

    The project is judged first. ``seen`` is the moment of the draft that the person has read: Refused where it says
    something else since.
    """
    _judge_first([notice], by, at)
    _check_seen(notice, seen)
    with transition(NOTICE, "issue", notice, by=by, at=at):
        _check_cause(notice)
        return issue_notice(notice=rewrite_notice(notice=notice, by=by, at=at, **written), by=by, at=at)


def issue_notices(
    *, notices: Sequence[Notice], reply_due: date, seen: str = "", by: Person, at: datetime
) -> list[Notice]:
    """Send several drafts out as they stand, all of them or none; ``seen`` as for one."""
    _judge_first(notices, by, at)
    with unit_of_work(office=notices[0].office, by=by, at=at, needs=Permission.RUN_LEDGER):
        for notice in notices:
            notice.refresh_from_db()
            title = notice.project.title
            try:
                _check_seen(notice, seen)
                issue_notice(notice=notice, reply_due=reply_due, by=by, at=at)
            except Refused as refusal:
                raise Refused(
                    Message(N_("“{title}”：{why}"), {"title": title, "why": refusal.sentence})
                ) from refusal
    return list(notices)


def _judge_first(notices: Sequence[Notice], by: Person, at: datetime) -> None:
    """What the judgement changes stays, also where no notice goes out afterwards."""
    with unit_of_work(office=notices[0].office, by=by, at=at, needs=Permission.RUN_LEDGER):
        judge_again([notice.project for notice in notices], at)
        for notice in notices:
            notice.refresh_from_db()


def _check_seen(notice: Notice, seen: str) -> None:
    if notice.state == NoticeState.DROPPED:
        raise Refused(Message(N_("情况已变化，督办的原因已不成立，这份草稿已不采用。")))
    if seen and notice.drafted_at > datetime.fromisoformat(seen):
        raise Refused(Message(N_("情况有更新，草稿已经改写。请刷新页面，看过最新内容后再签发。")))


def drop_notices(*, notices: Sequence[Notice], by: Person, at: datetime) -> list[Notice]:
    """None of these drafts is used."""
    with unit_of_work(office=notices[0].office, by=by, at=at, needs=Permission.RUN_LEDGER):
        return [drop_notice(notice=notice, by=by, at=at) for notice in notices]


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
            colour=WORSE[notice.colour],  # for want of an answer: the signal is not its cause
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
