"""What a wording promises: the strict interval (logic) and the conventional one (custom of official prose)."""

from __future__ import annotations

from fractions import Fraction

from taizhang.core.figures.model import Interval, Relation

_TENTH, _FIFTH, _POINT = Fraction(1, 10), Fraction(1, 5), Fraction(1, 100)
_DOUBLED = Fraction(195, 200)  # 翻一番 is still said of 1.95 times


def exactly(value: Fraction) -> tuple[Interval, Interval]:
    both = Interval(value, value)
    return both, both


def rounded(value: Fraction, step: Fraction) -> tuple[Interval, Interval]:
    """A value rounded at its last written place: [N − step/2, N + step/2)."""
    both = Interval(value - step / 2, value + step / 2, high_open=True)
    return both, both


def spoken(value: Fraction) -> tuple[Interval, Interval]:
    """A spoken fraction (三分之二, 八成) within one percentage point."""
    both = Interval(value - _POINT, value + _POINT)
    return both, both


def doubled(value: Fraction) -> tuple[Interval, Interval]:
    """翻一番 (×2), 翻两番 (×4): at least so many times, and a shade less by courtesy."""
    return Interval(value * _DOUBLED, None), Interval(value, None)


def between(low: Fraction, high: Fraction) -> tuple[Interval, Interval]:
    both = Interval(low, high)
    return both, both


def fuzzy(
    relation: Relation, value: Fraction, step: Fraction, closed: bool = False
) -> tuple[Interval, Interval]:
    """Intervals of 余/多 (gt), 以上 (ge), 近/不足 (lt) and 约 (approx).

    ``step`` is the place of the last significant digit: 500多 customarily ends below 600. ``closed`` lets
    an upper bound be reached (5%以内, 不超过5天).
    """
    if relation is Relation.GT:
        return Interval(value, None, low_open=True), Interval(
            value, value + step, low_open=True, high_open=True
        )
    if relation is Relation.GE:
        return Interval(value, None), Interval(value, value + step, high_open=True)
    if relation is Relation.LT:
        return (
            Interval(None, value, high_open=not closed),
            Interval(value - abs(value) * _TENTH, value, high_open=not closed),
        )
    far, near = abs(value) * _FIFTH, abs(value) * _TENTH
    return Interval(value - far, value + far), Interval(value - near, value + near)


def negated(interval: Interval) -> Interval:
    """The interval of the negative values."""
    low, high = interval.low, interval.high
    return Interval(
        None if high is None else -high, None if low is None else -low, interval.high_open, interval.low_open
    )
