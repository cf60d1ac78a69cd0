"""The editable copy: a Word file in the same form, as far as Word and WPS carry it. The PDF is authoritative.

Fonts are named as Chinese offices have them (仿宋_GB2312, 方正小标宋简体 …), so that the copy is right on their machines;
LibreOffice and others substitute. The grid is set by exact line pitch and character spacing: a document grid gave
half-empty lines in LibreOffice.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from functools import partial
from itertools import zip_longest
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
from taizhang.core.gongwen.copyfit import PageSetting
from taizhang.core.gongwen.model import Bulletin, Item
from taizhang.core.text.pictures import PictureLine, text_blocks
from taizhang.core.text.tables import TableBlock
from taizhang.press.typeset.bounds import bounded
from taizhang.press.typeset.flow import imprint_height, size
from taizhang.press.typeset.font_names import FontRole
from taizhang.press.typeset.geometry import (
    BODY_SIZE,
    IMPRINT_LEAD,
    IMPRINT_SIZE,
    TITLE_SIZE,
    TYPE_HEIGHT,
    TYPE_WIDTH,
    Grid,
)
from taizhang.press.typeset.headings import led
from taizhang.press.typeset.pool import NO_PICTURES
from taizhang.press.typeset.qr import CAPTION, code, code_picture
from taizhang.press.typeset.template import DEFAULT_TEMPLATE, HouseTemplate
from taizhang.press.typeset.wording import (
    CONTENTS,
    contents_of,
    corner_marks,
    leading_columns,
    masthead_numbers,
    name_size,
    written_date,
)
from taizhang.press.word.attached import add_attached
from taizhang.press.word.borders import set_rule, set_table_rules
from taizhang.press.word.foot import set_at_foot
from taizhang.press.word.imprint_rows import ImprintRow, people_of, recipients_of
from taizhang.press.word.origin import name_origin, set_bookmark
from taizhang.press.word.page_ends import add_page_end, led_to_margin, parted, roomier
from taizhang.press.word.pictures import add_picture
from taizhang.press.word.ruled import add_table
from taizhang.press.word.spacing import spacing_of

_FONTS = {
    FontRole.FANG: "仿宋_GB2312",
    FontRole.KAI: "楷体_GB2312",
    FontRole.HEI: "黑体",
    FontRole.SONG: "宋体",
    FontRole.XIAOBIAOSONG: "方正小标宋简体",
}
_RULE = 4.0  # points that the rule below the masthead takes beside the lines
_NOT_XML = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]")


def write_docx(
    bulletin: Bulletin,
    template: HouseTemplate = DEFAULT_TEMPLATE,
    fit: Mapping[str, Any] | None = None,
    pictures: Mapping[str, bytes] = NO_PICTURES,
    origin: Sequence[str] = (),
) -> bytes:
    """The bulletin as a docx file. Raises PressError where it or its code is too large, or a picture is missing.

    ``origin``: a name for each article, by which it is known again when the file comes back.
    """
    setting = PageSetting(**fit["setting"]) if fit else template.setting or template.own
    full = fit is not None and fit["room"] == 0
    if fit is not None and not template.contents:
        setting = roomier(setting, template.bounds, fit["room"])
    set_apart = fit or {}
    early = [end for end in set_apart.get("early", ()) if "block" in end]
    return _Writer(
        bulletin_from_json(bounded(bulletin)), template, setting, pictures, origin,
        full=full, early=early, pages_of=set_apart.get("pages_of", ()),
    ).write()  # fmt: skip


class _Writer:
    def __init__(
        self,
        bulletin: Bulletin,
        template: HouseTemplate,
        setting: PageSetting,
        pictures: Mapping[str, bytes],
        origin: Sequence[str],
        *,
        full: bool,
        early: Sequence[Mapping[str, int]],
        pages_of: Sequence[int],
    ) -> None:
        self.b, self.template, self.setting, self.qr = bulletin, template, setting, template.qr
        self.origin = origin
        self.grid, self.size, self.pictures = Grid(setting.lines, setting.cells), size(setting), pictures
        # Word counts a line by its whole pitch, the last one too, in steps of a twentieth of a point.
        self.pitch = floor(TYPE_HEIGHT / self.grid.lines * 20) / 20
        self.document: DocumentType = Document()
        self.apart = False  # a blank row has just been set
        self.block, self.early = 0, {end["block"]: end["characters"] for end in early}
        self.pages_of = pages_of
        # Where the last page has no row left, a long paragraph near the end spares one: no other program sets lines as
        # the press does.
        texts = [paragraph.text for item in bulletin.items[-1:] for paragraph in item.body]
        self.sparing = max(texts, key=len, default="") if full else ""

    def write(self) -> bytes:
        self._page()
        self._masthead()
        self._body()
        self._imprint()
        self._properties()
        if self.origin:
            name_origin(self.document, " ".join(self.origin))
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
        spacing: int = 0,
    ) -> Run:
        run = paragraph.add_run(_NOT_XML.sub("", text))
        run.font.size = Pt(size)
        run.font.name = _FONTS[role]
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONTS[role])
        if spacing:
            element = OxmlElement("w:spacing")  # in twentieths of a point
            element.set(qn("w:val"), str(spacing))
            run._r.get_or_add_rPr().insert_element_before(element, "w:w", "w:kern", "w:position", "w:sz")
        return run

    def _paragraph(
        self, alignment: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY, pitch: float = 0
    ) -> DocxParagraph:
        paragraph = self.document.add_paragraph()
        _set(paragraph, alignment, pitch or self.pitch)
        self.apart = False
        return paragraph

    def _masthead(self) -> None:
        b, centre = self.b, WD_ALIGN_PARAGRAPH.CENTER
        name = self.template.name or b.name
        if marks := corner_marks(self.template.left_mark, self.template.right_mark, b):
            corners = self._paragraph(WD_ALIGN_PARAGRAPH.LEFT)
            corners.paragraph_format.tab_stops.add_tab_stop(Pt(TYPE_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
            self._run(corners, "\t".join(marks), FontRole.HEI, IMPRINT_SIZE)
        heading = self._paragraph(centre, 3 * self.pitch - _RULE)
        run = self._run(heading, name, FontRole.XIAOBIAOSONG, name_size(name))
        run.font.color.rgb = RGBColor.from_string(self.template.colour.lstrip("#").upper())
        for number in masthead_numbers(b):
            self._run(self._paragraph(centre), number, FontRole.FANG)
        line = self._paragraph(WD_ALIGN_PARAGRAPH.LEFT)
        line.paragraph_format.tab_stops.add_tab_stop(Pt(TYPE_WIDTH - BODY_SIZE), WD_TAB_ALIGNMENT.RIGHT)
        self._run(line, f"　{b.issuer}\t{written_date(b.date)}", FontRole.FANG)
        set_rule(line, 1.4, self.template.colour.lstrip("#"))
        self._paragraph()
        self.apart = True

    def _body(self) -> None:
        if self.template.contents and (listed := contents_of(self.b)):
            self._contents(listed)
        heads = leading_columns(self.b)
        for head in heads:
            self._column(head)
        column = heads[-1] if heads else ""
        for n, paragraph in enumerate(self.b.note):
            label = f"{self.template.note_label}：" if self.template.note_label and n == 0 else ""
            self._text([(FontRole.HEI, label), (FontRole.KAI, paragraph.text)])
        for n, item in enumerate(self.b.items):
            if item.column and item.column != column:
                column = item.column
                self._column(column)
            self._item(item, n)
        add_attached(
            self.b.attachments, self.grid.indent, self.pitch, (self._block, self._paragraph, self._run)
        )

    def _contents(self, listed: Sequence[str]) -> None:
        self._run(self._set_apart(), CONTENTS, FontRole.HEI)
        pages = self.pages_of if self.template.contents_pages else []
        for words, page in zip_longest(listed, pages):
            self._text([(FontRole.KAI, words)])
            if page is not None:
                self._run(led_to_margin(self.document.paragraphs[-1]), f"\t{page}", FontRole.FANG)
        self._block()
        self._paragraph()
        self.apart = True

    def _column(self, column: str) -> None:
        self._run(self._set_apart(), f"【{column}】", FontRole.HEI)

    def _set_apart(self) -> DocxParagraph:
        """A centred line that stays with the next one, a blank row before it unless there is one."""
        above = 0.0 if self.apart else self.pitch
        fresh = self._block() is not None
        paragraph = self._paragraph(WD_ALIGN_PARAGRAPH.CENTER)
        paragraph.paragraph_format.space_before = Pt(0 if fresh else above)
        paragraph.paragraph_format.page_break_before = fresh or None
        paragraph.paragraph_format.keep_with_next = True
        return paragraph

    def _block(self) -> int | None:
        """Go on to the next block of the flow, as the press counts them. Return how many of its characters stand on the
        page that ends early there; None where none does.
        """
        self.block += 1
        return self.early.get(self.block)

    def _item(self, item: Item, number: int) -> None:
        begin = len(self.document.element.body) - 1  # behind all blocks stands the section's form
        self._article(item)
        if item.source_unit:
            fresh = self._block() is not None
            paragraph = self._paragraph(WD_ALIGN_PARAGRAPH.RIGHT)
            paragraph.paragraph_format.page_break_before = fresh or None
            self._run(paragraph, f"（{item.source_unit}）", FontRole.FANG)
        if self.origin:
            set_bookmark(self.document, self.origin[number], number, begin)

    def _article(self, item: Item) -> None:
        body = text_blocks(paragraph.text for paragraph in item.body)
        if item.run_in:
            first = body[0] if body else ""
            runs = self._led(first) if isinstance(first, str) else []
            self._text([(FontRole.HEI, item.title), *runs])
            body = body[isinstance(first, str) :]
        elif item.title.strip():
            self._title(item.title)
        for part in body:
            if isinstance(part, str):
                self._text(self._led(part))
                continue
            self._set_block(part)

    def _set_block(self, part: TableBlock | PictureLine) -> None:
        fresh, first_one = self._block() is not None, len(self.document.paragraphs)
        if isinstance(part, PictureLine):
            add_picture(self.document, part, self.pictures, pitch=self.pitch, run=self._run, form=_set)
        else:
            add_table(self.document, part, pitch=self.pitch, run=self._run, form=_set)
        if fresh and len(self.document.paragraphs) > first_one:
            self.document.paragraphs[first_one].paragraph_format.page_break_before = True

    def _title(self, title: str) -> None:
        """The title, a blank row before it and, unless titles are set tight, one after."""
        paragraph = self._set_apart()
        self._run(paragraph, title, FontRole.XIAOBIAOSONG, TITLE_SIZE)
        self.apart = not self.setting.tight_titles
        paragraph.paragraph_format.space_after = Pt(self.pitch * self.apart)

    def _led(self, text: str) -> list[tuple[FontRole, str]]:
        return led(text) if self.template.lead_sentences else [(FontRole.FANG, text)]

    def _text(self, runs: list[tuple[FontRole, str]]) -> None:
        cut = self._block()
        paragraph = self._paragraph()
        paragraph.paragraph_format.first_line_indent = Pt(self.grid.indent)
        paragraph.paragraph_format.page_break_before = cut == 0 or None
        parts = parted(runs, cut or 0)
        for n, part in enumerate(parts):
            whole = "".join(text for _, text in part)
            spares = bool(self.sparing) and whole.endswith(self.sparing)
            spacing = spacing_of(whole, self.grid, spare=spares, indented=n == 0)
            for role, text in part:
                self._run(paragraph, text, role, spacing=spacing)
            if n + 1 < len(parts):
                add_page_end(paragraph)

    def _imprint(self) -> None:
        """The imprint, below its code, in a frame at the foot of the last page."""
        recipients = partial(recipients_of, self.b, self.size, self.template.addressed)
        rows = {"recipients": recipients, "people": partial(people_of, self.b)}
        wanted = [rows[name] for name in self.template.imprint]
        parts = [part for part in (make() for make in wanted) if part]
        anchor = self.document.paragraphs[-1]._p
        content = [self._code()] if self.qr else []
        if parts:
            table = self.document.add_table(rows=len(parts), cols=1)
            table.alignment = WD_TABLE_ALIGNMENT.CENTER
            for part, row in zip(parts, table.rows, strict=True):
                row.cells[0].width = Pt(TYPE_WIDTH)
                self._part(row.cells[0], part)
            set_table_rules(table._tbl, len(parts))
            content.append(table._tbl)
        if content:
            end = self._paragraph(pitch=1)  # a frame may not end with a table
            lines = [[{"lines": each.lines} for each in part] for part in parts]
            height = imprint_height(lines, self.size, code=bool(self.qr))
            set_at_foot(anchor, [*content, end._p], TYPE_WIDTH, height + 2)

    def _part(self, cell: Any, rows: list[ImprintRow]) -> None:
        for n, row in enumerate(rows):
            paragraph = cell.paragraphs[0] if n == 0 else cell.add_paragraph()
            _set(paragraph, row.side, self.size + IMPRINT_LEAD)
            form = paragraph.paragraph_format
            form.left_indent = Pt((1 + row.hangs) * self.size)
            form.right_indent = Pt(self.size)
            form.first_line_indent = Pt(-row.hangs * self.size)
            form.space_before, form.space_after = Pt(3 * (n == 0)), Pt(3 * (n == len(rows) - 1))
            self._run(paragraph, row.words, FontRole.FANG, self.size)

    def _code(self) -> Any:
        """The QR code on the right above the imprint: in a line of exact pitch Word would cut it off."""
        paragraph = self._paragraph(WD_ALIGN_PARAGRAPH.RIGHT)
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_after = Pt(6)  # white around the code, or it is not read
        self._run(paragraph, f"{CAPTION}  ", FontRole.FANG, 10.5)
        picture = paragraph.add_run().add_picture(io.BytesIO(code_picture(self.qr)), width=Mm(16))
        picture._inline.docPr.set("descr", code(self.qr)["alt"])
        return paragraph._p


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
            off, "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr",
        )  # fmt: skip
