"""Breaking Chinese paragraphs into lines on a grid of cells, with the prohibitions of line start and end.

The typesetter's own breaker puts 28 cells into a third to nine tenths of the lines only. Here every line is as near
to the full number of cells as the prohibitions allow: 28, or 27 or 29 where a mark would stand where it may not
(GB/T 15834-2011, 5.1: 避头尾). Half-width runs count by their real advance.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from taizhang.core.figures.units import UNITS

NOT_AT_START = frozenset("，。、；：？！）》」』】〕〉”’％‰℃·～,.;:?!)]}%°′″")
NOT_AT_END = frozenset("（《“‘「『【〔〈([{￥$£€№#＃")
_PAIRED = frozenset("—…─")
HALF_BLANK = frozenset(
    "，。、；：？！）》」』】〕〉”’"
)  # their right half is white: a line may take one more of these
LEFT_BLANK = frozenset("（《〈「『【〔“‘")
_DIGIT = re.compile("[0-9]")
_UNITS = "|".join(map(re.escape, sorted(UNITS, key=len, reverse=True)))
_NUMBER = re.compile(rf"[0-9][0-9.,:/]*(?:[%％‰℃]|[十百千万亿]*[余多]?(?:{_UNITS}|[\u4e00-\u9fff]))?")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character with its advance in cells (1 = full width) and the role of its font."""

    char: str
    width: float
    role: str


@dataclass(frozen=True, slots=True)
class SetLine:
    """Glyphs ``start`` to ``end`` of a paragraph. ``cells`` is their natural width in cells; ``moved`` says that
    a prohibition moved the break; ``last`` that the paragraph ends here."""

    start: int
    end: int
    cells: float
    moved: bool
    last: bool


def number_places(text: str) -> frozenset[int]:
    """The places inside a number with its unit (30万余斤, 85%, 9月): a line never ends there."""
    if not _DIGIT.search(text):
        return frozenset()
    return frozenset(n for found in _NUMBER.finditer(text) for n in range(found.start() + 1, found.end()))


def squeezes(before: str, after: str) -> bool:
    """Whether two marks beside each other share half a cell: the white of one of them goes (”，  ：“  》（)."""
    return (before in HALF_BLANK and (after in HALF_BLANK or after in LEFT_BLANK)) or (
        before in LEFT_BLANK and after in LEFT_BLANK
    )


def may_break(before: str, after: str) -> bool:
    """Whether a line may end after ``before`` when ``after`` would start the next one."""
    if after in NOT_AT_START or before in NOT_AT_END or after == " ":
        return False
    if before in _PAIRED and after == before:
        return False
    return not (_in_word(before) and _in_word(after))


def _in_word(char: str) -> bool:
    return (char.isascii() and not char.isspace()) or "\u0300" <= char <= "\u036f" or char in "．·"


def break_lines(glyphs: Sequence[Glyph], first: float, cells: float) -> list[SetLine]:
    """Lines of one paragraph: ``first`` cells in the first line, ``cells`` in the others. Linear time."""
    lines: list[SetLine] = []
    start = 0
    bound = number_places("".join([glyph.char for glyph in glyphs]))
    while start < len(glyphs):
        room = cells if lines else first
        line = _next_line(glyphs, start, room, bound)
        lines.append(line)
        start = line.end
    return lines


def _next_line(glyphs: Sequence[Glyph], start: int, room: float, bound: frozenset[int]) -> SetLine:
    widths = _widths(glyphs, start, room + 1.01)
    fitting = bisect_right(widths, room + 0.01)  # so many glyphs fit
    exact = start + max(1, fitting)  # where the line would end without prohibitions
    if start + fitting == len(glyphs):
        return SetLine(start, exact, widths[-1], moved=False, last=True)
    ends = [
        *range(start + fitting + 1, start + len(widths) + 1),
        *_last_break(glyphs, start, start + fitting, bound),
    ]
    best = min(
        (end for end in ends if end == len(glyphs) or _may_end(glyphs, end, bound)),
        key=lambda end: (_cost(widths[end - start - 1], room, glyphs[end - 1].char), -end),
        default=None,
    )
    if best is None:
        width = widths[exact - start - 1] if widths else glyphs[start].width
        return SetLine(start, exact, width, moved=True, last=exact == len(glyphs))
    return SetLine(start, best, widths[best - start - 1], moved=best != exact, last=best == len(glyphs))


def _widths(glyphs: Sequence[Glyph], start: int, most: float) -> list[float]:
    """Widths of the line with one glyph, two glyphs, … up to ``most`` cells."""
    widths: list[float] = []
    width = 0.0
    for n in range(start, len(glyphs)):
        width += glyphs[n].width
        if width > most:
            break
        widths.append(width)
    return widths


def _may_end(glyphs: Sequence[Glyph], end: int, bound: frozenset[int]) -> bool:
    return end not in bound and may_break(glyphs[end - 1].char, glyphs[end].char)


def _last_break(glyphs: Sequence[Glyph], start: int, end: int, bound: frozenset[int]) -> list[int]:
    """The last place up to ``end`` where the line may break: an earlier one would only leave it emptier."""
    for n in range(end, start, -1):
        if _may_end(glyphs, n, bound):
            return [n]
    return []


def _cost(width: float, room: float, ending: str) -> float:
    """How far a line is from full; squeezing is dearer than stretching unless the last mark is half white."""
    over = width - room
    if over <= 0.01:
        return abs(over)
    return over - 0.25 if ending in HALF_BLANK else over + 0.25
