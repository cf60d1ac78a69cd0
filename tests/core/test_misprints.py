"""Words printed wrongly are found as whole figures, put right in one place, and found where else they were said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.misprints import (
    next_letter,
    notice_words,
    occurrences,
    replaced,
    revision_words,
    said_again,
    sentence_at,
)

TEXT = "全年开展义诊8场，服务500多名老人。另在18场、8,800场之外办了8场。\n安装780台。"


@pytest.mark.parametrize(
    ("words", "count"),
    [("8场", 2), ("18场", 1), ("800场", 0), ("义诊", 1), ("", 0), ("780", 1), ("78", 0), ("五", 0), ("8", 2)],
)
def test_a_figure_is_found_only_where_it_is_the_whole_figure(words: str, count: int) -> None:
    assert [span.of(TEXT) for span in occurrences(TEXT, words)] == [words] * count


def test_figures_in_chinese_numerals_are_whole_figures_too() -> None:
    assert len(occurrences("开展十八场，又开展八场。", "八场")) == 1


def test_one_place_is_put_right_and_which_is_asked_where_there_are_more() -> None:
    assert replaced(TEXT, "780台", "790台").endswith("安装790台。")
    assert replaced(TEXT, "8场", "9场", 2).startswith("全年开展义诊8场")
    for wrong, which, words in (("8场", 0, "出现2次"), ("8场", 3, "只出现2次"), ("7场", 0, "没有“7场”")):
        with pytest.raises(Refused, match=words):
            replaced(TEXT, wrong, "9场", which)


@given(
    before=st.text("甲乙丙，。\n", max_size=20),
    after=st.text("甲乙丙，。\n", max_size=20),
    wrong=st.integers(1, 99_999),
    right=st.integers(1, 99_999),
)
def test_putting_right_and_back_again_gives_the_same_text(
    before: str, after: str, wrong: int, right: int
) -> None:
    text = f"{before}{wrong}场{after}"
    there = replaced(text, f"{wrong}场", f"{right}场")
    assert there == f"{before}{right}场{after}"
    assert replaced(there, f"{right}场", f"{wrong}场") == text


def test_the_sentence_around_a_place_ends_at_stops_and_line_feeds() -> None:
    first, second = occurrences(TEXT, "8场")
    assert sentence_at(TEXT, first) == "全年开展义诊8场，服务500多名老人。"
    assert sentence_at(TEXT, second) == "另在18场、8,800场之外办了8场。"
    assert sentence_at("安装780台", occurrences("安装780台", "780台")[0]) == "安装780台"


SENTENCE = "全年开展义诊8场，服务500多名老人。"


@given(
    st.lists(st.sampled_from(["其他工作有序推进。", "走访4216户。", "办了18场讲座。"]), max_size=4), st.data()
)
def test_every_sentence_that_says_the_same_is_found(others: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(others)))
    planted = data.draw(st.sampled_from([SENTENCE, "今年以来，全年开展义诊8场，服务老人。"]))
    text = "".join([*others[:at], planted, *others[at:]])
    assert list(said_again("8场", SENTENCE, "", text)) == [planted]


def test_the_same_figure_of_something_else_is_not_the_same_claim() -> None:
    assert list(said_again("8场", SENTENCE, "", "足球队本赛季踢了8场比赛，都在客场。")) == []
    assert list(said_again("8场", SENTENCE, "义诊", "城区的义诊有8场。")) == ["城区的义诊有8场。"]


def test_letters_of_revisions_follow_each_other_to_the_last() -> None:
    assert [next_letter([]), next_letter(["A"]), next_letter(["B", "C"])] == ["B", "B", "D"]
    with pytest.raises(Refused, match="Z版"):
        next_letter(["Z"])


def test_the_notice_says_what_stood_where_and_what_is_right() -> None:
    said = str(notice_words("2026年第3期", "义诊进社区", "8场", "9场"))
    assert said == "本刊2026年第3期《义诊进社区》一文中“8场”应为“9场”。特此更正。"
    assert "修订版（B版）" in str(revision_words("B", "义诊进社区", "8场", "9场"))
