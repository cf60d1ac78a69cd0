"""Working days with public holidays and the weekends worked for them (调休)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta


def is_workday(day: date, holidays: Collection[date] = (), workdays: Collection[date] = ()) -> bool:
    """Whether people are at work: Monday to Friday but for ``holidays``, and any day of ``workdays``."""
    return day in workdays or (day.weekday() < 5 and day not in holidays)


def add_workdays(
    day: date, n: int, holidays: Collection[date] = frozenset(), workdays: Collection[date] = frozenset()
) -> date:
    """The n-th working day after a day (before it where n is negative); the day itself is not counted."""
    step = timedelta(days=1 if n > 0 else -1)
    left = abs(n)
    while left:
        day += step
        left -= is_workday(day, holidays, workdays)
    return day
