"""Days that recur keep their weekday and their place in the month; what was not registered is named."""

from __future__ import annotations

from datetime import date

import pytest

from taizhang.core.calendar.recurrence import Every, Recurrence, missed_days

SATURDAY = date(2026, 1, 10)  # the second of its month


@pytest.mark.parametrize(
    ("every", "starts_on", "days", "words"),
    [
        (Every.WEEK, SATURDAY, ["01-10", "01-17", "01-24", "01-31", "02-07"], "每周六"),
        (Every.FORTNIGHT, SATURDAY, ["01-10", "01-24", "02-07"], "隔周的周六"),
        (Every.MONTH, SATURDAY, ["01-10", "02-14", "03-14", "04-11"], "每月第二个周六"),
        (Every.MONTH, date(2026, 1, 29), ["01-29", "02-26", "03-26", "04-30"], "每月最后一个周四"),
        (Every.MONTH, date(2026, 1, 1), ["01-01", "02-05", "03-05"], "每月第一个周四"),
    ],
)
def test_the_days_and_their_words(every: str, starts_on: date, days: list[str], words: str) -> None:
    recurrence = Recurrence(every, starts_on)
    until = date.fromisoformat(f"2026-{days[-1]}")
    assert [day.isoformat()[5:] for day in recurrence.days(until)] == days
    assert str(recurrence.words()) == words
    assert {day.weekday() for day in recurrence.days(until)} == {starts_on.weekday()}


def test_a_month_goes_on_over_the_year() -> None:
    assert Recurrence(Every.MONTH, date(2026, 12, 12)).days(date(2027, 1, 31)) == [
        date(2026, 12, 12), date(2027, 1, 9),
    ]  # fmt: skip


def test_it_ends() -> None:
    recurrence = Recurrence(Every.WEEK, SATURDAY, date(2026, 1, 20))
    assert recurrence.days(date(2026, 12, 31)) == [date(2026, 1, 10), date(2026, 1, 17)]
    assert recurrence.next_day(date(2026, 1, 10)) == date(2026, 1, 17)
    assert recurrence.next_day(date(2026, 1, 17)) is None
    assert Recurrence(Every.WEEK, SATURDAY).next_day(date(2026, 1, 1)) == SATURDAY
    assert Recurrence(Every.WEEK, SATURDAY).days(date(2026, 1, 9)) == []


def test_a_delivery_counts_until_the_next_day() -> None:
    recurrence = Recurrence(Every.WEEK, SATURDAY)
    delivered = [date(2026, 1, 12), date(2026, 1, 24)]
    assert missed_days(recurrence, delivered, date(2026, 2, 7)) == [date(2026, 1, 17), date(2026, 1, 31)]
    assert missed_days(recurrence, [], SATURDAY) == []
    assert missed_days(recurrence, [], date(2026, 1, 11)) == [SATURDAY]
    assert missed_days(recurrence, [], date(2026, 1, 1)) == []
