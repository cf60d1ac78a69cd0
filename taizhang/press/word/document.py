"""The editable copy: a Word file in the same form, as far as Word and WPS carry it. The PDF is authoritative.

Fonts are named as Chinese offices have them (仿宋_GB2312, 方正小标宋简体 …), so that the copy is right on their machines;
LibreOffice and others substitute. The grid is set by exact line pitch and character spacing: a document grid gave
half-empty lines in LibreOffice.
"""

from __future__ import annotations

import io
import re
from datetime import datetime, time
from math import floor
from typing import Any

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as DocxParagraph
from docx.text.run import Run

from taizhang.core.gongwen import bulletin_from_json
from taizhang.core.gongwen.model import Bulletin, Item
from taizhang.core.text.tables import lines_and_tables
from taizhang.press.typeset.bounds import bounded
from taizhang.press.typeset.font_names import FontRole
from taizhang.press.typeset.geometry import (
    BODY_SIZE,
    IMPRINT_SIZE,
    TITLE_SIZE,
    TYPE_HEIGHT,
    TYPE_WIDTH,
)
from taizhang.press.typeset.headings import led
from taizhang.press.typeset.qr import CAPTION, code, code_picture
from taizhang.press.typeset.template import DEFAULT_TEMPLATE, HouseTemplate
from taizhang.press.typeset.wording import (
    copies_words,
    leading_columns,
    masthead_numbers,
    name_size,
    people_rows,
    recipient_rows,
    written_date,
)
from taizhang.press.word.ruled import add_table

_FONTS = {
    FontRole.FANG: "仿宋_GB2312",
    FontRole.KAI: "楷体_GB2312",
    FontRole.HEI: "黑体",
    FontRole.SONG: "宋体",
    FontRole.XIAOBIAOSONG: "方正小标宋简体",
}
_NOT_XML = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]")


def write_docx(bulletin: Bulletin, template: HouseTemplate = DEFAULT_TEMPLATE) -> bytes:
    """The bulletin as a docx file. Raises PressError where it, or the address of its code, is too large."""
    return _Writer(bulletin_from_json(bounded(bulletin)), template).write()


class _Writer:
    def __init__(self, bulletin: Bulletin, template: HouseTemplate) -> None:
        self.b, self.template, self.grid, self.qr = bulletin, template, template.grid, template.qr
        # Word counts a line by its whole pitch, the last one too, in steps of a twentieth of a point.
        self.pitch = floor(TYPE_HEIGHT / self.grid.lines * 20) / 20
        self.document: DocumentType = Document()

    def write(self) -> bytes:
        self._page()
        self._masthead()
        self._body()
        self._imprint()
        self._properties()
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()

    def _properties(self) -> None:
        day = datetime.combine(self.b.date, time()) if self.b.date else datetime(2000, 1, 1)
        properties = self.document.core_properties
        properties.title, properties.author, properties.comments = self.b.name, self.b.issuer, ""
        properties.created = properties.modified = day
        properties.last_modified_by = self.b.issuer

    def _page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.footer_distance = Mm(25)
        self.document.settings.odd_and_even_pages_header_footer = True
        normal = self.document.styles["Normal"]
        normal.font.size = Pt(BODY_SIZE)
        normal.font.name = _FONTS[FontRole.FANG]
        normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONTS[FontRole.FANG])
        for footer, side in (
            (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
            (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
        ):
            self._folio(footer.paragraphs[0], side)

    def _folio(self, paragraph: DocxParagraph, side: WD_ALIGN_PARAGRAPH) -> None:
        paragraph.alignment = side
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(IMPRINT_SIZE)
        self._run(paragraph, "— ", FontRole.SONG, IMPRINT_SIZE)
        number = self._run(paragraph, "", FontRole.SONG, IMPRINT_SIZE)
        for kind in ("begin", None, "end"):
            if kind is None:
                part = OxmlElement("w:instrText")
                part.set(qn("xml:space"), "preserve")
                part.text = "PAGE"
            else:
                part = OxmlElement("w:fldChar")
                part.set(qn("w:fldCharType"), kind)
            number._r.append(part)
        self._run(paragraph, " —", FontRole.SONG, IMPRINT_SIZE)

    def _run(
        self,
        paragraph: DocxParagraph,
        text: str,
        role: FontRole,
        size: float = BODY_SIZE,
        *,
        spaced: bool = False,
    ) -> Run:
        run = paragraph.add_run(_NOT_XML.sub("", text))
        run.font.size = Pt(size)
        run.font.name = _FONTS[role]
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONTS[role])
        if spaced:
            spacing = OxmlElement("w:spacing")  # in twentieths of a point
            spacing.set(qn("w:val"), str(round(self.grid.tracking * 20)))
            run._r.get_or_add_rPr().insert_element_before(spacing, "w:w", "w:kern", "w:position", "w:sz")
        return run

    def _paragraph(
        self, alignment: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY, pitch: float = 0
    ) -> DocxParagraph:
        paragraph = self.document.add_paragraph()
        _set(paragraph, alignment, pitch or self.pitch)
        return paragraph

    def _masthead(self) -> None:
        b, centre = self.b, WD_ALIGN_PARAGRAPH.CENTER
        name = self.template.name or b.name
        heading = self._paragraph(centre, 3 * self.pitch)
        run = self._run(heading, name, FontRole.XIAOBIAOSONG, name_size(name))
        run.font.color.rgb = RGBColor.from_string(self.template.colour.lstrip("#").upper())
        for number in masthead_numbers(b):
            self._run(self._paragraph(centre), number, FontRole.FANG)
        line = self._paragraph(WD_ALIGN_PARAGRAPH.LEFT)
        line.paragraph_format.tab_stops.add_tab_stop(Pt(TYPE_WIDTH - BODY_SIZE), WD_TAB_ALIGNMENT.RIGHT)
        self._run(line, f"　{b.issuer}\t{written_date(b.date)}", FontRole.FANG)
        _rule(line, 1.4, self.template.colour.lstrip("#"))
        self._paragraph()

    def _body(self) -> None:
        heads = leading_columns(self.b)
        for head in heads:
            self._column(head)
        column = heads[-1] if heads else ""
        for paragraph in self.b.note:
            self._text([(FontRole.KAI, paragraph.text)])
        for item in self.b.items:
            if item.column and item.column != column:
                column = item.column
                self._column(column)
            self._item(item)

    def _column(self, column: str) -> None:
        self._run(self._paragraph(WD_ALIGN_PARAGRAPH.CENTER), f"【{column}】", FontRole.HEI)

    def _item(self, item: Item) -> None:
        body = lines_and_tables(paragraph.text for paragraph in item.body)
        if item.run_in:
            first = body[0] if body else ""
            runs = self._led(first) if isinstance(first, str) else []
            self._text([(FontRole.HEI, item.title), *runs])
            body = body[isinstance(first, str) :]
        else:
            title = self._paragraph(WD_ALIGN_PARAGRAPH.CENTER)
            self._run(title, item.title, FontRole.XIAOBIAOSONG, TITLE_SIZE)
        for part in body:
            if isinstance(part, str):
                self._text(self._led(part))
            else:
                add_table(self.document, part, pitch=self.pitch, run=self._run, form=_set)
        if item.source_unit:
            self._run(self._paragraph(WD_ALIGN_PARAGRAPH.RIGHT), f"（{item.source_unit}）", FontRole.FANG)

    def _led(self, text: str) -> list[tuple[FontRole, str]]:
        return led(text) if self.template.lead_sentences else [(FontRole.FANG, text)]

    def _text(self, runs: list[tuple[FontRole, str]]) -> None:
        paragraph = self._paragraph()
        paragraph.paragraph_format.first_line_indent = Pt(self.grid.indent)
        for role, text in runs:
            if text:
                self._run(paragraph, text, role, spaced=True)

    def _imprint(self) -> None:
        parts = {"recipients": self._recipients, "people": self._people}
        filled = {
            "recipients": bool(recipient_rows(self.b)),
            "people": bool(people_rows(self.b)) or self.b.copies is not None,
        }
        wanted = [name for name in self.template.imprint if filled[name]]
        if self.qr:
            self._code()
        if not wanted:
            return
        if not self.qr:
            self._paragraph()
        table = self.document.add_table(rows=len(wanted), cols=1)
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        for name, row in zip(wanted, table.rows, strict=True):
            cell = row.cells[0]
            cell.width = Pt(TYPE_WIDTH)
            parts[name](cell.paragraphs[0], cell.add_paragraph)
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for paragraph in cell.paragraphs:  # the imprint stays together, and below its code
                paragraph.paragraph_format.keep_with_next = name != wanted[-1]
        _table_rules(table._tbl, len(wanted))

    def _code(self) -> None:
        """The QR code on the right above the imprint: in a line of exact pitch Word would cut it off."""
        paragraph = self._paragraph(WD_ALIGN_PARAGRAPH.RIGHT)
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_after = Pt(6)  # white around the code, or it is not read
        self._run(paragraph, f"{CAPTION}  ", FontRole.FANG, 10.5)
        picture = paragraph.add_run().add_picture(io.BytesIO(code_picture(self.qr)), width=Mm(16))
        picture._inline.docPr.set("descr", code(self.qr)["alt"])

    def _recipients(self, first: DocxParagraph, more: object) -> None:
        for n, (label, text) in enumerate(recipient_rows(self.b)):
            paragraph = first if n == 0 else more()  # type: ignore[operator]
            _set(paragraph, WD_ALIGN_PARAGRAPH.JUSTIFY, IMPRINT_SIZE + 8)
            paragraph.paragraph_format.left_indent = Pt(3 * IMPRINT_SIZE)
            paragraph.paragraph_format.right_indent = Pt(IMPRINT_SIZE)
            paragraph.paragraph_format.first_line_indent = Pt(-2 * IMPRINT_SIZE)
            self._run(paragraph, label + text, FontRole.FANG, IMPRINT_SIZE)

    def _people(self, first: DocxParagraph, more: object) -> None:
        left, right = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT
        rows = [(left, "　　".join(row)) for row in people_rows(self.b)]
        if self.b.copies is not None:
            rows.append((right, copies_words(self.b.copies)))
        for n, (side, words) in enumerate(rows):
            paragraph = first if n == 0 else more()  # type: ignore[operator]
            _set(paragraph, side, IMPRINT_SIZE + 8)
            form = paragraph.paragraph_format
            form.left_indent = form.right_indent = Pt(IMPRINT_SIZE)
            self._run(paragraph, words, FontRole.FANG, IMPRINT_SIZE)


def _set(paragraph: DocxParagraph, alignment: WD_ALIGN_PARAGRAPH, pitch: float) -> None:
    """Exact pitch, no space between paragraphs, no hanging marks, no added space between Han and Latin."""
    form = paragraph.paragraph_format
    paragraph.alignment = alignment
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(round(pitch * 20) / 20)
    form.widow_control = False
    properties = paragraph._p.get_or_add_pPr()
    for name in ("w:overflowPunct", "w:autoSpaceDE", "w:autoSpaceDN"):
        off = OxmlElement(name)
        off.set(qn("w:val"), "0")
        properties.insert_element_before(
            off,
            "w:bidi",
            "w:adjustRightInd",
            "w:snapToGrid",
            "w:spacing",
            "w:ind",
            "w:contextualSpacing",
            "w:jc",
            "w:rPr",
        )


def _rule(paragraph: DocxParagraph, points: float, colour: str) -> None:
    borders = OxmlElement("w:pBdr")
    borders.append(_border("w:bottom", points, colour))
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders,
        "w:shd",
        "w:tabs",
        "w:overflowPunct",
        "w:autoSpaceDE",
        "w:autoSpaceDN",
        "w:spacing",
        "w:ind",
        "w:jc",
        "w:rPr",
    )


def _border(side: str, points: float, colour: str = "000000") -> Any:
    border = OxmlElement(side)
    for key, value in (("val", "single"), ("sz", str(round(points * 8))), ("space", "1"), ("color", colour)):
        border.set(qn(f"w:{key}"), value)
    return border


def _table_rules(table: Any, rows: int) -> None:
    """0.35 mm above and below, 0.25 mm between (GB/T 9704-2012, 7.4): 1 pt and 0.75 pt in Word."""
    borders = OxmlElement("w:tblBorders")
    borders.append(_border("w:top", 1.0))
    borders.append(_border("w:bottom", 1.0))
    if rows > 1:
        borders.append(_border("w:insideH", 0.75))
    table.tblPr.append(borders)
