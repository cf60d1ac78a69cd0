"""How the installation is doing, for the system administrator: numbers and states, no content."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Count, Sum
from django_scopes import scope

from taizhang.office import tick
from taizhang.office.models import Event, Lease, MessageState, Office, OutboxMessage, StoredFile


@dataclass(frozen=True, slots=True)
class JobState:
    """A job of the clock: when it last did something, and the last failure since."""

    name: str
    last: Event | None
    failed: Event | None


def storage(office: Office) -> dict[str, int | str]:
    """The database's engine, the bytes of the files that are kept, of the database, and those that are free."""
    with scope(office=office.pk):
        kept = StoredFile.objects.aggregate(files=Count("pk"), size=Sum("size"))
    return {
        "engine": connection.vendor,
        "files": kept["files"],
        "size": kept["size"] or 0,
        "database": _database_size(),
        "free": shutil.disk_usage(settings.TAIZHANG_HOME).free,
    }


def _database_size() -> int:
    if connection.vendor == "sqlite":
        path = Path(str(settings.DATABASES["default"]["NAME"]))
        return path.stat().st_size if path.is_file() else 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        (size,) = cursor.fetchone()
    return int(size)


def jobs(office: Office) -> list[JobState]:
    """The jobs in their order."""
    with scope(office=office.pk):
        events = Event.objects.filter(by=None, subject_kind="office")
        return [
            JobState(
                name,
                events.filter(verb=name, outcome="done").order_by("-at").first(),
                events.filter(verb=name, outcome="failed").order_by("-at").first(),
            )
            for name in tick.names()
        ]


def lease_of(office: Office) -> Lease | None:
    """Which process does the periodic work."""
    with scope(office=office.pk):
        return Lease.objects.first()


def mail_counts(office: Office) -> dict[str, int]:
    """How many messages stand in each state of the outbox."""
    with scope(office=office.pk):
        found = OutboxMessage.objects.values_list("state").annotate(n=Count("pk")).order_by()
        counts = dict(found)
    return {str(MessageState(state).label): counts[state] for state in MessageState.values if state in counts}
