"""Unwrapping: physical lines become paragraphs again, across wrapped lines and page ends."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from taizhang.core.gongwen.lines import Line
from taizhang.core.gongwen.model import Paragraph
from taizhang.core.gongwen.words import (
    COLUMN_LINE,
    CONTENTS_HEAD,
    DECORATED,
    NOTE_HEAD,
    SENTENCE_END,
    SOURCE_LABEL,
    SOURCE_LINE,
    mark_of,
)
from taizhang.core.text.tables import is_caption, is_row

_OPEN_END = "，,、“‘《（([【〔—"  # signs after which a sentence goes on whatever follows
_LONG = 45  # characters; an unwrapped line of that length is text, not a headline
_OPENING = 20  # characters; an indented line of that length without a stop goes on flush left
_CELL_SLACK = 5  # half-width cells by which a full line may fall short
_CHARACTER_SLACK = 2
_NARROWEST_MARGIN = 40  # half-width cells; no page of text is narrower
_WRAPPED_LINES = 3
_TAIL_SCAN = 60  # characters at a line's end in which its last stop is looked for


@dataclass(slots=True)
class Block:
    """An unwrapped paragraph and where its pieces stand in the source."""

    text: str
    start: int
    end: int
    indent: int = 0
    gap: bool = False
    pieces: list[tuple[int, int]] = field(default_factory=list)  # (offset in text, offset in the source)

    def source_of(self, offset: int) -> int:
        """Offset in the source of the character at ``offset`` of the unwrapped text."""
        at, source = self.pieces[bisect_right(self.pieces, (offset, self.end)) - 1]
        return source + offset - at

    def paragraph(self, begin: int, stop: int) -> Paragraph:
        """The part of the block between two offsets, without outer white space."""
        raw = self.text[begin:stop]
        body = raw.strip()
        if not body:
            return Paragraph("")
        begin += raw.index(body[0])
        return Paragraph(body, self.source_of(begin), self.source_of(begin + len(body) - 1) + 1)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text is laid out: where its lines were wrapped, its indents, page ends, blank lines.

    ``cells`` and ``characters`` are the wrap width in the one measure that fits; both 0 where each line is
    a paragraph.
    """

    cells: int
    characters: int
    base: int
    indented: bool
    paged: bool
    double_spaced: bool

    @property
    def wrapped(self) -> bool:
        return bool(self.cells or self.characters)

    def is_full(self, line: Line) -> bool:
        if self.characters:
            return line.lead + len(line.text) >= self.characters - _CHARACTER_SLACK
        return bool(self.cells) and line.indent + line.width >= self.cells - _CELL_SLACK

    def nearly_full(self, line: Line) -> bool:
        """Whether a line of an unevenly wrapped text, in which indents show the paragraphs, goes on."""
        wide = max(self.cells, 2 * self.characters)
        return self.indented and line.indent + line.width >= wide * 4 // 5

    def opens(self, line: Line) -> bool:
        """Whether the line has the indent of a new paragraph (or more: centred, set right)."""
        return self.indented and line.indent >= self.base + 2


def layout_of(lines: list[Line]) -> Layout:
    """Measure ``lines``."""
    base = min((line.indent for line in lines), default=0)
    long = [line for line in lines if line.width >= 24]
    indents = sum(base + 2 <= line.indent <= base + 8 for line in long)
    gaps = sum(line.gap for line in lines[1:])
    cells, full_cells = _wrap_width(
        [line.indent + line.width for line in long], _CELL_SLACK, (_NARROWEST_MARGIN, 140)
    )
    characters, full_characters = _wrap_width(
        [line.lead + len(line.text) for line in long], _CHARACTER_SLACK, (_NARROWEST_MARGIN // 2, 70)
    )
    by_character = full_characters > full_cells
    return Layout(
        cells=0 if by_character else cells,
        characters=characters if by_character else 0,
        base=base,
        indented=indents > 0 and indents * 12 >= len(long),
        paged=any(line.page for line in lines[1:]),
        double_spaced=gaps * 10 >= 9 * (len(lines) - 1),
    )


def _wrap_width(widths: list[int], slack: int, bounds: tuple[int, int]) -> tuple[int, int]:
    """The width at which lines were wrapped and how many are full; (0, 0) where each line is a paragraph."""
    widths = sorted(widths)
    if len(widths) < 2:
        return 0, 0
    widest = widths[-1 - len(widths) // 50]
    full = sum(widest - slack <= w <= widest + slack for w in widths)
    enough = full >= 2 and full * 3 >= len(widths)
    return (widest, full) if bounds[0] <= widest <= bounds[1] and enough else (0, 0)


def shows_wrapping(lines: list[Line]) -> bool:
    """Return whether a margin ended the lines, and not the writer.

    At least three lines that fill one width break off without a stop, and hardly any other long line does.
    """
    layout = layout_of(lines)
    if max(layout.cells, 2 * layout.characters) < _NARROWEST_MARGIN:
        return False
    broken = [line for line in lines if line.indent + line.width >= _NARROWEST_MARGIN and _breaks_off(line)]
    full = sum(layout.is_full(line) for line in broken)
    return full >= _WRAPPED_LINES and full * 10 >= len(broken) * 8


def _breaks_off(line: Line) -> bool:
    return not ends_sentence(line.text) and line.text[-1] not in "：:"


def unwrap(lines: list[Line], *, certain_ends: bool = False) -> list[Block]:
    """Join lines into paragraphs; with ``certain_ends`` each line is a paragraph of its own."""
    layout = layout_of(lines)
    blocks: list[Block] = []
    begin = 0
    for i in range(1, len(lines) + 1):
        if (
            i == len(lines)
            or certain_ends
            or _ends_in_table(lines, i)
            or not _goes_on(lines[i - 1], lines[i], layout)
        ):
            blocks.append(_joined(lines[begin:i], layout.base))
            begin = i
    return blocks


def _ends_in_table(lines: list[Line], i: int) -> bool:
    """Whether a paragraph ends before line ``i`` because a row of a table or its caption stands on either side."""
    below = lines[i + 1].text if i + 1 < len(lines) else ""
    return is_row(lines[i - 1].text) or is_row(lines[i].text) or (is_row(below) and is_caption(lines[i].text))


def _joined(lines: list[Line], base: int) -> Block:
    first = lines[0]
    block = Block("", first.start, lines[-1].end, first.indent - base, first.gap)
    parts: list[str] = []
    length = 0
    for line in lines:
        if (
            parts
            and _is_word(parts[-1][-1])
            and _is_word(line.text[0])
            and not _in_number(parts[-1], line.text)
        ):
            parts.append(" ")
            length += 1
        block.pieces.append((length, line.start))
        parts.append(line.text)
        length += len(line.text)
    block.text = "".join(parts)
    return block


def _in_number(before: str, after: str) -> bool:
    return before[-1].isdigit() and after[0].isdigit()


def _is_word(c: str) -> bool:
    return c.isascii() and c.isalnum()


def ends_sentence(text: str) -> bool:
    return bool(SENTENCE_END.search(text[-_TAIL_SCAN:]))


def _goes_on(before: Line, line: Line, layout: Layout) -> bool:
    """Whether ``line`` continues the paragraph that ``before`` is in."""
    if _opens_part(before, line, layout) or _stands_alone(before.text):
        return False
    if ends_sentence(before.text):
        return _goes_on_after_stop(before, line, layout)
    if layout.opens(line) and not before.text.endswith(("，", "、", ",")):
        return False
    if before.text[-1] in _OPEN_END:
        return True
    if before.text[-1] in "：:":
        return layout.is_full(before) and not line.gap
    return _goes_on_unstopped(before, line, layout)


def _goes_on_after_stop(before: Line, line: Line, layout: Layout) -> bool:
    if layout.opens(line):
        return False
    if layout.is_full(before) and (not line.gap or layout.double_spaced):
        # A stop at the very end of a full line; only a text with indents tells for sure.
        return layout.indented and not _headline_like(line, layout)
    return layout.indented and line.page and not _headline_like(line, layout)


def _headline_like(line: Line, layout: Layout) -> bool:
    return not layout.is_full(line) and len(line.text) <= _LONG and not ends_sentence(line.text)


def _goes_on_unstopped(before: Line, line: Line, layout: Layout) -> bool:
    if line.page:
        return True
    blank = line.gap and not layout.double_spaced
    if layout.opens(before) and not line.gap and len(before.text) >= _OPENING:
        return True
    if layout.wrapped:
        full = layout.is_full(before) or (layout.nearly_full(before) and not line.gap)
        return full and not (blank and layout.paged)
    return len(before.text) > _LONG and not (blank and layout.paged and len(before.text) <= 60)


def _stands_alone(text: str) -> bool:
    return len(text) <= 60 and bool(
        COLUMN_LINE.match(text) or SOURCE_LABEL.match(text) or _is_bracketed(text)
    )


def _is_bracketed(text: str) -> bool:
    found = SOURCE_LINE.match(text)
    return bool(found) and not re.search(r"[。；！？]", text)


def _opens_part(before: Line, line: Line, layout: Layout) -> bool:
    """Whether ``line`` is a column, a label, a source or an entry of a list, where one may stand."""
    text = line.text[:80]
    whole = len(line.text) <= 60
    if whole and (COLUMN_LINE.match(text) or DECORATED.match(text) or CONTENTS_HEAD.match(text)):
        return True
    if NOTE_HEAD.match(text) or (whole and SOURCE_LABEL.match(text)):
        return True
    running = not ends_sentence(before.text) and (layout.is_full(before) or line.page)
    if whole and _is_bracketed(text):
        return not running or line.indent >= layout.base + 8 or line.gap
    mark, _ = mark_of(text)
    if mark == "●":
        return not running or not layout.is_full(before)
    return bool(mark) and not running
