from __future__ import annotations

from datetime import datetime, time, timedelta, timezone

import pytest

from taizhang.core.calendar.quiet_hours import first_loud, is_quiet

SHANGHAI = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    ("clock", "start", "end", "quiet"),
    [
        ("19:59", "20:00", "08:00", False),
        ("20:00", "20:00", "08:00", True),
        ("00:00", "20:00", "08:00", True),
        ("07:59", "20:00", "08:00", True),
        ("08:00", "20:00", "08:00", False),
        ("12:30", "12:00", "14:00", True),
        ("14:00", "12:00", "14:00", False),
        ("12:00", "12:00", "12:00", False),
    ],
)
def test_quiet_hours_may_run_past_midnight(clock: str, start: str, end: str, quiet: bool) -> None:
    assert is_quiet(*(time.fromisoformat(each) for each in (clock, start, end))) is quiet


@pytest.mark.parametrize(
    ("moment", "start", "end", "loud"),
    [
        ("2026-12-31 22:00", "20:00", "08:00", "2027-01-01 08:00"),
        ("2026-03-02 01:00", "20:00", "08:00", "2026-03-02 08:00"),
        ("2026-03-02 12:30", "12:00", "14:00", "2026-03-02 14:00"),
        ("2026-03-02 10:00", "20:00", "08:00", "2026-03-02 10:00"),
    ],
)
def test_what_falls_into_quiet_hours_waits_for_their_end(
    moment: str, start: str, end: str, loud: str
) -> None:
    at, expected = (datetime.fromisoformat(each).replace(tzinfo=SHANGHAI) for each in (moment, loud))
    assert first_loud(at, time.fromisoformat(start), time.fromisoformat(end)) == expected
