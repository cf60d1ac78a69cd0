"""Breaking Chinese paragraphs into lines on a grid of cells, with the prohibitions of line start and end.

The typesetter's own breaker puts 28 cells into a third to nine tenths of the lines only. Here every line is as near
to the full number of cells as the prohibitions allow: 28, or 27 or 29 where a mark would stand where it may not
(GB/T 15834-2011, 5.1: 避头尾). Half-width runs count by their real advance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

NOT_AT_START = frozenset("，。、；：？！）》」』】〕〉”’％‰℃·～,.;:?!)]}%°′″")
NOT_AT_END = frozenset("（《“‘「『【〔〈([{￥$£€№#＃")
_PAIRED = frozenset("—…─")
HALF_BLANK = frozenset(
    "，。、；：）》」』】〕〉”’"
)  # their right half is white: a line may take one more of these
LEFT_BLANK = frozenset("（《〈「『【〔“‘")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character with its advance in cells (1 = full width) and the role of its font."""

    char: str
    width: float
    role: str


@dataclass(frozen=True, slots=True)
class Line:
    """Glyphs ``start`` to ``end`` of a paragraph. ``cells`` is their natural width in cells; ``moved`` says that
    a prohibition moved the break; ``last`` that the paragraph ends here."""

    start: int
    end: int
    cells: float
    moved: bool
    last: bool


def may_break(before: str, after: str) -> bool:
    """Whether a line may end after ``before`` when ``after`` would start the next one."""
    if after in NOT_AT_START or before in NOT_AT_END or after == " ":
        return False
    if before in _PAIRED and after == before:
        return False
    return not (_in_word(before) and _in_word(after))


def _in_word(char: str) -> bool:
    return (char.isascii() and not char.isspace()) or "\u0300" <= char <= "\u036f" or char in "．·"


def break_lines(glyphs: Sequence[Glyph], first: float, cells: float) -> list[Line]:
    """Lines of one paragraph: ``first`` cells in the first line, ``cells`` in the others. Linear time."""
    lines: list[Line] = []
    start = 0
    while start < len(glyphs):
        room = cells if lines else first
        line = _next_line(glyphs, start, room)
        lines.append(line)
        start = line.end
    return lines


def _next_line(glyphs: Sequence[Glyph], start: int, room: float) -> Line:
    best: tuple[float, int, float] | None = None
    forced = (start + 1, glyphs[start].width)
    exact = start + 1  # where the line would end without prohibitions
    width = 0.0
    for end in range(start + 1, len(glyphs) + 1):
        glyph = glyphs[end - 1]
        width += glyph.width
        if width > room + 1.01:
            break
        if width <= room + 0.01:
            forced, exact = (end, width), end
        if end == len(glyphs):
            if width <= room + 0.01:
                return Line(start, end, width, moved=False, last=True)
        elif not may_break(glyph.char, glyphs[end].char):
            continue
        cost = _cost(width, room, glyph.char)
        if best is None or cost <= best[0]:
            best = (cost, end, width)
    if best is None:
        return Line(start, forced[0], forced[1], moved=True, last=forced[0] == len(glyphs))
    return Line(start, best[1], best[2], moved=best[1] != exact, last=best[1] == len(glyphs))


def _cost(width: float, room: float, ending: str) -> float:
    """How far a line is from full; squeezing is dearer than stretching unless the last mark is half white."""
    over = width - room
    if over <= 0.01:
        return abs(over)
    return over - 0.25 if ending in HALF_BLANK else over + 0.25
