"""A place in a text is found again after any edit that leaves its words, and again when they come back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.figures.model import Span
from taizhang.core.text.anchors import Anchor, anchor_at, find, follow, locate

TEXT = "全年开展义诊8场，服务500多名老人。\n下半年又办义诊8场，发放手册780本。\n各社区反映良好。"
SENTENCES = [f"第{n}项工作由{who}牵头办理，进展顺利。" for n, who in enumerate("甲乙丙丁戊己庚辛壬癸子丑", 1)]


def place(words: str, nth: int = 0, text: str = TEXT) -> Anchor:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return anchor_at(text, Span(start, start + len(words)))


def moved(anchor: Anchor, after: str, before: str = TEXT) -> Anchor:
    (found,) = follow(before, after, [anchor])
    return found


def test_the_second_of_two_equal_places_stays_the_second() -> None:
    second = place("义诊8场", 1)
    after = "今年" + TEXT
    assert moved(second, after).span == Span(after.rindex("义诊8场"), after.rindex("义诊8场") + 4)


def test_changed_words_keep_what_was_said_of_which_words() -> None:
    now = moved(place("500多名"), TEXT.replace("500多名", "600多名"))
    assert (now.quote, now.stands(TEXT.replace("500多名", "600多名"))) == ("500多名", False)
    assert now.span is not None


def test_words_that_come_back_have_their_place_again() -> None:
    anchor = place("服务500多名老人")
    without = TEXT.replace("，服务500多名老人", "")
    lost = moved(anchor, without)
    assert (lost.span, lost.quote, lost.stands(without)) == (None, "服务500多名老人", False)
    assert moved(lost, TEXT, without).span == anchor.span


def test_words_that_are_typed_anew_piece_by_piece_are_whole_again() -> None:
    anchor, before = place("服务500多名老人"), TEXT
    for words in ("服务500多名", "服务多名", "服务5多名老", "服务500多名老人"):
        after = TEXT.replace("服务500多名老人", words)
        anchor, before = moved(anchor, after, before), after
    assert anchor.stands(TEXT)


def test_other_words_are_not_taken_for_those_that_changed() -> None:
    after = TEXT.replace("全年开展义诊8场", "全年开展义诊9场")
    now = moved(place("义诊8场"), after)
    assert now.span is not None
    assert after[now.span.start : now.span.end] == "义诊9场"


def test_a_paragraph_that_is_moved_takes_its_places_along() -> None:
    first, second, third = TEXT.split("\n")
    after = "\n".join([third, second, first])
    assert moved(place("发放手册780本"), after).span == place("发放手册780本", text=after).span


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (TEXT, 8),
        ("今年" + TEXT, 10),
        (TEXT.replace("义诊8场，服务", "义诊8场次，服务"), 8),
        (TEXT.replace("义诊8场，服务", "义诊，服务"), 6),
        (TEXT.replace("8场，服务", "多场，惠及"), 8),
        (TEXT.replace("诊8场，服", "诊服"), None),
        ("", None),
    ],
)
def test_a_place_between_two_characters_is_carried(after: str, expected: int | None) -> None:
    point = anchor_at(TEXT, Span(8, 8))
    span = moved(point, after).span
    assert (span and span.start) == expected


def test_a_lost_place_between_two_characters_is_found_by_both_its_sides() -> None:
    point = anchor_at(TEXT, Span(8, 8))
    assert find(TEXT, point) == Span(8, 8)
    assert find("服务500多名老人。", point) is None
    assert find("", Anchor(None, "")) is None


def test_of_places_that_agree_equally_none_is_taken() -> None:
    twice = "义诊8场，服务老人。\n义诊8场，服务老人。"
    assert find(twice, Anchor(None, "义诊8场", "", "，服务老人。")) is None
    assert find("别处义诊8场", Anchor(None, "8场", "全年开展义诊", "，服务")) is None  # too little agrees


def test_words_are_located_where_they_were_chosen_or_where_they_occur_once() -> None:
    assert locate(TEXT, "义诊8场", 25) == Span(25, 29) == place("义诊8场", 1).span
    assert locate(TEXT, "500多名", 3) == locate(TEXT, "500多名", None) == Span(11, 16)
    assert locate(TEXT, "义诊8场", None) is None
    assert locate(TEXT, "九场", 0) is None
    assert locate(TEXT, "", 4) == Span(4, 4)
    assert locate(TEXT, "", None) is None


Edit = tuple[int, int, str]
WORDS = st.text("甲乙丙丁办理进展8场名，。", max_size=8)


@given(
    st.lists(st.sampled_from(SENTENCES), unique=True, min_size=3, max_size=8),
    st.data(),
)
def test_words_that_no_edit_touches_keep_their_place(sentences: list[str], data: st.DataObject) -> None:
    """Whatever is written, deleted or replaced around a sentence, a part of it is found at its very place."""
    chosen = data.draw(st.integers(0, len(sentences) - 1))
    start = data.draw(st.integers(0, 4))
    before = "".join(sentences)
    at = sum(map(len, sentences[:chosen])) + start
    anchor = anchor_at(before, Span(at, at + 8))
    left, right = sentences[:chosen], sentences[chosen + 1 :]
    for side in (left, right):
        for k in range(len(side)):
            cut = data.draw(st.integers(0, len(side[k])))
            to = data.draw(st.integers(cut, len(side[k])))
            side[k] = side[k][:cut] + data.draw(WORDS) + side[k][to:]
    after = "".join([*left, sentences[chosen], *right])
    now = moved(anchor, after, before)
    assert now.stands(after)
    assert now.span is not None
    assert now.span.start == len("".join(left)) + start


@given(st.text("甲乙8场，。\n", max_size=60), st.text("甲乙8场，。\n", max_size=60), st.data())
def test_no_edit_puts_a_place_outside_the_text(before: str, after: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(before)))
    end = data.draw(st.integers(start, len(before)))
    anchor = anchor_at(before, Span(start, end))
    now = moved(anchor, after, before)
    assert now.quote == anchor.quote
    assert now.span is None or 0 <= now.span.start <= now.span.end <= len(after)
    assert moved(anchor, before, before).span == anchor.span
