"""Two people changed one text: what each of them did, and what a reader sees as gone and new."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from taizhang.core.figures.normalise import fold
from taizhang.core.figures.units import unit_at
from taizhang.core.text.diff import Change, blocks, by_sentences, one_line_end, sentences

_WORD = re.compile(
    r"(?P<number>[0-9]+(?:[.,·][0-9]+)*[余多几]?[十百千万亿]*[余多]?)|[A-Za-z]+[A-Za-z0-9]*|.", re.DOTALL
)
_OF_DATES = frozenset("月日号")


class RunKind(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


class MergeRun(NamedTuple):
    """A run of text that stayed, is gone, or is new."""

    kind: RunKind
    text: str


class PartKind(StrEnum):
    SAME = "same"
    MINE = "mine"  # changed by me only
    THEIRS = "theirs"
    BOTH = "both"  # changed by both in the same way, or in different sentences
    CONFLICT = "conflict"  # a person has to decide


@dataclass(frozen=True, slots=True)
class MergePart:
    """Paragraphs with one fate: as they were, as each of the two left them, and ``text``: both together.

    In a conflict ``text`` is mine. Paragraphs added or removed are empty on the other side.
    """

    kind: PartKind
    base: str
    mine: str
    theirs: str
    text: str


@dataclass(frozen=True, slots=True)
class Merge:
    """``clean``: nothing is left to decide, ``text`` holds what both did. Otherwise my text stands in conflicts."""

    parts: tuple[MergePart, ...]
    clean: bool
    text: str


def compared(before: str, after: str) -> tuple[MergeRun, ...]:
    """The difference for reading: figures with their units and Latin words are not taken apart.

    What stayed and what is gone make up ``before``; what stayed and what is new, ``after``.
    """
    runs: list[MergeRun] = []
    at = 0
    for start, end, new_start, new_end in word_changes(before, after):
        runs += [
            MergeRun(RunKind.SAME, before[at:start]),
            MergeRun(RunKind.GONE, before[start:end]),
            MergeRun(RunKind.NEW, after[new_start:new_end]),
        ]
        at = end
    return tuple(run for run in [*runs, MergeRun(RunKind.SAME, before[at:])] if run.text)


def word_changes(before: str, after: str) -> list[Change]:
    """What changed, in order; figures with their units and Latin words are not taken apart."""
    return by_sentences(before, after, _words)


def _words(text: str) -> list[str]:
    """Numbers with their units (8场, 30万余斤, 12月), Latin words, and single characters."""
    words, at, folded = [], 0, fold(text)
    while found := _WORD.match(folded, at):
        end = found.end()
        if found["number"]:
            unit = unit_at(folded, end)
            end += len(unit.name) if unit else folded[end : end + 1] in _OF_DATES
        words.append(text[at:end])
        at = end
    return words


def three_way(base: str, mine: str, theirs: str) -> Merge:
    """What both did to ``base``, paragraph by paragraph; in a paragraph both changed, sentence by sentence.

    Line ends are no change: the texts are compared, and returned, with line feeds.
    """
    parts: list[MergePart] = []
    paragraphs: list[str] = []
    for piece in _pieces(*(one_line_end(text).split("\n") for text in (base, mine, theirs))):
        old, ours, others = ("\n".join(side) for side in piece.sides)
        kind, merged = piece.kind, piece.merged
        if kind is PartKind.CONFLICT and all(piece.sides):
            inner = list(_pieces(*map(sentences, (old, ours, others))))
            if all(each.kind is not PartKind.CONFLICT for each in inner):
                kind, merged = PartKind.BOTH, ["".join(word for each in inner for word in each.merged)]
        parts.append(MergePart(kind, old, ours, others, "\n".join(merged)))
        paragraphs += merged
    clean = all(part.kind is not PartKind.CONFLICT for part in parts)
    return Merge(tuple(parts), clean, "\n".join(paragraphs))


class _Piece(NamedTuple):
    kind: PartKind
    sides: tuple[list[str], list[str], list[str]]  # base, mine, theirs

    @property
    def merged(self) -> list[str]:
        _, mine, theirs = self.sides
        return theirs if self.kind is PartKind.THEIRS else mine


def _pieces(base: list[str], mine: list[str], theirs: list[str]) -> Iterator[_Piece]:
    """The whole of the three, cut where the changes of either begin and end; changes that meet are one piece."""
    left, right = blocks(base, mine), blocks(base, theirs)
    at = shift = their_shift = 0
    while left or right:
        start, end = min(change[:2] for change in (left[:1] + right[:1]))
        if at < start:
            same = base[at:start]
            yield _Piece(PartKind.SAME, (same, same, same))
        ours: list[Change] = []
        others: list[Change] = []
        while (more := _meeting(left, start, end)) or _meeting(right, start, end):
            change = left.pop(0) if more else right.pop(0)
            (ours if more else others).append(change)
            end = max(end, change.end)
        new_start, their_start = start + shift, start + their_shift
        shift = ours[-1].new_end - ours[-1].end if ours else shift
        their_shift = others[-1].new_end - others[-1].end if others else their_shift
        sides = base[start:end], mine[new_start : end + shift], theirs[their_start : end + their_shift]
        yield _Piece(_kind(bool(ours), bool(others), sides), sides)
        at = end
    if at < len(base):
        yield _Piece(PartKind.SAME, (base[at:], base[at:], base[at:]))


def _meeting(changed: list[Change], start: int, end: int) -> bool:
    """Whether the next change overlaps the range, or is an insertion at the very place of another one."""
    if not changed:
        return False
    first = changed[0]
    return (first.start < end and start < first.end) or (first.start, first.end) == (start, end)


def _kind(by_me: bool, by_them: bool, sides: tuple[list[str], list[str], list[str]]) -> PartKind:
    if not by_them:
        return PartKind.MINE
    if not by_me:
        return PartKind.THEIRS
    return PartKind.BOTH if sides[1] == sides[2] else PartKind.CONFLICT
