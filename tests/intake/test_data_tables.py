"""Tables of Word files become tables of the article; frames of layout and what would lose words stay lines."""

from __future__ import annotations

import pytest

from taizhang.core.text.tables import tables_in
from taizhang.intake import Limits, reading
from taizhang.intake.data_tables import with_tables
from taizhang.intake.reading import Extracted
from taizhang.intake.story import TextTable
from tests.intake.packages import paragraph, word


def cell(*lines: str, across: int = 1, merge: str = "") -> str:
    properties = f'<w:gridSpan w:val="{across}"/>' + (f'<w:vMerge w:val="{merge}"/>' if merge else "")
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(map(paragraph, lines))}</w:tc>"


def row(*cells: str, head: bool = False) -> str:
    return f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' if head else ''}{''.join(cells)}</w:tr>"


def read(*rows: str, above: str = "情况如下：") -> Extracted:
    body = paragraph(above) + f"<w:tbl>{''.join(rows)}</w:tbl>" + paragraph("完")
    return with_tables(reading.read(word(body), Limits()))


HEAD = (
    row(cell("街道", merge="restart"), cell("活动", across=2)),
    row(cell("", merge="continue"), cell("场次"), cell("人", "次")),
)


def test_a_table_of_data_is_kept_with_its_joined_cells() -> None:
    found = read(*HEAD, row(cell("东河街道"), cell("8"), cell("520")), above="表1 各街道活动情况")
    assert found.text.split("\n") == [
        "表1 各街道活动情况",
        "| 街道 | 活动 | << |",
        "| ^^ | 场次 | 人 次 |",
        "| --- | --- | --- |",
        "| 东河街道 | 8 | 520 |",
        "完",
    ]
    assert tables_in(found.text)[0].title == "表1　各街道活动情况"


def test_header_rows_that_repeat_are_header_rows() -> None:
    found = read(
        row(cell("街道"), cell("2026"), head=True),
        row(cell("名称"), cell("8"), head=True),
        row(cell("东河"), cell("9")),
    )
    assert tables_in(found.text)[0].head == 2


@pytest.mark.parametrize(
    "rows",
    [
        (row(cell("海川市文明办"), cell("2026年3月2日")), row(cell("第10期"), cell("总第2222期"))),
        (row(cell("责编：方一舟"), cell("核稿：梁知微")), row(cell("电话：5300617"), cell("80"))),
        (row(cell("甲" * 300), cell("8")), row(cell("乙"), cell("9"))),
        (row(cell("街道"), cell("场次")),),
        (row(cell("街道")), row(cell("8"))),
        (row(cell("一段文字"), cell("另一段文字")), row(cell("又一段"), cell("完"))),
    ],
)
def test_frames_of_layout_stay_lines(rows: tuple[str, ...]) -> None:
    assert "|" not in read(*rows).text


def test_a_table_inside_a_cell_is_text_of_the_cell() -> None:
    inner = f"<w:tbl>{row(cell('甲'), cell('乙'))}</w:tbl>"
    found = read(row(cell("街道"), cell("说明")), row(cell("东河"), f"<w:tc>{inner}{paragraph('8')}</w:tc>"))
    assert "甲 乙 8" in found.text or "甲    乙" in found.text


def test_a_table_that_is_too_large_stays_lines_and_is_told() -> None:
    found = read(*(row(cell("东河"), cell(str(n))) for n in range(1, 260)))
    assert "东河    259" in found.text
    assert "|" not in found.text
    assert "最多200行" in str(found.notes[-1])


def test_no_word_is_lost_where_lines_and_cells_do_not_agree() -> None:
    table = TextTable(0, 1, (("街道", "场次"), ("东河", "8")))
    assert with_tables(Extracted("街道 场次 东河 9", "docx", (), (table,))).text == "街道 场次 东河 9"
