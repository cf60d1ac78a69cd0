"""Which figures of the ledger a written figure may come from, the likeliest first, each with its reasons.

Asked in this order: is its organisation named in the text, is its project, do the words of its measure stand
near the figure, do the dates agree, is it run up alike, do the values agree. Nothing is shown as a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Generic, TypeVar

from taizhang.core.calendar.reading import read_days
from taizhang.core.figures.model import Basis, Figure, Interval, Kind, Quantity, Span
from taizhang.core.figures.units import THINGS, unit_named
from taizhang.core.figures.verdict import LedgerValue, Outcome, Verdict, convert, interval_words, judge
from taizhang.core.text.messages import N_, Sentence
from taizhang.core.text.similarity import PAIR, containment

K = TypeVar("K")

NAMED = Fraction(1, 2)  # of the pairs of characters of a project's name stand in the text
NEAR = 24  # characters on either side of a figure in which its measure is named
ABOUT = timedelta(days=31)  # two dates that may be the same report
_ORDER = (Outcome.CONSISTENT, Outcome.WARN_UNDERSTATED, Outcome.WARN_OVERSTATED, Outcome.CONTRADICT)


@dataclass(frozen=True, slots=True)
class Offer(Generic[K]):
    """A figure of the ledger: ``value`` exactly, or between ``low`` and ``high`` (500多名); ``unit`` of quantity."""

    key: K
    unit_name: str
    project: str
    measure: str
    unit: str
    period: str
    as_of: date
    value: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    basis: str = Basis.PERIOD


@dataclass(frozen=True, slots=True)
class Likely(Generic[K]):
    """An offer with why it may be the source; the last reason says how its value stands."""

    key: K
    outcome: Outcome
    reasons: tuple[Sentence, ...]


def likeliest(written: Figure, text: str, offers: Sequence[Offer[K]]) -> list[Likely[K]]:
    """The offers that may be the source of a figure of ``text``, the likeliest first; those alike keep their order.

    Offers in units that do not compare (人 and 人次, 场 and 斤) are left out; so are those counted by another word
    (4项, 4册) unless their measure stands beside the figure, and those that contradict it and have no word in common.
    """
    found: list[tuple[tuple[int, ...], Likely[K]]] = []
    plain = "".join(text.split())
    for offer in offers:
        near = _nearness(written, text, offer.measure)
        if not _comparable(written.quantity, offer, near):
            continue
        verdict = judge_offer(written.quantity, offer)
        if verdict.outcome is Outcome.CONTRADICT and not near:
            continue
        dated, date_reason = _dated(written, offer)
        alike = written.basis is Basis.CUMULATIVE and offer.basis == Basis.CUMULATIVE
        named = bool(offer.unit_name) and "".join(offer.unit_name.split()) in plain
        project = bool(offer.project) and containment(offer.project, text, PAIR) >= NAMED
        value = _place(verdict.outcome)
        order = (-named, -project, -_level(near), -dated, -alike, value, -near, -offer.as_of.toordinal())
        reasons = (
            Sentence(N_("文中提到“{unit}”。"), {"unit": offer.unit_name}) if named else None,
            Sentence(N_("文中写到项目“{project}”。"), {"project": offer.project}) if project else None,
            Sentence(_NEAR_WORDS[near], {"measure": offer.measure}) if near else None,
            date_reason,
            Sentence(N_("两处都是累计数。")) if alike else None,
            verdict.reason,
        )
        found.append((order, Likely(offer.key, verdict.outcome, tuple(r for r in reasons if r))))
    return [likely for _, likely in sorted(found, key=lambda row: row[0])]


_NEAR_WORDS = {
    1: N_("同一句话里说到“{measure}”。"),
    2: N_("数字近旁说到“{measure}”。"),
    3: N_("数字近旁说的就是“{measure}”。"),
}


def judge_offer(quantity: Quantity, offer: Offer[K]) -> Verdict:
    """What the words promise against the offer; of a value between two ends, whether the two ranges agree."""
    ends = [end for end in (offer.low, offer.high) if end is not None]
    if offer.value is not None or len(ends) < 2:
        value = next(end for end in (offer.value, *ends) if end is not None)
        return judge(quantity, LedgerValue(value, offer.unit))
    middle = judge(quantity, LedgerValue(sum(ends, Fraction(0)) / 2, offer.unit))
    low, high = (convert(quantity, LedgerValue(end, offer.unit)) for end in ends)
    usual, strict = quantity.conventional, quantity.strict
    if low is None or high is None or usual is None or strict is None:
        return middle
    gaps = {"interval": interval_words(Interval(low, high))}
    if middle.outcome is Outcome.CONSISTENT:
        return Verdict(Outcome.CONSISTENT, Sentence(N_("台账为 {interval}，与原文相符。"), gaps))
    if (strict.high is not None and low > strict.high) or (strict.low is not None and high < strict.low):
        return Verdict(Outcome.CONTRADICT, Sentence(N_("台账为 {interval}，与原文对不上。"), gaps))
    above = usual.high is not None and (low + high) / 2 >= usual.high
    outcome = Outcome.WARN_UNDERSTATED if above else Outcome.WARN_OVERSTATED
    return Verdict(outcome, Sentence(N_("台账为 {interval}，与原文不尽一致。"), gaps))


def _level(near: int) -> int:
    """The whole measure beside the figure, or some of it; how much of it decides only last."""
    return 2 if near == 3 else min(near, 1)


def _place(outcome: Outcome) -> int:
    return _ORDER.index(outcome) if outcome in _ORDER else len(_ORDER)


def _comparable(quantity: Quantity, offer: Offer[K], near: int) -> bool:
    """Whether the units compare, and, of what is counted by another word, whether the measure stands beside it."""
    numbers = [number for number in (offer.value, offer.low, offer.high) if number is not None]
    theirs, own = unit_named(offer.unit), unit_named(quantity.unit)
    if quantity.kind is Kind.UNIVERSAL:
        return bool(numbers) and theirs is not None and theirs.dimension == "ratio"
    if not numbers or convert(quantity, LedgerValue(numbers[0], offer.unit)) is None:
        return False
    if quantity.unit == offer.unit or near >= 2:
        return True
    return own is not None and theirs is not None and own.dimension == theirs.dimension != THINGS


def _nearness(written: Figure, text: str, measure: str) -> int:
    """3: the measure stands beside the figure; 2: half of it; 1: some of it in the same sentence; 0: nothing."""
    start, end = written.sentence
    window = Span(max(start, written.span.start - NEAR), min(end, written.span.end + NEAR))
    beside = containment(measure, window.of(text), PAIR)
    if beside >= NAMED:
        return 3 if beside == 1 else 2
    return 1 if containment(measure, written.sentence.of(text), PAIR) else 0


def _dated(written: Figure, offer: Offer[K]) -> tuple[int, Sentence | None]:
    """How well the offer's date fits what the text says (截至8月中旬): 2 within, 1 about a month off, 0."""
    days = read_days(written.as_of, offer.as_of.year) if written.as_of else None
    if days is None:
        return 0, None
    gaps = {"date": offer.as_of.isoformat(), "written": written.as_of or ""}
    if days.first <= offer.as_of <= days.last:
        return 2, Sentence(N_("台账截至 {date}，与文中“{written}”一致。"), gaps)
    if days.first - ABOUT <= offer.as_of <= days.last + ABOUT:
        return 1, Sentence(N_("台账截至 {date}，与文中“{written}”相近。"), gaps)
    return 0, None
