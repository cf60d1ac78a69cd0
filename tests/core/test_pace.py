from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction as F
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.pace.curves import (
    Curve,
    IndicatorFact,
    Number,
    Point,
    actual_pace,
    by_milestones,
    by_months,
    campaign,
    curve_from_json,
    curve_to_json,
    even,
    monthly_points,
    planned_pace,
    shaped,
    stretched,
    weekly_points,
)
from taizhang.core.text.messages import Message

START, DUE = date(2026, 1, 1), date(2026, 12, 31)
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
SHARES = st.fractions(0, 1, max_denominator=1000)


@st.composite
def curves(draw: st.DrawFn) -> Curve:
    days = sorted(draw(st.lists(DAYS, min_size=1, max_size=8)))
    shares = sorted(draw(st.lists(SHARES, min_size=len(days), max_size=len(days))))
    return Curve(tuple(map(Point, days, shares)))


def fact(value: Number | None, target: Number | None) -> IndicatorFact:
    return IndicatorFact("宣讲", "场", target, value)


@given(curves(), DAYS, DAYS)
def test_the_plan_never_falls_and_stays_a_share(curve: Curve, one: date, other: date) -> None:
    early, late = sorted((one, other))
    assert 0 <= planned_pace(curve, early) <= planned_pace(curve, late) <= 1


@given(curves())
def test_the_plan_reaches_each_point_by_the_end_of_its_day(curve: Curve) -> None:
    for point in curve.points:
        assert planned_pace(curve, point.day) >= point.share
    first, last = curve.points[0], curve.points[-1]
    assert planned_pace(curve, first.day - timedelta(days=1)) == 0
    assert planned_pace(curve, last.day) == planned_pace(curve, last.day + timedelta(days=1)) == last.share


@given(curves())
def test_a_curve_comes_back_from_its_json(curve: Curve) -> None:
    assert curve_from_json(curve_to_json(curve)) == curve


def test_an_even_plan_is_half_done_at_half_time() -> None:
    curve = even(date(2026, 3, 1), date(2026, 3, 31))
    assert planned_pace(curve, date(2026, 3, 16)) == F(1, 2)
    assert planned_pace(curve, date(2026, 2, 28)) == 0
    assert planned_pace(even(START, START), START) == 1


def test_an_october_campaign_asks_for_nothing_in_march() -> None:
    curve = campaign(START, DUE, date(2026, 10, 1), date(2026, 10, 31))
    assert planned_pace(curve, date(2026, 3, 31)) == planned_pace(curve, date(2026, 10, 1)) == 0
    assert planned_pace(curve, date(2026, 10, 16)) == F(1, 2)
    assert planned_pace(curve, date(2026, 10, 31)) == planned_pace(curve, date(2026, 11, 11)) == 1


def test_a_campaign_outside_its_project_is_refused() -> None:
    with pytest.raises(ValueError, match="持平或递增"):
        campaign(START, DUE, date(2026, 10, 1), date(2027, 1, 31))


def test_milestones_count_on_their_dates_and_not_before() -> None:
    curve = by_milestones(
        START, [date(2026, 9, 30), date(2026, 3, 31), date(2026, 9, 30), date(2026, 12, 31)]
    )
    days = (date(2026, 3, 30), date(2026, 3, 31), date(2026, 9, 29), date(2026, 9, 30), DUE)
    assert [planned_pace(curve, day) for day in days] == [0, F(1, 4), F(1, 4), F(3, 4), 1]
    assert planned_pace(by_milestones(START, []), DUE) == 0
    assert planned_pace(by_milestones(START, [date(2025, 12, 1)]), START) == 1


def test_months_say_what_is_to_be_done_by_their_ends() -> None:
    curve = by_months(START, {12: F(1), 6: F(2, 5)})
    assert [planned_pace(curve, day) for day in (date(2026, 6, 30), DUE)] == [F(2, 5), 1]
    assert 0 < planned_pace(curve, date(2026, 3, 31)) < F(2, 5)
    with pytest.raises(ValueError):
        by_months(date(2026, 7, 1), {6: F(1)})
    with pytest.raises(ValueError):
        by_months(START, {13: F(1)})


def test_a_shape_is_laid_on_the_time_between_start_and_due() -> None:
    curve = shaped(START, date(2026, 1, 11), [(F(0), F(0)), (F(1, 2), F(1, 5)), (F(1), F(1))])
    assert [planned_pace(curve, date(2026, 1, d)) for d in (6, 11)] == [F(1, 5), 1]


@pytest.mark.parametrize(
    "points",
    [
        (),
        (Point(DUE, F(0)), Point(START, F(1))),
        (Point(START, F(1)), Point(DUE, F(0))),
        (Point(START, F(2)),),
        (Point(START, F(-1)),),
        (Point(START, F(0)),) * 401,
    ],
)
def test_points_that_fall_or_leave_the_frame_are_no_curve(points: tuple[Point, ...]) -> None:
    with pytest.raises(ValueError, match="进度曲线"):
        Curve(points)


POINTS: tuple[object, ...] = (
    None, [], [1], [["2026-01-01"]], [["2026-01-01", 1]], [["2026-02-30", "1"]], [["2026-01-01", "1e9"]],
    [["2026-01-01", "1/0"]], [["2026-01-01", "2"]], [[5, "1"]],
)  # fmt: skip


@pytest.mark.parametrize("data", [None, [], {}, {"points": [], "more": 1}, *({"points": p} for p in POINTS)])
def test_what_is_no_curve_is_refused_in_words(data: object) -> None:
    with pytest.raises(ValueError, match="进度曲线") as refusal:
        curve_from_json(data)
    assert isinstance(refusal.value.args[0], Message)


@pytest.mark.parametrize(
    ("facts", "pace"),
    [
        ([], None),
        ([fact(5, None)], None),
        ([fact(5, 0)], None),
        ([fact(None, 8)], F(0)),
        ([fact(12, 8)], F(1)),
        ([fact(-2, 8)], F(0)),
        ([fact(2, 8), fact(Decimal("0.75"), F(1)), fact(1, None)], F(1, 2)),
    ],
)
def test_the_pace_is_the_mean_of_the_targets_reached(facts: list[IndicatorFact], pace: F | None) -> None:
    assert actual_pace(facts) == pace


@given(curves(), DAYS, st.integers(0, 500))
def test_drawn_points_run_from_the_first_day_to_the_last(curve: Curve, first: date, days: int) -> None:
    last = first + timedelta(days=days)
    for points in (weekly_points(curve, first, last), monthly_points(curve, first, last)):
        assert (points[0].day, points[-1].day) == (first, last)
        assert all(a.day < b.day for a, b in pairwise(points))
        assert all(point.share == planned_pace(curve, point.day) for point in points)


def test_months_are_drawn_at_their_ends() -> None:
    points = monthly_points(even(START, DUE), date(2026, 1, 15), date(2026, 3, 31))
    assert [point.day for point in points] == [
        date(2026, 1, 15),
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 31),
    ]


@given(curves(), DAYS, st.integers(1, 300), st.integers(0, 300))
def test_more_time_leaves_the_past_and_spreads_the_rest(
    curve: Curve, since: date, left: int, more: int
) -> None:
    old, new = since + timedelta(days=left), since + timedelta(days=left + more)
    later = stretched(curve, since, old, new)
    assert curve_from_json(curve_to_json(later)) == later
    assert all(
        planned_pace(later, p.day) == planned_pace(curve, p.day) for p in curve.points if p.day < since
    )
    assert planned_pace(later, new) == planned_pace(curve, old) or any(p.day > old for p in curve.points)
    assert planned_pace(later, old) <= planned_pace(curve, old) + F(1, 10**8)
    assert stretched(curve, since, old, old).points[-1] == curve.points[-1]


def test_an_extended_campaign_ends_later() -> None:
    curve = campaign(START, DUE, date(2026, 10, 1), date(2026, 10, 31))
    later = stretched(curve, date(2026, 10, 16), date(2026, 12, 31), date(2027, 3, 17))
    assert later.points == (
        Point(START, F(0)),
        Point(date(2026, 10, 1), F(0)),
        Point(date(2026, 10, 16), F(1, 2)),
        Point(date(2026, 11, 15), F(1)),
        Point(date(2027, 3, 17), F(1)),
    )


def test_no_time_is_left_to_spread() -> None:
    with pytest.raises(ValueError, match="no time is left"):
        stretched(even(START, DUE), DUE, DUE, date(2027, 1, 31))


def test_a_curve_of_as_many_points_as_may_be_stays_one() -> None:
    points = tuple(Point(START + timedelta(days=2 * n), F(n, 400)) for n in range(400))
    later = stretched(Curve(points), date(2026, 6, 2), date(2028, 3, 9), date(2028, 6, 9))
    assert len(later.points) == 400
