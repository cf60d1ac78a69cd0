"""What leaves the house leaves it at least once, each message by itself, whatever the mail server does."""

from __future__ import annotations

import random
import smtplib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.mail.backends.smtp import EmailBackend
from django.db import connections

from taizhang.core.lifecycle.workflow import Refused
from taizhang.office import files
from taizhang.office.mail import outbox
from taizhang.office.mail.outbox import deliver_due, enqueue, pause, send_again, stop
from taizhang.office.mail.transport import Address, mail_is_on
from taizhang.office.models import Event, MessageState, Office, OutboxMessage, Person
from taizhang.office.storage import contents

from .mailing import Server

Write = Callable[..., OutboxMessage]


@pytest.fixture(autouse=True)
def mail_on(settings: Any) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 25
    settings.DEFAULT_FROM_EMAIL = "tz@haichuan.example"


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    server.controller.start()
    yield server
    server.controller.stop()


@pytest.fixture
def write(scoped: Office, at: datetime) -> Write:
    def message(number: int = 1, **more: Any) -> OutboxMessage:
        values = {
            "office": scoped, "to": Address(f"收件人{number}", f"unit{number}@haichuan.example"),
            "subject": "关于报送进展的提醒", "body": "请于8月15日前报送。\n", "kind": "test",
            "dedupe_key": f"test:{number}", "at": at,
        }  # fmt: skip
        written = enqueue(**{**values, **more})
        assert written
        return written

    return message


def states() -> dict[str, str]:
    return dict(OutboxMessage.objects.order_by("pk").values_list("address", "state"))


def test_a_message_is_sent_as_written(write: Write, server: Server, scoped: Office, at: datetime) -> None:
    file = files.store(
        office=scoped, content=b"%PDF-", name="简报第6期.pdf", media_type="application/pdf", at=at
    )
    message = write(attachments=[file])
    assert str(message) == message.subject
    assert str(message.attachments.get()) == "简报第6期.pdf"
    assert deliver_due(office=scoped, at=at, connection=server.connection()) == 1
    (got,) = server.handler.received
    assert server.handler.envelopes == [["unit1@haichuan.example"]]
    assert got["To"] == "收件人1 <unit1@haichuan.example>"
    assert got["From"] == "市文明办 <tz@haichuan.example>"
    assert got["Subject"] == "关于报送进展的提醒"
    assert got["Message-ID"] == message.message_id
    assert got["Message-ID"].endswith("@haichuan.example>")
    assert got["Date"].datetime == at
    body, attachment = got.iter_parts()
    assert "请于8月15日前报送。" in body.get_content()
    assert (attachment.get_filename(), attachment.get_content()) == ("简报第6期.pdf", b"%PDF-")
    message.refresh_from_db()
    assert (message.state, message.sent_at, message.attempts) == (MessageState.SENT, at, 1)
    assert deliver_due(office=scoped, at=at, connection=server.connection()) == 0


def test_the_same_key_is_one_message_in_each_office(
    write: Write, other_office: Office, server: Server, scoped: Office, at: datetime
) -> None:
    assert write().pk == write(subject="另一个主题").pk
    assert write(office=other_office).office == other_office
    deliver_due(office=scoped, at=at, connection=server.connection())
    assert len(server.handler.received) == 1


def test_nothing_is_written_where_mail_is_off_or_a_person_has_no_address(
    scoped: Office, editor: Person, at: datetime, settings: Any
) -> None:
    values = {"office": scoped, "subject": "a", "body": "b", "kind": "test", "dedupe_key": "k", "at": at}
    assert enqueue(to=editor, **values) is None
    editor.email = "a@b.example, c@d.example"
    assert enqueue(to=editor, **values) is None
    settings.EMAIL_HOST = ""
    assert not mail_is_on()
    assert enqueue(to=Address("甲", "a@b.example"), **values) is None
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_message_outside_a_transaction_is_a_mistake(office: Office, at: datetime) -> None:
    with pytest.raises(RuntimeError):
        enqueue(
            office=office,
            to=Address("甲", "a@b.example"),
            subject="a",
            body="b",
            kind="k",
            dedupe_key="k",
            at=at,
        )


@pytest.mark.parametrize(
    "more",
    [
        {"subject": "提醒\r\nBcc: spy@evil.example"},
        {"subject": "提醒\nBcc: spy@evil.example"},
        {"subject": "提醒\u2028Bcc: spy@evil.example"},
        {"to": Address("甲\r\nBcc: spy@evil.example", "a@b.example")},
        {"to": Address("甲\x00", "a@b.example")},
        {"to": Address("甲", "a@b.example\r\nBcc: spy@evil.example")},
        {"to": Address("甲", "a@b.example, spy@evil.example")},
        {"to": Address("甲", "a@b.example>, <spy@evil.example")},
    ],
)
def test_headers_cannot_be_smuggled_in(write: Write, more: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        write(**more)
    assert not OutboxMessage.objects.exists()


def test_nobody_writes_to_people_of_another_office(
    write: Write, other_office: Office, editor: Person
) -> None:
    with pytest.raises(Refused):
        write(office=other_office, to=editor)


def test_names_that_look_like_addresses_reach_one_recipient_only(
    write: Write, server: Server, scoped: Office, at: datetime
) -> None:
    write(to=Address('甲", spy@evil.example, "', "a@b.example"))
    write(2, to=Address("Bcc: spy@evil.example, <x@y.example>", "c@d.example"))
    assert deliver_due(office=scoped, at=at, connection=server.connection()) == 2
    assert server.handler.envelopes == [["a@b.example"], ["c@d.example"]]
    assert [got["Bcc"] for got in server.handler.received] == [None, None]
    assert [len(got["To"].addresses) for got in server.handler.received] == [1, 1]


def test_a_refusal_for_now_is_tried_again_later_and_later(
    write: Write, server: Server, scoped: Office, at: datetime
) -> None:
    message, now = write(), at
    server.handler.rcpt["unit1@haichuan.example"] = "451 4.7.1 greylisted"
    for attempt in (1, 2, 3):
        assert deliver_due(office=scoped, at=now, connection=server.connection()) == 0
        message.refresh_from_db()
        assert (message.state, message.attempts) == (MessageState.QUEUED, attempt)
        assert "451" in message.last_error
        assert message.next_attempt_at == now + pause(message.pk, attempt)
        assert deliver_due(office=scoped, at=now, connection=server.connection()) == 0
        now = message.next_attempt_at
    server.handler.rcpt.clear()
    assert deliver_due(office=scoped, at=now, connection=server.connection()) == 1
    message.refresh_from_db()
    assert (message.state, message.last_error) == (MessageState.SENT, "")


def test_pauses_grow_to_a_limit_and_are_scattered() -> None:
    for attempt, minutes in ((1, 1), (3, 4), (5, 16)):
        assert 1 <= pause(1, attempt) / timedelta(minutes=minutes) < 1.25
    assert outbox.LONGEST_WAIT <= pause(1, 30) <= outbox.LONGEST_WAIT * 1.25
    assert len({pause(number, 4) for number in range(20)}) > 15


def test_after_two_days_of_refusals_a_message_has_failed(
    write: Write, server: Server, scoped: Office, at: datetime
) -> None:
    message, now = write(), at
    server.handler.data["unit1@haichuan.example"] = "452 4.2.2 mailbox full"
    while message.state == MessageState.QUEUED:
        now = message.next_attempt_at
        deliver_due(office=scoped, at=now, connection=server.connection())
        message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.FAILED, outbox.MOST_ATTEMPTS)
    assert timedelta(days=1) < now - at < timedelta(days=4)
    assert Event.objects.get(verb="send_message").outcome == "failed"


def test_one_bad_address_among_a_hundred(write: Write, server: Server, scoped: Office, at: datetime) -> None:
    for number in range(100):
        write(number)
    server.handler.rcpt["unit50@haichuan.example"] = "550 5.1.1 no such user"
    assert deliver_due(office=scoped, at=at, connection=server.connection()) == 99
    assert [address for address, state in states().items() if state != "sent"] == ["unit50@haichuan.example"]
    bad = OutboxMessage.objects.get(address="unit50@haichuan.example")
    assert bad.state == MessageState.FAILED
    assert "550" in bad.last_error
    assert "no such user" in bad.last_error


def test_a_text_the_server_will_never_take_has_failed(
    write: Write, server: Server, scoped: Office, at: datetime
) -> None:
    write()
    server.handler.data["unit1@haichuan.example"] = "554 5.6.0 rejected as spam"
    deliver_due(office=scoped, at=at, connection=server.connection())
    assert states() == {"unit1@haichuan.example": "failed"}


def test_a_server_that_falls_silent_ends_the_run_and_holds_up_nobody_next_time(
    write: Write, server: Server, scoped: Office, at: datetime
) -> None:
    for number in (1, 2, 3):
        write(number)
    server.handler.hang = {"unit1@haichuan.example"}
    assert deliver_due(office=scoped, at=at, connection=server.connection(timeout=0.3)) == 0
    assert set(states().values()) == {"queued"}
    first = OutboxMessage.objects.get(address="unit1@haichuan.example")
    assert "没有答复" in first.last_error
    assert deliver_due(office=scoped, at=at, connection=server.connection(timeout=0.3)) == 2
    server.handler.hang = set()
    deliver_due(office=scoped, at=first.next_attempt_at, connection=server.connection())
    assert set(states().values()) == {"sent"}
    assert server.handler.numbers_of(first.address) == [first.message_id] * 2


def test_a_message_that_always_breaks_the_line_is_held_for_a_person(
    write: Write, scoped: Office, at: datetime
) -> None:
    message, now = write(), at
    while message.state == MessageState.QUEUED:
        now = message.next_attempt_at
        deliver_due(office=scoped, at=now, connection=Broken(smtplib.SMTPServerDisconnected("gone")))
        message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.HELD, outbox.MOST_ATTEMPTS)


def test_a_message_that_kills_every_process_is_held_in_the_end(
    write: Write, scoped: Office, server: Server, at: datetime
) -> None:
    message = write()
    OutboxMessage.objects.update(state=MessageState.SENDING, attempts=outbox.MOST_ATTEMPTS)
    assert deliver_due(office=scoped, at=at, connection=server.connection()) == 0
    message.refresh_from_db()
    assert message.state == MessageState.HELD
    assert "不知道对方是否收到" in message.last_error


class Broken(EmailBackend):
    """Opens, and breaks at each message."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def open(self) -> bool:
        return True

    def send_messages(self, messages: Any) -> int:
        raise self.error


def test_a_server_that_is_down_costs_no_attempt(write: Write, scoped: Office, at: datetime) -> None:
    message = write()
    closed = EmailBackend(host="127.0.0.1", port=1, timeout=1, use_tls=False)
    assert deliver_due(office=scoped, at=at, connection=closed) == 0
    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.QUEUED, 0)
    assert "连不上邮件服务器" in message.last_error


def test_what_concerns_the_server_is_no_fault_of_the_message(
    write: Write, scoped: Office, at: datetime
) -> None:
    for number in (1, 2):
        write(number)
    refusal = smtplib.SMTPSenderRefused(553, b"not allowed", "tz@haichuan.example")
    deliver_due(office=scoped, at=at, connection=Broken(refusal))
    assert list(OutboxMessage.objects.order_by("pk").values_list("state", "attempts")) == [
        ("queued", 1),
        ("queued", 0),
    ]


def test_a_message_that_cannot_be_made_has_failed(write: Write, scoped: Office, at: datetime) -> None:
    write()
    deliver_due(office=scoped, at=at, connection=Broken(ValueError("broken")))
    assert "ValueError" in OutboxMessage.objects.get().last_error
    assert states() == {"unit1@haichuan.example": "failed"}


def test_an_attachment_that_was_changed_on_disk_is_not_sent(
    write: Write, server: Server, scoped: Office, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = files.store(office=scoped, content=b"sealed", name="a.pdf", media_type="application/pdf", at=at)
    write(1, attachments=[file])
    contents().path_of(file.sha256).write_bytes(b"forged")
    deliver_due(office=scoped, at=at, connection=server.connection())
    assert states() == {"unit1@haichuan.example": "failed"}
    assert "与保存时不一致" in OutboxMessage.objects.get().last_error
    write(2, attachments=[file])
    monkeypatch.setattr(files, "read", lambda file: (_ for _ in ()).throw(OSError("disk")))
    deliver_due(office=scoped, at=at, connection=server.connection())
    assert states()["unit2@haichuan.example"] == "queued"


def test_a_run_ends_in_time(
    write: Write, server: Server, scoped: Office, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2, 3):
        write(number)
    clock = iter([0, 1, 100, 300])
    monkeypatch.setattr(outbox, "monotonic", lambda: next(clock))
    assert deliver_due(office=scoped, at=at, connection=server.connection()) == 2
    assert list(states().values()) == ["sent", "sent", "queued"]


def test_a_limit_takes_the_oldest_first_and_not_before_is_kept(
    write: Write, server: Server, scoped: Office, at: datetime
) -> None:
    write(1, not_before=at + timedelta(hours=1))
    write(2)
    write(3)
    assert deliver_due(office=scoped, at=at, connection=server.connection(), limit=1) == 1
    assert list(states().values()) == ["queued", "sent", "queued"]
    assert deliver_due(office=scoped, at=at + timedelta(hours=1), connection=server.connection()) == 2


def test_a_persons_quiet_hours_are_kept(scoped: Office, editor: Person) -> None:
    editor.email = "editor@haichuan.example"
    night = datetime(2026, 3, 2, 14, tzinfo=UTC)  # 22:00 in Shanghai
    message = enqueue(
        office=scoped, to=editor, subject="a", body="b", kind="k", dedupe_key="k", at=night
    )  # fmt: skip
    assert message
    assert message.next_attempt_at == datetime(2026, 3, 3, 0, tzinfo=UTC)
    deliver_due(
        office=scoped, at=message.next_attempt_at, connection=Broken(smtplib.SMTPServerDisconnected())
    )
    message.refresh_from_db()
    assert message.state == MessageState.QUEUED


def test_a_failed_message_is_sent_again_under_its_number_and_a_waiting_one_can_be_stopped(
    write: Write, server: Server, scoped: Office, at: datetime
) -> None:
    message = write()
    with pytest.raises(Refused):
        send_again(message=message, at=at)
    stop(message=message, at=at)
    assert (message.state, message.last_error) == (MessageState.FAILED, "已由经办人停发。")
    assert deliver_due(office=scoped, at=at, connection=server.connection()) == 0
    send_again(message=message, at=at)
    assert deliver_due(office=scoped, at=at, connection=server.connection()) == 1
    assert server.handler.numbers_of(message.address) == [message.message_id]
    with pytest.raises(Refused):
        stop(message=message, at=at)


def test_what_another_process_took_over_is_not_marked_by_the_first(
    write: Write, server: Server, scoped: Office, at: datetime
) -> None:
    message = write()
    first = outbox._claim(message.pk, at)
    assert first
    assert outbox._claim(message.pk, at) is None
    second = outbox._claim(message.pk, at + outbox.LEASE)
    assert second
    outbox._note(first, None, at)
    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.SENDING, 2)


def test_a_message_taken_meanwhile_is_left_alone(
    write: Write, server: Server, scoped: Office, at: datetime
) -> None:
    message = write()
    outbox._claim(message.pk, at)
    assert outbox._deliver([message.pk], at, server.connection()) == 0


class Crash(BaseException):
    """The process dies here."""


def test_whenever_the_process_dies_nothing_is_lost_and_doubles_carry_the_same_number(
    write: Write, server: Server, scoped: Office, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice, twice = random.Random(7), set()
    messages = [write(number) for number in range(40)]

    def dies() -> bool:
        return dice.random() < 0.15

    class Mortal(EmailBackend):
        def send_messages(self, mails: Any) -> int:
            if dies():
                raise Crash
            count = super().send_messages(mails)
            if dies():
                twice.add(mails[0].extra_headers["Message-ID"])
                raise Crash
            return int(count or 0)

    def note(*args: Any) -> None:
        real_note(*args)
        if dies():
            raise Crash

    real_note = outbox._note
    monkeypatch.setattr(outbox, "_note", note)
    now, crashes = at, 0
    while OutboxMessage.objects.exclude(state=MessageState.SENT).exists():
        connection = Mortal(host="127.0.0.1", port=server.port, use_tls=False, timeout=10)
        try:
            deliver_due(office=scoped, at=now, connection=connection)
        except Crash:
            crashes += 1
        now += outbox.LEASE
    assert crashes > 10
    for message in messages:
        numbers = server.handler.numbers_of(message.address)
        assert set(numbers) == {message.message_id}
        assert len(numbers) == 1 or message.message_id in twice


def test_the_outbox_is_read_from_where_it_stands(
    write: Write, server: Server, scoped: Office, at: datetime, settings: Any, mailoutbox: list[Any]
) -> None:
    write()
    settings.EMAIL_HOST = ""
    assert deliver_due(office=scoped, at=at) == 0
    settings.EMAIL_HOST = "127.0.0.1"
    assert deliver_due(office=scoped, at=at) == 1
    assert len(mailoutbox) == 1
    assert connections["default"].in_atomic_block
