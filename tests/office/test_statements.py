"""A statement reads what its query reads, for whatever values; only the SQL is kept."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.test.utils import CaptureQueriesContext
from django_scopes import scope, scopes_disabled

from taizhang.office import queries
from taizhang.office.models import ApiToken, Office, Person, PostHolder, Unit
from taizhang.office.roles import Role
from taizhang.office.statements import Statement
from tests.conftest import PersonWith


def _held(person: int, at: datetime) -> QuerySet[PostHolder]:
    rows: QuerySet[PostHolder] = PostHolder.objects.filter(person=person, valid_from__lte=at)
    return rows.select_related("person__office", "post__unit").order_by("-pk")


def test_it_reads_what_its_query_reads(
    person_with: PersonWith, other_office: Office, at: datetime, django_assert_num_queries: object
) -> None:
    people = [person_with(Role.EDITOR, Role.READER), person_with(), person_with(Role.READER, of=other_office)]
    statement = Statement(_held, int, datetime)
    for moment in (at - timedelta(days=1), at, at + timedelta(days=1)):
        for person in people:
            with scopes_disabled():
                expected = list(_held(person.pk, moment))
            with django_assert_num_queries(1):  # type: ignore[operator]
                found = statement.read(person.pk, moment)
                assert [row.person.office for row in found] == [person.office] * len(found)
            assert found == expected


def test_its_sql_is_that_of_the_query(editor: Person, at: datetime) -> None:
    statement = Statement(_held, int, datetime)
    statement.read(editor.pk - 1, at)
    with CaptureQueriesContext(connection) as asked, scopes_disabled():
        list(_held(editor.pk, at))
        statement.read(editor.pk, at)
    plain, kept = asked.captured_queries
    assert plain["sql"] == kept["sql"]


def _named(*given: object) -> QuerySet[Unit, tuple[object, ...]]:
    """Of the units with one of three keys those that were not closed before a moment, and a token open after a day."""
    *keys, moment, day = given
    tokens = ApiToken.objects.filter(office=OuterRef("office"), expires_on__gt=day).order_by("expires_on")
    rows = Unit.objects.filter(Q(closed_at__gte=moment) | Q(active=True), pk__in=keys).order_by("-pk")
    return rows.values_list("short_name", Subquery(tokens.values("name")[:1]))


def test_it_reads_columns_by_several_keys_and_a_day(office: Office, at: datetime) -> None:
    with scope(office=office.pk):
        units = [
            Unit.objects.create(office=office, name=f"海川市第{n}局", short_name=f"第{n}局") for n in range(3)
        ]
        ApiToken.objects.create(
            office=office, name="门户", digest="0", made_at=at, expires_on=date(2026, 10, 10)
        )
    told: list[tuple[object, ...]] = []
    statement = Statement[Any](_named, int, int, int, datetime, date)
    for keys in ([units[0].pk, units[2].pk, 0], [0, 0, 0], [units[1].pk] * 3):
        for day in (date(2026, 10, 9), date(2026, 10, 10)):
            with scopes_disabled():
                expected = list(_named(*keys, at, day))
            assert statement.read(*keys, at, day) == expected
            told += expected
    assert told == [
        ("第2局", "门户"), ("第0局", "门户"), ("第2局", None), ("第0局", None), ("第1局", "门户"), ("第1局", None),
    ]  # fmt: skip


def test_a_value_that_the_sql_does_not_hold_as_it_is_raises(editor: Person) -> None:
    statement = Statement(lambda key: Person.objects.filter(pk=F("pk") + (key - key)), int)
    with pytest.raises(TypeError, match="does not stand"):
        statement.read(editor.pk)


def test_rights_are_as_fresh_as_the_row(person_with: PersonWith, at: datetime) -> None:
    person = person_with(Role.EDITOR)
    assert [post.role for post in _posts(person, at)] == [Role.EDITOR]
    with scopes_disabled():
        PostHolder.objects.filter(person=person).update(valid_to=at + timedelta(hours=1))
    assert len(_posts(person, at)) == 1
    assert _posts(person, at + timedelta(hours=1)) == ()
    Person.objects.filter(pk=person.pk).update(is_active=False)
    found = queries.person_with_posts(person.pk, at)
    assert found is not None
    assert not found.is_active


def _posts(person: Person, at: datetime) -> tuple[object, ...]:
    found = queries.person_with_posts(person.pk, at)
    assert found is not None
    return tuple(found.held or ())
