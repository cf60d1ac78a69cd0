"""The text of a page from the places of its characters: lines in reading order, indents, blanks that are text.

The order in which a PDF draws is mostly the order in which it is read. Only where it is not (a floating masthead
that is drawn last, quotation marks of another font drawn after their line) the places decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, pairwise

from taizhang.intake.glyphs import PrintedGlyph, PrintedRow

MOST_ROWS = 400  # a page with more is not prose; its places are not measured
_MOST_PAIRS = 40_000  # of glyphs that are compared to join two rows
_MOST_CELLS = 60
_SAME_LEVEL = 0.35  # of the size: parts of one line
_WORD_GAP = 0.2  # of the size: so far apart, two characters have a blank between them
_OVERLAP = 0.3  # of the size, by which characters side by side may run into each other
_JOINED_GAP = 0.6  # of the size: so near, a part drawn on its own belongs to the line
_EVEN = 0.2  # of the size, by which the gaps of letter-spaced text may differ
_WIDEST = 1.3  # of the size: letters set further apart are words of their own
_LEAST_RUN = 3  # gaps in a row that show letter-spacing
_SMALL, _RAISED = (
    0.75,
    0.12,
)  # of the size: a figure so small and so far up is an exponent or refers to a note
_EXPONENTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def text_of(rows: list[PrintedRow]) -> str:
    """The text of a page, one line a row."""
    if len(rows) > MOST_ROWS:
        return "\n".join(_written(row.glyphs) for row in rows)
    rows = _in_order(_whole(rows))
    _close_up(rows)
    margin = min((row.left for row in rows if row.turn == 0), default=0.0)
    return "\n".join(_indent(row, margin) + _written(row.glyphs) for row in rows)


def _written(glyphs: list[PrintedGlyph]) -> str:
    return "".join(glyph.before + glyph.text for glyph in glyphs).strip()


def _indent(row: PrintedRow, margin: float) -> str:
    if row.turn != 0:
        return ""
    return " " * min(int((row.left - margin) * 2 / row.glyphs[0].size + 0.3), _MOST_CELLS)


# ---- rows


def _whole(rows: list[PrintedRow]) -> list[PrintedRow]:
    """The rows, parts of one line joined, the glyphs of each from left to right."""
    whole: list[PrintedRow] = []
    for place, row in enumerate(rows):
        alone = _is_alone(rows, place)
        home = next((other for other in reversed(whole) if _is_part(row, other, alone=alone)), None)
        if home is None:
            whole.append(row)
        else:
            row.glyphs[0].before = " " if row.left - home.right > _WORD_GAP * home.size else ""
            home.glyphs += row.glyphs
            home.measure()
    for row in whole:
        if row.turn == 0:
            _sort(row)
            _raise(row)
    return whole


def _raise(row: PrintedRow) -> None:
    """Raised figures become exponents: 10⁴ is not 104."""
    for glyph in row.glyphs:
        small = glyph.size <= _SMALL * row.size and glyph.text.isascii() and glyph.text.isdigit()
        if small and row.level - glyph.level >= _RAISED * row.size:
            glyph.text = glyph.text.translate(_EXPONENTS)


def _is_alone(rows: list[PrintedRow], place: int) -> bool:
    """Whether the row at ``place`` is no part of a column: the stream jumps to it, and goes on elsewhere."""
    row = rows[place]
    jumped = place > 0 and rows[place - 1].level > row.level - _SAME_LEVEL * row.size
    following = rows[place + 1] if place + 1 < len(rows) else None
    goes_on = (
        following is not None
        and following.level > row.level
        and following.left < row.right
        and row.left < following.right
    )
    return jumped and not goes_on


def _is_part(row: PrintedRow, other: PrintedRow, *, alone: bool) -> bool:
    """Whether ``row`` fills gaps of ``other``, or stands right beside it; one ``alone`` may stand far from it."""
    if row.turn != 0 or other.turn != 0 or abs(row.level - other.level) > _SAME_LEVEL * other.size:
        return False
    reach = _JOINED_GAP * other.size
    if not alone and (row.left > other.right + reach or row.right < other.left - reach):
        return False
    if len(row.glyphs) * len(other.glyphs) > _MOST_PAIRS:
        return False
    return not any(
        min(glyph.right, taken.right) - max(glyph.left, taken.left) > _OVERLAP * taken.size
        for glyph in row.glyphs
        for taken in other.glyphs
    )


def _sort(row: PrintedRow) -> None:
    """Glyphs that were drawn out of order go to their places; the blanks around them are measured anew."""
    glyphs = row.glyphs
    if all(after.left >= before.left - _OVERLAP * before.size for before, after in pairwise(glyphs)):
        return
    glyphs.sort(key=lambda glyph: glyph.left)
    for before, after in pairwise(glyphs):
        after.before = " " if after.left - before.right > _WORD_GAP * before.size else ""


def _in_order(rows: list[PrintedRow]) -> list[PrintedRow]:
    """Each row before the first one that stands below it and over or under which it runs."""
    ordered: list[PrintedRow] = []
    lowest = float("-inf")
    for row in rows:
        at = len(ordered)
        if row.turn == 0 and row.level >= lowest:
            lowest = row.level
        elif row.turn == 0:
            at = next((i for i, other in enumerate(ordered) if _stands_below(other, row)), at)
        ordered.insert(at, row)
    return ordered


def _stands_below(other: PrintedRow, row: PrintedRow) -> bool:
    below = other.turn == 0 and other.level - row.level > _SAME_LEVEL * max(row.size, other.size)
    return below and other.left < row.right and row.left < other.right


# ---- blanks


def _close_up(rows: list[PrintedRow]) -> None:
    """Take the blanks out of letter-spaced text: runs of single characters, evenly and not far apart.

    A run of some length in Chinese shows it; then runs of the same gap, however short, are set in that way, too."""
    runs = [run for row in rows if row.turn == 0 for run in _even_runs(row.glyphs)]
    gaps = [_gap(run[0], run[1]) for run in runs if len(run) > _LEAST_RUN and _is_chinese(run)]
    usual = sorted(gaps)[len(gaps) // 2] if gaps else None
    for run in runs:
        shown = len(run) > _LEAST_RUN and _is_chinese(run)
        if shown or (usual is not None and abs(_gap(run[0], run[1]) - usual) <= _EVEN):
            for glyph in run[1:]:
                glyph.before = ""
    for before, after in chain.from_iterable(pairwise(row.glyphs) for row in rows):
        if after.before == " " and (gap := _gap(before, after)) > 2 * _WIDEST:
            # Set apart on purpose: 海川市文明办    2024年5月20日
            after.before = " " * min(round(gap * 2), _MOST_CELLS)


def _gap(before: PrintedGlyph, after: PrintedGlyph) -> float:
    """The width between two glyphs, in sizes of the first."""
    return (after.left - before.right) / before.size


def _is_chinese(run: list[PrintedGlyph]) -> bool:
    return sum("\u3000" <= glyph.text <= "\u9fff" or glyph.text > "\uff00" for glyph in run) * 2 >= len(run)


def _even_runs(glyphs: list[PrintedGlyph]) -> Iterator[list[PrintedGlyph]]:
    """Glyphs with one blank between each and the next, where the gaps are alike."""
    first: float | None = None  # gap of the run
    run: list[PrintedGlyph] = []
    for before, after in pairwise(glyphs):
        gap = _gap(before, after) if after.before == " " else None
        if gap is not None and first is not None and abs(gap - first) <= _EVEN:
            run.append(after)
            continue
        if run:
            yield run
        first = gap if gap is not None and gap <= _WIDEST else None
        run = [] if first is None else [before, after]
    if run:
        yield run
