"""Messages inside messages, joined ones, and days in words."""

from __future__ import annotations

from datetime import date

from taizhang.core.calendar.day_words import day_words
from taizhang.core.text.messages import Message, joined, verbatim


def test_a_message_holds_others_there_and_back() -> None:
    told = Message("{who}：{what}", {"who": "市教育局", "what": Message("第{n}期", {"n": 7})})
    assert str(told) == "市教育局：第7期"
    assert Message.from_json(told.to_json()) == told
    english = {"{who}：{what}": "{who}: {what}", "第{n}期": "No. {n}"}
    assert told.translated(lambda text: english.get(text, text)) == "市教育局: No. 7"
    assert Message.from_json({"pattern": "无"}) == Message("无")


def test_typed_words_stay_as_they_are() -> None:
    assert str(verbatim("留{空}处")) == "留{空}处"
    assert verbatim("稿件").translated(lambda text: text.replace("稿件", "article")) == "稿件"


def test_parts_are_joined_in_their_order() -> None:
    assert str(joined(" · ", ["甲", Message("第{n}期", {"n": 7}), 3])) == "甲 · 第7期 · 3"


def test_days_name_their_year_where_it_is_another() -> None:
    today = date(2026, 8, 15)
    assert str(day_words(date(2026, 8, 5), today.year)) == "8月5日"
    assert str(day_words(date(2023, 8, 15), today.year)) == "2023年8月15日"
