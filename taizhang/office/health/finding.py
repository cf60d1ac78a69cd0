"""How a part is, in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from taizhang.core.text.messages import Message


class Level(StrEnum):
    """How grave a finding is."""

    FINE = "fine"
    NOTE = "note"  # works, but should be known
    BAD = "bad"  # data, secrecy or service are at risk
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one part, and what mends it."""

    level: Level
    said: Message
    mend: Message | None = None


def fine(pattern: str, **values: str | int | Message) -> Finding:
    """Nothing to do."""
    return Finding(Level.FINE, Message(pattern, values))


def note(pattern: str, mend: str, **values: str | int | Message) -> Finding:
    """Something to know; both patterns share the values."""
    return Finding(Level.NOTE, Message(pattern, values), Message(mend, values))


def bad(pattern: str, mend: str, **values: str | int | Message) -> Finding:
    """Something to mend; both patterns share the values."""
    return Finding(Level.BAD, Message(pattern, values), Message(mend, values))
