"""Rows of the grid that bear no line of text and still count: those of tables, and those that set a title or the list of
attachments apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile

from taizhang.press.form.measure import TextLine
from taizhang.press.typeset.geometry import BODY_SIZE, MM, TOP_MM, Grid
from taizhang.press.typeset.wording import ATTACHED

_WITH_A_TABLE = 12  # rows at most that go with the first one of a table: caption, header, one row of text
_WITH_A_TITLE = 3  # rows that go with it: its own and the blank ones before and after


def is_small(line: TextLine) -> bool:
    """Whether a line is of a table, whose type is smaller than that of the text."""
    return line.size < BODY_SIZE - 0.6


def filled_rows(lines: Sequence[TextLine], grid: Grid) -> int:
    """How many rows of the grid a page fills: its lines, or where a table stands on it, all rows down to the last line."""
    if not any(map(is_small, lines)):
        return len(lines) + blank_rows(lines, grid)
    half_gap = (grid.pitch - BODY_SIZE) / 2
    return int((max(line.baseline for line in lines) - TOP_MM * MM + half_gap) / grid.pitch) + 1


def blank_rows(lines: Sequence[TextLine], grid: Grid) -> int:
    """Blank rows next to a title or a column heading and before the attachments; other gaps are faults and do not count."""
    gaps = (
        round((below.baseline - above.baseline) / grid.pitch) - 1
        for above, below in pairwise(lines)
        if _set_apart(above) or _set_apart(below) or below.text.startswith(ATTACHED)
    )
    return sum(max(0, gap) for gap in gaps)


def carried_rows(overleaf: Sequence[TextLine]) -> int:
    """How many rows a page may leave empty: because the next one opens with a title or a table, whose beginnings are
    never torn apart, or with two rows of a paragraph, the last of which would have stood alone.
    """
    if overleaf and is_small(overleaf[0]):
        return _WITH_A_TABLE
    titles = sum(1 for _ in takewhile(_set_apart, overleaf))
    if titles:
        return titles * _WITH_A_TITLE + 1  # and the first line of the text
    return 1 if _ends_after_two(overleaf) else 0


def _ends_after_two(lines: Sequence[TextLine]) -> bool:
    """Whether the third line begins something else: it is indented, set apart, or smaller as the imprint is."""
    if len(lines) < 3:
        return len(lines) == 2
    third = lines[2]
    indented = third.left - min(line.left for line in lines[:2]) > 1.5 * BODY_SIZE
    return indented or _set_apart(third) or third.size < BODY_SIZE - 0.6


def _set_apart(line: TextLine) -> bool:
    return line.size > BODY_SIZE + 2 or (line.text.startswith("【") and line.text.endswith("】"))
