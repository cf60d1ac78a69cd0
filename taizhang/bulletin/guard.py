"""Triggers that keep what was printed, and what a unit signed, as it was, whatever code or person holds the connection.

A later migration that rebuilds one of the tables on SQLite drops its triggers: it must guard them again.
"""

from __future__ import annotations

from typing import Any

WORDS = "a sealed issue never changes"
FROZEN_WORDS = "what a unit has signed never changes"
OUT = "('sealed', 'distributed', 'archived')"
PRINTED = (
    "data", "snapshot", "series_id", "kind", "template", "named", "count", "year", "annual_no", "cumulative_no", "date",
    "signed_at",
)  # fmt: skip
TEXT = ("title", "body", "position", "issue_id")
SIGNED = ("submission_id", "round", "title", "body", "signed_by_id", "signed_at")


def _changed(columns: tuple[str, ...], differs: str) -> str:
    return " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in columns)


def _guards(printed: tuple[str, ...]) -> dict[str, list[str]]:
    return {
        "sqlite": [
            f"CREATE TRIGGER bulletin_issue_sealed BEFORE UPDATE ON bulletin_issue"
            f" WHEN OLD.state IN {OUT} AND ({_changed(printed, 'IS NOT')})"
            f" BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
            f"CREATE TRIGGER bulletin_article_sealed BEFORE UPDATE ON bulletin_article"
            f" WHEN ({_changed(TEXT, 'IS NOT')})"
            f" AND EXISTS (SELECT 1 FROM bulletin_issue WHERE id = OLD.issue_id AND state IN {OUT})"
            f" BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
            f"CREATE TRIGGER bulletin_submittedtext_frozen BEFORE UPDATE ON bulletin_submittedtext"
            f" WHEN ({_changed(SIGNED, 'IS NOT')})"
            f" BEGIN SELECT RAISE(ABORT, '{FROZEN_WORDS}'); END",
        ],
        "postgresql": [
            f"""CREATE OR REPLACE FUNCTION bulletin_refuse_sealed() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN
            IF TG_TABLE_NAME = 'bulletin_article' AND NOT EXISTS
                (SELECT 1 FROM bulletin_issue WHERE id = OLD.issue_id AND state IN {OUT}) THEN RETURN NEW;
            END IF;
            RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
            f"""CREATE TRIGGER bulletin_issue_sealed BEFORE UPDATE ON bulletin_issue FOR EACH ROW
            WHEN (OLD.state IN {OUT} AND ({_changed(printed, "IS DISTINCT FROM")}))
            EXECUTE FUNCTION bulletin_refuse_sealed()""",
            f"""CREATE TRIGGER bulletin_article_sealed BEFORE UPDATE ON bulletin_article FOR EACH ROW
            WHEN ({_changed(TEXT, "IS DISTINCT FROM")})
            EXECUTE FUNCTION bulletin_refuse_sealed()""",
            f"""CREATE OR REPLACE FUNCTION bulletin_refuse_frozen() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN
            RAISE EXCEPTION '{FROZEN_WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
            f"""CREATE TRIGGER bulletin_submittedtext_frozen BEFORE UPDATE ON bulletin_submittedtext FOR EACH ROW
            WHEN ({_changed(SIGNED, "IS DISTINCT FROM")})
            EXECUTE FUNCTION bulletin_refuse_frozen()""",
        ],
    }


_TRIGGERS = {"issue": "sealed", "article": "sealed", "submittedtext": "frozen"}
_LIFT = {
    "sqlite": [f"DROP TRIGGER IF EXISTS bulletin_{table}_{how}" for table, how in _TRIGGERS.items()],
    "postgresql": [
        f"DROP TRIGGER IF EXISTS bulletin_{table}_{how} ON bulletin_{table}"
        for table, how in _TRIGGERS.items()
    ],
}


def guard(connection: Any) -> None:
    """Put the triggers on, over those of the columns that the table has by the migration that asks."""
    with connection.cursor() as cursor:
        there = {
            each.name for each in connection.introspection.get_table_description(cursor, "bulletin_issue")
        }
    _run(connection, _guards(tuple(each for each in PRINTED if each in there)))


def lift(connection: Any) -> None:
    """Take the triggers off: for a migration that rebuilds a table."""
    _run(connection, _LIFT)


def _run(connection: Any, statements: dict[str, list[str]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
