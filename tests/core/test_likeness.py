from __future__ import annotations

from fractions import Fraction as F
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.text.similarity import (
    MOST_PLACES,
    containment,
    likeness,
    nearest,
    recycled,
    twins,
)

TEXTS = st.text("甲乙丙丁12，。 A", max_size=24)
MAPS = st.dictionaries(st.integers(0, 9), TEXTS, max_size=6)
LAST_YEAR = "2025年组织“强国复兴有我”主题宣讲120场，覆盖群众3.2万人次。"
THIS_YEAR = "2026年组织“强国复兴有我”主题宣讲98场，覆盖群众40,500人次。"


@given(TEXTS, TEXTS)
def test_likeness_is_a_share_and_the_same_both_ways(a: str, b: str) -> None:
    assert 0 <= likeness(a, b) == likeness(b, a) <= 1


@given(TEXTS.filter(lambda text: any(sign.isalnum() for sign in text)))
def test_a_text_is_wholly_like_itself_whatever_its_blanks_and_marks(text: str) -> None:
    assert likeness(text, "　" + "、".join(text.lower().split("。"))) == containment(text, text) == 1


def test_last_years_text_with_new_numbers_is_the_same_text() -> None:
    assert likeness(LAST_YEAR, THIS_YEAR) == 1
    assert likeness("ＡＢ小区改造", "ab小区改造") == 1


def test_nothing_is_like_an_empty_text() -> None:
    assert likeness("", "") == likeness("", "，。") == likeness("甲", "乙") == containment("", "甲乙") == 0
    assert likeness("甲", "甲") == 1


def test_a_part_is_contained_in_its_whole_and_not_the_other_way_round() -> None:
    whole = "开展志愿服务。" + LAST_YEAR + "另有其他工作。"
    assert containment(THIS_YEAR, whole) == 1
    assert 0 < containment(whole, THIS_YEAR) < 1
    assert containment("宣讲", whole) == 1
    assert containment("督导", whole) == 0


@given(TEXTS, MAPS, st.fractions(0, 1, max_denominator=9), st.integers(0, 4))
def test_the_nearest_are_those_above_the_floor_in_order(
    text: str, others: dict[int, str], floor: F, limit: int
) -> None:
    alike = {key: likeness(text, other) for key, other in others.items()}
    found = nearest(text, others, floor, limit)
    assert [value for _, value in found] == sorted((v for v in alike.values() if v >= floor), reverse=True)[
        :limit
    ]
    assert all(alike[key] == value for key, value in found)


@given(MAPS, st.fractions(0, 1, max_denominator=9))
def test_twins_are_every_two_texts_above_the_floor(texts: dict[int, str], floor: F) -> None:
    keys = list(texts)
    pairs = {(a, b): likeness(texts[a], texts[b]) for k, a in enumerate(keys) for b in keys[k + 1 :]}
    found = twins(texts, floor)
    assert {(a, b): value for a, b, value in found} == {pair: v for pair, v in pairs.items() if v >= floor}
    assert [value for *_, value in found] == sorted((value for *_, value in found), reverse=True)


def test_a_recycled_passage_is_shown_on_both_sides() -> None:
    old = "去年情况：" + LAST_YEAR
    new = "一、" + THIS_YEAR + "二、新开工作室一间。"
    (passage,) = recycled(new, {"old": old, "none": "另外一篇没有关系的文章，讲的是别的事情。"})
    assert passage.key == "old"
    assert passage.span.of(new) == THIS_YEAR[:-1]
    assert passage.other.of(old) == LAST_YEAR[:-1]


def test_the_longest_passage_is_taken_and_short_ones_are_left() -> None:
    text = "子丑寅卯辰巳午未申酉戌亥甲乙丙丁"
    others = {1: text[:7], 2: text[:15], 3: text[:14]}
    assert [(p.key, p.span) for p in recycled(text, others)] == [(2, (0, 15))]
    assert recycled(text, {1: text[:7]}) == []
    assert [p.span for p in recycled(text, {1: text[:7]}, least=5)] == [(0, 7)]


def test_two_passages_of_one_text_are_both_found() -> None:
    one, two = "子丑寅卯辰巳午未申酉戌亥", "甲乙丙丁戊己庚辛壬癸春夏"
    found = recycled(f"{two}其间另有新话{one}", {7: f"{one}旧话{two}"}, least=12)
    assert [(p.key, p.other) for p in found] == [(7, (14, 26)), (7, (0, 12))]


def test_boilerplate_is_tried_at_its_first_places_only() -> None:
    text = "子丑寅卯辰巳午未申酉戌亥甲乙丙丁"
    others = dict.fromkeys(range(MOST_PLACES), text[:5]) | {99: text}
    assert [(p.key, p.span) for p in recycled(text, others)] == [(99, (1, len(text)))]


@given(TEXTS, MAPS)
def test_passages_are_in_order_apart_and_alike_on_both_sides(text: str, others: dict[int, str]) -> None:
    found = recycled(text, others, least=5)
    for passage in found:
        assert likeness(passage.span.of(text), passage.other.of(others[passage.key])) == 1
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
