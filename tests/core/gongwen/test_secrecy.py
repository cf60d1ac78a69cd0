"""Marks of secrecy."""

from __future__ import annotations

import pytest

from taizhang.core.gongwen import find_secrecy_mark


@pytest.mark.parametrize(
    "text",
    [
        "机密★1年\n海川",
        "海川\n秘密★",
        "绝 密 ★ 长期",
        "密级：秘密\n",
        "\n  机 密  \n",
        "秘密☆１０年",
        "【机密】",
        "报头 绝密★30年",
    ],
)
def test_a_mark_is_found(text: str) -> None:
    found = find_secrecy_mark(text)
    assert found is not None
    assert "密" in found.of(text)


@pytest.mark.parametrize(
    "text", ["", "保守国家秘密，人人有责。", "秘密警察是小说里的人物", "机密文件管理培训 3 场", "★先进单位"]
)
def test_the_word_in_a_sentence_is_no_mark(text: str) -> None:
    assert find_secrecy_mark(text) is None
