"""A figure in the making: places still in the normalised text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

from taizhang.core.figures import intervals
from taizhang.core.figures.model import Interval, Kind, Promise, Quantity, Relation
from taizhang.core.figures.numerals import Numeral, scaled, trailing_zeros
from taizhang.core.figures.units import UnitOfMeasure
from taizhang.core.figures.wording import Before, suffix_after, words_before

_HUNDRED = Fraction(100)


@dataclass(slots=True)
class Draft:
    """``start`` and ``end`` span the figure; ``at`` is the place of its numeral, ``lead`` the place whose clause
    says what is counted (that of the last number where several share a unit)."""

    start: int
    at: int
    end: int
    quantity: Quantity
    lead: int


@dataclass(slots=True)
class Around:
    """The fuzzy words around a numeral."""

    start: int
    end: int
    relation: Relation
    closed: bool = False
    negative: bool = False
    clause: str = ""


def around(text: str, at: int, end: int, numeral: Numeral, before: Before | None = None) -> Around:
    """Sign, prefix and suffix; the prefix outweighs 余/多, and these outweigh the suffix and 至少 farther off."""
    before = before or words_before(text, at)
    closed = before.closed
    stop, suffix, upper = suffix_after(text, end)
    if numeral.top is not None:
        relation = Relation.RANGE
    elif before.prefix is not None:
        relation = before.prefix
    elif numeral.fuzz:
        relation = Relation.APPROX if numeral.fuzz == "来" else Relation.GT
    elif suffix is not None:
        relation, closed = suffix, upper
    else:
        closed = before.far_closed
        relation = before.far or (Relation.APPROX if numeral.bare_power else Relation.EQ)
    return Around(before.start, stop, relation, closed, before.negative, before.clause)


def promise(numeral: Numeral, relation: Relation, kind: Kind, closed: bool, negative: bool) -> Promise:
    """Step, strict and conventional interval of a numeral in its wording."""
    step = scaled(1, numeral.step_exp)
    strict, usual = _intervals(numeral, relation, kind, closed, step)
    return (step, intervals.negated(strict), intervals.negated(usual)) if negative else (step, strict, usual)


def _intervals(
    numeral: Numeral, relation: Relation, kind: Kind, closed: bool, step: Fraction
) -> tuple[Interval, Interval]:
    value = numeral.value
    if numeral.top is not None:
        return intervals.between(value, scaled(max(numeral.top, numeral.reach or 0), numeral.exp))
    if relation is not Relation.EQ:
        return intervals.fuzzy(relation, value, Fraction(1, 10) if kind is Kind.FRACTION else step, closed)
    if kind is Kind.FRACTION:
        return intervals.spoken(value)
    if (kind in (Kind.PERCENT, Kind.POINT) and value != _HUNDRED) or numeral.scaled or numeral.exp < 0:
        written = numeral.exp + (trailing_zeros(numeral.low) if numeral.han and numeral.scaled else 0)
        return intervals.rounded(value, scaled(1, written))
    return intervals.exactly(value)


def quantity_of(numeral: Numeral, unit: str, kind: Kind, words: Around, per: str | None) -> Quantity:
    base, top = numeral.value, None if numeral.top is None else scaled(numeral.top, numeral.exp)
    if words.negative:
        base, top = (-base, None) if top is None else (-top, -base)
    keeps = partial(promise, numeral, words.relation, kind, words.closed, words.negative)
    return Quantity(kind, words.relation, unit, base, top, None, None, None, per, keeps)


def draft(
    text: str, at: int, end: int, numeral: Numeral, unit: str, kind: Kind, per: str | None = None,
    before: Before | None = None,
) -> Draft:  # fmt: skip
    """A figure whose numeral stands at ``at`` and whose unit ends at ``end``."""
    words = around(text, at, end, numeral, before)
    return Draft(words.start, at, words.end, quantity_of(numeral, unit, kind, words, per), words.start)


def shares_unit(numeral: Numeral, at: int, head: Draft, lead: Numeral) -> Draft:
    """A bare numeral before a head with its unit: 3.5 of 3.5和2.8个百分点; 万 and 亿 are shared too."""
    if lead.power and not numeral.power and numeral.value < scaled(lead.low, lead.exp - lead.power) * 100:
        numeral = replace(numeral, exp=numeral.exp + lead.power, power=lead.power, scaled=lead.scaled)
    words = Around(at, numeral.end, Relation.EQ)
    quantity = quantity_of(numeral, head.quantity.unit, head.quantity.kind, words, head.quantity.per)
    return Draft(at, at, numeral.end, quantity, head.lead)


_PER = re.compile(
    r"/(?:立方米|平方米|平方公里|公顷|百公里|公里|小时|分钟|百人|千人|(?:10|十)?万人|万车|万辆|万元|亿元|百万吨|百户|"
    r"千户|人|年|天|日|户|亩|月|秒|升|吨|次|公斤|千克|斤|度|千瓦时|株|头|个|km|m³|m3|L|h|d|a)(?:[·/][年月日天人])?"
)


def per_unit_after(text: str, end: int, unit: UnitOfMeasure) -> tuple[int, str | None]:
    """微克/立方米, 元/人: the divisor belongs to the unit."""
    match = _PER.match(text, end)
    if match is None:
        return end, None
    return match.end(), match[0][1:]
