from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.text.diff import MOST
from taizhang.core.text.merge3 import MergePart, MergeRun, PartKind, RunKind, compared, three_way

TEXTS = st.text("甲乙1场。\n", max_size=16)
BASE = "标题\n一是开展8场活动。二是慰问3户。\n结束语。"


def kinds(base: str, mine: str, theirs: str) -> list[str]:
    return [part.kind.value for part in three_way(base, mine, theirs).parts]


@given(TEXTS, TEXTS)
def test_what_one_did_alone_is_the_result(base: str, changed: str) -> None:
    for merge in (
        three_way(base, changed, base),
        three_way(base, base, changed),
        three_way(base, changed, changed),
    ):
        assert merge.clean
        assert merge.text == changed
    same = () if base == changed else {PartKind.MINE, PartKind.SAME}
    assert {part.kind for part in three_way(base, changed, base).parts} <= {*same, PartKind.SAME}


@given(TEXTS, TEXTS, TEXTS)
def test_both_ways_round_are_the_same(base: str, mine: str, theirs: str) -> None:
    one, other = three_way(base, mine, theirs), three_way(base, theirs, mine)
    assert one.clean is other.clean
    assert not one.clean or one.text == other.text
    assert [(p.base, p.mine, p.theirs) for p in one.parts] == [
        (p.base, p.theirs, p.mine) for p in other.parts
    ]
    assert "".join(p.base for p in one.parts).replace("\n", "") == base.replace("\n", "")
    assert "".join(p.text for p in one.parts).replace("\n", "") == one.text.replace("\n", "")


def test_each_paragraph_says_who_changed_it() -> None:
    mine = BASE.replace("标题", "新标题")
    theirs = BASE.replace("结束语。", "结束。\n附记")
    merge = three_way(BASE, mine, theirs)
    assert merge.clean
    assert merge.text == "新标题\n一是开展8场活动。二是慰问3户。\n结束。\n附记"
    assert merge.parts[0] == MergePart(PartKind.MINE, "标题", "新标题", "标题", "新标题")
    assert merge.parts[2] == MergePart(
        PartKind.THEIRS, "结束语。", "结束语。", "结束。\n附记", "结束。\n附记"
    )


def test_neighbouring_paragraphs_changed_by_two_are_no_conflict() -> None:
    assert kinds("甲\n乙\n丙", "子\n乙\n丙", "甲\n丑\n丙") == ["mine", "theirs", "same"]
    assert three_way("甲\n乙", "甲\n新\n乙", "甲\n丑").text == "甲\n新\n丑"


def test_different_sentences_of_one_paragraph_go_together() -> None:
    mine, theirs = BASE.replace("8场", "9场"), BASE.replace("3户", "4户")
    merge = three_way(BASE, mine, theirs)
    assert merge.clean
    assert merge.text == "标题\n一是开展9场活动。二是慰问4户。\n结束语。"
    assert [part.kind for part in merge.parts] == [PartKind.SAME, PartKind.BOTH, PartKind.SAME]


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (BASE.replace("8场", "9场"), BASE.replace("8场", "10场")),
        ("标题\n甲\n" + BASE[3:], "标题\n乙\n" + BASE[3:]),
        ("标题\n结束语。", BASE.replace("8场", "9场")),
    ],
)
def test_a_person_decides_where_both_changed_the_same(mine: str, theirs: str) -> None:
    merge = three_way(BASE, mine, theirs)
    assert not merge.clean
    assert merge.text == mine
    (conflict,) = [part for part in merge.parts if part.kind is PartKind.CONFLICT]
    assert conflict.text == conflict.mine != conflict.theirs


def test_one_large_change_meets_several_small_ones() -> None:
    assert kinds("一\n二\n三\n四\n五", "一\n甲\n五", "子\n二\n丑\n四\n寅") == ["theirs", "conflict", "theirs"]
    assert kinds("一\n二\n三\n四", "一\n四", "一\n甲\n乙\n四") == ["same", "conflict", "same"]


def test_too_much_is_one_change() -> None:
    base = "甲\n" * 800
    assert MOST < 800 * 800
    assert kinds(base, f"乙\n{base}丙", base) == ["mine"]


@given(TEXTS, TEXTS)
def test_what_stayed_and_went_is_the_old_and_what_stayed_and_came_the_new(before: str, after: str) -> None:
    runs = compared(before, after)
    assert "".join(run.text for run in runs if run.kind is not RunKind.NEW) == before
    assert "".join(run.text for run in runs if run.kind is not RunKind.GONE) == after
    assert all(run.text for run in runs)


def test_figures_and_words_are_shown_whole() -> None:
    before = "截至8月1500多名职工用AI2.0开展18场次，共3，000.5万元。"
    after = "截至9月1600多名职工用APP2.0开展16场次，共3，500.5万元。"
    changed = [run.text for run in compared(before, after) if run.kind is not RunKind.SAME]
    assert changed == [
        *("8月1500多名", "9月1600多名", "AI2", "APP2", "18场次", "16场次", "3，000.5万元", "3，500.5万元")
    ]
    assert compared("甲", "甲") == (MergeRun(RunKind.SAME, "甲"),)
    assert compared("", "") == ()


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028"])
def test_line_ends_are_no_change(end: str) -> None:
    base = "标题\n走访八户。\n受到欢迎。"
    merge = three_way(base, base.replace("\n", end) + "好评如潮", base.replace("八户", "九户"))
    assert (merge.clean, merge.text) == (True, "标题\n走访九户。\n受到欢迎。好评如潮")
    assert [part.kind for part in merge.parts].count("mine") == 1
