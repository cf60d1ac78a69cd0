"""System checks of an installation."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections

from taizhang.office.engine import loses_wal


@register(Tags.compatibility)
def check_sqlite(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a SQLite that can corrupt a WAL database; warn where it is the only one at hand."""
    if connections["default"].vendor != "sqlite":
        return []
    from sqlite3 import sqlite_version, sqlite_version_info

    if not loses_wal(sqlite_version_info):
        return []
    hint = "Install SQLite 3.51.3 or newer, or use PostgreSQL (DATABASE_URL=postgres://…); taizhang doctor says more."
    message = f"SQLite {sqlite_version} may corrupt a database in WAL mode (the WAL-reset fault)."
    # A single embedded process is safe enough to look at; more than one is not, and production is never one.
    from django.conf import settings

    kind = Warning if settings.DEBUG else Error
    return [kind(message, hint=hint, id="taizhang.E001")]
