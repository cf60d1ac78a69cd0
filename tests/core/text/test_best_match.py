"""The topic that free words mean, and numbers with their middle hidden."""

from __future__ import annotations

import pytest

from taizhang.core.text.best_match import best_match
from taizhang.core.text.masking import masked_number

MENU = {
    1: ("防范电信网络诈骗", "电信诈骗", "反诈"), 2: ("家风家教",), 3: ("民法典与生活", "民法典", "物业"),
    4: ("老年健康", "慢性病"), 5: ("传统节日", "端午", ""),
}  # fmt: skip


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("想请人给社区老人讲讲防电信诈骗", 1),
        ("反诈", 1),
        ("给孩子讲好家教家风故事", 2),
        ("民法典进社区", 3),
        ("物业纠纷怎么办", 3),
        ("老人慢性病怎么管", 4),
        ("端午的来历", 5),
        ("随便讲点什么", None),
        ("", None),
    ],
)
def test_free_words_name_a_topic_or_none(words: str, topic: int | None) -> None:
    assert best_match(words, MENU) == topic


def test_without_a_menu_nothing_is_meant() -> None:
    assert best_match("家风", {}) is None
    assert best_match("家风", {1: ()}) is None


def test_of_equal_entries_the_first_is_meant() -> None:
    assert best_match("家风", {"a": ("家风",), "b": ("家风",)}) == "a"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("13800005678", "138****5678"), ("138 0000-5678", "138****5678"), ("0898-1234567", "089****4567"),
        ("12345", "****45"), ("", ""), ("  ", ""),
    ],
)  # fmt: skip
def test_a_number_shows_its_ends(text: str, shown: str) -> None:
    assert masked_number(text) == shown
