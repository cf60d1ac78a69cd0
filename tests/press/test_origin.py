"""A Word file says what it was made from, and comes back as it went: texts, headings, tables, pictures of any kind."""

from __future__ import annotations

import io
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.bulletin.queries.word_copies import printed_line
from taizhang.core.gongwen import for_setting
from taizhang.core.gongwen.model import Bulletin, Item, Paragraph
from taizhang.core.text.printed_article import printed_article
from taizhang.core.text.tables import literal
from taizhang.core.text.tracked import Bookmark, TrackedText
from taizhang.core.text.word_edits import read_return
from taizhang.core.text.word_regions import SentArticle, marked_parts
from taizhang.intake import Limits
from taizhang.intake.word_copy import answer
from taizhang.press import write_docx

from .samples import bulletin

NAMES = [SentArticle("0a1b2c3d", n, 3, n == 1) for n in (1, 2)]
WORD = st.text("市民走访老人4216户，。；“”（）、%.-—8场abc ,", min_size=1, max_size=30).filter(str.strip)
HEADING = st.sampled_from(["一、主要做法", "（一）抓落实", "1.走访", "一是健全台账。", "图书馆", "表1"])
CELL = st.text("东河街道8520%—. ", max_size=6) | st.sampled_from(["<<", "^^", "\\<<", "—", "--"]).map(literal)


@st.composite
def tables(draw: st.DrawFn) -> str:
    width = draw(st.integers(2, 4))
    row = st.lists(CELL, min_size=width, max_size=width)
    head, rows = draw(row), draw(st.lists(row, min_size=1, max_size=3))
    drawn = [f"| {' | '.join(cells)} |" for cells in [head, ["---"] * width, *rows]]
    return "\n".join([*(["表1 情况"] if draw(st.booleans()) else []), *drawn])


BODY = st.lists(st.one_of(WORD, HEADING, tables()), min_size=1, max_size=6).map("\n".join)


def written(texts: list[tuple[str, str]]) -> bytes:
    items = [
        Item(title, tuple(Paragraph(line) for line in body.split("\n") if line.strip()), "", sent.run_in)
        for (title, body), sent in zip(texts, NAMES, strict=True)
    ]
    made = Bulletin(name="海川简报", items=tuple(items))
    return write_docx(for_setting(made), origin=[sent.name for sent in NAMES])


def read(data: bytes) -> tuple[str, TrackedText]:
    told = answer(data, Limits())
    marks = tuple(Bookmark(*each) for each in told["bookmarks"])
    return told["identity"], TrackedText(told["text"], told["runs"], told["comments"], marks)


@settings(max_examples=60, deadline=None)
@given(BODY, BODY, st.sampled_from(["一起读书。", "第 2 篇:走访“老人”!"]))
def test_a_file_comes_back_as_it_went(first: str, second: str, title: str) -> None:
    texts = [(title, first), ("把阅读课搬进家庭", second)]
    identity, back = read(written(texts))
    assert identity == " ".join(sent.name for sent in NAMES)
    parts = list(marked_parts(back))
    assert [sent for sent, _ in parts] == NAMES
    for (sent, part), (headline, body) in zip(parts, texts, strict=True):
        printed = printed_article(f"{headline}\n{body}", printed_line, run_in=sent.run_in)
        assert read_return(printed, part).edits == ()


def test_a_file_that_is_not_to_come_back_bears_no_marks() -> None:
    names = zipfile.ZipFile(io.BytesIO(write_docx(bulletin(2)))).namelist()
    assert "docProps/custom.xml" not in names


def test_an_article_that_is_a_table_only_is_marked() -> None:
    texts = [
        ("一起读书。", "| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |"),
        ("第二篇", "| 丙 | 丁 |\n| --- | --- |\n| 3 | 4 |"),
    ]
    _identity, back = read(written(texts))
    assert [part.text.split("\n")[0] for _, part in marked_parts(back)] == ["一起读书。", "第二篇"]
