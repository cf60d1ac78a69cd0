"""Lines: nothing lost, nothing where it may not stand, as many cells as the grid has."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.press.typeset.breaking import (
    NOT_AT_END,
    NOT_AT_START,
    Glyph,
    SetLine,
    break_lines,
    may_break,
    number_places,
)

HAN = st.sampled_from("海川市文明办围绕群众所需所盼")
MARKS = st.sampled_from("，。、；：？！）》」”’（《“‘「—…·%")
LATIN = st.sampled_from("AZaz09.-@ ")


def glyphs(text: str) -> list[Glyph]:
    return [Glyph(c, 0.5 if c.isascii() else 1.0, "fang") for c in text]


def broken(text: str, first: float = 26, cells: float = 28) -> list[SetLine]:
    return break_lines(glyphs(text), first, cells)


def words(text: str, lines: list[SetLine]) -> list[str]:
    return [text[line.start : line.end] for line in lines]


@given(st.text(st.one_of(HAN, MARKS, LATIN), max_size=400))
def test_no_text_is_lost(text: str) -> None:
    assert "".join(words(text, broken(text))) == text


@given(st.text(st.one_of(HAN, MARKS, LATIN), max_size=400))
def test_only_the_last_line_is_called_last(text: str) -> None:
    lines = broken(text)
    assert [line.last for line in lines] == [False] * (len(lines) - 1) + [True] * bool(lines)


@given(st.text(st.one_of(HAN, HAN, HAN, MARKS, LATIN), max_size=400))
def test_no_line_breaks_where_it_may_not_unless_nothing_else_fits(text: str) -> None:
    lines, bound = broken(text), number_places(text)

    def may_end(n: int) -> bool:
        return n not in bound and may_break(text[n - 1], text[n])

    for line in lines[:-1]:
        if not may_end(line.end):
            assert not any(map(may_end, range(line.start + 1, line.end))), text[line.start : line.end]


@given(st.text(st.one_of(HAN, HAN, HAN, HAN, HAN, st.sampled_from("，。、”（《")), min_size=60, max_size=600))
def test_a_full_line_of_han_holds_the_cells_of_the_grid_or_one_more_or_less(text: str) -> None:
    for n, line in enumerate(broken(text)[:-1]):
        room = 28 if n else 26
        run = max(map(len, _forbidden_runs(text)), default=0)
        assert room - max(1, run) <= line.cells <= room + 1, text[line.start : line.end]


def _forbidden_runs(text: str) -> list[str]:
    """Stretches without any place to break."""
    runs, run = [], text[:1]
    for before, after in pairwise(text):
        if may_break(before, after):
            runs.append(run)
            run = after
        else:
            run += after
    return [*runs, run]


def test_every_full_line_of_plain_han_is_exact() -> None:
    lines = broken("海" * 200)
    assert [line.cells for line in lines] == [26, 28, 28, 28, 28, 28, 28, 6]
    assert not any(line.moved for line in lines)


@pytest.mark.parametrize("mark", sorted(NOT_AT_START))
def test_a_closing_mark_never_starts_a_line(mark: str) -> None:
    text = "海" * 26 + mark + "川" * 40
    lines = broken(text)
    assert lines[0].moved
    assert text[lines[1].start] != mark


@pytest.mark.parametrize("mark", sorted(NOT_AT_END))
def test_an_opening_mark_never_ends_a_line(mark: str) -> None:
    text = "海" * 25 + mark + "川" * 40
    lines = broken(text)
    assert text[lines[0].end - 1] != mark
    assert lines[0].cells in {25, 25 + glyphs(mark)[0].width + 1}


def test_a_stop_that_does_not_fit_is_squeezed_in_and_others_carry_a_character_down() -> None:
    assert broken("海" * 26 + "。" + "川" * 9)[0].cells == 27
    assert broken("海" * 26 + "％" + "川" * 9)[0].cells == 25


@pytest.mark.parametrize("pair", ["——", "……"])
def test_double_marks_stay_together(pair: str) -> None:
    text = "海" * 25 + pair + "川" * 30
    assert pair in "|".join(words(text, broken(text)))


def test_numbers_and_words_stay_whole() -> None:
    text = "海" * 25 + "123456" + "川" * 30
    assert words(text, broken(text))[1].startswith("123456")
    assert not may_break("e", "\u0301")
    assert may_break("海", "川")


def test_a_word_longer_than_a_line_is_cut() -> None:
    lines = broken("A" * 200)
    assert [line.cells for line in lines] == [26, 28, 28, 18]
    assert all(line.moved for line in lines[:-1])


def test_one_glyph_wider_than_the_line_stands_alone() -> None:
    lines = break_lines([Glyph("海", 3, "fang"), Glyph("川", 3, "fang")], 1, 1)
    assert [(line.start, line.end) for line in lines] == [(0, 1), (1, 2)]


def test_no_text_has_no_lines() -> None:
    assert broken("") == []


@settings(max_examples=20)
@given(st.integers(1, 60))
def test_a_last_line_that_fits_is_never_split(length: int) -> None:
    assert len(broken("海" * length)) == (1 if length <= 26 else 2 if length <= 54 else 3)


def test_time_grows_with_the_text_and_not_faster() -> None:
    def seconds(count: int) -> float:
        source = glyphs("海川，文明" * count)
        return min(_timed(source) for _ in range(3))

    assert seconds(8000) < 24 * seconds(1000)


def _timed(source: list[Glyph]) -> float:
    start = time.process_time()
    break_lines(source, 26, 28)
    return time.process_time() - start
