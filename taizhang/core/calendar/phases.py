"""Plans in phases around an event (会前, 会中, 会后): what is due so many days from it follows it when it moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from taizhang.core.text.messages import N_, Message


class EventPhase(StrEnum):
    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class EventDays:
    """The first and the last day of an event."""

    starts_on: date
    ends_on: date

    def due(self, phase: str, days: int) -> date:
        """So many days before its first day, after its first day, or after its last day."""
        start = self.ends_on if phase == EventPhase.AFTER else self.starts_on
        return start + timedelta(days=-days if phase == EventPhase.BEFORE else days)

    def holds(self, phase: str, days: int) -> bool:
        """Whether the day lies in its phase: during the event not after its end, else at least a day apart from it."""
        if phase == EventPhase.DURING:
            return days >= 0 and self.due(phase, days) <= self.ends_on
        return days >= 1


@dataclass(frozen=True, slots=True)
class PhasedStep:
    """A step of a plan by its key, with the day it is due on now; ``done``: it is over and stays where it is."""

    key: int
    phase: str
    days: int
    due: date
    done: bool


def moved(steps: Sequence[PhasedStep], event: EventDays) -> dict[int, date]:
    """The new day of every step that follows the event and does not lie there already, by its key."""
    days = {step.key: event.due(step.phase, step.days) for step in steps if not step.done}
    return {step.key: days[step.key] for step in steps if days.get(step.key, step.due) != step.due}


def phase_words(phase: str, days: int) -> Message:
    """提前30天, 第2天, 结束后10天: where a step lies by the event."""
    if phase == EventPhase.DURING:
        return Message(N_("第{n}天"), {"n": days + 1})
    return Message(N_("提前{n}天") if phase == EventPhase.BEFORE else N_("结束后{n}天"), {"n": days})
