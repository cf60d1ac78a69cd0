"""Whether the installation can do its work: the database answers, the periodic work is done, the disk has room."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import Error, connection

BEAT = "tick-beat"
NONE_YET = "no round yet"
LATE = 300  # seconds without a round after which the periodic work counts as standing still
ROOM = 200_000_000  # bytes that must be free


def beat() -> None:
    """Say that the periodic work is being done (by the machine's own clock, not a demo's)."""
    cache.set(BEAT, time.time(), None)


def readiness() -> dict[str, str]:
    """What is amiss, by part; a part that is in order says "ok"."""
    return {"database": _database(), "tick": _tick(), "disk": _disk()}


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return "unreachable"
    return "ok"


def _tick() -> str:
    try:
        last = cache.get(BEAT)
    except Error:
        return "unknown"
    if last is None:
        return NONE_YET
    ago = max(0, round(time.time() - last))
    return "ok" if ago <= LATE else f"last round {ago} seconds ago"


def _disk() -> str:
    free = min(shutil.disk_usage(folder).free for folder in folders())
    return "ok" if free >= ROOM else f"{free // 1_000_000} MB free"


def folders() -> list[Path]:
    """Where the installation writes: its home, and its database where that is a file."""
    database = Path(str(settings.DATABASES["default"]["NAME"])).parent
    folders = [Path(settings.TAIZHANG_HOME), database if connection.vendor == "sqlite" else None]
    return [folder for folder in folders if folder is not None and folder.is_dir()] or [Path("/")]
