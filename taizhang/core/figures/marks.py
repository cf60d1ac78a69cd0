"""Marking figures and questions in a text: from spans to pieces that a template prints one after the other.

Offsets are code points of the stored text, so the marked text is built here and not in the browser, which
counts in UTF-16 units. No markup is made: a template writes each piece, escaped.

A page is bounded whatever text it shows: so many marks, questions and characters, and the number of the rest.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from operator import attrgetter

from taizhang.core.figures.model import Kind, Span, TextFigure
from taizhang.core.text.pictures import PictureLine, picture_in
from taizhang.core.text.tables import TableBlock, split_tables

MOST_MARKS = 400  # an issue of five pages has 150
MOST_DOUBTS = 100
MOST_DOUBTS_OF_A_MARK = 5  # whose words stand on its card
MOST_CHARACTERS = 60_000  # of the text beside its form, which holds all of it
PARAGRAPH_COST = 20  # characters that the markup of a paragraph counts for
MOST_NUMERALS = 2_500  # that are read for a page; an issue of five pages has 200
_NUMERAL = re.compile(r"[0-9０-９]+|[零〇一二两三四五六七八九十百千万亿几数]+|[翻多半覆]|若干")
_start = attrgetter("span.start")


class MarkLook(StrEnum):
    """The verdict classes a mark can show (LOOK: shape and colour)."""

    UNLINKED = "unlinked"
    CONSISTENT = "consistent"
    QUESTION = "question"
    CONTRADICT = "contradict"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question to the writer, at its place and at further places.

    ``grave``: a contradiction inside the text, not only a question. ``of_wording``: it asks how something is put; a
    figure that it touches looks as it did.
    """

    number: int
    span: Span
    also: tuple[Span, ...]
    words: str
    grave: bool = False
    of_wording: bool = False

    def places(self) -> tuple[Span, ...]:
        return (self.span, *self.also)


@dataclass(slots=True)
class Mark:
    """A marked place, numbered from 1; ``figure`` is None where only a question is."""

    number: int
    span: Span
    look: MarkLook
    figure: TextFigure | None = None
    doubts: list[Doubt] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text of one paragraph, marked or not. ``first`` is true for the piece that opens its mark."""

    text: str
    mark: Mark | None = None
    first: bool = False


@dataclass(frozen=True, slots=True)
class MarkedCell:
    """A cell of a table of the text: its pieces, how they stand, and how many rows and columns it covers."""

    pieces: tuple[Piece, ...]
    align: str
    is_head: bool
    down: int
    across: int


@dataclass(frozen=True, slots=True)
class MarkedTable:
    """A table of the text with its caption; ``head`` are its header rows, ``rows`` the others."""

    caption: tuple[Piece, ...]
    head: tuple[tuple[MarkedCell, ...], ...]
    rows: tuple[tuple[MarkedCell, ...], ...]


Laid = tuple[Piece, ...] | MarkedTable | PictureLine


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text as paragraphs of pieces and tables, with its marks and the mark at which each question is found.

    ``figure_count`` counts all figures; ``more_…`` is what is not shown; ``unread`` counts the characters at
    the end in which figures were not looked for.
    """

    paragraphs: tuple[Laid, ...]
    marks: tuple[Mark, ...]
    place_of: dict[int, int]
    doubts: tuple[Doubt, ...] = ()
    figure_count: int = 0
    more_marks: int = 0
    more_doubts: int = 0
    more_characters: int = 0
    unread: int = 0

    @property
    def doubt_count(self) -> int:
        return len(self.doubts) + self.more_doubts

    @property
    def figures(self) -> list[Mark]:
        return [mark for mark in self.marks if mark.figure is not None]


@dataclass(slots=True)
class Room:
    """What a page still has room for; each text that is laid out takes its part."""

    marks: int = MOST_MARKS
    characters: int = MOST_CHARACTERS
    numerals: int = MOST_NUMERALS


def readable(text: str, most: int = MOST_NUMERALS) -> str:
    """The beginning of a text in which at most ``most`` numerals are read for a page.

    It ends with a line or a sentence where there is an end in its last tenth. All of a text of usual density.
    """
    places = _NUMERAL.finditer(text)
    end = next((found.start() for count, found in enumerate(places) if count == most), len(text))
    if end == len(text):
        return text
    stop = max(text.rfind(sign, 0, end) for sign in "\n。") + 1
    return text[: stop if stop > end * 9 // 10 else end]


def mark_text(
    text: str,
    figures: Sequence[TextFigure],
    doubts: Sequence[Doubt] = (),
    unread: int = 0,
    room: Room | None = None,
) -> MarkedText:
    """Lay figures and questions over a text. Figures that overlap an earlier one are left out.

    ``unread`` is the number of characters at its end in which figures were not looked for. What is laid out is
    taken from ``room``.
    """
    room = room or Room()
    marks = _marks(text, figures, doubts)
    shown = marks[: room.marks]
    room.marks -= len(shown)
    paragraphs, end = _bounded(text, room)
    place_of: dict[int, int] = {}
    for doubt in doubts[:MOST_DOUBTS]:
        if touched := _touched(shown, doubt.span):
            place_of[doubt.number] = touched[0].number
    return MarkedText(
        paragraphs=tuple(_laid(text, shown, *each) for each in paragraphs),
        marks=tuple(shown),
        place_of=place_of,
        doubts=tuple(doubts[:MOST_DOUBTS]),
        figure_count=sum(mark.figure is not None for mark in marks),
        more_marks=len(marks) - len(shown),
        more_doubts=max(0, len(doubts) - MOST_DOUBTS),
        more_characters=len(text[end:].strip()),
        unread=unread,
    )


def lines_laid_out(lines: Iterable[str]) -> list[Laid]:
    """The lines of a text without marks: each a paragraph, those of a table as that table."""
    text = "\n".join(lines)
    parts = [part for part in split_tables(text) if text[part[0] : part[1]].strip()]
    return [_laid(text, (), *part) for part in parts]


def _laid(text: str, marks: Sequence[Mark], start: int, end: int, table: TableBlock | None) -> Laid:
    if table is None:
        return picture_in(text[start:end]) or tuple(_pieces(text, marks, (start, end)))
    rows = [
        tuple(
            MarkedCell(
                tuple(_pieces(text, marks, (cell.start, cell.end))),
                table.align(cell),
                cell.row < table.head,
                cell.down,
                cell.across,
            )
            for cell in row
        )
        for row in table.rows
    ]
    caption = (table.caption.start, table.caption.end) if table.caption else (0, 0)
    return MarkedTable(
        tuple(_pieces(text, marks, caption)), tuple(rows[: table.head]), tuple(rows[table.head :])
    )


def _bounded(text: str, room: Room) -> tuple[list[tuple[int, int, TableBlock | None]], int]:
    """The bounds of the paragraphs that are shown, and where the rest of the text begins; a table is never cut."""
    shown: list[tuple[int, int, TableBlock | None]] = []
    for start, end, table in _paragraphs(text):
        cost = PARAGRAPH_COST * (len(table.grid) * table.columns if table else 1)
        stop = min(end, start + room.characters)
        if table and stop < end:
            room.characters = 0
            return shown, start
        if stop > start:
            shown.append((start, stop, table))
        room.characters = max(0, room.characters - (stop - start) - cost)
        if stop < end or not room.characters:
            return shown, stop
    return shown, len(text)


def _paragraphs(text: str) -> Iterator[tuple[int, int, TableBlock | None]]:
    """The bounds of tables, of pictures, and of runs of lines between them and blank lines, without the space around."""
    opened, closed = None, 0
    for start, end, table in split_tables(text):
        line = text[start:end]
        if line.strip() and table is None and picture_in(line) is None:
            if opened is None:
                opened = start + len(line) - len(line.lstrip())
            closed = start + len(line.rstrip())
            continue
        if opened is not None:
            yield opened, closed, None
            opened = None
        if line.strip():
            yield start, end, table
    if opened is not None:
        yield opened, closed, None


def _touched(marks: Sequence[Mark], place: Span) -> Sequence[Mark]:
    """The marks that overlap a place; ``marks`` are in order and do not overlap each other."""
    first = max(0, bisect_right(marks, place.start, key=_start) - 1)
    if first < len(marks) and marks[first].span.end <= place.start:
        first += 1
    return marks[first : bisect_left(marks, place.end, key=_start)]


def _marks(text: str, figures: Sequence[TextFigure], doubts: Sequence[Doubt]) -> list[Mark]:
    marks: list[Mark] = []
    for figure in sorted(figures, key=lambda figure: figure.span):
        if not marks or marks[-1].span.end <= figure.span.start:
            loose = figure.quantity.kind in (Kind.VAGUE, Kind.UNIVERSAL)
            marks.append(Mark(0, figure.span, MarkLook.QUESTION if loose else MarkLook.UNLINKED, figure))
    for doubt in doubts:
        for place in doubt.places():
            _lay(text, marks, doubt, place)
    for number, mark in enumerate(marks, 1):
        mark.number = number
    return marks


def _lay(text: str, marks: list[Mark], doubt: Doubt, place: Span) -> None:
    """Put a question on the marks it touches; where it touches none it becomes a mark of its own."""
    touched = _touched(marks, place)
    if not touched and text[place.start : place.end].strip():
        touched = [Mark(0, place, MarkLook.QUESTION)]
        marks.insert(bisect_left(marks, place.start, key=_start), touched[0])
    for mark in touched:
        mark.look = _look_with(doubt, mark)
        if len(mark.doubts) < MOST_DOUBTS_OF_A_MARK and doubt not in mark.doubts:
            mark.doubts.append(doubt)


def _look_with(doubt: Doubt, mark: Mark) -> MarkLook:
    """How the mark looks once the question stands on it."""
    if doubt.of_wording and mark.figure is not None:
        return mark.look
    return MarkLook.CONTRADICT if doubt.grave or mark.look is MarkLook.CONTRADICT else MarkLook.QUESTION


def _pieces(text: str, marks: Sequence[Mark], bounds: tuple[int, int]) -> Iterator[Piece]:
    """The pieces of one paragraph; a mark that runs over its end goes on in the next paragraph."""
    at, end = bounds
    for mark in _touched(marks, Span(at, end)):
        if mark.span.start > at:
            yield Piece(text[at : mark.span.start])
        stop = min(mark.span.end, end)
        yield Piece(text[max(at, mark.span.start) : stop], mark, first=mark.span.start >= bounds[0])
        at = stop
    if at < end:
        yield Piece(text[at:end])
