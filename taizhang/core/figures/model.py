"""What a figure in a Chinese text is: its place, its quantity and what the quantity counts.

Spans are code point offsets into the text as stored; the stored text is never rewritten.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple


class Span(NamedTuple):
    """Half-open range of code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


class Kind(StrEnum):
    """The class of a quantity; it decides how it may be compared."""

    COUNT = "count"
    MEASURE = "measure"
    MONEY = "money"
    PERCENT = "percent"
    POINT = "point"  # 个百分点
    FRACTION = "fraction"  # 三分之二, 八成
    MULTIPLE = "multiple"  # 20倍, 翻一番
    RATE = "rate"  # per head, per day, …
    DURATION = "duration"
    VAGUE = "vague"  # 多场, 数家: a claim without a number
    UNIVERSAL = "universal"  # 全覆盖: a claim about the whole roll


class Relation(StrEnum):
    """How the true value relates to the number that is written."""

    EQ = "eq"
    GT = "gt"  # 余 多 超 逾 突破
    GE = "ge"  # 以上 至少 上百
    LT = "lt"  # 近 不足 不到
    APPROX = "approx"  # 约 左右 上下
    RANGE = "range"  # 3至5, 三四百, 数十
    VAGUE = "vague"
    ALL = "all"


class Basis(StrEnum):
    """Whether a value runs up over time."""

    CUMULATIVE = "cumulative"  # 累计
    TOTAL = "total"  # 共, 共计, 合计
    PERIOD = "period"  # nothing said: the period of the report


@dataclass(frozen=True, slots=True)
class Interval:
    """A set of numbers between two ends; ``None`` is an end without bound."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    def __contains__(self, value: Fraction) -> bool:
        above = self.low is None or value > self.low or (value == self.low and not self.low_open)
        below = self.high is None or value < self.high or (value == self.high and not self.high_open)
        return above and below


@dataclass(frozen=True, slots=True)
class Quantity:
    """A written number with what its wording promises.

    ``base`` is the number as written, fully expanded (3.2万余 → 32000; percent in percent; 成 as a ratio).
    For a range, ``base`` is the lower and ``top`` the upper end. ``step`` is the place of the last
    significant written digit. ``strict`` is what the words logically claim, ``conventional`` what a reader
    of official prose understands (500多: above 500, customarily below 600). Vague and universal claims have
    no base and no intervals.
    """

    kind: Kind
    relation: Relation
    unit: str
    base: Fraction | None = None
    top: Fraction | None = None
    step: Fraction | None = None
    strict: Interval | None = None
    conventional: Interval | None = None
    per: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity at its place in a text."""

    span: Span
    surface: str
    sentence: Span
    quantity: Quantity
    basis: Basis = Basis.PERIOD
    counted: str = ""  # what is counted, as written: 一线工作人员
    as_of: str | None = None  # 截至8月中旬, as written
