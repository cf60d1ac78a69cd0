"""Word files that come back: tracked changes, comments, bookmarks, pictures, whatever program wrote them."""

from __future__ import annotations

import pytest

from taizhang.core.text.tracked import TrackedRun, TrackedText
from taizhang.intake import IntakeRefused, Limits
from taizhang.intake.word_copy import answer
from tests.intake.packages import SPACES, archive, paragraph, relations, run, word

BY = 'w:id="1" w:author="张三" w:date="2026-03-03T09:00:00Z"'
INSERTED, DELETED = f"<w:ins {BY}>", f"<w:del {BY}>"


def struck(words: str) -> str:
    return f"{DELETED}<w:r><w:delText>{words}</w:delText></w:r></w:del>"


def put(words: str) -> str:
    return f"{INSERTED}{run(words)}</w:ins>"


def read(body: str, **parts: str) -> TrackedText:
    told = answer(word(body, **parts), Limits())
    return TrackedText(told["text"], told["runs"], told["comments"], told["bookmarks"])


@pytest.mark.parametrize(
    ("body", "original", "final"),
    [
        (paragraph("走访", struck("8"), put("9"), "户"), "走访8户\n", "走访9户\n"),
        (paragraph("走访", f"<w:ins {BY}>{struck('甲')}</w:ins>", "户"), "走访户\n", "走访户\n"),
        (paragraph("甲", "<w:moveFrom w:author='李'><w:r><w:t>乙</w:t></w:r></w:moveFrom>"), "甲乙\n", "甲\n"),
        (paragraph("甲", properties=f"<w:rPr><w:ins {BY}/></w:rPr>") + paragraph("乙"), "甲乙\n", "甲\n乙\n"),
        (paragraph("甲", properties=f"<w:rPr><w:del {BY}/></w:rPr>") + paragraph("乙"), "甲\n乙\n", "甲乙\n"),
        (f"<w:ins {BY}>{paragraph('甲')}</w:ins>" + paragraph("乙"), "乙\n", "甲\n乙\n"),
        (paragraph("走", f"<w:smartTag w:element='x'>{run('访')}</w:smartTag>", "<w:proofErr/>"), "走访\n", "走访\n"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('甲')}</w:sdtContent></w:sdt>", "甲\n", "甲\n"),
        (paragraph("甲", "<w:r><w:br/></w:r>", "乙", "<w:r><w:br w:type='page'/></w:r>"), "甲\n乙\n", "甲\n乙\n"),
        (paragraph("甲", run("密", "<w:vanish/>")), "甲\n", "甲\n"),
        (
            "<mc:AlternateContent><mc:Choice Requires='wps'>" + paragraph("甲") + "</mc:Choice><mc:Fallback>"
            + paragraph("乙") + "</mc:Fallback></mc:AlternateContent>", "甲\n", "甲\n",
        ),
        (
            paragraph("甲", "<w:r><w:drawing><w:txbxContent>" + paragraph("版记") + "</w:txbxContent></w:drawing></w:r>"),
            "甲\n", "甲\n",
        ),
    ],
)  # fmt: skip
def test_what_was_and_what_is(body: str, original: str, final: str) -> None:
    found = read(body)
    assert (found.original, found.final) == (original, final)


def cell(words: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{words}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def test_a_row_is_a_line_between_bars() -> None:
    joined = cell(paragraph("活动"), '<w:gridSpan w:val="2"/>')
    nested = "<w:tbl>" + row(cell(paragraph("内")), cell(paragraph("外"))) + "</w:tbl>"
    body = "<w:tbl>" + "".join([
        row(cell(paragraph("街|道"), '<w:vMerge w:val="restart"/>'), joined),
        row(cell(paragraph(""), "<w:vMerge/>"), cell(paragraph(" 场次 ")), cell(paragraph("人") + paragraph("次"))),
        row(cell(paragraph("东河")), cell(nested), cell(paragraph("")), properties=f"<w:ins {BY}/>"),
        row(cell(paragraph("独行"))),
    ]) + "</w:tbl>"  # fmt: skip
    found = read(body)
    assert [line.rstrip() for line in found.final.split("\n")] == [
        "| 街｜道 | 活动 | << |", "| ^^ | 场次 | 人 次 |", "| 东河 | 内 外 |  |", "独行", "",
    ]  # fmt: skip
    assert "东河" not in found.original


def test_comments_with_their_replies_stand_at_their_places() -> None:
    named = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    rows = "".join(
        f'<w:comment w:id="{n}" w:author=" {author}&#10;某 " {named}>'
        f'<w:p w14:paraId="0{n}"><w:r><w:t>{words}</w:t></w:r></w:p>'
        "</w:comment>"
        for n, author, words in ((1, "李四", "核"), (2, "王五", "已核"), (3, "赵六", ""), (4, "赵六", "全"))
    )
    body = paragraph(
        "走访", '<w:commentRangeStart w:id="1"/>', "8户", '<w:commentRangeEnd w:id="1"/>',
        '<w:r><w:commentReference w:id="1"/><w:commentReference w:id="2"/></w:r>', "。",
        '<w:r><w:commentReference w:id="4"/></w:r>',
    )  # fmt: skip
    extended = "http://schemas.microsoft.com/office/word/2012/wordml"
    data = archive(
        {
            "_rels/.rels": relations(("officeDocument", "word/document.xml")),
            "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": relations(
                ("comments", "comments.xml"), ("commentsExtended", "more.xml")
            ),
            "word/comments.xml": f"<w:comments {SPACES}>{rows}</w:comments>",
            "word/more.xml": f'<w15:x xmlns:w15="{extended}"><w15:commentEx w15:paraId="02" w15:paraIdParent="01"/></w15:x>',
        }
    )
    assert answer(data, Limits())["comments"] == (
        (2, 4, "李四 某", "核\n王五 某：已核"), (5, 5, "赵六 某", "全"),
    )  # fmt: skip


def test_bookmarks_and_runs_have_places_in_the_whole_text() -> None:
    found = read(paragraph("甲", '<w:bookmarkStart w:id="1" w:name="tz"/>', put("乙"), put("丙"), "\u200b丁"))
    assert found.text == "甲乙丙丁\n"
    assert found.runs == (TrackedRun(1, 3, False, "张三"),)
    assert [tuple(each) for each in found.bookmarks] == [("tz", 1)]


def test_charts_are_told() -> None:
    told = answer(word(paragraph("甲", "<w:r><w:drawing><c:chart/></w:drawing></w:r>")), Limits())
    assert "图表" in told["notes"][0]["pattern"]


def test_too_much_text_and_broken_parts_are_refused() -> None:
    with pytest.raises(IntakeRefused, match="请拆分"):
        answer(word(paragraph("甲" * 60)), Limits(characters=50))
    data = archive(
        {
            "_rels/.rels": relations(
                ("officeDocument", "word/document.xml"), ("custom-properties", "custom.xml")
            ),
            "word/document.xml": f"<w:document {SPACES}><w:body/></w:document>",
            "custom.xml": "<broken",
        }
    )
    with pytest.raises(IntakeRefused, match="损坏"):
        answer(data, Limits())
