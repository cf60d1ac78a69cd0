from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django_scopes import scope

from taizhang.core.lifecycle.workflow import Refused
from taizhang.office import actions, workflow
from taizhang.office.models import Event, Office, Person, PostHolder, Unit
from taizhang.office.permissions import Permission
from taizhang.office.queries import posts_of
from taizhang.office.roles import Role
from tests.conftest import PersonWith


def test_where_the_event_cannot_be_written_nothing_is(
    office: Office, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise DatabaseError("disk is full")

    monkeypatch.setattr(Event, "save", full)
    with pytest.raises(DatabaseError):
        actions.add_unit(office=office, name="市教育局", short_name="市教育局", by=None, at=at)
    with scope(office=office.pk):
        assert not Unit.objects.exists()


def test_an_event_says_who_did_what_to_what_when_and_how(
    office: Office, person_with: PersonWith, at: datetime
) -> None:
    keeper = person_with(Role.SYS_ADMIN)
    unit = actions.add_unit(office=office, name="市教育局", short_name="市教育局", by=keeper, at=at)
    with scope(office=office.pk):
        event = Event.objects.latest("pk")
    assert (event.by, event.at, event.verb, event.subject_kind, event.subject_id, event.outcome) == (
        keeper,
        at,
        "add_unit",
        "unit",
        unit.pk,
        "done",
    )
    assert event.detail == {"name": "市教育局"}


def test_nobody_acts_in_another_office(other_office: Office, editor: Person, at: datetime) -> None:
    with (
        pytest.raises(Refused, match="不属于本办公室"),
        workflow.unit_of_work(office=other_office, by=editor, at=at, needs=Permission.USE_DESK),
    ):
        pytest.fail("the act must not begin")


@pytest.mark.parametrize("role", Role)
def test_a_unit_of_work_needs_the_permission(
    office: Office, person_with: PersonWith, at: datetime, role: Role
) -> None:
    person = person_with(role)
    if role == Role.SEC_ADMIN:
        with workflow.unit_of_work(office=office, by=person, at=at, needs=Permission.MANAGE_PEOPLE):
            assert Person.of_office.exists()
        return
    with (
        pytest.raises(Refused, match="没有这项权限"),
        workflow.unit_of_work(office=office, by=person, at=at, needs=Permission.MANAGE_PEOPLE),
    ):
        pytest.fail("the act must not begin")


def test_posts_are_those_of_the_moment_of_each_act_and_asked_once(
    office: Office, person_with: PersonWith, at: datetime, django_assert_num_queries: Any
) -> None:
    editor = person_with(Role.EDITOR)
    with scope(office=office.pk):
        holder = PostHolder.objects.get(person=editor)
    actions.end_appointment(holder=holder, by=None, at=at + timedelta(days=2))
    days = [at + timedelta(days=number) for number in (-1, 0, 1, 2, 3)]
    with workflow.unit_of_work(office=office, by=None, at=at, needs=None), django_assert_num_queries(1):
        held = [[post.role for post in workflow.posts_in_act(editor, day)] for day in days]
    assert held == [[], [Role.EDITOR], [Role.EDITOR], [], []]
    assert held == [[post.role for post in posts_of(editor, day)] for day in days]
