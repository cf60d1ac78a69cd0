"""From a table of the text to what the template draws: widths of columns, broken cells, heights in rows of the grid.

A row of the table takes whole rows of the grid, so that the lines of text around it stand where they would without it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from math import ceil
from typing import Any

from taizhang.core.text.messages import N_, Message
from taizhang.core.text.tables import TableBlock, TextCell
from taizhang.press.refusal import PressError
from taizhang.press.typeset.breaking import Glyph, may_break
from taizhang.press.typeset.font_names import FontRole
from taizhang.press.typeset.geometry import TYPE_WIDTH

SIZES = (12.0, 10.5, 9.0)  # 小四, 五号, 小五: the first at which no cell needs more than two lines
CAPTION_SIZE = 14.0
INSET = 4.0  # points left and right of a cell's text
LEAD = 1.12  # from line to line inside a cell, in sizes
_AIR = 2.5  # points of a row beside its lines
_USUAL_LINES = 2
_MOST_UNITS = 10  # rows of the grid that one row may take: rows are never torn
Spoken = Callable[[str, FontRole], list[Glyph]]
Words = list[list[tuple[str, str]]]  # lines of runs: role of the font, characters


def table_block(table: TableBlock, spoken: Spoken, pitch: float) -> dict[str, Any]:
    """The table as the template draws it; ``spoken`` gives the glyphs of words in a role of font.

    Raises PressError where a cell holds more than a row can.
    """
    caption = spoken(table.title, FontRole.HEI)
    glyphs = {
        cell: spoken(cell.text, FontRole.HEI if cell.row < table.head else FontRole.FANG)
        for row in table.rows
        for cell in row
    }
    tries = (_Tried(table, glyphs, size, pitch) for size in SIZES)
    tried = next(each for each in tries if each.is_easy or each.size == SIZES[-1])
    lines = broken(caption, TYPE_WIDTH / CAPTION_SIZE)
    header = sum(tried.units[: table.head])
    first, *others = tried.units[table.head :] or [0]
    return {
        "kind": "table",
        "caption": [runs_of(line) for line in lines],
        "size": tried.size,
        "inset": INSET,
        "leading": (LEAD - 1) * tried.size,
        "columns": [round(width, 2) for width in tried.widths],
        "heights": [round(units * pitch, 3) for units in tried.units],
        "head": sum(cell.row < table.head for cell in glyphs),  # cells of the header rows
        "cells": [
            {
                "across": cell.across,
                "down": cell.down,
                "width": round(sum(tried.widths[cell.column : cell.column + cell.across]), 2),
                "height": round(sum(tried.units[cell.row : cell.row + cell.down]) * pitch, 3),
                "align": table.align(cell),
                "lines": [runs_of(line) for line in tried.lines[cell]],
            }
            for row in table.rows
            for cell in row
        ],
        "rows": len(lines) + sum(tried.units),
        "parts": [len(lines) + header + first, *others],  # rows of the grid that are never torn
        "header": header,  # rows that stand again overleaf
    }


@dataclass(frozen=True)
class _Tried:
    """The table in one size of type."""

    table: TableBlock
    glyphs: dict[TextCell, list[Glyph]]
    size: float
    pitch: float

    @property
    def is_easy(self) -> bool:
        fits = sum(self._least) <= TYPE_WIDTH
        return fits and all(len(lines) <= _USUAL_LINES for lines in self.lines.values())

    @cached_property
    def lines(self) -> dict[TextCell, list[list[Glyph]]]:
        found = {}
        for cell, glyphs in self.glyphs.items():
            width = sum(self.widths[cell.column : cell.column + cell.across])
            found[cell] = broken(glyphs, (width - 2 * INSET) / self.size)
        return found

    @cached_property
    def _least(self) -> list[float]:
        """Widths at which no word or number is torn."""
        return self._columns(_widest_piece)

    @cached_property
    def widths(self) -> list[float]:
        """The natural widths where there is room, the rest shared out; else as much of them as there is room for."""
        natural, least = self._columns(_width), self._least
        spare = TYPE_WIDTH - sum(natural)
        if spare >= 0:
            return [width + spare / len(natural) for width in natural]
        room, wanted = TYPE_WIDTH - sum(least), sum(natural) - sum(least)
        if room <= 0 or wanted <= 0:
            return [width * TYPE_WIDTH / sum(least) for width in least]
        return [low + (high - low) * room / wanted for low, high in zip(least, natural, strict=True)]

    def _columns(self, measure: Callable[[Sequence[Glyph]], float]) -> list[float]:
        widths = [self.size] * self.table.columns
        for cell, glyphs in self.glyphs.items():
            if cell.across == 1:
                widths[cell.column] = max(widths[cell.column], measure(glyphs) * self.size)
        return [width + 2 * INSET + 0.2 for width in widths]

    @cached_property
    def units(self) -> list[int]:
        """The height of each row in rows of the grid."""
        units = [1] * len(self.table.grid)
        for cell in sorted(self.lines, key=lambda each: each.down):
            need = ceil((len(self.lines[cell]) * LEAD * self.size + _AIR) / self.pitch)
            last = cell.row + cell.down - 1
            units[last] += max(0, need - sum(units[cell.row : last + 1]))
        if max(units) > _MOST_UNITS or sum(units[: self.table.head]) > _MOST_UNITS:
            words = max((cell.text for cell in self.lines), key=len)
            raise PressError(
                Message(
                    N_("表格中有一格文字太长，一行排不下，请移到正文：“{start}…”。"), {"start": words[:12]}
                )
            )
        return units


def _width(glyphs: Sequence[Glyph]) -> float:
    return sum(glyph.width for glyph in glyphs)


def _widest_piece(glyphs: Sequence[Glyph]) -> float:
    """The width of the widest piece that may not be broken."""
    widest = piece = 0.0
    for n, glyph in enumerate(glyphs):
        piece = piece + glyph.width if n and not may_break(glyphs[n - 1].char, glyph.char) else glyph.width
        widest = max(widest, piece)
    return widest


def broken(glyphs: Sequence[Glyph], room: float) -> list[list[Glyph]]:
    """Lines of at most ``room`` em, broken where a line may end, elsewhere only where a piece is wider than that."""
    lines: list[list[Glyph]] = []
    line: list[Glyph] = []
    for glyph in glyphs:
        if line and _width(line) + glyph.width > room + 0.01:
            cut = _last_break([*line, glyph])
            lines.append(line[:cut])
            line = [each for n, each in enumerate(line[cut:]) if n or each.char != " "]
        line.append(glyph)
    return [*lines, line] if line else lines


def _last_break(line: Sequence[Glyph]) -> int:
    """Before which glyph the line may end; its last one where it may nowhere."""
    places = (n for n in range(len(line) - 1, 0, -1) if may_break(line[n - 1].char, line[n].char))
    return next(places, len(line) - 1)


def runs_of(line: Sequence[Glyph]) -> list[tuple[str, str]]:
    return [
        (role, "".join(glyph.char for glyph in run))
        for role, run in groupby(line, key=lambda each: each.role)
    ]
