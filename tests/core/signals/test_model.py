from __future__ import annotations

from datetime import date

import pytest

from taizhang.core.pace.signals import Level, MilestoneFact, notice_level


def test_each_level_has_a_mark_a_word_and_a_notice() -> None:
    shown = [(level.severity, level.mark, str(level.words()), notice_level(level)) for level in Level]
    assert shown == [
        (0, "●", "正常", None),
        (1, "◆", "临期", "blue"),
        (2, "▲", "滞后", "yellow"),
        (3, "■", "逾期", "red"),
    ]


@pytest.mark.parametrize(
    ("done_on", "day", "done", "late"),
    [
        (None, date(2026, 3, 31), False, 0),
        (None, date(2026, 4, 10), False, 10),
        (date(2026, 3, 20), date(2026, 4, 10), True, 0),
        (date(2026, 4, 5), date(2026, 4, 10), True, 5),
        (date(2026, 4, 20), date(2026, 4, 10), False, 10),
    ],
)
def test_a_milestone_is_late_until_it_was_done(
    done_on: date | None, day: date, done: bool, late: int
) -> None:
    stone = MilestoneFact("摸底完成", date(2026, 3, 31), done_on)
    assert (stone.is_done(day), stone.days_late(day)) == (done, late)
