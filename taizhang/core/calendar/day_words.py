"""Days in official Chinese, one form everywhere."""

from __future__ import annotations

from datetime import date

from taizhang.core.text.messages import N_, Message


def day_words(day: date, year: int | None = None) -> Message:
    """Return 8月15日, or 2023年8月15日 where the year is not ``year`` (None: always)."""
    if day.year == year:
        return Message(N_("{month}月{day}日"), {"month": day.month, "day": day.day})
    return Message(N_("{year}年{month}月{day}日"), {"year": day.year, "month": day.month, "day": day.day})
