from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.calendar import DaySpan, read_days

WAYS = (
    "{y}年{m}月{d}日",
    "{y}.{m}.{d}",
    "{y}-{m:02d}-{d:02d}",
    "{y}/{m}/{d}",
    "{y}{m:02d}{d:02d}",
    "{y}-{m}-{d} 00:00:00",
)
DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))


IN_2026 = """
8月中旬|08-11|08-20
8月初|08-01|08-10
8月底|08-21|08-31
2月下旬|02-21|02-28
8月上半月|08-01|08-15
8月|08-01|08-31
8月份|08-01|08-31
8月内|08-01|08-31
8月15日|08-15|08-15
８月１５日|08-15|08-15
8月15号|08-15|08-15
 8 月 15 日 |08-15|08-15
8月15日前|01-01|08-15
8月底前|01-01|08-31
8月底以前完成|01-01|08-31
2026年8月|08-01|08-31
2026.8|08-01|08-31
2026.8.15|08-15|08-15
8.15|08-15|08-15
2026-8-15|08-15|08-15
2026/08/15|08-15|08-15
2026-08-15T00:00|08-15|08-15
二〇二六年八月十五日|08-15|08-15
十二月二十五日|12-25|12-25
第三季度|07-01|09-30
三季度末|09-01|09-30
第3季度初|07-01|07-31
2026Q3|07-01|09-30
上半年|01-01|06-30
下半年|07-01|12-31
上半年末|06-01|06-30
年底|12-01|12-31
年底前|01-01|12-31
年中|06-01|06-30
年初|01-01|01-31
全年|01-01|12-31
年内|01-01|12-31
今年|01-01|12-31
2026年度|01-01|12-31
全年持续推进|01-01|12-31
预计8月底完成|08-21|08-31
截至8月中旬|08-11|08-20
1—10月|01-01|10-31
3月至6月|03-01|06-30
6-9月|06-01|09-30
8～9月底|08-01|09-30
8月1日至15日|08-01|08-15
8月1-15日|08-01|08-15
2026.8.1—8.15|08-01|08-15
2026-3-1至2026-6-30|03-01|06-30
一至三季度|01-01|09-30
3月15日-6月|03-15|06-30
自即日起至年底|01-01|12-31
至8月底|01-01|08-31
6月中下旬|06-11|06-30
5月上中旬|05-01|05-20
10月（国庆期间）|10-01|10-31
2026年8月15日（星期六）|08-15|08-15
约9月20日左右|09-20|09-20
2026-08-15 09:30:00|08-15|08-15
8月15日以后|08-15|12-31
3月起|03-01|12-31
自3月起至10月|03-01|10-31
7、8月|07-01|08-31
7月和8月|07-01|08-31
第一、二季度|01-01|06-30
"""


@pytest.mark.parametrize("row", IN_2026.split("\n")[1:-1])
def test_days_are_read_as_ledgers_write_them(row: str) -> None:
    text, first, last = row.split("|")
    assert read_days(text, 2026) == DaySpan(*(date.fromisoformat(f"2026-{day}") for day in (first, last)))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("明年3月底", "2027-03-21", "2027-03-31"),
        ("去年", "2025-01-01", "2025-12-31"),
        ("11月至次年2月", "2026-11-01", "2027-02-28"),
        ("11月-2月", "2026-11-01", "2027-02-28"),
        ("2025年11月至2026年2月", "2025-11-01", "2026-02-28"),
        ("2027年3月前", "2027-01-01", "2027-03-31"),
    ],
)
def test_other_years_are_read(text: str, first: str, last: str) -> None:
    assert read_days(text, 2026) == (date.fromisoformat(first), date.fromisoformat(last))


NO_DAYS = """
长期坚持 持续推进 每月 年 2月30日 13月 0月 8月15日-10日 2026 5至6 3月和6月 9999年12月-1月 0000年 三十一日
2026.3.1-2026.2.1 无 3、6、9月 6月、5月 前 起 即日起 (8月
"""


@pytest.mark.parametrize("text", [*NO_DAYS.split(), "", "8月15日至" + "9月" * 30])
def test_what_names_no_days_is_none(text: str) -> None:
    assert read_days(text, 2026) is None


@given(DAYS, st.sampled_from(WAYS))
def test_a_written_day_is_read_back(day: date, way: str) -> None:
    written = way.format(y=day.year, m=day.month, d=day.day)
    assert read_days(written, 2026) == (day, day)


@given(DAYS, st.integers(0, 2000), st.sampled_from(WAYS[:4]), st.sampled_from("-—~至到"))
def test_a_written_range_is_read_back(first: date, days: int, way: str, joint: str) -> None:
    last = first + timedelta(days=days)
    ends = (way.format(y=day.year, m=day.month, d=day.day) for day in (first, last))
    assert read_days(joint.join(ends), 2026) == (first, last)


@given(
    st.text("0123456789年月日底初末中上下半前至-.第三季度十全明Q次起后以、和", max_size=14),
    st.integers(1, 9999),
)
def test_no_text_is_read_backwards_or_breaks_the_reader(text: str, year: int) -> None:
    span = read_days(text, year)
    assert span is None or span.first <= span.last
