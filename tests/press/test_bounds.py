"""Bounded amounts of ordinary text."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.gongwen.model import Bulletin, Item, Paragraph
from taizhang.press import PressError
from taizhang.press.typeset.bounds import MAX_CHARACTERS, MAX_ITEMS, MAX_PARAGRAPH, bounded

from .samples import bulletin


def cleaned(text: str) -> str:
    return str(bounded(Bulletin(name=text))["name"])


def test_ordinary_text_passes_unchanged() -> None:
    assert bounded(bulletin())["items"][0]["body"][0] == bulletin().items[0].body[0].text


@pytest.mark.parametrize(
    "code", [0, 7, 0x1B, 0x7F, 0x85, 0xAD, 0x200B, 0x200E, 0x202E, 0x2066, 0xFEFF, 0xD800, 0xFFFF]
)
def test_what_cannot_be_printed_is_taken_out(code: int) -> None:
    assert cleaned(f"海{chr(code)}川") == "海川"


def test_a_tab_is_a_space_and_a_rare_name_stays() -> None:
    assert cleaned("王\t㛃𬀩") == "王 㛃𬀩"


def test_piles_of_combining_marks_are_cut_to_four() -> None:
    assert cleaned("e" + "\u0301" * 20_000) == "e" + "\u0301" * 4
    assert cleaned("e\u0301\u0302") == "e\u0301\u0302"


@given(st.text(st.characters(categories=["Cc", "Cf", "Cs", "Mn", "Lo", "Po"]), max_size=50))
def test_cleaned_text_is_valid_json_for_any_text(text: str) -> None:
    json.dumps(bounded(Bulletin(name=text)), ensure_ascii=False).encode()


def test_a_paragraph_has_a_limit_that_names_the_paragraph() -> None:
    with pytest.raises(
        PressError, match="有一段长达20001字，超过20000字，请分段：“海海海海海海海海海海海海…”"
    ):
        bounded(Bulletin(note=(Paragraph("海" * (MAX_PARAGRAPH + 1)),)))
    assert bounded(Bulletin(note=(Paragraph("海" * MAX_PARAGRAPH),)))


def test_an_issue_has_a_limit_of_items() -> None:
    most = tuple(Item("海川。", ()) for _ in range(MAX_ITEMS))
    assert bounded(Bulletin(items=most))
    with pytest.raises(PressError, match="最多300篇稿件，这里有301篇"):
        bounded(Bulletin(items=(*most, Item("海川。", ()))))


def test_an_issue_has_a_limit_of_characters() -> None:
    with pytest.raises(PressError, match="超过一期200000字的上限"):
        bounded(Bulletin(name="海" * (MAX_CHARACTERS + 1)))
