"""Counting the cells of each line, and explaining the lines that are one short or one long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from taizhang.press.breaking import may_break
from taizhang.press.form.measure import TextLine
from taizhang.press.geometry import BINDING_MM, BODY_SIZE, MM, TYPE_WIDTH, Grid


@dataclass
class CellCount:
    """Full lines by their number of cells. Lines with half-width runs count by their natural width, rounded."""

    full: int = 0
    exact: int = 0
    moved: int = 0
    unexplained: list[TextLine] = field(default_factory=list)


def count_cells(lines: Sequence[TextLine], grid: Grid) -> CellCount:
    """Look at each line that fills the width, with the line after it (which tells why it ended there)."""
    count = CellCount()
    for line, following in pairwise(lines):
        indent = _indent(line, grid)
        if indent is None or not _fills(line):
            continue
        cells = indent + sum(m.width for m in line.marks) / BODY_SIZE
        count.full += 1
        if abs(cells - grid.cells) < 0.6:
            count.exact += 1
        elif abs(cells - grid.cells) < 1.6 and _prohibited(line, following, cells < grid.cells):
            count.moved += 1
        else:
            count.unexplained.append(line)
    return count


def _indent(line: TextLine, grid: Grid) -> int | None:
    """0 or 2 cells from the left of the type area, on either side's margin; ``None`` for lines set apart."""
    for margin in (BINDING_MM, 26.0):
        offset = (line.left - margin * MM) / (BODY_SIZE + grid.tracking)
        for cells in (0, 2):
            if abs(offset - cells) < 0.15:
                return cells
    return None


def _fills(line: TextLine) -> bool:
    right = min(abs(line.right - (m * MM + TYPE_WIDTH)) for m in (BINDING_MM, 26.0))
    return right < 0.6 * BODY_SIZE


def _prohibited(line: TextLine, following: TextLine, short: bool) -> bool:
    """Whether the break at the full number of cells was forbidden."""
    text, after = line.text, following.text
    if short:
        # With what the next line begins with, the line would have been full: was a break after that forbidden?
        return any(not may_break(a, b) for a, b in pairwise(after[:8])) or not may_break(text[-1], after[0])
    return any(not may_break(a, b) for a, b in pairwise(text[-4:]))
