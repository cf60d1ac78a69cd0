"""Only confirmed sessions cover, every line of the roll counts once, and a forecast says how it was made."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.coverage.course import CoursePoint, Outlook, Projection, course, projection
from taizhang.core.coverage.state import (
    CoverageRule,
    CoverageState,
    Hearing,
    RollUnit,
    coverage_on,
    coverage_words,
    missing_words,
)

START, END = date(2026, 1, 1), date(2026, 12, 31)
RULE = CoverageRule(START, END, frozenset({1}))
ROLL_DAY = date(2026, 3, 1)


def unit(key: int, entered: date = START, left: date | None = None, district: str = "东城") -> RollUnit:
    return RollUnit(key, f"第{key}单位", district, entered, left)


def heard(unit: int, on: date, confirmed: date | None = None, topic: int = 1, dropped=None) -> Hearing:
    return Hearing(unit, topic, on, START, confirmed, dropped)


def state(roll, hearings, day=date(2026, 6, 30), rule=RULE) -> CoverageState:
    return coverage_on(roll, hearings, rule, day, ROLL_DAY)


def test_only_a_confirmed_session_of_the_topic_in_the_period_covers() -> None:
    may = date(2026, 5, 4)
    for hearing in (
        heard(1, may),
        heard(1, may, confirmed=date(2026, 7, 1)),
        heard(1, may, may, topic=2),
        heard(1, date(2025, 12, 31), START),
        heard(1, may, may, dropped=date(2026, 6, 1)),
        heard(2, may, may),
    ):
        assert state([unit(1)], [hearing]).covered == 0, hearing
    found = state([unit(1)], [heard(1, may, date(2026, 5, 6))])
    assert (found.covered, found.rows[0].since, found.rows[0].standing) == (1, date(2026, 5, 6), "covered")


def test_a_session_that_is_set_makes_a_unit_planned() -> None:
    rows = state([unit(1), unit(2)], [heard(1, date(2026, 7, 9)), heard(1, date(2026, 7, 2))]).rows
    assert [(row.standing, row.next_on) for row in rows] == [
        ("planned", date(2026, 7, 2)),
        ("uncovered", None),
    ]


def test_as_of_a_past_day_only_what_was_known_then_counts() -> None:
    roll = [unit(1), unit(2, entered=date(2026, 4, 1)), unit(3, left=date(2026, 4, 1))]
    hearings = [heard(1, date(2026, 2, 3), date(2026, 2, 5)), heard(3, date(2026, 2, 3), date(2026, 2, 5))]
    march, may = state(roll, hearings, date(2026, 3, 31)), state(roll, hearings, date(2026, 5, 1))
    assert (march.covered, march.roll, march.roll_day) == (2, 2, ROLL_DAY)
    assert (may.covered, may.roll, may.roll_day) == (1, 2, date(2026, 4, 1))
    assert state(roll, hearings, date(2026, 2, 4)).covered == 0
    assert str(coverage_words(march, 2026)) == "按3月1日名册，2个单位中已覆盖2个。"
    assert march.is_full
    assert not may.is_full
    assert missing_words(march) is None
    assert str(missing_words(may)) == "尚未覆盖：第2单位。"


def test_a_session_dropped_later_was_known_before() -> None:
    hearing = heard(1, date(2026, 2, 3), date(2026, 2, 5), dropped=date(2026, 5, 1))
    assert [state([unit(1)], [hearing], day).covered for day in (date(2026, 4, 30), date(2026, 5, 1))] == [
        1,
        0,
    ]


def test_many_missing_are_named_in_part_and_an_empty_roll_is_not_full() -> None:
    found = state([unit(n) for n in range(7)], [])
    assert str(missing_words(found)) == "尚未覆盖：第0单位、第1单位、第2单位、第3单位、第4单位等7个。"
    empty = state([], [])
    assert (empty.is_full, empty.share, empty.gap) == (False, None, 0)
    assert str(coverage_words(empty)) == "2026年3月1日的名册上没有单位。"


def test_nobody_hides_behind_a_unit_that_was_reached_often() -> None:
    hearings = [heard(1, START + timedelta(n), START + timedelta(n)) for n in range(9)]
    found = state([unit(1), unit(2), unit(3, district="西城")], [*hearings, heard(2, START, START)])
    assert found.by_sessions() == [(0, 1), (1, 1), (9, 1)]
    assert found.by_district() == {"东城": (2, 2), "西城": (0, 1)}
    assert found.rows[0].by_topic == Counter({1: 9})
    assert str(found.share) == "2/3"


def test_more_than_one_session_may_be_asked() -> None:
    twice = CoverageRule(START, END, sessions=2)
    hearings = [heard(1, START, START), heard(1, date(2026, 3, 3), date(2026, 3, 4), topic=7)]
    assert state([unit(1)], hearings[:1], rule=twice).covered == 0
    assert state([unit(1)], hearings, rule=twice).rows[0].since == date(2026, 3, 4)


def test_the_target_is_met_in_whole_units() -> None:
    rule = CoverageRule(START, END, target=95)
    found = state([unit(n) for n in range(98)], [heard(n, START, START) for n in range(90)], rule=rule)
    assert (found.wanted, found.gap) == (94, 4)
    assert found.due == 94 * 181 // 365
    assert state([unit(1)], [], date(2025, 5, 1)).due == 0
    assert state([unit(1, entered=date(2025, 1, 1))], [], date(2027, 5, 1)).due == 1


def test_the_course_ends_at_what_is_covered() -> None:
    hearings = [heard(1, START, START), heard(2, date(2026, 2, 2), date(2026, 2, 3))]
    found = state([unit(1), unit(2), unit(3)], hearings)
    assert course(found) == [
        CoursePoint(START, 1),
        CoursePoint(date(2026, 2, 3), 2),
        CoursePoint(date(2026, 6, 30), 2),
    ]
    assert course(state([unit(1)], [], START)) == [CoursePoint(START, 0)]


def weekly(*fresh: int, day=date(2026, 6, 28), roll=100) -> CoverageState:
    """So many newly covered in each of the last weeks, the latest last."""
    hearings = []
    for ago, n in enumerate(reversed(fresh)):
        on = day - timedelta(weeks=ago)
        hearings += [heard(len(hearings) + each, on, on) for each in range(n)]
    return state([unit(n) for n in range(roll)], hearings, day)


def test_a_forecast_has_its_range() -> None:
    found = projection(weekly(5, 5, 5, 5, 1, 1, 1, 1))
    day = date(2026, 6, 28)
    assert found == Projection(
        Outlook.EXPECTED,
        day + timedelta(-(-76 * 56 // 24)),
        day + timedelta(-(-76 * 28 // 20)),
        day + timedelta(76 * 28 // 4),
        8,
    )
    still = projection(weekly(2, 2, 2, 2, 0, 0, 0, 0))
    assert (still.outlook, still.latest) == (Outlook.EXPECTED, None)


def test_where_no_day_can_be_named_it_is_said_why() -> None:
    assert projection(weekly(0)).outlook is Outlook.STANDSTILL
    assert projection(weekly(100)).outlook is Outlook.REACHED
    assert projection(state([unit(1)], [], date(2026, 1, 20))).outlook is Outlook.TOO_EARLY
    assert projection(state([unit(1)], [], END)).outlook is Outlook.OVER
    slow = projection(weekly(0, 0, 0, 0, 0, 0, 0, 1, roll=5_000))
    assert (slow.outlook, slow.expected) == (Outlook.EXPECTED, None)


days = st.dates(date(2025, 11, 1), date(2027, 2, 1))


@given(
    st.lists(st.tuples(days, st.none() | days), max_size=6),
    st.lists(
        st.builds(
            Hearing, st.integers(0, 5), st.integers(0, 1), days, days, st.none() | days, st.none() | days
        ),
        max_size=12,
    ),
    days,
)
def test_covered_planned_and_uncovered_are_the_roll(entries, hearings, day) -> None:
    found = state([unit(n, *entry) for n, entry in enumerate(entries)], hearings, day)
    assert sum(len(found.by_standing(each)) for each in ("covered", "planned", "uncovered")) == found.roll
    assert found.covered + len(found.missing) == found.roll == sum(n for _, n in found.by_sessions())
    assert course(found)[-1].covered == found.covered
    without = state(
        [unit(n, *entry) for n, entry in enumerate(entries)], [h for h in hearings if h.confirmed], day
    )
    assert without.covered == found.covered
    projection(found)
