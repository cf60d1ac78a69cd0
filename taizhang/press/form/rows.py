"""Rows of the grid that bear no text and still count: those that set a title or a column apart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile

from taizhang.press.form.measure import TextLine
from taizhang.press.typeset.geometry import BODY_SIZE, Grid

_WITH_A_TITLE = 3  # rows that go with it: its own and the blank ones before and after


def blank_rows(lines: Sequence[TextLine], grid: Grid) -> int:
    """Blank rows next to a title or a column heading; other gaps are faults and do not count."""
    gaps = (
        round((below.baseline - above.baseline) / grid.pitch) - 1
        for above, below in pairwise(lines)
        if _set_apart(above) or _set_apart(below)
    )
    return sum(max(0, gap) for gap in gaps)


def carried_rows(overleaf: Sequence[TextLine]) -> int:
    """How many rows a page may leave empty because the next one opens with a title, which is never torn apart."""
    titles = sum(1 for _ in takewhile(_set_apart, overleaf))
    return titles * _WITH_A_TITLE + 1 if titles else 0  # and the first line of the text


def _set_apart(line: TextLine) -> bool:
    return line.size > BODY_SIZE + 2 or (line.text.startswith("【") and line.text.endswith("】"))
