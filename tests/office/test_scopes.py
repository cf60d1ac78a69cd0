from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.apps import apps
from django_scopes import scope, scopes_disabled
from django_scopes.exceptions import ScopeError

from taizhang.office import actions
from taizhang.office.models import (
    FoundingCode,
    LoginFailures,
    LoginSession,
    Office,
    Owned,
    Person,
    SpentTicket,
    Unit,
)

OWNED = [model for model in apps.get_models() if issubclass(model, Owned)]


QUESTIONS: list[Callable[[Any], object]] = [
    lambda rows: list(rows.all()),
    lambda rows: rows.exists(),
    lambda rows: rows.count(),
    lambda rows: rows.exclude(pk=1),
    lambda rows: rows.in_bulk([1]),
    lambda rows: rows.select_related("office"),
    lambda rows: rows.filter(pk=1),
    lambda rows: rows.get(pk=1),
    lambda rows: rows.first(),
    lambda rows: rows.update(office=None),
    lambda rows: list(rows.values_list("pk")),
    lambda rows: rows.latest("pk"),
]


def raises(ask: Callable[[Any], object], model: Any) -> bool:
    try:
        ask(model.objects)
    except ScopeError:
        return True
    return False


@pytest.mark.one_engine
@pytest.mark.parametrize("number", range(len(QUESTIONS)))
def test_a_question_outside_a_scope_raises(number: int) -> None:
    """Of any table: those that answered are named."""
    assert OWNED
    assert [model.__name__ for model in OWNED if not raises(QUESTIONS[number], model)] == []


def test_people_of_an_office_are_guarded_too(office: Office) -> None:
    with pytest.raises(ScopeError):
        Person.of_office.count()


def test_a_scope_shows_its_own_office_only(office: Office, other_office: Office, unit: Unit) -> None:
    with scope(office=other_office.pk):
        assert not Unit.objects.exists()
        assert not Unit.objects.filter(pk=unit.pk)
    with scope(office=office.pk):
        assert list(Unit.objects.all()) == [unit]


def test_related_rows_are_guarded(office: Office, unit: Unit) -> None:
    with pytest.raises(ScopeError):
        office.unit_set.all()


def test_upkeep_may_look_over_all_offices(office: Office, other_office: Office, at: datetime) -> None:
    for each in (office, other_office):
        actions.add_unit(office=each, name="市教育局", short_name="市教育局", by=None, at=at)
    with scopes_disabled():
        assert Unit.objects.count() == 2


def test_every_table_but_the_offices_and_peoples_belongs_to_an_office() -> None:
    ours = {model for model in apps.get_models() if model.__module__.startswith("taizhang.")}
    # Who fails to log in, or begins to found an office, is of no office yet; a session is a browser's first.
    assert ours - set(OWNED) == {
        Office, Person, LoginFailures, LoginSession, FoundingCode, SpentTicket,
    }  # fmt: skip
