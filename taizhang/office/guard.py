"""Triggers that the office relies on, whatever code or person holds the connection.

The event record is append-only. 三员 exclude each other: nobody holds one of their posts while holding a post of
another role, and a post never changes its role. A later migration that rebuilds one of the tables on SQLite drops its
triggers: it must guard the table again.
"""

from __future__ import annotations

from typing import Any

TABLE = "office_event"
WORDS = "the event record is append-only"
APART_WORDS = "the three administrators exclude each other"
ROLE_WORDS = "a post never changes its role"
_THREE = "('sys_admin', 'sec_admin', 'auditor')"
_BOTH_HELD = f"""SELECT 1 FROM office_postholder AS other
    JOIN office_post AS theirs ON theirs.id = other.post_id
    JOIN office_post AS fresh ON fresh.id = NEW.post_id
    WHERE other.person_id = NEW.person_id AND other.id <> NEW.id AND theirs.role <> fresh.role
    AND (theirs.role IN {_THREE} OR fresh.role IN {_THREE})
    AND (other.valid_to IS NULL OR other.valid_to > NEW.valid_from)
    AND (NEW.valid_to IS NULL OR NEW.valid_to > other.valid_from)"""  # noqa: S608 - no word of anybody's

_GUARD = {
    "sqlite": [
        *(
            f"CREATE TRIGGER {TABLE}_no_{verb} BEFORE {verb} ON {TABLE}"
            f" BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
            for verb in ("update", "delete")
        ),
        # AFTER: a new row has its key by then.
        *(
            f"CREATE TRIGGER office_apart_{verb} AFTER {verb} ON office_postholder WHEN EXISTS ({_BOTH_HELD})"
            f" BEGIN SELECT RAISE(ABORT, '{APART_WORDS}'); END"
            for verb in ("insert", "update")
        ),
        "CREATE TRIGGER office_post_role BEFORE UPDATE ON office_post WHEN NEW.role IS NOT OLD.role"
        f" BEGIN SELECT RAISE(ABORT, '{ROLE_WORDS}'); END",
    ],
    "postgresql": [
        f"""CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
        f"""CREATE TRIGGER {TABLE}_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON {TABLE}
        FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse()""",
        # The person's row is locked first: of two appointments at once, the second sees the first.
        f"""CREATE OR REPLACE FUNCTION office_apart() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN
        PERFORM 1 FROM office_person WHERE id = NEW.person_id FOR NO KEY UPDATE;
        IF EXISTS ({_BOTH_HELD}) THEN
            RAISE EXCEPTION '{APART_WORDS}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
        END $$""",
        """CREATE TRIGGER office_apart BEFORE INSERT OR UPDATE ON office_postholder FOR EACH ROW
        EXECUTE FUNCTION office_apart()""",
        f"""CREATE OR REPLACE FUNCTION office_post_role() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{ROLE_WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
        """CREATE TRIGGER office_post_role BEFORE UPDATE ON office_post FOR EACH ROW
        WHEN (NEW.role IS DISTINCT FROM OLD.role) EXECUTE FUNCTION office_post_role()""",
    ],
}
_LIFT = {
    "sqlite": [
        *(f"DROP TRIGGER IF EXISTS {TABLE}_no_{verb}" for verb in ("update", "delete")),
        *(f"DROP TRIGGER IF EXISTS office_apart_{verb}" for verb in ("insert", "update")),
        "DROP TRIGGER IF EXISTS office_post_role",
    ],
    "postgresql": [
        f"DROP TRIGGER IF EXISTS {TABLE}_guard ON {TABLE}",
        "DROP TRIGGER IF EXISTS office_apart ON office_postholder",
        "DROP TRIGGER IF EXISTS office_post_role ON office_post",
    ],
}


def guard(connection: Any) -> None:
    """Put the triggers on."""
    _run(connection, _GUARD)


def lift(connection: Any) -> None:
    """Take the triggers off: for a migration that rebuilds a table, and for emptying a database."""
    _run(connection, _LIFT)


def _run(connection: Any, statements: dict[str, list[str]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
