"""Due dates as a calendar (RFC 5545): whole days, no alarms. The library folds lines and escapes text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from taizhang.office.mail.digest_text import address
from taizhang.office.mail.transport import domain
from taizhang.office.tasks import Task

MEDIA_TYPE = "text/calendar; charset=utf-8"
ASK_AGAIN = timedelta(hours=4)


def calendar(name: str, tasks: Iterable[Task], at: datetime) -> bytes:
    """The feed. ``at`` is when it was asked for; what has no date of its own is due
    now: it stands on that day."""
    feed = Calendar()
    feed.add("prodid", "-//taizhang//due dates//ZH")
    feed.add("version", "2.0")
    feed.add("x-wr-calname", name)
    feed.add("refresh-interval", ASK_AGAIN, parameters={"value": "DURATION"})
    for task in tasks:
        feed.add_component(_event(task, at))
    text: bytes = feed.to_ical()
    return text


def _event(task: Task, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{sha256(task.key.encode()).hexdigest()[:32]}@{domain()}")
    event.add("dtstamp", at.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", task.due or localdate(at))
    event.add("summary", task.line.translated(_))
    event.add("url", address(task.url))
    event.add("transp", "TRANSPARENT")  # due that day, not busy all day
    return event
