"""How a part is, in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from taizhang.core.text.messages import Message


class HealthLevel(StrEnum):
    """How grave a finding is."""

    FINE = "fine"
    NOTE = "note"  # works, but should be known
    BAD = "bad"  # data, secrecy or service are at risk
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class HealthFinding:
    """What was found of one part, and what mends it."""

    level: HealthLevel
    said: Message
    mend: Message | None = None


def fine(pattern: str, **values: str | int | Message) -> HealthFinding:
    """Nothing to do."""
    return HealthFinding(HealthLevel.FINE, Message(pattern, values))


def note(pattern: str, mend: str, **values: str | int | Message) -> HealthFinding:
    """Something to know; both patterns share the values."""
    return HealthFinding(HealthLevel.NOTE, Message(pattern, values), Message(mend, values))


def bad(pattern: str, mend: str, **values: str | int | Message) -> HealthFinding:
    """Something to mend; both patterns share the values."""
    return HealthFinding(HealthLevel.BAD, Message(pattern, values), Message(mend, values))
