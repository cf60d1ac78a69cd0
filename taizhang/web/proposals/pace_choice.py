"""Which course a project's pace takes, as a choice of four in words; the curve on dates follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taizhang.core.calendar.periods import month_end
from taizhang.core.pace.curves import (
    Curve,
    Point,
    by_milestones,
    by_months,
    campaign,
    curve_from_json,
    curve_to_json,
    even,
    monthly_points,
)
from taizhang.press import charts

EVEN, STONES, CAMPAIGN, MONTHS, KEPT = "even", "milestones", "campaign", "months", "kept"
CHOICES = [
    (EVEN, gettext_lazy("均匀推进：从起始到时限，每天一样多")),
    (STONES, gettext_lazy("按节点：每到一个节点，进一步")),
    (CAMPAIGN, gettext_lazy("集中一段：只在一段时间里做，之前不算慢")),
    (MONTHS, gettext_lazy("按月定：逐月写明应达到百分之几")),
]


def curve_of(given: Mapping[str, Any], stones: Sequence[date]) -> Curve | None:
    """The curve of what the form says; None while dates are lacking. ValueError, with a sentence, for none."""
    start, due, kind = given.get("start"), given.get("due"), given.get("pace")
    if start is None or due is None:
        return None
    if kind == STONES:
        return by_milestones(start, stones) if stones else None
    if kind == CAMPAIGN:
        first, last = given.get("first"), given.get("last")
        return campaign(start, due, first, last) if first and last else None
    if kind == MONTHS:
        shares = {n: Fraction(given[f"m{n}"], 100) for n in range(1, 13) if given.get(f"m{n}") is not None}
        return by_months(start, shares) if shares else None
    return even(start, due) if start <= due else None


def to_stored(given: Mapping[str, Any], stones: Sequence[date]) -> dict[str, Any]:
    """As the account keeps it; an even course is kept as nothing, so that it moves with the dates."""
    curve = None if given.get("pace") == EVEN else curve_of(given, stones)
    return curve_to_json(curve) if curve else {}


def initial_of(
    stored: Mapping[str, Any], start: date | None, due: date | None, stones: Sequence[date]
) -> dict[str, Any]:
    """The choice that a stored curve came from."""
    if not stored or start is None or due is None:
        return {"pace": EVEN}
    points = curve_from_json(dict(stored)).points
    if stones and points == by_milestones(start, stones).points:
        return {"pace": STONES}
    if [point.share for point in points] == [0, 0, 1, 1] and points[3].day == due:
        return {"pace": CAMPAIGN, "first": points[1].day, "last": points[2].day}
    if all(point.day == month_end(point.day.year, point.day.month) for point in points[1:]):
        return {"pace": MONTHS, **{f"m{p.day.month}": int(p.share * 100) for p in points[1:]}}
    if points == even(start, due).points:
        return {"pace": EVEN}
    return {"pace": MONTHS, **_by_month_ends(Curve(points), start, due)}


def _by_month_ends(curve: Curve, start: date, due: date) -> dict[str, int]:
    """Any other curve, read at the ends of the months."""
    ends = [month_end(start.year, n) for n in range(1, 13)]
    return {f"m{p.day.month}": int(p.share * 100) for p in monthly_points(curve, start, due) if p.day in ends}


def picture_of(curve: Curve | None, start: date | None, due: date | None, today: date) -> charts.Chart | None:
    """The planned course, drawn; None while it cannot be."""
    if curve is None or start is None or due is None or due <= start:
        return None
    end = max(due, date(due.year, 12, 31))
    return charts.pace_curve(
        charts.CurveChart(
            title=_("序时进度"),
            start=start,
            end=end,
            planned=tuple(_drawn(curve, start)),
            actual=(),
            today=min(max(today, start), end),
            due=due,
        )
    )


def _drawn(curve: Curve, start: date) -> list[charts.ChartPoint]:
    first = [] if curve.points[0].day <= start else [Point(start, Fraction(0))]
    return [charts.ChartPoint(max(p.day, start), float(p.share)) for p in [*first, *curve.points]]
