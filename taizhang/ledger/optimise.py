"""SQLite's planner learns how the tables have grown; PostgreSQL sees to that itself.

Without it, a question for the parts of fifty projects reads every part of the office.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from taizhang.ledger.models import Figure
from taizhang.office.models import Office

WATCHED = Figure._meta.db_table  # grows fastest
SMALL = 1_000  # rows that need no plan
SAMPLE = 1_000  # rows of an index that are looked at


def refresh(*, office: Office, at: datetime) -> int:
    """Count anew once the ledger has doubled since the last time; 1 where that was done."""
    if connection.vendor != "sqlite":
        return 0
    with connection.cursor() as cursor:
        rows = cursor.execute(f"SELECT COUNT(*) FROM {WATCHED}").fetchone()[0]  # noqa: S608 - a table of ours
        if rows < SMALL or rows < 2 * _known(cursor):
            return 0
        cursor.execute(f"PRAGMA analysis_limit = {SAMPLE}")
        cursor.execute("ANALYZE")
    return 1


def _known(cursor: object) -> int:
    """How many rows the planner believes in; 0 where it has never counted."""
    ask = cursor.execute  # type: ignore[attr-defined]
    there = ask("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'").fetchone()
    rows = ask("SELECT stat FROM sqlite_stat1 WHERE tbl = %s", [WATCHED]).fetchall() if there else []
    return max((int(stat.split()[0]) for (stat,) in rows), default=0)  # a partial index knows of fewer
