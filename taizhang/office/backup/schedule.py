"""Backups by the clock: one a day into a folder, the older ones thinned out."""

from __future__ import annotations

import logging
import re
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.suitcase import Manifest, kept
from taizhang.office.backup import tables
from taizhang.office.backup.database import sweep
from taizhang.office.backup.packing import pack
from taizhang.office.models import Office
from taizhang.office.workflow import record_event

log = logging.getLogger(__name__)
HOUR = 2  # o'clock of the office's day, from which on the day's backup is made
TRY_AGAIN = 3_600  # seconds until a backup that failed is tried again, by whichever process
_NAME = re.compile(r"taizhang-(\d{8}-\d{6})\.zip")
_STAMP = "%Y%m%d-%H%M%S"


def made_in(folder: Path) -> dict[datetime, Path]:
    """Return the proven backups of a folder by their moment, oldest first; none where there is no folder."""
    found = {}
    for path in sorted(folder.glob("taizhang-*.zip")):
        if name := _NAME.fullmatch(path.name):
            found[timezone.make_aware(datetime.strptime(name[1], _STAMP))] = path
    return found


def back_up(folder: Path, *, passphrase: str, at: datetime) -> tuple[Path, Manifest]:
    """Make a proven backup in ``folder`` and thin out the older ones; return its path and manifest."""
    sweep(at.timestamp())
    path = folder / f"taizhang-{timezone.localtime(at):{_STAMP}}.zip"
    manifest = pack(path, office=None, passphrase=passphrase, at=at)
    made = made_in(folder)
    stay = kept((timezone.localtime(moment) for moment in made), settings.BACKUP_KEEP)
    for moment, older in made.items():
        if moment not in stay:
            older.unlink()
    if manifest.migrations != tables.known():
        return path, manifest  # an older database is packed as it is; this release cannot write to it yet
    detail = {"file": path.name, "rows": manifest.rows, "missing": len(manifest.missing)}
    for office in Office.objects.order_by("pk"):
        when = at + settings.CLOCK_SHIFT  # a demo's record is of its own year
        record_event(office=office, by=None, at=when, verb="back_up", subject=office, detail=detail)
    return path, manifest


def run_due(at: datetime) -> bool:
    """Make the day's backup where one is wanted and not there yet; whether it was made. Called at every round.

    Of several processes one tries; after a failure, which goes to the log, the next try is an hour later.
    """
    if settings.BACKUP_TO is None or not settings.BACKUP_PASSPHRASE or not due(settings.BACKUP_TO, at):
        return False
    if not cache.add("backup-tried", at.isoformat(), TRY_AGAIN):
        return False
    try:
        path, manifest = back_up(settings.BACKUP_TO, passphrase=settings.BACKUP_PASSPHRASE, at=at)
    except (Refused, OSError) as error:
        log.error("no backup was made: %s", error)
        return False
    log.info("backup %s: %d rows", path.name, manifest.rows)
    return True


def due(folder: Path, at: datetime) -> bool:
    """Whether the last backup is of a day before the one that began at ``HOUR``."""
    last = max(made_in(folder), default=None)
    begun = timezone.localtime(at) - timedelta(hours=HOUR)
    return last is None or (timezone.localtime(last) - timedelta(hours=HOUR)).date() < begun.date()
