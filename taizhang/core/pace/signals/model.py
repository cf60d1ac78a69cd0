"""What a project is judged by, and the judgement: a level with one sentence of reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar, Literal

from taizhang.core.pace.curves import Curve, IndicatorFact
from taizhang.core.text.messages import N_, Message


class Level(StrEnum):
    """From good to bad; shown by a mark and a word, never by colour alone."""

    NORMAL = "normal"
    NEAR = "near"
    BEHIND = "behind"
    OVERDUE = "overdue"

    @property
    def severity(self) -> int:
        """0 (normal) to 3 (overdue)."""
        return list(Level).index(self)

    @property
    def mark(self) -> str:
        return "●◆▲■"[self.severity]

    def words(self) -> Message:
        return Message((N_("正常"), N_("临期"), N_("滞后"), N_("逾期"))[self.severity])


@dataclass(frozen=True, slots=True)
class MilestoneFact:
    """A milestone of the baseline in force; ``done_on`` is None while it is open. ``LATE_RULES`` name what is judged of
    one that is late.
    """

    LATE_RULES: ClassVar = ("milestone_overdue", "milestone_late")
    title: str
    due: date
    done_on: date | None = None

    def is_done(self, day: date) -> bool:
        """Whether it was done by the end of ``day``."""
        return self.done_on is not None and self.done_on <= day

    def days_late(self, day: date) -> int:
        """By how many days it was done late, or is late at the end of ``day``; 0: in time."""
        return max(0, (min(self.done_on or day, day) - self.due).days)


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """All that a project is judged by at the end of ``day``, taken from the baseline then in force.

    ``unreported`` are the due days of reports still missing; ``returned`` counts the reports returned for
    their quality in the period. ``worst_before`` is the worst level of earlier periods, and ``red_repaired``
    says that what was overdue then has been made good since.
    """

    day: date
    start: date
    due: date
    curve: Curve
    milestones: tuple[MilestoneFact, ...] = ()
    indicators: tuple[IndicatorFact, ...] = ()
    unreported: tuple[date, ...] = ()
    returned: int = 0
    worst_before: Level | None = None
    red_repaired: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """``rule`` names what decided, for filters and tests: milestone_overdue, behind_pace, on_pace, …"""

    level: Level
    reason: Message
    rule: str


NoticeLevel = Literal["blue", "yellow", "red"]


def notice_level(level: Level) -> NoticeLevel | None:
    """The colour of the notice that may be drafted at a level; None where all is well."""
    colours: dict[Level, NoticeLevel] = {Level.NEAR: "blue", Level.BEHIND: "yellow", Level.OVERDUE: "red"}
    return colours.get(level)
