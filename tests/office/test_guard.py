from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django_scopes import scope

from taizhang.office.guard import TABLE, guard, lift
from taizhang.office.models import Event, Office


@pytest.mark.parametrize("verb", [f"UPDATE {TABLE} SET verb = 'x'", f"DELETE FROM {TABLE}"])
def test_the_record_cannot_be_changed_by_sql(office: Office, verb: str) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb)
    with scope(office=office.pk):
        assert Event.objects.count() == 1


def test_the_record_cannot_be_changed_by_a_query(office: Office) -> None:
    with scope(office=office.pk):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Event.objects.update(outcome="refused")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Event.objects.all().delete()


def test_the_guard_can_be_lifted_for_a_migration_and_put_on_again(office: Office) -> None:
    lift(connection)
    with scope(office=office.pk):
        assert Event.objects.update(outcome="moved") == 1
        guard(connection)
        with pytest.raises(DatabaseError), transaction.atomic():
            Event.objects.update(outcome="done")
