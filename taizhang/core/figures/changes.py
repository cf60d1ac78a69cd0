"""A change that a text states with both its ends: 由47家增至63家,净增16家; 由65%提高到92.5%,提高27.5个百分点."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from taizhang.core.figures.arithmetic import difference, exceeds, meet, middle_text, ratio, strict_of
from taizhang.core.figures.model import Interval, Kind, TextFigure
from taizhang.core.figures.part_whole import measure_of
from taizhang.core.text.messages import N_, Message

_UP = r"提高|提升|增加|增长|上升|扩大|扩充|攀升|增|升"
_DOWN = r"减少|下降|降低|缩减|缩短|压减|精简|减|降"
_FROM = re.compile(r"[由从][^,。;、:()\d]{0,8}$")
_TO = re.compile(rf"[^,。;、:()\d]{{0,8}}?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))[到至为][^,。;、:()\d]{{0,8}}")
_BY = re.compile(rf"[^,。;、:()\d]{{0,8}}[,(](?:净|共|累计|总共|合计)?(?:{_UP}|{_DOWN})了?")


_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class ChangeFault:
    """A stated change that its two ends do not bear out: the figure at fault, the one it is held against, the reason."""

    at: TextFigure
    against: TextFigure
    reason: Message


def change_faults(text: str, sentence: Sequence[TextFigure]) -> Iterator[ChangeFault]:
    """Yield what does not fit; ``text`` is folded, ``sentence`` holds the figures of one sentence in their order."""
    for k, (first, second) in enumerate(pairwise(sentence)):
        turn = _TO.fullmatch(text, first.span.end, second.span.start)
        lead = text[max(first.sentence.start, first.span.start - 10) : first.span.start]
        if turn is None or measure_of(first) != measure_of(second) or _FROM.search(lead) is None:
            continue
        fault = _direction(first, second, rises=turn["up"] is not None)
        if fault is None and k + 2 < len(sentence):
            fault = _size(text, first, second, sentence[k + 2])
        if fault is not None:
            yield fault


def _direction(first: TextFigure, second: TextFigure, *, rises: bool) -> ChangeFault | None:
    low, high = (second, first) if rises else (first, second)
    if not exceeds(strict_of(high), strict_of(low)):
        return None
    words = (
        N_("从“{first}”到“{second}”是减少，不是增加。")
        if rises
        else N_("从“{first}”到“{second}”是增加，不是减少。")
    )
    return ChangeFault(second, first, Message(words, {"first": first.surface, "second": second.surface}))


def _in_percent(times: Interval) -> Interval:
    """增长2倍 in percent; a whole number of times is rounded."""
    low, high = times.low, times.high
    if low is not None and low == high:
        low, high = low - _HALF, low + _HALF
    return Interval(
        None if low is None else low * 100,
        None if high is None else high * 100,
        times.low_open,
        times.high_open,
    )


def _size(text: str, first: TextFigure, second: TextFigure, change: TextFigure) -> ChangeFault | None:
    if _BY.fullmatch(text, second.span.end, change.span.start) is None:
        return None
    ends, in_percent = (strict_of(first), strict_of(second)), first.quantity.kind is Kind.PERCENT
    times = change.quantity.kind is Kind.MULTIPLE
    relates = times or (change.quantity.kind is Kind.PERCENT and not in_percent)
    fits = change.quantity.kind is Kind.POINT if in_percent else measure_of(change) == measure_of(first)
    if not relates and not fits:
        return None
    real = ratio(difference(*ends), ends[0], 100) if relates else difference(*ends)
    if meet(real, _in_percent(strict_of(change)) if times else strict_of(change)):
        return None
    words = (
        N_("从“{first}”到“{second}”的变化是 {real}%，与“{change}”不符。")
        if relates
        else N_("从“{first}”到“{second}”相差 {real}，与“{change}”不符。")
    )
    gaps = {"first": first.surface, "second": second.surface, "change": change.surface}
    return ChangeFault(change, second, Message(words, gaps | {"real": middle_text(real)}))
