"""Steps around an event: when it moves, what is open follows, what is done stays."""

from __future__ import annotations

from datetime import date

import pytest

from taizhang.core.calendar.phases import EventDays, EventPhase, PhasedStep, moved, phase_words

EVENT = EventDays(date(2026, 10, 16), date(2026, 10, 22))


@pytest.mark.parametrize(
    ("phase", "days", "due", "words", "holds"),
    [
        (EventPhase.BEFORE, 30, date(2026, 9, 16), "提前30天", True),
        (EventPhase.BEFORE, 0, date(2026, 10, 16), "提前0天", False),
        (EventPhase.DURING, 0, date(2026, 10, 16), "第1天", True),
        (EventPhase.DURING, 6, date(2026, 10, 22), "第7天", True),
        (EventPhase.DURING, 7, date(2026, 10, 23), "第8天", False),
        (EventPhase.DURING, -1, date(2026, 10, 15), "第0天", False),
        (EventPhase.AFTER, 10, date(2026, 11, 1), "结束后10天", True),
        (EventPhase.AFTER, 0, date(2026, 10, 22), "结束后0天", False),
    ],
)
def test_where_a_step_lies(phase: str, days: int, due: date, words: str, holds: bool) -> None:
    assert EVENT.due(phase, days) == due
    assert EVENT.holds(phase, days) is holds
    assert str(phase_words(phase, days)) == words


def test_open_steps_follow_and_done_ones_stay() -> None:
    steps = [
        PhasedStep(1, EventPhase.BEFORE, 30, date(2026, 9, 16), True),
        PhasedStep(2, EventPhase.BEFORE, 7, date(2026, 10, 9), False),
        PhasedStep(3, EventPhase.DURING, 1, date(2026, 10, 17), False),
        PhasedStep(4, EventPhase.AFTER, 10, date(2026, 11, 1), False),
    ]
    later = EventDays(date(2026, 10, 20), date(2026, 10, 22))
    assert moved(steps, later) == {2: date(2026, 10, 13), 3: date(2026, 10, 21)}
    assert moved(steps, EVENT) == {}
