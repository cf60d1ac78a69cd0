"""The names of the attachments below the text, on the page and in the Word file (GB/T 9704-2012, 7.3.4)."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from docx import Document
from pypdf import PdfReader

from taizhang.core.gongwen import bulletin_from_json, bulletin_to_json, for_setting
from taizhang.core.gongwen.model import Bulletin
from taizhang.press import Press, attached_rows, write_docx

from .samples import bulletin, item

LONG = "海川市2026年新时代文明实践阵地建设情况统计表和各县市区志愿服务队伍注册情况汇总表（截至2026年3月31日）"
THREE = ("海川市文明实践阵地一览表", LONG, "志愿服务项目清单")


def attached(names: Sequence[str], paragraphs: int = 3) -> Bulletin:
    return for_setting(bulletin(items=(item(paragraphs),), attachments=tuple(names)))


def lines_of(pdf: bytes) -> list[str]:
    reader = PdfReader(io.BytesIO(pdf))
    lines = [line.strip() for page in reader.pages for line in page.extract_text().splitlines()]
    return [line for line in lines if not line.startswith("—")]  # without the numbers of the pages


def test_several_are_numbered_and_a_single_one_is_not() -> None:
    assert attached_rows(["甲表", "乙表。"]) == [("附件：", "1. ", "甲表"), ("", "2. ", "乙表")]
    assert attached_rows(["甲表"]) == [("附件：", "", "甲表")]
    assert attached_rows([]) == []


def test_the_names_go_out_as_data_and_come_back() -> None:
    whole = attached(THREE)
    assert bulletin_from_json(bulletin_to_json(whole)).attachments == whole.attachments
    with pytest.raises(ValueError, match="attachments"):
        bulletin_from_json({"attachments": [1]})


def test_the_page_lists_them_below_the_text(press: Press) -> None:
    done = press.typeset(attached(THREE))
    assert done.form.ok, done.form.findings
    text = "".join(lines_of(done.pdf)).replace(" ", "")
    assert f"附件：1.{THREE[0]}2.{LONG}3.{THREE[2]}" in text


def test_a_single_one_stands_without_a_number(press: Press) -> None:
    text = "".join(lines_of(press.typeset(attached(["项目清单"])).pdf)).replace(" ", "")
    assert "附件：项目清单" in text


@pytest.mark.parametrize("count", [1, 2, 5, 10])
@pytest.mark.parametrize("paragraphs", [1, 2, 3, 4, 7])
def test_the_page_keeps_its_form_wherever_they_stand(press: Press, paragraphs: int, count: int) -> None:
    done = press.typeset(attached([LONG] * count, paragraphs))
    assert done.form.ok, done.form.findings
    assert "".join(lines_of(done.pdf)).replace(" ", "").count(LONG) == count


def test_the_word_file_lists_them_with_a_hanging_name() -> None:
    paragraphs = Document(io.BytesIO(write_docx(attached(THREE)))).paragraphs
    found = [each for each in paragraphs if any(name in each.text for name in THREE)]
    assert [each.text for each in found] == [f"附件：1. {THREE[0]}", f"2. {LONG}", f"3. {THREE[2]}"]
    first, second, _third = (each.paragraph_format for each in found)
    assert first.left_indent == second.left_indent
    assert first.space_before > 0 == second.space_before
    assert first.first_line_indent < second.first_line_indent < 0
