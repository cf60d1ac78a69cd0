"""The editable copy, read back."""

from __future__ import annotations

import io

import pytest
from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table

from taizhang.core.gongwen.copyfit import FitBounds, PageSetting
from taizhang.core.gongwen.model import Bulletin, Item, Paragraph
from taizhang.press import Grid, HouseTemplate, PressError, write_docx
from taizhang.press.word.page_ends import roomier
from taizhang.press.word.spacing import spacing_of

from .samples import SENTENCE, bulletin, item


def copy(b: Bulletin, **changes: object) -> DocumentType:
    return Document(io.BytesIO(write_docx(b, HouseTemplate(**changes))))  # type: ignore[arg-type]


def text_of(document: DocumentType) -> str:
    cells = [cell.text for table in imprint_of(document) for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def imprint_of(document: DocumentType) -> list[Table]:
    """The table of the imprint, in its frame at the foot."""
    return [
        Table(table, document)
        for box in document.element.body.iter(qn("w:txbxContent"))
        for table in box.iter(qn("w:tbl"))
    ]


def fonts_of(document: DocumentType, words: str) -> set[str]:
    """Far-eastern fonts of the runs with these words."""
    runs = [r for p in document.paragraphs for r in p.runs if words in r.text]
    return {r._r.rPr.rFonts.get(qn("w:eastAsia")) for r in runs}


@pytest.mark.parametrize("run_in", [True, False])
def test_all_text_is_there(run_in: bool) -> None:
    b = bulletin(2, run_in=run_in, items=(item(2, run_in=run_in), Item("海川。", (), "", True, "县区动态")))
    text = text_of(copy(b))
    for words in (
        b.name, "第10期", "（总第2222期）", b.issuer, "2026年3月2日", "【创建动态】", "【县区动态】", b.note[0].text,
        b.items[0].title, b.items[0].body[0].text, "（市图书馆）", "报：省文明办，市文明委主任、副主任。",
        "责编：方一舟　　核稿：梁知微", "（共印80份）",
    ):  # fmt: skip
        assert words in text


def test_fonts_go_by_role() -> None:
    document = copy(bulletin(2))
    assert fonts_of(document, "海川市精神文明") == {"方正小标宋简体"}
    assert fonts_of(document, "市图书馆把阅读") == {"黑体"}
    assert fonts_of(document, "一是织密服务网络。") == {"楷体_GB2312"}
    assert fonts_of(document, "坚持重心下移") == {"仿宋_GB2312"}


def test_leading_sentences_stay_where_the_house_wants_it() -> None:
    assert fonts_of(copy(bulletin(2), lead_sentences=False), "一是织密") == {"仿宋_GB2312"}


def test_lines_have_an_exact_pitch_that_fills_the_page() -> None:
    for paragraph in copy(bulletin(3)).paragraphs[3:]:
        form = paragraph.paragraph_format
        assert form.line_spacing_rule == WD_LINE_SPACING.EXACTLY
        assert form.line_spacing == Pt(28.95)
        assert form.line_spacing * 22 <= Mm(225) + Pt(1)
        assert form.widow_control is False
        assert paragraph._p.pPr.find(qn("w:autoSpaceDE")).get(qn("w:val")) == "0"


def test_the_page_is_that_of_the_standard() -> None:
    section = copy(bulletin()).sections[0]
    assert (section.page_width, section.page_height) == pytest.approx((Mm(210), Mm(297)), abs=Pt(0.1))
    assert section.top_margin == pytest.approx(Mm(37), abs=Pt(0.1))
    assert section.left_margin == pytest.approx(Mm(28), abs=Pt(0.1))


def test_page_numbers_change_sides() -> None:
    document = copy(bulletin())
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    assert section.footer.paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.RIGHT
    assert section.even_page_footer.paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.LEFT
    assert "PAGE" in section.footer.paragraphs[0]._p.xml


def test_the_imprint_follows_the_houses_order_and_may_be_missing() -> None:
    usual, other = copy(bulletin()), copy(bulletin(), imprint=("people", "recipients"))
    assert [r.cells[0].text[:2] for r in imprint_of(usual)[0].rows] == ["报：", "责编"]
    assert [r.cells[0].text[:2] for r in imprint_of(other)[0].rows] == ["责编", "报："]
    assert len(imprint_of(copy(bulletin(), imprint=("people",)))[0].rows) == 1
    assert imprint_of(copy(Bulletin(name="海川"))) == []


def test_signs_that_xml_forbids_are_left_out() -> None:
    assert "海川办" in text_of(copy(bulletin(issuer="海\u0001川\ufffe办\u202e")))


def test_the_file_names_the_issue_and_not_the_clock() -> None:
    properties = copy(bulletin()).core_properties
    assert (properties.title, properties.author) == ("海川市精神文明建设情况简报", "海川市文明办")
    assert properties.created is not None
    assert properties.created.date() == bulletin().date
    assert copy(Bulletin()).core_properties.created.year == 2000  # type: ignore[union-attr]


def test_what_is_too_large_is_refused() -> None:
    with pytest.raises(PressError, match="请分段"):
        write_docx(Bulletin(note=(Paragraph("海" * 30_000),)))


def test_the_code_stands_above_the_imprint_with_words_for_it() -> None:
    address = "https://jianbao.example.cn/v/AbCdEf/"
    document = Document(io.BytesIO(write_docx(bulletin(1), HouseTemplate(qr=address))))
    (picture,) = document.inline_shapes
    assert (picture.width, picture.height) == (Mm(16), Mm(16))
    assert picture._inline.docPr.get("descr") == f"二维码：扫码核对本期及更正，网址 {address}"
    (box,) = document.element.body.iter(qn("w:txbxContent"))
    assert "".join(box[0].itertext()).strip().startswith("扫码核对本期及更正")
    assert not Document(io.BytesIO(write_docx(bulletin(1)))).inline_shapes


def test_the_imprint_stands_at_the_foot_of_the_page_where_the_text_ends() -> None:
    document = copy(bulletin(3))
    (anchor,) = document.element.body.iter(qn("wp:anchor"))
    (vertical,) = anchor.iter(qn("wp:positionV"))
    assert (vertical.get("relativeFrom"), vertical[0].text) == ("margin", "bottom")
    assert document.paragraphs[-1]._p in anchor.iterancestors()
    assert int(anchor.find(qn("wp:extent")).get("cx")) == pytest.approx(Mm(156), abs=Pt(0.5))


def test_the_setting_is_that_of_the_pages() -> None:
    setting = {"lines": 23, "cells": 29, "tight_titles": True, "small_imprint": True}
    b = bulletin(3, items=(item(1, run_in=False), item(1, run_in=False)))
    document = Document(io.BytesIO(write_docx(b, fit={"setting": setting, "room": 4})))
    titles = [p for p in document.paragraphs if p.text == b.items[0].title]
    assert [p.paragraph_format.line_spacing for p in titles] == [Pt(27.7)] * 2
    assert [p.paragraph_format.space_after for p in titles] == [Pt(0)] * 2
    assert {p.paragraph_format.space_before for p in titles} == {Pt(27.7)}
    (table,) = imprint_of(document)
    assert {r.font.size for r in table.rows[0].cells[0].paragraphs[0].runs} == {Pt(12)}


@pytest.mark.parametrize(("lines", "room", "taken"), [(22, 4, 22), (22, 3, 23), (23, 0, 24), (24, 0, 24)])
def test_pages_take_a_row_more_where_the_last_is_nearly_full(lines: int, room: int, taken: int) -> None:
    assert roomier(PageSetting(lines=lines), FitBounds(), room).lines == taken


@pytest.mark.parametrize(
    "text", [SENTENCE * 6, "（海川）“云岭”《日报》怎么办？怎么干！" * 9, "海" * 100, "海"]
)
def test_a_paragraph_takes_no_more_lines_than_on_the_page(text: str) -> None:
    usual = spacing_of(text, Grid())
    assert -30 < usual <= -4
    assert spacing_of(text, Grid(), spare=1) <= usual or spacing_of(text, Grid(), spare=1) == -4
