"""What stands in a Word file is read, or counted in a note; what Word does not show is left out and said."""

from __future__ import annotations

import io
import zipfile

import pytest

from taizhang.core.text.tables import ABOVE, LEFT
from taizhang.intake import IntakeRefused, Limits, package, reading
from tests.intake.hostile import with_member
from tests.intake.packages import KIND, SPACES, STRICT, archive, paragraph, relations, run, word


def read(data: bytes) -> reading.Extracted:
    return reading.read(data, Limits())


def text_of(body: str, **parts: str) -> str:
    return read(word(body, **parts)).text


def notes_of(body: str, **parts: str) -> list[str]:
    return [str(note) for note in read(word(body, **parts)).notes]


def field(code: str, result: str | None = None, data: str = "") -> str:
    shown = "" if result is None else f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(result)}'
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
        f"<w:r><w:instrText>{code}</w:instrText></w:r>{shown}"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


# ---- what is not shown


HIDDEN = "<w:vanish/>"


@pytest.mark.parametrize(
    ("body", "styles"),
    [
        (paragraph("开展宣讲24场", run("（内部：18场）", HIDDEN), "。"), ""),
        (
            paragraph("开展宣讲24场", run("（内部：18场）", '<w:rStyle w:val="H"/>'), "。"),
            f'<w:style w:type="character" w:styleId="H"><w:rPr>{HIDDEN}</w:rPr></w:style>',
        ),
        (
            paragraph("（内部：18场）", properties='<w:pStyle w:val="P"/>') + paragraph("开展宣讲24场。"),
            f'<w:style w:type="paragraph" w:styleId="P"><w:rPr>{HIDDEN}</w:rPr></w:style>',
        ),
        (
            "<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc>" + paragraph("（内部：18场）") + "</w:tc></w:tr></w:tbl>"
            + paragraph("开展宣讲24场。"),
            "",
        ),
    ],
)  # fmt: skip
def test_hidden_text_is_left_out_and_counted(body: str, styles: str) -> None:
    found = read(word(body, styles=styles))
    assert found.text.strip() == "开展宣讲24场。"
    assert [str(note) for note in found.notes] == ["有 8 个字设为隐藏，没有读入。"]


def test_what_a_run_shows_again_is_read() -> None:
    styles = f'<w:style w:type="paragraph" w:styleId="P"><w:rPr>{HIDDEN}</w:rPr></w:style>'
    shown = run("24场", '<w:vanish w:val="0"/>')
    assert text_of(paragraph("藏", shown, properties='<w:pStyle w:val="P"/>'), styles=styles) == "24场"


def test_reading_aids_are_left_out() -> None:
    ruby = f"<w:r><w:ruby><w:rt>{run('yùn')}</w:rt><w:rubyBase>{run('恽')}</w:rubyBase></w:ruby></w:r>"
    aid = field(r"EQ \* jc2 \* &quot;Font:宋体&quot; \* hps10 \o\ad(\s\up 9(lǐ),澧)")
    body = paragraph(ruby, "老师走进", aid, "水社区")
    assert text_of(body) == "恽老师走进澧水社区"
    assert notes_of(body) == ["有 2 处注音没有读入。"]


def test_instructions_of_fields_are_no_text_and_their_results_are() -> None:
    nested = field("IF 1=1", "第7期")
    assert text_of(paragraph("简报", nested, field("PAGE", "3"), field("XE 索引"))) == "简报第7期3"


def test_revisions_are_read_as_accepted_and_said() -> None:
    body = paragraph(
        "宣讲", f"<w:del>{run('12场').replace('w:t', 'w:delText')}</w:del>", f"<w:ins>{run('24场')}</w:ins>"
    )
    assert text_of(body) == "宣讲24场"
    assert notes_of(body) == ["文中有 2 处修订，按全部接受读入。"]


def test_a_paragraph_whose_end_is_hidden_or_deleted_goes_on() -> None:
    for mark in (HIDDEN, "<w:del/>"):
        body = paragraph("平安街道", properties=f"<w:rPr>{mark}</w:rPr>") + paragraph("开展宣讲。")
        assert text_of(body) == "平安街道开展宣讲。"
    cap = paragraph("平", properties='<w:framePr w:dropCap="drop"/>') + paragraph("安街道开展宣讲。")
    assert text_of(cap) == "平安街道开展宣讲。"


def test_struck_text_is_read_and_said() -> None:
    body = paragraph("宣讲", run("12场", "<w:strike/>"), "24场")
    assert text_of(body) == "宣讲12场24场"
    assert notes_of(body) == ["有 3 个字带删除线，仍已读入，请核对。"]


# ---- what is shown


@pytest.mark.parametrize(
    ("math", "text", "plain"),
    [
        ("<m:r><m:t>24</m:t></m:r>", "24", True),
        ("<m:f><m:num><m:r><m:t>3</m:t></m:r></m:num><m:den><m:r><m:t>4</m:t></m:r></m:den></m:f>", "3/4", False),
        ("<m:sSup><m:e><m:r><m:t>m</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>", "m²", False),
        ("<m:rad><m:deg/><m:e><m:r><m:t>a+b</m:t></m:r></m:e></m:rad>", "√(a+b)", False),
        ('<m:d><m:dPr><m:begChr m:val="["/></m:dPr><m:e><m:r><m:t>x</m:t></m:r></m:e></m:d>', "[x)", False),
        ("<m:nary><m:sub><m:r><m:t>i</m:t></m:r></m:sub><m:e><m:r><m:t>x</m:t></m:r></m:e></m:nary>", "∫_i x", False),
        ("<m:m><m:mr><m:e><m:r><m:t>1</m:t></m:r></m:e><m:e><m:r><m:t>2</m:t></m:r></m:e></m:mr></m:m>", "[1 2]", False),
        ("<m:eqArr><m:e><m:r><m:t>a</m:t></m:r></m:e><m:e><m:r><m:t>b</m:t></m:r></m:e></m:eqArr>", "a; b", False),
        ("<m:sPre><m:sub><m:r><m:t>2</m:t></m:r></m:sub><m:e><m:r><m:t>x</m:t></m:r></m:e></m:sPre>", "₂x", False),
    ],
)  # fmt: skip
def test_equations_are_read_in_their_place(math: str, text: str, plain: bool) -> None:
    body = paragraph("新增", f"<m:oMath>{math}</m:oMath>", "处")
    assert text_of(body) == f"新增{text}处"
    assert notes_of(body) == ([] if plain else ["有 1 个公式改写成了一行文字，请对照原文核对。"])


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (r"eq \o\ac(○,1)", "①"),
        (r"EQ \o\ac(□,密)", "(密)"),
        (r"EQ \f(3,4)", "3/4"),
        (r"EQ \r(3,a+b)", "³√(a+b)"),
        (r"EQ 10\s\up5(4)", "10⁴"),
        (r"EQ x\s\do5(max)", "x_(max)"),
        (r"EQ \l(1,2)", "1,2"),
        (r"EQ \o(a,b)", "ab"),
        (r"EQ \f(1", "1"),
    ],
)
def test_equation_fields_show_what_they_mean(code: str, text: str) -> None:
    body = paragraph("占", field(code), "。")
    assert text_of(body) == f"占{text}。"
    assert len(notes_of(body)) == 1


def test_an_equation_field_with_a_stored_result_shows_that() -> None:
    simple = f'<w:fldSimple w:instr="EQ \\f(1,2)">{run("二分之一")}</w:fldSimple>'
    assert text_of(paragraph("占", simple)) == "占二分之一"


@pytest.mark.parametrize(
    ("font", "code", "text"),
    [
        ("Symbol", "F0B3", "≥"),
        ("Symbol", "F0B1", "±"),
        ("Segoe UI Symbol", "2460", "①"),
        ("Wingdings", "F0FC", "✓"),
        ("Wingdings", "00FE", "☑"),
        ("Wingdings 2", "F06A", "①"),
        ("宋体", "F041", "A"),
        ("Webdings", "F0E4", "□"),
        ("宋体", "xyz", "□"),
        ("宋体", "D800", "□"),
    ],
)
def test_symbols_are_read_or_leave_a_mark_and_a_note(font: str, code: str, text: str) -> None:
    body = paragraph("满意度", f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>', "90%")
    assert text_of(body) == f"满意度{text}90%"
    unknown = ["有 1 个符号无法识别，以“□”代替，请对照原文补上。"]
    assert notes_of(body) == (unknown if text == "□" else [])


def test_text_set_in_a_symbol_font_is_the_sign_it_shows() -> None:
    fonts = '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'
    body = paragraph(run("\uf0fc24场\u00fc", fonts), run("\uf0f7", fonts))
    assert text_of(body) == "✓24场✓□"
    assert len(notes_of(body)) == 1


def test_raised_figures_stay_exponents() -> None:
    assert text_of(paragraph("10", run("4", '<w:vertAlign w:val="superscript"/>'), "亩")) == "10⁴亩"
    assert text_of(paragraph("注", run("[1]", '<w:vertAlign w:val="superscript"/>'))) == "注[1]"


def test_footnotes_and_endnotes_stand_in_brackets_once() -> None:
    notes = (
        '<w:footnote w:id="2">' + paragraph("<w:r><w:footnoteRef/></w:r>", " 其中线上9场。") + "</w:footnote>"
    )
    ends = '<w:endnote w:id="2">' + paragraph("据统计月报") + "</w:endnote>" + '<w:endnote w:id="3"/>'
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    end = '<w:r><w:endnoteReference w:id="2"/></w:r><w:r><w:endnoteReference w:id="3"/></w:r>'
    body = paragraph("宣讲24场", reference, "，参加1300人", reference + end, "。")
    assert text_of(body, footnotes=notes, endnotes=ends) == (
        "宣讲24场（注：其中线上9场），参加1300人（注：据统计月报）。"
    )
    assert notes_of(body, footnotes=notes, endnotes=ends) == ["有 2 条脚注或尾注，已读入所在位置的括号中。"]


def test_word_art_and_boxes_stand_after_their_paragraph() -> None:
    art = '<w:r><w:pict><v:shape><v:textpath string="海川简报"/></v:shape></w:pict></w:r>'
    box = f"<w:r><w:txbxContent>{paragraph('框内')}</w:txbxContent></w:r>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    assert text_of(paragraph("第7期", art, both)) == "第7期\n海川简报\n框内"


def test_a_choice_that_is_not_known_gives_way_to_its_fallback() -> None:
    picture = "<w:r><w:drawing><pic:pic/></w:drawing></w:r>"
    choices = f"<mc:Choice><o:model/></mc:Choice><mc:Fallback>{picture}</mc:Fallback>"
    model = f"<mc:AlternateContent>{choices}</mc:AlternateContent>"
    assert notes_of(paragraph("甲", model)) == ["有 1 张图片没有读入。"]


def test_white_space_of_the_xml_is_no_text() -> None:
    body = "<w:p><w:r><w:t>\n    开展宣讲\n    24场\n  </w:t></w:r><w:r><w:t xml:space='preserve'>。 </w:t></w:r></w:p>"
    assert text_of(body) == "开展宣讲 24场。 "


def test_pictures_charts_and_objects_are_counted_where_they_stand() -> None:
    picture = '<w:r><w:drawing><pic:pic><pic:nvPicPr><pic:cNvPr descr="宣讲现场"/></pic:nvPicPr></pic:pic></w:drawing></w:r>'
    chart = "<w:r><w:drawing><c:chart/><dgm:relIds/></w:drawing></w:r>"
    objects = "".join(
        f'<w:r><w:object><v:imagedata/><o:OLEObject ProgID="{name}"/></w:object></w:r>'
        for name in ("Equation.3", "Excel.Sheet.12")
    )
    found = read(word(paragraph("甲") + paragraph("乙", picture, chart, objects)))
    assert found.text == "甲\n乙"
    assert [tuple(each) for each in found.pictures] == [
        (1, "picture", "宣讲现场"), (1, "chart", ""), (1, "diagram", ""),
    ]  # fmt: skip
    assert [str(note) for note in found.notes] == [
        "有 1 个公式没有读入，请对照原文补上。",
        "有 1 张图片没有读入。",
        "有 1 个图表没有读入。",
        "有 1 个 SmartArt 图形没有读入。",
        "有 1 个嵌入对象没有读入。",
    ]


def test_comments_and_subdocuments_are_counted() -> None:
    body = paragraph("甲", '<w:r><w:commentReference w:id="1"/></w:r>') + '<w:subDoc r:id="rId9"/>'
    assert notes_of(paragraph("乙") + body.replace("<w:subDoc", "<w:p><w:subDoc") + "</w:p>") == [
        "有 1 个子文档没有读入。",
        "有 1 条批注没有读入。",
    ]


def test_controls_of_forms_show_their_state() -> None:
    ticked = field("FORMCHECKBOX", data="<w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox>")
    empty = field("FORMCHECKBOX", data="<w:checkBox><w:default w:val='0'/></w:checkBox>")
    entries = "<w:listEntry w:val='否'/><w:listEntry w:val='是'/>"
    chosen = field("FORMDROPDOWN", data=f"<w:ddList><w:result w:val='1'/>{entries}</w:ddList>")
    assert text_of(paragraph(ticked, "已办", empty, "未办", chosen)) == "☑已办□未办是"
    assert notes_of(paragraph("甲", field("FORMDROPDOWN"))) == ["有 1 个窗体控件没有读入。"]


def test_words_of_heads_and_feet_are_named() -> None:
    section = '<w:sectPr><w:headerReference r:id="rId1"/><w:footerReference r:id="rId2"/></w:sectPr>'
    parts = {"header1": paragraph("内部资料 注意保存"), "footer1": paragraph("— ", field("PAGE", "3"), " —")}
    assert notes_of(paragraph("甲") + section, **parts) == ["页眉、页脚没有读入：内部资料 注意保存"]


@pytest.mark.parametrize("chunk", [("afchunk.html", b"<html/>"), ("afchunk.docx", word(paragraph("甲")))])
def test_a_body_that_is_embedded_is_refused_in_a_sentence(chunk: tuple[str, bytes]) -> None:
    data = word(paragraph("责编：周敏") + '<w:altChunk r:id="rId1"/>', (("aFChunk", chunk[0]),))
    with pytest.raises(IntakeRefused, match=r"以网页等形式嵌入.*另存为"):
        read(with_member(data, f"word/{chunk[0]}", chunk[1]))


# ---- paragraphs, indents, tables


def test_indents_and_alignment_come_from_styles() -> None:
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:pPr><w:ind w:firstLineChars="200"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="R"><w:basedOn w:val="N"/><w:pPr><w:jc w:val="end"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="S"><w:basedOn w:val="R"/></w:style>'
    )
    far = '<w:ind w:firstLineChars="0" w:firstLine="0" w:left="5400"/>'
    body = (
        paragraph("正文") + paragraph("市图书馆", properties='<w:pStyle w:val="S"/>')
        + paragraph("顶格", properties='<w:ind w:firstLineChars="0" w:firstLine="0"/>')
        + paragraph("市档案馆", properties=far)
        + paragraph("悬挂", properties='<w:ind w:left="420" w:hanging="420" w:firstLineChars="0"/>')
    )  # fmt: skip
    assert text_of(body, styles=styles).split("\n") == [
        "　　正文", " " * 24 + "市图书馆", "顶格", " " * 33 + "市档案馆", "悬挂",
    ]  # fmt: skip


def test_defaults_of_the_document_count() -> None:
    defaults = (
        "<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
        '<w:jc w:val="right"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
    assert (
        text_of(paragraph("藏", run("显", '<w:vanish w:val="false"/>')), styles=defaults) == " " * 24 + "显"
    )


def test_runs_of_blanks_are_kept() -> None:
    assert text_of(paragraph("海川市文明办        2024年5月20日")) == "海川市文明办        2024年5月20日"


def test_a_wrapped_paragraph_is_joined_and_short_breaks_stay() -> None:
    line = "街道组织宣讲小分队走进社区走进校园走进企业开展面对面宣讲活动"
    broken = "<w:r><w:br/></w:r>".join(run(each) for each in (line, line, line, line, "共24场。"))
    assert text_of(paragraph(broken)) == line * 4 + "共24场。"
    assert text_of(paragraph(run("第7期"), "<w:r><w:br/></w:r>", run("总第215期"))) == "第7期\n总第215期"


def test_tables_are_kept_with_their_place() -> None:
    def cell(*lines: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(map(paragraph, lines))}</w:tc>"

    rows = (
        f"<w:tr>{cell('单位')}{cell('场次', properties='<w:gridSpan w:val=' + chr(34) + '2' + chr(34) + '/>')}</w:tr>"
        f"<w:sdt><w:sdtContent><w:tr>{cell('平安街道', '和平街道')}{cell('24')}{cell('18')}</w:tr></w:sdtContent></w:sdt>"
        f"<w:tr>{cell('', properties='<w:vMerge/>')}{cell('6')}{cell('')}</w:tr>"
        f"<w:tr><w:trPr><w:del/></w:trPr>{cell('删')}</w:tr>"
    )
    found = read(word(paragraph("情况如下：") + f"<w:tbl>{rows}</w:tbl>" + paragraph("完")))
    assert found.text.split("\n") == [
        "情况如下：",
        "单位    场次",
        "平安街道",
        "和平街道",
        "24",
        "18",
        "6",
        "完",
    ]
    (table,) = found.tables
    assert (table.first_line, table.end_line) == (1, 7)
    assert table.rows == (("单位", "场次", LEFT), ("平安街道\n和平街道", "24", "18"), (ABOVE, "6", ""))
    assert table.head == 0


# ---- the package


BODY = paragraph("第7期") + paragraph("开展宣讲24场。")


@pytest.mark.parametrize(
    "target",
    ["!file:///D:\\公文模板\\简报模板.dotx", "!C:/模板/a.dotm", "!Normal.dotm", "!../a.dotx", "!file://localhost/D:/a.dotx"],
)  # fmt: skip
def test_a_template_on_the_writers_disk_is_passed_by(target: str) -> None:
    data = with_template(target)
    assert read(data).text == "第7期\n开展宣讲24场。"


@pytest.mark.parametrize(
    "target",
    ["!http://x/a.dotm", "!HTTPS://x/a.dotx", "!\\\\server\\a.dotx", "!file://server/a.dotx", "!ftp://x/a"],
)
def test_a_template_from_elsewhere_is_refused(target: str) -> None:
    with pytest.raises(IntakeRefused, match=r"网络上的模板.*改为 Normal"):
        read(with_template(target))


def with_template(target: str) -> bytes:
    rels = relations(("attachedTemplate", target))
    return with_member(word(BODY, settings=""), "word/_rels/settings.xml.rels", rels.encode())


def test_relations_that_lead_nowhere_are_passed_by() -> None:
    for target in ("NULL", "media/image1.png", "../../../x", ""):
        assert read(word(BODY, (("image", target), ("footnotes", target)))).text == "第7期\n开展宣讲24场。"


def test_strict_documents_are_read() -> None:
    data = word(BODY + paragraph("", properties='<w:jc w:val="center"/>'))

    whole = zipfile.ZipFile(io.BytesIO(data))
    strict = {
        name: whole.read(name)
        .decode()
        .replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main", f"{STRICT}wordprocessingml/main"
        )
        .replace(KIND, f"{STRICT}officeDocument/relationships/")
        for name in whole.namelist()
    }
    assert read(archive(dict(strict))).text == "第7期\n开展宣讲24场。\n"


@pytest.mark.parametrize(
    ("main", "target"),
    [
        ("Word/Document.xml", "word/document.xml"),
        ("word\\document.xml", "word\\document.xml"),
        ("a/正文.xml", "/a/%E6%AD%A3%E6%96%87.xml"),
        ("word/document.xml", "NULL"),
    ],
)
def test_part_names_are_compared_without_case_and_slash(main: str, target: str) -> None:
    parts = {"_rels/.rels": relations(("officeDocument", target))}
    parts[main] = f"<w:document {SPACES}><w:body>{BODY}</w:body></w:document>"
    assert read(archive(dict(parts))).text == "第7期\n开展宣讲24场。"


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"OFD.xml": "<x/>", "Doc_0/Document.xml": "<x/>"}, "OFD"),
        ({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}, "ODT"),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "ODS"),
        ({"mimetype": "application/vnd.oasis.opendocument.presentation"}, "ODP"),
        ({"mimetype": "application/epub+zip"}, "EPUB"),
        ({"mimetype": "x"}, "压缩包"),
        ({"_meta/meta.xml": "<x/>", "content.xml": "<x/>"}, "UOF"),
        ({"ppt/presentation.xml": "<x/>"}, "演示文稿"),
        ({"xl/workbook.xml": "<x/>"}, "电子表格"),
        ({"_rels/.rels": relations(("officeDocument", "xl/workbook.bin")), "xl/workbook.bin": b"x"}, "xlsb"),
        ({"word/styles.xml": "<x/>"}, "损坏"),
        ({"word/document.xml": f"<w:document {SPACES}>"}, "损坏"),
    ],
)
def test_each_other_format_has_its_own_sentence(parts: dict[str, str | bytes], words: str) -> None:
    with pytest.raises(IntakeRefused, match=words):
        read(archive(parts))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n boundary=x\r\n\r\n--x", "网页存档"),
        (b"From: <Saved by Blink>\nSnapshot-Content-Location: x\nMIME-Version: 1.0\n\n", "网页存档"),
        (b"Date: x\nMIME-Version: 1.0\nSubject: x\n\nhello", "电子邮件"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w/>', "XML 格式的 Word"),
        (b'<?xml version="1.0"?><uof:UOF xmlns:uof="x"/>', "UOF"),
        (b'<?xml version="1.0"?><html xmlns="x"/>', "网页"),
        (b'<meta charset="utf-8"><p>x</p>', "网页"),
        (b"\r\n<TABLE border=1><tr><td>x</td></tr></TABLE>", "网页"),
        (b"<?xml version='1.0'?><x/>", "XML"),
    ],
)
def test_texts_of_machines_are_named(data: bytes, words: str) -> None:
    with pytest.raises(IntakeRefused, match=words):
        read(data)


@pytest.mark.parametrize("body", ["<w:p/>" * 60, paragraph("行") * 30, "<w:p><w:r><w:br/></w:r></w:p>" * 30])
def test_what_holds_too_much_is_called_that_and_not_damaged(
    body: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = word(paragraph("甲。") + body)
    monkeypatch.setattr(package, "MOST_ELEMENTS", 60)
    with pytest.raises(IntakeRefused, match="内容过多，超出一次能读取的篇幅"):
        read(document)
    monkeypatch.setattr(package, "MOST_ELEMENTS", 1_000)
    assert "甲。" in read(document).text
