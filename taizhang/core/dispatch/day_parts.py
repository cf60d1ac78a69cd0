"""The parts of a day by which speakers are free and sessions are set."""

from __future__ import annotations

from enum import StrEnum


class DayPart(StrEnum):
    """One session of a speaker fits in each."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
