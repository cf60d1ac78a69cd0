from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.figures.model import Span
from taizhang.core.text.map_spans import carry

TEXTS = st.text("甲乙丙12。，\n", max_size=30)
SPANS = st.lists(st.tuples(st.integers(-1, 30), st.integers(-1, 31)).map(lambda s: Span(*s)), max_size=6)
TEXT = "组织500多名职工在11个小区开展8场活动，累计供应30万余斤。张贴海报。\n第二段有3家媒体。"


def carried(words: str, after: str, before: str = TEXT) -> str | None:
    start = before.index(words)
    (span,) = carry(before, after, [Span(start, start + len(words))])
    return span and span.of(after)


@pytest.mark.parametrize(
    ("words", "old", "new", "expected"),
    [
        ("500多名", "500", "600", "600多名"),
        ("500多名", "组织500多名职工", "发动1600余名群众", "1600余名"),
        ("500多名", "组织5", "动员16", "1600多名"),
        ("8场", "8场", "18场", "18场"),
        ("8场", "8场", "12场次", "12场"),
        ("8场", "8场", "多次", "多次"),
        ("8场", "开展8场", "开展了，8场", "8场"),
        ("11个", "职工", "职工、家属", "11个"),
        ("11个", "11个", "11.5个", "11.5个"),
        ("30万余斤", "30万余斤", "30万斤", "30万斤"),
        ("8场", "开展8场活动，", "", None),
        ("8场", "8场", "", None),
        ("活动，", "8场活动", "8次行", None),
        ("活动，累计", "场活动", "次", "，累计"),
        ("11个小区", "小区开展8场活动", "单位", "11个"),
        ("8场", "8场", "很多很多很多的活动，一场接着一场，这里换成了很长的一段话，不是一个数", None),
    ],
)  # fmt: skip
def test_a_place_is_where_its_words_are(words: str, old: str, new: str, expected: str | None) -> None:
    after = TEXT.replace(old, new)
    assert carried(words, after) == expected
    assert carried(words, "前言。" + after + "第三家。") == expected


def test_a_rewritten_sentence_has_lost_its_places() -> None:
    assert carried("8场", "这里重新写了别的事情，现场热烈。\n第二段有3家媒体。") is None


def test_a_moved_line_keeps_its_places_where_its_words_occur_once() -> None:
    first, second = TEXT.split("\n")
    assert carried("3家", f"{second}\n{first}") == "3家"
    assert carried("3家", f"{second}\n{second}\n{first}") is None
    twice = f"{second}\n{TEXT}"
    assert carried("3家", f"{first}\n{second}", twice) is None


def test_what_was_found_again_does_not_lie_on_another_place() -> None:
    before, after = "子丑\n寅卯\n辰巳\n甲乙8场丙丁\n", "甲乙8场丙丁\n子丑\n寅卯\n辰巳\n"
    inner, outer = Span(11, 13), Span(10, 14)
    assert carry(before, after, [inner, outer]) == [Span(2, 4), Span(1, 5)]
    before, after = "子8场\n一。二。三。\n8场丑\n四。五。\n", "一。二。三。\n四。五。\n子8场丑"
    assert carry(before, after, [Span(1, 3), Span(11, 13)]) == [Span(13, 15), None]


@given(TEXTS, SPANS)
def test_no_edit_leaves_every_place(text: str, spans: list[Span]) -> None:
    expected = [span if 0 <= span.start < span.end <= len(text) else None for span in spans]
    assert carry(text, text, spans) == expected


@given(TEXTS, TEXTS, SPANS)
def test_places_apart_stay_apart_and_inside(before: str, after: str, spans: list[Span]) -> None:
    found = carry(before, after, spans)
    pairs = [(old, new) for old, new in zip(spans, found, strict=True) if new]
    assert all(0 <= new.start < new.end <= len(after) for _, new in pairs)
    for k, (old, new) in enumerate(pairs):
        for other, carried_other in pairs[:k]:
            if old.end <= other.start or other.end <= old.start:
                assert new.end <= carried_other.start or carried_other.end <= new.start


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_what_an_insertion_or_deletion_leaves_alone_keeps_its_words(
    lead: str, words: str, tail: str, piece: str
) -> None:
    span = Span(len(lead) + 1, len(lead) + 1 + len(words))
    before = f"{lead}起{words}止{tail}"
    for after in (
        f"{lead}{piece}起{words}止{tail}",
        f"{lead}起{words}止{piece}{tail}",
        f"起{words}止{tail}",
        f"{lead}起{words}止",
    ):
        (found,) = carry(before, after, [span])
        assert (found.of(after) if found else "") == words
