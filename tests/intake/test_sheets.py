"""Workbooks through the child process: what cells show, and that no hostile file costs the caller anything."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from taizhang.core.workbook.grid import Area, Cell, CellKind, Workbook
from taizhang.intake import BOOK_LIMITS, IntakeRefused, read_sheets, read_sheets_file
from taizhang.intake import worker as worker_module
from taizhang.intake.grids import read_grid
from tests.intake import hostile, ledgers, packages

SHEET = "xl/worksheets/sheet1.xml"
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def refusal(data: bytes) -> str:
    with pytest.raises(IntakeRefused) as caught:
        read_sheets(data, "a.xlsx")
    return str(caught.value.sentence)


def read(data: bytes) -> Workbook:
    """In this process, for the many small cases."""
    return read_grid(data, BOOK_LIMITS)


def sheet_xml(body: str, after: str = "", head: str = "") -> bytes:
    xml = f'<?xml version="1.0"?>{head}<worksheet xmlns="{SPACE}"><dimension ref="A1:XFD1048576"/>'
    xml += f"<sheetData>{body}</sheetData>{after}</worksheet>"
    return hostile.with_member(ledgers.grid([["海川"]]), SHEET, xml.encode())


def cell(place: str, value: str = "1", kind: str = "n", extra: str = "") -> str:
    return f'<c r="{place}" t="{kind}">{extra}<v>{value}</v></c>'


def row(number: int, *cells: str, extra: str = "") -> str:
    return f'<row r="{number}"{extra}>{"".join(cells)}</row>'


def opened(save: Callable[[openpyxl.Workbook], None]) -> bytes:
    out = io.BytesIO()
    book = openpyxl.Workbook()
    save(book)
    book.save(out)
    return out.getvalue()


# ---- what cells show


def test_a_workbook_is_read_through_the_child(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"  # the name says nothing
    path.write_bytes(ledgers.grid([["序号", None, "项目"], [1, 2.5, "板凳课堂"]], ["A3:B4"]))
    book = read_sheets_file(path)
    (sheet,) = book.sheets
    assert book.form == "xlsx"
    assert sheet.rows == {
        1: {1: Cell("序号"), 3: Cell("项目")},
        2: {1: Cell("1", CellKind.NUMBER), 2: Cell("2.5", CellKind.NUMBER), 3: Cell("板凳课堂")},
    }
    assert sheet.merges == (Area(3, 1, 4, 2),)


@pytest.mark.parametrize(
    ("value", "form", "text", "kind"),
    [
        (120.0, "General", "120", CellKind.NUMBER),
        (0.1 + 0.2, "General", "0.3", CellKind.NUMBER),
        (1e20, "General", "1" + "0" * 20, CellKind.NUMBER),
        (-3, "0", "-3", CellKind.NUMBER),
        (0.98, "0%", "98%", CellKind.NUMBER),
        (0.985, "0.0%", "98.5%", CellKind.NUMBER),
        (120, '0"场"', "120场", CellKind.NUMBER),
        (4.5, '0.0"万元"', "4.5万元", CellKind.NUMBER),
        (45000, '0!.0,"万"', "45000", CellKind.NUMBER),
        (1200, "#,##0_ ;[Red]-#,##0", "1200", CellKind.NUMBER),
        (1, "000", "001", CellKind.NUMBER),
        (120, "00", "120", CellKind.NUMBER),
        (-7.5, "000.0", "-007.5", CellKind.NUMBER),
        (8, '00"号"', "08号", CellKind.NUMBER),
        (8, '"第"000"号"', "第008号", CellKind.NUMBER),
        (120, '"约"0"场"', "约120场", CellKind.NUMBER),
        (20261107, "0000-00-00", "2026-11-07", CellKind.TEXT),
        (20261107, '0000"年"00"月"00"日"', "2026年11月07日", CellKind.TEXT),
        (5715301122, "0000\\-0000000", "0571-5301122", CellKind.TEXT),
        (12345678, "(000)000", "(12345)678", CellKind.TEXT),
        (-5, "000-000", "-5", CellKind.NUMBER),
        (46249, "yyyy-mm-dd", "2026-08-15", CellKind.DATE),
        (46249, 'yyyy"年"m"月"d"日";@', "2026-08-15", CellKind.DATE),
        (46249, 'm"月"d"日"', "2026-08-15", CellKind.DATE),
        (46249, 'yyyy"年"m"月"', "2026-08", CellKind.DATE),
        (46249, "[$-804]yyyy", "2026", CellKind.DATE),
        (46249.375, "yyyy/m/d h:mm", "2026-08-15 09:00", CellKind.DATE),
        (46249, "yyyy/m/d h:mm", "2026-08-15", CellKind.DATE),
        (0.375, "h:mm", "09:00", CellKind.DATE),
        (59, "yyyy-mm-dd", "1900-02-28", CellKind.DATE),
        (-5, "yyyy-mm-dd", "-5", CellKind.NUMBER),
        (99_999_999, "yyyy-mm-dd", "99999999", CellKind.NUMBER),
        (46249, "@", "46249", CellKind.NUMBER),
    ],
)
def test_numbers_read_as_they_are_shown(value: float, form: str, text: str, kind: CellKind) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write(0, 0, value, book.add_format({"num_format": form}))
    assert read(out.getvalue()).sheets[0].rows[1][1] == Cell(text, kind)


def test_dates_of_the_other_epoch() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"date_1904": True}) as book:
        book.add_worksheet().write(0, 0, 44787, book.add_format({"num_format": 14}))
    assert read(out.getvalue()).sheets[0].rows[1][1] == Cell("2026-08-15", CellKind.DATE)


def test_formulas_are_taken_by_their_stored_result() -> None:
    data = sheet_xml(
        row(1, cell("A1", "6", extra="<f>SUM(B1:B3)</f>"), cell("B1", "甲&amp;乙", "str", "<f>C1</f>"))
        + row(2, cell("A2", "#REF!", "e", "<f>X</f>"), '<c r="B2"><f>A1+1</f></c>', cell("C2", "1", "b"))
    )
    assert read(data).sheets[0].rows == {
        1: {1: Cell("6", CellKind.NUMBER, True), 2: Cell("甲&乙", CellKind.TEXT, True)},
        2: {
            1: Cell("#REF!", CellKind.ERROR, True),
            2: Cell("=A1+1", CellKind.ERROR, True),
            3: Cell("TRUE"),
        },
    }


def test_text_stays_text() -> None:
    texts = ["=1+1", "+86", "-", "@x", "'引", "001", "两\n行", " 空 格", "_x0041_", "𠮷", "<b>&"]
    sheet = read(ledgers.grid([texts])).sheets[0]
    assert [c.text for c in sheet.rows[1].values()] == texts
    assert {c.kind for c in sheet.rows[1].values()} == {CellKind.TEXT}


def test_inline_and_rich_text_without_reading_aids() -> None:
    inline = (
        '<c t="inlineStr"><is><r><t>海</t></r><r><t>川</t></r><rPh sb="0" eb="1"><t>かい</t></rPh></is></c>'
    )
    assert read(sheet_xml(f"<row>{inline}</row><row>{inline}</row>")).sheets[0].rows == {
        1: {1: Cell("海川")},
        2: {1: Cell("海川")},
    }
    shared = f'<sst xmlns="{SPACE}"><si><r><t>海</t></r><r><t>川_x000D_</t></r><rPh><t>x</t></rPh></si></sst>'
    data = hostile.with_member(ledgers.grid([["a"]]), "xl/sharedStrings.xml", shared.encode())
    assert read(data).sheets[0].rows[1][1].text == "海川\n"


def test_a_date_in_words_of_the_file() -> None:
    assert read(sheet_xml(row(1, cell("A1", "2026-08-15T00:00:00", "d")))).sheets[0].rows[1][1] == Cell(
        "2026-08-15", CellKind.DATE
    )


def test_hidden_rows_and_sheets_are_known() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active["A1"], book.active["A2"] = "甲", "乙"
        book.active.row_dimensions[2].hidden = True
        book.create_sheet("底稿")["A1"] = "丙"
        book["底稿"].sheet_state = "veryHidden"

    first, second = read(opened(fill)).sheets
    assert (first.hidden, first.hidden_rows) == (False, {2})
    assert (second.name, second.hidden) == ("底稿", True)


def test_wide_formatting_without_content_is_no_content() -> None:
    styled = "".join(f'<c r="{letter}1" s="0"/>' for letter in ("B", "XFD"))
    data = sheet_xml(row(1, cell("A1"), styled) + '<row r="1048576"><c r="A1048576" s="0"/></row>')
    assert read(data).sheets[0].rows == {1: {1: Cell("1", CellKind.NUMBER)}}


def test_a_chart_sheet_is_passed_by() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, 3)
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Sheet1!$A$1:$A$1"})
        book.add_chartsheet().set_chart(chart)
    assert len(read(out.getvalue()).sheets) == 1


def test_a_package_that_names_its_main_part_otherwise() -> None:
    old = zipfile.ZipFile(io.BytesIO(ledgers.grid([["海川"]])))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "_rels/.rels":
                content = content.replace(b'"xl/workbook.xml"', b'"/xl/book.xml"')
            new.writestr(name.replace("workbook.xml", "book.xml"), content)
    assert read(out.getvalue()).sheets[0].rows[1][1].text == "海川"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_text_tables_in_any_usual_encoding(encoding: str, sign: str) -> None:
    lines = ["序号,项目名称,牵头单位", '1,"“板凳课堂”\n进社区",市教育局', "", "2,'=1+1,'甲"]
    book = read("\r\n".join(lines).replace(",", sign).encode(encoding))
    assert book.form == "csv"
    assert {r: [c.text for c in cells.values()] for r, cells in book.sheets[0].rows.items()} == {
        1: ["序号", "项目名称", "牵头单位"],
        2: ["1", "“板凳课堂”\n进社区", "市教育局"],
        4: ["2", "=1+1", "'甲"],
    }


def test_hidden_controls_are_taken_out_with_a_note() -> None:
    for data in (ledgers.grid([["海\u200b川\u202e"]]), "海\u200b川\u202e,1".encode()):
        book = read(data)
        assert book.sheets[0].rows[1][1].text == "海川"
        assert [str(note) for note in book.notes] == ["已去除 2 个不可见的格式控制字符。"]


# ---- what is refused


def many_sheets() -> bytes:
    def fill(book: openpyxl.Workbook) -> None:
        for n in range(70):
            book.create_sheet(f"表{n}")["A1"] = n

    return opened(fill)


def overlapping() -> bytes:
    merges = '<mergeCells><mergeCell ref="A1:B9"/><mergeCell ref="B9:C9"/></mergeCells>'
    return sheet_xml(row(1, cell("A1")), merges)


def tall_merges() -> bytes:
    merges = "".join(f'<mergeCell ref="A{n}:A19999"/>' for n in range(1, 60))
    return sheet_xml(row(1, cell("A1")), f"<mergeCells>{merges}</mergeCells>")


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "sparse": (lambda: sheet_xml(row(1, cell("A1")) + row(1048576, cell("XFD1048576"))), "XFD1048576"),
    "one huge merge": (
        lambda: sheet_xml(row(1, cell("A1")), '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        "A1:XFD1048576",
    ),
    "overlapping merges": (overlapping, "合并区域 A1:B9 与 B9:C9 互相重叠"),
    "tall merges": (tall_merges, "合并单元格"),
    "many merges": (
        lambda: sheet_xml(row(1, cell("A1")), '<mergeCells>' + '<mergeCell ref="A1"/>' * 50_001 + "</mergeCells>"),
        "合并单元格超过 50000",
    ),
    "too many cells": (
        lambda: sheet_xml("".join(f"<row>{'<c><v>1</v></c>' * 200}</row>" for _ in range(2100))),
        "400000 个有内容",
    ),
    "endless empty cells": (lambda: sheet_xml(f"<row>{'<c/>' * 1_600_000}</row>"), "过于庞大"),
    "one text a thousand times": (
        lambda: hostile.with_member(
            sheet_xml("".join(f"<row>{cell('A' + str(n), '0', 's')}</row>" for n in range(1, 400))),
            "xl/sharedStrings.xml",
            f"<sst><si><t>{'海' * 32_000}</t></si></sst>".encode(),
        ),
        "1000 万字",
    ),
    "many sheets": (many_sheets, "工作表超过 60 个"),
    "zip bomb": (lambda: hostile.with_member(hostile.bomb(300 << 20), "xl/workbook.xml", b"<x/>"), "解压后超过"),
    "many members": (lambda: hostile.with_member(hostile.crowd(2500), "xl/workbook.xml", b"<x/>"), "部件超过"),
    "nested archive": (
        lambda: hostile.with_member(ledgers.grid([["x"]]), "xl/a.bin", hostile.word_file("y")),
        "套有压缩包",
    ),
    "external entity": (
        lambda: sheet_xml(row(1, cell("A1", "&x;", "str")), head='<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        "实体声明",
    ),
    "unknown entity": (lambda: sheet_xml(row(1, cell("A1", "&x;", "str"))), "损坏"),
    "macros": (lambda: hostile.with_member(ledgers.grid([["x"]]), "xl/vbaProject.bin", b"x"), "带有宏"),
    "old macros": (lambda: hostile.with_member(ledgers.grid([["x"]]), "xl/macrosheets/sheet1.xml", b"<x/>"), "带有宏"),
    "binary workbook": (lambda: hostile.with_member(ledgers.grid([["x"]]), "xl/workbook.bin", b"x"), "xlsb"),
    "locked": (lambda: hostile.OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "密码"),
    "old xls": (lambda: hostile.OLE + bytes(600), "旧版表格"),
    "web page named xls": (lambda: "<html><table><tr><td>序号</td></tr></table></html>".encode(), "网页"),
    "word": (lambda: hostile.word_file("海川"), "不是表格"),
    "pdf": (hostile.pdf_file, "不是表格"),
    "other zip": (lambda: hostile.with_member(b"PK\x05\x06" + bytes(18), "a.txt", b"x"), "压缩包"),
    "gzip": (lambda: b"\x1f\x8b\x08" + bytes(50), "压缩包"),
    "truncated": (lambda: ledgers.familiar(10).data[:4000], "损坏"),
    "no sheets part": (lambda: hostile.with_member(ledgers.grid([["x"]]), SHEET, b""), "损坏"),
    "wrong place": (lambda: sheet_xml(row(1, cell("甲1"))), "损坏"),
    "wrong number": (lambda: sheet_xml(row(1, cell("A1", "一"))), "损坏"),
    "not a number": (lambda: sheet_xml(row(1, cell("A1", "nan"))), "损坏"),
    "wrong string": (lambda: sheet_xml(row(1, cell("A1", "99", "s"))), "损坏"),
    "merge upside down": (
        lambda: sheet_xml(row(1, cell("A1")), '<mergeCells><mergeCell ref="B2:A1"/></mergeCells>'),
        "损坏",
    ),
    "sheet outside": (
        lambda: hostile.with_member(
            ledgers.grid([["x"]]),
            "xl/_rels/workbook.xml.rels",
            b'<r><Relationship Id="rId1" Type="x/worksheet" Target="../../../etc/passwd"/></r>',
        ),
        "损坏",
    ),
    "control character": (lambda: ledgers.grid([["海\x07川"]]), "单元格 A1 含有不允许的控制字符（U+0007）"),
    "control character in text": (lambda: "序号,海\x7f川".encode(), "单元格 B1"),
    "empty": (lambda: ledgers.grid([]), "没有内容"),
    "nothing": (lambda: b"", "空的"),
    "too many lines": (lambda: b"1,2\n" * 20_002, "第 20001 行"),
    "too wide": (lambda: b"1," * 300, "超出"),
    "open quote": (lambda: '序号,项目\n1,"甲'.encode() + b"\x00", "单元格"),
    "no encoding": (lambda: b"\xff\xfe\x00", "编码"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_refused_in_one_sentence(name: str) -> None:
    make, words = HOSTILE[name]
    sentence = refusal(make())
    assert words in sentence
    assert sentence.count("。") == 1


def test_damaged_workbooks_never_escape_the_sentence() -> None:
    whole = ledgers.familiar(10).data
    for seed in range(150):
        try:
            read(hostile.mutated(whole, seed))
        except IntakeRefused:
            continue


def test_damaged_sheets_never_escape_the_sentence() -> None:
    whole = zipfile.ZipFile(io.BytesIO(ledgers.familiar(10).data))
    parts = [name for name in whole.namelist() if name.startswith("xl/")]
    chance = random.Random(7)
    for seed in range(150):
        part = chance.choice(parts)
        data = hostile.with_member(ledgers.familiar(10).data, part, hostile.mutated(whole.read(part), seed))
        try:
            read(data)
        except IntakeRefused:
            continue


def test_every_task_of_the_worker_has_a_name() -> None:
    assert set(worker_module.TASKS) == {"text", "sheets", "preview", "copy", "picture", "attachment"}


# ---- what is not plain to see, and parts under other names


def notes_of(data: bytes) -> list[str]:
    return [str(note) for note in read(data).notes]


def test_hidden_columns_are_read_and_known() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("台账")
        sheet.write_row(0, 0, ["序号", "项目", "备注", "联系人"])
        sheet.write_row(1, 0, [1, "甲", "勿外传", "某"])
        sheet.set_column(2, 2, 9, None, {"hidden": True})
        sheet.set_column(3, 3, 0)
        sheet.set_column(5, 5, 9, None, {"hidden": True})  # nothing stands in it
    (read_in_worker,) = read_sheets(out.getvalue()).sheets
    assert read_in_worker.rows[2][3].text == "勿外传"
    assert read_in_worker.hidden_columns == {3, 4}


def test_rows_without_height_are_hidden() -> None:
    book = read(sheet_xml(row(1, cell("A1"), extra=' ht="0" customHeight="1"') + row(2, cell("A2"))))
    assert book.sheets[0].hidden_rows == {1}
    data = sheet_xml(row(1, cell("A1")) + row(2, cell("A2"), extra=' hidden="0"'))
    sheet = zipfile.ZipFile(io.BytesIO(data)).read(SHEET)
    zero = sheet.replace(b"<sheetData>", b'<sheetFormatPr zeroHeight="1"/><sheetData>')
    data = hostile.with_member(data, SHEET, zero)
    assert read(data).sheets[0].hidden_rows == {1}


def test_struck_text_is_read_and_said() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        struck, sheet = book.add_format({"font_strikeout": True}), book.add_worksheet()
        sheet.write(0, 0, 12, struck)
        sheet.write_rich_string(1, 0, "宣讲", struck, "12场", "24场")
        sheet.write(2, 0, "24场")
        sheet.write_blank(3, 0, None, struck)
    assert read(out.getvalue()).sheets[0].rows[2][1].text == "宣讲12场24场"
    assert notes_of(out.getvalue()) == ["有 2 个单元格的文字带删除线，仍已读入，请核对。"]
    inline = '<c r="A1" t="inlineStr"><is><r><rPr><strike/></rPr><t>12场</t></r></is></c>'
    assert len(notes_of(sheet_xml(row(1, inline)))) == 1


def test_cells_that_show_nothing_or_a_picture_are_counted() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, 18, book.add_format({"num_format": ";;;"}))
        sheet.write(0, 1, 24)
        sheet.write_formula(0, 2, '=_xlfn.DISPIMG("ID_1",1)', None, '=DISPIMG("ID_1",1)')
        sheet.write_comment(0, 1, "以月报为准")
        sheet.insert_textbox(9, 5, "以月报为准")
        sheet.insert_image(5, 5, "a.png", {"image_data": io.BytesIO(picture())})
    assert read(out.getvalue()).sheets[0].rows == {1: {2: Cell("24", CellKind.NUMBER)}}
    assert notes_of(out.getvalue()) == [
        "有 1 个单元格的格式设为不显示，没有读入。",
        "有 2 张图片没有读入。",
        "有 1 个文本框没有读入。",
        "有 1 条批注没有读入。",
    ]


def picture() -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG")
    return out.getvalue()


def test_the_same_area_merged_twice_counts_once() -> None:
    merges = '<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="$A$1:$B$2"/><mergeCell ref="C3:C3"/></mergeCells>'
    assert read(sheet_xml(row(1, cell("A1")), merges)).sheets[0].merges == ((1, 1, 2, 2),)


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("xl/sharedStrings.xml", "xl/SharedStrings.xml"),
        (SHEET, "xl/worksheets/Sheet1.XML"),
        (SHEET, "XL\\worksheets\\sheet1.xml"),
        ("xl/workbook.xml", "xl/Workbook.xml"),
    ],
)
def test_part_names_are_compared_without_case_and_slash(part: str, name: str) -> None:
    data, out = ledgers.grid([["海川"]]), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.namelist():
            new.writestr(name if member == part else member, old.read(member))
    assert read(out.getvalue()).sheets[0].rows == {1: {1: Cell("海川")}}


def test_a_csv_may_end_as_dos_does() -> None:
    assert read("序号,项目\n1,甲\n".encode("gbk") + b"\x1a").sheets[0].rows[2][2].text == "甲"


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "ODS"),
        ({"OFD.xml": "<x/>"}, "不是表格"),
        ({"ppt/presentation.xml": "<x/>"}, "不是表格"),
    ],
)
def test_other_containers_are_named(parts: dict[str, str | bytes], words: str) -> None:
    with pytest.raises(IntakeRefused, match=words):
        read(packages.archive(parts))
