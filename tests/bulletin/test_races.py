"""Several processes archive the same numbers at once: each number is used once, and nothing is half there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.database import copy_to

RACING = Path(__file__).with_name("racing.py")
RACERS = 3
NUMBERS = 12  # as in racing.py


def start(home: Path, database: str, *words: str) -> subprocess.Popen[str]:
    environ = {
        **os.environ,
        "TAIZHANG_HOME": str(home),
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "taizhang.settings",
        "PYTHONPATH": str(RACING.parent.parent.parent),
    }
    return subprocess.Popen(
        [sys.executable, str(RACING), *words], env=environ, stdout=subprocess.PIPE, text=True
    )


def database_url(home: Path) -> str:
    """The test database of PostgreSQL; a copy of SQLite's in the racers' own home."""
    if connection.vendor == "sqlite":
        copy_to(connection, home / "taizhang.sqlite3")
        return ""
    given = connection.settings_dict
    return f"postgres://{given['USER']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"


@pytest.mark.django_db(transaction=True)
def test_of_several_processes_archiving_one_number_one_wins(tmp_path: Path) -> None:
    url = database_url(tmp_path)
    with start(tmp_path, url, "prepare", str(RACERS)) as prepared:
        assert prepared.wait(60) == 0
    racers = [start(tmp_path, url, "race", str(racer)) for racer in range(RACERS)]
    won = [int(racer.communicate(timeout=60)[0]) for racer in racers]
    assert [racer.returncode for racer in racers] == [0] * RACERS
    with start(tmp_path, url, "tell", "-") as told:
        counts = told.communicate(timeout=60)[0].split()
    assert sum(won) == NUMBERS
    assert counts == [str(NUMBERS)] * 4
