"""Figures in tables: read with their heads, held against each other, and never against the prose around."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from taizhang.core.figures import Aggregation, Kind, TextFigure, check_text, read_figures
from taizhang.core.figures.candidates import Offer, likeliest
from taizhang.core.figures.table_checks import table_faults
from taizhang.core.gongwen import raise_questions, read_bulletin

TEXT = """截至8月开展25场宣讲。
表1 各街道活动情况（截至8月底）
| 序号 | 街道 | 活动 | << | 资金 | << | 占比（%） | 备注 |
| ^^ | ^^ | 场次 | 参加人数 | 预算（万元） | 支出（万元） | ^^ | ^^ |
| --- | --- | --- | --- | --- | --- | --- | --- |
| 1 | 东河街道 | 8 | 520 | 12.50 | 9.8 | 28.2 | 含2个社区合办 |
| 2 | 西门街道 | 11 | 1,204 | 20.00 | 18.75 | 54.0 |  |
| 3 | 南浦镇 | 6 | 387 | 8.00 | 6.2 | 17.8 | 停办 |
| 合计 | << | 25 | 2,111 | 40.50 | 34.75 | 100 | — |
又走访8户。"""


def read(text: str) -> list[TextFigure]:
    return read_figures(text, certain_ends=True)


def of(text: str, surface: str) -> TextFigure:
    return next(figure for figure in read(text) if figure.surface == surface)


def told(text: str) -> list[tuple[str, str]]:
    return [(each.span.of(text), str(each.reason)) for each in check_text(text, read(text))]


def table(*rows: str) -> str:
    head, *body = rows
    return "\n".join(f"| {row} |" for row in (head, " | ".join(["---"] * len(head.split("|"))), *body))


@pytest.mark.parametrize(
    ("surface", "kind", "value", "unit", "counted"),
    [
        ("520", Kind.COUNT, Fraction(520), "人", "东河街道活动参加人数"),
        ("1,204", Kind.COUNT, Fraction(1204), "人", "西门街道活动参加人数"),
        ("12.50", Kind.MONEY, Fraction(125000), "元", "东河街道资金预算"),
        ("54.0", Kind.PERCENT, Fraction(54), "%", "西门街道占比"),
        ("2,111", Kind.COUNT, Fraction(2111), "人", "合计活动参加人数"),
        ("2个", Kind.COUNT, Fraction(2), "个", "社区合办"),
    ],
)
def test_a_cell_has_its_unit_and_what_it_counts_from_the_heads(
    surface: str, kind: Kind, value: Fraction, unit: str, counted: str
) -> None:
    figure = of(TEXT, surface)
    assert (figure.quantity.kind, figure.quantity.base, figure.quantity.unit) == (kind, value, unit)
    assert (figure.counted, figure.as_of, figure.in_table) == (counted, "截至8月底", True)
    assert figure.span.of(TEXT) == surface
    assert figure.sentence.of(TEXT).startswith(("1 |", "2 |", "合计 |"))


def test_ordinals_are_none_and_prose_stays_as_it_was() -> None:
    surfaces = [figure.surface for figure in read(TEXT)]
    assert len(surfaces) == 23
    assert [figure.surface for figure in read(TEXT) if not figure.in_table] == ["25场", "8户"]
    assert [figure.surface for figure in read("\n".join(TEXT.split("\n")[:1] + TEXT.split("\n")[-1:]))] == [
        "25场",
        "8户",
    ]


def test_totals_and_sums_that_run_up_are_known() -> None:
    assert of(TEXT, "2,111").basis is Aggregation.TOTAL
    assert of(table("街道 | 累计场次", "东河 | 88"), "88").basis is Aggregation.CUMULATIVE
    assert of(TEXT, "520").basis is Aggregation.PERIOD


@pytest.mark.parametrize(
    ("text", "surface", "unit", "value"),
    [
        (table("指标 | 单位 | 数量", "绿地 | 公顷 | 3.5"), "3.5", "公顷", Fraction(7, 2)),
        (table("指标 | 数量", "绿地（公顷） | 3.5"), "3.5", "公顷", Fraction(7, 2)),
        ("表1 经费（单位：万元）\n" + table("街道 | 数额", "东河 | 12"), "12", "元", Fraction(120000)),
        (table("街道 | 人次", "东河 | 36"), "36", "人次", Fraction(36)),
        (table("街道 | 户", "东河 | 36"), "36", "户", Fraction(36)),
        (table("街道 | 分值", "东河 | -4"), "-4", "", Fraction(-4)),
        (table("街道 | 增减（户）", "东河 | -4"), "-4", "户", Fraction(-4)),
        (table("街道 | 增减（%）", "东河 | −4.5"), "−4.5", "%", Fraction(-9, 2)),
        (table("街道 | 参加人数", "东河 | 2023"), "2023", "人", Fraction(2023)),
    ],
)
def test_units_stand_in_heads_rows_and_captions(text: str, surface: str, unit: str, value: Fraction) -> None:
    figure = of(text, surface)
    assert (figure.quantity.unit, figure.quantity.base) == (unit, value)
    assert figure.quantity.strict is not None
    assert value in figure.quantity.strict


@pytest.mark.parametrize(
    "text",
    [
        table("街道 | 建成", "东河 | 2023"),  # a year
        table("年份 | 说明", "2023 | 平稳"),
        table("| 街道", "1 | 东河", "2 | 西门", "3 | 南浦"),  # ordinals without a head
        table("联系电话 | 街道", "5300881 | 东河"),
    ],
)
def test_years_and_ordinals_are_no_figures(text: str) -> None:
    assert read(text) == []


def test_numbers_without_a_name_of_their_row_are_still_read() -> None:
    assert [f.counted for f in read(table("预算 | 支出", "12 | 8", "15 | 9"))] == [
        "预算",
        "支出",
        "预算",
        "支出",
    ]


def test_no_figure_reaches_over_a_bar() -> None:
    found = read(table("甲 | 乙", "约 | 8场", "近10 | 人", "东河 | 十余"))
    assert [f.surface for f in found] == ["8场", "近10", "十余"]
    assert all("|" not in f.counted for f in found)


def test_the_ledger_is_asked_by_the_heads() -> None:
    offers = [
        Offer(name, "东河街道", "", name, unit, "", date(2026, 8, 31), Fraction(value))
        for name, unit, value in (("参加人数", "人", 520), ("志愿者", "人", 520), ("预算", "元", 125000))
    ]
    assert likeliest(of(TEXT, "520"), TEXT, offers)[0].key == "参加人数"


# ---- what does not add up


def test_a_table_that_adds_up_says_nothing() -> None:
    assert told(TEXT) == []


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("2,111", "2,112", "“活动参加人数”一列3个数相加是2111，合计写的是2,112。"),
        ("34.75", "43.75", "“资金支出”一列3个数相加是34.75，合计写的是43.75。"),
        ("54.0", "45.0", "“西门街道”的占比按表中的数应为54%，写的是45.0。"),
    ],
)
def test_a_wrong_number_is_told_at_its_place(right: str, wrong: str, words: str) -> None:
    found = told(TEXT.replace(right, wrong))
    assert found[0] == (wrong, words)
    assert {place for place, _ in found[1:]} <= {"28.2", "54.0", "17.8"}


def test_subtotals_and_rows_are_added_too() -> None:
    text = table(
        "部门 | 男 | 女 | 合计", "甲 | 3 | 4 | 8", "乙 | 5 | 6 | 11", "小计 | 8 | 10 | 18", "丙 | 1 | 1 | 2",
        "总计 | 9 | 12 | 20",
    )  # fmt: skip
    assert told(text) == [
        ("8", "“甲”一行2个数相加是7，合计写的是8。"),
        ("18", "“合计”一列2个数相加是19，合计写的是18。"),
        ("12", "“女”一列2个数相加是11，合计写的是12。"),
        ("20", "“总计”一行2个数相加是21，合计写的是20。"),
    ]


@pytest.mark.parametrize(
    "notes",
    [
        ("备注 | 数据截至8月底",),
        ("说明：含2个社区合办 | <<",),
        (" | ", "制表：林知秋 | 审核：方若水"),
    ],
)
def test_notes_below_the_sum_do_not_end_the_comparison(notes: tuple[str, ...]) -> None:
    rows = ("街道 | 场次", "东河 | 8", "西门 | 11", "合计 | 20")
    assert told(table(*rows, *notes)) == [("20", "“场次”一列2个数相加是19，合计写的是20。")]
    assert told(table(*rows[:3], "合计 | 19", *notes)) == []


def test_a_table_of_words_is_left_alone() -> None:
    assert told(table("街道 | 做法", "东河 | 板凳课堂", "合计 | 无")) == []


def test_a_total_may_stand_first_and_under_a_group() -> None:
    assert told(table("街道 | 场次", "合计 | 20", "东河 | 8", "西门 | 11")) == [
        ("20", "“场次”一列2个数相加是19，合计写的是20。")
    ]
    heads = "| 街道 | 党员 | << | << | 经费（元） |\n| ^^ | 男 | 女 | 合计 | ^^ |\n"
    group = f"{heads}|---|---|---|---|---|\n| 东河 | 3 | 4 | 9 | 500 |"
    assert told(group) == [("9", "“东河”一行2个数相加是7，合计写的是9。")]


def test_done_is_held_against_planned() -> None:
    text = table("街道 | 计划数 | 完成数 | 完成率（%）", "东河 | 30 | 24 | 80", "西门 | 50 | 56 | 121")
    assert told(text) == [("121", "“西门”的完成率按表中的数应为112%，写的是121。")]


def test_a_share_of_a_named_column() -> None:
    text = table(
        "街道 | 预算（元） | 支出（元） | 占预算比（%）", "东河 | 30 | 24 | 80", "西门 | 50 | 40 | 90"
    )
    assert told(text) == [("90", "“西门”的占预算比按表中的数应为80%，写的是90。")]


@pytest.mark.parametrize(
    "text",
    [
        table("街道 | 场次", "东河 | 8", "其中：社区 | 3", "合计 | 8"),  # parts of parts
        table("街道 | 人均", "东河 | 8", "西门 | 3", "合计 | 5"),
        table("街道 | 完成率（%）", "东河 | 80", "西门 | 90", "合计 | 85"),
        table("街道 | 场次", "东河 | 8", "西门 | 若干", "合计 | 15"),  # a part that is not known
        table("街道 | 场次", "东河 | 约8", "西门 | 3", "合计 | 15"),
        table("街道 | 场次", "东河 | 8", "合计 | 15"),  # one part
        table("指标 | 单位 | 数量", "绿地 | 公顷 | 3", "树木 | 棵 | 4", "合计 | 项 | 2"),
        table("街道 | 支出（万元）", "东河 | 12.5", "西门 | 3.4", "南浦 | 1.1", "合计 | 17.1"),  # rounded
        table("街道 | 场次", "东河 | 8", "西门 | —", "南浦 | 3", "合计 | 11"),
        table("街道 | 男 | 女 | 合计 | 人均", "东河 | 3 | 4 | 7 | 2"),
        table("街道 | 男 | 合计 | 女", "东河 | 3 | 9 | 4"),  # not at an end: not certain
        table("街道 | 场次 | 其中社区 | 合计", "东河 | 3 | 4 | 9"),
        table(
            "街道 | 人数 | 占比（%）", "东河 | 30 | 12", "西门 | 50 | 9", "合计 | 80 | 10"
        ),  # of something else
        table("街道 | 人数 | 女性占比（%）", "东河 | 30 | 12", "西门 | 50 | 9", "合计 | 80 | 10"),
        table("街道 | 占比（%）", "东河 | 30", "西门 | 50", "合计 | 80"),
        table("街道 | 计划数 | 完成数 | 完成率", "东河 | 30 | 24 | 0.9"),  # no per cent
        table("街道 | 计划（元） | 完成（场） | 完成率（%）", "东河 | 30 | 24 | 9"),
        table("街道 | 计划数 | 完成数 | 完成率（%）", "东河 | 0 | 24 | 9"),
        table("街道 | 场次"),
    ],
)
def test_what_is_not_certain_is_left_unsaid(text: str) -> None:
    assert told(text) == []


def test_a_cell_over_several_rows_counts_once() -> None:
    text = "| 区 | 场次 |\n| --- | --- |\n| 城东 | 8 |\n| 城西 | ^^ |\n| 城南 | 3 |\n| 合计 | 11 |"
    assert table_faults(text, read(text)) == []


def test_prose_and_table_are_not_mixed() -> None:
    text = "共走访300户，组织500多名老人参加，其中：\n" + table(
        "街道 | 户数 | 人次", "东河 | 500 | 80", "西门 | 20 | 9"
    )
    assert told(text) == []
    assert raise_questions(text, read_bulletin(text), read(text)) == []
