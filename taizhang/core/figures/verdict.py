"""A figure in a text against the value in the ledger.

Order: not linked → not comparable → contradiction (outside the strict interval) → warning (outside the
conventional one) → consistent.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from taizhang.core.figures.interchange import decimal_string
from taizhang.core.figures.model import Interval, Kind, Quantity, Relation
from taizhang.core.figures.units import EVENTS, HOUSEHOLDS, PERSONS, THINGS, TURNS, UnitOfMeasure, unit_named
from taizhang.core.text.messages import N_, Message


class Outcome(StrEnum):
    NOT_LINKED = "not_linked"
    NOT_COMPARABLE = "not_comparable"
    CONTRADICT = "contradict"
    WARN_UNDERSTATED = "warn_understated"  # the ledger is higher than the words suggest
    WARN_OVERSTATED = "warn_overstated"
    CONSISTENT = "consistent"


@dataclass(frozen=True, slots=True)
class LedgerValue:
    """A value in the ledger. ``agg`` says how it came about: sum, count, ratio, coverage, growth (current
    over base), change (signed: −1.6 is a fall), rows (records counted, the same person more than once),
    distinct (each person once)."""

    value: Fraction
    unit: str
    agg: str = "sum"
    same_scope: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    outcome: Outcome
    reason: Message
    hint: Message | None = None


_CLASSES = frozenset({PERSONS, TURNS, HOUSEHOLDS, EVENTS, THINGS})
_ROWS = frozenset({"rows", "row", "records", "row_count", "count_rows", "countrows"})
_DISTINCT = frozenset({"distinct", "count_distinct", "distinct_count", "unique"})
COVERAGE = frozenset({"coverage", "num/den"})
_DIFFERENT_UNIT = N_("“{unit}”与台账的“{ledger}”不是同一种单位，不能比较。")


def judge(quantity: Quantity, ledger: LedgerValue | None) -> Verdict:
    """Compare what the words promise with the ledger; never raises."""
    if ledger is None:
        return Verdict(Outcome.NOT_LINKED, Message(N_("该数据尚未关联台账。")))
    if not ledger.same_scope:
        return _not_comparable(Message(N_("统计口径（范围或时点）不同，不能比较。")))
    if quantity.kind is Kind.VAGUE:
        return _not_comparable(Message(N_("原文是虚数，没有可以比较的数值。")))
    if quantity.kind is Kind.UNIVERSAL:
        return _judge_universal(ledger)
    if _one_is_turns(quantity, ledger):
        return _judge_turns(quantity, ledger)
    if _counts_otherwise(quantity, ledger):
        return _not_comparable(Message(N_("一方按记录累计，一方按去重计数，不能直接比较。")))
    value = convert(quantity, ledger)
    if value is None:
        gaps = {"unit": quantity.unit or "—", "ledger": ledger.unit or "—"}
        return _not_comparable(Message(_DIFFERENT_UNIT, gaps))
    return place(quantity, value)


def _not_comparable(reason: Message) -> Verdict:
    return Verdict(Outcome.NOT_COMPARABLE, reason)


def place(quantity: Quantity, value: Fraction) -> Verdict:
    """Where the ledger's value, in the unit of the text, lies."""
    strict, usual = quantity.strict, quantity.conventional
    if strict is None or usual is None:
        return _not_comparable(Message(N_("原文没有可以比较的数值。")))
    gaps = {"value": readable(value), "interval": interval_words(strict)}
    if value not in strict:
        reason = Message(N_("台账为 {value}，超出原文所说的范围（{interval}）。"), gaps)
        return Verdict(Outcome.CONTRADICT, reason, _hint(quantity, value))
    gaps = {"value": readable(value), "interval": interval_words(usual)}
    if value in usual:
        return Verdict(Outcome.CONSISTENT, Message(N_("台账为 {value}，与原文相符（{interval}）。"), gaps))
    if usual.high is not None and value >= usual.high:
        pattern = N_("台账为 {value}，高于这种说法通常的范围（{interval}），原文可能少报。")
        return Verdict(Outcome.WARN_UNDERSTATED, Message(pattern, gaps))
    pattern = N_("台账为 {value}，低于这种说法通常的范围（{interval}），原文可能多报。")
    return Verdict(Outcome.WARN_OVERSTATED, Message(pattern, gaps))


# -- comparability ---------------------------------------------------------------------------------


def _counts_otherwise(quantity: Quantity, ledger: LedgerValue) -> bool:
    """Rows against distinct persons: 人次 and events are rows by nature, 人, 户, 家 are distinct."""
    unit = unit_named(quantity.unit)
    dimension = unit.dimension if unit else THINGS
    agg = ledger.agg.lower()
    if agg in _ROWS:
        return dimension not in (TURNS, EVENTS)
    return agg in _DISTINCT and dimension == TURNS


def _one_is_turns(quantity: Quantity, ledger: LedgerValue) -> bool:
    left, right = unit_named(quantity.unit), unit_named(ledger.unit)
    if left is None or right is None or not {left.dimension, right.dimension} <= _CLASSES:
        return False
    return (left.dimension == TURNS) is not (right.dimension == TURNS)


def _judge_turns(quantity: Quantity, ledger: LedgerValue) -> Verdict:
    """Of 人 and 人次 only 人 ≤ 人次 holds: the mildest verdict that is certain, none where consistent is possible."""
    reason = Message(_DIFFERENT_UNIT, {"unit": quantity.unit, "ledger": ledger.unit})
    unit, other = unit_named(quantity.unit), unit_named(ledger.unit)
    strict, usual = quantity.strict, quantity.conventional
    if unit is None or other is None or strict is None or usual is None or not _same_turns(unit, other):
        return _not_comparable(reason)
    is_turns = unit.dimension == TURNS
    value = ledger.value * other.factor / unit.factor
    beyond = _all_below if is_turns else _all_above
    outcome, patterns = _FEWER_TURNS if is_turns else _MORE_PERSONS
    for interval, found, pattern in (
        (strict, Outcome.CONTRADICT, patterns[0]),
        (usual, outcome, patterns[1]),
    ):
        if beyond(interval, value):
            gaps = {"value": readable(value), "interval": interval_words(interval)}
            return Verdict(found, Message(pattern, gaps))
    return _not_comparable(reason)


_FEWER_TURNS = (
    Outcome.WARN_UNDERSTATED,
    (
        N_("人次不会少于人数：台账已有 {value} 人，原文的人次（{interval}）反而更少。"),
        N_("人次不会少于人数：台账已有 {value} 人，高于这种说法通常的范围（{interval}），原文可能少报。"),
    ),
)
_MORE_PERSONS = (
    Outcome.WARN_OVERSTATED,
    (
        N_("人数不会多于人次：台账只有 {value} 人次，原文的人数（{interval}）反而更多。"),
        N_("人数不会多于人次：台账只有 {value} 人次，低于这种说法通常的范围（{interval}），原文可能多报。"),
    ),
)


def _all_below(interval: Interval, value: Fraction) -> bool:
    """Whether every number of the interval is smaller."""
    high = interval.high
    return high is not None and (high < value or (high == value and interval.high_open))


def _all_above(interval: Interval, value: Fraction) -> bool:
    """Whether every number of the interval is greater."""
    low = interval.low
    return low is not None and (low > value or (low == value and interval.low_open))


def _same_turns(left: UnitOfMeasure, right: UnitOfMeasure) -> bool:
    """人 with 人次, 家 with 家次; not 场 with 人次."""
    turn, plain = (left, right) if left.dimension == TURNS else (right, left)
    if plain.dimension == PERSONS:
        return turn.name.startswith(("人", "个"))
    return plain.dimension in (HOUSEHOLDS, THINGS) and turn.name.startswith((plain.name, "个"))


def convert(quantity: Quantity, ledger: LedgerValue) -> Fraction | None:
    """The ledger's value in the unit of the text, by exact factors; None where the units do not compare."""
    if quantity.kind is Kind.MULTIPLE:
        return _as_multiple(ledger)
    text_unit, text_per = _split(quantity.unit)
    ledger_unit, ledger_per = _split(ledger.unit)
    if _is_bare_share(quantity, ledger):
        ledger_unit = "ratio"
    factor = _factor(ledger_unit, text_unit, quantity.kind)
    if factor is None or bool(text_per) is not bool(ledger_per):
        return None
    if text_per:
        divisor = _factor(ledger_per, text_per, Kind.RATE)
        if not divisor:
            return None
        factor /= divisor
    return ledger.value * factor


def _is_bare_share(quantity: Quantity, ledger: LedgerValue) -> bool:
    """A ratio without a unit, and a coverage whatever unit it is given (覆盖率 0.98 个) against a share."""
    if ledger.agg == "ratio":
        return not ledger.unit
    unit = unit_named(ledger.unit)
    is_share = quantity.kind in (Kind.PERCENT, Kind.FRACTION)
    return is_share and ledger.agg in COVERAGE and (unit is None or unit.kind is Kind.COUNT)


def _split(unit: str) -> tuple[str, str]:
    head, _, per = unit.replace("每", "/").partition("/")
    return head.strip(), per.strip()


def _as_multiple(ledger: LedgerValue) -> Fraction | None:
    unit = unit_named(ledger.unit)
    if unit is None or unit.dimension == "multiple":
        return ledger.value if unit or not ledger.unit else None
    return ledger.value * unit.factor if unit.dimension == "ratio" else None


def _factor(source: str, target: str, kind: Kind) -> Fraction | None:
    """1 source = factor × target."""
    if kind is Kind.FRACTION:
        target = "ratio"
        source = source or "ratio"
    left, right = unit_named(source), unit_named(target)
    if target == "‱":
        right = UnitOfMeasure("‱", Kind.PERCENT, "ratio", Fraction(1, 10**4))
    if source == target or (left is None and not source) or (right is None and not target):
        return Fraction(1)
    if left is None or right is None:
        return None
    if left.dimension == right.dimension:
        return left.factor / right.factor
    if THINGS in (left.dimension, right.dimension) and "个" in (left.name, right.name):
        other = right if left.name == "个" else left
        return left.factor / right.factor if other.dimension in (PERSONS, HOUSEHOLDS, EVENTS) else None
    return None


def _judge_universal(ledger: LedgerValue) -> Verdict:
    """全覆盖: the numerator must equal the denominator."""
    unit = unit_named(ledger.unit)
    if unit is not None and unit.dimension != "ratio" and ledger.agg not in {"ratio", *COVERAGE}:
        return _not_comparable(Message(N_("全覆盖要有应覆盖数才能核对，台账只有一个数量。")))
    share = ledger.value * unit.factor if unit is not None and unit.dimension == "ratio" else ledger.value
    gaps = {"value": readable(share * 100)}
    if share == 1:
        return Verdict(Outcome.CONSISTENT, Message(N_("台账覆盖率为 100%，与“全覆盖”相符。")))
    return Verdict(Outcome.CONTRADICT, Message(N_("台账覆盖率为 {value}%，不是全覆盖。"), gaps))


# -- words -----------------------------------------------------------------------------------------

_SLIPS = (
    (Fraction(2), N_("乘以 2 后相符：像是斤与公斤混用。")),
    (Fraction(1, 2), N_("除以 2 后相符：像是斤与公斤混用。")),
    (Fraction(10), N_("乘以 10 后相符：像是多写或漏写了一位数。")),
    (Fraction(1, 10), N_("除以 10 后相符：像是多写或漏写了一位数。")),
    (Fraction(10**4), N_("乘以 1 万后相符：像是漏看了“万”。")),
    (Fraction(1, 10**4), N_("除以 1 万后相符：像是多看了“万”。")),
)
_DOUBLE = N_("台账正好相差一倍：请核对是否重复统计。")


def _hint(quantity: Quantity, value: Fraction) -> Message | None:
    """What slip would explain a contradiction; a boundary value is named as such."""
    usual = quantity.conventional
    if value == quantity.base and quantity.relation in (Relation.GT, Relation.LT):
        return Message(N_("台账正好等于所写的数，“余、多、近、超”都不含本数。"))
    if usual is None or usual.low is None or usual.high is None or value == 0:
        return None
    for factor, words in _SLIPS:
        if _reaches(usual, value * factor):
            is_double = factor in (Fraction(2), Fraction(1, 2))
            unit = unit_named(quantity.unit)
            return Message(_DOUBLE if is_double and (unit is None or unit.dimension != "mass") else words)
    return None


def _reaches(interval: Interval, value: Fraction) -> bool:
    """In the interval, or on one of its ends: half of 30万余 in the ledger may be written as just 15万."""
    return value in interval or value in (interval.low, interval.high)


def readable(value: Fraction) -> str:
    """At most four decimals, thousands apart."""
    if value.denominator == 1:
        return f"{value.numerator:,}"
    text = decimal_string(value)
    return f"{float(value):,.4g}" if "/" in text else text


def interval_words(interval: Interval) -> str:
    """In signs that read the same in every language and need no mathematics: 500–600, > 500, < 600; ≥ 500; < 80."""
    low = None if interval.low is None else readable(interval.low)
    high = None if interval.high is None else readable(interval.high)
    if low is not None and low == high:
        return low
    if low is not None and high is not None and not (interval.low_open or interval.high_open):
        return f"{low}–{high}"
    ends = []
    if low is not None:
        ends.append(f"{'>' if interval.low_open else '≥'} {low}")
    if high is not None:
        ends.append(f"{'<' if interval.high_open else '≤'} {high}")
    return ", ".join(ends) or "−∞–+∞"
