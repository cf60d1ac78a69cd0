from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import pytest
from django.db import IntegrityError, OperationalError
from django_scopes import scope

from taizhang.core.lifecycle.workflow import Refused
from taizhang.office.actions.appointments import end_appointment
from taizhang.office.models import Office, Person, PostHolder, Unit
from taizhang.office.permissions import Permission
from taizhang.office.queries import acting_administrators
from taizhang.office.roles import ADMINISTRATORS, Role
from taizhang.office.workflow import unit_of_work as acting
from tests.at_once import at_once
from tests.conftest import AT, PersonWith


def act(office: Office, error: Exception | None = None) -> None:
    with acting(office=office, by=None, at=AT, needs=Permission.MANAGE_UNITS):
        Unit.objects.create(office=office, name="海川市民政局", short_name="市民政局")
        if error is not None:
            raise error


def test_a_row_that_is_there_already_is_refused_in_words_and_nothing_is_written(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(Refused) as refused:
        act(office, IntegrityError("UNIQUE constraint failed"))
    assert "刚刚在别处办理过" in str(refused.value.sentence)
    assert not Unit._base_manager.filter(office=office, short_name="市民政局").exists()
    assert "UNIQUE constraint failed" in caplog.text


@pytest.mark.parametrize("sqlstate", ["40P01", "40001"])
def test_who_loses_a_deadlock_is_refused_in_words(office: Office, sqlstate: str) -> None:
    cause = Exception()
    cause.sqlstate = sqlstate  # type: ignore[attr-defined]
    error = OperationalError("deadlock detected")
    error.__cause__ = cause
    with pytest.raises(Refused):
        act(office, error)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_administrators_who_relieve_each_other_at_once_leave_one_who_can_act(
    office: Office, person_with: PersonWith, role: Role
) -> None:
    both = [person_with(role) for _ in range(2)]
    manager = both if role is Role.SEC_ADMIN else [person_with(Role.SEC_ADMIN)] * 2
    with scope(office=office.pk):
        held = [PostHolder.objects.select_related("post__office", "person").get(person=each) for each in both]
    acts = [
        partial(end_appointment, holder=holder, by=by, at=AT + timedelta(days=1))
        for holder, by in zip(reversed(held), manager, strict=True)
    ]
    assert sorted(at_once(office, acts)) == ["done", "refused"]
    assert acting_administrators(office, role, AT + timedelta(days=1)).count() == 1


def test_a_database_that_is_away_is_no_refusal(office: Office) -> None:
    with pytest.raises(OperationalError):
        act(office, OperationalError("database is locked"))


def test_two_acts_inside_each_other_refuse_once(office: Office, editor: Person, at: datetime) -> None:
    with (
        pytest.raises(Refused),
        acting(office=office, by=editor, at=at, needs=Permission.EDIT_BULLETIN),
        acting(office=office, by=editor, at=at, needs=Permission.EDIT_BULLETIN),
    ):
        raise IntegrityError("inner")
