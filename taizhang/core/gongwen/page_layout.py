"""Where the pages of a bulletin end: rows of text on pages of so many rows, the imprint at the foot of the last one.

No page begins with the last row of a paragraph alone, and the imprint does not stand alone where text can go with it:
the page before is then ended some rows early.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

LEAST_CARRIED = 3  # rows of text that go overleaf with the imprint


@dataclass(frozen=True, slots=True)
class FlowBlock:
    """A block of the text: ``rows`` of the grid, blank rows before and after it (of two that meet the larger counts,
    at the head of a page none does). ``whole``: never torn; ``heading``: whole, and a row follows it on its page;
    ``joined``: it goes on with the paragraph before it, as the contributing unit does. ``parts``: the rows of
    a table, each of so many rows of the grid; ``header`` rows stand again where a page begins inside it."""

    rows: int
    above: int = 0
    below: int = 0
    whole: bool = False
    heading: bool = False
    joined: bool = False
    parts: tuple[int, ...] = ()
    header: int = 0


@dataclass(frozen=True, slots=True)
class EarlyEnd:
    """A page that ends ``rows`` before it is full, with row ``line`` of block ``block`` first overleaf. ``imprint``: so
    that text stands above the imprint; otherwise so that no row stands alone."""

    page: int
    rows: int
    block: int
    line: int
    imprint: bool
    characters: int = 0  # of the block before line ``line``, blanks apart


@dataclass(frozen=True, slots=True)
class PageLayout:
    """``used`` holds the rows of text on each page, the masthead's among them; ``imprint`` the rows that the imprint
    takes. The imprint is on the last page of ``pages``."""

    lines: int
    imprint: int
    used: tuple[int, ...]
    early: tuple[EarlyEnd, ...] = ()
    alone: bool = False  # the imprint has a page to itself
    starts: tuple[tuple[int, int], ...] = field(
        default=(), compare=False
    )  # block and line that begin each page

    @property
    def pages(self) -> int:
        return len(self.used) + self.alone

    @property
    def last_rows(self) -> int:
        """Rows of text on the imprint's page."""
        return 0 if self.alone else self.used[-1]

    @property
    def room(self) -> int:
        """Rows that can still be added before a page is added."""
        return self.lines - self.used[-1] - (0 if self.alone else self.imprint)

    def page_of(self, block: int) -> int:
        """The page on which a block begins."""
        return sum(start <= (block, 0) for start in self.starts)

    def over(self, pages: int) -> int:
        """Rows to be cut until the issue has so many pages; 0 where it has no more."""
        if not 0 < pages < self.pages:
            return 0
        return max(1, sum(self.used[pages:]) + self.imprint - (self.lines - self.used[pages - 1]))


class FlowRow(NamedTuple):
    """What is placed at once: a row of a paragraph, or a block that is never torn."""

    rows: int
    gap: int
    block: int
    line: int
    holds: bool  # the next one stays with it
    run: int  # the paragraph it belongs to
    header: int  # what stands above it again where it begins a page
    inside: bool  # of a table: a page may begin with it when it must, not to mend another place


def lay_out(rows: Sequence[FlowRow], lines: int, imprint: int) -> PageLayout:
    """Lay out the rows on pages of ``lines`` rows of the grid; ``imprint`` is how many of them the imprint needs, with
    the white above it."""
    used: list[int] = []
    early: list[EarlyEnd] = []
    starts: list[tuple[int, int]] = []
    start = 0
    while True:
        starts += [(row.block, row.line) for row in rows[start : start + 1]]  # none of an empty text
        full, heights = _filled(rows, start, lines)
        carried = full == len(rows) and heights[-1] + imprint > lines
        end = _with_imprint(rows, start, lines - imprint) if carried else _without_widow(rows, start, full)
        if end < full:
            first = rows[end]
            early.append(
                EarlyEnd(len(used) + 1, lines - heights[end - start], first.block, first.line, carried)
            )
        used.append(heights[end - start])
        if end == len(rows):
            return PageLayout(
                lines, imprint, tuple(used), tuple(early), used[-1] + imprint > lines, tuple(starts)
            )
        start = end


def rows_of(blocks: Sequence[FlowBlock]) -> list[FlowRow]:
    """The blocks as what is placed at once."""
    rows: list[FlowRow] = []
    run = below = 0
    for number, block in enumerate(blocks):
        run += not block.joined
        first, *others = _heights(block) or [0]
        rows.append(FlowRow(first, max(below, block.above), number, 0, block.heading, run, 0, inside=False))
        inside = bool(block.parts)
        rows += [
            FlowRow(height, 0, number, line, block.heading, run, block.header, inside)
            for line, height in enumerate(others, 1)
        ]
        below = block.below
    return rows


def _heights(block: FlowBlock) -> Sequence[int]:
    """The heights of what is placed at once."""
    return block.parts or ([block.rows] if block.whole or block.heading else [1] * block.rows)


def _filled(rows: Sequence[FlowRow], start: int, lines: int) -> tuple[int, list[int]]:
    """The row that begins the page after the one that ``start`` begins, and how high the page is after each row."""
    heights = [0]
    end = start
    while end < len(rows):
        height = heights[-1] + rows[end].rows + (rows[end].gap if end > start else rows[end].header)
        if height > lines and end > start:
            return _held(rows, start, end) or end, heights
        heights.append(height)
        end += 1
    return end, heights


def _held(rows: Sequence[FlowRow], start: int, end: int) -> int:
    """The last place up to ``end`` where no heading is left at the foot of the page; 0 where there is none."""
    while end > start and rows[end - 1].holds:
        end -= 1
    return end if end > start else 0


def _without_widow(rows: Sequence[FlowRow], start: int, full: int) -> int:
    """``full``, or the last place before it where no row stands alone overleaf."""
    end = full
    while end and _lonely(rows, end):
        end = _movable(rows, start, end - 1)
    return end or full


def _movable(rows: Sequence[FlowRow], start: int, end: int) -> int:
    """As ``_held``, and not inside a table."""
    end = _held(rows, start, end)
    while end and rows[end].inside:
        end = _held(rows, start, end - 1)
    return end


def _lonely(rows: Sequence[FlowRow], end: int) -> bool:
    """Whether the page that begins at ``end`` would open with the last row of a paragraph, or be of one row."""
    if end == len(rows):
        return False
    ends = end + 1 == len(rows) or rows[end + 1].run != rows[end].run
    torn = rows[end].run == rows[end - 1].run
    return rows[end].rows == 1 and ends and (torn or end + 1 == len(rows)) and not rows[end].inside


def _with_imprint(rows: Sequence[FlowRow], start: int, room: int) -> int:
    """Before the last rows, so that they go with the imprint; after all where they would not fit or nothing would be
    left before them."""
    end = _without_widow(rows, start, _movable(rows, start, len(rows) - LEAST_CARRIED))
    if end <= start:
        return len(rows)
    carried = sum(row.rows + row.gap for row in rows[end:]) - rows[end].gap
    return end if carried <= room else len(rows)
