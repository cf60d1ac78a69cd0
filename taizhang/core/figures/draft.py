"""A figure in the making: places still in the normalised text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from taizhang.core.figures import intervals
from taizhang.core.figures.model import Interval, Kind, Quantity, Relation
from taizhang.core.figures.numerals import Numeral, scaled, trailing_zeros
from taizhang.core.figures.units import Unit
from taizhang.core.figures.wording import (
    clause_before,
    far_relation,
    is_extreme,
    prefix_before,
    sign_before,
    suffix_after,
)

_HUNDRED = Fraction(100)


@dataclass(frozen=True, slots=True)
class Draft:
    """``start`` and ``end`` span the figure; ``at`` is the place of its numeral."""

    start: int
    at: int
    end: int
    quantity: Quantity
    clause: str


@dataclass(frozen=True, slots=True)
class Around:
    """The fuzzy words around a numeral."""

    start: int
    end: int
    relation: Relation
    closed: bool
    clause: str
    negative: bool = False


def around(text: str, at: int, end: int, numeral: Numeral) -> Around:
    """Sign, prefix and suffix; the prefix outweighs 余/多, and these outweigh the suffix and 至少 farther off."""
    lead, negative = sign_before(text, at)
    start, prefix, closed = prefix_before(text, lead)
    stop, suffix, upper = suffix_after(text, end)
    clause = clause_before(text, start)
    if numeral.top is not None:
        relation = Relation.RANGE
    elif prefix is not None:
        relation = prefix
    elif numeral.fuzz:
        relation = Relation.APPROX if numeral.fuzz == "来" else Relation.GT
    elif suffix is not None:
        relation, closed = suffix, upper
    else:
        far, closed = (None, False) if is_extreme(text, at) else far_relation(clause)
        relation = far or (Relation.APPROX if numeral.bare_power else Relation.EQ)
    return Around(start, stop, relation, closed, clause, negative)


def promise(
    numeral: Numeral, relation: Relation, kind: Kind, closed: bool = False
) -> tuple[Interval, Interval]:
    """Strict and conventional interval of a numeral in its wording."""
    value = numeral.value
    if numeral.top is not None:
        return intervals.between(value, scaled(max(numeral.top, numeral.reach or 0), numeral.exp))
    if relation is not Relation.EQ:
        step = Fraction(1, 10) if kind is Kind.FRACTION else scaled(1, numeral.step_exp)
        return intervals.fuzzy(relation, value, step, closed)
    if kind is Kind.FRACTION:
        return intervals.spoken(value)
    if (kind in (Kind.PERCENT, Kind.POINT) and value != _HUNDRED) or numeral.scaled or numeral.exp < 0:
        written = numeral.exp + (trailing_zeros(numeral.low) if numeral.han and numeral.scaled else 0)
        return intervals.rounded(value, scaled(1, written))
    return intervals.exactly(value)


def quantity_of(numeral: Numeral, unit: str, kind: Kind, words: Around, per: str | None) -> Quantity:
    strict, usual = promise(numeral, words.relation, kind, words.closed)
    base, top = numeral.value, None if numeral.top is None else scaled(numeral.top, numeral.exp)
    if words.negative:
        base, top = (-base, None) if top is None else (-top, -base)
        strict, usual = intervals.negated(strict), intervals.negated(usual)
    step = scaled(1, numeral.step_exp)
    return Quantity(kind, words.relation, unit, base, top, step, strict, usual, per)


def draft(
    text: str, at: int, end: int, numeral: Numeral, unit: str, kind: Kind, per: str | None = None
) -> Draft:
    """A figure whose numeral stands at ``at`` and whose unit ends at ``end``."""
    words = around(text, at, end, numeral)
    return Draft(words.start, at, words.end, quantity_of(numeral, unit, kind, words, per), words.clause)


def shares_unit(numeral: Numeral, at: int, head: Draft, lead: Numeral) -> Draft:
    """A bare numeral before a head with its unit: 3.5 of 3.5和2.8个百分点; 万 and 亿 are shared too."""
    if lead.power and not numeral.power and numeral.value < scaled(lead.low, lead.exp - lead.power) * 100:
        numeral = replace(numeral, exp=numeral.exp + lead.power, power=lead.power, scaled=lead.scaled)
    words = Around(at, numeral.end, Relation.EQ, False, head.clause)
    quantity = quantity_of(numeral, head.quantity.unit, head.quantity.kind, words, head.quantity.per)
    return Draft(at, at, numeral.end, quantity, head.clause)


_PER = re.compile(
    r"/(?:立方米|平方米|平方公里|公顷|百公里|公里|小时|分钟|百人|千人|(?:10|十)?万人|万车|万辆|万元|亿元|百万吨|百户|千户|人|年|天|日|户|亩|月|秒|升|吨|次|公斤|千克|斤|度|千瓦时|"
    r"株|头|个|km|m³|m3|L|h|d|a)(?:[·/][年月日天人])?"
)


def per_unit_after(text: str, end: int, unit: Unit) -> tuple[int, str | None]:
    """微克/立方米, 元/人: the divisor belongs to the unit."""
    match = _PER.match(text, end)
    if match is None:
        return end, None
    return match.end(), match[0][1:]
