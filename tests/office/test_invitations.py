from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import close_old_connections, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from taizhang.core.lifecycle.workflow import Refused
from taizhang.office import actions, clock
from taizhang.office.actions import invitations
from taizhang.office.models import Event, Invitation, LoginSession, Office, OutboxMessage, Person
from taizhang.office.roles import Role
from tests.conftest import PASSWORD, PersonWith

OTHER = "still water under 7 bridges"


def new_person(office: Office, at: datetime, email: str = "") -> Person:
    return actions.register_person(office=office, username="xu", name="许佳宁", email=email, by=None, at=at)


def code_for(person: Person, at: datetime) -> str:
    return invitations.invite(office=person.office, people=[person], by=None, at=at)[0].code


def verbs(office: Office) -> list[str]:
    with scope(office=office.pk):
        return list(Event.objects.order_by("pk").values_list("verb", flat=True))


def test_a_code_is_used_once_and_is_kept_nowhere(office: Office, at: datetime) -> None:
    person = new_person(office, at)
    code = code_for(person, at)
    with scope(office=office.pk):
        assert code not in str(Invitation.objects.values().get())
    invitations.accept_invitation(code=code.lower(), password=OTHER, at=at)
    person.refresh_from_db()
    assert person.check_password(OTHER)
    with pytest.raises(Refused, match="已经用过"):
        invitations.accept_invitation(code=code, password=PASSWORD, at=at)
    assert verbs(office)[-2:] == ["invite", "accept_invitation"]


def test_a_code_ends_by_its_day_by_another_code_and_by_being_revoked(office: Office, at: datetime) -> None:
    person = new_person(office, at)
    first, second = code_for(person, at), code_for(person, at)
    assert invitations.invited(first, at) is None
    assert invitations.open_invitation(person, at) is not None
    assert invitations.invited(second, at + timedelta(days=14)) is None
    assert invitations.invited(second, at + timedelta(days=13)) is not None
    invitations.revoke_invitations(person=person, by=None, at=at)
    assert invitations.invited(second, at) is None
    with pytest.raises(Refused, match="没有尚未使用"):
        invitations.revoke_invitations(person=person, by=None, at=at)


def test_a_weak_password_leaves_the_code_usable(office: Office, at: datetime) -> None:
    person = new_person(office, at)
    code = code_for(person, at)
    with pytest.raises(Refused, match="密码"):
        invitations.accept_invitation(code=code, password="12345678", at=at)
    assert invitations.invited(code, at) is not None


def test_a_reset_lasts_two_days_keeps_the_password_until_then_and_ends_the_sessions(
    office: Office, editor: Person, client: Client
) -> None:
    now = clock.now()
    client.force_login(editor)
    code = code_for(editor, now)
    editor.refresh_from_db()
    assert editor.check_password(PASSWORD)
    assert invitations.invited(code, now + timedelta(days=2)) is None
    invitations.accept_invitation(code=code, password=OTHER, at=now)
    assert not LoginSession.objects.filter(person=editor).exists()
    assert client.get("/").status_code == 302
    assert "reset_password" in verbs(office)


def test_a_code_goes_by_mail_where_there_is_a_server(office: Office, at: datetime, settings) -> None:
    settings.EMAIL_HOST = "mail.example.cn"
    handed = invitations.invite(
        office=office, people=[new_person(office, at, "xu@example.cn")], by=None, at=at
    )[0]
    with scope(office=office.pk):
        message = OutboxMessage.objects.get()
    assert handed.mailed
    assert handed.url in message.body
    assert "许佳宁" in message.body


def test_nobody_else_hands_out_codes_and_a_closed_account_gets_none(
    office: Office, other_office: Office, editor: Person, at: datetime
) -> None:
    person = new_person(office, at)
    with pytest.raises(Refused, match="没有这项权限"):
        invitations.invite(office=office, people=[person], by=editor, at=at)
    with pytest.raises(Refused, match="不属于本办公室"):
        invitations.invite(office=other_office, people=[person], by=None, at=at)
    code = code_for(person, at)
    actions.close_account(person=person, by=None, at=at)
    assert invitations.invited(code, at) is None
    with pytest.raises(Refused, match="已停用"):
        code_for(person, at)


def test_the_page_takes_the_code_typed_and_by_its_address(client: Client, office: Office) -> None:
    person = new_person(office, clock.now())
    code = code_for(person, clock.now())
    assert "不对" in client.post(reverse("invited-code"), {"code": "AAAA-BBBB"}).content.decode()
    path = client.post(reverse("invited-code"), {"code": code.lower()}).url  # type: ignore[attr-defined]
    for _look in range(2):  # a mail scanner that follows the link uses nothing up
        assert "许佳宁" in client.get(path).content.decode()
    differ = client.post(path, {"password": OTHER, "again": PASSWORD})
    assert (differ.status_code, "两次输入的密码不一样" in differ.content.decode()) == (422, True)
    weak = client.post(path, {"password": "short", "again": "short"})
    assert weak.status_code == 422
    assert client.post(path, {"password": OTHER, "again": OTHER}).status_code == 302
    assert client.get(path).status_code == 422
    assert client.login(username="xu", password=OTHER)


@pytest.mark.django_db(transaction=True)
def test_of_twenty_at_once_one_sets_the_password() -> None:
    now = timezone.now()
    office = actions.found_office(name="海川市文明办", at=now)
    person = new_person(office, now)
    code = code_for(person, now)

    def accept(n: int) -> bool:
        close_old_connections()
        try:
            invitations.accept_invitation(code=code, password=f"{OTHER} {n}", at=now)
        except Refused:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(20) as pool:
        won = list(pool.map(accept, range(20)))
    assert won.count(True) == 1
    person.refresh_from_db()
    assert person.check_password(f"{OTHER} {won.index(True)}")
    assert verbs(office).count("accept_invitation") == 1


def test_log_ins_failures_refusals_and_password_changes_are_events(
    client: Client, office: Office, editor: Person
) -> None:
    cache.clear()
    login = reverse("account_login")
    client.post(login, {"login": editor.username, "password": "wrong"})
    client.post(login, {"login": "nobody at all", "password": "wrong"})
    client.post(login, {"login": editor.username, "password": PASSWORD})
    client.get(reverse("office-people"))
    client.get(reverse("office-people"))
    change = {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER}
    client.post(reverse("account_change_password"), change)
    client.post(reverse("account_logout"))
    with scope(office=office.pk):
        found = [
            (event.verb, event.outcome, event.by, event.subject_kind)
            for event in Event.objects.order_by("pk")
            if event.verb in {"log_in", "log_out", "refuse_route", "change_password"}
        ]
        assert "nobody" not in str(list(Event.objects.values_list("detail")))
    assert [each for each in found if each[0] != "log_out"] == [
        ("log_in", "failed", None, "person"),
        ("log_in", "failed", None, "office"),
        ("log_in", "done", editor, "person"),
        ("refuse_route", "refused", editor, "person"),
        ("change_password", "done", editor, "person"),
    ]
    assert ("log_out", "done", editor, "person") in found


def test_a_locked_account_is_recorded_and_unlocked(client: Client, office: Office, editor: Person) -> None:
    login = reverse("account_login")
    for _try in range(7):
        client.post(login, {"login": editor.username, "password": "wrong"})
    assert "lock_out" in verbs(office)
    right = {"login": editor.username, "password": PASSWORD}
    assert client.post(login, right).status_code == 200
    actions.unlock_account(person=editor, by=None, at=clock.now())
    assert client.post(login, right).status_code == 302
    with pytest.raises(Refused, match="没有被锁定"):
        actions.unlock_account(person=editor, by=None, at=clock.now())


def test_a_session_ends_when_nobody_uses_it_and_when_it_is_ended(
    client: Client, office: Office, editor: Person, person_with: PersonWith, settings
) -> None:
    client.force_login(editor)
    row = LoginSession.objects.get(person=editor)
    LoginSession.objects.update(seen_at=timezone.now() - timedelta(minutes=5))
    assert client.get("/").status_code == 200
    row.refresh_from_db()
    assert timezone.now() - row.seen_at < timedelta(minutes=1)
    LoginSession.objects.update(seen_at=timezone.now() - settings.SESSION_IDLE - timedelta(seconds=1))
    assert client.get("/").status_code == 302
    assert not LoginSession.objects.filter(person=editor).exists()

    client.force_login(editor)
    other = Client()
    other.force_login(person_with(Role.SEC_ADMIN))
    page = other.get(reverse("office-security")).content.decode()
    assert editor.name in page
    assert LoginSession.objects.get(person=editor).session_key not in page
    handle = page.split('name="session" value="')[1].split('"')[0]
    other.post(reverse("office-session-end"), {"session": handle})
    assert client.get("/").status_code == 302
    assert "end_session" in verbs(office)
