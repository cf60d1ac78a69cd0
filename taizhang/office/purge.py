"""The demo is thrown away: every row, every file, its clock. Only where there is nothing but a demo."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.office import guard
from taizhang.office.home import clock_file, demo_removed
from taizhang.office.models import FoundingCode, LoginSession, Office

KEPT = {FoundingCode._meta.db_table, LoginSession._meta.db_table}
_BESIDE: list[Callable[[], None]] = []


def on_purge(empty: Callable[[], None]) -> None:
    """Call ``empty`` when the rows go: it empties what an app keeps in tables without a model."""
    _BESIDE.append(empty)


def demo_is_here() -> bool:
    """Whether the installation holds a demo and nothing else."""
    demos = list(Office.objects.values_list("is_demo", flat=True))
    return bool(demos) and all(demos)


def remove_demo() -> None:
    """Delete every row and file of the installation. Refused where there is an office that is no demo, or none at all.

    The rows go in one transaction; files that are left because the process died are removed by doing it again.
    """
    if not demo_is_here():
        raise Refused(Message(N_("这里没有可删除的演示机构；正式机构的数据不能这样删除。")))
    # Keys between tables are checked when the transaction ends, so that the order does not matter.
    with transaction.atomic(), connection.cursor() as cursor:
        guard.lift(connection)
        for model in apps.get_models():
            table = model._meta.db_table
            if model.__module__.startswith("taizhang.") and table not in KEPT:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own tables
        for table in _between():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own tables
        LoginSession.objects.exclude(person=None).delete()  # whoever founds the office has not signed in
        for empty in _BESIDE:
            empty()
        guard.guard(connection)
    cache.clear()
    home = Path(settings.TAIZHANG_HOME)
    for folder in (Path(settings.FILES_FOLDER), home / "cache"):
        shutil.rmtree(folder, ignore_errors=True)
    for path in (clock_file(home), home / "demo-accounts.txt"):
        path.unlink(missing_ok=True)
    demo_removed(home).touch()


def _between() -> list[str]:
    """The tables that join two models."""
    return [
        str(field.m2m_db_table())
        for model in apps.get_models()
        if model.__module__.startswith("taizhang.")
        for field in model._meta.local_many_to_many
    ]
