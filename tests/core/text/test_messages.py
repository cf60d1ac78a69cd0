"""Messages: gaps, translation, and quotation marks inside quotation marks."""

from __future__ import annotations

import pytest

from taizhang.core.text.messages import Message, nested


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("“无废细胞”共建", "‘无废细胞’共建"),
        ("打造“15分钟”便民圈", "打造‘15分钟’便民圈"),
        ("“‘小巷’管家”", "‘“小巷”管家’"),
        ("服务‘零距离’", "服务‘零距离’"),
        ("老楼加梯", "老楼加梯"),
    ],
)
def test_quotation_marks_inside_quotation_marks_are_single(title: str, shown: str) -> None:
    assert nested(title) == shown
    assert str(Message("项目“{title}”已报送。", {"title": title})) == f"项目“{shown}”已报送。"
    assert (
        str(Message("已并入“{unit}的{title}”。", {"title": title, "unit": "市局"}))
        == f"已并入“市局的{shown}”。"
    )
    assert str(Message("{title}已报送。", {"title": title})) == f"{title}已报送。"


def test_a_quoted_message_in_a_gap_is_nested_as_translated() -> None:
    inner = Message("撤回“{title}”", {"title": "“无废细胞”共建"})
    assert str(Message("步骤“{step}”未完成。", {"step": inner})) == "步骤“撤回‘“无废细胞”共建’”未完成。"


def test_numbers_keep_their_format_and_patterns_are_translated_first() -> None:
    sentence = Message("“{title}”有{count:,}字", {"title": "“双报到”", "count": 12000})
    assert str(sentence) == "“‘双报到’”有12,000字"
    english = {"“{title}”有{count:,}字": "{title}: {count:,} characters"}
    assert sentence.translated(english.__getitem__) == "“双报到”: 12,000 characters"
