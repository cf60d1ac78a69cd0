"""A broken line as runs of one font, and how far its characters stand apart so that it fills the width."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from taizhang.press.typeset.breaking import Glyph, squeezes
from taizhang.press.typeset.font_names import FontRole

_MOST_SQUEEZED = 2.4  # points between characters: a line of 32 cells on the densest grid
_SEAM = re.compile(r"(?<=[\x00-\x7f])(?=[^\x00-\x7f])|(?<=[^\x00-\x7f])(?=[\x00-\x7f])|(?<=—)(?=—)")
SLACK = 0.4  # points a line is set short of the width, so that no rounding makes it overflow
SetRun = tuple[FontRole | str, str]
SQUEEZE = "squeeze"  # instead of a role: half a cell back, two marks share their white
_NOTHING = Glyph(" ", 0.0, "")


def squeezed(glyphs: list[Glyph]) -> list[Glyph]:
    """The glyphs, half a cell narrower where the next mark shares its white."""
    return [
        Glyph(a.char, a.width - 0.5, a.role) if squeezes(a.char, b.char) and a.width > 0.9 < b.width else a
        for a, b in pairwise([*glyphs, _NOTHING])
    ]


def lost(glyphs: Sequence[Glyph], end: int) -> float:
    """What the last glyph of a line gets back: the mark with which it would share its white stands overleaf."""
    return 0.5 if end < len(glyphs) and squeezes(glyphs[end - 1].char, glyphs[end].char) else 0.0


def tracking_of(texts: Sequence[str], room: float, width: float, usual: float | None) -> float:
    """What is added after each character of a line (``width`` without it) so that it fills ``room``; at most ``usual``
    where that is given."""
    short = room - SLACK - width
    count = sum(map(len, texts))
    # Squeezed, the line must fit even if the seams take nothing; stretched, even if they take their share.
    gaps = count - _seams(texts) if short < 0 else count
    apart = short / max(1, gaps)
    if usual is not None:
        apart = min(apart, usual)
    return round(max(-_MOST_SQUEEZED, min(1.4, apart)), 4)


def runs_of(glyphs: Sequence[Glyph]) -> list[SetRun]:
    """Neighbours in the same role together."""
    runs: list[SetRun] = []
    start = 0
    for n in range(1, len(glyphs) + 1):
        shares = n < len(glyphs) and squeezes(glyphs[n - 1].char, glyphs[n].char)
        if n == len(glyphs) or shares or glyphs[n].role != glyphs[start].role:
            runs.append((FontRole(glyphs[start].role), "".join([glyph.char for glyph in glyphs[start:n]])))
            runs += [(SQUEEZE, "")] if shares else []
            start = n
    return runs


def _seams(runs: Sequence[str]) -> int:
    """Places without tracking: the typesetter adds none at the end of a run of one font and script, nor inside ——."""
    return len(runs) + sum(len(_SEAM.findall(text)) for text in runs)


def first_blocks(blocks: Iterable[dict[str, Any]], rows: int | None) -> tuple[list[dict[str, Any]], bool]:
    """The blocks as far as anything above row ``rows`` of the text can depend on them, and whether others follow.

    A line takes a row of the grid at least, so the last one that is kept stands below that row: what is sticky above
    it has found its follower.
    """
    if rows is None:
        return list(blocks), False
    kept: list[dict[str, Any]] = []
    left = rows + 1
    for block in blocks:
        if left <= 0:
            return kept, True
        if block["kind"] == "paragraph":
            block["lines"] = block["lines"][:left]
        kept.append(block)
        left -= block.get("rows") or len(block.get("lines", "1"))
    return kept, left <= 0
