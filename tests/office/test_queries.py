from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from taizhang.office import queries
from taizhang.office.models import Office, Person, Post, PostHolder, Unit
from taizhang.office.roles import Role
from tests.conftest import PersonWith


def test_roles_are_those_of_the_posts_held(person_with: PersonWith, at: datetime) -> None:
    person = person_with(Role.EDITOR, Role.READER)
    assert queries.roles_of(person, at) == {Role.EDITOR, Role.READER}


def test_a_closed_account_has_no_role(editor: Person, at: datetime) -> None:
    editor.is_active = False
    assert queries.roles_of(editor, at) == frozenset()


def test_a_liaison_works_for_a_unit_and_an_editor_for_the_office(
    unit: Unit, liaison: Person, editor: Person, office: Office, at: datetime
) -> None:
    assert queries.unit_of(liaison, at) == unit
    assert queries.unit_of(editor, at) is None
    assert queries.office_of(editor) == office


def test_lists_show_the_own_office(
    unit: Unit, editor: Person, office: Office, other_office: Office, at: datetime
) -> None:
    assert list(queries.units_of(office)) == [unit]
    assert [holder.person for holder in queries.holders_of(office, at)] == [editor]
    assert [event.verb for event in queries.events_of(office)][-1] == "found_office"
    assert list(queries.units_of(other_office)) == []
    assert list(queries.holders_of(other_office, at)) == []
    assert len(queries.events_of(other_office)) == 1


@pytest.mark.parametrize("page", ["office-posts", "office-person", "me-posts"])
def test_an_office_with_more_than_a_thousand_holders_has_its_pages(
    client: Client, office: Office, person_with: PersonWith, at: datetime, page: str
) -> None:
    """The database takes no condition of a thousand parts; those who have left count, too."""
    many = range(1_100)
    with scope(office=office.pk):
        people = Person.objects.bulk_create(
            Person(office=office, username=f"xu{n}", name=f"许{n}", password="!") for n in many
        )
        posts = Post.objects.bulk_create(
            Post(office=office, role=Role.READER, title=f"读者{n}") for n in many
        )
        PostHolder.objects.bulk_create(
            PostHolder(office=office, person=person, post=post, valid_from=at)
            for person, post in zip(people, posts, strict=True)
        )
    roles = {"office-posts": Role.SYS_ADMIN, "office-person": Role.SEC_ADMIN, "me-posts": Role.EDITOR}
    client.force_login(person_with(roles[page]))
    answer = client.get(reverse(page, args=[people[0].pk] if page == "office-person" else []))
    assert answer.status_code == 200
