"""What a figure in a Chinese text is: its place, its quantity and what the quantity counts.

Spans are code point offsets into the text as stored; the stored text is never rewritten.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any, NamedTuple


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


class Aggregation(StrEnum):
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


Promise = tuple[Fraction, Interval, Interval]  # step, strict and conventional interval


class Quantity:
    """A written number with what its wording promises.

    ``base`` is the number as written, fully expanded (3.2万余 → 32000; percent in percent; 成 as a ratio).
    For a range, ``base`` is the lower and ``top`` the upper end. ``step`` is the place of the last
    significant written digit. ``strict`` is what the words logically claim, ``conventional`` what a reader
    of official prose understands (500多: above 500, customarily below 600). Vague and universal claims have
    no base and no intervals. ``promise`` gives step and intervals when they are first asked for.
    """

    __slots__ = (
        "_conventional",
        "_promise",
        "_step",
        "_strict",
        "base",
        "kind",
        "per",
        "relation",
        "top",
        "unit",
    )

    def __init__(
        self,
        kind: Kind,
        relation: Relation,
        unit: str,
        base: Fraction | None = None,
        top: Fraction | None = None,
        step: Fraction | None = None,
        strict: Interval | None = None,
        conventional: Interval | None = None,
        per: str | None = None,
        promise: Callable[[], Promise] | None = None,
    ) -> None:
        self.kind = kind
        self.relation = relation
        self.unit = unit
        self.base = base
        self.top = top
        self.per = per
        self._step = step
        self._strict = strict
        self._conventional = conventional
        self._promise = promise

    def _kept(self) -> None:
        if self._promise is not None:
            self._step, self._strict, self._conventional = self._promise()
            self._promise = None

    @property
    def step(self) -> Fraction | None:
        self._kept()
        return self._step

    @property
    def strict(self) -> Interval | None:
        self._kept()
        return self._strict

    @property
    def conventional(self) -> Interval | None:
        self._kept()
        return self._conventional

    @property
    def is_at_most(self) -> bool:
        """Whether the written number is an upper bound that may be reached: 最多500人, 不超过3小时."""
        return self.relation is Relation.LT and self.strict is not None and not self.strict.high_open

    def _fields(self) -> dict[str, Any]:
        names = ("kind", "relation", "unit", "base", "top", "step", "strict", "conventional", "per")
        return {name: getattr(self, name) for name in names}

    def but(self, **changes: Any) -> Quantity:
        """The same quantity with other fields."""
        return Quantity(**(self._fields() | changes))

    def __eq__(self, other: object) -> bool:
        return self._fields() == other._fields() if isinstance(other, Quantity) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.kind, self.relation, self.unit, self.base, self.top))

    def __repr__(self) -> str:
        return f"Quantity({', '.join(f'{name}={value!r}' for name, value in self._fields().items())})"


class Surroundings(NamedTuple):
    """What stands around a figure: its sentence, whether it runs up, what it counts (一线工作人员), 截至8月中旬."""

    sentence: Span
    basis: Aggregation = Aggregation.PERIOD
    counted: str = ""
    as_of: str | None = None
    in_table: bool = False  # the sentence is a row, and what is counted are the heads of row and column


class TextFigure:
    """A quantity at its place in a text; ``look`` gives its surroundings when they are first asked for."""

    __slots__ = ("_look", "_surroundings", "quantity", "span", "surface")

    def __init__(
        self,
        span: Span,
        surface: str,
        quantity: Quantity,
        surroundings: Surroundings | None = None,
        look: Callable[[], Surroundings] | None = None,
    ) -> None:
        self.span = span
        self.surface = surface
        self.quantity = quantity
        self._surroundings = surroundings
        self._look = look

    @property
    def surroundings(self) -> Surroundings:
        if self._surroundings is None:
            self._surroundings = self._look() if self._look else Surroundings(self.span)
            self._look = None
        return self._surroundings

    @property
    def sentence(self) -> Span:
        return self.surroundings.sentence

    @property
    def basis(self) -> Aggregation:
        return self.surroundings.basis

    @property
    def counted(self) -> str:
        """What is counted, as written: 一线工作人员."""
        return self.surroundings.counted

    @property
    def as_of(self) -> str | None:
        """截至8月中旬, as written."""
        return self.surroundings.as_of

    @property
    def in_table(self) -> bool:
        """Whether it stands in a cell of a table."""
        return self.surroundings.in_table

    def but(self, quantity: Quantity) -> TextFigure:
        """The same figure with another quantity."""
        return TextFigure(self.span, self.surface, quantity, self.surroundings)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, TextFigure):
            return NotImplemented
        mine = (self.span, self.surface, self.quantity, self.surroundings)
        return mine == (other.span, other.surface, other.quantity, other.surroundings)

    def __hash__(self) -> int:
        return hash((self.span, self.surface))

    def __repr__(self) -> str:
        return f"Figure({self.span!r}, {self.surface!r}, {self.quantity!r}, {self.surroundings!r})"
