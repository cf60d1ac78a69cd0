"""Each kind of strong word has an example that is asked and a counter-example that is not."""

from __future__ import annotations

import pytest

from taizhang.core.figures import Span
from taizhang.core.gongwen.strong_words import STRONG_WORDS, StrongWord, strong_words


@pytest.mark.parametrize("rule", STRONG_WORDS, ids=lambda rule: rule.name)
def test_the_example_is_found_and_the_counter_example_is_not(rule: StrongWord) -> None:
    assert [use.rule for use in strong_words(rule.example)] == [rule]
    assert strong_words(rule.counter_example) == []


@pytest.mark.parametrize(
    "text", ["力争实现零投诉。", "努力实现全年零事故。", "计划率先开展试点。", "打造全省首个示范点。"]
)
def test_what_is_only_aimed_at_is_not_asked(text: str) -> None:
    assert strong_words(text) == []


def test_places_words_and_sentences() -> None:
    text = "开展宣讲8场。在全市率先推行“首次到访”制度，力争最快办结，实现零投诉！"
    found = strong_words(text)
    assert [(use.words, use.span.of(text)) for use in found] == [("率先", "率先"), ("零投诉", "零投诉")]
    assert {use.sentence for use in found} == {"在全市率先推行“首次到访”制度，力争最快办结，实现零投诉"}


@pytest.mark.parametrize(
    "text",
    [
        "最近开展走访",
        "最后一公里",
        "最多跑一次",
        "最低生活保障",
        "最美志愿者",
        "首先学习",
        "居民小区第一书记",
        "全市第一批",
        "投诉率为0.3%",
        "没有处理的投诉",
    ],
)
def test_ordinary_words_are_not_asked(text: str) -> None:
    assert strong_words(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("这是全市首家社区书屋", "首家"),
        ("无一投诉", "无一投诉"),
        ("参与人数为历年最多", "最多"),
        ("填补了我市空白", "填补了我市空白"),
        ("0投诉、0差错", "0投诉"),
        ("全年投诉量为零", "投诉量为零"),
        ("没有接到一起投诉", "没有接到一起投诉"),
        ("活动期间无人投诉", "无人投诉"),
        ("打造了全市首个宣讲基地", "首个"),
        ("年度计划率先完成", "率先"),
        ("群众满意度排名全省第一", "排名全省第一"),
    ],
)
def test_other_strong_words_are(text: str, words: str) -> None:
    assert strong_words(text)[0].words == words


@pytest.mark.parametrize(
    "text",
    [
        "最早报名的是一批刚退休的女职工。",
        "大家说得最多的是停车难。",
        "村里最好的房子改成了书屋。",
        "用最快的速度赶到现场。",
    ],
)
def test_a_word_of_order_or_degree_compares_with_nobody(text: str) -> None:
    assert strong_words(text) == []


def test_the_mark_is_the_word_and_not_what_it_is_compared_with() -> None:
    (use,) = strong_words("建成全市最早的社区书屋。")
    assert (use.span, use.words) == (Span(4, 6), "最早")
