"""The tests' schema, made from the models, is the one that migrations make in an installation."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

# Nothing here uses groups: their key is wider by Django's own migration than by its models.
OF_DJANGO = ("column", "auth_group_permissions", "id")
# Columns, indexes, constraints, triggers and functions: (what, of which table, its name or place, its definition).
_POSTGRESQL = """
SELECT 'column', table_name, column_name,
    concat_ws(' ', udt_name, character_maximum_length, numeric_precision, numeric_scale, is_nullable,
              column_default, is_identity)
    FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT 'index', tablename, '', regexp_replace(indexdef, 'INDEX \\S+ ON', 'INDEX ON')
    FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'constraint', conrelid::regclass::text, CASE contype WHEN 'c' THEN conname ELSE '' END,
    pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid)
    FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'function', '', proname, pg_get_functiondef(oid)
    FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""


def schema_of(connection: BaseDatabaseWrapper) -> list[tuple[str, ...]]:
    """Return all that the database knows of its schema, sorted; the order of columns is left out."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL)
            return sorted(row for row in cursor.fetchall() if row[:3] != OF_DJANGO)
        cursor.execute("SELECT type, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return sorted(part for row in cursor.fetchall() for part in _parts(*row))


def _parts(kind: str, table: str, sql: str) -> Iterator[tuple[str, ...]]:
    """Break a table up into its columns and constraints, which migrations may have added in another order."""
    sql = re.sub(r"\s+", " ", sql)
    if kind != "table" or sql.startswith("CREATE VIRTUAL"):
        yield kind, table, _unnamed(sql)
        return
    depth, part = 0, ""
    for sign in sql[sql.index("(") + 1 : sql.rindex(")")]:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and not depth:
            yield "part", table, part.strip()
            part = ""
        else:
            part += sign
    yield "part", table, part.strip()


def _unnamed(sql: str) -> str:
    """Leave out an index's name: Django numbers those that have none of their own by the table's first name."""
    return re.sub(r'INDEX "\S+" ON', "INDEX ON", sql)


@contextmanager
def migrated(home: Path, *command: str) -> Iterator[BaseDatabaseWrapper]:
    """A new database, made by a process that runs Python with ``command``."""
    here = connections["default"]
    name = "taizhang.sqlite3" if here.vendor == "sqlite" else f"{here.settings_dict['NAME']}_migrated"
    given = {**here.settings_dict, "NAME": name}
    url = f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{name}"
    if here.vendor == "sqlite":
        given["NAME"], url = str(home / name), ""
    else:
        _anew(here, name)
    environ = {**os.environ, "TAIZHANG_HOME": str(home), "DATABASE_URL": url}
    subprocess.run([sys.executable, *command], env=environ, check=True)
    made = type(here)(given, alias="migrated")
    try:
        yield made
    finally:
        made.close()
        if here.vendor == "postgresql":
            _drop(here, name)


def _anew(here: Any, name: str) -> None:
    _drop(here, name)
    with here._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')


def _drop(here: Any, name: str) -> None:
    with here._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


STEP_BY_STEP = ("-m", "taizhang.cli", "manage", "migrate", "--verbosity", "0")
AT_ONCE = ("-c", "from taizhang.cli.office import prepare; prepare()")
NOTED = "SELECT app, name FROM django_migrations", "SELECT app_label, model FROM django_content_type"


@pytest.mark.django_db
@pytest.mark.parametrize("command", [STEP_BY_STEP, AT_ONCE], ids=["step by step", "at once"])
def test_a_new_installation_has_the_schema_of_the_models(tmp_path: Path, command: tuple[str, ...]) -> None:
    expected = schema_of(connections["default"])
    with migrated(tmp_path, *command) as connection:
        found = schema_of(connection)
        noted = [_rows(connection, query) for query in NOTED]
    assert {kind for kind, *_ in expected} >= {"trigger", "index"}
    assert [each for each in found if each not in expected] == []
    assert [each for each in expected if each not in found] == []
    assert len(found) == len(expected)
    assert noted == [_rows(connections["default"], query) for query in NOTED]


def _rows(connection: BaseDatabaseWrapper, query: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return sorted(cursor.fetchall())
