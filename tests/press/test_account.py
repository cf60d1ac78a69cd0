"""An issue as an article for a public account: every style at its element, nothing that the editors drop or that harms."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from taizhang.core.gongwen.model import Bulletin, Contacts, Paragraph, Recipients
from taizhang.press import DEFAULT_TEMPLATE, HouseTemplate, PressError, write_article

from .samples import bulletin, item
from .test_pictures import CONTENT, LINE, PICTURES

TABLE = (
    "表1 走访情况\n| 街道 | 活动 | << |\n| ^^ | 场次 | 人次 |\n| --- | --- | --- |\n| 东河街道 | 8 | 520 |"
)
KNOWN = {
    "html", "head", "meta", "title", "body", "section", "p", "strong", "img", "table", "tbody", "tr", "th", "td",
}  # fmt: skip


class Elements(HTMLParser):
    """The elements of a document with their attributes, in order; those that are open must be closed in turn."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in ("img", "meta"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def holding(*lines: str, **more: object) -> Bulletin:
    article = replace(item(1), body=tuple(Paragraph(line) for line in lines))
    return replace(bulletin(items=(article,)), **more)


def plain(html: str) -> str:
    return re.sub("<[^>]*>", "", html)


def test_styles_stand_at_their_elements_alone() -> None:
    whole = holding("大家按时来。", *TABLE.split("\n"), LINE, note=(Paragraph("现刊发如下。"),))
    html = write_article(whole, DEFAULT_TEMPLATE, PICTURES)
    elements = Elements(html).found
    assert {tag for tag, _attrs in elements} <= KNOWN
    names = {name for _tag, attrs in elements for name in attrs}
    assert names <= {"style", "src", "alt", "rowspan", "colspan", "charset", "lang"}
    inner = [(tag, attrs) for tag, attrs in elements if tag in ("p", "th", "td", "table", "img", "section")]
    assert all("style" in attrs for _tag, attrs in inner)
    assert not re.search(r"position|class=|<style|url\(", html)
    assert html.count("<section") == html.count("</section>") == 1


def test_a_picture_comes_along_with_caption_and_description() -> None:
    html = write_article(holding(LINE), DEFAULT_TEMPLATE, PICTURES)
    (picture,) = [attrs for tag, attrs in Elements(html).found if tag == "img"]
    assert picture["alt"] == "三人在社区门口揭牌"
    assert base64.b64decode(str(picture["src"]).partition("base64,")[2]) == CONTENT
    assert "图1　揭牌仪式（市文明办供图）" in html
    with pytest.raises(PressError):
        write_article(holding(LINE), DEFAULT_TEMPLATE, {})


def test_a_table_keeps_its_joined_cells_and_numbers_stand_right() -> None:
    html = write_article(holding(*TABLE.split("\n")), DEFAULT_TEMPLATE, {})
    assert "<strong>表1　走访情况</strong>" in html
    cells = [(tag, attrs) for tag, attrs in Elements(html).found if tag in ("th", "td")]
    assert [(tag, each.get("rowspan"), each.get("colspan")) for tag, each in cells[:2]] == [
        ("th", "2", None), ("th", None, "2"),
    ]  # fmt: skip
    assert ["right" in str(each["style"]) for _tag, each in cells[-3:]] == [False, True, True]


def test_what_is_for_the_recipients_stays_out() -> None:
    told = Recipients(("市委办公室",), ("市档案馆",), ("各区文明办",))
    whole = holding("大家按时来。", recipients=told, contacts=Contacts("5550101", "", "a@b.test"), copies=120)
    words = plain(write_article(whole, DEFAULT_TEMPLATE, {}))
    assert not any(
        each in words for each in ("市委办公室", "市档案馆", "各区文明办", "5550101", "a@b.test", "120")
    )
    assert all(name in words for name in (whole.name, f"第{whole.annual_no}期", whole.issuer))


def test_headlines_and_headings_are_strong_as_in_print() -> None:
    words = "一是走访到户。民警上门四百次。二是开会到点。会开在村口。"
    html = write_article(holding(words), DEFAULT_TEMPLATE, {})
    assert "<strong>一是走访到户。</strong>民警上门四百次。" in html
    even = write_article(holding(words), replace(DEFAULT_TEMPLATE, lead_sentences=False), {})
    assert words in even
    own_line = replace(item(1), run_in=False, title="走访到户", column="基层")
    html = write_article(bulletin(items=(own_line,)), HouseTemplate(colour="#1d4f91"), {})
    assert "<strong>走访到户</strong></p>" in html
    assert re.search(r"color:#1d4f91\"><strong>【基层】", html)


def test_what_was_typed_is_words_and_nothing_else() -> None:
    hostile = "<script>alert(1)</script>&\"'<img src=x onerror=alert(1)>"
    article = replace(item(1), title=hostile, source_unit=hostile, column=hostile, body=(Paragraph(hostile),))
    whole = bulletin(
        items=(article,), name=hostile, issuer=hostile, editor=hostile, note=(Paragraph(hostile),)
    )
    elements = Elements(write_article(whole, DEFAULT_TEMPLATE, {})).found
    assert {tag for tag, _attrs in elements} <= KNOWN - {"img"}


def test_an_issue_of_nothing_is_a_document_all_the_same() -> None:
    assert "<section" in write_article(Bulletin(), DEFAULT_TEMPLATE, {})
