"""The state of the installation as numbers, in the text form that Prometheus reads; nothing about a person."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Max

from taizhang.office.backup.schedule import made_in
from taizhang.office.beats import folders, readiness
from taizhang.office.models import Event, OutboxMessage

_HELP = {
    "taizhang_ready": "1 where the part can do its work",
    "taizhang_disk_free_bytes": "free on the disk with least room",
    "taizhang_last_backup_timestamp_seconds": "when the last proven backup was made; 0: never",
    "taizhang_outbox_messages": "messages by state",
    "taizhang_last_event": "key of the newest event: grows with whatever is done",
}


def text() -> str:
    """Return all of it; one line for each value."""
    folder = settings.BACKUP_TO or Path(settings.TAIZHANG_HOME) / "backups"
    last = max(made_in(folder), default=None)
    states = OutboxMessage._base_manager.order_by("state").values_list("state").annotate(Count("pk"))
    newest = Event._base_manager.aggregate(last=Max("pk"))["last"]
    values = {
        "taizhang_ready": {f'{{part="{part}"}}': int(state == "ok") for part, state in readiness().items()},
        "taizhang_disk_free_bytes": {"": min(shutil.disk_usage(each).free for each in folders())},
        "taizhang_last_backup_timestamp_seconds": {"": int(last.timestamp()) if last else 0},
        "taizhang_outbox_messages": {f'{{state="{state}"}}': count for state, count in states},
        "taizhang_last_event": {"": newest or 0},
    }
    lines = []
    for name, each in values.items():
        lines += [f"# HELP {name} {_HELP[name]}", f"# TYPE {name} gauge"]
        lines += [f"{name}{label} {value}" for label, value in each.items()]
    return "\n".join(lines) + "\n"
