"""What a recipient office answers, and the recall of an issue from exactly those who have it."""

from __future__ import annotations

from datetime import datetime

from taizhang.bulletin.actions.pushing import announce
from taizhang.bulletin.actions.sending import got
from taizhang.bulletin.dispatch.letters import recall_body, recall_subject
from taizhang.bulletin.models import Issue, PushedEvent, Recall, Sending, Way
from taizhang.bulletin.models.sending import REGISTER_ORDER
from taizhang.core.lifecycle.bulletin_life import OUT, SENDING, SendingState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.rules.checks import check_no_secret
from taizhang.office.mail import outbox
from taizhang.office.mail.transport import Address
from taizhang.office.models import MessageState, Person
from taizhang.office.permissions import Permission
from taizhang.office.workflow import move, unit_of_work

KIND = "recall"


def confirm_receipt(*, sending: Sending, at: datetime) -> Sending:
    """The recipient office says by its link that it has the issue; said twice, the first time counts.

    The link is the right to say so; nobody's name is asked, and opening the page notes nothing.
    """
    with unit_of_work(office=sending.office, by=None, at=at, needs=Permission.ACT_IN_BULLETIN) as work:
        if sending.state == SendingState.RECEIVED:
            return sending
        move(sending, SENDING.step("note_receipt", sending.state), at=at, received_at=at)
        work.record("confirm_receipt", sending)
    return sending


def see_recall(*, sending: Sending, at: datetime) -> Sending:
    """The recipient office says by its link that it knows of the recall. Refused where there is none."""
    with unit_of_work(office=sending.office, by=None, at=at, needs=Permission.ACT_IN_BULLETIN) as work:
        if not Recall.objects.filter(issue=sending.issue).exists():
            raise Refused(Message(N_("本期没有撤回。")))
        unseen = Sending.objects.filter(
            issue=sending.issue, recipient=sending.recipient, recall_seen_at__isnull=True
        )
        if unseen.update(recall_seen_at=at):
            work.record("see_recall", sending)
        sending.refresh_from_db()
    return sending


def recall_issue(*, issue: Issue, reason: str, by: Person, at: datetime) -> Recall:
    """Call an issue back: those who have it are told, what is not gone yet is stopped.

    Refused without a reason, for an issue that is not out, and the second time.
    """
    check_no_secret(reason)
    with unit_of_work(office=issue.office, by=by, at=at, needs=Permission.SIGN_BULLETIN) as work:
        if not reason.strip():
            raise Refused(Message(N_("请写明撤回的原因。")))
        if issue.state not in OUT:
            raise Refused(Message(N_("本期还没有封存，不用撤回。")))
        recall = _once(issue, reason.strip(), by, at)
        _stop_the_rest(issue, at)
        announce(issue, PushedEvent.RECALLED, at)
        told = [_tell(row, recall, at) for row in _those_who_have_it(issue)]
        detail = {"recipients": len(told), "mail": sum(told)}
        work.record("recall_issue", issue, detail)
    return recall


def _once(issue: Issue, reason: str, by: Person, at: datetime) -> Recall:
    if Recall.objects.filter(issue=issue).exists():
        raise Refused(Message(N_("本期已经撤回。")))
    return Recall.objects.create(office=issue.office, issue=issue, reason=reason, by=by, at=at)


def _stop_the_rest(issue: Issue, at: datetime) -> None:
    """Messages still waiting are not sent; who was only listed gets nothing."""
    rows = issue.sendings.select_related("message", "office").order_by(*REGISTER_ORDER)
    for row in rows.filter(state__in=[SendingState.LISTED, SendingState.UNDER_WAY]):
        waiting = row.message is not None and row.message.state == MessageState.QUEUED
        if waiting and row.message is not None:
            outbox.stop(message=row.message, at=at)
        if row.state == SendingState.LISTED or (waiting and row.way == Way.MAIL):
            move(row, SENDING.step("stop", row.state), at=at)


def _those_who_have_it(issue: Issue) -> list[Sending]:
    """One sending of each recipient that has any version of the issue: the last."""
    rows = Sending.objects.filter(got(issue)).select_related("issue__series", "office", "recipient")
    return list({row.recipient_id: row for row in rows.order_by("letter", *REGISTER_ORDER)}.values())


def _tell(sending: Sending, recall: Recall, at: datetime) -> bool:
    """Mail the recall where there is an address; whether it was mailed. Others are told by telephone."""
    if not sending.email:
        return False
    message = outbox.enqueue(
        office=sending.office,
        to=Address(sending.name, sending.email),
        subject=recall_subject(sending),
        body=recall_body(sending, recall),
        kind=KIND,
        dedupe_key=f"recall:{sending.pk}",
        at=at,
    )
    return message is not None
