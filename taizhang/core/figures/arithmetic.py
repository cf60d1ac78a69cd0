"""Sums, differences and ratios of what figures strictly say, as intervals."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from taizhang.core.figures.model import Interval, TextFigure
from taizhang.core.figures.verdict import readable


def strict_of(figure: TextFigure) -> Interval:
    """The strict interval; a claim without a number bounds nothing."""
    return figure.quantity.strict or Interval(None, None)


def sum_of(figures: Sequence[TextFigure]) -> Interval:
    """The interval of the sum of figures, by what each strictly says."""
    low: Fraction | None = Fraction(0)
    high: Fraction | None = Fraction(0)
    low_open = high_open = False
    for figure in figures:
        strict = strict_of(figure)
        low = None if low is None or strict.low is None else low + strict.low
        high = None if high is None or strict.high is None else high + strict.high
        low_open, high_open = low_open or strict.low_open, high_open or strict.high_open
    return Interval(low, high, low_open, high_open)


def meet(left: Interval, right: Interval) -> bool:
    """Whether some value lies in both."""
    return not exceeds(left, right) and not exceeds(right, left)


def exceeds(left: Interval, right: Interval) -> bool:
    """Whether every value of the left lies above every value of the right."""
    if left.low is None or right.high is None:
        return False
    return left.low > right.high or (left.low == right.high and (left.low_open or right.high_open))


def difference(first: Interval, second: Interval) -> Interval:
    """The interval of |second − first|."""
    return max(
        (_less(second, first), _less(first, second)),
        key=lambda interval: (interval.high is None, interval.high or 0),
    )


def _less(left: Interval, right: Interval) -> Interval:
    low = None if left.low is None or right.high is None else max(Fraction(0), left.low - right.high)
    high = None if left.high is None or right.low is None else left.high - right.low
    return Interval(low, high, left.low_open or right.high_open, left.high_open or right.low_open)


def ratio(part: Interval, whole: Interval, scale: int = 1) -> Interval:
    """``part`` in proportion to ``whole``, of ``scale`` 100 in percent; without a bound where the whole is not positive."""
    low = part.low / whole.high * scale if part.low is not None and whole.high else None
    high = part.high / whole.low * scale if part.high is not None and whole.low else None
    return Interval(low, high, part.low_open or whole.high_open, part.high_open or whole.low_open)


def interval_text(interval: Interval) -> str:
    """A sum in words: one number where all parts are exact."""
    low = readable(interval.low) if interval.low is not None else "?"
    high = readable(interval.high) if interval.high is not None else "…"
    return low if low == high else f"{low}–{high}"


def middle_text(interval: Interval) -> str:
    """The middle of an interval of rounded numbers in words; both ends where it has none."""
    if interval.low is None or interval.high is None:
        return interval_text(interval)
    return readable((interval.low + interval.high) / 2)
