"""Tables in a text: read from their lines, written as lines, and nothing of them lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.pictures import text_blocks
from taizhang.core.text.tables import (
    ABOVE,
    LEFT,
    MOST_COLUMNS,
    MOST_ROWS,
    TableBlock,
    is_caption,
    is_number,
    literal,
    split_tables,
    tabbed,
    table_lines,
    tables_in,
)

TEXT = """各街道陆续开讲。
表1 各街道活动情况
| 街道 | 活动 | << |
| ^^ | 场次 | 人次 |
| --- | --- | --- |
| 东河街道 | 8 | 520 |
| 合计 | 8 |
下一步继续办好。"""


def the_table(text: str) -> TableBlock:
    (table,) = tables_in(text)
    return table


def words(table: TableBlock) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def test_a_table_is_read_with_its_caption_header_and_joined_cells() -> None:
    table = the_table(TEXT)
    assert table.title == "表1　各街道活动情况"
    assert (table.head, table.columns) == (2, 3)
    assert words(table) == [["街道", "活动"], ["场次", "人次"], ["东河街道", "8", "520"], ["合计", "8", ""]]
    street, activity = next(table.rows)
    assert (street.down, street.across) == (2, 1)
    assert (activity.down, activity.across) == (1, 2)
    assert table.head_of(2) == "活动人次"
    assert TEXT[table.start : table.end].startswith("表1")


def test_each_cell_has_its_place_in_the_text() -> None:
    for row in the_table(TEXT).rows:
        assert all(TEXT[cell.start : cell.end] == cell.text for cell in row)


def test_header_cells_stand_in_the_middle_and_numbers_right() -> None:
    table = the_table("| 序号 | 街道 | 人次 |\n| --- | --- | --- |\n| 1 | 东河 | 1,204 |\n| 2 | 西门 | — |")
    aligned = [[table.align(cell) for cell in row] for row in table.rows]
    assert aligned == [["center"] * 3, ["center", "left", "right"], ["center", "left", "center"]]


@pytest.mark.parametrize("cell", ["8", "1,204", "12.5%", "3.2万元", "520人次", "-4", "3万余"])
def test_a_number_may_bear_its_unit(cell: str) -> None:
    assert is_number(cell)


@pytest.mark.parametrize(
    "cell", ["", "—", "东河街道", "第8场", "8月1日至8月9日", "12345678901234567890123456"]
)
def test_words_are_no_number(cell: str) -> None:
    assert not is_number(cell)


@pytest.mark.parametrize(
    "text",
    [
        "没有表格。",
        "| 街道 | 场次 |\n| 东河 | 8 |",  # no rule: ordinary lines
        "|---|---|\n| 东河 | 8 |",  # a rule, and nothing above it
        "甲|乙|丙",
    ],
)
def test_lines_without_a_header_and_a_rule_are_no_table(text: str) -> None:
    assert tables_in(text) == []


@pytest.mark.parametrize(
    "line", ["表1 各街道活动情况", "表2", "附表1：经费", "表一　任务", "各街道活动情况表（单位：场）"]
)
def test_a_caption_is_known_by_its_beginning_or_its_end(line: str) -> None:
    assert is_caption(line)
    assert the_table(f"{line}\n| 甲 |\n| --- |").caption is not None


@pytest.mark.parametrize("line", ["表1列出了各街道的情况。", "情况见下表：", "各街道开展活动。", "表1234"])
def test_a_sentence_is_no_caption(line: str) -> None:
    assert not is_caption(line)
    assert the_table(f"{line}\n| 甲 |\n| --- |").title == ""


def test_two_tables_each_have_their_own_caption() -> None:
    one, two = tables_in("表1 甲\n| 甲 |\n| --- |\n| 1 |\n表2 乙\n| 乙 |\n| --- |\n| 2 |")
    assert (one.title, two.title) == ("表1　甲", "表2　乙")
    assert one.end < two.start


def test_marks_that_join_to_no_rectangle_are_empty_cells() -> None:
    text = "| << | 甲 | << |\n| ^^ | ^^ | 乙 |\n| --- | --- | --- |\n| ^^ | 1 | 2 |"
    assert words(the_table(text)) == [["", "甲", ""], ["", "", "乙"], ["", "1", "2"]]


def test_a_cell_over_several_rows_of_the_body() -> None:
    table = the_table("| 区 | 街道 |\n| --- | --- |\n| 城东 | 东河 |\n| ^^ | 西门 |")
    assert words(table)[1:] == [["城东", "东河"], ["西门"]]
    assert table.grid[2][0].text == "城东"


def test_the_lines_of_a_text_and_its_tables_in_order() -> None:
    before, table, after = text_blocks([*TEXT.split("\n"), "  "])
    assert (before, after) == ("各街道陆续开讲。", "下一步继续办好。")
    assert isinstance(table, TableBlock)


@given(st.text(alphabet="甲1|-\n ^<表", max_size=60))
def test_nothing_of_any_text_is_lost(text: str) -> None:
    assert "\n".join(text[start:end] for start, end, _ in split_tables(text)) == text
    for table in tables_in(text):
        for cell in (cell for row in table.rows for cell in row):
            assert text[cell.start : cell.end] == cell.text


# ---- writing

CELL = st.text(alphabet="甲乙丙丁8%", min_size=1, max_size=3)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=2, max_size=6))
def test_what_is_written_is_read_again(grid: list[list[str]]) -> None:
    assert words(the_table("\n".join(table_lines(grid)))) == grid


SIGNS = st.text(alphabet="<^\\\\-—:甲1 ", min_size=1, max_size=4).map(str.strip).filter(bool)


@given(st.lists(st.lists(SIGNS, min_size=2, max_size=2), min_size=2, max_size=5), st.integers(0, 4))
def test_words_that_look_like_marks_are_words(grid: list[list[str]], head: int) -> None:
    written = table_lines([[literal(cell) for cell in row] for row in grid], head)
    table = the_table("\n".join(written))
    assert words(table) == [[" ".join(cell.split()) for cell in row] for row in grid]
    assert all("\n".join(written)[c.start : c.end] == c.text for row in table.grid for c in row)


@given(SIGNS, SIGNS)
def test_joined_cells_stand_beside_words_that_look_like_marks(one: str, other: str) -> None:
    grid = [[literal(one), LEFT, "甲"], ["乙", literal(other), "<"], [ABOVE, ABOVE, "丙"]]
    table = the_table("\n".join(table_lines(grid, 1)))
    assert [[cell.text for cell in row] for row in table.rows] == [
        [" ".join(one.split()), "甲"], ["乙", " ".join(other.split()), "<"], ["丙"]
    ]  # fmt: skip


def test_a_caption_that_looks_like_a_mark_is_plain() -> None:
    assert table_lines([[literal("<<"), LEFT], ["甲", "1"], ["乙", "2"]])[0] == "<<"
    assert table_lines([[literal("^^")], ["乙"]]) == ["^^", "乙"]


@pytest.mark.parametrize("dashes", ["—", "——", "--", "---"])
def test_a_row_of_dashes_is_kept(dashes: str) -> None:
    for at in (0, 1, 2):
        grid = [["甲", "乙"], ["1", "2"]]
        grid.insert(at, [dashes, dashes])
        for head in (1, 2, 3):
            assert words(the_table("\n".join(table_lines(grid, head)))) == grid


def test_a_title_row_is_the_caption_and_a_last_row_a_line_below() -> None:
    grid = [
        ["各街道活动情况表", LEFT, LEFT],
        ["单位：场", LEFT, LEFT],
        ["街道", "活动", LEFT],
        [ABOVE, "场次", "人次"],
        ["东|河\n街道", "8", "520"],
        ["", "", ""],
        ["注：截至8月底", LEFT, LEFT],
    ]
    lines = table_lines(grid)
    assert lines[0] == "各街道活动情况表（单位：场）"
    assert lines[-1] == "注：截至8月底"
    table = the_table("\n".join(lines))
    assert table.head == 2
    assert words(table)[2] == ["东｜河 街道", "8", "520"]
    assert table_lines(grid[2:4] + grid[4:5], caption="表1 活动")[0] == "表1 活动"


def test_known_header_rows_are_kept() -> None:
    assert the_table("\n".join(table_lines([["甲", "乙"], ["1", "2"], ["3", "4"]], head=2))).head == 2


def test_empty_rows_and_columns_are_left_out() -> None:
    assert table_lines([["", "街道", "", "场次"], ["", "", "", ""], ["", "东河", LEFT, "8"], [ABOVE]]) == [
        "| 街道 | 场次 |",
        "| --- | --- |",
        "| 东河 | 8 |",
    ]


def test_one_column_is_no_table() -> None:
    assert table_lines([["甲"], ["乙"]]) == ["甲", "乙"]
    assert table_lines([[""]], caption="表1") == ["表1"]
    assert table_lines([]) == []


@pytest.mark.parametrize("grid", [[["1", "2"]] * (MOST_ROWS + 1), [["1"] * (MOST_COLUMNS + 1)] * 2])
def test_what_is_too_large_is_refused_in_words(grid: list[list[str]]) -> None:
    with pytest.raises(Refused, match=r"最多200行、20列.*拆成几个表"):
        table_lines(grid)


def test_lines_with_tabs_become_a_table() -> None:
    text = "通知\n街道\t场次\n东河\t8\n见附件\t一\n完"
    assert tabbed(text).split("\n") == [
        "通知", "| 街道 | 场次 |", "| --- | --- |", "| 东河 | 8 |", "| 见附件 | 一 |", "完"
    ]  # fmt: skip
    assert tabbed("甲\t乙\n丙\t丁\t戊") == "甲\t乙\n丙\t丁\t戊"
    assert tabbed("责编：方一舟\t核稿：梁知微\n电话：5300617\t传真：5300618").count("\t") == 2
    assert tabbed("没有") == "没有"
    assert words(the_table(tabbed("街道\t比\n东河\t<<\n西门\t^^"))) == [
        ["街道", "比"],
        ["东河", "<<"],
        ["西门", "^^"],
    ]
    assert tabbed("甲\t <<") == "甲\t <<"
