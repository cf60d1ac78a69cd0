"""Every released schema is brought up to date by ``migrate``, with what was stored in it."""

from __future__ import annotations

import lzma
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db.migrations.loader import MigrationLoader

RELEASED = sorted((Path(__file__).parent / "released").glob("*.sqlite3.xz"))


def manage(home: Path, *words: str) -> str:
    environment = {**os.environ, "TAIZHANG_HOME": str(home)}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "taizhang.cli", "manage", *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.parametrize("frozen", RELEASED, ids=lambda path: path.name.removesuffix(".sqlite3.xz"))
def test_a_released_database_is_brought_up_to_date(frozen: Path, tmp_path: Path) -> None:
    database = tmp_path / "taizhang.sqlite3"
    database.write_bytes(lzma.decompress(frozen.read_bytes()))
    manage(tmp_path, "migrate", "--no-input")
    with sqlite3.connect(database) as rows:
        applied = set(rows.execute("SELECT app, name FROM django_migrations"))
        assert applied >= set(MigrationLoader(None).disk_migrations)
        assert rows.execute("SELECT name FROM office_office").fetchall() == [("海川市文明办",)]
        assert rows.execute("SELECT name, short_name FROM office_unit").fetchall() == [
            ("海川市教育局", "市教育局")
        ]
        assert rows.execute("SELECT username, name FROM office_person").fetchall() == [("xuzhi", "许知")]
        assert rows.execute("SELECT year FROM ledger_ledger").fetchall() == [(2026,)]
        assert rows.execute("SELECT name FROM bulletin_series").fetchall() == [("海川文明简报",)]
        with pytest.raises(sqlite3.DatabaseError, match="append-only"):
            rows.execute("DELETE FROM office_event")


def test_the_first_release_is_among_them() -> None:
    assert "0.2.0.sqlite3.xz" in {path.name for path in RELEASED}


def whole(database: Path) -> tuple[list[tuple[str, ...]], dict[str, int]]:
    """The schema as SQLite keeps it, and how many rows each table has."""
    with sqlite3.connect(database) as rows:
        schema = rows.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
        ).fetchall()
        tables = [
            name for kind, name, _table, _sql in schema if kind == "table" and not name.startswith("search")
        ]
        counts = {name: rows.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}
    rows.close()
    return schema, counts


PART = ("ledger", "0003_call_units")  # as far as it is tried: the whole way would cost another minute


def killed_while(home: Path, applying: int) -> bool:
    """Whether ``migrate`` was killed in the middle of its n-th migration (False: it had fewer to apply)."""
    environment = {**os.environ, "TAIZHANG_HOME": str(home), "PYTHONUNBUFFERED": "1"}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "taizhang.cli", "manage", "migrate", *PART, "--no-input"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = ""
        while sign := process.stdout.read(1):
            said += sign
            if said.count("Applying ") == applying and said.endswith("..."):
                process.kill()
                return True
    return False


@pytest.mark.parametrize("frozen", RELEASED[-1:], ids=lambda path: path.name.removesuffix(".sqlite3.xz"))
def test_an_upgrade_that_is_killed_goes_on_where_it_stopped(frozen: Path, tmp_path: Path) -> None:
    """Killed in the first migration, then in a later one; then let go on: the same as never killed."""
    homes = tmp_path / "whole", tmp_path / "killed"
    for home in homes:
        home.mkdir()
        (home / "taizhang.sqlite3").write_bytes(lzma.decompress(frozen.read_bytes()))
    manage(homes[0], "migrate", *PART, "--no-input")
    assert [killed_while(homes[1], n) for n in (1, 2)] == [True, True]
    manage(homes[1], "migrate", *PART, "--no-input")
    assert whole(homes[1] / "taizhang.sqlite3") == whole(homes[0] / "taizhang.sqlite3")
    with sqlite3.connect(homes[1] / "taizhang.sqlite3") as rows:
        assert rows.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert rows.execute("PRAGMA foreign_key_check").fetchall() == []
    rows.close()
