"""Reading in the process itself: the same files, and what the child makes of its limits and its answer."""

from __future__ import annotations

import io

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Pt
from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.gongwen import reading as gongwen_reading
from taizhang.intake import IntakeRefused, Limits, plain, reading, worker
from taizhang.intake.limits import MOST_LINES
from taizhang.intake.signature import format_of
from tests.intake import hostile
from tests.intake.test_extract import HOSTILE


@pytest.mark.parametrize("name", HOSTILE)
def test_the_sentence_is_the_same_without_a_child(name: str) -> None:
    make, words = HOSTILE[name]
    with pytest.raises(IntakeRefused, match=r"。$") as caught:
        reading.read(make(), Limits())
    assert words in str(caught.value.sentence)


def test_a_word_file_keeps_indents_alignment_tables_breaks_and_boxes() -> None:
    document = docx.Document()
    document.add_paragraph("正文").paragraph_format.first_line_indent = Pt(32)
    document.add_paragraph("市图书馆").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph("居中").alignment = WD_ALIGN_PARAGRAPH.CENTER
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "海川市文明办", "2024年6月18日"
    table.cell(1, 0).text = "一\n二"
    table.cell(1, 0).add_paragraph("三")
    run = document.add_paragraph().add_run("前")
    run.add_tab()
    run.add_break(WD_BREAK.PAGE)
    run.add_text("后")
    run.add_break()
    out = io.BytesIO()
    document.save(out)
    text = reading.read(out.getvalue(), Limits()).text
    assert text.startswith("　　正文\n" + " " * 24 + "市图书馆\n居中\n海川市文明办    2024年6月18日\n")
    assert "一\n二\n三" in text
    assert "前    \f后\n" in text


def test_deleted_words_and_fallbacks_are_left_out() -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = (
        "<w:p><w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:r><w:t>留</w:t><w:noBreakHyphen/></w:r>"
        "<!-- note --><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>控件</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc><w:p><w:r><w:t>内</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>"
    )
    content = f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'.encode()
    data = hostile.with_member(hostile.word_file("x"), "word/document.xml", content)
    assert reading.read(data, Limits()).text == "留-\n框\n控件\n内"


def test_a_workbook_behind_a_chart_is_left_closed() -> None:
    data = hostile.with_member(hostile.word_file("海"), "word/embeddings/a.xlsx", hostile.word_file("y"))
    assert reading.read(data, Limits()).text == "海"


def test_pdf_lines_keep_their_indents_and_pages() -> None:
    stream = b"BT /F1 12 Tf 100 700 Td (Indented) Tj -28 -20 Td (flush left) Tj ET"
    got = reading.read(hostile.pdf_file(2, stream), Limits()).text
    first, second = got.split("\f")
    assert first == second
    assert first.splitlines()[0].startswith("  ")
    assert first.splitlines()[1] == "flush left"


def test_a_pdf_stops_at_the_cap_of_characters() -> None:
    with pytest.raises(IntakeRefused, match="超过 0 万字"):
        reading.read(hostile.pdf_file(3), Limits(characters=20))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        said = reading.read(data, Limits()).text
    except IntakeRefused as refusal:
        said = str(refusal.sentence)
    assert said


@given(
    st.text(
        alphabet=st.characters(
            codec="gb18030", categories=["Lo"], min_codepoint=0x4E00, max_codepoint=0x9FA5
        ),
        min_size=8,
    )
)
def test_han_text_survives_every_encoding(text: str) -> None:
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        assert plain.decode(text.encode(encoding))[0] == text


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK\x03\x04x", "zip"),
        (b"junk %PDF-1.4", "pdf"),
        ("海".encode("utf-16"), "text"),
        ("海1\n川a".encode("utf-16-be"), "text"),
        (b"\x01\x02\x03", "binary"),
    ],
)
def test_formats_are_told_by_their_first_bytes(data: bytes, kind: str) -> None:
    assert format_of(data) == kind


def asked(data: bytes) -> dict[str, object]:
    answer, body = worker.handle({"task": "text", "limits": Limits().to_json()}, data)
    assert body == b""
    return answer


def test_the_worker_answers_in_plain_values() -> None:
    assert asked("海\u200b川".encode()) == {
        "text": "海川",
        "format": "txt",
        "notes": [{"pattern": "已去除 {count} 个不可见的格式控制字符。", "values": {"count": 1}}],
        "tables": (),
        "pictures": (),
    }
    assert asked(b"") == {"refused": {"pattern": "文件是空的。", "values": {}}}


def test_too_little_memory_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def hungry(data: bytes, limits: Limits) -> None:
        raise MemoryError

    monkeypatch.setitem(worker.TASKS, "text", hungry)
    assert "内存过多" in str(asked(b"x"))


def test_no_line_is_cut_off_in_silence() -> None:
    """What the reader of bulletins would leave unread is refused."""
    assert MOST_LINES == gongwen_reading.MOST_LINES
    assert reading.read(("海\n \n\n" * MOST_LINES).encode(), Limits()).format == "txt"
    with pytest.raises(IntakeRefused, match="超过 20000 行"):
        reading.read(("海\n" * (MOST_LINES + 1)).encode(), Limits())


@pytest.mark.parametrize("end", [b"\x1a", b"\x1a\x00\x1a", b"\r\n\x1a\r\n"])
def test_the_end_of_file_of_dos_is_no_content(end: bytes) -> None:
    for data in ("海川市简报\n第7期".encode(), "海川市简报\n第7期".encode("gbk")):
        assert reading.read(data + end, Limits()).text.rstrip() == "海川市简报\n第7期"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text", ["海川市文明办　　　2024年5月20日\n第 7 期", "街道组织宣讲小分队进社区，开展宣讲", "海川"]
)
def test_utf16_is_read_without_its_mark(encoding: str, text: str) -> None:
    """Full-width blanks leave zero bytes on both sides, Chinese alone on neither."""
    assert reading.read(text.encode(encoding), Limits()).text == text


def test_private_characters_of_gbk_are_those_of_today() -> None:
    data = "海川市文明办".encode("gbk") + b"\xa3\xa0\xa3\xa0" + "第7期".encode("gbk") + b"\xfe\x59\xa6\xd9"
    assert reading.read(data, Limits()).text == "海川市文明办\u3000\u3000第7期龴︐"
    assert reading.read("海\ue5e5川".encode(), Limits()).text == "海\u3000川"


def test_short_gbk_text_is_not_taken_for_another_encoding() -> None:
    for text in ("联通", "第7期", "宣讲24场 bulletin"):
        assert plain.decode(text.encode("gbk"))[0] == text
