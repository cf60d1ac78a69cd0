from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from taizhang.office import actions
from taizhang.office.models import AppendOnly, Event, Office, Person, Post, PostHolder, Unit
from taizhang.office.roles import Role


def test_names_stand_for_their_rows(scoped: Office, unit: Unit, editor: Person, at: datetime) -> None:
    post = Post.objects.get(role=Role.EDITOR)
    assert [str(row) for row in (scoped, unit, editor, post)] == ["海川市文明办", "市教育局", "林知1", "责编"]
    assert str(PostHolder.objects.get()) == "林知1 责编"
    assert str(Event.objects.filter(verb="add_unit").get()) == f"2026-03-02 01:00 add_unit unit {unit.pk}"


def test_an_event_is_never_changed_nor_deleted_by_the_model(scoped: Office) -> None:
    event = Event.objects.get()
    event.verb = "something_else"
    with pytest.raises(AppendOnly):
        event.save()
    with pytest.raises(AppendOnly):
        event.delete()


def test_login_names_differ_by_more_than_case_and_width(scoped: Office, editor: Person) -> None:
    found = Person.objects.get(username="ＨＡＩＣＨＵＡＮ1")
    assert found == editor
    assert Person.objects.get_by_natural_key("Haichuan1") == editor
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(office=scoped, username="HaiChuan１", name="另一人")


def test_a_holding_ends_after_it_starts(scoped: Office, editor: Person, at: datetime) -> None:
    post = Post.objects.get(role=Role.EDITOR)
    for ends in (at, at - timedelta(days=1)):
        with pytest.raises(IntegrityError), transaction.atomic():
            PostHolder.objects.create(office=scoped, post=post, person=editor, valid_from=at, valid_to=ends)


def test_a_post_has_one_holder(scoped: Office, editor: Person, liaison: Person, at: datetime) -> None:
    post = Post.objects.get(role=Role.EDITOR)
    with pytest.raises(IntegrityError), transaction.atomic():
        PostHolder.objects.create(office=scoped, post=post, person=liaison, valid_from=at)


def test_a_unit_is_named_once_in_its_office(unit: Unit, other_office: Office, at: datetime) -> None:
    actions.add_unit(office=other_office, name=unit.name, short_name="市教育局", by=None, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.create(office=unit.office, name=unit.name, short_name="教育局")
