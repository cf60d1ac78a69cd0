"""An issue to its recipients: the list, each one's state, the mail server's faults, receipt and recall."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from taizhang.bulletin.actions import recalling, recipients
from taizhang.bulletin.actions import sending as acts
from taizhang.bulletin.dispatch import links
from taizhang.bulletin.models import Recipient, Sending
from taizhang.core.lifecycle.bulletin_life import SENDING, IssueState, SendingState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.office.mail import outbox
from taizhang.office.models import Event, OutboxMessage, Person
from tests.bulletin import sent
from tests.bulletin.cast import Cast, actors, issue_in
from tests.bulletin.sent import recipient, sealed, sending
from tests.matrix import surprises
from tests.office.mailing import Server

ACTS: dict[str, Any] = {
    "send": lambda row, by: acts.send(sending=row, by=by, at=row.issue.saved_at),
    "send_again": lambda row, by: acts.send_again(sending=row, by=by, at=row.issue.saved_at),
    "stop": lambda row, by: acts.stop(sending=row, by=by, at=row.issue.saved_at),
    "note_receipt": lambda row, by: acts.note_receipt(sending=row, by=by, at=row.issue.saved_at),
}


@pytest.fixture(autouse=True)
def mail_on(settings: Any) -> None:
    settings.EMAIL_HOST = "127.0.0.1"


@pytest.fixture
def mailer() -> Iterator[Server]:
    server = Server()
    server.controller.start()
    yield server
    server.controller.stop()


@pytest.mark.no_cover
@pytest.mark.one_engine  # who may do what is said by tables; how it is stored, by the tests beside
def test_every_step_of_a_sending_is_taken_by_whom_the_table_says(cast: Cast) -> None:
    issue = sealed(cast)
    sending(cast, issue)

    def put(state: str, verb: str) -> Sending:
        row = Sending.objects.select_related("issue__series", "office", "recipient").get()
        return sent.put_sending(cast, row, state)

    assert surprises(SENDING, SendingState, ACTS, put, actors(cast, of_a_unit=False)) == []


def distribute(cast: Cast, issue: Any, letter: str = "A") -> acts.Distributed:
    return acts.distribute(issue=issue, letter=letter, by=cast.editor, at=cast.at)


def test_each_recipient_gets_a_message_of_its_own_and_a_second_click_sends_none(cast: Cast) -> None:
    recipient(cast)
    recipient(cast, "市档案馆", email="", way="paper")
    recipient(cast, "各区文明办", email="qu@haichuan.test", way="both", direction="down")
    issue = sealed(cast)
    assert distribute(cast, issue) == acts.Distributed(mail=2, paper=1, waiting=0)
    assert distribute(cast, issue) == acts.Distributed(0, 0, 0)
    assert issue.state == IssueState.DISTRIBUTED
    assert set(OutboxMessage.objects.values_list("address", flat=True)) == {
        "xuanchuan@haichuan.test",
        "qu@haichuan.test",
    }
    row = Sending.objects.get(name="市委宣传部")
    assert row.message is not None
    assert row.message.dedupe_key == f"sending:{row.pk}"
    assert links.address_of(row) in row.message.body
    assert "2026年第7期" in row.message.subject
    assert [each.file.media_type for each in row.message.attachments.all()] == ["application/pdf"]


def test_without_a_mail_server_paper_goes_and_mail_waits(cast: Cast, settings: Any) -> None:
    settings.EMAIL_HOST = ""
    recipient(cast)
    recipient(cast, "市档案馆", email="", way="paper")
    issue = sealed(cast)
    assert distribute(cast, issue) == acts.Distributed(mail=0, paper=1, waiting=1)
    row = Sending.objects.get(name="市委宣传部")
    for act in (acts.send, acts.send_again):
        sent.put_sending(cast, row, "under_way" if act is acts.send_again else "listed")
        OutboxMessage.objects.update(state="sent", sent_at=cast.at)
        with pytest.raises(Refused, match="邮件服务器"):
            act(sending=row, by=cast.editor, at=cast.at)


def test_what_cannot_be_distributed_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="还没有封存"):
        distribute(cast, issue_in(cast))
    issue = sealed(cast)
    with pytest.raises(Refused, match="没有发送对象"):
        distribute(cast, issue)
    recipient(cast)
    with pytest.raises(Refused, match="没有封存的PDF"):
        distribute(cast, issue, "B")


def test_a_failed_mail_goes_again_to_the_address_put_right(cast: Cast) -> None:
    row = sending(cast, state="under_way")
    acts.send_again(sending=row, by=cast.editor, at=cast.at)
    assert row.message is not None
    assert (row.message.state, OutboxMessage.objects.count()) == ("queued", 1)
    with pytest.raises(Refused, match="正在发送"):
        acts.send_again(sending=row, by=cast.editor, at=cast.at)
    OutboxMessage.objects.update(state="failed")
    Recipient.objects.update(email="xin@haichuan.test")
    row = Sending.objects.select_related("issue__series", "office", "recipient", "message").get()
    acts.send_again(sending=row, by=cast.editor, at=cast.at)
    assert row.message is not None
    assert (row.email, row.message.address, OutboxMessage.objects.count()) == (
        "xin@haichuan.test", "xin@haichuan.test", 2,
    )  # fmt: skip
    paper = Sending.objects.get(pk=row.pk)
    paper.way = "paper"
    with pytest.raises(Refused, match="纸质"):
        acts.send_again(sending=paper, by=cast.editor, at=cast.at)


def test_only_what_has_not_gone_is_stopped(cast: Cast) -> None:
    recipient(cast)
    issue = sealed(cast)
    distribute(cast, issue)
    row = Sending.objects.get()
    OutboxMessage.objects.update(state="sent", sent_at=cast.at)
    with pytest.raises(Refused, match="不能停发"):
        acts.stop(sending=row, by=cast.editor, at=cast.at)
    OutboxMessage.objects.update(state="queued", sent_at=None)
    row = Sending.objects.get()
    acts.stop(sending=row, by=cast.editor, at=cast.at)
    assert (row.state, OutboxMessage.objects.get().state) == ("stopped", "failed")
    assert distribute(cast, issue) == acts.Distributed(0, 0, 0)
    acts.send(sending=row, by=cast.editor, at=cast.at)
    assert (row.state, OutboxMessage.objects.get().state) == ("under_way", "queued")


def test_a_stale_copy_of_a_sending_changes_nothing(cast: Cast) -> None:
    stale = sending(cast)
    acts.note_receipt(sending=Sending.objects.get(), by=cast.editor, at=cast.at)
    with pytest.raises(Refused, match="别处改动过"):
        acts.stop(sending=stale, by=cast.editor, at=cast.at)
    assert Sending.objects.get().state == "received"


def test_of_a_hundred_addresses_one_is_bad_and_ninety_nine_get_the_issue(cast: Cast, mailer: Server) -> None:
    rows = [
        recipients.PastedRecipients(f"单位{n}", "down", f"r{n}@haichuan.test", 1, "mail") for n in range(100)
    ]
    recipients.add_recipients(series=cast.series, rows=rows, by=cast.editor, at=cast.at)
    mailer.handler.rcpt = {"r7@haichuan.test": "550 no such user", "r8@haichuan.test": "451 later"}
    distribute(cast, sealed(cast))
    gone = outbox.deliver_due(office=cast.office, at=cast.at, connection=mailer.connection(), limit=200)
    assert (gone, len(mailer.handler.received)) == (98, 98)
    failed = Sending.objects.get(name="单位7").message
    later = Sending.objects.get(name="单位8").message
    assert failed is not None
    assert later is not None
    assert (failed.state, later.state) == ("failed", "queued")
    assert "550" in failed.last_error
    mailer.handler.rcpt.pop("r8@haichuan.test")
    again = cast.at.replace(hour=12)
    gone = outbox.deliver_due(office=cast.office, at=again, connection=mailer.connection(), limit=200)
    assert (gone, len(mailer.handler.received)) == (1, 99)
    mail = mailer.handler.received[-1]
    assert [part.get_content_type() for part in mail.iter_attachments()] == ["application/pdf"]


def test_a_server_that_takes_the_mail_and_falls_silent_gets_it_again_under_its_number(
    cast: Cast, mailer: Server
) -> None:
    recipient(cast)
    distribute(cast, sealed(cast))
    mailer.handler.hang = {"xuanchuan@haichuan.test"}
    outbox.deliver_due(office=cast.office, at=cast.at, connection=mailer.connection(timeout=0.5))
    mailer.handler.hang = set()
    outbox.deliver_due(office=cast.office, at=cast.at.replace(hour=12), connection=mailer.connection())
    first, second = mailer.handler.numbers_of("xuanchuan@haichuan.test")
    assert first == second
    row = Sending.objects.get()
    assert row.message is not None
    assert row.message.state == "sent"


def test_a_link_opens_what_was_sent_and_nothing_else(cast: Cast) -> None:
    row = sending(cast, state="under_way")
    token = links.token_of(row)
    assert links.sending_of(token) == row
    assert links.sending_of(token[:-1] + ("A" if token[-1] != "A" else "B")) is None
    assert links.sending_of(row.key.hex) is None
    Sending.objects.update(state="stopped")
    assert links.sending_of(token) is None
    assert links.issue_of(str(row.issue.key)) == row.issue
    assert links.issue_of("9999") is None


def test_a_receipt_is_the_offices_and_counts_once(cast: Cast) -> None:
    row = sending(cast, state="under_way")
    recalling.confirm_receipt(sending=row, at=cast.at)
    recalling.confirm_receipt(sending=row, at=cast.at.replace(hour=5))
    assert (row.state, row.received_at) == ("received", cast.at)
    event = Event.objects.get(verb="confirm_receipt")
    assert event.by is None


def recall(cast: Cast, issue: Any, by: Person | None = None, reason: str = "数据有误") -> Any:
    return recalling.recall_issue(issue=issue, reason=reason, by=by or cast.signer, at=cast.at)


def test_a_recall_goes_to_exactly_those_who_have_the_issue(cast: Cast) -> None:
    for name, email, way in (
        ("已收邮件", "a@haichuan.test", "mail"), ("发不出去", "b@haichuan.test", "mail"),
        ("还在排队", "c@haichuan.test", "mail"), ("只要纸质", "", "paper"),
        ("两样都要", "e@haichuan.test", "both"), ("已经停发", "f@haichuan.test", "mail"),
    ):  # fmt: skip
        recipient(cast, name, email=email, way=way)
    issue = sealed(cast)
    distribute(cast, issue)
    for name, state in (("a@haichuan.test", "sent"), ("b@haichuan.test", "failed")):
        OutboxMessage.objects.filter(address=name).update(
            state=state, sent_at=cast.at if state == "sent" else None
        )
    acts.stop(sending=Sending.objects.get(name="已经停发"), by=cast.editor, at=cast.at)
    recipient(cast, "刚列入的", email="g@haichuan.test")
    acts.list_recipients(issue=issue, by=cast.editor, at=cast.at)
    recall(cast, issue)
    told = set(OutboxMessage.objects.filter(kind="recall").values_list("address", flat=True))
    assert told == {"a@haichuan.test", "e@haichuan.test"}
    assert OutboxMessage.objects.get(kind="sending", address="c@haichuan.test").state == "failed"
    states = dict(Sending.objects.values_list("name", "state"))
    assert states == {
        "已收邮件": "under_way", "发不出去": "under_way", "还在排队": "stopped", "只要纸质": "under_way",
        "两样都要": "under_way", "已经停发": "stopped", "刚列入的": "stopped",
    }  # fmt: skip
    assert "数据有误" in OutboxMessage.objects.filter(kind="recall")[0].body
    with pytest.raises(Refused, match="已经撤回"):
        distribute(cast, issue)


def test_a_recall_is_the_signers_once_and_with_its_reason(cast: Cast) -> None:
    issue = sealed(cast)
    for by in (cast.editor, cast.liaison, cast.checker):
        with pytest.raises(Refused):
            recall(cast, issue, by)
    with pytest.raises(Refused, match="原因"):
        recall(cast, issue, reason=" ")
    with pytest.raises(Refused, match="没有封存"):
        recall(cast, issue_in(cast))
    recall(cast, issue)
    with pytest.raises(Refused, match="已经撤回"):
        recall(cast, issue)


def test_a_recipient_says_that_it_knows_of_the_recall(cast: Cast) -> None:
    row = sending(cast, state="received")
    with pytest.raises(Refused, match="没有撤回"):
        recalling.see_recall(sending=row, at=cast.at)
    recall(cast, row.issue)
    recalling.see_recall(sending=row, at=cast.at)
    recalling.see_recall(sending=row, at=cast.at.replace(hour=5))
    assert row.recall_seen_at == cast.at
    assert Event.objects.filter(verb="see_recall").count() == 1


def test_the_list_of_recipients_is_kept_in_order(cast: Cast) -> None:
    first, second = recipient(cast, "甲单位"), recipient(cast, "乙单位")
    recipients.move_recipient(recipient=second, up=True, by=cast.editor, at=cast.at)
    recipients.move_recipient(recipient=second, up=True, by=cast.editor, at=cast.at)
    assert [row.name for row in Recipient.objects.all()] == ["乙单位", "甲单位"]
    recipients.move_recipient(recipient=second, up=False, by=cast.editor, at=cast.at)
    assert [row.name for row in Recipient.objects.all()] == ["甲单位", "乙单位"]
    with pytest.raises(Refused, match="已在名单上"):
        recipient(cast, "甲单位")
    told = recipients.PastedRecipients("乙单位", "up", copies=3)
    with pytest.raises(Refused, match="已在名单上"):
        recipients.change_recipient(recipient=first, told=told, by=cast.editor, at=cast.at)
    recipients.change_recipient(recipient=second, told=told, by=cast.editor, at=cast.at)
    assert (second.copies, second.way) == (3, "paper")
    recipients.remove_recipient(recipient=first, by=cast.editor, at=cast.at)
    with pytest.raises(Refused, match="不在名单"):
        recipients.remove_recipient(recipient=first, by=cast.editor, at=cast.at)
    assert recipient(cast, "甲单位").pk == first.pk


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("市委办公室\t\t2份", ("市委办公室", "", 2, "paper")),
        ("各成员单位\t30", ("各成员单位", "", 30, "paper")),
        ("各区县文明办，１５ 份", ("各区县文明办", "", 15, "paper")),
        ("市人大\ta@haichuan.test\t３", ("市人大", "a@haichuan.test", 3, "mail")),
    ],
)
def test_copies_are_read_as_offices_write_them(line: str, told: tuple[Any, ...]) -> None:
    rows, mistakes = recipients.read_pasted(line, "down")
    assert mistakes == []
    assert [(row.name, row.email, row.copies, row.way) for row in rows] == [told]


def test_pasted_lines_are_read_and_each_mistake_is_told_by_its_line(cast: Cast) -> None:
    text = (
        "市委办公室\tbgs@haichuan.test\t3\n\n市档案馆\n各区文明办，qu@haichuan.test\n"
        "坏邮箱\tnowhere\t1\n坏份数\t\t三\n太多份\t\t0\n市档案馆\n四项\ta@haichuan.test\t1\t多\n"
    )
    rows, mistakes = recipients.read_pasted(text, "down")
    assert [(row.name, row.email, row.copies, row.way) for row in rows] == [
        ("市委办公室", "bgs@haichuan.test", 3, "mail"),
        ("市档案馆", "", 1, "paper"),
        ("各区文明办", "qu@haichuan.test", 1, "mail"),
    ]
    assert [mistake.line for mistake in mistakes] == [5, 6, 7, 8, 9]
    told: dict[str, Any] = {"series": cast.series, "by": cast.editor, "at": cast.at}
    assert recipients.add_recipients(rows=rows, **told).added == 3
    assert list(Recipient.objects.values_list("position", flat=True)) == [1, 2, 3]
    fresh = recipients.PastedRecipients("市人大", "down", "", 1, "paper")
    again = recipients.add_recipients(rows=[*rows, fresh], **told)
    assert (again.added, again.known) == (1, ("市委办公室", "市档案馆", "各区文明办"))


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (recipients.PastedRecipients(" ", "up"), "名称"),
        (recipients.PastedRecipients("市委", "up", way="mail"), "请填写邮箱"),
        (recipients.PastedRecipients("市委", "up", "x"), "不正确"),
        (recipients.PastedRecipients("秘密★市委", "up"), "密级"),
    ],
)
def test_what_a_list_cannot_hold_is_refused(
    cast: Cast, told: recipients.PastedRecipients, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        recipients.add_recipient(series=cast.series, told=told, by=cast.editor, at=cast.at)


def test_a_list_has_an_end(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recipients, "MOST_RECIPIENTS", 1)
    recipient(cast)
    with pytest.raises(Refused, match="最多1个"):
        recipient(cast, "市委")


def test_letters_go_in_the_order_of_the_list(cast: Cast) -> None:
    """Whatever order the rows are stored in: a list set anew after it was entered in the register, too."""
    issue = sealed(cast)
    names = ["市委宣传部", "市委办公室", "省文明办"]
    for number, name in enumerate(names):
        recipient(cast, name, email=f"n{number}@haichuan.test")
    acts.list_recipients(issue=issue, by=cast.editor, at=cast.at)
    for position, name in enumerate(reversed(names), 1):
        Recipient.objects.filter(name=name).update(position=position)
    distribute(cast, issue)
    letters = OutboxMessage.objects.order_by("pk")
    assert list(letters.values_list("name", flat=True)) == names[::-1]
    letters.update(state="sent", sent_at=cast.at)
    recalling.recall_issue(issue=issue, reason="走访户数有误", by=cast.signer, at=cast.at)
    assert list(letters.values_list("name", flat=True)) == names[::-1] * 2
