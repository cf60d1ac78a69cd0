"""Where a day and a value lie in a picture; how labels keep out of each other's way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from taizhang.core.calendar.day_words import day_words as calendar_words


@dataclass(frozen=True, slots=True)
class Days:
    """Days from ``start`` to ``end`` laid out from ``left`` to ``right``; days outside lie on the edge."""

    start: date
    end: date
    left: float
    right: float

    def x(self, day: date) -> float:
        days = max(1, (self.end - self.start).days)
        part = min(1.0, max(0.0, (day - self.start).days / days))
        return self.left + part * (self.right - self.left)

    def months(self) -> Iterator[date]:
        """The first days of the months that begin inside."""
        year, month = self.start.year, self.start.month
        if self.start.day > 1:
            year, month = _next(year, month)
        while (year, month, 1) <= (self.end.year, self.end.month, self.end.day):
            yield date(year, month, 1)
            year, month = _next(year, month)


@dataclass(frozen=True, slots=True)
class Values:
    """Values from 0 to ``top`` laid out from ``bottom`` up to ``ceiling``."""

    top: float
    bottom: float
    ceiling: float

    def y(self, value: float) -> float:
        part = min(1.0, max(0.0, value / self.top)) if self.top else 0.0
        return self.bottom - part * (self.bottom - self.ceiling)


def _next(year: int, month: int) -> tuple[int, int]:
    return (year + 1, 1) if month == 12 else (year, month + 1)


def month_words(day: date) -> str:
    """8月."""
    return _("{n}月").format(n=day.month)


def day_words(day: date, year: int) -> str:
    """8月15日; 2023年8月15日 where the year is not ``year``."""
    return calendar_words(day, year).translated(_)


def percent(share: float | None) -> str:
    """62%; a dash where nothing is known. Rounded down: 99.6 % is not done yet."""
    return "—" if share is None else f"{int(share * 100 + 1e-9)}%"


def apart(places: Sequence[float], gap: float) -> list[float]:
    """The same places in the same order (ascending), pushed along until they are ``gap`` apart."""
    kept: list[float] = []
    for place in places:
        kept.append(max(place, kept[-1] + gap) if kept else place)
    return kept


def within(places: Sequence[float], gap: float, end: float) -> list[float]:
    """Like ``apart``, then pushed back so that none lies behind ``end``."""
    forward = apart(places, gap)
    backward = apart([-min(end, place) for place in reversed(forward)], gap)
    return [-place for place in reversed(backward)]
