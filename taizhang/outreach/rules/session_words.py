"""When and where a session is, in words."""

from __future__ import annotations

from taizhang.core.calendar.day_words import day_words
from taizhang.core.dispatch.day_parts import DayPart
from taizhang.core.dispatch.limits import part_words
from taizhang.core.text.messages import Message
from taizhang.outreach.models import Session


def when_of(session: Session, year: int | None = None) -> Message:
    """Return 5月12日上午09:00; with its year where that is not ``year``."""
    gaps: dict[str, str | int | Message] = {
        "day": day_words(session.held_on, year),
        "part": part_words(DayPart(session.part)),
        "time": f"{session.starts_at:%H:%M}" if session.starts_at else "",
    }
    return Message("{day}{part}{time}", gaps)
