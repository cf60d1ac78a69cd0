"""Triggers that keep the event record append-only, whatever code or person holds the connection.

A later migration that rebuilds the table on SQLite drops its triggers: it must guard the table again.
"""

from __future__ import annotations

from typing import Any

TABLE = "office_event"
WORDS = "the event record is append-only"

_GUARD = {
    "sqlite": [
        f"CREATE TRIGGER {TABLE}_no_{verb} BEFORE {verb} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
        for verb in ("update", "delete")
    ],
    "postgresql": [
        f"""CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
        f"""CREATE TRIGGER {TABLE}_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON {TABLE}
        FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse()""",
    ],
}
_LIFT = {
    "sqlite": [f"DROP TRIGGER IF EXISTS {TABLE}_no_{verb}" for verb in ("update", "delete")],
    "postgresql": [f"DROP TRIGGER IF EXISTS {TABLE}_guard ON {TABLE}"],
}


def guard(connection: Any) -> None:
    """Put the triggers on."""
    _run(connection, _GUARD)


def lift(connection: Any) -> None:
    """Take the triggers off: for a migration that rebuilds the table, and for emptying a test database."""
    _run(connection, _LIFT)


def _run(connection: Any, statements: dict[str, list[str]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
