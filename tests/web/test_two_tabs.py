"""A page of settings that is open twice: what the other one has stored since is not overwritten unseen."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from taizhang.bulletin.models import Direction, Recipient, Series
from taizhang.ledger.actions import year
from taizhang.office.models import Office, Unit
from taizhang.office.roles import Role
from taizhang.office.workdays import calendar_of

from ..conftest import PersonWith

ELSEWHERE = "在别处改过，这次没有保存"


@pytest.fixture
def signed_in(client: Client, person_with: PersonWith) -> Callable[[Role], Client]:
    def log_in(role: Role) -> Client:
        client.force_login(person_with(role))
        return client

    return log_in


def mark_in(page: str, verb: str) -> str:
    """The mark in the form that has this button."""
    form = next(each for each in page.split("<form")[1:] if f'value="{verb}"' in each)
    found = re.search(r'name="stored"\s+value="(\w+)"', form)
    assert found is not None
    return found[1]


def in_two_tabs(client: Client, url: str, verb: str, first: dict[str, Any], second: dict[str, Any]) -> str:
    """Store the first tab's form, then the second's; return the page that answers the second one."""
    mark = mark_in(client.get(url).content.decode(), verb)
    assert client.post(url, {"act": verb, "stored": mark, **first}).status_code == 302
    answer = client.post(url, {"act": verb, "stored": mark, **second})
    assert answer.status_code == 422
    return answer.content.decode()


def test_names_of_a_unit(signed_in: Callable[[Role], Client], unit: Unit) -> None:
    client, url = signed_in(Role.SYS_ADMIN), reverse("office-unit", args=[unit.pk])
    known = {"kind": "department", "district": ""}
    mine = {**known, "aliases": "市教育委员会"}
    page = in_two_tabs(client, url, "change", {**known, "aliases": "市教委\n教育局"}, mine)
    for said in (ELSEWHERE, "市教委", "市教育委员会"):
        assert said in page  # what is stored, and what was typed
    unit.refresh_from_db()
    assert unit.aliases == ["市教委", "教育局"]
    answer = client.post(url, {"act": "change", "stored": mark_in(page, "change"), **mine})
    assert answer.status_code == 302  # somebody has seen both
    unit.refresh_from_db()
    assert unit.aliases == ["市教育委员会"]


def test_what_is_known_of_a_person(signed_in: Callable[[Role], Client], person_with: PersonWith) -> None:
    person = person_with(Role.LIAISON)
    client, url = signed_in(Role.SEC_ADMIN), reverse("office-person", args=[person.pk])
    known = {"name": person.name, "username": person.username, "email": ""}
    page = in_two_tabs(
        client, url, "change", {**known, "phone": "0571-1001"}, {**known, "phone": "0571-2002"}
    )
    assert ELSEWHERE in page
    person.refresh_from_db()
    assert person.phone == "0571-1001"
    assert client.post(url, {"act": "close"}).status_code in (
        302,
        422,
    )  # a button without fields needs no mark


def test_the_years_holidays(signed_in: Callable[[Role], Client], office: Office, settings: Any) -> None:
    settings.CLOCK_SHIFT = datetime(2026, 8, 10, 2, tzinfo=UTC) - timezone.now()
    client, url = signed_in(Role.LEDGER_OFFICER), reverse("office-calendar", args=[2026])
    first, second = {"text": "10月1日至7日放假"}, {"text": "10月1日放假"}
    assert ELSEWHERE in in_two_tabs(client, url, "set", first, second)
    with scope(office=office.pk):
        calendar = calendar_of(2026)
        assert calendar is not None
        assert len(calendar.holidays) == 7


def test_a_recipient(signed_in: Callable[[Role], Client], office: Office) -> None:
    with scope(office=office.pk):
        series = Series.objects.create(office=office, name="海川简报", slug="jianbao", issuer="市文明办")
        row = Recipient.objects.create(
            office=office,
            series=series,
            name="市委办公室",
            direction=Direction.UP,
            position=1,
            copies=2,
            way="paper",
        )
    client, url = signed_in(Role.EDITOR), reverse("recipient", args=[row.pk])
    known = {"name": "市委办公室", "direction": "up", "way": "paper", "email": "", "unit": ""}
    page = in_two_tabs(client, url, "change", {**known, "copies": 5}, {**known, "copies": 3})
    assert ELSEWHERE in page
    row.refresh_from_db()
    assert row.copies == 5


def test_nothing_changed_elsewhere_is_no_objection(signed_in: Callable[[Role], Client], unit: Unit) -> None:
    client, url = signed_in(Role.SYS_ADMIN), reverse("office-unit", args=[unit.pk])
    mark = mark_in(client.get(url).content.decode(), "change")
    answer = client.post(
        url, {"act": "change", "stored": mark, "kind": "other", "district": "望江区", "aliases": ""}
    )
    assert answer.status_code == 302


def test_what_holds_for_the_whole_year(signed_in: Callable[[Role], Client], office: Office) -> None:
    with scope(office=office.pk):
        ledger = year.open_ledger(office=office, year=2026, by=None, at=timezone.now())
    client, url = signed_in(Role.LEDGER_OFFICER), reverse("ledger-settings", args=[2026])
    known = {"set-name": ledger.name, "set-notice_days": "7", "set-review_cap": "2"}
    mine = {**known, "set-report_due_day": "9"}
    page = in_two_tabs(client, url, "set", {**known, "set-report_due_day": "6"}, mine)
    assert ELSEWHERE in page
    assert "月报截止日：6" in page  # what is stored …
    assert re.search(r'name="set-report_due_day" value="9"', page)  # … and what was typed
    ledger.refresh_from_db()
    assert ledger.report_due_day == 6
    assert client.post(url, {"act": "set", "stored": mark_in(page, "set"), **mine}).status_code == 302
    ledger.refresh_from_db()
    assert ledger.report_due_day == 9


def test_the_rules_of_a_year(signed_in: Callable[[Role], Client], office: Office) -> None:
    with scope(office=office.pk):
        ledger = year.open_ledger(office=office, year=2026, by=None, at=timezone.now())
    client, url = signed_in(Role.LEDGER_OFFICER), reverse("ledger-settings", args=[2026])
    theirs = {"rules-behind_points": "15", "rules-overdue_days": "3"}
    more = {"rules-red_points": "30", "rules-red_becomes_yellow": "on"}
    mine = {**theirs, **more, "rules-behind_points": "20"}
    page = in_two_tabs(client, url, "rules", theirs, mine)
    assert ELSEWHERE in page
    assert (
        "现在的内容：落后几个百分点算滞后：15；落后几个百分点算严重（红）：（空）；红的补齐以后先转黄，不直接转绿：否</"
        in page
    )
    ledger.refresh_from_db()
    assert ledger.rules is not None
    assert ledger.rules.data["behind_points"] == 15
    assert client.post(url, {"act": "rules", "stored": mark_in(page, "rules"), **mine}).status_code == 302
