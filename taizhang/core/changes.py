"""What changed between two states of a text, in characters.

What both begin and end with is set aside; the middle is compared sentence by sentence, and what changed there
character by character. The work is bounded (:data:`MOST`): what is too much to compare counts as written anew.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate
from typing import NamedTuple

MOST = 500_000  # pairs of equal sentences, and of equal characters, that are looked at
_SENTENCE = re.compile(r"[^。；;！？\n]*[。；;！？\n]|[^。；;！？\n]+")


class Change(NamedTuple):
    """What stood at ``start:end`` is now what stands at ``new_start:new_end``; either may be empty."""

    start: int
    end: int
    new_start: int
    new_end: int


def changes(before: str, after: str) -> list[Change]:
    """What changed, in order; between two changes at least one character stayed."""
    lead = _common(before, after)
    tail = _common(before[lead:][::-1], after[lead:][::-1])
    old, new = before[lead : len(before) - tail], after[lead : len(after) - tail]
    found = _compared(old, new) if old and new else [Change(0, len(old), 0, len(new))] if old or new else []
    return [Change(*(place + lead for place in change)) for change in found]


def _common(one: str, other: str) -> int:
    """The length of what both begin with, by halving."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low


def _compared(old: str, new: str) -> list[Change]:
    olds, news = _SENTENCE.findall(old), _SENTENCE.findall(new)
    left = MOST - pairs(olds, news)
    if left < 0:
        return [Change(0, len(old), 0, len(new))]
    old_at = list(accumulate(map(len, olds), initial=0))
    new_at = list(accumulate(map(len, news), initial=0))
    found: list[Change] = []
    for i, j, k, m in _blocks(olds, news):
        whole = Change(old_at[i], old_at[j], new_at[k], new_at[m])
        left -= pairs(old[whole.start : whole.end], new[whole.new_start : whole.new_end])
        found += _inside(old, new, whole) if left >= 0 else [whole]
    return found


def pairs(old: Sequence[str], new: Sequence[str]) -> int:
    """How many pairs of equal parts there are: what a comparison costs."""
    theirs = Counter(new)
    return sum(count * theirs[part] for part, count in Counter(old).items())


def _inside(old: str, new: str, whole: Change) -> Iterator[Change]:
    """Character by character; a scrap that stayed by chance between two longer changes is a part of them."""
    at, new_at = whole.start, whole.new_start
    blocks = _blocks(old[at : whole.end], new[new_at : whole.new_end])
    first, *rest = [Change(i + at, j + at, k + new_at, m + new_at) for i, j, k, m in blocks]
    for change in rest:
        if change.start - first.end < min(_size(first), _size(change)):
            first = Change(first.start, change.end, first.new_start, change.new_end)
        else:
            yield first
            first = change
    yield first


def _size(change: Change) -> int:
    return max(change.end - change.start, change.new_end - change.new_start)


def _blocks(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    for tag, *places in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield Change(*places)
