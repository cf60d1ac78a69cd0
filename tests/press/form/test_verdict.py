"""The verdict names what was checked, and never hides a font that stands in for another."""

from __future__ import annotations

from typing import Any

import pytest

from taizhang.core.text.messages import Message
from taizhang.press import FormFinding, FormReport, verdict_of
from taizhang.press.typeset.font_names import ROLE_NAMES, FontRole
from taizhang.press.typeset.fonts import SUBSTITUTED

GRID = (22, 28)


def stand_in(role: FontRole, family: str) -> Message:
    return Message(SUBSTITUTED, {"role": ROLE_NAMES[role], "family": family})


def said(**more: Any) -> str:
    return str(verdict_of(FormReport(pages=2, grid=GRID, **more).to_json()))


def test_a_pass_names_the_points_that_were_checked() -> None:
    whole = said(full_pages=(2,), full_lines=30)
    assert whole == "版式核验通过（纸张、页边距、每页行数、每行字数、页码、报头线、版记线、字体嵌入）"


def test_what_the_document_gave_no_occasion_to_check_is_not_named() -> None:
    assert "每页行数" not in said(full_lines=3)
    assert "每行字数" not in said()


@pytest.mark.parametrize(
    ("notes", "words"),
    [
        ([stand_in(FontRole.FANG, "Noto Serif SC")], "通过，字体以Noto Serif SC（仿宋）代替"),
        (
            [
                stand_in(FontRole.FANG, "Noto Serif SC"),
                stand_in(FontRole.XIAOBIAOSONG, "Noto Serif SC Black"),
            ],
            "通过，字体以Noto Serif SC（仿宋）、Noto Serif SC Black（小标宋）代替",
        ),
    ],
)
def test_a_font_that_stands_in_is_part_of_the_verdict(notes: list[Message], words: str) -> None:
    assert words in said(notes=tuple(notes))


def test_a_borrowed_character_is_no_substituted_font() -> None:
    note = Message(
        "“{chars}”不在“{family}”字体中，以“{lender}”代替。", {"chars": "㐂", "family": "仿宋", "lender": "宋"}
    )
    assert "代替" not in said(notes=(note,))


def test_a_fault_is_no_pass() -> None:
    assert said(findings=(FormFinding(1, Message("本页有缺字。")),)) == "版式核验有提示"
