from __future__ import annotations

from datetime import datetime

import pytest
from django.db import IntegrityError, OperationalError

from taizhang.core.lifecycle.workflow import Refused
from taizhang.office.models import Office, Person, Unit
from taizhang.office.permissions import Permission
from taizhang.office.workflow import unit_of_work as acting
from tests.conftest import AT


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
