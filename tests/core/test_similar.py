from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.text.similar_practice import Similar, key_terms, similar

PASSAGE = "我们在小区持续开展“蔬菜直通车”活动，深入学习贯彻会议精神，为老人义务理发。"
PHRASE = "深入学习贯彻会议精神，"
OTHERS = {
    "车": PHRASE + "在村口开设蔬菜直通车，方便村民。",
    "发": PHRASE + "组织义务理发和磨刀。",
    "书": PHRASE + "建成书房五座。",
    "路": PHRASE + "整治背街小巷。",
    "水": PHRASE + "巡护河道。",
}


def test_who_else_did_it_is_found_and_why_is_said() -> None:
    assert similar(PASSAGE, OTHERS, 5) == [Similar("车", ("蔬菜直通车",)), Similar("发", ("义务理发",))]
    assert similar(PASSAGE, OTHERS, 1) == [Similar("车", ("蔬菜直通车",))]


def test_what_most_have_says_nothing() -> None:
    assert similar(PHRASE, OTHERS, 5) == []
    assert similar("理发", {"one": "理发", "two": "书房", "three": "河道"}, 5) == []


def test_a_run_put_together_from_elsewhere_is_none() -> None:
    assert similar("甲乙丙丁", {1: "甲乙丙，乙丙丁", 2: "戊己", 3: "庚辛"}, 5) == []
    assert similar("甲乙丙丁", {1: "戊 甲乙 丙丁", 2: "戊己", 3: "庚辛"}, 5) == [Similar(1, ("甲乙丙丁",))]


def test_names_in_quotation_marks_are_the_terms_to_search_for() -> None:
    assert key_terms(PASSAGE + "「急救箱」《办实事清单》“蔬菜直通车”“一”") == [
        "蔬菜直通车",
        "急救箱",
        "办实事清单",
    ]
    assert key_terms("") == []


@given(
    st.text("甲乙丙丁，", max_size=20), st.dictionaries(st.integers(0, 9), st.text("甲乙丙丁，", max_size=20))
)
def test_only_shared_runs_are_named(passage: str, others: dict[int, str]) -> None:
    found = similar(passage, others, 4)
    assert len(found) <= 4
    for key, terms in found:
        assert terms
        assert all(term in passage and term in others[key] and len(term) >= 4 for term in terms)
