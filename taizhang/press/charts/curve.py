"""Planned curve and actual points over a year: is the project where it should be?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from taizhang.press.charts import svg
from taizhang.press.charts.chart import Chart, ChartTable, Size
from taizhang.press.charts.scales import Days, Values, day_words, month_words, percent

SIZES = (Size(640, 220, "wide"), Size(340, 200, "narrow"))
LABEL = 92.0  # a direct label needs about so many pixels


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """``share`` of the whole (1 = done); ``words`` the value itself where there is one: 1,200人次."""

    on: date
    share: float
    words: str = ""


@dataclass(frozen=True, slots=True)
class CurveChart:
    """``today`` is the day looked at; ``due_before`` the due date of the first baseline where it has moved."""

    title: str
    start: date
    end: date
    planned: tuple[ChartPoint, ...]
    actual: tuple[ChartPoint, ...]
    today: date
    due: date | None = None
    due_before: date | None = None


def planned_at(points: Sequence[ChartPoint], day: date) -> float | None:
    """The planned share on a day: straight between two points, level before the first and after the last."""
    if not points:
        return None
    before, after = [p for p in points if p.on <= day], [p for p in points if p.on > day]
    if not before or not after:
        return (after[0] if not before else before[-1]).share
    a, b = before[-1], after[0]
    return a.share + (b.share - a.share) * (day - a.on).days / (b.on - a.on).days


def pace_curve(curve: CurveChart) -> Chart:
    """The curve in a wide and a narrow drawing, with the numbers behind it."""
    words = _words(curve)
    pictures = tuple(
        svg.picture(size.width, size.height, size.class_, curve.title, words, _shapes(curve, size))
        for size in SIZES
    )
    empty = "" if curve.planned or curve.actual else _("还没有计划曲线，也没有填报。")
    return Chart(curve.title, pictures, _table(curve), empty)


def pace_small(curve: CurveChart) -> SafeString:
    """Only the two lines and today's needle, for a list."""
    days, values = Days(curve.start, curve.end, 2, 158), Values(1, 46, 4)
    x = days.x(curve.today)
    lines = [
        svg.line(0, 46.5, 160, 46.5, "axis"),
        svg.line(x, 0, x, 47, "needle"),
        *_lines(curve, days, values),
    ]
    return svg.picture(160, 48, "small", curve.title, _words(curve), lines)


def _words(curve: CurveChart) -> str:
    planned, actual = planned_at(curve.planned, curve.today), curve.actual[-1].share if curve.actual else None
    return _("截至{day}应完成 {planned}，已完成 {actual}。").format(
        day=day_words(curve.today, curve.start.year), planned=percent(planned), actual=percent(actual)
    )


def _shapes(curve: CurveChart, size: Size) -> Iterator[SafeString]:
    days = Days(curve.start, curve.end, 40, size.width - 14)
    values = Values(max([1.0, *(p.share for p in curve.actual)]), size.height - 24, 40)
    yield from _axes(days, values, every=1 if size.width > 500 else 3)
    yield from _dues(curve, days, values)
    x = days.x(curve.today)
    yield svg.line(x, 18, x, values.bottom, "needle")
    words = _("截至{day}").format(day=day_words(curve.today, curve.start.year))
    yield svg.text(min(max(x, 80.0), size.width - 50.0), 13, words, "needle-words", "middle")
    yield from _lines(curve, days, values)
    yield from _labels(curve, days, values)


def _axes(days: Days, values: Values, every: int) -> Iterator[SafeString]:
    for share in (0.0, 0.5, 1.0):
        y = values.y(share)
        yield svg.line(days.left, y, days.right, y, "axis" if share == 0 else "guide")
        yield svg.text(days.left - 6, y + 4, percent(share), "quiet", "end")
    for n, first in enumerate(days.months()):
        x = days.x(first)
        yield svg.line(x, values.bottom, x, values.bottom + 4, "axis")
        if n % every == 0:
            yield svg.text(x + 2, values.bottom + 17, month_words(first), "quiet")


def _dues(curve: CurveChart, days: Days, values: Values) -> Iterator[SafeString]:
    year = curve.start.year
    if curve.due_before and curve.due_before != curve.due:
        x = days.x(curve.due_before)
        yield svg.line(x, values.ceiling, x, values.bottom, "due-before")
        words = _("原时限{day}").format(day=day_words(curve.due_before, year))
        yield svg.text(x - 4, values.bottom - 6, words, "quiet", "end")
    if curve.due:
        x = days.x(curve.due)
        yield svg.line(x, values.ceiling - 8, x, values.bottom, "due")
        words = _("时限{day}").format(day=day_words(curve.due, year))
        late = x > days.right - LABEL
        yield svg.text(x if late else x + 4, values.ceiling - 11, words, "label", "end" if late else "start")


def _lines(curve: CurveChart, days: Days, values: Values) -> Iterator[SafeString]:
    yield svg.polyline([(days.x(p.on), values.y(p.share)) for p in curve.planned], "planned")
    places = [(days.x(p.on), values.y(p.share)) for p in curve.actual]
    yield svg.polyline(places, "actual")
    for x, y in places if len(places) <= 24 else places[-1:]:
        yield svg.element("circle", cx=x, cy=y, r=3, class_="actual-point")


def _labels(curve: CurveChart, days: Days, values: Values) -> Iterator[SafeString]:
    """Beside the needle: the greater one above to the left, the smaller below to the right, so they never meet."""
    planned, actual = planned_at(curve.planned, curve.today), curve.actual[-1] if curve.actual else None
    named = []
    if planned is not None:
        named.append(
            (planned, days.x(curve.today), _("计划 {n}").format(n=percent(planned)), "planned-words")
        )
    if actual is not None:
        words = _("实际 {n}").format(n=percent(actual.share))
        named.append((actual.share, days.x(actual.on), words, "actual-words"))
    named.sort(key=lambda each: each[0], reverse=True)
    for n, (share, x, words, class_) in enumerate(named):
        above = n == 0 and x > days.left + LABEL
        left = above or x > days.right - LABEL
        y = values.y(share) + (-8 if above else 18)
        yield svg.text(
            x + (-8 if left else 8), min(y, values.bottom - 6), words, class_, "end" if left else "start"
        )


def _table(curve: CurveChart) -> ChartTable:
    year = curve.start.year
    rows = (
        (day_words(p.on, year), percent(planned_at(curve.planned, p.on)), percent(p.share), p.words)
        for p in curve.actual
    )
    return ChartTable((_("日期"), _("应完成"), _("已完成"), _("数值")), tuple(rows))
