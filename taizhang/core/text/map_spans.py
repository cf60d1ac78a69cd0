"""Where the marked places of a text stand after it was edited.

Places move with what changed before them (:mod:`taizhang.core.text.diff`); those in passages that were moved, or
that were too much to compare, are found by their words and their neighbours.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from taizhang.core.figures.model import Span
from taizhang.core.text.diff import Change, changes

AROUND = 8  # characters on either side by which a place is known again elsewhere
_DIGIT = re.compile(r"[0-9０-９]")
_MORE_DIGITS = re.compile(r"(?:[0-9０-９][.,．]?)+$")
_BEFORE_ALL = Change(-1, -1, -1, -1)


def carry(
    before: str, after: str, spans: Sequence[Span], edits: Sequence[Change] | None = None
) -> list[Span | None]:
    """Where each span of ``before`` stands in ``after``; None where its words are gone, and for an empty span.

    A place whose own words changed between neighbours that stayed is where the new words are (500多名 → 600多名);
    one that was moved is found again where its line has kept its words and they occur once. Spans apart stay apart.
    ``edits``: what changed, in order, where it is known; else the texts are compared.
    """
    changed = [_BEFORE_ALL, *(changes(before, after) if edits is None else edits)]
    starts = [change.start for change in changed]
    carried: list[Span | None] = []
    for span in spans:
        if not 0 <= span.start < span.end <= len(before):
            carried.append(None)
            continue
        first = changed[bisect_right(starts, span.start) - 1]
        last = changed[bisect_left(starts, span.end) - 1]
        carried.append(_carried(after, span, first, last))
    _find_again(before, after, spans, carried)
    return carried


def _carried(after: str, span: Span, first: Change, last: Change) -> Span | None:
    """``first`` is the last change that begins at or before the span, ``last`` the last one before its end."""
    lost = 0
    start, end = span.start + first.new_end - first.end, span.end + last.new_end - last.end
    if first.start < span.start < first.end:
        lost += min(first.end, span.end) - span.start
        start = first.new_end
    elif first.start == span.start < first.end:
        start = first.new_start
    if last.end > span.end:
        lost += span.end - max(last.start, span.start)
        end = last.new_start
    length = span.end - span.start
    if start >= end or 2 * lost > length or end - start > 4 * length + 20:
        return None
    if first.end >= span.start and start == first.new_end and _DIGIT.match(after, start):
        grown = _MORE_DIGITS.search(after[first.new_start : start])  # 8场 → 18场
        start -= len(grown[0]) if grown else 0
    return Span(start, end)


def _find_again(before: str, after: str, spans: Sequence[Span], carried: list[Span | None]) -> None:
    """Fill in the places that were moved, or that were too much to compare."""
    for k, span in enumerate(spans):
        if carried[k] is None and 0 <= span.start < span.end <= len(before):
            lead = before.rfind("\n", max(span.start - AROUND, 0), span.start) + 1
            lead = lead or max(span.start - AROUND, 0)
            stop = before.find("\n", span.end, span.end + AROUND)
            words = before[lead : stop if stop >= 0 else span.end + AROUND]
            if before.count(words) == after.count(words) == 1:
                start = after.find(words) + span.start - lead
                found = Span(start, start + span.end - span.start)
                if not any(
                    other and _meet(found, other) and not _meet(span, spans[n])
                    for n, other in enumerate(carried)
                ):
                    carried[k] = found


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
