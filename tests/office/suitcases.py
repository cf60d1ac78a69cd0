"""What tests of packing share: rows that databases like to change, and a quick schema for scratch databases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connections, transaction
from django.db.backends.sqlite3.base import DatabaseWrapper
from django_scopes import scope

from taizhang.ledger.models import Complaint, MeasureDefinition
from taizhang.office import actions, files
from taizhang.office.backup import tables
from taizhang.office.models import Office, OutboxMessage
from taizhang.office.workflow import record_event
from tests import database

PASSPHRASE = "清水河上九座桥，桥桥相连到海川"
AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
TEXTS = (
    "换行\r\n第二行\t制表\f换页", "'; DROP TABLE office_unit; --", '"引号"\\反斜\\n', "𠮷野家👨‍👩‍👧", "e\u0301 é ﬁ 豈",
    "\u2028\u2029\u200b\u202e倒", "%s %(x)s {0} $1 ?", "NULL", "", " 首尾空格 ", "1e400", "0x1F", "字" * 990,
)  # fmt: skip
DETAILS: tuple[dict[str, Any], ...] = (
    {"z": 1, "a": {"y": [], "x": {}}, "空": None},
    {"whole": 1e2, "minus": -0.0, "big": 2**70, "small": 1e-7, "half": 0.5, "huge": 1e300},
    {"words": list(TEXTS[:12]), "键\"'\\": [True, False, [[]]]},
    {},
)


def fill(office: Office) -> None:
    """Write rows of many kinds into the office."""
    actions.add_unit(office=office, name="海川市“教育”局'", short_name="教育局—", by=None, at=AT)
    with scope(office=office.pk):
        for n, detail in enumerate(DETAILS):
            at = datetime(1901 + 60 * n, 12, 31, 23, 59, 59, 999_999 - n, tzinfo=UTC)
            record_event(office=office, by=None, at=at, verb="hostile", subject=office, detail=detail)
        for n, text in enumerate(TEXTS):
            Complaint.objects.create(office=office, text=text, page="/", at=AT)
            MeasureDefinition.objects.create(office=office, name=f"量{n}", unit="人", counting=text)
        OutboxMessage.objects.create(
            office=office, kind="digest", dedupe_key="k", message_id=f"<{office.slug}@x>", address="a@b.cn",
            subject="题", body=TEXTS[0], attempts=32_767, next_attempt_at=AT, created_at=AT,
        )  # fmt: skip
    for n in range(3):
        content = bytes(range(256)) * n + b"%PDF-" + str(n).encode()
        with scope(office=office.pk):
            files.store(
                office=office, content=content, name=f"件{n}.pdf", media_type="application/pdf", at=AT
            )


def facts() -> dict[str, Any]:
    """What each packed table holds now."""
    return {m._meta.label_lower: tables.facts(m, "default", None) for m in tables.models_at(tables.known())}


def without_events(manifest_tables: Any) -> dict[str, Any]:
    return {name: table for name, table in manifest_tables.items() if name != "office.event"}


@pytest.fixture
def quick_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scratch databases get their schema as the tests' own does; migrating one is tried by the command line's tests."""
    monkeypatch.setattr(tables, "migrate_to", lambda alias, migrations: make_schema(connections[alias]))


_STATEMENTS: dict[str, list[str]] = {}


def make_schema(connection: Any) -> None:
    """Create the models' tables; the statements are made once for each engine."""
    if connection.vendor not in _STATEMENTS:
        with connection.schema_editor(collect_sql=True) as editor:
            for model in apps.get_models():
                editor.create_model(model)
        made = [str(each) for each in editor.collected_sql]
        _STATEMENTS[connection.vendor] = [each for each in made if not each.startswith("--")]
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for statement in _STATEMENTS[connection.vendor]:
            cursor.execute(statement)
    database.complete(connection)


@contextmanager
def sqlite_database(path: Path) -> Iterator[str]:
    """Another SQLite database with the schema, whatever engine the tests run on."""
    given = {
        **connections["default"].settings_dict,
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
    }
    made = connections["elsewhere"] = DatabaseWrapper({**given, "OPTIONS": {}}, alias="elsewhere")
    try:
        make_schema(made)
        yield "elsewhere"
    finally:
        made.close()
        del connections["elsewhere"]
