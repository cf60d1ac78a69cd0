from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from taizhang.office.engine import loses_wal, read_database_url

HOME = Path("/srv/tz")


def test_sqlite_in_the_home_folder_is_the_default() -> None:
    read = read_database_url("", HOME)
    assert read["ENGINE"].endswith("sqlite3")
    assert read["NAME"] == "/srv/tz/taizhang.sqlite3"
    assert read["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in read["OPTIONS"]["init_command"]
    assert read["OPTIONS"]["timeout"] == 20


def test_sqlite_may_lie_elsewhere() -> None:
    assert read_database_url("sqlite:////data/x.db", HOME)["NAME"] == "/data/x.db"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_postgresql_is_read_with_its_parts_decoded(scheme: str) -> None:
    read = read_database_url(f"{scheme}://tz:p%40ss%2Fw@db.example:6432/t%7A?sslmode=require", HOME)
    assert (read["USER"], read["PASSWORD"], read["HOST"], read["PORT"], read["NAME"]) == (
        "tz",
        "p@ss/w",
        "db.example",
        "6432",
        "tz",
    )
    assert read["OPTIONS"] == {"pool": True, "sslmode": "require"}


def test_postgresql_by_its_socket_needs_a_name_only() -> None:
    read = read_database_url("postgres:///tz", HOME)
    assert (read["USER"], read["HOST"], read["PORT"], read["NAME"]) == ("", "", "", "tz")


@pytest.mark.parametrize("url", ["mysql://a/b", "postgres://host", "tz.sqlite3", "sqlite://"])
def test_anything_else_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="DATABASE_URL"):
        read_database_url(url, HOME)


@pytest.mark.parametrize(
    ("version", "loses"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 6), False),
        ((3, 44, 7), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 4), False),
    ],
)
def test_versions_with_the_wal_reset_fault_are_known(version: tuple[int, int, int], loses: bool) -> None:
    assert loses_wal(version) is loses


@pytest.mark.django_db
def test_the_sqlite_at_work_is_sound() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT sqlite_version()")
            assert not loses_wal(tuple(int(part) for part in cursor.fetchone()[0].split(".")))
            cursor.execute("PRAGMA foreign_keys")
            assert cursor.fetchone() == (1,)


def test_without_pysqlite3_the_standard_one_stays() -> None:
    code = (
        "import sys; sys.modules['pysqlite3'] = None\n"
        "from taizhang.office.engine import use_newer_sqlite\n"
        "use_newer_sqlite(); import sqlite3; print(sqlite3.__name__)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "sqlite3\n"
