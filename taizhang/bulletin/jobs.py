"""What is done by the clock for the bulletin."""

from __future__ import annotations

from datetime import datetime

from taizhang.bulletin.search import is_outdated, rebuild, update_index
from taizhang.office.models import Office


def follow_record(*, office: Office, at: datetime) -> int:
    """Bring the search index up to date, so that whoever searches finds little left to do; one whose words are of
    another form (after an upgrade) is made anew, while it goes on answering.

    Always 0: a count would be recorded as an event, which the next round would follow, and so on for ever.
    """
    if is_outdated(office):
        rebuild(office)
    while update_index(office):
        pass
    return 0
