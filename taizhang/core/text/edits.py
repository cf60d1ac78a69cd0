"""Known edits of a text: words replaced at given places, and paragraphs taken back from an earlier state.

Where an edit is known to the letter, places in the text are carried along by it and not by a comparison.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from taizhang.core.figures.model import Span
from taizhang.core.text.diff import Change, blocks


@dataclass(frozen=True, slots=True)
class ParagraphPair:
    """Lines as they were and as they are; ``number`` tells the pairs that differ, from 0, None where nothing changed."""

    before: str
    after: str
    number: int | None = None


def replaced(text: str, edits: Sequence[tuple[Span, str]]) -> tuple[str, list[Change]]:
    """Return the text with new words at the places, which are in order and do not overlap, and what changed."""
    parts: list[str] = []
    changed: list[Change] = []
    at = shift = 0
    for span, words in edits:
        parts += [text[at : span.start], words]
        start = span.start + shift
        changed.append(Change(span.start, span.end, start, start + len(words)))
        shift += len(words) - (span.end - span.start)
        at = span.end
    return "".join([*parts, text[at:]]), changed


def occurrences(text: str, words: str) -> list[Span]:
    """Return where ``words`` stand, one after the other; nothing for no words."""
    found: list[Span] = []
    at = text.find(words) if words else -1
    while at >= 0:
        found.append(Span(at, at + len(words)))
        at = text.find(words, at + len(words))
    return found


def paragraph_pairs(before: str, after: str) -> list[ParagraphPair]:
    """Return both states beside each other, line by line; lines that were written anew together stand together."""
    olds, news = before.split("\n"), after.split("\n")
    rows: list[ParagraphPair] = []
    at = 0
    for number, (start, end, new_start, new_end) in enumerate(blocks(olds, news)):
        rows += [ParagraphPair(line, line) for line in olds[at:start]]
        rows.append(ParagraphPair("\n".join(olds[start:end]), "\n".join(news[new_start:new_end]), number))
        at = end
    return [*rows, *(ParagraphPair(line, line) for line in olds[at:])]


def with_paragraphs_of(before: str, after: str, number: int) -> str | None:
    """Return ``after`` with the lines of that pair as they were; None where there is no such pair."""
    olds, news = before.split("\n"), after.split("\n")
    found = blocks(olds, news)
    if not 0 <= number < len(found):
        return None
    start, end, new_start, new_end = found[number]
    return "\n".join([*news[:new_start], *olds[start:end], *news[new_end:]])
