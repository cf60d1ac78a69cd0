from __future__ import annotations

from datetime import datetime

import pytest
from django.apps import apps
from django.db import models
from django_scopes import scope, scopes_disabled
from django_scopes.exceptions import ScopeError

from taizhang.office import actions
from taizhang.office.models import FoundingCode, LoginFailures, LoginSession, Office, Owned, Person, Unit

OWNED = [model for model in apps.get_models() if issubclass(model, Owned)]


@pytest.mark.parametrize("model", OWNED, ids=lambda model: model.__name__)
@pytest.mark.parametrize(
    "ask",
    [
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
    ],
)
def test_a_question_outside_a_scope_raises(model: type[models.Model], ask: object) -> None:
    with pytest.raises(ScopeError):
        ask(model.objects)  # type: ignore[attr-defined, operator]


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
    assert ours - set(OWNED) == {Office, Person, LoginFailures, LoginSession, FoundingCode}
