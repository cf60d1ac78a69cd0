"""How coverage grew, and when it will be reached if it goes on as in the last weeks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from taizhang.core.coverage.state import CoverageState

WEEK = timedelta(days=7)
WEEKS, SPELL = 8, 4  # weeks looked back at, and the length of the slowest and of the fastest spell among them


@dataclass(frozen=True, slots=True)
class CoursePoint:
    """So many were covered at the end of the day."""

    on: date
    covered: int


class Outlook(StrEnum):
    """Whether a day can be named."""

    REACHED = "reached"
    TOO_EARLY = "too_early"  # fewer than SPELL weeks have passed
    STANDSTILL = "standstill"  # nobody was reached in the weeks looked at
    EXPECTED = "expected"
    OVER = "over"  # the period is over, and the target was not reached


@dataclass(frozen=True, slots=True)
class Projection:
    """The day on which the target is reached at the mean pace of the last WEEKS weeks, with its range.

    ``earliest`` and ``latest``: at the pace of the fastest and of the slowest SPELL weeks among them; ``latest`` is None
    where in the slowest nobody was reached. ``weeks``: how many whole weeks were looked at.
    """

    outlook: Outlook
    expected: date | None = None
    earliest: date | None = None
    latest: date | None = None
    weeks: int = 0


def course(state: CoverageState) -> list[CoursePoint]:
    """Return how many of today's roll were covered, from the first day of the period to the day looked at."""
    by_day = Counter(max(row.since, state.rule.start) for row in state.rows if row.since)
    last = max(state.rule.start, state.day)
    points, sum_ = [CoursePoint(state.rule.start, by_day.pop(state.rule.start, 0))], 0
    sum_ = points[0].covered
    for day in sorted(by_day):
        sum_ += by_day[day]
        points.append(CoursePoint(day, sum_))
    if points[-1].on < last:
        points.append(CoursePoint(last, sum_))
    return points


def projection(state: CoverageState) -> Projection:
    """Return when the target will be reached; whole weeks back from the day looked at are counted."""
    if state.gap == 0 and state.rows:
        return Projection(Outlook.REACHED)
    if state.day >= state.rule.end:
        return Projection(Outlook.OVER)
    weeks = min(WEEKS, ((state.day - state.rule.start).days + 1) // 7)
    if weeks < SPELL:
        return Projection(Outlook.TOO_EARLY)
    fresh = [_newly_covered(state, n) for n in range(weeks)]
    if not any(fresh):
        return Projection(Outlook.STANDSTILL, weeks=weeks)
    spells = [sum(fresh[n : n + SPELL]) for n in range(weeks - SPELL + 1)]
    return Projection(
        Outlook.EXPECTED,
        _reached(state, sum(fresh), weeks),
        _reached(state, max(spells), SPELL),
        _reached(state, min(spells), SPELL),
        weeks,
    )


def _newly_covered(state: CoverageState, weeks_ago: int) -> int:
    """How many were covered in the week that ended so many weeks before the day looked at."""
    end = state.day - weeks_ago * WEEK
    return sum(row.since is not None and end - WEEK < row.since <= end for row in state.rows)


def _reached(state: CoverageState, fresh: int, weeks: int) -> date | None:
    """The day on which the gap is closed at this pace; None where it never is, or not within fifty years."""
    if not fresh:
        return None
    days = -(-state.gap * weeks * 7 // fresh)
    return state.day + timedelta(days) if days < 50 * 365 else None
