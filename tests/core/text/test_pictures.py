"""Pictures in a text: one line each, written and read again, and nothing in it is a figure."""

from __future__ import annotations

from hashlib import sha256

import pytest

from taizhang.core.figures import excluded_numerals, read_figures
from taizhang.core.gongwen.punctuation import normalise
from taizhang.core.text.pictures import (
    PictureLine,
    digest_start,
    is_name,
    name_of,
    next_caption,
    picture_in,
    printed_length,
    text_blocks,
    unprinted_spans,
    with_line,
)
from taizhang.core.text.word_pictures import captioned

DIGEST = sha256(b"picture").hexdigest()
NAME = name_of(DIGEST)
PICTURE = PictureLine(NAME, "图1 揭牌仪式", "市文明办供图", "三人在社区门口揭牌")


def test_a_picture_is_a_line_that_is_read_again() -> None:
    assert picture_in(PICTURE.to_line()) == PICTURE
    assert picture_in(normalise(PICTURE.to_line())) is not None
    assert DIGEST.startswith(digest_start(NAME))
    assert not any(sign.isdigit() for sign in NAME)
    assert is_name(NAME)
    assert not is_name("1" * 24)


def test_what_would_end_the_line_early_is_replaced() -> None:
    line = PictureLine(NAME, "图1 甲｜乙[丙]", "", "一\n二").to_line()
    assert picture_in(line) == PictureLine(NAME, "图1 甲，乙（丙）", "", "一 二")


@pytest.mark.parametrize(
    "line",
    ["", "图1 揭牌仪式", f"见![图1](picture:{NAME})", "![图1](picture:../../etc/passwd)", "![图1](http://a)"],
)
def test_any_other_line_is_none(line: str) -> None:
    assert picture_in(line) is None


def test_the_caption_is_printed_with_its_credit() -> None:
    assert PICTURE.title == "图1　揭牌仪式（市文明办供图）"
    assert PictureLine(NAME, "现场", "", "").title == "现场"
    found = picture_in(f"![现场](picture:{NAME})")
    assert found is not None
    assert found.description == "现场"


def test_no_figure_is_read_in_the_name() -> None:
    line = PictureLine(NAME, "图1 揭牌仪式", "市文明办供图", "揭牌").to_line()
    assert read_figures(line) == []
    assert [each.surface for each in excluded_numerals(line)] in ([], ["1"])


def test_of_a_picture_only_the_caption_claims_anything() -> None:
    line = PictureLine(NAME, "图1 8场宣讲的现场", "3人供图", "三人在社区门口揭牌").to_line()
    text = f"走访20户。\n{line}\n又走访5户。"
    assert [figure.surface for figure in read_figures(text, certain_ends=True)] == ["20户", "8场", "5户"]
    assert unprinted_spans(f"![现场](picture:{NAME})") == [(4, 39)]
    assert unprinted_spans("![现场](picture:x)") == []


def test_the_next_number_is_given() -> None:
    text = f"甲\n{PICTURE.to_line()}\n![图三 乙](picture:{NAME})\n![丙](picture:{NAME})"
    assert next_caption(text, "现场") == "图2 现场"
    assert next_caption(text, "图9 现场") == "图9 现场"
    assert next_caption("", "") == "图1"


def test_lines_tables_and_pictures_in_order() -> None:
    before, picture, table = text_blocks(["前文", " ", PICTURE.to_line(), "| 甲 |", "| --- |"])
    assert (before, picture) == ("前文", PICTURE)
    assert not isinstance(table, str)


def test_only_what_is_printed_is_counted() -> None:
    words = "走访 8户。\n另有2户。"
    table = "表1 各街道\n| 街道 | 场次 |\n| --- | --- |\n| 东河 | 8 |\n| 西门 | << |"
    assert printed_length(words) == 10
    assert printed_length(f"{words}\n{PICTURE.to_line()}") == 10 + len("图1揭牌仪式（市文明办供图）")
    assert printed_length(f"{words}\n{table}") == 10 + len("表1各街道街道场次东河8西门")
    assert printed_length("") == 0


TABLE = "表1 场次\n| 街道 | 场 |\n| --- | --- |\n| 东河 | 8 |"


@pytest.mark.parametrize(
    ("text", "after", "wanted"),
    [
        ("", None, "X"),
        ("", 0, "X"),
        ("一\n二", 0, "X\n一\n二"),
        ("一\n二", 1, "一\nX\n二"),
        ("一\n\n二", 1, "一\nX\n二"),
        ("一\n\n二", 2, "一\n\n二\nX"),
        ("一\n二", 99, "一\n二\nX"),
        ("一\n二\n", None, "一\n二\nX"),
        (f"一\n{TABLE}\n二", 3, f"一\n{TABLE}\nX\n二"),
        (f"{TABLE}\n二", 1, f"{TABLE}\nX\n二"),
    ],
)
def test_a_line_is_put_below_another_and_never_into_a_table(
    text: str, after: int | None, wanted: str
) -> None:
    assert with_line(text, "X", after) == wanted


def test_a_picture_takes_the_caption_below_it_and_a_number() -> None:
    bare = f"![｜｜](picture:{NAME})"
    said = f"![｜｜三人揭牌](picture:{NAME})"
    assert captioned(f"走访。\n{bare}\n图1 走访现场\n{said}\n下一步。") == (
        f"走访。\n![图1 走访现场｜｜图1 走访现场](picture:{NAME})\n![图2｜｜三人揭牌](picture:{NAME})\n下一步。"
    )
    assert captioned("走访。\n\n图1 走访现场") == "走访。\n\n图1 走访现场"
