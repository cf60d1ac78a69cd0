"""One mail a day, about what is due, at a decent hour, to whoever wants it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import Message
from taizhang.office import tasks
from taizhang.office.mail import preferences
from taizhang.office.mail.digests import send_digests
from taizhang.office.mail.preferences import set_mail_wish
from taizhang.office.models import MailWish, Office, OutboxMessage, Person
from taizhang.office.tasks import Task, Waiting, tasks_for
from taizhang.office.visible import Viewer

from ..conftest import PersonWith

MORNING = datetime(2026, 8, 14, 0, 30, tzinfo=UTC)  # 08:30 in Shanghai


def task(key: str, verb: str, title: str, due: date | None, route: str, *args: int) -> Task:
    return Task(key, Message("{name}", {"name": title}), Message(verb), route, args, due)


TASKS = [
    task("a", "查阅", "实施方案", None, "evidence-file", 3),
    task("b", "填报", "书香校园8月进展", date(2026, 8, 20), "report-write", 7),
    task("c", "回复", "督办单", date(2026, 8, 14), "notice", 2),
    task("d", "填报", "书香校园7月进展", date(2026, 8, 5), "report-write", 6),
    task("e", "补报", "年度总结", date(2025, 12, 31), "report-write", 1),
]
TEXT = """林知1，您好！

您现有 5 项待办：

【已经逾期】
· 2025年12月31日　补报：年度总结
  https://tz.example/obligations/1/report/
· 8月5日　填报：书香校园7月进展
  https://tz.example/obligations/6/report/

【今天到期】
· 回复：督办单
  https://tz.example/notices/2/

【近期到期】
· 8月20日　填报：书香校园8月进展
  https://tz.example/obligations/7/report/

【没有期限】
· 查阅：实施方案
  https://tz.example/evidence/3/file

全部待办：https://tz.example/

--\x20
本邮件由市文明办台账系统发出，每天最多一封，无须回复。
不想再收到，或者想换个时间，请到“个人设置”里改：https://tz.example/me/"""


def wait_for(*due: Task) -> None:
    """Let these tasks wait for everybody."""
    tasks.register(
        "test", lambda viewer, at: [Waiting("待办", Office.objects.all(), lambda rows: due)] if due else []
    )


@pytest.fixture(autouse=True)
def mail_on(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.EMAIL_HOST, settings.SITE_URL = "127.0.0.1", "https://tz.example"
    monkeypatch.setattr(tasks, "_SOURCES", {})
    monkeypatch.setattr(tasks, "_NEWS", {})
    wait_for(*TASKS)


@pytest.fixture
def person(editor: Person) -> Person:
    editor.email = "editor@haichuan.example"
    editor.save()
    return editor


def wish(person: Person, **more: Any) -> MailWish:
    values = {"digest": True, "digest_at": time(8, 30), "quiet_from": time(20), "quiet_to": time(8)}
    return set_mail_wish(person=person, by=person, at=MORNING, **{**values, **more})


def test_what_is_due_is_written_by_date(scoped: Office, person: Person) -> None:
    assert send_digests(office=scoped, at=MORNING) == 1
    message = OutboxMessage.objects.get()
    assert message.subject == "待办 5 项，其中 2 项已经逾期"
    assert message.body == TEXT
    assert (message.person, message.kind, message.next_attempt_at) == (person, "digest", MORNING)


def test_nobody_gets_two_a_day(scoped: Office, person: Person) -> None:
    sent = [send_digests(office=scoped, at=MORNING + timedelta(hours=hour)) for hour in range(48)]
    assert [hour for hour, count in enumerate(sent) if count] == [0, 24]
    MailWish.objects.update(last_digest_on=None)
    send_digests(office=scoped, at=MORNING)
    assert OutboxMessage.objects.count() == 2


def test_nothing_due_means_no_mail_that_day(scoped: Office, person: Person) -> None:
    wait_for()
    assert send_digests(office=scoped, at=MORNING) == 0
    wait_for(TASKS[0])
    assert send_digests(office=scoped, at=MORNING + timedelta(hours=1)) == 0
    assert send_digests(office=scoped, at=MORNING + timedelta(days=1)) == 1
    assert OutboxMessage.objects.get().subject == "待办 1 项"


def test_the_hour_is_ones_own_and_quiet_hours_are_kept(scoped: Office, person: Person) -> None:
    wish(person, digest_at=time(15))
    hours = [hour for hour in range(24) if send_digests(office=scoped, at=MORNING + timedelta(hours=hour))]
    assert hours == [7]  # 15:30, the first call after 15:00
    MailWish.objects.update(last_digest_on=None)
    OutboxMessage.objects.all().delete()
    late = MORNING + timedelta(hours=12)  # 20:30: the clock stood still all day
    assert send_digests(office=scoped, at=late) == 0


def test_who_switched_it_off_or_left_or_has_no_address_gets_none(
    scoped: Office, person: Person, person_with: PersonWith
) -> None:
    person_with()
    gone = person_with()
    Person.objects.filter(pk=gone.pk).update(is_active=False, email="gone@haichuan.example")
    wish(person, digest=False)
    assert send_digests(office=scoped, at=MORNING) == 0


def test_people_of_another_office_are_not_written_to(
    scoped: Office, person: Person, other_office: Office, settings: Any
) -> None:
    assert send_digests(office=other_office, at=MORNING) == 0
    settings.EMAIL_HOST = ""
    assert send_digests(office=scoped, at=MORNING) == 0


def test_trouble_with_one_person_is_made_good_later_and_holds_up_nobody(
    scoped: Office, person: Person, person_with: PersonWith
) -> None:
    other = person_with()
    Person.objects.filter(pk=other.pk).update(email="other@haichuan.example")

    def source(viewer: Viewer, at: datetime) -> Iterable[Waiting[Any]]:
        if viewer.person == person and at == MORNING:
            raise LookupError
        return [Waiting("待办", Office.objects.all(), lambda rows: TASKS)]

    tasks.register("test", source)
    assert send_digests(office=scoped, at=MORNING) == 1
    assert OutboxMessage.objects.get().person == other
    assert send_digests(office=scoped, at=MORNING + timedelta(minutes=1)) == 1


def test_of_two_processes_one_gets_the_day(
    scoped: Office, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    from taizhang.office.mail import digests

    assert digests._try(person, MORNING)
    assert not digests._try(person, MORNING)


def test_lines_of_all_sources_come_by_date(scoped: Office, person: Person) -> None:
    first = task("f", "先办", "一件事", date(2025, 1, 1), "queue")
    tasks.register("other", lambda viewer, at: [Waiting("其他", Office.objects.all(), lambda rows: [first])])
    assert tasks_for(person, MORNING)[0] == first
    assert len(tasks_for(person, MORNING)) == 6


def test_wishes_are_ones_own_and_leave_the_digest_an_hour(person: Person, person_with: PersonWith) -> None:
    other = person_with()
    with pytest.raises(Refused):
        set_mail_wish(
            person=person, digest=True, digest_at=time(9), quiet_from=time(20), quiet_to=time(8),
            by=other, at=MORNING,
        )  # fmt: skip
    with pytest.raises(Refused):
        wish(person, digest_at=time(7))
    assert str(wish(person, digest_at=time(9))) == "林知1"
    feed = preferences.open_feed(person=person, by=person, at=MORNING)
    assert str(feed) == "林知1"
