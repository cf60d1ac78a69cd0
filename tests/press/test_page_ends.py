"""How the pages of bulletins of any length end, as the PDF has them."""

from __future__ import annotations

import io
import random
import re
from dataclasses import replace

import pytest
from docx import Document
from pypdfium2 import PdfDocument

from taizhang.core.gongwen import for_setting, read_bulletin
from taizhang.core.gongwen.copyfit import FitBounds, PageSetting
from taizhang.core.gongwen.model import Bulletin, Paragraph
from taizhang.press import DEFAULT_TEMPLATE, HouseTemplate, Press, Typeset, write_docx
from taizhang.press.typeset.flow import runts

from .samples import SENTENCE, bulletin, item
from .test_pool import said_on
from .test_qr import SEED

ADDRESS = "https://jianbao.example.cn/v/AbCdEf/"
TIGHT = HouseTemplate(setting=PageSetting(23, 29, tight_titles=True, small_imprint=True), qr=ADDRESS)
FREE_OF_BOUNDS = HouseTemplate(bounds=FitBounds(22, 28, 28, tight_titles=False, small_imprint=False))


def of_length(characters: int) -> Bulletin:
    """An issue of so many characters: articles and paragraphs of any length, run in or with titles of their own."""
    dice, items = random.Random(characters), []
    while characters > 0:
        size = min(characters, dice.randint(250, 1_200))
        characters -= size
        body = []
        while size > 0:
            length = min(size, dice.randint(40, 420))
            size -= length
            body.append(Paragraph((SENTENCE * 8)[: length - 1] + "。"))
        items.append(replace(item(1, run_in=dice.random() < 0.5), body=tuple(body)))
    return bulletin(items=tuple(items))


def ends_well(done: Typeset) -> None:
    form, fit = done.form, done.form.fit
    assert form.ok, [str(each.sentence) for each in form.findings]
    assert fit["pages"] == form.pages, "the pages are those that were counted on"
    assert all(form.lines), "no page is blank"
    assert fit["last_rows"] >= 2, "text stands above the imprint"


@pytest.mark.parametrize("characters", range(300, 6_001, 146))
def test_forty_lengths_end_well(press: Press, characters: int) -> None:
    house = (DEFAULT_TEMPLATE, HouseTemplate(qr=ADDRESS), TIGHT, FREE_OF_BOUNDS)[characters % 8 // 2]
    ends_well(press.typeset(of_length(characters), house))


@pytest.mark.skipif(not SEED.exists(), reason="the sample is not here")
@pytest.mark.parametrize("address", ["", ADDRESS])
def test_the_sample_is_four_pages_by_itself(press: Press, address: str) -> None:
    done = press.typeset(for_setting(read_bulletin(SEED.read_text("utf-8"))), HouseTemplate(qr=address))
    ends_well(done)
    assert done.pages == 4
    assert str(done.form.notes[0]).startswith("版面调整为每页23行")


@pytest.mark.parametrize("run_in", [True, False])
def test_three_short_articles_are_two_pages(press: Press, run_in: bool) -> None:
    items = tuple(item(1, sentences=2, run_in=run_in) for _ in range(3))
    done = press.typeset(bulletin(items=items))
    ends_well(done)
    assert done.pages == 2


def test_corner_marks_and_contents_stand_on_the_first_page(press: Press) -> None:
    house = HouseTemplate(left_mark="内部资料", right_mark="编号：2026-#", contents=True)
    for count, listed in ((2, False), (3, True)):
        items = tuple(item(1, run_in=run_in) for run_in in (True, False, True)[:count])
        done = press.typeset(bulletin(items=items), house)
        ends_well(done)
        words = said_on(done.pdf)
        assert words.startswith("内部资料编号：2026-10海川市精神文明建设情况简报第10期")
        assert ("【本期要目】1.市图书馆把阅读服务送到家门口2.市图书馆把" in words) is listed
        document = Document(io.BytesIO(write_docx(bulletin(items=items), house, done.form.fit)))
        paragraphs = [each.text for each in document.paragraphs]
        assert paragraphs[0] == "内部资料\t编号：2026-10"
        assert ("【本期要目】" in paragraphs) is listed


@pytest.mark.parametrize("characters", [2_200, 2_600, 4_000])
def test_the_list_of_contents_tells_the_page_on_which_each_article_begins(
    press: Press, characters: int
) -> None:
    text = of_length(characters)
    titles = [
        f"{unit}把服务送到家门口" + "打造十五分钟便民服务圈" * (n % 3)
        for n, unit in enumerate("甲乙丙丁戊己庚辛")
    ]
    items = tuple(
        replace(each, title=title + "。" * each.run_in)
        for title, each in zip(titles, text.items, strict=False)
    )
    issue = replace(text, items=items)
    for house in (
        HouseTemplate(contents=True, contents_pages=True),
        replace(TIGHT, contents=True, contents_pages=True),
    ):
        done = press.typeset(issue, house)
        ends_well(done)
        pages, told = said_by_page(done.pdf), done.form.fit["pages_of"]
        assert len(told) == len(items) >= 3
        for each, page in zip(items, told, strict=True):
            before = "".join(pages[0].partition("【创建动态】")[2:]) if page == 1 else pages[page - 1]
            assert each.title[:9] in before
        listed = pages[0].partition("【创建动态】")[0]
        for n, (each, page) in enumerate(zip(items, told, strict=True), 1):
            assert re.search(rf"{n}\.{each.title.rstrip('。')}…{{2,}}{page}", listed)


@pytest.mark.parametrize("cells", [27, 28, 29])
@pytest.mark.parametrize("length", [19, 20, 21, 40])
def test_a_title_that_fills_its_line_is_no_fault(press: Press, cells: int, length: int) -> None:
    title = ("市图书馆把阅读服务送到家门口打造十五分钟便民服务圈" * 2)[:length]
    issue = bulletin(items=(replace(item(3, run_in=False), title=title),))
    ends_well(press.typeset(issue, HouseTemplate(setting=PageSetting(22, cells))))


def said_by_page(pdf: bytes) -> list[str]:
    return [re.sub(r"[\s\ufffe]", "", page.get_textpage().get_text_range()) for page in PdfDocument(pdf)]


def test_an_issue_of_two_articles_has_no_list_of_contents(press: Press) -> None:
    house = HouseTemplate(contents=True, contents_pages=True)
    done = press.typeset(bulletin(items=(item(1), item(1))), house)
    assert "要目" not in said_on(done.pdf)


def test_a_kept_setting_gives_the_same_pages(press: Press) -> None:
    text = of_length(2_928)
    chosen = press.typeset(text)
    kept = PageSetting(**chosen.form.fit["setting"])
    assert kept != PageSetting()
    assert press.typeset(text, HouseTemplate(setting=kept)).pdf == chosen.pdf


def test_a_paragraph_parted_by_an_early_end_is_whole(press: Press) -> None:
    parted = 0
    for characters in range(300, 900, 60):
        text = of_length(characters)
        done = press.typeset(text, FREE_OF_BOUNDS)
        parted += bool(done.form.fit["early"])
        said = re.sub("—[0-9]—", "", said_on(done.pdf))
        assert all(paragraph.text in said for each in text.items for paragraph in each.body)
    assert parted >= 2


def test_last_lines_of_a_character_are_told() -> None:
    def block(*lines: str, kind: str = "paragraph") -> dict[str, object]:
        return {"kind": kind, "lines": [{"runs": [["fang", words]]} for words in lines]}

    blocks = [
        block("市图书馆坚持重心下移", "移。"), block("市图书馆", "资源下沉"), block("馆"), block("馆", "。", kind="title"),
    ]  # fmt: skip
    assert runts(blocks) == [{"start": "市图书馆坚持重心", "left": 2}]
