"""Periods of a ledger: months, quarters and years, with their codes 2026-08, 2026Q3, 2026."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import total_ordering

from taizhang.core.text.messages import N_, Message

YEARS = range(1949, 2200)  # what an office plans or remembers; any other year is a slip of the pen


class PeriodKind(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_LENGTH = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}  # in months
_CODE = re.compile(r"([0-9]{4})(?:-([0-9]{2})|Q([1-4]))?")
_QUARTERS = (
    N_("{year}年第一季度"),
    N_("{year}年第二季度"),
    N_("{year}年第三季度"),
    N_("{year}年第四季度"),
)


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """The ``number``-th month or quarter of a year, or the year itself (number 1).

    Periods are ordered by their first day, then by their last; ValueError for one that no calendar has.
    """

    kind: PeriodKind
    year: int
    number: int = 1

    def __post_init__(self) -> None:
        if not (1 <= self.year <= 9999 and 1 <= self.number <= 12 // _LENGTH[self.kind]):
            raise ValueError(Message(N_("没有这样的周期。")))

    @classmethod
    def parse(cls, code: str) -> Period:
        """The period of a code; ValueError for anything else."""
        match = _CODE.fullmatch(code)
        if match is None:
            raise ValueError(
                Message(N_("“{code}”不是周期，应写作2026-08、2026Q3或2026。"), {"code": code[:20]})
            )
        year, month, quarter = match.groups()
        if month:
            return cls(PeriodKind.MONTH, int(year), int(month))
        if quarter:
            return cls(PeriodKind.QUARTER, int(year), int(quarter))
        return cls(PeriodKind.YEAR, int(year))

    @property
    def code(self) -> str:
        if self.kind is PeriodKind.MONTH:
            return f"{self.year:04d}-{self.number:02d}"
        return f"{self.year:04d}" + (f"Q{self.number}" if self.kind is PeriodKind.QUARTER else "")

    @property
    def first(self) -> date:
        return date(self.year, (self.number - 1) * _LENGTH[self.kind] + 1, 1)

    @property
    def last(self) -> date:
        return month_end(self.year, self.number * _LENGTH[self.kind])

    def following(self) -> Period:
        """The next period of the kind; ValueError after the year 9999."""
        if self.number * _LENGTH[self.kind] == 12:
            return Period(self.kind, self.year + 1)
        return Period(self.kind, self.year, self.number + 1)

    def preceding(self) -> Period:
        """The period before; ValueError before the year 1."""
        if self.number == 1:
            return Period(self.kind, self.year - 1, 12 // _LENGTH[self.kind])
        return Period(self.kind, self.year, self.number - 1)

    def words(self) -> Message:
        """2026年8月, 2026年第三季度, 2026年."""
        if self.kind is PeriodKind.MONTH:
            return Message(N_("{year}年{month}月"), {"year": self.year, "month": self.number})
        if self.kind is PeriodKind.QUARTER:
            return Message(_QUARTERS[self.number - 1], {"year": self.year})
        return Message(N_("{year}年"), {"year": self.year})

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __lt__(self, other: Period) -> bool:
        return (self.first, self.last) < (other.first, other.last)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - timedelta(days=1)


def period_of(day: date, kind: PeriodKind) -> Period:
    """The period in which a day lies."""
    return Period(kind, day.year, (day.month - 1) // _LENGTH[kind] + 1)


def periods_between(kind: PeriodKind, first: date, last: date) -> tuple[Period, ...]:
    """Every period that shares a day with first..last, in order; none where last is before first."""
    if last < first:
        return ()
    found, end = [period_of(first, kind)], period_of(last, kind)
    while found[-1] != end:
        found.append(found[-1].following())
    return tuple(found)
