"""An issue goes to its recipients: by the outbox or on paper, each with its own state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from taizhang.bulletin.dispatch.letters import letter_body, letter_subject
from taizhang.bulletin.models import Issue, Recall, Recipient, Rendering, RenderingFormat, Sending, Way
from taizhang.bulletin.models.sending import REGISTER_ORDER
from taizhang.bulletin.queries.attachments import attachments_of, check_as_sealed
from taizhang.bulletin.queries.composing import addressed_by
from taizhang.bulletin.queries.printed import letter_now
from taizhang.core.lifecycle.bulletin_life import ISSUE, OUT, SENDING, IssueState, SendingState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.office.mail import outbox
from taizhang.office.mail.transport import Address
from taizhang.office.models import MessageState, OutboxMessage, Person, StoredFile
from taizhang.office.permissions import Permission
from taizhang.office.workflow import move, transition, unit_of_work

KIND = "sending"
ON_ITS_WAY = (MessageState.QUEUED, MessageState.SENDING)
NOT_GONE = (MessageState.FAILED, MessageState.HELD)
PERHAPS_THERE = (MessageState.SENDING, MessageState.SENT, MessageState.HELD)


@dataclass(frozen=True, slots=True)
class Distributed:
    """What one distribution brought on its way: messages, paper; ``waiting`` could not go (no mail server)."""

    mail: int
    paper: int
    waiting: int


def list_recipients(*, issue: Issue, letter: str = "A", by: Person, at: datetime) -> int:
    """Write down to whom the issue is to go, with the addresses of the day; how many were added.

    A revision goes to those who got the issue before it, and instead of it to those who did not yet.
    """
    with unit_of_work(office=issue.office, by=by, at=at, needs=Permission.EDIT_BULLETIN) as work:
        added = write_register(issue, letter)
        detail = {"letter": letter, "added": added}
        work.record("list_recipients", issue, detail)
    return added


def distribute(*, issue: Issue, letter: str = "A", by: Person, at: datetime) -> Distributed:
    """Send the issue to everyone on its list who has not got it: again and again without harm.

    Who was stopped stays stopped. Refused for an issue without a sealed file, a recalled one, a version that a later
    one has made void, and where nobody is on the list.
    """
    with unit_of_work(office=issue.office, by=by, at=at, needs=Permission.EDIT_BULLETIN) as work:
        sent = _files(issue, letter)
        write_register(issue, letter)
        rows = issue.sendings.filter(letter=letter).order_by(*REGISTER_ORDER)
        if not rows:
            raise Refused(Message(N_("名单上还没有发送对象，请先设置。")))
        listed = rows.filter(state=SendingState.LISTED).select_related("recipient", "issue__series", "office")
        done = [_go(row, sent, by, at) for row in listed]
        if any(done):
            _note_distributed(issue, at)
        mail = sum(1 for row in done if row is not None and row.message_id)
        paper = sum(1 for row in done if row is not None and not row.message_id)
        counted = Distributed(mail, paper, done.count(None))
        detail = {"letter": letter, "mail": mail, "paper": paper}
        work.record("distribute", issue, detail)
    return counted


def send(*, sending: Sending, by: Person, at: datetime) -> Sending:
    """Send to one recipient: not sent yet, or stopped before."""
    with transition(SENDING, "send", sending, by=by, at=at) as act:
        if _go(sending, _files(sending.issue, sending.letter), by, at) is None:
            raise Refused(Message(N_("没有设置邮件服务器，不能用邮件发送。")))
        _note_distributed(sending.issue, at)
        act.record("send")
    return sending


def send_again(*, sending: Sending, by: Person, at: datetime) -> Sending:
    """Send the mail once more, to the address the recipient has now."""
    with transition(SENDING, "send_again", sending, by=by, at=at) as act:
        if sending.way == Way.PAPER:
            raise Refused(Message(N_("该对象用纸质接收，没有邮件可重发。")))
        email = sending.recipient.email or sending.email
        sending.email = email
        message = _post(sending, _files(sending.issue, sending.letter), at)
        if message is None:
            raise Refused(Message(N_("没有设置邮件服务器，不能用邮件发送。")))
        act.move(email=email, message=message)
        act.record("send_again")
    return sending


def stop(*, sending: Sending, by: Person, at: datetime) -> Sending:
    """Do not send to this recipient. Refused once the mail is gone, or may be."""
    with transition(SENDING, "stop", sending, by=by, at=at) as act:
        message = sending.message
        if message is not None and message.state in PERHAPS_THERE:
            raise Refused(Message(N_("邮件已经发出或正在发出，不能停发。")))
        if message is not None and message.state == MessageState.QUEUED:
            outbox.stop(message=message, at=at)
        act.move()
        act.record("stop_sending")
    return sending


def note_receipt(*, sending: Sending, by: Person, at: datetime) -> Sending:
    """That the recipient office has received it: on paper, or told by telephone."""
    with transition(SENDING, "note_receipt", sending, by=by, at=at) as act:
        act.move(received_at=at)
        _note_distributed(sending.issue, at)
        act.record("note_receipt")
    return sending


def note_receipts(*, issue: Issue, sendings: Sequence[Sending], by: Person, at: datetime) -> int:
    """That these recipients have received the issue, noted at once; all or none. How many."""
    with unit_of_work(office=issue.office, by=by, at=at, needs=Permission.EDIT_BULLETIN):
        for each in sendings:
            note_receipt(sending=each, by=by, at=at)
    return len(sendings)


def close_link(*, sending: Sending, by: Person, at: datetime) -> Sending:
    """Have the link of a sending open nothing any more; closed twice is closed once."""
    with unit_of_work(office=sending.office, by=by, at=at, needs=Permission.EDIT_BULLETIN) as work:
        if Sending.objects.filter(pk=sending.pk, closed_at__isnull=True).update(closed_at=at):
            work.record("close_link", sending)
        sending.refresh_from_db()
    return sending


def write_register(issue: Issue, letter: str) -> int:
    """Enter in the register of distribution whoever is to get the issue and does not stand there; how many."""
    _check_out(issue, letter)
    known = issue.sendings.filter(letter=letter).values("recipient")
    added = [
        Sending(
            office=issue.office, issue=issue, letter=letter, recipient=row, direction=row.direction,
            name=row.name, email=row.email, copies=row.copies, way=row.way,
        )
        for row in meant(issue, letter).exclude(pk__in=known)
    ]  # fmt: skip
    Sending.objects.bulk_create(added)
    return len(added)


def meant(issue: Issue, letter: str) -> QuerySet[Recipient]:
    """To whom it is to go: those on the list of the series whom it addresses; a revision also to those who got the
    version before and stand on the list no more, and not to those to whom that version was stopped.
    """
    rows: QuerySet[Recipient] = Recipient.objects.filter(series=issue.series)
    listed = Q(active=True, direction__in=addressed_by(issue))
    if letter == "A":
        return rows.filter(listed)
    before = issue.sendings.filter(letter__lt=letter)
    got = before.filter(state__in=(SendingState.UNDER_WAY, SendingState.RECEIVED)).values("recipient")
    stopped = before.filter(state=SendingState.STOPPED).values("recipient")
    return rows.filter(Q(pk__in=got) | listed & ~Q(pk__in=stopped))


def _check_out(issue: Issue, letter: str) -> None:
    if issue.state not in OUT:
        raise Refused(Message(N_("本期还没有封存，不能分发。")))
    if Recall.objects.filter(issue=issue).exists():
        raise Refused(Message(N_("本期已经撤回，不再分发。")))
    if letter < (last := letter_now(issue)):
        raise Refused(Message(N_("本期已出修订版{letter}，原版作废，请分发修订版。"), {"letter": last}))


def _files(issue: Issue, letter: str) -> list[StoredFile]:
    """The sealed PDF that is sent, and the attachments of the issue."""
    _check_out(issue, letter)
    made = Rendering.objects.filter(issue=issue, letter=letter, format=RenderingFormat.PDF)
    newest = made.select_related("file").order_by("-made_at", "-pk").first()
    if newest is None:
        raise Refused(Message(N_("本期没有封存的PDF，不能分发。")))
    rows = attachments_of(issue)
    check_as_sealed(issue, rows)
    return [newest.file, *(row.file for row in rows)]


def _go(sending: Sending, sent: Sequence[StoredFile], by: Person, at: datetime) -> Sending | None:
    """Bring one on its way; None where only mail would do and there is no mail server."""
    step = SENDING.step("send", sending.state)
    message = None if sending.way == Way.PAPER else _post(sending, sent, at)
    if message is None and sending.way == Way.MAIL:
        return None
    move(sending, step, at=at, message=message, sent_by=by, sent_at=at)
    return sending


def _post(sending: Sending, sent: Sequence[StoredFile], at: datetime) -> OutboxMessage | None:
    """The message in the outbox: the old one anew where it has not gone, else another."""
    old = sending.message
    if old is not None and old.state in ON_ITS_WAY:
        raise Refused(Message(N_("邮件正在发送，不必重发。")))
    if old is not None and old.state in NOT_GONE and old.address == sending.email:
        outbox.send_again(message=old, at=at)
        return old
    return outbox.enqueue(
        office=sending.office,
        to=Address(sending.name, sending.email),
        subject=letter_subject(sending),
        body=letter_body(sending),
        kind=KIND,
        dedupe_key=f"sending:{sending.pk}" + (f":{old.pk}" if old else ""),
        at=at,
        attachments=sent,
    )


def _note_distributed(issue: Issue, at: datetime) -> None:
    """The first of an issue that goes out makes it distributed; an archived one stays archived."""
    if issue.state == IssueState.SEALED:
        move(issue, ISSUE.step("distribute", issue.state), at=at)


def how_many_have(issue: Issue) -> int:
    """Return the number of recipients that have the issue."""
    return issue.sendings.filter(got(issue)).values("recipient").distinct().count()


def got(issue: Issue) -> Q:
    """Which sendings of an issue have reached somebody, or may have."""
    arrived = ~Q(way=Way.MAIL) | Q(message__isnull=True) | ~Q(message__state=MessageState.FAILED)
    return Q(issue=issue) & (Q(state=SendingState.RECEIVED) | (Q(state=SendingState.UNDER_WAY) & arrived))
