"""What stands against a speaker for a time: each rule by its words, at its edge."""

from __future__ import annotations

from datetime import date, time

import pytest

from taizhang.core.dispatch.day_parts import DayPart
from taizhang.core.dispatch.limits import RULES, Slot, SpeakerOffer, objection, part_words

TODAY, DAY = date(2026, 5, 4), date(2026, 5, 12)
MORNING, AFTERNOON, EVENING = DayPart
SLOT = Slot(DAY, AFTERNOON, place="礼堂")


def offer(**changes: object) -> SpeakerOffer:
    return SpeakerOffer(1, "沈明川", **{"per_day": 3, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, ""),
        ({"active": False}, "已停用"),
        ({"notice_days": 8}, ""),
        ({"notice_days": 9}, "须至少提前9天"),
        ({"taken": (Slot(DAY, AFTERNOON),), "buffer_minutes": 0}, "5月12日下午已有一场"),
        ({"taken": (Slot(DAY, MORNING),), "per_day": 1}, "5月12日已满1场（每天上限）"),
        ({"taken": (Slot(DAY, MORNING),), "per_day": 2}, ""),
        ({"load": {"2026-05": 6}}, "5月已满6场（每月上限）"),
        ({"load": {"2026-04": 6}}, ""),
        # 9:00 + 90 minutes ends at 10:30, four hours before 14:30
        ({"taken": (Slot(DAY, MORNING),), "buffer_minutes": 240}, ""),
        (
            {"taken": (Slot(DAY, MORNING),), "buffer_minutes": 241},
            "与5月12日上午的一场间隔不足241分钟，来不及赶路",
        ),
        ({"taken": (Slot(DAY, MORNING, place="礼堂"),), "buffer_minutes": 241}, ""),
        # 14:30 + 90 minutes ends at 16:00, three hours before 19:00
        ({"taken": (Slot(DAY, EVENING),), "buffer_minutes": 181}, "与5月12日晚上的一场间隔不足181分钟"),
        ({"taken": (Slot(date(2026, 5, 13), MORNING),), "buffer_minutes": 600}, ""),
    ],
)
def test_each_limit_holds_at_its_edge(changes: dict[str, object], words: str) -> None:
    said = objection(offer(**changes), SLOT, TODAY)
    assert str(said or "").startswith(words)
    assert (said is None) is (words == "")


def test_the_hour_of_a_session_goes_before_the_usual_one() -> None:
    early = Slot(DAY, AFTERNOON, time(13), 60)
    late = offer(taken=(Slot(DAY, MORNING, time(11)),), buffer_minutes=60)
    assert (early.begin, early.end) == (780, 840)
    assert "间隔不足60分钟" in str(objection(late, early, TODAY))
    assert objection(late, SLOT, TODAY) is None


def test_a_day_goes_before_the_week() -> None:
    weekly = offer(weekly=frozenset({(DAY.weekday(), AFTERNOON)}))
    assert weekly.free(SLOT)
    assert not offer(weekly=weekly.weekly, days={(DAY, AFTERNOON): False}).free(SLOT)
    assert offer(days={(DAY, AFTERNOON): True}).free(SLOT)
    assert not offer().free(SLOT)


def test_every_rule_has_its_words() -> None:
    assert len(RULES) == 6
    assert [str(part_words(part)) for part in DayPart] == ["上午", "下午", "晚上"]
