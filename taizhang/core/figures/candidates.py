"""Which figures of the ledger a written figure may come from, the likeliest first, each with its reasons.

Asked in this order: is its organisation named in the text, is its project, do the words of its measure stand
near the figure, do the dates agree, is it run up alike, do the values agree. Nothing is shown as a number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Generic, TypeVar

from taizhang.core.calendar.reading import read_days
from taizhang.core.figures.model import Aggregation, Interval, Kind, Quantity, Span, TextFigure
from taizhang.core.figures.units import THINGS, unit_named
from taizhang.core.figures.verdict import LedgerValue, Outcome, Verdict, convert, interval_words, judge
from taizhang.core.text.messages import N_, Message
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
    basis: str = Aggregation.PERIOD


@dataclass(frozen=True, slots=True)
class Likely(Generic[K]):
    """An offer with why it may be the source; the last reason says how its value stands."""

    key: K
    outcome: Outcome
    reasons: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Pair(Generic[K]):
    """A written figure and an offer; ``near`` says how near the measure stands (:func:`_nearness`)."""

    written: TextFigure
    text: str
    offer: Offer[K]
    near: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an offer may be the source: ``weigh`` is higher the more it speaks for it, ``say`` tells it to people.

    In ``example`` the figure in 【】 has this reason for the offer of the reference page, in ``counter`` it has less.
    """

    name: str
    weigh: Callable[[Pair[Any]], int]
    say: Callable[[Pair[Any]], Message | None]
    example: str
    counter: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Why an offer is not shown at all; ``unit`` is the offer's in ``example`` and ``counter``."""

    name: str
    applies: Callable[[Pair[Any]], bool]
    example: str
    counter: str
    unit: str = "场"


def likeliest(written: TextFigure, text: str, offers: Sequence[Offer[K]]) -> list[Likely[K]]:
    """The offers that may be the source of a figure of ``text``, the likeliest first; those alike keep their order.

    Offers without a number, and those that :data:`LEFT_OUT` names, are not among them;
    of those alike by all :data:`REASONS` the later goes first.
    """
    found: list[tuple[tuple[int, ...], Likely[K]]] = []
    for offer in offers:
        if offer.value is None and offer.low is None and offer.high is None:
            continue
        pair = Pair(
            written,
            text,
            offer,
            _nearness(written, text, offer.measure),
            judge_offer(written.quantity, offer),
        )
        if any(rule.applies(pair) for rule in LEFT_OUT):
            continue
        order = (*(-reason.weigh(pair) for reason in REASONS), -offer.as_of.toordinal())
        said = (reason.say(pair) for reason in REASONS)
        found.append(
            (order, Likely(offer.key, pair.verdict.outcome, tuple(words for words in said if words)))
        )
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
        return Verdict(Outcome.CONSISTENT, Message(N_("台账为 {interval}，与原文相符。"), gaps))
    if (strict.high is not None and low > strict.high) or (strict.low is not None and high < strict.low):
        return Verdict(Outcome.CONTRADICT, Message(N_("台账为 {interval}，与原文对不上。"), gaps))
    above = usual.high is not None and (low + high) / 2 >= usual.high
    outcome = Outcome.WARN_UNDERSTATED if above else Outcome.WARN_OVERSTATED
    return Verdict(outcome, Message(N_("台账为 {interval}，与原文不尽一致。"), gaps))


def _level(near: int) -> int:
    """The whole measure beside the figure, or some of it; how much of it decides only last."""
    return 2 if near == 3 else min(near, 1)


def _place(outcome: Outcome) -> int:
    return _ORDER.index(outcome) if outcome in _ORDER else len(_ORDER)


def _converts(pair: Pair[Any]) -> bool:
    """Whether the units compare; 全覆盖 compares with a share."""
    offer, quantity = pair.offer, pair.written.quantity
    if quantity.kind is Kind.UNIVERSAL:
        theirs = unit_named(offer.unit)
        return theirs is not None and theirs.dimension == "ratio"
    return convert(quantity, LedgerValue(Fraction(1), offer.unit)) is not None


def _counted_otherwise(pair: Pair[Any]) -> bool:
    """4项 and 4册: things, each counted by its own word."""
    quantity, unit = pair.written.quantity, pair.offer.unit
    if quantity.kind is Kind.UNIVERSAL or quantity.unit == unit or pair.near >= 2:
        return False
    own, theirs = unit_named(quantity.unit), unit_named(unit)
    return own is None or theirs is None or own.dimension != theirs.dimension or own.dimension == THINGS


def _nearness(written: TextFigure, text: str, measure: str) -> int:
    """3: the measure stands beside the figure; 2: half of it; 1: some of it in the same sentence; 0: nothing."""
    start, end = written.sentence
    window = Span(max(start, written.span.start - NEAR), min(end, written.span.end + NEAR))
    beside = containment(measure, written.counted if written.in_table else window.of(text), PAIR)
    if beside >= NAMED:
        return 3 if beside == 1 else 2
    return 1 if containment(measure, written.sentence.of(text), PAIR) else 0


def _dated(written: TextFigure, offer: Offer[K]) -> tuple[int, Message | None]:
    """How well the offer's date fits what the text says (截至8月中旬): 2 within, 1 about a month off, 0."""
    days = read_days(written.as_of, offer.as_of.year) if written.as_of else None
    if days is None:
        return 0, None
    gaps = {"date": offer.as_of.isoformat(), "written": written.as_of or ""}
    if days.first <= offer.as_of <= days.last:
        return 2, Message(N_("台账截至 {date}，与文中“{written}”一致。"), gaps)
    if days.first - ABOUT <= offer.as_of <= days.last + ABOUT:
        return 1, Message(N_("台账截至 {date}，与文中“{written}”相近。"), gaps)
    return 0, None


def _is_named(pair: Pair[Any]) -> int:
    unit_name = "".join(pair.offer.unit_name.split())
    return int(bool(unit_name) and unit_name in "".join(pair.text.split()))


def _is_of_project(pair: Pair[Any]) -> int:
    project = pair.offer.project
    return int(bool(project) and containment(project, pair.text, PAIR) >= NAMED)


def _runs_up_alike(pair: Pair[Any]) -> int:
    return int(pair.written.basis is Aggregation.CUMULATIVE and pair.offer.basis == Aggregation.CUMULATIVE)


def _say_named(pair: Pair[Any]) -> Message | None:
    return Message(N_("文中提到“{unit}”。"), {"unit": pair.offer.unit_name}) if _is_named(pair) else None


def _say_project(pair: Pair[Any]) -> Message | None:
    return (
        Message(N_("文中写到项目“{project}”。"), {"project": pair.offer.project})
        if _is_of_project(pair)
        else None
    )


def _say_near(pair: Pair[Any]) -> Message | None:
    return Message(_NEAR_WORDS[pair.near], {"measure": pair.offer.measure}) if pair.near else None


def _say_alike(pair: Pair[Any]) -> Message | None:
    return Message(N_("两处都是累计数。")) if _runs_up_alike(pair) else None


REASONS: tuple[Reason, ...] = (
    Reason("its organisation is named", _is_named, _say_named,
        "市水务局开展了【8场】宣讲活动", "市教育局开展了【8场】宣讲活动"),
    Reason("its project is named", _is_of_project, _say_project,
        "清河行动开展【8场】宣讲活动", "校园阅读开展【8场】宣讲活动"),
    Reason("its measure stands beside the figure", lambda pair: _level(pair.near), _say_near,
        "开展【8场】宣讲活动", "开展【8场】慰问演出"),
    Reason(
        "the dates agree", lambda pair: _dated(pair.written, pair.offer)[0],
        lambda pair: _dated(pair.written, pair.offer)[1],
        "截至8月中旬，开展【8场】宣讲活动", "截至3月底，开展【8场】宣讲活动",
    ),
    Reason("both are run up", _runs_up_alike, _say_alike, "累计开展【8场】宣讲活动", "8月开展【8场】宣讲活动"),
    Reason(
        "the values agree", lambda pair: -_place(pair.verdict.outcome), lambda pair: pair.verdict.reason,
        "开展【8场】宣讲活动", "开展【9场】宣讲活动",
    ),
    Reason("more of its measure is there", lambda pair: pair.near, lambda pair: None,
        "开展【8场】宣讲活动", "开展【8场】宣讲"),
)  # fmt: skip
LEFT_OUT: tuple[LeftOut, ...] = (
    LeftOut("a unit that does not compare", lambda pair: not _converts(pair),
        "宣讲活动服务【8人次】", "开展【8次】宣讲活动"),
    LeftOut(
        "things counted by another word, their measure not beside the figure", _counted_otherwise,
        "完成【8项】改造", "完成【8项】宣讲活动", "册",
    ),
    LeftOut(
        "a contradiction without a word in common",
        lambda pair: pair.verdict.outcome is Outcome.CONTRADICT and not pair.near, "走访【9场】", "开展【9场】宣讲活动",
    ),
)  # fmt: skip
