"""The lines of an article as they stand on the page, each character with the place in the article that it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from taizhang.core.figures.model import Span
from taizhang.core.text.diff import changes
from taizhang.core.text.folding import fold
from taizhang.core.text.pictures import picture_in
from taizhang.core.text.tables import (
    ABOVE,
    LEFT,
    TableBlock,
    TextCell,
    printed_caption,
    split_tables,
)

Place = tuple[str, int, int]  # a character of the page, start and end of what it comes from


@dataclass(frozen=True, slots=True)
class PrintedArticle:
    """``text``: the lines; ``places``: for each character the start and the end of what it stands for in ``source``.

    Blank lines, and white space at the ends of lines, are not printed.
    """

    source: str
    text: str
    places: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int) -> Span:
        """What the characters from ``start`` to ``end`` come from; where there are none, the place before ``start``."""
        # What stands behind the last word (line ends) is not printed.
        end_of_words = self.places[-1][1] if self.places else len(self.source)
        first = self.places[start][0] if start < len(self.places) else end_of_words
        return Span(first, self.places[end - 1][1] if start < end else first)


def printed_article(source: str, printed: Callable[[str], str], *, run_in: bool) -> PrintedArticle:
    """The lines of the article ``source``, its headline first, or before its first words where it runs in. ``printed``
    makes a paragraph what is printed of it.
    """
    title, _feed, body = source.partition("\n")
    places = list(_line(title, 0, printed))
    headed = len(places)
    for start, end, table in split_tables(body):
        made = list(
            _table(table, source, len(title) + 1, printed)
            if table
            else _paragraph(body[start:end], len(title) + 1 + start, printed)
        )
        if not made:
            continue
        runs_in = run_in and len(places) == headed and table is None and not picture_in(body[start:end])
        if places and not runs_in:
            places.append(("\n", places[-1][2], made[0][1]))  # blank lines go with it
        places += made
    return PrintedArticle(
        source, "".join(each for each, _, _ in places), tuple((start, end) for _, start, end in places)
    )


def _paragraph(line: str, offset: int, printed: Callable[[str], str]) -> Iterator[Place]:
    return _line(line, offset, str.strip if picture_in(line) else printed)


def _line(line: str, offset: int, printed: Callable[[str], str]) -> Iterator[Place]:
    """What is printed of a line; characters that took the place of others come from all of them. A mark in one width stands
    for the same in the other, so that each keeps its own place.
    """
    shown = printed(line)
    at = now = 0
    for start, end, new_start, new_end in changes(fold(line), fold(shown)):
        yield from ((sign, offset + n, offset + n + 1) for n, sign in enumerate(shown[now:new_start], at))
        yield from ((shown[n], offset + start, offset + end) for n in range(new_start, new_end))
        at, now = end, new_end
    yield from ((sign, offset + n, offset + n + 1) for n, sign in enumerate(shown[now:], at))


def _table(table: TableBlock, source: str, offset: int, printed: Callable[[str], str]) -> Iterator[Place]:
    """Caption and rows, each cell between bars; without the rule below the header."""
    at = offset + table.start
    lines = source[at : offset + table.end].split("\n")
    if table.caption:
        yield from _line(lines[0], at, lambda words: printed_caption(printed(words)))
    rows = [*table.grid[: table.head], None, *table.grid[table.head :]]
    number = -int(table.caption is not None)
    for n, line in enumerate(lines):
        if number >= 0 and (cells := rows[number]):
            if n:
                yield "\n", at - 1, at
            yield from _row(list(_line(line, at, printed)), cells, number - (number > table.head))
        number += 1
        at += len(line) + 1


def _row(line: Sequence[Place], cells: Sequence[TextCell], number: int) -> Iterator[Place]:
    """The row with one blank beside each bar; a cell that is joined to another is named as such, whatever its mark."""
    raw = _cells(line)
    yield line[0]
    for column, cell in enumerate(cells):
        own = raw[column] if column < len(raw) else []
        words = _stripped(own[:-1]) if cell.text else []
        begin, end = (words[0][1], words[-1][2]) if words else (own or [line[-1]])[0][1:2] * 2
        if (cell.row, cell.column) != (number, column):
            words = [(sign, begin, end) for sign in _mark_of(cell, number, column)]
        _bar, closing, closed = own[-1] if own else line[-1]
        yield " ", begin, begin
        yield from words
        yield from ((" ", end, closing), ("|", closing, closed))


def _mark_of(cell: TextCell, row: int, column: int) -> str:
    """How a place of a larger cell is marked where it does not begin."""
    return ABOVE if cell.row < row and column == cell.column else LEFT


def _cells(line: Sequence[Place]) -> list[list[Place]]:
    """The characters of each cell, the bar behind it with them."""
    found: list[list[Place]] = [[]]
    for place in line[1:]:
        found[-1].append(place)
        if place[0] == "|":
            found.append([])
    return found[:-1]


def _stripped(words: Sequence[Place]) -> list[Place]:
    filled = [n for n, (sign, _, _) in enumerate(words) if not sign.isspace()]
    return list(words[filled[0] : filled[-1] + 1]) if filled else []
