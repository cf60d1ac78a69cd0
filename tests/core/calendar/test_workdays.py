from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.calendar import add_workdays, is_workday

FRIDAY = date(2026, 8, 14)
NATIONAL = frozenset(date(2026, 10, d) for d in range(1, 8))
WORKED = frozenset({date(2026, 10, 10)})


def test_weekends_are_passed_over() -> None:
    assert add_workdays(FRIDAY, 1) == date(2026, 8, 17)
    assert add_workdays(FRIDAY, 6) == date(2026, 8, 24)
    assert add_workdays(date(2026, 8, 17), -1) == FRIDAY
    assert add_workdays(date(2026, 8, 15), 0) == date(2026, 8, 15)


def test_holidays_do_not_count_and_worked_weekends_do() -> None:
    assert add_workdays(date(2026, 9, 30), 1, NATIONAL, WORKED) == date(2026, 10, 8)
    assert add_workdays(date(2026, 9, 30), 3, NATIONAL, WORKED) == date(2026, 10, 10)
    assert add_workdays(date(2026, 9, 30), 3, NATIONAL) == date(2026, 10, 12)


@given(st.dates(date(2000, 1, 1), date(2099, 1, 1)), st.integers(-60, 60), st.sets(st.integers(-90, 90)))
def test_exactly_n_working_days_are_passed(day: date, n: int, off: set[int]) -> None:
    holidays = {day + timedelta(days=o) for o in off if o % 3}
    worked = {day + timedelta(days=o) for o in off if not o % 3}
    end = add_workdays(day, n, holidays, worked)
    step = 1 if n > 0 else -1
    passed = [day + timedelta(days=step * k) for k in range(1, abs((end - day).days) + 1)]
    assert sum(is_workday(d, holidays, worked) for d in passed) == abs(n)
    assert n == 0 or is_workday(end, holidays, worked)
