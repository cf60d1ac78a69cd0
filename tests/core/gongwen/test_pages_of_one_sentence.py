"""Paragraphs that say the same, torn at the same place by page ends: text, and no running heads."""

from __future__ import annotations

import pytest

from taizhang.core.gongwen import read_bulletin

from .rendering import SENTENCES

RECIPIENTS = "报：各县区文明办，市委、市人大、市政府、市政协，省文明办，市文明委主任、副主任，市级群众团体，有关新闻单位。"


def torn(sentence: str, width: int, *, number: str, comma: str) -> str:
    """An issue of three articles of this sentence alone, a page end behind the first line of each, the imprint in one
    line."""
    lines = ["海川机关党建简报", "第52期", "海川市文明办　　2010年10月28日", ""]
    for n, unit in enumerate(("市总工会", "市财政局", "市图书馆"), 1):
        text = "　　" + sentence * 4
        rows = [text[i : i + width] for i in range(0, len(text), width)]
        lines += [
            f"{unit}办好身边小事",
            "",
            rows[0],
            "",
            number.format(n),
            "",
            *rows[1:],
            "",
            f"（{unit}）",
            "",
        ]
    return "\n".join([*lines, "责编：方一舟", RECIPIENTS]).replace("，", comma)


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("width", [28, 32, 40])
@pytest.mark.parametrize(("number", "comma"), [("- {} -", "，"), ("第{}页 共9页", ","), ("{}", ",")])
def test_a_repeated_line_at_the_foot_is_text(sentence: str, width: int, number: str, comma: str) -> None:
    bulletin = read_bulletin(torn(sentence, width, number=number, comma=comma))
    assert [item.title for item in bulletin.items] == [
        f"{u}办好身边小事" for u in ("市总工会", "市财政局", "市图书馆")
    ]
    wanted = sentence.replace("，", comma) * 4
    assert ["".join(p.text for p in item.body) for item in bulletin.items] == [wanted] * 3


def test_a_foot_that_repeats_is_none_of_the_text() -> None:
    text = torn(SENTENCES[0], 28, number="{}\n\n市直机关党建工作", comma="，")
    assert "党建工作" not in "".join(p.text for item in read_bulletin(text).items for p in item.body)
