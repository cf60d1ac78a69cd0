from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope, scopes_disabled

from taizhang.core.lifecycle.workflow import Refused
from taizhang.office import actions, queries
from taizhang.office.actions.founding import change_office
from taizhang.office.models import Event, Office, Person, Post, PostHolder, Unit
from taizhang.office.roles import ADMINISTRATORS, Role
from taizhang.office.rosters import unit_names
from tests.conftest import PersonWith

DAY = timedelta(days=1)


def post_of(office: Office, role: Role, at: datetime) -> Post:
    return actions.add_post(office=office, role=role, title=role.label, by=None, at=at)


def test_an_office_is_founded_once(office: Office, at: datetime) -> None:
    for name, slug in ((office.name, "x"), ("新办公室", office.slug)):
        with pytest.raises(Refused, match="已经存在"):
            actions.found_office(name=name, short_name="新", slug=slug, at=at)


LONG = "海川市精神文明建设委员会办公室及新时代文明实践中心工作领导小组联合办公室"


def test_a_name_too_long_for_a_short_one_is_not_cut(office: Office, unit: Unit, at: datetime) -> None:
    told: dict[str, Any] = {"by": None, "at": at}
    for act in (
        lambda: actions.found_office(name=LONG, **told),
        lambda: change_office(office=office, name=LONG, **told),
        lambda: actions.split_unit(unit=unit, name=LONG, **told),
    ):
        with pytest.raises(Refused, match="另填简称"):
            act()
    with scopes_disabled():
        assert (Office.objects.count(), Unit.objects.count()) == (1, 1)
    assert actions.found_office(name=LONG, short_name="市文明办", **told).short_name == "市文明办"


@pytest.mark.parametrize("username", ["LUOCHENG", "ｌｕｏｃｈｅｎｇ", "Luo\u3000cheng"])
def test_a_login_name_that_somebody_has_is_told_however_it_is_written(
    office: Office, editor: Person, username: str, at: datetime
) -> None:
    told: dict[str, Any] = {"username": username, "by": None, "at": at}
    actions.register_person(office=office, username="luocheng", name="罗成", by=None, at=at)
    with pytest.raises(Refused, match="已有人使用"):
        actions.register_person(office=office, name="骆成", **told)
    with pytest.raises(Refused, match="已有人使用"):
        actions.change_person(person=editor, name=editor.name, **told)


def test_nobody_founds_an_office_from_within(editor: Person, at: datetime) -> None:
    with pytest.raises(Refused, match="命令行"):
        actions.found_office(name="新办公室", short_name="新", slug="new", by=editor, at=at)


@pytest.mark.parametrize("name", ["海川市教育局", "海川市 教育局", "海川市教育局\u3000"])
def test_a_unit_is_added_once(unit: Unit, name: str, at: datetime) -> None:
    with pytest.raises(Refused, match="已经存在"):
        actions.add_unit(office=unit.office, name=name, short_name="教育局", by=None, at=at)


def test_an_alias_is_of_one_unit_and_adding_asks_no_more_where_there_are_many(
    office: Office, unit: Unit, at: datetime
) -> None:
    def add(name: str, *aliases: str) -> int:
        told: dict[str, Any] = {
            "office": office,
            "short_name": name,
            "aliases": aliases,
            "by": None,
            "at": at,
        }
        with CaptureQueriesContext(connection) as asked:
            actions.add_unit(name=name, **told)
        return len(asked)

    with pytest.raises(Refused, match=f"“{unit.short_name}”已是“{unit.name}”的名称"):
        add("海川市体育局", unit.short_name)
    few = add("海川市体育局", "体育总会")
    for number in range(8):
        add(f"第{number}局", f"别名{number}")
    assert add("海川市民政局", "民政") == few


def test_the_names_of_a_closed_unit_are_free(office: Office, unit: Unit, at: datetime) -> None:
    alias = unit.short_name
    actions.close_unit(unit=unit, by=None, at=at)
    told: dict[str, Any] = {"name": "海川市教育和体育局", "short_name": "市教体局", "aliases": [alias]}
    assert actions.add_unit(office=office, **told, by=None, at=at).aliases == [alias]
    with scope(office=office.pk):
        assert unit_names()[alias] != unit.pk


@pytest.mark.parametrize("name", ["名" * 101, "海川\x00", "海川\n市"])
def test_text_that_cannot_be_stored_is_refused_in_words(office: Office, name: str, at: datetime) -> None:
    with pytest.raises(Refused, match="文字"):
        actions.add_unit(office=office, name=name, short_name="教", by=None, at=at)


def test_a_liaison_belongs_to_a_unit_and_an_editor_to_the_office(
    office: Office, unit: Unit, other_office: Office, at: datetime
) -> None:
    with pytest.raises(Refused, match="须属于一个单位"):
        actions.add_post(office=office, role=Role.LIAISON, title="联络员", by=None, at=at)
    with pytest.raises(Refused, match="属于办公室"):
        actions.add_post(office=office, role=Role.EDITOR, title="责编", unit=unit, by=None, at=at)
    with pytest.raises(Refused, match="不属于本办公室"):
        actions.add_post(office=other_office, role=Role.LIAISON, title="联络员", unit=unit, by=None, at=at)


def test_an_account_needs_a_name_nobody_has(office: Office, editor: Person, at: datetime) -> None:
    with pytest.raises(Refused, match="已有人使用"):
        actions.register_person(office=office, username="HAICHUAN1", name="另一人", by=None, at=at)


def test_a_weak_password_is_refused(office: Office, at: datetime) -> None:
    with pytest.raises(Refused, match="密码"):
        actions.register_person(office=office, username="a", name="某人", password="12345", by=None, at=at)
    assert not Person.objects.exists()


def test_without_a_password_nobody_logs_in(office: Office, at: datetime) -> None:
    person = actions.register_person(office=office, username="Xu Min", name="许敏", by=None, at=at)
    assert person.username == "xumin"
    assert not person.has_usable_password()


def test_a_successor_inherits_the_post(office: Office, person_with: PersonWith, at: datetime) -> None:
    before, after = person_with(), person_with()
    post = post_of(office, Role.EDITOR, at)
    actions.appoint(post=post, person=before, by=None, at=at)
    actions.appoint(post=post, person=after, by=None, at=at + DAY)
    assert queries.posts_of(before, at) == [post]
    assert queries.posts_of(before, at + DAY) == []
    assert queries.posts_of(after, at) == []
    assert queries.posts_of(after, at + DAY) == [post]
    with scope(office=office.pk):
        assert Event.objects.latest("pk").detail == {"person": after.pk, "before": before.pk}


def test_nobody_is_appointed_twice_to_one_post(office: Office, editor: Person, at: datetime) -> None:
    with scope(office=office.pk):
        post = Post.objects.get()
    with pytest.raises(Refused, match="已在这个岗位"):
        actions.appoint(post=post, person=editor, by=None, at=at + DAY)


def test_a_post_changes_hands_at_two_moments(office: Office, person_with: PersonWith, at: datetime) -> None:
    first, second = person_with(), person_with()
    post = post_of(office, Role.EDITOR, at)
    actions.appoint(post=post, person=first, by=None, at=at)
    with pytest.raises(Refused, match="尚未开始"):
        actions.appoint(post=post, person=second, by=None, at=at)
    assert queries.posts_of(first, at) == [post]


@pytest.mark.parametrize("first", Role)
@pytest.mark.parametrize("second", sorted(ADMINISTRATORS))
def test_administrators_hold_nothing_else(
    office: Office, person_with: PersonWith, at: datetime, first: Role, second: Role
) -> None:
    person = person_with(first)
    post = post_of(office, second, at)
    if first == second:
        actions.appoint(post=post, person=person, by=None, at=at)
        return
    with pytest.raises(Refused, match="三员互斥"):
        actions.appoint(post=post, person=person, by=None, at=at)


def test_appointments_that_lie_ahead_count(office: Office, person_with: PersonWith, at: datetime) -> None:
    person = person_with()
    actions.appoint(post=post_of(office, Role.AUDITOR, at), person=person, by=None, at=at + DAY)
    with pytest.raises(Refused, match="三员互斥"):
        actions.appoint(post=post_of(office, Role.EDITOR, at), person=person, by=None, at=at)


def test_only_the_offices_own_active_people_are_appointed(
    office: Office, other_office: Office, person_with: PersonWith, at: datetime
) -> None:
    post = post_of(office, Role.EDITOR, at)
    with pytest.raises(Refused, match="不属于本办公室"):
        actions.appoint(post=post, person=person_with(of=other_office), by=None, at=at)
    person = person_with()
    person.is_active = False
    with pytest.raises(Refused, match="已停用"):
        actions.appoint(post=post, person=person, by=None, at=at)


def test_an_appointment_ends_once(office: Office, editor: Person, at: datetime) -> None:
    with scope(office=office.pk):
        holder = PostHolder.objects.get()
    actions.end_appointment(holder=holder, by=None, at=at + DAY)
    assert queries.roles_of(editor, at) == {Role.EDITOR}
    assert queries.roles_of(editor, at + DAY) == frozenset()
    with pytest.raises(Refused, match="已经结束"):
        actions.end_appointment(holder=holder, by=None, at=at + 2 * DAY)


def test_several_new_accounts_get_one_first_password(
    office: Office, other_office: Office, person_with: PersonWith, at: datetime
) -> None:
    people = [person_with(), person_with()]
    give = partial(actions.give_password, office=office, by=None, at=at)
    give(people=people, password="another clear river 7")
    assert all(Person.objects.get(pk=p.pk).check_password("another clear river 7") for p in people)
    with pytest.raises(Refused, match="密码"):
        give(people=people, password="12345")
    with pytest.raises(Refused, match="不属于本办公室"):
        give(people=[people[0], person_with(of=other_office)], password="yet another river 8")
    assert Person.objects.get(pk=people[0].pk).check_password("another clear river 7")
