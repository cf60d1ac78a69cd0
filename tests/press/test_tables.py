"""Tables on the page and in the Word file: every cell is there, and the lines around keep to the grid."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from taizhang.core.gongwen import for_setting
from taizhang.core.gongwen.copyfit import PageSetting
from taizhang.core.gongwen.model import Bulletin, Paragraph
from taizhang.core.text.pictures import text_blocks
from taizhang.press import DEFAULT_TEMPLATE, HouseTemplate, Press, PressError, installed, write_docx
from taizhang.press.typeset.pack import Packer

from .samples import bulletin, item, paragraph

TABLE = """表1 各街道活动情况（截至8月底）
| 街道 | 活动 | << | 备注 |
| ^^ | 场次 | 人次 | ^^ |
| --- | --- | --- | --- |
| 东河街道 | 8 | 520 | 含两个社区合办的一场 |
| 合计 | 8 | 520 | — |"""
LONG = "\n".join(["| 序号 | 社区 |", "| --- | --- |", *(f"| {n} | 第{n}社区 |" for n in range(1, 41))])


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    return tuple(map(Paragraph, text.split("\n")))


def with_table(table: str, before: int = 1, run_in: bool = True) -> Bulletin:
    article = item(before, run_in=run_in)
    return for_setting(
        bulletin(
            items=(replace(article, body=(*article.body, *paragraphs(table), paragraph(3), paragraph(3))),)
        )
    )


def block(table: str) -> dict[str, object]:
    packed = Packer(HouseTemplate(setting=PageSetting()), installed()).pack(with_table(table))
    (found,) = [each for each in packed.data["blocks"] if each["kind"] == "table"]
    return found


@pytest.mark.parametrize("before", [1, 2, 3, 5])
def test_the_page_keeps_its_form_wherever_the_table_stands(press: Press, before: int) -> None:
    done = press.typeset(with_table(f"{TABLE}\n{LONG}", before))
    assert done.form.ok, done.form.findings


def test_every_cell_is_on_the_page_and_the_header_on_each(press: Press) -> None:
    pdf = PdfReader(io.BytesIO(press.typeset(with_table(LONG)).pdf))
    texts = ["".join(page.extract_text().split()) for page in pdf.pages]
    assert all(f"第{n}社区" in "".join(texts) for n in range(1, 41))
    assert sum("序号" in text for text in texts) > 1


def test_the_table_is_tagged_with_its_header_cells(press: Press) -> None:
    root = PdfReader(io.BytesIO(press.typeset(with_table(TABLE)).pdf)).trailer["/Root"]["/StructTreeRoot"]
    tags: list[str] = []

    def walk(node: object) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, dict):
            tags.append(str(node.get("/S", "")))
            walk(node.get("/K"))
        elif isinstance(node, list):
            for each in node:
                walk(each)

    walk(root)
    assert tags.count("/Table") == 1
    assert tags.count("/TH") == 5
    assert tags.count("/TD") == 8


def test_cells_are_joined_and_numbers_stand_right() -> None:
    cells = block(TABLE)["cells"]
    assert [(c["down"], c["across"]) for c in cells][:3] == [(2, 1), (1, 2), (2, 1)]
    words = {"".join(run for line in c["lines"] for _, run in line): c["align"] for c in cells}
    assert (words["街道"], words["东河街道"], words["520"], words["—"]) == (
        "center",
        "left",
        "right",
        "center",
    )


def test_a_row_takes_whole_rows_of_the_grid() -> None:
    words = "各街道组织宣讲小分队走进社区走进校园走进企业开展面对面宣讲活动" * 4
    found = block(f"| 街道 | 做法 | 序 |\n| --- | --- | --- |\n| 东河 | {words} | 1 |")
    pitch = DEFAULT_TEMPLATE.grid.pitch
    heights = [height / pitch for height in found["heights"]]
    assert heights[0] == pytest.approx(1, abs=0.001)
    assert heights[1] == pytest.approx(round(heights[1]), abs=0.001)
    assert heights[1] >= 2
    assert found["rows"] == round(sum(heights))


def test_many_columns_are_set_smaller() -> None:
    row = "|" + " 一二三 |" * 18
    found = block(f"{row}\n|{'---|' * 18}\n{row}")
    assert found["size"] == 9
    assert sum(found["columns"]) <= 443


def test_a_cell_that_no_row_can_hold_is_refused_in_words() -> None:
    with pytest.raises(PressError, match=r"太长.*甲甲"):
        block(f"| 街道 | 做法 |\n| --- | --- |\n| 东河 | {'甲' * 2000} |")


def test_a_table_beyond_all_measure_is_refused_before_it_is_set(press: Press) -> None:
    for table in ("| 甲 |\n| --- |\n" + "| 1 |\n" * 300, f"|{'甲|' * 40}\n|{'--|' * 40}"):
        with pytest.raises(PressError, match="正文中的表格最多200行、20列"):
            press.typeset(with_table(table.strip()))


def test_an_article_may_begin_with_its_table(press: Press) -> None:
    for run_in in (True, False):
        article = replace(item(1, run_in=run_in), body=paragraphs(TABLE))
        assert press.typeset(for_setting(bulletin(items=(article,)))).form.ok


def test_the_word_file_has_the_table_with_its_joined_cells() -> None:
    document = Document(io.BytesIO(write_docx(with_table(TABLE))))
    table = document.tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows][:3] == [
        ["街道", "活动", "活动", "备注"],
        ["街道", "场次", "人次", "备注"],
        ["东河街道", "8", "520", "含两个社区合办的一场"],
    ]
    heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert heads == [True, True, False, False]
    assert any(p.text == "表1　各街道活动情况（截至8月底）" for p in document.paragraphs)


def test_print_keeps_the_form_of_the_lines() -> None:
    set_text = for_setting(with_table(TABLE)).items[0].body
    (table,) = [each for each in text_blocks(p.text for p in set_text) if not isinstance(each, str)]
    assert [len(row) for row in table.rows] == [3, 2, 4, 4]
