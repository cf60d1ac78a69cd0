from __future__ import annotations

import pytest

from taizhang.core.roster.table import MOST_ROWS, as_pasted, field_rows, pasted_cells, sheet_cells, words_of
from taizhang.core.roster.units import DEPARTMENT, DISTRICT, OTHER, KnownUnit, kind_of, read_units, short_name
from taizhang.core.text.folding import comparison_key
from taizhang.core.workbook.grid import Area, Cell, Sheet, Workbook
from tests.rosters import DEPARTMENTS, DISTRICTS

HEADINGS = {"name": ("单位名称", "单位"), "short_name": ("简称",)}


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("海川市教育局\t市教育局\r\n海川市民政局\t市民政局", [["海川市教育局", "市教育局"], ["海川市民政局", "市民政局"]]),
        ("海川市教育局，市教育局\n海川市民政局，市民政局", [["海川市教育局", "市教育局"], ["海川市民政局", "市民政局"]]),
        ("甲局|甲\n乙局|乙", [["甲局", "甲"], ["乙局", "乙"]]),
        ("甲局  甲\n乙局\u3000乙", [["甲局", "甲"], ["乙局", "乙"]]),
        ("甲局\n乙局", [["甲局"], ["乙局"]]),
        ('甲局\t"甲\n第二行"\n乙局\t乙', [["甲局", "甲\n第二行"], ["乙局", "乙"]]),
        ('"无废细胞组\t组\n乙局\t乙', [['"无废细胞组', "组"], ["乙局", "乙"]]),
    ],
    ids=["tabs", "commas", "bars", "blanks", "one column", "a line break in a quoted cell", "a quote that is none"],
)  # fmt: skip
def test_a_pasted_table_has_the_cells_of_the_sheet(text: str, cells: list[list[str]]) -> None:
    assert pasted_cells(text) == cells


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ([["单位名称", "简称"], ["甲局", "甲"]], [(2, "甲局", "甲")]),
        (
            [["2026年成员单位名单"], [], ["序号", "简 称", "单位名称*"], ["1", "甲", "甲局"]],
            [(4, "甲局", "甲")],
        ),
        ([["甲局", "甲"], ["", ""], ["乙局"]], [(1, "甲局", "甲"), (3, "乙局", "")]),
        ([["1", "甲局", "甲"], ["2", "乙局", "乙"]], [(1, "甲局", "甲"), (2, "乙局", "乙")]),
    ],
    ids=["headings", "headings further down in another order", "none", "none, with numbers"],
)
def test_columns_are_known_by_their_headings_else_by_their_order(
    cells: list[list[str]], found: list[tuple[int, str, str]]
) -> None:
    assert [(each.row, each["name"], each["short_name"]) for each in field_rows(cells, HEADINGS)] == found


def test_a_sheet_gives_its_merged_words_to_each_cell_and_reads_back_as_text() -> None:
    rows = {
        1: {1: Cell("单位"), 2: Cell("姓名")},
        2: {1: Cell("市教育局"), 2: Cell("许佳\n宁")},
        3: {2: Cell("秦维山")},
    }
    book = Workbook(
        (Sheet("旧", {}), Sheet("隐藏", rows, hidden=True), Sheet("名单", rows, (Area(2, 1, 3, 1),)))
    )
    cells = sheet_cells(book)
    assert cells == [["单位", "姓名"], ["市教育局", "许佳\n宁"], ["市教育局", "秦维山"]]
    assert pasted_cells(as_pasted(cells)) == [
        ["单位", "姓名"],
        ["市教育局", "许佳、宁"],
        ["市教育局", "秦维山"],
    ]
    assert sheet_cells(Workbook((Sheet("空", {}),))) == []


def test_a_cell_may_list_words() -> None:
    assert words_of("责编、督账员 / 核稿") == ("责编", "督账员", "核稿")
    assert words_of(" ") == ()


def test_sixty_units_are_read_with_their_kinds_and_the_names_people_use() -> None:
    cells = [[f"海川市{name}"] for name in DEPARTMENTS] + [[f"{name}文明办"] for name in DISTRICTS]
    table = read_units(cells, {})
    assert (len(table.rows), table.mistakes, table.known) == (60, (), ())
    assert (table.rows[0].name, table.rows[0].short_name) == ("海川市教育局", "市教育局")
    assert table.rows[-1].short_name == "清源县文明办"
    assert [row.kind for row in table.rows].count(DISTRICT) == len(DISTRICTS)


@pytest.mark.parametrize(
    ("name", "seat", "short"),
    [
        ("海川市教育局", "海川市", "市教育局"),
        ("青禾县文明办", "海川市", "青禾县文明办"),
        ("海川市局", "海川市", "海川市局"),
        ("甲局", "", "甲局"),
    ],
)
def test_a_short_name_leaves_the_place_out(name: str, seat: str, short: str) -> None:
    assert short_name(name, seat) == short


@pytest.mark.parametrize(
    ("words", "name", "kind"),
    [
        ("市直单位", "甲", DEPARTMENT), ("区县", "甲", DISTRICT), ("企业", "甲", OTHER), ("合作社", "甲", OTHER),
        ("", "青禾县文明办", DISTRICT), ("", "南浦区人民政府", DISTRICT), ("", "海川市教育局", DEPARTMENT),
        ("街道（镇）", "甲", DISTRICT), ("委办局", "甲", DEPARTMENT),
    ],
)  # fmt: skip
def test_the_kind_is_the_tables_else_the_names(words: str, name: str, kind: str) -> None:
    assert kind_of(words, name) == kind


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (["", "甲"], "缺少单位名称"),
        (["局" * 101, "局"], "最多100字"),
        (["甲局", "甲" * 31], "简称最多30字"),
        (["甲局", "甲", "", "县" * 31], "所属区县最多30字"),
        (["已有局"], None),
        (["甲\n局"], "多行文字"),
    ],
)
def test_what_cannot_be_used_is_said_at_its_row(row: list[str], words: str | None) -> None:
    table = read_units([["单位名称", "简称", "类别", "所属区县"], ["乙局"], row], {"已有局": KnownUnit()})
    if words is None:
        assert (table.known, table.mistakes) == (("已有局",), ())
        return
    assert [(wrong.row, words in str(wrong.message)) for wrong in table.mistakes] == [(3, True)]
    assert len(table.rows) == 1


def test_a_name_twice_and_a_table_too_long_are_mistakes() -> None:
    assert "上面已有一行" in str(read_units([["甲局"], ["甲 局"]], {}).mistakes[0].message)
    table = read_units([[f"{n}局"] for n in range(MOST_ROWS + 1)], {})
    assert [(wrong.row, str(MOST_ROWS) in str(wrong.message)) for wrong in table.mistakes] == [
        (MOST_ROWS + 1, True)
    ]


EDUCATION = KnownUnit("市教育局", frozenset({"海川市教育局", "市教育局", "市教委"}), DEPARTMENT, "")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (("市教体局", "", "", ""), "简称"),
        (("", "区县", "", ""), "类别"),
        (("", "", "望江区", ""), "所属区县"),
        (("", "", "", "市教委、教育局"), "别名"),
        (("教育局", "", "望江区", ""), "简称、所属区县"),
    ],
)
def test_what_a_table_says_otherwise_of_a_known_unit_is_told(cells: tuple[str, ...], said: str) -> None:
    head = ["单位名称", "简称", "类别", "所属区县", "别名"]
    table = read_units([head, ["海川市教育局", *cells]], {"海川市教育局": EDUCATION})
    assert (table.rows, table.known, table.mistakes) == ((), (), ())
    assert f"名单里的{said}与已登记的不同" in str(table.differing[0].message)


@pytest.mark.parametrize(
    "cells", [("", "", "", ""), ("市教育局", "市直单位", "", ""), ("", "", "", "市教委，市教育局")]
)
def test_a_row_that_says_the_same_of_a_known_unit_brings_nothing_new(cells: tuple[str, ...]) -> None:
    head = ["单位名称", "简称", "类别", "所属区县", "别名"]
    table = read_units([head, ["海川市教育局", *cells]], {"海川市教育局": EDUCATION})
    assert (table.rows, table.known, table.differing) == ((), ("海川市教育局",), ())


def test_a_closed_unit_is_not_taken_for_one_in_use() -> None:
    table = read_units([["单位名称"], ["海川市体育局"]], {"海川市体育局": KnownUnit(active=False)})
    assert "已经撤销" in str(table.differing[0].message)


@pytest.mark.parametrize(
    "name", ["市教育局\u200b", "\ufeff市教育局", "市\u202e教育局\u202c", "市教\u00ad育局"]
)
def test_hidden_signs_of_a_page_make_no_other_name(name: str) -> None:
    assert pasted_cells(f"单位\t区县\n{name}\t临港区") == [["单位", "区县"], ["市教育局", "临港区"]]
    assert comparison_key(name) == comparison_key("市教育局")


def test_an_alias_is_not_given_to_two_units() -> None:
    table = read_units(
        [
            ["单位名称", "简称", "别名"],
            ["海川市教育局", "市教育局", "教委"],
            ["海川市体育局", "市体育局", "教 委"],
            ["海川市科技局", "市科技局", "市教育局"],
            ["海川区教育局", "市教育局", ""],
            ["海川市民政局", "市民政局", "民政、社工部"],
            ["海川市社会工作部", "市社工部", "社工部"],
        ],
        {
            "市委社工部": KnownUnit("市委社工部", frozenset({"市委社工部", "社工部"})),
            "市体委": KnownUnit("市体委", frozenset({"市体委", "教委"}), active=False),
        },
    )
    assert [row.name for row in table.rows] == ["海川市教育局", "海川区教育局"]  # of one short name
    assert [
        (each.row, each.message.values["alias"], each.message.values["name"]) for each in table.mistakes
    ] == [
        (3, "教 委", "海川市教育局"),
        (4, "市教育局", "海川市教育局"),
        (6, "社工部", "市委社工部"),
        (7, "社工部", "市委社工部"),
    ]
