from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.calendar import Period, PeriodKind, period_of, periods_between

KINDS = st.sampled_from(PeriodKind)
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("code", "first", "last", "words"),
    [
        ("2026-08", date(2026, 8, 1), date(2026, 8, 31), "2026年8月"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024年2月"),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31), "2026年12月"),
        ("2026Q3", date(2026, 7, 1), date(2026, 9, 30), "2026年第三季度"),
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "2026年"),
    ],
)
def test_a_code_names_its_days_and_reads_in_words(code: str, first: date, last: date, words: str) -> None:
    period = Period.parse(code)
    assert (period.code, period.first, period.last, str(period.words())) == (code, first, last, words)


@pytest.mark.parametrize(
    "code", ["2026-13", "2026-00", "2026Q5", "2026-8", "0000", "", "2026-08 ", "２０２６"]
)
def test_other_codes_are_refused_in_words(code: str) -> None:
    with pytest.raises(ValueError, match="周期"):
        Period.parse(code)


@given(DAYS, KINDS)
def test_a_day_lies_in_its_period_and_periods_leave_no_gap(day: date, kind: PeriodKind) -> None:
    period = period_of(day, kind)
    assert day in period
    assert Period.parse(period.code) == period
    assert period.following().first == period.last + timedelta(days=1)
    assert period.following().preceding() == period
    assert period < period.following()
    assert period.following() not in (period, period.preceding())


@given(DAYS, st.integers(0, 800), KINDS)
def test_periods_between_two_days_are_all_that_meet_the_span(
    first: date, days: int, kind: PeriodKind
) -> None:
    last = first + timedelta(days=days)
    found = periods_between(kind, first, last)
    assert first in found[0]
    assert last in found[-1]
    assert list(found) == sorted(set(found))
    assert all(b == a.following() for a, b in pairwise(found))


def test_a_span_that_ends_before_it_begins_has_no_periods() -> None:
    assert periods_between(PeriodKind.MONTH, date(2026, 2, 1), date(2026, 1, 31)) == ()


def test_a_month_comes_before_the_quarter_and_year_that_begin_with_it() -> None:
    codes = ["2026", "2026Q1", "2026-02", "2026-01", "2025-12"]
    assert [p.code for p in sorted(map(Period.parse, codes))] == [
        "2025-12",
        "2026-01",
        "2026Q1",
        "2026",
        "2026-02",
    ]


def test_there_is_no_period_beyond_the_calendar() -> None:
    with pytest.raises(ValueError, match="没有这样的周期"):
        Period.parse("9999-12").following()
    with pytest.raises(ValueError, match="没有这样的周期"):
        Period.parse("0001Q1").preceding()
