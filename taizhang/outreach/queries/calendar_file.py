"""A session as a file for somebody's calendar (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.utils.timezone import get_default_timezone

from taizhang.core.dispatch.day_parts import DayPart
from taizhang.core.dispatch.limits import USUAL_START
from taizhang.office.ical import empty_calendar, event_of
from taizhang.outreach.models import Session


def calendar_file(session: Session, at: datetime) -> bytes:
    """Return the calendar with the one event; without a time of its own it begins at the usual hour of its part."""
    start = session.starts_at or USUAL_START[DayPart(session.part)]
    begin = datetime.combine(session.held_on, start, get_default_timezone()).astimezone(UTC)
    main = session.venues.first()
    event = event_of(session.key.hex, at)
    event.add("dtstart", begin)
    event.add("dtend", begin + timedelta(minutes=session.minutes))
    event.add("summary", session.title)
    event.add("location", f"{main.unit.name} {main.place}" if main else "")
    event.add("sequence", session.version)
    feed = empty_calendar("sessions")
    feed.add_component(event)
    content: bytes = feed.to_ical()
    return content
