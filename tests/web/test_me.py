from __future__ import annotations

from datetime import date, time

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import Message
from taizhang.office import tasks as due
from taizhang.office.mail import preferences
from taizhang.office.mail.outbox import enqueue, stop
from taizhang.office.models import Event, Office, Person
from taizhang.office.tasks import Task, Waiting

WISH = {"digest": "on", "digest_at": "09:15", "quiet_from": "21:00", "quiet_to": "07:30"}


@pytest.fixture(autouse=True)
def one_thing_due(monkeypatch: pytest.MonkeyPatch) -> None:
    task = Task("obligation-7", Message("书香校园"), Message("填报"), "project", (7,), date(2026, 3, 5))
    waiting = Waiting("进展报告", Office.objects.all(), lambda rows: [task])
    monkeypatch.setattr(due, "_SOURCES", {"test": lambda viewer, at: [waiting]})


def secret(person: Person) -> str:
    feed = preferences.feed_of(person)
    assert feed
    return preferences.feed_secret(feed)


def test_the_usual_wishes_are_shown_until_one_has_own(desk: Client) -> None:
    page = desk.get("/me/").content.decode()
    assert 'value="08:30"' in page
    assert "没有接通邮件" in page


def test_who_has_no_address_is_told(desk: Client, settings) -> None:
    settings.EMAIL_HOST = "mail.example"
    assert "没有登记可用的邮箱" in desk.get("/me/").content.decode()


def test_mail_that_did_not_arrive_is_told_to_whom_it_was_for(desk: Client, editor: Person, settings) -> None:
    settings.EMAIL_HOST = "mail.example"
    Person.objects.update(email="editor@haichuan.example")
    editor.refresh_from_db()
    with scope(office=editor.office_id):
        values = {"subject": "待办", "body": "…", "kind": "digest", "dedupe_key": "1", "at": timezone.now()}
        message = enqueue(office=editor.office, to=editor, **values)
        assert "没有送到" not in desk.get("/me/").content.decode()
        stop(message=message, at=timezone.now())
    assert "没有送到：已由经办人停发" in desk.get("/me/").content.decode()


def test_wishes_are_kept(desk: Client, editor: Person) -> None:
    assert desk.post("/me/", WISH, follow=True).redirect_chain == [("/me/", 302)]
    wish = preferences.wish_of(editor)
    assert (wish.digest, wish.digest_at, wish.quiet_from, wish.quiet_to) == (
        True, time(9, 15), time(21), time(7, 30),
    )  # fmt: skip
    desk.post("/me/", {**WISH, "digest": ""})
    assert preferences.wish_of(editor).digest is False
    with scope(office=editor.office_id):
        assert Event.objects.filter(verb="set_mail_wish", by=editor).count() == 2


@pytest.mark.parametrize(
    ("field", "value"), [("digest_at", "22:00"), ("quiet_to", "noon"), ("quiet_from", "")]
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(desk: Client, field: str, value: str) -> None:
    answer = desk.post("/me/", {**WISH, field: value})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "field-error" in page
    assert 'value="07:30"' in page or field == "quiet_to"


def test_a_feed_is_opened_read_without_signing_in_and_closed(desk: Client, editor: Person) -> None:
    stranger = Client()
    desk.post("/me/feed/", {"act": "open"})
    first = reverse("feed", args=[secret(editor)])
    assert first in desk.get("/me/").content.decode()
    answer = stranger.get(first)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert "SUMMARY:填报：书香校园" in answer.content.decode()
    desk.post("/me/feed/", {"act": "open"})
    second = reverse("feed", args=[secret(editor)])
    assert stranger.get(first).status_code == 404
    assert stranger.get(second).status_code == 200
    desk.post("/me/feed/", {"act": "close"})
    assert stranger.get(second).status_code == 404
    again = desk.post("/me/feed/", {"act": "close"}, follow=True)
    assert "已经停用" in again.content.decode()


@pytest.mark.parametrize("token", ["x", "x.y", "0" * 32, "0" * 32 + ".forged"])
def test_an_unknown_token_opens_nothing(client: Client, db: None, token: str) -> None:
    assert client.get(reverse("feed", args=[token])).status_code == 404


def test_a_signed_word_that_is_no_key_opens_nothing(db: None) -> None:
    assert preferences.person_of_feed(preferences.SIGNER.sign("nonsense")) is None


def test_the_key_alone_opens_nothing_and_neither_does_a_closed_accounts_feed(
    client: Client, editor: Person
) -> None:
    feed = preferences.open_feed(person=editor, by=editor, at=timezone.now())
    assert client.get(reverse("feed", args=[feed.key.hex])).status_code == 404
    Person.objects.update(is_active=False)
    assert client.get(reverse("feed", args=[preferences.feed_secret(feed)])).status_code == 404


def test_large_type_is_each_persons_own_choice(desk: Client, editor: Person) -> None:
    assert 'class="large-type"' not in desk.get("/me/").content.decode()
    desk.post(reverse("me-large-type"), {"on": "1"})
    page = desk.get("/").content.decode()
    assert 'class="large-type"' in page
    with scope(office=editor.office_id):
        assert Event.objects.get(verb="set_large_type").detail == {"on": True}
    desk.post(reverse("me-large-type"), {"on": "0"})
    assert 'class="large-type"' not in desk.get("/").content.decode()


def test_nobody_settles_the_type_of_another(editor: Person, reader: Person) -> None:
    with pytest.raises(Refused, match="只能由本人修改"):
        preferences.set_large_type(person=editor, on=True, by=reader, at=timezone.now())
