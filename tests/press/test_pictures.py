"""Pictures on the page and in the Word file: small, with caption and description, on rows of the grid."""

from __future__ import annotations

import io
from dataclasses import replace
from hashlib import sha256

import pytest
from docx import Document
from PIL import Image
from pypdf import PdfReader

from taizhang.core.gongwen import for_setting
from taizhang.core.gongwen.model import Bulletin, Paragraph
from taizhang.core.text.pictures import PictureLine, name_of
from taizhang.press import Press, PressError, write_docx

from .samples import bulletin, item, paragraph


def jpeg(wide: int = 1200, high: int = 800) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((wide, high)).convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue()


CONTENT = jpeg()
NAME = name_of(sha256(CONTENT).hexdigest())
LINE = PictureLine(NAME, "图1 揭牌仪式", "市文明办供图", "三人在社区门口揭牌").to_line()
PICTURES = {NAME: CONTENT}


def with_picture(before: int = 1, line: str = LINE) -> Bulletin:
    article = item(before)
    body = (*article.body, Paragraph(line), paragraph(3), paragraph(4), paragraph(4))
    return for_setting(bulletin(items=(replace(article, body=body),)))


@pytest.mark.parametrize("before", [1, 2, 3, 4])
def test_the_page_keeps_its_form_wherever_the_picture_stands(press: Press, before: int) -> None:
    done = press.typeset(with_picture(before), pictures=PICTURES)
    assert done.form.ok, done.form.findings
    assert len(done.pdf) < 1_500_000


def test_the_picture_has_its_caption_and_its_description(press: Press) -> None:
    pdf = PdfReader(io.BytesIO(press.typeset(with_picture(), pictures=PICTURES).pdf))
    assert sum(len(page.images) for page in pdf.pages) == 1
    assert "图1　揭牌仪式（市文明办供图）" in "".join(page.extract_text() for page in pdf.pages)
    described: list[str] = []

    def walk(node: object) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, dict):
            described.extend([str(node["/Alt"])] if "/Alt" in node else [])
            walk(node.get("/K"))
        elif isinstance(node, list):
            for each in node:
                walk(each)

    walk(pdf.trailer["/Root"]["/StructTreeRoot"])
    assert described == ["三人在社区门口揭牌"]


@pytest.mark.parametrize(("wide", "high"), [(3000, 100), (100, 3000), (640, 640)])
def test_wide_and_high_pictures_fit_the_page(press: Press, wide: int, high: int) -> None:
    content = jpeg(wide, high)
    line = PictureLine(name_of(sha256(content).hexdigest()), "图1 长卷", "", "长卷").to_line()
    pictures = {name_of(sha256(content).hexdigest()): content}
    assert press.typeset(with_picture(1, line), pictures=pictures).form.ok


def test_a_picture_is_drawn_while_somebody_writes(press: Press) -> None:
    assert press.draw(with_picture(), near="图1", pictures=PICTURES).png.startswith(b"\x89PNG")


def test_a_picture_that_is_not_there_is_told(press: Press) -> None:
    with pytest.raises(PressError, match=r"图片“图1揭牌仪式”没有找到"):
        press.typeset(with_picture())
    with pytest.raises(PressError, match=r"没有找到"):
        write_docx(with_picture())


def test_the_word_file_has_the_picture_with_its_description() -> None:
    document = Document(io.BytesIO(write_docx(with_picture(), pictures=PICTURES)))
    (picture,) = document.inline_shapes
    assert picture._inline.docPr.get("descr") == "三人在社区门口揭牌"
    assert any(p.text == "图1　揭牌仪式（市文明办供图）" for p in document.paragraphs)
