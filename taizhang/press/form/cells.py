"""Counting the cells of each line, and explaining the lines that are one short or one long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from taizhang.press.form.measure import TextLine
from taizhang.press.typeset.breaking import may_break, number_places, squeezes
from taizhang.press.typeset.geometry import BINDING_MM, BODY_SIZE, MM, TYPE_WIDTH, Grid


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
        if (
            indent is None or not _fills(line) or line.size > BODY_SIZE + 0.6
        ):  # a title is no line of the grid
            continue
        cells = indent + _width(line) / BODY_SIZE
        count.full += 1
        if abs(cells - grid.cells) < 0.6:
            count.exact += 1
        elif _explained(line, following, cells, grid):
            count.moved += 1
        else:
            count.unexplained.append(line)
    return count


def _width(line: TextLine) -> float:
    """The natural width; marks that share their white count half a cell less."""
    shared = sum(squeezes(a.char, b.char) and b.x - a.x < 0.75 * a.width for a, b in pairwise(line.marks))
    return sum(m.width for m in line.marks) - shared * BODY_SIZE / 2


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


def _explained(line: TextLine, following: TextLine, cells: float, grid: Grid) -> bool:
    """Whether a prohibition, or a number or word that may not be torn, made the line shorter or longer."""
    if cells > grid.cells:
        return cells < grid.cells + 1.6 and any(not may_break(a, b) for a, b in pairwise(line.text[-4:]))
    if not may_break(line.text[-1], following.text[0]) and cells > grid.cells - 1.6:
        return True
    # What the next line begins with and may not be torn would not have fitted.
    bound = number_places(line.text + following.text)
    if len(line.text) in bound and cells > grid.cells - 4:
        return True
    whole = following.marks[0].width
    for n, (before, after) in enumerate(pairwise(following.marks), len(line.text) + 1):
        if may_break(before.char, after.char) and n not in bound:
            break
        whole += after.width
    return cells + whole / BODY_SIZE > grid.cells + 0.05
