from __future__ import annotations

import sys

import pytest
from django.core.checks import Error, Warning
from django.db import connection
from pytest_django import Settings

from taizhang.office.checks import check_sqlite

sqlite_only = pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite")


def test_this_installation_is_sound() -> None:
    assert check_sqlite() == []


@sqlite_only
@pytest.mark.parametrize(("debug", "kind"), [(False, Error), (True, Warning)])
def test_a_sqlite_that_loses_data_is_refused(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, debug: bool, kind: type
) -> None:
    monkeypatch.setattr(sys.modules["sqlite3"], "sqlite_version_info", (3, 40, 1))
    settings.DEBUG = debug
    [message] = check_sqlite()
    assert type(message) is kind
    assert message.id == "taizhang.E001"
