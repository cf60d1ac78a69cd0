"""Known edits: words replaced at places, paragraphs taken back; places go along to the letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.figures.model import Span
from taizhang.core.text.edits import (
    ParagraphPair,
    fitting,
    found_among,
    occurrences,
    paragraph_pairs,
    replaced,
    tears,
    with_paragraphs_of,
    words_in,
)
from taizhang.core.text.map_spans import carry

TEXTS = st.text("甲乙丙8场，。\n", max_size=40)


def test_every_occurrence_is_found_once() -> None:
    assert occurrences("义义义义", "义义") == [Span(0, 2), Span(2, 4)]
    assert occurrences("义诊", "") == []
    assert occurrences("义诊", "讲座") == []


@given(TEXTS, st.text("甲乙8", min_size=1, max_size=2), st.text("丁戊", max_size=4))
def test_words_are_replaced_as_everybody_would(text: str, old: str, new: str) -> None:
    after, edits = replaced(text, [(span, new) for span in occurrences(text, old)])
    assert after == text.replace(old, new)
    for change in edits:
        assert text[change.start : change.end] == old
        assert after[change.new_start : change.new_end] == new


@pytest.mark.parametrize(
    ("text", "old", "count"),
    [
        ("9-10月\n表1\n| 时间 | 场次 |\n| --- | --- |\n| 9-10 | 8 |", "-", 2),
        ("| 甲 | 乙 |\n|:—:|——|\n| — | 1 |", "—", 1),
        (f"图见下。\n![图1 app现场｜x](picture:{'app' * 8})", "app", 1),
        (f"![图1 picture](picture:{'abcdefgh' * 3})\n--", "--", 1),
        (f"！[图1！](picture:{'abcdefgh' * 3})\n！", "！", 2),
        ("| 甲 | << |\n| ^^ | 乙 |\n| --- | --- |\n| 《<< | a^^b |\n<<|^^", "<<", 2),
        ("| 甲 | << |\n| ^^ | 乙 |\n| --- | --- |\n| 丙 | a^^b |\n^^", "^^", 2),
        ("甲|乙\n| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |", "|", 1),
    ],
)
def test_what_makes_a_table_or_a_picture_is_not_replaced(text: str, old: str, count: int) -> None:
    assert len(words_in(text, old)) == count


@pytest.mark.parametrize(
    ("line", "old", "new", "fits"),
    [
        ("| 甲 | 12 |", "12", "1|2", "1｜2"),
        ("| 甲 | 12 |", "甲", "甲\n乙", "甲 乙"),
        ("| 甲 | 12 |", "| 甲 | 12 |", "| 甲 | 13 |", "| 甲 | 13 |"),
        (f"![图1 现场｜供图](picture:{'abcdefgh' * 3})", "现场", "[现场]|外", "（现场），外"),
        ("甲12乙", "12", "1|2\n", "1|2\n"),
        ("甲12|\n乙", "12|\n乙", "[1|2]", "[1|2]"),
    ],
)
def test_new_words_leave_a_table_a_table_and_a_picture_a_picture(
    line: str, old: str, new: str, fits: str
) -> None:
    text = f"标题\n{line}\n末段"
    at = text.index(old)
    assert fitting(text, Span(at, at + len(old)), new) == fits


@pytest.mark.parametrize(
    ("words", "torn"),
    [
        ("12 | 1,200", True),
        ("下表。\n| 区县", True),
        ("1,200", False),
        ("| 青禾县 | 12 | 1,200 |", False),
        ("下表。\n| 区县 | 场次 | 人次 |\n| --- | --- | --- |\n| 青禾县 | 12 | 1,200 |", False),
        ("现场](picture:", True),
        ("现场", False),
        ("分区", False),
    ],
)
def test_words_over_the_bounds_of_a_cell_would_tear_the_table(words: str, torn: bool) -> None:
    text = (
        "分区\n下表。\n| 区县 | 场次 | 人次 |\n| --- | --- | --- |\n| 青禾县 | 12 | 1,200 |\n"
        f"![图1 现场](picture:{'abcdefgh' * 3})"
    )
    at = text.index(words)
    assert tears(text, Span(at, at + len(words))) is torn


def test_a_figure_between_replaced_words_keeps_its_place() -> None:
    text = "志愿者8名志愿者9名志愿者，志愿者们。"
    after, edits = replaced(text, [(span, "义工") for span in occurrences(text, "志愿者")])
    places = [Span(3, 5), Span(8, 10)]
    assert [span and span.of(after) for span in carry(text, after, places, edits)] == ["8名", "9名"]


@given(TEXTS, TEXTS)
def test_the_pairs_hold_both_texts_and_each_can_be_taken_back(before: str, after: str) -> None:
    pairs = paragraph_pairs(before, after)
    numbers = [pair.number for pair in pairs if pair.number is not None]
    assert numbers == list(range(len(numbers)))
    assert all(pair.before == pair.after for pair in pairs if pair.number is None)
    text = after
    for _ in range(len(before) + len(after) + 2):
        text = with_paragraphs_of(before, text, 0) if text != before else text
    assert text == before
    assert with_paragraphs_of(before, after, len(numbers)) is None
    assert with_paragraphs_of(before, after, -1) is None


def test_one_paragraph_comes_back_and_the_others_stay() -> None:
    before = "走访老人甲户。\n慰问困难职工。\n开展义诊活动。\n发放手册百本。"
    after = "新写的一段话。\n走访老人乙户。\n开展义诊活动。\n发放手册千本。"
    assert [(pair.before, pair.after) for pair in paragraph_pairs(before, after)] == [
        ("", "新写的一段话。"),
        ("走访老人甲户。", "走访老人乙户。"),
        ("慰问困难职工。", ""),
        ("开展义诊活动。", "开展义诊活动。"),
        ("发放手册百本。", "发放手册千本。"),
    ]
    first, second, third, fourth = after.split("\n")
    olds = before.split("\n")
    assert with_paragraphs_of(before, after, 0) == "\n".join([second, third, fourth])
    assert with_paragraphs_of(before, after, 1) == "\n".join([first, olds[0], third, fourth])
    assert with_paragraphs_of(before, after, 2) == "\n".join([first, second, olds[1], third, fourth])
    assert with_paragraphs_of(before, after, 3) == "\n".join([first, second, third, olds[3]])


def test_what_is_too_much_to_compare_stands_together() -> None:
    before, after = (sign + f"\n{sign}".join(map(str, range(20))) for sign in "甲乙")
    assert len(paragraph_pairs(before, after)) == 1


def test_a_character_of_the_page_is_found_in_the_text_it_was_set_from() -> None:
    texts = ["甲篇。\n走访老人，各户一次。", "乙篇。\n义诊 8 场，服务500多名老人，各方满意。"]
    assert found_among(texts, "服务500多名老人", 3) == (1, texts[1].index("00多"))
    assert found_among(texts, "义诊8场，服务", 2) == (1, texts[1].index("8"))
    assert found_among(texts, "页眉走访老人，各户一次。乙篇。义诊", 4) == (0, texts[0].index("老人"))
    assert found_among(texts, "完全没有的话", 2) is None
    assert found_among(texts, "走访", 0) is None
    assert found_among([], "走访老人", 0) is None
    assert found_among(texts, "走访老人", 4) is None  # nothing is written there


def test_a_line_too_monotonous_to_compare_still_stands_beside_what_it_has_become() -> None:
    old, new = "部份，" * 2_000, "部份，" * 1_990 + "部分。"
    assert paragraph_pairs(f"甲\n{old}\n乙", f"甲\n{new}\n丙丁\n乙") == [
        ParagraphPair("甲", "甲"),
        ParagraphPair(old, new, 0),
        ParagraphPair("", "丙丁", 1),
        ParagraphPair("乙", "乙"),
    ]
