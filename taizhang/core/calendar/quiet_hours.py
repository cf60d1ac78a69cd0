"""Hours in which nobody is written to."""

from __future__ import annotations

from datetime import datetime, time, timedelta


def is_quiet(clock: time, start: time, end: time) -> bool:
    """Whether ``clock`` lies in the quiet hours [start, end), which may run past midnight; start = end: none."""
    if start <= end:
        return start <= clock < end
    return clock >= start or clock < end


def first_loud(moment: datetime, start: time, end: time) -> datetime:
    """``moment`` (in local time), or the end of the quiet hours it falls into."""
    if not is_quiet(moment.time(), start, end):
        return moment
    ends_tomorrow = start > end and moment.time() >= start
    day = moment.date() + timedelta(days=1) if ends_tomorrow else moment.date()
    return datetime.combine(day, end, tzinfo=moment.tzinfo)
