"""Marking figures and questions in a text: from spans to pieces that a template prints one after the other.

Offsets are code points of the stored text, so the marked text is built here and not in the browser, which
counts in UTF-16 units. No markup is made: a template writes each piece, escaped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from taizhang.core.figures.model import Figure, Kind, Span


class Look(StrEnum):
    """The verdict classes a mark can show (LOOK: shape and colour)."""

    UNLINKED = "unlinked"
    CONSISTENT = "consistent"
    QUESTION = "question"
    CONTRADICT = "contradict"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question to the writer, at its place and at further places."""

    number: int
    span: Span
    also: tuple[Span, ...]
    words: str
    grave: bool = False  # a contradiction inside the text, not only a question

    def places(self) -> tuple[Span, ...]:
        return (self.span, *self.also)


@dataclass(slots=True)
class Mark:
    """A marked place, numbered from 1; ``figure`` is None where only a question is."""

    number: int
    span: Span
    look: Look
    figure: Figure | None = None
    doubts: list[Doubt] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text of one paragraph, marked or not. ``first`` is true for the piece that opens its mark."""

    text: str
    mark: Mark | None = None
    first: bool = False


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text as paragraphs of pieces, with its marks and the mark at which each question is found."""

    paragraphs: tuple[tuple[Piece, ...], ...]
    marks: tuple[Mark, ...]
    place_of: dict[int, int]

    @property
    def figures(self) -> list[Mark]:
        return [mark for mark in self.marks if mark.figure is not None]


def mark_text(text: str, figures: Sequence[Figure], doubts: Sequence[Doubt] = ()) -> MarkedText:
    """Lay figures and questions over a text. Figures that overlap an earlier one are left out."""
    marks = _marks(text, figures, doubts)
    paragraphs = tuple(tuple(_pieces(text, marks, bounds)) for bounds in _paragraphs(text))
    place_of: dict[int, int] = {}
    for doubt in doubts:
        holders = [mark.number for mark in marks if doubt in mark.doubts and _overlap(mark.span, doubt.span)]
        if holders:
            place_of[doubt.number] = holders[0]
    return MarkedText(paragraphs, tuple(marks), place_of)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The bounds of the paragraphs: runs of lines between blank ones, without the space around them."""
    at, opened, closed = 0, None, 0
    for line in text.split("\n"):
        if line.strip():
            if opened is None:
                opened = at + len(line) - len(line.lstrip())
            closed = at + len(line.rstrip())
        elif opened is not None:
            yield opened, closed
            opened = None
        at += len(line) + 1
    if opened is not None:
        yield opened, closed


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _marks(text: str, figures: Sequence[Figure], doubts: Sequence[Doubt]) -> list[Mark]:
    marks: list[Mark] = []
    for figure in sorted(figures, key=lambda figure: figure.span):
        if not marks or marks[-1].span.end <= figure.span.start:
            loose = figure.quantity.kind in (Kind.VAGUE, Kind.UNIVERSAL)
            marks.append(Mark(0, figure.span, Look.QUESTION if loose else Look.UNLINKED, figure))
    for doubt in doubts:
        for place in doubt.places():
            _lay(text, marks, doubt, place)
    marks.sort(key=lambda mark: mark.span)
    for number, mark in enumerate(marks, 1):
        mark.number = number
    return marks


def _lay(text: str, marks: list[Mark], doubt: Doubt, place: Span) -> None:
    """Put a question on the marks it touches; where it touches none it becomes a mark of its own."""
    touched = [mark for mark in marks if _overlap(mark.span, place)]
    if not touched and text[place.start : place.end].strip():
        touched = [Mark(0, place, Look.QUESTION)]
        marks.extend(touched)
    for mark in touched:
        mark.look = Look.CONTRADICT if doubt.grave or mark.look is Look.CONTRADICT else Look.QUESTION
        if doubt not in mark.doubts:
            mark.doubts.append(doubt)


def _pieces(text: str, marks: Sequence[Mark], bounds: tuple[int, int]) -> Iterator[Piece]:
    """The pieces of one paragraph; a mark that runs over its end goes on in the next paragraph."""
    at, end = bounds
    for mark in marks:
        if not _overlap(mark.span, Span(at, end)):
            continue
        if mark.span.start > at:
            yield Piece(text[at : mark.span.start])
        stop = min(mark.span.end, end)
        yield Piece(text[max(at, mark.span.start) : stop], mark, first=mark.span.start >= bounds[0])
        at = stop
    if at < end:
        yield Piece(text[at:end])
