"""Rows of several kinds in one query."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope, scopes_disabled

from taizhang.office.models import Office, Person, Post, PostHolder, Unit
from taizhang.office.together import instance_of, together

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 8, 30, 15, 123456, tzinfo=UTC)


def test_kinds_with_different_fields_come_in_one_query_and_keep_their_values() -> None:
    office = Office.objects.create(name="海川市文明办", short_name="海川文明办", slug="together")
    with scope(office=office.pk):
        unit = Unit.objects.create(office=office, name="海川市教育局", short_name="市教委", kind="department")
        person = Person.objects.create(office=office, username="together", name="张敏")
        of_unit = Post.objects.create(office=office, unit=unit, role="liaison", title="联络员")
        Post.objects.create(office=office, role="editor", title="编辑")
        PostHolder.objects.create(office=office, post=of_unit, person=person, valid_from=AT)
        with CaptureQueriesContext(connection) as queries:
            units, posts, held, none = together(
                (Unit.objects.all(), ("pk", "short_name", "active")),
                (Post.objects.order_by("-pk")[:1], ("title", "unit__name")),
                (PostHolder.objects.all(), ("valid_from", "valid_to", "person__name")),
                (Unit.objects.none(), ("pk",)),
            )
    assert len(queries) == 1
    assert units == [{"pk": unit.pk, "short_name": "市教委", "active": True}]
    assert posts == [{"title": "编辑", "unit__name": None}]
    assert held == [{"valid_from": AT, "valid_to": None, "person__name": "张敏"}]
    assert none == []


def test_where_there_can_be_no_rows_nothing_is_asked(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0), scopes_disabled():  # type: ignore[operator]
        assert together() == []
        assert together((Unit.objects.none(), ("pk",)), (Post.objects.filter(pk__in=[]), ("pk",))) == [[], []]


def test_what_cannot_be_said_in_a_column_of_all_is_refused() -> None:
    office = Office.objects.create(name="海川市文明办", short_name="海川文明办", slug="together")
    with scope(office=office.pk), pytest.raises(TypeError, match="holders cannot stand"):
        together((Post.objects.all(), ("holders",)))


def test_an_instance_has_what_was_loaded_and_no_relation_without_values() -> None:
    values = {"pk": 3, "title": "联络员", "unit__name": None, "office__short_name": "海川文明办"}
    post = instance_of(Post, values)
    assert (post.pk, post.title, post.unit, post.office.short_name) == (3, "联络员", None, "海川文明办")


@pytest.fixture
def posts() -> Iterator[list[Post]]:
    office = Office.objects.create(name="海川市文明办", short_name="海川文明办", slug="together")
    with scope(office=office.pk):
        unit = Unit.objects.create(office=office, name="海川市教育局", short_name="市教委", kind="department")
        yield [
            Post.objects.create(office=office, unit=unit, role="liaison", title=title)
            for title in ("乙", "甲", "丙")
        ]


def test_rows_come_in_the_order_of_their_query_whether_or_not_they_are_limited(posts: list[Post]) -> None:
    second, first, _third = (post.pk for post in posts)
    newest, limited, units = together(
        (Post.objects.order_by("-pk"), ("title",)),
        (Post.objects.filter(pk__in=[first, second]).order_by("unit__name", "-pk")[:2], ("title",)),
        (Unit.objects.all(), ("short_name",)),
    )
    assert [row["title"] for row in newest] == ["丙", "甲", "乙"]
    assert [row["title"] for row in limited] == ["甲", "乙"]
    assert [row["short_name"] for row in units] == ["市教委"]


def test_what_was_not_asked_for_is_loaded_and_never_empty(posts: list[Post]) -> None:
    lean = instance_of(Post, {"pk": posts[0].pk, "unit": posts[0].unit_id, "unit__short_name": "市教委"})
    assert (lean.title, lean.role, lean.unit.name) == ("乙", "liaison", "海川市教育局")
    with pytest.raises(Unit.DoesNotExist):  # nothing says which unit it is
        _ = instance_of(Post, {"pk": posts[0].pk, "unit__short_name": "市教委"}).unit.name
