"""Periods, working days, and dates as ledgers write them."""

from taizhang.core.calendar.periods import YEARS, Period, PeriodKind, period_of, periods_between
from taizhang.core.calendar.reading import DaySpan, read_days
from taizhang.core.calendar.workdays import add_workdays, is_workday

__all__ = [
    "YEARS",
    "DaySpan",
    "Period",
    "PeriodKind",
    "add_workdays",
    "is_workday",
    "period_of",
    "periods_between",
    "read_days",
]
