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
    feed = empty_calendar("due dates")
    feed.add("x-wr-calname", name)
    feed.add("refresh-interval", ASK_AGAIN, parameters={"value": "DURATION"})
    for task in tasks:
        feed.add_component(_event(task, at))
    text: bytes = feed.to_ical()
    return text


def empty_calendar(of: str) -> Calendar:
    """Return a calendar without events; ``of`` says in its PRODID what it is for."""
    made = Calendar()
    made.add("prodid", f"-//taizhang//{of}//ZH")
    made.add("version", "2.0")
    return made


def event_of(key: str, at: datetime) -> Event:
    """Return an event known by ``key`` and written at ``at``; what it is about is added by the caller."""
    made = Event()
    made.add("uid", f"{key}@{domain()}")
    made.add("dtstamp", at.astimezone(UTC).replace(microsecond=0))
    return made


def _event(task: Task, at: datetime) -> Event:
    event = event_of(sha256(task.key.encode()).hexdigest()[:32], at)
    event.add("dtstart", task.due or localdate(at))
    event.add("summary", task.line.translated(_))
    event.add("url", address(task.url))
    event.add("transp", "TRANSPARENT")  # due that day, not busy all day
    return event
