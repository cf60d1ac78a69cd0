"""Second databases: a still image of the live one to read from, and an empty one to try a suitcase in."""

from __future__ import annotations

import secrets
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections, transaction
from django.db.backends.postgresql.psycopg_any import IsolationLevel

LIVE, STILL, SCRATCH = "default", "still", "scratch"  # aliases of connections
FOLDER, SCHEMA = ".scratch-", "taizhang_scratch_"  # what the scratch places' names begin with
ABANDONED = 86_400  # seconds after which a scratch place is of a process that was killed


@contextmanager
def still_image() -> Iterator[str]:
    """Return the alias of a connection that sees the live database as of one moment; nobody waits for it.

    SQLite: a copy by the backup interface in one step (a copy of the files of a live database is often damaged).
    PostgreSQL: one transaction that reads only.
    """
    if connections[LIVE].vendor == "sqlite":
        with scratch_folder() as folder:
            _copy(Path(str(connections[LIVE].settings_dict["NAME"])), folder / "still.sqlite3")
            with _connected(STILL, NAME=str(folder / "still.sqlite3")):
                yield STILL
        return
    options = {"isolation_level": IsolationLevel.REPEATABLE_READ}
    with _connected(STILL, OPTIONS=options), transaction.atomic(using=STILL):
        with connections[STILL].cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
        yield STILL


@contextmanager
def scratch_database() -> Iterator[str]:
    """Return the alias of an empty database of the same engine, which is gone afterwards.

    On PostgreSQL it is a schema of its own beside the live one: the right to make a database is not needed.
    """
    if connections[LIVE].vendor == "sqlite":
        with scratch_folder() as folder, _connected(SCRATCH, NAME=str(folder / "scratch.sqlite3")):
            yield SCRATCH
        return
    schema = f"{SCHEMA}{int(time.time())}_{secrets.token_hex(4)}"
    with connections[LIVE].cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {schema}")
    try:
        with _connected(SCRATCH, OPTIONS={"options": f"-c search_path={schema}"}):
            yield SCRATCH
    finally:
        with connections[LIVE].cursor() as cursor:
            cursor.execute(f"DROP SCHEMA {schema} CASCADE")


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder in the home, on the disk that has room for the data; gone afterwards, with what was in it."""
    folder = Path(tempfile.mkdtemp(prefix=FOLDER, dir=settings.TAIZHANG_HOME))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(now: float) -> int:
    """Remove the scratch places of processes that were killed more than a day before ``now``; how many."""
    old = [
        each
        for each in Path(settings.TAIZHANG_HOME).glob(f"{FOLDER}*")
        if each.stat().st_mtime < now - ABANDONED
    ]
    for folder in old:
        shutil.rmtree(folder, ignore_errors=True)
    return len(old) + (_sweep_schemas(now) if connections[LIVE].vendor == "postgresql" else 0)


def _sweep_schemas(now: float) -> int:
    with connections[LIVE].cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE starts_with(nspname, %s)", [SCHEMA])
        named = {name: int(name.removeprefix(SCHEMA).partition("_")[0]) for (name,) in cursor.fetchall()}
        old = [name for name, made in named.items() if made < now - ABANDONED]
        for name in old:
            cursor.execute(f"DROP SCHEMA {name} CASCADE")
    return len(old)


@contextmanager
def _connected(alias: str, **changes: Any) -> Iterator[None]:
    """A connection like the live one but for ``changes``, and not pooled."""
    live = connections[LIVE]
    options = {name: value for name, value in live.settings_dict["OPTIONS"].items() if name != "pool"}
    options |= changes.pop("OPTIONS", {})
    given = {**live.settings_dict, **changes, "OPTIONS": options, "CONN_MAX_AGE": 0}
    made = connections[alias] = type(live)(given, alias=alias)
    try:
        yield
    finally:
        made.close()
        del connections[alias]


def _copy(live: Path, target: Path) -> None:
    with closing(sqlite3.connect(live)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
