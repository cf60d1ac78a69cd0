"""A table of the text in the Word file: the same widths, sizes and heights as on the page."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

from docx.document import Document as DocumentType
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table as DocxTable
from docx.text.paragraph import Paragraph as DocxParagraph

from taizhang.core.text.tables import TableBlock
from taizhang.press.typeset.breaking import Glyph
from taizhang.press.typeset.font_names import FontRole
from taizhang.press.typeset.tabulate import CAPTION_SIZE, INSET, LEAD, table_block

_ALIGNMENTS = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
}
AddRun = Callable[[DocxParagraph, str, FontRole, float], object]
SetParagraph = Callable[[DocxParagraph, WD_ALIGN_PARAGRAPH, float], None]


def add_table(
    document: DocumentType, table: TableBlock, *, pitch: float, run: AddRun, form: SetParagraph
) -> None:
    """Add the table under its caption. Raises PressError where a cell holds more than a row can."""
    block = table_block(table, _spoken, pitch)
    if table.caption:
        caption = document.add_paragraph()
        form(caption, WD_ALIGN_PARAGRAPH.CENTER, pitch)
        caption.paragraph_format.keep_with_next = True
        run(caption, table.title, FontRole.HEI, CAPTION_SIZE)
    made = document.add_table(rows=len(table.grid), cols=table.columns)
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _rule(made)
    _measure(made, table.head, block)
    cells = [list(row.cells) for row in made.rows]
    for cell in (cell for row in table.rows for cell in row):
        last = cells[cell.row + cell.down - 1][cell.column + cell.across - 1]
        place = cells[cell.row][cell.column].merge(last)
        place.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        form(place.paragraphs[0], _ALIGNMENTS[table.align(cell)], LEAD * block["size"])
        role = FontRole.HEI if cell.row < table.head else FontRole.FANG
        run(place.paragraphs[0], cell.text, role, block["size"])


def _measure(made: DocxTable, head: int, block: dict[str, Any]) -> None:
    """Widths and heights as on the page; header rows are repeated, no row is torn."""
    for n, (row, height) in enumerate(zip(made.rows, block["heights"], strict=True)):
        row.height_rule, row.height = WD_ROW_HEIGHT_RULE.AT_LEAST, Pt(height)
        for name in ("w:cantSplit", "w:tblHeader")[: 2 if n < head else 1]:
            row._tr.get_or_add_trPr().append(OxmlElement(name))
        for cell, width in zip(row.cells, block["columns"], strict=True):
            cell.width = Pt(width)
    for column, width in zip(made.columns, block["columns"], strict=True):
        column.width = Pt(width)


def _spoken(words: str, role: FontRole) -> list[Glyph]:
    """Glyphs of usual widths: which fonts will draw the file is not known."""
    return [Glyph(c, 1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.55, role) for c in words]


def _rule(table: DocxTable) -> None:
    properties: Any = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        border = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "000000")):
            border.set(qn(f"w:{key}"), value)
        borders.append(border)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(round(INSET * 20)))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    layout = properties.find(qn("w:tblLayout"))
    layout.addprevious(borders)
    layout.addnext(margins)
