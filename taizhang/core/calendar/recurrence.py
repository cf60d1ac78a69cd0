"""Days that recur: every week, every second week, or on the same weekday of every month (每月第二个周六)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import takewhile

from taizhang.core.text.messages import N_, Message

WEEK = timedelta(days=7)
LAST = 5  # a fifth weekday stands for the last one of its month
WEEKDAYS = (N_("周一"), N_("周二"), N_("周三"), N_("周四"), N_("周五"), N_("周六"), N_("周日"))
ORDINALS = (N_("第一个"), N_("第二个"), N_("第三个"), N_("第四个"), N_("最后一个"))


class Every(StrEnum):
    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """The first day and how it recurs; ``ends_on`` is the last day that counts."""

    every: str
    starts_on: date
    ends_on: date | None = None

    @property
    def ordinal(self) -> int:
        """Which of its weekday in the month the first day is, from 1; ``LAST`` for the fifth."""
        return (self.starts_on.day - 1) // 7 + 1

    def days(self, until: date) -> list[date]:
        """The days from the first to ``until``, both included, and not after the end."""
        last = min(until, self.ends_on) if self.ends_on else until
        return list(takewhile(lambda day: day <= last, self._endless()))

    def next_day(self, after: date) -> date | None:
        """The first day later than ``after``; None where it has ended by then."""
        day = next(day for day in self._endless() if day > after)
        return day if self.ends_on is None or day <= self.ends_on else None

    def words(self) -> Message:
        """每周六; 隔周六; 每月第二个周六."""
        day = Message(WEEKDAYS[self.starts_on.weekday()])
        if self.every == Every.MONTH:
            gaps = {"which": Message(ORDINALS[self.ordinal - 1]), "day": day}
            return Message(N_("每月{which}{day}"), gaps)
        return Message(N_("每{day}") if self.every == Every.WEEK else N_("隔周的{day}"), {"day": day})

    def _endless(self) -> Iterator[date]:
        day = self.starts_on
        while True:
            yield day
            if self.every == Every.MONTH:
                day = self._of_month(day.year + day.month // 12, day.month % 12 + 1)
            else:
                day += WEEK if self.every == Every.WEEK else 2 * WEEK

    def _of_month(self, year: int, month: int) -> date:
        first = date(year, month, 1)
        day = first + timedelta(days=(self.starts_on.weekday() - first.weekday()) % 7)
        found = day + (self.ordinal - 1) * WEEK
        return found if found.month == month else found - WEEK


def missed_days(recurrence: Recurrence, delivered: list[date], today: date) -> list[date]:
    """The days before today for which nothing is registered, neither on the day nor until the next one."""
    days = recurrence.days(today)
    ends = [*days[1:], today + timedelta(days=1)]
    return [
        day
        for day, end in zip(days, ends, strict=False)
        if day < today and not any(day <= each < end for each in delivered)
    ]
