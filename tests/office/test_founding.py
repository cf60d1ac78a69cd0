from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from taizhang.bulletin.models import Series
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.roster.people import PersonRow
from taizhang.office import actions, purge
from taizhang.office.actions import founding
from taizhang.office.models import Event, FoundingCode, LoginFailures, Office, Person, Post, Unit
from taizhang.office.roles import ADMINISTRATORS, Role
from tests.conftest import PersonWith


def test_a_code_opens_once_however_it_is_typed(db: None) -> None:
    code = founding.new_founding_code()
    token = founding.use_founding_code(code.lower().replace("-", " "))
    assert founding.holds_founding(token)
    with pytest.raises(Refused, match="已经用过"):
        founding.use_founding_code(code)
    assert not founding.holds_founding(code)


def test_a_newer_code_shuts_out_the_older_ones_and_their_browsers(db: None) -> None:
    first = founding.new_founding_code()
    token = founding.use_founding_code(first)
    second = founding.new_founding_code()
    assert not founding.holds_founding(token)
    with pytest.raises(Refused):
        founding.use_founding_code(first)
    assert founding.holds_founding(founding.use_founding_code(second))


def test_a_code_ends_after_a_day(db: None) -> None:
    code = founding.new_founding_code()
    FoundingCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Refused, match="过期"):
        founding.use_founding_code(code)


def test_a_founding_ends_when_all_three_administrators_are_there(db: None, at: datetime) -> None:
    office = actions.found_office(name="临江市文明办", in_steps=True, at=at)
    assert (office.short_name, founding.founded_before()) == ("临江市文明办", False)
    assert founding.unfinished_office() == office
    for n, role in enumerate(sorted(ADMINISTRATORS)):
        with pytest.raises(Refused, match=str(role.label)):
            actions.finish_founding(office=office, by=None, at=at)
        actions.enrol(
            office=office, rows=[PersonRow(1, f"林{n}", None, (role,), login=f"l{n}")], by=None, at=at
        )
    actions.finish_founding(office=office, by=None, at=at)
    assert founding.founded_before()
    with pytest.raises(Refused, match="建立完毕"):
        actions.finish_founding(office=office, by=None, at=at)


def test_the_office_may_be_named_otherwise(office: Office, other_office: Office, at: datetime) -> None:
    founding.change_office(office=office, name="海川市精神文明办", short_name="", by=None, at=at)
    assert (office.name, office.short_name) == ("海川市精神文明办", "海川市精神文明办")
    with pytest.raises(Refused, match="已经存在"):
        founding.change_office(office=office, name=other_office.name, by=None, at=at)
    with pytest.raises(Refused, match="机构名称"):
        actions.found_office(name=" ", at=at)


def test_enrolling_fills_a_vacant_post_and_numbers_a_second_one(
    office: Office, unit: Unit, at: datetime
) -> None:
    vacant = actions.add_post(office=office, role=Role.LIAISON, unit=unit, by=None, at=at)
    rows = [PersonRow(1, f"许佳{n}", unit.pk, ("liaison",), "", "", f"xu{n}") for n in range(2)]
    people = actions.enrol(office=office, rows=rows, by=None, at=at)
    with scope(office=office.pk):
        titles = [Post.objects.get(holders__person=person).title for person in people]
        assert titles == ["市教育局联络员", "市教育局联络员2"]
        assert vacant.holders.get().person == people[0]
    again = PersonRow(1, "许佳0", unit.pk, ("unit_leader",), fresh=False)
    assert actions.enrol(office=office, rows=[again], by=None, at=at) == [people[0]]
    assert not people[0].has_usable_password()


def test_a_demo_goes_whole_and_nothing_else_goes(db: None, at: datetime, settings, tmp_path) -> None:
    settings.TAIZHANG_HOME, settings.FILES_FOLDER = tmp_path, tmp_path / "files"
    (tmp_path / "files").mkdir()
    (tmp_path / "demo-clock.txt").write_text("5")
    with pytest.raises(Refused, match="没有可删除"):
        purge.remove_demo()
    demo = actions.found_office(name="海川市文明办", is_demo=True, at=at)
    actions.add_unit(office=demo, name="海川市教育局", short_name="市教育局", by=None, at=at)
    purge.remove_demo()
    with scopes_disabled():
        assert not any(
            model.objects.exists() for model in (Office, Unit, Event, Series, Person, LoginFailures)
        )
    assert not (tmp_path / "files").exists()
    assert not (tmp_path / "demo-clock.txt").exists()
    actions.found_office(name="海川市文明办", at=at)
    with pytest.raises(Refused, match="没有可删除"):
        purge.remove_demo()
    with scopes_disabled(), pytest.raises(Exception, match="append-only"):
        Event.objects.update(verb="x")


@pytest.mark.parametrize("name", ["office", "units", "people", "year", "series", "done"])
def test_first_run_pages_ask_for_the_code_and_end_with_the_founding(
    client: Client, db: None, at: datetime, name: str
) -> None:
    path = reverse(f"founding-{name}")
    assert client.get(path).url == reverse("founding")  # type: ignore[attr-defined]
    actions.found_office(name="海川市文明办", at=at)
    assert client.get(path).status_code == 404
    assert client.get(reverse("founding")).status_code == 404


def test_without_an_office_only_the_first_step_opens(client: Client, db: None) -> None:
    client.post(reverse("founding"), {"code": founding.new_founding_code()})
    assert client.get(reverse("founding-office")).status_code == 200
    assert client.get(reverse("founding-people")).url == reverse("founding-office")  # type: ignore[attr-defined]
    client.post(reverse("founding-office"), {"act": "keep", "name": "海川市文明办", "short_name": ""})
    answer = client.get(reverse("founding-people"))
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store, private")
    assert client.get(reverse("founding")).url == reverse("founding-office")  # type: ignore[attr-defined]


def test_in_a_demo_the_founding_removes_it_only_when_told_so(
    client: Client, db: None, at: datetime, person_with: PersonWith, office: Office, settings, tmp_path
) -> None:
    settings.TAIZHANG_HOME = tmp_path
    Office.objects.update(is_demo=True)
    client.force_login(person_with(Role.EDITOR))
    client.post(reverse("founding"), {"code": founding.new_founding_code()})
    given = {"act": "keep", "name": "临江市文明办", "short_name": ""}
    assert client.post(reverse("founding-office"), given).status_code == 422
    assert Office.objects.get() == office
    assert client.post(reverse("founding-office"), {**given, "drop_demo": "on"}).status_code == 302
    assert Office.objects.get().name == "临江市文明办"
    assert client.get(reverse("founding-units")).status_code == 200
