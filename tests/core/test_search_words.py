from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.text.bigrams import runs
from taizhang.core.text.search_words import (
    LONGEST,
    MOST_TERMS,
    Query,
    Term,
    _in_any_run,
    _places,
    highlights,
    parse,
    term_of,
)

TEXTS = st.text("甲乙丙1，,。.-“” 　aＢ㎡\n", max_size=24)
HAN = st.text("甲乙丙丁", min_size=1, max_size=12)
TEXT = "组织宣讲8场，参加1,100 余人；“ＡＩ 数字人”整治面积3.2万㎡，一线工作 人员更新。"


def marked(query: str, text: str = TEXT) -> list[str]:
    return [span.of(text) for span in highlights(text, parse(query))]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("志愿服务", Query(words=(Term(("志愿", "愿服", "服务"), False),))),
        ("  8场　场 ", Query(words=(Term(("8", "场"), True), Term(("场",), True)))),
        ("“蔬菜 车”", Query(phrases=(Term(("蔬菜", "菜车"), False),))),
        ("”理发“「急救」-\"修理\"", Query(
            phrases=(Term(("理发",), False), Term(("急救",), False)), excluded=(Term(("修理",), False),)
        )),
        ("「未闭 合", Query(phrases=(Term(("未闭", "闭合"), False),))),
        ("－全部 COVID-19", Query(words=(Term(("covid", "19"), False),), excluded=(Term(("全部",), False),))),
        ("理发 理发", Query(words=(Term(("理发",), False),))),
        ("- 《》 “”", Query()),
    ],
)  # fmt: skip
def test_a_query_is_read_as_it_was_meant(query: str, expected: Query) -> None:
    assert parse(query) == expected


def test_only_exclusions_are_nothing_to_look_for() -> None:
    assert parse("-理发").wanted == ()
    assert parse("理发 “急救”").wanted == (Term(("急救",), False), Term(("理发",), False))


def test_what_is_too_long_is_cut_and_said() -> None:
    many = " ".join(chr(0x4E00 + k) for k in range(MOST_TERMS + 1))
    assert parse(many).cut
    assert len(parse(many).words) == MOST_TERMS
    assert not parse(many[:-2]).cut
    assert parse("人 " * LONGEST) == Query(words=(Term(("人",), True),), cut=True)


@given(TEXTS)
def test_any_query_is_read(query: str) -> None:
    found = parse(query)
    assert all(term.words for term in found.wanted + found.excluded)


def test_a_run_of_the_same_character_is_no_single_one() -> None:
    assert term_of("人人") == Term(("人人",), False)
    assert term_of("演讲 8 讲") == Term(("演讲", "讲", "8", "讲"), True)
    assert term_of("讲，讲") == Term(("讲", "讲"), True)
    assert term_of("。") == Term((), False)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("宣讲8场", ["宣讲8场"]),
        ("8", ["8"]),
        ("1100余人", ["1,100 余人"]),
        ("工作人员", ["工作 人员"]),
        ("ai数字", ["ＡＩ 数字"]),
        ("万m2", ["万㎡"]),
        ("人", ["人", "人", "人"]),
        ("组织宣讲 宣讲8 -参加", ["组织宣讲8"]),
        ("员更 新", ["员更新"]),
        ("3 00 全覆盖", []),
    ],
)
def test_what_was_found_is_marked_in_the_text_as_stored(query: str, expected: list[str]) -> None:
    assert marked(query) == expected


@given(HAN, HAN, HAN)
def test_every_part_of_a_run_is_found_at_its_place(before: str, part: str, after: str) -> None:
    text = before + part + after
    spans = highlights(text, Query(words=(term_of(part),)))
    assert any(s.start <= len(before) and s.end >= len(before) + len(part) for s in spans)


@given(TEXTS, TEXTS)
def test_a_text_finds_itself_and_places_are_in_order_and_apart(text: str, other: str) -> None:
    spans = highlights(text, parse(other))
    assert all(a.end < b.start for a, b in pairwise(spans))
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    if (term := term_of(text)).words:
        assert highlights(text, Query(words=(term,)))


@given(st.text("甲乙丙", max_size=8), st.text("甲乙丙", min_size=1, max_size=3))
def test_a_phrase_is_found_exactly_where_it_stands(text: str, wanted: str) -> None:
    places = {k for k in range(len(text)) if text.startswith(wanted, k)}
    covered = {k + n for k in places for n in range(len(wanted))}
    assert {k for span in highlights(text, parse(wanted)) for k in range(*span)} == covered


@given(st.text("甲乙 \t\u200b，1a", max_size=14), st.text("甲乙", min_size=1, max_size=3))
def test_the_quick_way_finds_what_the_runs_hold(text: str, part: str) -> None:
    assert list(_in_any_run(text, part)) == list(_places(runs(text), [part]))
