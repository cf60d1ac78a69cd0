"""Anchors: a place in a text, kept as offsets, words and neighbours, so that it is found again after any edit.

While the words stand, the place moves with what changed before them (:mod:`taizhang.core.text.map_spans`). Where they
are gone, the anchor keeps its words and neighbours, and has its place again as soon as they are back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from taizhang.core.figures.model import Span
from taizhang.core.text.diff import Change, changes
from taizhang.core.text.map_spans import carry

CONTEXT = 32  # characters kept on either side
EDGE = 4  # characters on either side by which an empty place is looked for
NEEDED = 6  # characters of words and neighbours that must agree, where the anchor has as many
_SENTENCE_END = re.compile(r"[。；;！？\n]")


@dataclass(frozen=True, slots=True)
class Anchor:
    """``quote`` stood at ``span`` between ``prefix`` and ``suffix``; empty for a place between two characters.

    ``span`` is None where the words are gone. The words at ``span`` may have changed since: ``stands`` tells.
    """

    span: Span | None
    quote: str
    prefix: str = ""
    suffix: str = ""

    def stands(self, text: str) -> bool:
        """Whether the quoted words are at the place in ``text``, to the letter."""
        return self.span is not None and text[self.span.start : self.span.end] == self.quote


def anchor_at(text: str, span: Span) -> Anchor:
    """Return the anchor of a place of ``text``."""
    prefix, suffix = text[max(0, span.start - CONTEXT) : span.start], text[span.end : span.end + CONTEXT]
    return Anchor(span, text[span.start : span.end], prefix, suffix)


def sentences_at(text: str, span: Span) -> str:
    """Return the sentences that a place touches, without blanks."""
    start = max((found.end() for found in _SENTENCE_END.finditer(text, 0, span.start)), default=0)
    end = _SENTENCE_END.search(text, span.end)
    return "".join(text[start : end.start() if end else len(text)].split())


def locate(text: str, quote: str, start: int | None) -> Span | None:
    """Return where ``quote`` stands: at ``start`` or, where it does not stand there or no start is given, at its only
    place in the text; None where there is no such place.
    """
    if start is not None and 0 <= start <= len(text) and text.startswith(quote, start):
        return Span(start, start + len(quote))
    return _span_of(text, quote) if quote and text.count(quote) == 1 else None


def follow(
    before: str, after: str, anchors: Sequence[Anchor], edits: Sequence[Change] | None = None
) -> list[Anchor]:
    """Return the anchors of ``before`` as they stand in ``after``; without a span where their words are gone. ``edits``:
    what changed, in order, where it is known.

    A place keeps its quote when its own words change, so that it can be told what was said of which words.
    """
    placed = [each.span for each in anchors if each.span is not None and each.quote]
    changed = changes(before, after) if edits is None else edits
    carried = iter(carry(before, after, placed, changed))
    found = []
    for each in anchors:
        span: Span | None = None
        if each.span is not None:
            span = next(carried) if each.quote else _point(each.span.start, changed)
        span = _whole(each, after, span)
        found.append(replace(each, span=None) if span is None else _renewed(each, after, span))
    return found


def find(text: str, anchor: Anchor) -> Span | None:
    """Return where the anchor's words stand between its neighbours; None where no place agrees with enough of them, or
    several agree equally well.
    """
    ranked = sorted(((_agreement(text, span, anchor), span) for span in _places(text, anchor)), reverse=True)
    whole = len(anchor.prefix) + len(anchor.quote) + len(anchor.suffix)
    if not ranked or ranked[0][0] + len(anchor.quote) < min(NEEDED, whole):
        return None
    if len(ranked) > 1 and ranked[0][0] == ranked[1][0]:
        return None
    return ranked[0][1]


def _whole(anchor: Anchor, text: str, span: Span | None) -> Span | None:
    """The place of the whole quote where it is back: anywhere if the place was lost, else where a part of it stood."""
    if span is not None and text[span.start : span.end] == anchor.quote:
        return span
    found = find(text, anchor)
    meets = span is None or (found is not None and found.start <= span.end and span.start <= found.end)
    return found if found is not None and meets else span


def _renewed(anchor: Anchor, text: str, span: Span) -> Anchor:
    now = anchor_at(text, span)
    return replace(now, quote=anchor.quote)


def _span_of(text: str, quote: str) -> Span:
    start = text.index(quote)
    return Span(start, start + len(quote))


def _point(at: int, changed: Sequence[Change]) -> Span | None:
    """Where a place between two characters stands now; None where it lay within what was written anew."""
    shift = 0
    for start, end, _new_start, new_end in changed:
        if start < at < end:
            return None
        if end > at or start == at:
            break
        shift = new_end - end
    return Span(at + shift, at + shift)


def _places(text: str, anchor: Anchor) -> Iterator[Span]:
    """The places that could be the anchor's."""
    lead = "" if anchor.quote else anchor.prefix[-EDGE:]
    words = anchor.quote or lead + anchor.suffix[:EDGE]
    at = text.find(words) if words else -1
    while at >= 0:
        yield Span(at + len(lead), at + len(lead) + len(anchor.quote))
        at = text.find(words, at + 1)


def _agreement(text: str, span: Span, anchor: Anchor) -> int:
    """How many characters before and after the place are the anchor's neighbours."""
    before = text[max(0, span.start - CONTEXT) : span.start]
    after = text[span.end : span.end + CONTEXT]
    return _common(before[::-1], anchor.prefix[::-1]) + _common(after, anchor.suffix)


def _common(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
