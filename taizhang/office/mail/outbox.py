"""The outbox: a message is written in the transaction of its act, and sent after it, at least once.

A message whose sender died between sending and noting it is sent again under the same OutboxMessage-ID, by which
mail programs know it for the same.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from time import monotonic
from zlib import crc32

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connections, transaction
from django.db.models import F
from django_scopes import scope

from taizhang.core.lifecycle.workflow import LifeStep, LifeTable, Refused
from taizhang.core.text.messages import N_, Message
from taizhang.office.mail.preferences import loud_at
from taizhang.office.mail.transport import (
    Address,
    Failure,
    address_of,
    check_address,
    compose,
    domain,
    failure_of,
    mail_is_on,
)
from taizhang.office.models import Attachment, MessageState, Office, OutboxMessage, Person, StoredFile
from taizhang.office.rules import in_words
from taizhang.office.workflow import record_event

LEASE = timedelta(minutes=15)  # after that a message in sending is taken for abandoned
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=4)
JITTER = 0.25  # so that what failed together does not come back together
MOST_ATTEMPTS = 20  # about two days
AT_ONCE = 100  # messages of one office in one run
LONGEST_RUN = 240  # seconds: shorter than LEASE
UNDER_WAY = (MessageState.QUEUED, MessageState.SENDING)

_S = MessageState
LIFE = LifeTable(
    [
        LifeStep("send_again", frozenset({_S.FAILED, _S.HELD}), _S.QUEUED),
        LifeStep("stop", frozenset({_S.QUEUED, _S.HELD}), _S.FAILED),
    ]
)


def enqueue(
    *,
    office: Office,
    to: Person | Address,
    subject: str,
    body: str,
    kind: str,
    dedupe_key: str,
    at: datetime,
    not_before: datetime | None = None,
    attachments: Iterable[StoredFile] = (),
) -> OutboxMessage | None:
    """Write a message; called inside the transaction of the act that causes it.

    The same ``dedupe_key`` twice is one message, the first. A person's quiet hours are kept. None where mail
    is off or the person has no usable address: whoever is told in the system is told all the same.
    Raises Refused for a person of another office, a bad address, a name, subject or text that cannot be sent.
    """
    if not connections["default"].in_atomic_block:
        raise RuntimeError("enqueue belongs inside the transaction of its act")
    person = to if isinstance(to, Person) else None
    if person is not None and person.office_id != office.pk:
        raise Refused(Message(N_("此人不属于本办公室。")))
    address = address_of(to) if isinstance(to, Person) else to
    if address is None or not mail_is_on():
        return None
    check_address(address)
    due = max(at, not_before or at)
    with in_words(), scope(office=office.pk):
        message, new = OutboxMessage.objects.get_or_create(
            office=office,
            dedupe_key=dedupe_key,
            defaults={
                "kind": kind,
                "message_id": f"<{uuid.uuid4().hex}@{domain()}>",
                "person": person,
                "name": address.name,
                "address": address.email,
                "subject": subject,
                "body": body,
                "created_at": at,
                "next_attempt_at": loud_at(person, due) if person else due,
            },
        )
        if new:
            for file in attachments:
                Attachment.objects.create(office=office, message=message, file=file)
    return message


def deliver_due(
    *, office: Office, at: datetime, connection: BaseEmailBackend | None = None, limit: int = AT_ONCE
) -> int:
    """Send the office's messages that are due, oldest first, one by one; how many have gone.

    Called outside any transaction: what one message suffered is noted before the next is touched.
    A server that cannot be reached, or falls silent, ends the run; the rest stays due.
    """
    with scope(office=office.pk):
        due = OutboxMessage.objects.filter(state__in=UNDER_WAY, next_attempt_at__lte=at)
        numbers = list(due.order_by("next_attempt_at", "pk").values_list("pk", flat=True)[:limit])
        if not numbers or not mail_is_on():
            return 0
        connection = connection or get_connection()
        try:
            connection.open()
        except Exception as error:
            due.update(last_error=str(failure_of(error).words))
            return 0
        try:
            return _deliver(numbers, at, connection)
        finally:
            connection.close()


def _deliver(numbers: list[int], at: datetime, connection: BaseEmailBackend) -> int:
    started, gone = monotonic(), 0
    for number in numbers:
        if monotonic() - started > LONGEST_RUN:
            break
        message = _claim(number, at)
        if message is None:
            continue
        failure = _send(message, connection)
        _note(message, failure, at)
        gone += failure is None
        if failure is not None and failure.of_server:
            break
    return gone


def _claim(number: int, at: datetime) -> OutboxMessage | None:
    """Take the message for this process; None where another was quicker."""
    taken = OutboxMessage.objects.filter(pk=number, state__in=UNDER_WAY, next_attempt_at__lte=at).update(
        state=MessageState.SENDING, attempts=F("attempts") + 1, next_attempt_at=at + LEASE
    )
    return OutboxMessage.objects.select_related("office", "person").get(pk=number) if taken else None


def _send(message: OutboxMessage, connection: BaseEmailBackend) -> Failure | None:
    """Hand it to the server; None where it was taken."""
    if message.attempts > MOST_ATTEMPTS:
        return Failure(Message(N_("多次发送都中途中断，不知道对方是否收到。")), unknown=True)
    try:
        mail = compose(message, connection)
    except Refused as refusal:
        return Failure(refusal.sentence, permanent=True)
    except OSError:
        return Failure(Message(N_("附件暂时读不出来。")))
    try:
        mail.send()
    except Exception as error:
        return failure_of(error)
    return None


def _note(message: OutboxMessage, failure: Failure | None, at: datetime) -> None:
    """Write down how it went, unless another process has taken the message over meanwhile."""
    outcome = _outcome(message, failure)
    change: dict[str, object] = {"state": outcome, "last_error": str(failure.words) if failure else ""}
    if outcome == MessageState.SENT:
        change["sent_at"] = at
    elif outcome == MessageState.QUEUED:
        again = at + pause(message.pk, message.attempts)
        change["next_attempt_at"] = loud_at(message.person, again) if message.person else again
    with transaction.atomic():
        own = OutboxMessage.objects.filter(
            pk=message.pk, state=MessageState.SENDING, attempts=message.attempts
        ).update(**change)
        if own and outcome in {MessageState.FAILED, MessageState.HELD}:
            record_event(
                office=message.office, by=None, at=at, verb="send_message", subject=message, outcome=outcome
            )


def _outcome(message: OutboxMessage, failure: Failure | None) -> MessageState:
    if failure is None:
        return MessageState.SENT
    if failure.permanent:
        return MessageState.FAILED
    if message.attempts < MOST_ATTEMPTS:
        return MessageState.QUEUED
    return MessageState.HELD if failure.unknown else MessageState.FAILED


def pause(number: int, attempts: int) -> timedelta:
    """How long to wait after so many attempts: doubled each time, scattered by the message's number."""
    wait = min(FIRST_WAIT * (1 << attempts - 1), LONGEST_WAIT)
    scatter = crc32(f"{number}:{attempts}".encode()) % 1000 / 1000
    return wait * (1 + JITTER * scatter)


def send_again(*, message: OutboxMessage, at: datetime) -> None:
    """Queue a failed or held message anew, under its old OutboxMessage-ID; called inside an action's transaction."""
    _step("send_again", message, attempts=0, next_attempt_at=at, last_error="")


def stop(*, message: OutboxMessage, at: datetime) -> None:
    """Do not send a message that is still waiting; called inside an action's transaction."""
    _step("stop", message, last_error=str(Message(N_("已由经办人停发。"))))


def _step(verb: str, message: OutboxMessage, **change: object) -> None:
    step = LIFE.steps[verb]
    moved = OutboxMessage.objects.filter(pk=message.pk, state__in=step.before).update(
        state=step.after, **change
    )
    if not moved:
        raise Refused(Message(N_("状态已经变化，此操作不再适用。请刷新页面后再看。")))
    message.refresh_from_db()
