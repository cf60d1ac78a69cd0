"""What a figure says of whom and what, so far that it may be held against the figures of other texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Generic, TypeVar

from taizhang.core.figures.interchange import decimal_string
from taizhang.core.figures.model import Aggregation, Interval, Kind, TextFigure
from taizhang.core.figures.normalise import fold
from taizhang.core.figures.part_whole import measure_of
from taizhang.core.figures.units import THINGS, UnitOfMeasure, unit_named
from taizhang.core.text.similarity import PAIR, containment, likeness

K = TypeVar("K")

SAME_THING = Fraction(3, 4)  # likeness of two clauses in their own words
SAME_NOUN = Fraction(1, 2)  # of the pairs of characters of one counted noun stand in the other
SAME_MATTER = Fraction(1, 3)  # of the pairs of the shorter sentence stand in the other
LEAST = 3  # characters of its own that a clause must have: 宣讲 alone may be anything
_COUNTED = frozenset({Kind.COUNT, Kind.MEASURE, Kind.MONEY})
_CLAUSE_END = re.compile(r"(?<![0-9]),|,(?![0-9])|[。;:、!?\n]")
_OF_EVERY_REPORT = re.compile(
    r"今年以来|年初以来|截[至止]到?.{0,8}[月日旬底末]|目前|开展|组织|举办|召开|进行|参加|参与|面向|吸引|实现|完成|提供|累计|共计"
    r"|合计|总计|先后|陆续|持续|积极|活动|达到|超过|[已了共各等约近超逾余多的达为有在]"
)
_RESTRICTED = re.compile(
    r"其中|新增|新建|新招|首批|第.批|计划|拟|力争|预计|目标|将|去年|上年|同比|比|占|平均|每|剩余|还有|另"
)
_PERIOD = re.compile(
    r"今年以来|年初以来|去年|上年|全年|[上下]半年|前?[一二三四]季度|[0-9]{4}年|[0-9]{1,2}月|[本当上]月|近日|至今|以来|期间|[周日]"
)


@dataclass(frozen=True, slots=True)
class Said(Generic[K]):
    """A figure where it was printed or is to be. ``sentence`` is the text of ``figure.sentence``.

    ``as_of``: the day it is as of, as far as the text says so, else the day of the text; None compares with
    nothing. ``unit_name``: the organisation that says it. ``text_label``: its text, as people call it.
    """

    key: K
    text_label: str
    as_of: date | None
    unit_name: str
    figure: TextFigure
    sentence: str


@dataclass(frozen=True, slots=True)
class Claim(Generic[K]):
    """A figure that may be compared; ``base`` and ``usual`` are in the base unit of its dimension."""

    said: Said[K]
    day: date
    shelf: tuple[str, str]  # only what stands on one shelf is compared: organisation and unit
    base: Fraction
    usual: Interval  # the conventional interval
    own_words: str  # of the clause, without numbers and without words of every report
    noun: str
    restricted: frozenset[str]
    period: frozenset[str]

    @property
    def cumulative(self) -> bool:
        return self.said.figure.basis is Aggregation.CUMULATIVE

    @property
    def telling(self) -> bool:
        """Whether the number is not one that comes again by chance: 286人, not 300人; of things, not 52座 either."""
        quantity = self.said.figure.quantity
        unit, digits = unit_named(quantity.unit), decimal_string(quantity.base or Fraction(0))
        return len(digits.replace(".", "").strip("0")) >= (3 if unit and unit.dimension == THINGS else 2)

    def of_the_same(self, other: Claim[K]) -> bool:
        """Whether both speak of one thing: alike clauses, nouns and sentences, and the same restrictions."""
        if self.restricted != other.restricted or likeness(self.own_words, other.own_words) < SAME_THING:
            return False
        if self.noun and other.noun and _shared(self.noun, other.noun) < SAME_NOUN:
            return False
        return _shared(self.said.sentence, other.said.sentence) >= SAME_MATTER


def claims(all_said: Sequence[Said[K]]) -> Iterator[Claim[K]]:
    """Those that may be compared: counted things, measures and money outside tables, with a day, an organisation and a
    matter.
    """
    for said in all_said:
        quantity, unit = said.figure.quantity, unit_named(said.figure.quantity.unit)
        if (
            said.figure.in_table
            or not (said.as_of and said.unit_name and unit)
            or quantity.kind not in _COUNTED
            or quantity.per
        ):
            continue
        claim = _claim(said, said.as_of, unit)
        if claim and len(claim.own_words) >= LEAST:
            yield claim


def _claim(said: Said[K], day: date, unit: UnitOfMeasure) -> Claim[K] | None:
    usual, base = said.figure.quantity.conventional, said.figure.quantity.base
    if usual is None or base is None:
        return None
    sentence = fold(said.sentence)
    start = said.figure.span.start - said.figure.sentence.start
    before = _CLAUSE_END.split(sentence[:start])[-1]
    after = _CLAUSE_END.split(sentence[start + len(said.figure.surface) :])[0]
    return Claim(
        said,
        day,
        (said.unit_name, measure_of(said.figure)),
        base * unit.factor,
        _scaled(usual, unit.factor),
        _own(before) + _own(after),
        _own(fold(said.figure.counted)),
        frozenset([*_RESTRICTED.findall(before + after), *re.findall("其中", sentence[:start])]),
        frozenset(_PERIOD.findall(sentence[:start])),
    )


def _own(words: str) -> str:
    return re.sub(r"[\W_]+", "", _OF_EVERY_REPORT.sub("", words))


def _scaled(interval: Interval, factor: Fraction) -> Interval:
    low, high = (None if end is None else end * factor for end in (interval.low, interval.high))
    return Interval(low, high, interval.low_open, interval.high_open)


def _shared(one: str, other: str) -> Fraction:
    """The share of the shorter that stands in the longer, in pairs of characters."""
    return max(containment(one, other, PAIR), containment(other, one, PAIR))
