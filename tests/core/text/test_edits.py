"""Known edits: words replaced at places, paragraphs taken back; places go along to the letter."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.figures.model import Span
from taizhang.core.text.edits import occurrences, paragraph_pairs, replaced, with_paragraphs_of
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
    for number in reversed(numbers):
        taken = with_paragraphs_of(before, text, number)
        assert taken is not None
        text = taken
    assert text == before
    assert with_paragraphs_of(before, after, len(numbers)) is None
    assert with_paragraphs_of(before, after, -1) is None


def test_one_paragraph_comes_back_and_the_others_stay() -> None:
    before, after = "一。\n二。\n三。\n四。", "一！\n三。\n四！"
    assert [(pair.before, pair.after) for pair in paragraph_pairs(before, after)] == [
        ("一。\n二。", "一！"),
        ("三。", "三。"),
        ("四。", "四！"),
    ]
    assert with_paragraphs_of(before, after, 0) == "一。\n二。\n三。\n四！"
    assert with_paragraphs_of(before, after, 1) == "一！\n三。\n四。"
