"""Pace: how much of a project is planned to be done by a day, and how much is done.

Shares are exact (``Fraction``, 0..1). A curve lies on dates; between two of its points it runs straight,
two points on one day are a step, and what is planned for a day counts by the end of that day.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple

from taizhang.core.calendar.periods import PeriodKind, month_end, periods_between
from taizhang.core.text.messages import N_, Message

MOST_POINTS = 400
FINEST = 999_999_999  # the finest share that is written down
NOTHING, ALL = Fraction(0), Fraction(1)
_SHARE = re.compile(r"[0-9]{1,9}(?:/[1-9][0-9]{0,8}|\.[0-9]{1,9})?")

Number = int | Decimal | Fraction


class Point(NamedTuple):
    """By the end of ``day`` the ``share`` (0..1) is planned to be done."""

    day: date
    share: Fraction


@dataclass(frozen=True, slots=True)
class Curve:
    """Points that never fall. Before the first nothing is planned; after the last its share stays.

    ValueError, with a sentence, for points that form no such curve.
    """

    points: tuple[Point, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.points) <= MOST_POINTS:
            raise ValueError(Message(N_("进度曲线应有1至{limit}个点。"), {"limit": MOST_POINTS}))
        if not all(NOTHING <= point.share <= ALL for point in self.points):
            raise ValueError(Message(N_("进度曲线上的计划进度应在0至1之间。")))
        if any(b.day < a.day or b.share < a.share for a, b in pairwise(self.points)):
            raise ValueError(Message(N_("进度曲线的日期和计划进度都只能持平或递增。")))


@dataclass(frozen=True, slots=True)
class IndicatorFact:
    """What is on record of an indicator, in its ``unit``.

    ``value`` is the last value of a cumulative indicator and the total of the periods of any other; None
    where nothing is on record. ``target`` is None where none was set.
    """

    name: str
    unit: str
    target: Number | None
    value: Number | None


def shaped(start: date, due: date, shape: Iterable[tuple[Fraction, Fraction]]) -> Curve:
    """A curve given by shares of the time from ``start`` (0) to ``due`` (1), laid on whole days."""
    days = (due - start).days
    return Curve(tuple(Point(start + timedelta(days=int(along * days)), share) for along, share in shape))


def even(start: date, due: date) -> Curve:
    """The same every day."""
    return shaped(start, due, ((NOTHING, NOTHING), (ALL, ALL)))


def campaign(start: date, due: date, first: date, last: date) -> Curve:
    """Nothing until the campaign's first day, all by its last: an October campaign is not late in March.

    ValueError where the campaign does not lie within start..due.
    """
    return Curve((Point(start, NOTHING), Point(first, NOTHING), Point(last, ALL), Point(due, ALL)))


def by_milestones(start: date, dates: Iterable[date]) -> Curve:
    """Steps: each milestone counts alike, on its date and not before; even a date before ``start`` may stand."""
    days = sorted(dates)
    points = [Point(min([start, *days]), NOTHING)]
    for k, day in enumerate(days, 1):
        points += Point(day, points[-1].share), Point(day, Fraction(k, len(days)))
    return Curve(tuple(points))


def by_months(start: date, shares: Mapping[int, Fraction]) -> Curve:
    """What is to be done in all by the end of each month (1-12) of the year of ``start``: {6: 2/5, 12: 1}."""
    ends = (Point(month_end(start.year, month), share) for month, share in sorted(shares.items()))
    return Curve((Point(start, NOTHING), *ends))


def planned_pace(curve: Curve, day: date) -> Fraction:
    """The share planned to be done by the end of a day."""
    points = curve.points
    after = bisect_right(points, day, key=lambda point: point.day)
    if not after:
        return NOTHING
    left = points[after - 1]
    if after == len(points) or left.day == day:
        return left.share
    right = points[after]
    return left.share + (right.share - left.share) * Fraction(
        (day - left.day).days, (right.day - left.day).days
    )


def stretched(curve: Curve, since: date, old: date, new: date) -> Curve:
    """The curve with its course after ``since`` spread out, so that what was planned for ``old`` is for ``new``.

    ValueError unless ``since`` lies before both.
    """
    if not since < min(old, new):
        raise ValueError("no time is left to be spread out")
    ratio = Fraction((new - since).days, (old - since).days)
    before = [point for point in curve.points if point.day <= since]
    after = [
        Point(since + timedelta(days=int((point.day - since).days * ratio)), point.share)
        for point in curve.points[len(before) :]
    ]
    if before and after and before[-1].day < since and len(curve.points) < MOST_POINTS:
        before.append(Point(since, planned_pace(curve, since).limit_denominator(FINEST)))
    return Curve((*before, *after))


def actual_pace(indicators: Iterable[IndicatorFact]) -> Fraction | None:
    """The mean share of the targets that is reached, each at most whole; None without a target above zero.

    An indicator with nothing on record counts as nothing done.
    """
    shares = [
        min(ALL, max(NOTHING, Fraction(fact.value or 0) / Fraction(fact.target)))
        for fact in indicators
        if fact.target is not None and fact.target > 0
    ]
    return sum(shares, NOTHING) / len(shares) if shares else None


def weekly_points(curve: Curve, first: date, last: date) -> tuple[Point, ...]:
    """The curve drawn by weeks: at the first day, each seventh after it, and the last."""
    days = range(0, (last - first).days, 7)
    return _drawn(curve, [*(first + timedelta(days=d) for d in days), last])


def monthly_points(curve: Curve, first: date, last: date) -> tuple[Point, ...]:
    """The curve drawn by months: at the first day, each month's end, and the last day."""
    ends = (period.last for period in periods_between(PeriodKind.MONTH, first, last))
    return _drawn(curve, sorted({first, last, *(end for end in ends if end < last)}))


def _drawn(curve: Curve, days: Sequence[date]) -> tuple[Point, ...]:
    return tuple(Point(day, planned_pace(curve, day)) for day in days)


def curve_to_json(curve: Curve) -> dict[str, Any]:
    """``{"points": [["2026-03-01", "0"], ["2026-10-31", "1"]]}``: dates, and shares as exact fractions."""
    return {"points": [[point.day.isoformat(), str(point.share)] for point in curve.points]}


def curve_from_json(data: object) -> Curve:
    """The curve that was written down; ValueError, with a sentence for people, for anything else."""
    points = data.get("points") if isinstance(data, dict) and len(data) == 1 else None
    if not isinstance(points, list):
        raise _unreadable()
    return Curve(tuple(_points(points)))


def _points(points: list[Any]) -> Iterator[Point]:
    for point in points:
        day, share = point if isinstance(point, list) and len(point) == 2 else (None, None)
        if not (isinstance(day, str) and isinstance(share, str) and _SHARE.fullmatch(share)):
            raise _unreadable()
        try:
            yield Point(date.fromisoformat(day), Fraction(share))
        except ValueError as error:
            raise _unreadable() from error


def _unreadable() -> ValueError:
    return ValueError(Message(N_("进度曲线应由日期和计划进度组成，如“2026-10-31”和“1/2”。")))
