"""What of outreach waits for a person: each kind with its rows, and the task that a row is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from taizhang.office.tasks import Waiting
from taizhang.office.visible import Viewer


def waiting(viewer: Viewer, at: datetime) -> Iterator[Waiting[Any]]:
    """What waits for the viewer's posts, the most pressing kind first."""
    yield from ()
