"""The database: reading ``DATABASE_URL``, and a SQLite without the WAL-reset fault."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# WAL databases may be corrupted from 3.7.0 on; fixed in 3.51.3 and in two older series (sqlite.org/wal.html).
WAL_RESET_FIXED = (3, 51, 3)
WAL_RESET_BACKPORTS = frozenset({(3, 44, 6), (3, 50, 7)})
SQLITE_WAIT = 20  # seconds a writer waits for another one
CACHE_KB = (
    16_000  # of pages that a connection keeps: the leaves of the search index do not fit SQLite's own 2 MB
)


def use_newer_sqlite() -> None:
    """Let ``import sqlite3`` mean pysqlite3 where there is one: Debian's SQLite has the WAL-reset fault."""
    try:
        import pysqlite3
        from pysqlite3 import dbapi2
    except ImportError:
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = dbapi2


def loses_wal(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite may corrupt a database in WAL mode when several connections write."""
    return (3, 7, 0) <= version < WAL_RESET_FIXED and version not in WAL_RESET_BACKPORTS


def read_database_url(url: str, home: Path) -> dict[str, Any]:
    """Django's ``DATABASES["default"]`` for ``postgres://user:password@host:port/name?sslmode=…``,
    ``sqlite:///path``, or, if ``url`` is empty, for SQLite in the home folder.

    Raises ValueError for any other scheme or where the name is missing.
    """
    if not url:
        return _sqlite(home / "taizhang.sqlite3")
    parts = urlsplit(url)
    name = unquote(parts.path.removeprefix("/"))
    if not name:
        raise ValueError("DATABASE_URL names no database")
    if parts.scheme == "sqlite":
        return _sqlite(Path(name))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(f"DATABASE_URL: unknown scheme {parts.scheme!r}")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {"pool": True, **dict(parse_qsl(parts.query))},
    }


def _sqlite(path: Path) -> dict[str, Any]:
    # IMMEDIATE takes the write lock at BEGIN, so that a writer waits instead of failing in mid-transaction.
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "timeout": SQLITE_WAIT,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            f" PRAGMA cache_size={-CACHE_KB};",
        },
    }
