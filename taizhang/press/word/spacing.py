"""Character spacing by which Word needs no more lines for a paragraph than the press.

The press squeezes marks and lines a little where a prohibition would cost a line; Word and LibreOffice fill lines from
the left and push what may not begin one to the next. A paragraph that would grow gets slightly narrower spacing.
"""

from __future__ import annotations

from itertools import pairwise

from taizhang.press.typeset.breaking import Glyph, break_lines, may_break, squeezes
from taizhang.press.typeset.geometry import BODY_SIZE, TYPE_WIDTH, Grid

_HALF = 0.55  # cells of a digit or letter, in most fonts
_NARROWEST = -30  # twentieths of a point


def spacing_of(text: str, grid: Grid, spare: int = 0, *, indented: bool = True) -> int:
    """What is added after each character of a paragraph, in twentieths of a point; it takes ``spare`` lines less than
    on the press. ``indented``: its first line is."""
    usual = round(grid.tracking * 20)
    wanted = len(break_lines(_squeezed(text), grid.cells - 2 * indented, grid.cells)) - spare
    tries = range(usual, _NARROWEST, -1)
    found = next((each for each in tries if _lines(text, each / 20, grid.indent * indented) <= wanted), None)
    if found is None:
        return spacing_of(text, grid, indented=indented) if spare else usual
    return found


def _squeezed(text: str) -> list[Glyph]:
    return [Glyph(a, _width(a) - 0.5 * squeezes(a, b), "") for a, b in pairwise(f"{text} ")]


def _width(char: str) -> float:
    return _HALF if char.isascii() else 1.0


def _lines(text: str, spacing: float, indent: float) -> int:
    """Lines that are filled from the left."""
    lines, start, left = 1, 0, TYPE_WIDTH - indent
    for n, char in enumerate(text):
        left -= _width(char) * BODY_SIZE + spacing
        if left < 0:
            start = next((m for m in range(n, start, -1) if may_break(text[m - 1], text[m])), n)
            lines += 1
            left = TYPE_WIDTH - sum(_width(each) * BODY_SIZE + spacing for each in text[start : n + 1])
    return lines
