"""Every released schema is brought up to date by ``migrate``, with what was stored in it."""

from __future__ import annotations

import lzma
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

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
    assert "[ ]" not in manage(tmp_path, "showmigrations")
    with sqlite3.connect(database) as rows:
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
