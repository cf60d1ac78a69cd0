"""The test database: its schema made from the models in one go, and emptied row by row of what a test wrote.

What migrations add beside the models (triggers, the table of the search index) is put on here as they put it on;
test_schema holds both ways to the same result.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from taizhang.bulletin import guard as bulletin_guard
from taizhang.bulletin.search import store
from taizhang.office import guard as record_guard

# Django fills these when it makes the schema; no test writes to them.
FILLED_ONCE = {"django_content_type", "auth_permission"}


def complete(connection: Any) -> None:
    """Add to the models' tables what only migrations make, and the record that all of them have been."""
    with connection.cursor() as cursor:
        for statement in store.CREATE[connection.vendor]:
            cursor.execute(statement)
    record_guard.guard(connection)
    bulletin_guard.guard(connection)
    loader = MigrationLoader(connection)
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    recorder.migration_qs.bulk_create(
        recorder.Migration(app=app, name=name) for app, name in loader.disk_migrations
    )


def copy_to(connection: Any, path: Path) -> None:
    """Write a copy of SQLite's test database to ``path``: quicker than migrating a new one."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])


def empty(connection: Any) -> None:
    """Delete all rows of the models' tables, the record's guard lifted for that moment.

    Flushing would truncate a hundred tables and write every permission again; a test has touched a few.
    """
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        tables = touched(connection)
        if record_guard.TABLE in tables:
            record_guard.lift(connection)
        for table in tables:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
        if record_guard.TABLE in tables:
            record_guard.guard(connection)


def touched(connection: Any) -> list[str]:
    """Return the models' tables that hold rows, those filled once left out."""
    tables = set(connection.introspection.django_table_names(include_views=False)) - FILLED_ONCE
    queries = [
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(table)})"
        for table in sorted(tables)
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(queries))
        return [table for (table,) in cursor.fetchall()]
