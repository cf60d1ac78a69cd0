"""Where pages end: no row alone, no page blank, no imprint without text where text can go with it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.gongwen.page_layout import EarlyEnd, FlowBlock, PageLayout, rows_of
from taizhang.core.gongwen.page_layout import lay_out as lay_out_rows

MASTHEAD = FlowBlock(6, below=1, heading=True)
TITLE = FlowBlock(1, above=1, below=1, heading=True)


def lay_out(blocks: list[FlowBlock], lines: int, imprint: int) -> PageLayout:
    return lay_out_rows(rows_of(blocks), lines, imprint)


def text(*rows: int) -> list[FlowBlock]:
    return [MASTHEAD, *map(FlowBlock, rows)]


def test_text_and_imprint_on_one_page() -> None:
    layout = lay_out(text(5), 22, 6)
    assert (layout.pages, layout.used, layout.room, layout.over(0)) == (1, (12,), 4, 0)
    assert not layout.early


def test_a_full_page_goes_on_overleaf() -> None:
    layout = lay_out(text(30), 22, 6)
    assert (layout.used, layout.last_rows, layout.room) == ((22, 15), 15, 1)
    assert layout.over(1) == 21  # 15 rows overleaf and 6 of the imprint, no room before


def test_the_page_on_which_a_block_begins_is_known() -> None:
    layout = lay_out(text(30, 20, 9), 22, 6)
    assert [layout.page_of(block) for block in range(4)] == [1, 1, 2, 3]
    early = lay_out(text(14, 2, 8), 22, 6)
    assert [early.page_of(block) for block in (1, 2, 3)] == [1, 2, 2]


def test_the_last_row_of_a_paragraph_takes_another_one_along() -> None:
    layout = lay_out(text(16, 9), 22, 6)  # 15 rows on the first page, the sixteenth alone overleaf
    assert layout.used == (21, 11)
    assert layout.early == (EarlyEnd(1, 1, 1, 14, imprint=False),)


def test_a_paragraph_of_two_rows_goes_overleaf_whole() -> None:
    assert lay_out(text(14, 2, 8), 22, 6).early == (EarlyEnd(1, 1, 2, 0, imprint=False),)


def test_a_unit_is_the_last_row_of_its_paragraph() -> None:
    layout = lay_out([*text(15), FlowBlock(1, joined=True), FlowBlock(8)], 22, 6)
    assert layout.early == (EarlyEnd(1, 1, 1, 14, imprint=False),)


def test_a_short_paragraph_may_begin_a_page_but_not_be_all_of_the_last_one() -> None:
    assert not lay_out(text(15, 1, 8), 22, 6).early
    assert lay_out(text(15, 1), 22, 6).early == (EarlyEnd(1, 2, 1, 13, imprint=False),)


def test_text_goes_with_the_imprint() -> None:
    layout = lay_out(text(12), 22, 6)
    assert layout.used == (16, 3)
    assert layout.early == (EarlyEnd(1, 6, 1, 9, imprint=True),)
    assert layout.over(1) == 3


def test_a_page_that_the_text_fills_exactly_lends_rows_too() -> None:
    assert lay_out(text(15), 22, 6).used == (19, 3)


def test_a_heading_never_ends_a_page() -> None:
    layout = lay_out([*text(13), TITLE, FlowBlock(9)], 22, 6)
    assert layout.used == (20, 11)
    assert not layout.early
    before_imprint = lay_out([*text(6), TITLE, FlowBlock(2)], 22, 6)
    assert before_imprint.used == (13, 4)


def test_only_the_masthead_and_a_row() -> None:
    assert lay_out(text(1), 22, 6).used == (8,)
    alone = lay_out(text(1), 22, 20)
    assert (alone.alone, alone.pages, alone.last_rows, alone.room) == (True, 2, 0, 14)
    assert lay_out([], 22, 6).pages == lay_out([FlowBlock(0)], 22, 6).pages == 1


def test_what_is_taller_than_a_page_has_one_to_itself() -> None:
    layout = lay_out([MASTHEAD, FlowBlock(3), FlowBlock(40, whole=True), FlowBlock(3)], 22, 6)
    assert layout.used == (10, 40, 3)


def test_rows_that_would_not_fit_above_the_imprint_stay() -> None:
    layout = lay_out([*text(7), FlowBlock(5, whole=True), FlowBlock(1)], 22, 19)
    assert layout.alone


TABLE = FlowBlock(9, parts=(3, 2, 2, 2), header=1)


def test_a_table_is_torn_between_its_rows_under_its_header() -> None:
    layout = lay_out([*text(11), TABLE, FlowBlock(4)], 22, 6)
    assert layout.used == (21, 11)  # 3 rows, then the header again over 6 rows, and 4 of text
    assert not layout.early


def test_a_page_does_not_end_early_inside_a_table() -> None:
    layout = lay_out([*text(2), TABLE], 22, 6)
    assert layout.used == (9, 9)
    assert layout.early == (EarlyEnd(1, 13, 2, 0, imprint=True),)


BLOCKS = st.lists(
    st.one_of(
        st.integers(1, 20).map(FlowBlock),
        st.just(TITLE),
        st.just(FlowBlock(1, joined=True)),
        st.integers(2, 8).map(lambda rows: FlowBlock(rows, whole=True)),
        st.just(TABLE),
    ),
    max_size=25,
).map(lambda blocks: [MASTHEAD, *blocks, FlowBlock(5)])


@given(BLOCKS, st.integers(20, 26), st.integers(2, 9))
def test_pages_hold_what_they_say_and_end_well(blocks: list[FlowBlock], lines: int, imprint: int) -> None:
    layout = lay_out(blocks, lines, imprint)
    assert all(0 < used <= lines for used in layout.used)
    assert not layout.alone
    assert layout.last_rows >= 2
    assert layout.room == lines - imprint - layout.last_rows
    gaps = sum(block.above + block.below for block in blocks)
    least, headers = sum(block.rows for block in blocks), sum(block.header * 4 for block in blocks)
    assert least <= sum(layout.used) <= least + gaps + headers
    for end in layout.early:
        assert end.rows == lines - layout.used[end.page - 1] > 0
        assert not blocks[end.block].heading or end.line == 0


@given(BLOCKS, st.integers(20, 26))
def test_rows_cut_as_told_save_a_page(blocks: list[FlowBlock], lines: int) -> None:
    layout = lay_out(blocks, lines, 6)
    wanted = layout.pages - 1
    if wanted:
        more = PageLayout(lines, 6, layout.used)
        assert more.over(wanted) == layout.over(wanted) > 0
        assert layout.over(layout.pages) == layout.over(0) == 0
