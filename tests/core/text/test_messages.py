"""Messages: gaps, translation, and quotation marks inside quotation marks."""

from __future__ import annotations

import pytest

from taizhang.core.text.messages import Message, counted, filled, nested, sentences


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


@pytest.mark.parametrize(
    ("pattern", "gaps", "shown"),
    [
        ("抓好“{title}”", {"title": "“无废细胞”共建"}, "抓好“‘无废细胞’共建”"),
        ("已关注“{theme}”。", {"theme": "“双减”进校园"}, "已关注“‘双减’进校园”。"),
        ("{title}：共{n}件", {"title": "“码上办”", "n": 3}, "“码上办”：共3件"),
    ],
)
def test_what_is_filled_in_between_quotation_marks_has_single_ones(
    pattern: str, gaps: dict[str, object], shown: str
) -> None:
    assert filled(pattern, **gaps) == shown


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        (["还没有出处。", "还没有出处。"], "还没有出处。"),
        (["还没有出处。", "“8场”：还没有出处。"], "“8场”：还没有出处。"),
        (["台账为9场。", "文中称“全覆盖”，未见总数？", ""], "台账为9场。文中称“全覆盖”，未见总数？"),
        ([], ""),
    ],
)
def test_each_sentence_is_told_once_with_one_stop(parts: list[str], told: str) -> None:
    assert sentences(parts) == told


@pytest.mark.parametrize(
    ("new", "changed", "kept", "told"),
    [
        (3, 0, 5, "新增 3 项，其余 5 项未动"),
        (1, 2, 3, "新增 1 项，更新 2 项，其余 3 项未动"),
        (0, 0, 4, "其余 4 项未动"),
        (0, 0, 0, ""),
    ],
)
def test_nothing_is_said_of_what_there_is_none_of(new: int, changed: int, kept: int, told: str) -> None:
    assert str(counted(("新增 {n} 项", new), ("更新 {n} 项", changed), ("其余 {n} 项未动", kept))) == told
