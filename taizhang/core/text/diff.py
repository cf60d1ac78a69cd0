"""What changed between two states of a text, in characters.

The texts are compared sentence by sentence, and what changed there part by part (a part is a character, or a
word that is not to be taken apart). The work is bounded (:data:`MOST`): what is too much to compare counts as
written anew.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate
from typing import NamedTuple

MOST = 500_000  # pairs of equal sentences, and of equal parts, that are looked at
_LINE_END = re.compile("\r\n?|[\x85\u2028\u2029]")
_SENTENCE = re.compile(r"[^。；;！？\n]*[。；;！？\n]|[^。；;！？\n]+")


class Change(NamedTuple):
    """What stood at ``start:end`` is now what stands at ``new_start:new_end``; either may be empty."""

    start: int
    end: int
    new_start: int
    new_end: int

    def moved(self, by: int, new_by: int) -> Change:
        return Change(self.start + by, self.end + by, self.new_start + new_by, self.new_end + new_by)


def changes(before: str, after: str) -> list[Change]:
    """What changed, in order, character by character; between two changes at least one character stayed.

    What both texts begin and end with is set aside first: one insertion or one deletion is exactly one change.
    """
    lead = _common(before, after)
    tail = _common(before[lead:][::-1], after[lead:][::-1])
    old, new = before[lead : len(before) - tail], after[lead : len(after) - tail]
    return [change.moved(lead, lead) for change in by_sentences(old, new, list)]


def one_line_end(text: str) -> str:
    """The text with a line feed at the end of each line, however its program writes that."""
    return _LINE_END.sub("\n", text)


def sentences(text: str) -> list[str]:
    """The text cut behind each sentence, half-sentence (；) and paragraph; nothing is left out."""
    return _SENTENCE.findall(text)


def by_sentences(old: str, new: str, parts: Callable[[str], Sequence[str]]) -> list[Change]:
    """What changed, in order; ``parts`` cuts a sentence into what is not to be taken apart."""
    olds, news = sentences(old), sentences(new)
    found: list[Change] = []
    left = MOST
    for whole in _in_characters(blocks(olds, news), olds, news):
        gone, come = parts(old[whole.start : whole.end]), parts(new[whole.new_start : whole.new_end])
        left -= pairs(gone, come)
        if left < 0:
            found.append(whole)
        else:
            inside = _in_characters(_without_scraps(blocks(gone, come)), gone, come)
            found += (change.moved(whole.start, whole.new_start) for change in inside)
    return found


def _in_characters(changed: Iterable[Change], olds: Sequence[str], news: Sequence[str]) -> Iterator[Change]:
    """The changes between two sequences of parts, in characters of their wholes."""
    at = list(accumulate(map(len, olds), initial=0))
    new_at = list(accumulate(map(len, news), initial=0))
    return (Change(at[i], at[j], new_at[k], new_at[m]) for i, j, k, m in changed)


def blocks(olds: Sequence[str], news: Sequence[str]) -> list[Change]:
    """The changes between two sequences of parts, in places of the sequences.

    What both begin and end with is set aside; where the rest is too much to compare, it is one change.
    """
    lead = _common(olds, news)
    tail = _common(olds[lead:][::-1], news[lead:][::-1])
    olds, news = olds[lead : len(olds) - tail], news[lead : len(news) - tail]
    if pairs(olds, news) > MOST:
        return [Change(0, len(olds), 0, len(news)).moved(lead, lead)]
    codes = SequenceMatcher(None, olds, news, autojunk=False).get_opcodes()
    return [Change(*places).moved(lead, lead) for tag, *places in codes if tag != "equal"]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """The length of what both begin with, by halving."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low


def pairs(olds: Sequence[str], news: Sequence[str]) -> int:
    """How many pairs of equal parts there are: what a comparison costs."""
    theirs = Counter(news)
    return sum(count * theirs[part] for part, count in Counter(olds).items())


def _without_scraps(changed: Sequence[Change]) -> Iterator[Change]:
    """A scrap that stayed by chance between two longer changes is made a part of them."""
    first, *rest = changed
    for change in rest:
        if change.start - first.end < min(_size(first), _size(change)):
            first = Change(first.start, change.end, first.new_start, change.new_end)
        else:
            yield first
            first = change
    yield first


def _size(change: Change) -> int:
    return max(change.end - change.start, change.new_end - change.new_start)
