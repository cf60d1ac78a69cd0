"""A roll is read with or without headings; what cannot be used is said at its row."""

from __future__ import annotations

import pytest

from taizhang.core.roster.roll import RollRow, named_twice, read_roll
from taizhang.core.roster.table import pasted_cells


def test_with_headings_in_any_order_and_without() -> None:
    told = "序号\t所属街道\t社区名称\n1\t临港街道\t和平社区\n2\t临港街道\t新港社区"
    rows, mistakes = read_roll(pasted_cells(told))
    assert rows == [RollRow(2, "和平社区", "临港街道"), RollRow(3, "新港社区", "临港街道")]
    assert not mistakes
    assert read_roll(pasted_cells("和平社区\n新港社区"))[0] == [
        RollRow(1, "和平社区"),
        RollRow(2, "新港社区"),
    ]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("单位名称\t编码\n\tA1", "第2行没有名称。"),
        ("和平社区\n和平社区", "第2行“和平社区”在上面已有一行。"),
        ("单位名称\n" + "长" * 101, "第2行有一格超过100字。"),
        ('单位名称\t所属区县\n"和平\n社区"\t临港区', "第2行的一格里有多行文字，请改成一行。"),
    ],
)
def test_what_cannot_be_used(told: str, words: str) -> None:
    rows, mistakes = read_roll(pasted_cells(told))
    assert [str(each.message) for each in mistakes] == [words]
    assert len(rows) == (1 if "已有" in words else 0)


def test_a_unit_under_two_of_its_names_is_said_at_the_second() -> None:
    rows = [
        RollRow(n, name) for n, name in enumerate(["和平社区", "海川市教育局", "市教育局", "市卫健委"], 2)
    ]
    units = {"海川市教育局": 1, "市教育局": 1, "市卫健委": 2}
    [mistake] = named_twice(rows, units)
    assert (mistake.row, str(mistake.message)) == (
        4, "第4行“市教育局”和上面的“海川市教育局”是同一个单位，请只留一行。",
    )  # fmt: skip
    assert named_twice(rows[:2], units) == []
