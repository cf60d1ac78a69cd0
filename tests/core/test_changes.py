from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.text.diff import MOST, Change, changes, pairs

TEXTS = st.text("甲乙丙1。\n", max_size=30)


def redone(before: str, after: str, changed: list[Change]) -> str:
    pieces, at = [], 0
    for start, end, new_start, new_end in changed:
        pieces += [before[at:start], after[new_start:new_end]]
        at = end
    return "".join([*pieces, before[at:]])


@given(TEXTS, TEXTS)
def test_the_changes_lead_from_one_text_to_the_other(before: str, after: str) -> None:
    changed = changes(before, after)
    assert redone(before, after, changed) == after
    assert all(a.end < b.start and a.new_end < b.new_start for a, b in pairwise(changed))
    assert all(c.start < c.end or c.new_start < c.new_end for c in changed)
    assert bool(changed) is (before != after)


@given(TEXTS, TEXTS, TEXTS)
def test_one_insertion_or_deletion_is_one_change(lead: str, piece: str, tail: str) -> None:
    for before, after in ((lead + tail, lead + piece + tail), (lead + piece + tail, lead + tail)):
        changed = changes(before, after)
        assert len(changed) == bool(piece)
        assert all(c.start == c.end or c.new_start == c.new_end for c in changed)


def test_sentences_that_stayed_are_not_taken_apart() -> None:
    before = "开展8场活动。服务居民300人。张贴海报。"
    after = "开展9场活动。服务居民300人。另有急救箱。张贴海报。"
    assert changes(before, after) == [Change(2, 3, 2, 3), Change(15, 15, 15, 21)]


def test_a_scrap_that_stayed_by_chance_is_not_kept() -> None:
    before, after = "先甲乙丙的丁戊己后", "先子丑寅的卯辰巳后"
    assert changes(before, after) == [Change(1, 8, 1, 8)]
    assert changes("甲1乙2丙", "甲3乙4丙") == [Change(1, 2, 1, 2), Change(3, 4, 3, 4)]


def test_what_is_too_much_to_compare_counts_as_written_anew() -> None:
    before, after = "甲" + "乙" * 1000 + "丙丁", "子" + "乙" * 1000 + "丙丑"
    assert pairs(before, after) > MOST
    assert changes(before, after) == [Change(0, 1003, 0, 1003)]
    lines = "\n" * 1000
    assert changes("甲。" + lines + "乙", "丙。" + lines + "丁") == [Change(0, 1003, 0, 1003)]
