"""Speakers from a table: what is read, what is known, and what is wrong in which row."""

from __future__ import annotations

import pytest

from taizhang.core.dispatch.day_parts import DayPart
from taizhang.core.roster.speakers import SpeakerRegister, read_free, read_speakers
from taizhang.core.roster.table import pasted_cells

MORNING, AFTERNOON, EVENING = DayPart
REGISTER = SpeakerRegister({"市公安局": 3}, {"家风家教": 5}, {("叶书瑶", None)})
TABLE = """序号	姓名	工作单位	职务	擅长课题	所在区县	可到区县	空闲时间	手机号	邮箱	每天上限	每月上限
1	沈明川	市公安局	民警	家风家教、防范诈骗	云栖区	{both}	周一至周三上午、周五	１３９０００１０００１	a@b.cn	2	8场
2	叶书瑶
3	沈明川	市公安局
4	顾景行	海川饭店
5		市公安局
6	罗嘉树			家风家教			周八
7	唐知夏						周五至周一		写错的邮箱
8	方亦凡								写错的邮箱
9	陶清和									0
10	苗思远	{long}
11	袁文博			{long}
12	柳雨桐		{long}
"""


def test_a_table_is_read_with_its_mistakes_at_their_rows() -> None:
    table = read_speakers(
        pasted_cells(TABLE.replace("{long}", "长" * 70).replace("{both}", "云栖区、临港区")), REGISTER
    )
    [row] = table.rows
    assert (row.name, row.unit, row.title, row.topics, row.new_topics) == (
        "沈明川", 3, "民警", (5,), ("防范诈骗",),
    )  # fmt: skip
    assert (row.district, row.districts, row.phone, row.mail) == (
        "云栖区", ("云栖区", "临港区"), "13900010001", "a@b.cn",
    )  # fmt: skip
    assert (row.per_day, row.per_month, len(row.weekly)) == (2, 8, 5)
    assert table.known == ("叶书瑶", "沈明川")
    said = {each.row: str(each.message) for each in table.mistakes}
    assert said == {
        5: "没有单位“海川饭店”，请核对名称；外单位的宣讲员，单位请留空，写在“职务”里。",
        6: "缺少姓名。",
        7: "看不懂空闲时段“周八”，请写成：周一至周三上午、周五下午。",
        8: "邮箱“写错的邮箱”不正确。",
        9: "邮箱“写错的邮箱”不正确。",
        10: "“0”不是场次数，请写1到99的整数。",
        11: f"没有单位“{'长' * 70}”，请核对名称；外单位的宣讲员，单位请留空，写在“职务”里。",
        12: "最多60字。",
        13: "最多60字。",
    }


def test_names_alone_are_enough() -> None:
    table = read_speakers(pasted_cells("沈明川\n韩若溪"), REGISTER)
    assert [(each.name, each.unit, each.per_day) for each in table.rows] == [
        ("沈明川", None, None),
        ("韩若溪", None, None),
    ]


@pytest.mark.parametrize(
    ("words", "free"),
    [
        ("", set()),
        ("周一上午", {(0, MORNING)}),
        ("星期天晚上", {(6, EVENING)}),
        ("周五", {(4, MORNING), (4, AFTERNOON)}),
        ("周六全天", {(5, MORNING), (5, AFTERNOON)}),
        ("周二至四下午、周日晚间", {(1, AFTERNOON), (2, AFTERNOON), (3, AFTERNOON), (6, EVENING)}),
    ],
)
def test_free_times_are_read(words: str, free: set[tuple[int, DayPart]]) -> None:
    assert read_free(words) == free


@pytest.mark.parametrize("words", ["有空就行", "周五至周一上午", "每天"])
def test_what_is_no_time_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_free(words)


@pytest.mark.parametrize(
    "line", [["=A1&B1", "", ""], ["沈明川", "", "=1+1"], ["沈明川", "#REF!", ""], ["沈明川", "", "#N/A"]]
)
def test_a_formula_without_a_value_is_no_speaker(line: list[str]) -> None:
    table = read_speakers([["姓名", "课题", "电话"], line], SpeakerRegister())
    [mistake] = table.mistakes
    assert (mistake.row, mistake.value) == (2, next(cell for cell in line if cell[:1] in ("=", "#")))


def test_several_names_in_one_cell_are_no_speaker() -> None:
    for name in ("丁一\n丁二", "丁一、丁二", "丁一，丁二"):
        [mistake] = read_speakers([["姓名", "课题"], [name, ""]], SpeakerRegister()).mistakes
        assert (mistake.row, mistake.value) == (2, name)


def test_a_row_that_says_something_else_of_a_speaker_above_is_told() -> None:
    cells = [["姓名", "课题"], ["沈明川", "反诈"], ["沈明川", "家风"], ["沈明川", "反诈"]]
    table = read_speakers(cells, SpeakerRegister())
    assert [row.new_topics for row in table.rows] == [("反诈",)]
    assert [(each.row, each.value) for each in table.differing] == [(3, "沈明川")]
    assert table.known == ("沈明川",)
