"""Rows without text that count, and rows that a title takes along."""

from __future__ import annotations

from dataclasses import replace

from taizhang.press.form.measure import MeasuredRule, TextLine
from taizhang.press.form.rows import blank_rows, carried_rows
from taizhang.press.typeset.geometry import Grid

GRID = Grid()


def line(row: int, text: str = "海川", size: float = 16.0) -> TextLine:
    return TextLine(
        tuple(MeasuredRule(c, 80 + 16 * n, 119 + row * GRID.pitch, 16, size) for n, c in enumerate(text))
    )


def test_rows_around_a_title_count() -> None:
    assert blank_rows([line(0), line(2, size=22.0), line(4), line(5)], GRID) == 2


def test_rows_around_a_column_count() -> None:
    assert blank_rows([line(0), line(2, "【海川】"), line(3)], GRID) == 1


def test_a_gap_in_the_text_is_a_fault() -> None:
    assert blank_rows([line(0), line(3)], GRID) == 0


def test_a_title_overleaf_explains_a_short_page() -> None:
    assert carried_rows([line(0, size=22.0), line(2)]) == 4
    assert carried_rows([line(0, "【海川】"), line(2, size=22.0), line(4)]) == 7
    assert carried_rows([line(0)]) == 0


def test_two_rows_that_stay_together_explain_a_row_less() -> None:
    indented = TextLine(tuple(replace(m, x=m.x + 32) for m in line(2).marks))
    assert carried_rows([line(0), line(1)]) == 1
    assert carried_rows([line(0), line(1), indented, line(3)]) == 1
    assert carried_rows([line(0), line(1), line(2, "【海川】")]) == 1
    assert carried_rows([line(0), line(1), line(2, size=14.0)]) == 1
    assert carried_rows([line(0), line(1), line(2), indented]) == 0
