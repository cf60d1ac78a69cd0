from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django_scopes import scope

from taizhang.core.lifecycle.workflow import Refused
from taizhang.office import actions
from taizhang.office.actions.appointments import end_deputy
from taizhang.office.models import Event, Office, Person, Post, PostHolder, Unit
from taizhang.office.queries import deputies_of, posts_of, roles_of
from taizhang.office.roles import ADMINISTRATORS, Role
from taizhang.office.rosters import unit_names
from tests.conftest import PersonWith

DAY = timedelta(days=1)


def holder_of(person: Person) -> PostHolder:
    with scope(office=person.office_id):
        return PostHolder.objects.select_related("post__office", "person").get(person=person)


@pytest.mark.parametrize("second", [Role.SEC_ADMIN, Role.EDITOR])
def test_the_database_keeps_the_three_administrators_apart(
    office: Office, person_with: PersonWith, at: datetime, second: Role
) -> None:
    """Whatever code writes the row: the actions are passed by here."""
    person = person_with(Role.SYS_ADMIN)
    post = actions.add_post(office=office, role=second, by=None, at=at)
    with scope(office=office.pk):
        for times in ({"valid_from": at + DAY}, {"valid_from": at - DAY, "valid_to": at + DAY}):
            with pytest.raises(DatabaseError, match="exclude each other"), transaction.atomic():
                PostHolder.objects.create(office=office, post=post, person=person, **times)
        PostHolder.objects.create(
            office=office, post=post, person=person, valid_from=at - 2 * DAY, valid_to=at - DAY
        )
        with pytest.raises(DatabaseError, match="exclude each other"), transaction.atomic():
            PostHolder.objects.filter(post=post).update(valid_to=None)
        with pytest.raises(DatabaseError, match="never changes its role"), transaction.atomic():
            Post.objects.filter(pk=post.pk).update(role="reader")


def test_two_posts_of_the_desk_and_two_of_one_administration_are_allowed(
    office: Office, person_with: PersonWith, at: datetime
) -> None:
    person_with(Role.EDITOR, Role.CHECKER)
    admin = person_with(Role.SYS_ADMIN)
    post = actions.add_post(office=office, role=Role.SYS_ADMIN, by=None, at=at)
    actions.appoint(post=post, person=admin, by=None, at=at + DAY)


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_an_administrator_goes_when_another_can_act(
    office: Office, person_with: PersonWith, at: datetime, role: Role
) -> None:
    first = holder_of(person_with(role))
    successor = actions.register_person(office=office, username="next", name="继任", by=None, at=at)
    later = at + DAY
    for act in (
        lambda: actions.end_appointment(holder=first, by=None, at=later),
        lambda: actions.appoint(post=first.post, person=successor, by=None, at=later),
    ):
        with pytest.raises(Refused, match="只有这一位"):
            act()
    successor.set_password("clear water under 9 bridges")
    successor.save()
    actions.appoint(post=first.post, person=successor, by=None, at=later)
    assert roles_of(first.person, later) == frozenset()


def test_a_deputy_acts_for_the_time_of_the_leave_and_the_record_says_for_whom(
    office: Office, person_with: PersonWith, at: datetime
) -> None:
    leader, deputy = person_with(Role.SYS_ADMIN), person_with()
    post = holder_of(leader).post
    actions.deputise(post=post, deputy=deputy, starts=at + DAY, ends=at + 3 * DAY, by=leader, at=at + DAY / 2)
    assert [bool(posts_of(deputy, at + n * DAY)) for n in (0.9, 1, 2.9, 3)] == [False, True, True, False]
    assert posts_of(deputy, at + 2 * DAY)[0].acted_for == leader
    unit = actions.add_unit(
        office=office, name="海川市民政局", short_name="市民政局", by=deputy, at=at + 2 * DAY
    )
    with scope(office=office.pk):
        event = Event.objects.get(verb="add_unit", subject_id=unit.pk)
        assert (event.by, event.post, event.deputy_for) == (deputy, post, leader)
        assert roles_of(leader, at + 2 * DAY) == {Role.SYS_ADMIN}
    with pytest.raises(Refused, match="没有这项权限"):
        actions.add_unit(office=office, name="另一局", short_name="另一局", by=deputy, at=at + 3 * DAY)


def test_a_deputy_is_no_way_around_the_three_administrators(person_with: PersonWith, at: datetime) -> None:
    auditor, editor = person_with(Role.AUDITOR), person_with(Role.EDITOR)
    with pytest.raises(Refused, match="三员互斥"):
        actions.deputise(
            post=holder_of(auditor).post, deputy=editor, starts=at, ends=at + DAY, by=auditor, at=at
        )


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [(2, 1, "起止日期不对"), (-3, -1, "起止日期不对"), (0, 400, "最长一年")],
)
def test_a_leave_has_an_end_after_its_start(
    person_with: PersonWith, at: datetime, starts: int, ends: int, words: str
) -> None:
    signer, deputy = person_with(Role.SIGNER), person_with()
    with pytest.raises(Refused, match=words):
        actions.deputise(
            post=holder_of(signer).post, deputy=deputy, starts=at + starts * DAY, ends=at + ends * DAY,
            by=signer, at=at,
        )  # fmt: skip


def test_only_the_holder_or_the_security_administrator_names_a_deputy(
    office: Office, person_with: PersonWith, at: datetime
) -> None:
    signer, deputy, stranger, security = (
        person_with(Role.SIGNER), person_with(), person_with(Role.EDITOR), person_with(Role.SEC_ADMIN),
    )  # fmt: skip
    post = holder_of(signer).post
    given = {"post": post, "deputy": deputy, "starts": at, "ends": at + DAY, "at": at}
    with pytest.raises(Refused, match="没有这项权限"):
        actions.deputise(**given, by=stranger)
    with pytest.raises(Refused, match="不能是本人"):
        actions.deputise(**{**given, "deputy": signer}, by=signer)
    row = actions.deputise(**given, by=security)
    with pytest.raises(Refused, match="已经有人代理"):
        actions.deputise(**given, by=signer)
    with pytest.raises(Refused, match="本人委托"):
        end_deputy(holder=row, by=deputy, at=at + DAY / 2)
    end_deputy(holder=row, by=signer, at=at + DAY / 2)
    assert posts_of(deputy, at + DAY / 2) == []
    vacant = actions.add_post(office=office, role=Role.SIGNER, by=None, at=at)
    with pytest.raises(Refused, match="岗位空缺"):
        actions.deputise(**{**given, "post": vacant}, by=security)


def test_a_successor_inherits_the_post_and_the_deputies_end_with_the_holder(
    person_with: PersonWith, at: datetime
) -> None:
    signer, deputy, successor = person_with(Role.SIGNER), person_with(), person_with()
    post = holder_of(signer).post
    actions.deputise(post=post, deputy=deputy, starts=at + DAY, ends=at + 9 * DAY, by=signer, at=at)
    actions.deputise(post=post, deputy=deputy, starts=at + 20 * DAY, ends=at + 29 * DAY, by=signer, at=at)
    actions.appoint(post=post, person=successor, by=None, at=at + 2 * DAY)
    assert posts_of(deputy, at + 3 * DAY) == posts_of(deputy, at + 21 * DAY) == []
    assert list(deputies_of(signer, at + 3 * DAY)) == []
    assert posts_of(successor, at + 3 * DAY) == [post]


@pytest.mark.parametrize("how", ["merge", "close"])
@pytest.mark.parametrize("starts", [0, 5])  # a leave that runs, and one to come
def test_deputies_end_with_their_unit(
    office: Office, unit: Unit, person_with: PersonWith, at: datetime, how: str, starts: int
) -> None:
    liaison, deputy = person_with(Role.LIAISON), person_with()
    post = holder_of(liaison).post
    times: dict[str, Any] = {"starts": at + starts * DAY, "ends": at + 9 * DAY}
    actions.deputise(post=post, deputy=deputy, by=liaison, at=at, **times)
    closed: Any = post.unit
    if how == "merge":
        other = actions.add_unit(office=office, name="海川市体育局", short_name="市体育局", by=None, at=at)
        actions.merge_unit(unit=closed, into=other, by=None, at=at + DAY)
    else:
        actions.close_unit(unit=closed, by=None, at=at + DAY)
    assert posts_of(deputy, at + 6 * DAY) == []
    assert list(deputies_of(liaison, at + DAY)) == []


@pytest.mark.parametrize("starts", [0, 5])
def test_a_deputys_account_is_not_closed_before_the_leave_ends(
    person_with: PersonWith, at: datetime, starts: int
) -> None:
    signer, deputy = person_with(Role.SIGNER), person_with()
    post = holder_of(signer).post
    times: dict[str, Any] = {"starts": at + starts * DAY, "ends": at + 9 * DAY}
    actions.deputise(post=post, deputy=deputy, by=signer, at=at, **times)
    with pytest.raises(Refused, match=f"正代理{signer.name}的“签发”"):
        actions.close_account(person=deputy, by=None, at=at + DAY)
    assert not actions.close_account(person=deputy, by=None, at=at + 10 * DAY).is_active


def test_a_unit_that_was_merged_by_mistake_has_its_names_again(
    office: Office, unit: Unit, at: datetime
) -> None:
    other = actions.add_unit(
        office=office, name="海川市体育局", short_name="市体育局", aliases=["体育局"], by=None, at=at
    )
    actions.merge_unit(unit=unit, into=other, by=None, at=at + DAY)
    with scope(office=office.pk):
        assert unit_names()["市教育局"] == other.pk
    actions.reopen_unit(unit=unit, by=None, at=at + DAY)
    with scope(office=office.pk):
        assert (unit_names()["市教育局"], unit_names()["体育局"]) == (unit.pk, other.pk)


@pytest.mark.parametrize("alias", ["海川市教育局", "市教育局", "市 教 委", "老教育局"])
def test_a_name_of_another_unit_is_no_alias(office: Office, unit: Unit, at: datetime, alias: str) -> None:
    known: dict[str, Any] = {"kind": "department", "district": "", "by": None, "at": at}
    actions.rename_unit(unit=unit, name="老教育局", short_name=unit.short_name, by=None, at=at)
    actions.rename_unit(unit=unit, name="海川市教育局", short_name=unit.short_name, by=None, at=at + DAY)
    actions.change_unit(unit=unit, aliases=["市教委"], **known)
    other = actions.add_unit(office=office, name="海川市体育局", short_name="市体育局", by=None, at=at)
    with pytest.raises(Refused, match="已是“海川市教育局”的名称"):
        actions.change_unit(unit=other, aliases=["体育局", alias], **known)
    assert actions.change_unit(unit=other, aliases=["体育局"], **known).aliases == ["体育局"]


def test_a_unit_keeps_its_history_under_the_name_it_bore(office: Office, unit: Unit, at: datetime) -> None:
    actions.rename_unit(unit=unit, name="海川市教育和体育局", short_name="市教体局", by=None, at=at)
    with scope(office=office.pk):
        assert unit.every_name == ["海川市教育和体育局", "市教体局", "海川市教育局", "市教育局"]
        event = Event.objects.get(verb="rename_unit")
        assert event.detail["before"] == {"name": "海川市教育局", "short_name": "市教育局"}
    with pytest.raises(Refused, match="没有变化"):
        actions.rename_unit(unit=unit, name=unit.name, short_name=unit.short_name, by=None, at=at)
    with pytest.raises(Refused, match="请填写"):
        actions.rename_unit(unit=unit, name=" ", short_name="局", by=None, at=at)


def test_a_unit_that_is_merged_or_closed_ends_with_its_posts(
    office: Office, unit: Unit, liaison: Person, at: datetime
) -> None:
    other = actions.add_unit(office=office, name="海川市体育局", short_name="市体育局", by=None, at=at)
    with pytest.raises(Refused, match="已经存在"):
        actions.rename_unit(unit=other, name=unit.name, short_name="局", by=None, at=at)
    with pytest.raises(Refused, match="另一个在用"):
        actions.merge_unit(unit=other, into=other, by=None, at=at)
    actions.merge_unit(unit=unit, into=other, by=None, at=at + DAY)
    assert (unit.active, unit.merged_into, posts_of(liaison, at + DAY)) == (False, other, [])
    assert other.aliases == ["海川市教育局", "市教育局"]
    with pytest.raises(Refused, match="已经撤销"):
        actions.close_unit(unit=unit, by=None, at=at + DAY)
    actions.reopen_unit(unit=unit, by=None, at=at + DAY)
    with pytest.raises(Refused, match="在用"):
        actions.reopen_unit(unit=unit, by=None, at=at + DAY)
    actions.change_unit(unit=unit, aliases=["教委"], kind="other", district="", by=None, at=at)
    with scope(office=office.pk):
        assert Event.objects.get(verb="change_unit").detail["after"] == {"aliases": ["教委"], "kind": "other"}


def test_a_post_is_renamed_and_closed_when_it_is_vacant(
    office: Office, person_with: PersonWith, at: datetime
) -> None:
    holder = holder_of(person_with(Role.EDITOR))
    with pytest.raises(Refused, match="还有人"):
        actions.close_post(post=holder.post, by=None, at=at)
    with pytest.raises(Refused, match="岗位名称"):
        actions.rename_post(post=holder.post, title=" ", by=None, at=at)
    actions.rename_post(post=holder.post, title="主编", by=None, at=at)
    actions.end_appointment(holder=holder, by=None, at=at + DAY)
    assert actions.close_post(post=holder.post, by=None, at=at + DAY).closed_at == at + DAY
    with pytest.raises(Refused, match="已经撤销"):
        actions.close_post(post=holder.post, by=None, at=at + DAY)
