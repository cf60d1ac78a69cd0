from __future__ import annotations

from taizhang.core.figures import Span
from taizhang.core.figures.excerpt import excerpt, window

TEXT = "全市举办\n宣讲8场，参加500人次。"


def test_a_short_sentence_stands_whole_on_one_line() -> None:
    assert excerpt(TEXT, Span(0, len(TEXT)), Span(7, 9)) == "全市举办宣讲8场，参加500人次。"


def test_a_long_sentence_is_cut_on_both_sides_and_says_so() -> None:
    text = "甲" * 30 + "8场" + "乙" * 30
    assert excerpt(text, Span(0, len(text)), Span(30, 32), 3) == "…甲甲甲8场乙乙乙…"


def test_a_window_stays_inside_its_sentence() -> None:
    assert window(Span(10, 40), Span(12, 14), 5) == Span(10, 19)
    assert window(Span(10, 40), Span(37, 39), 5) == Span(32, 40)
