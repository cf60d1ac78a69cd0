"""The press: a bulletin becomes a page in official form, as PDF, as Word file and as picture."""

from taizhang.press.account import write_article
from taizhang.press.booklet import booklet
from taizhang.press.form import FormFinding, FormReport, check_form, edge_lines, verdict_of
from taizhang.press.image import A4_WIDTH, Drawn, page_image, words_at
from taizhang.press.refusal import PressError
from taizhang.press.typeset.font_names import FontRole
from taizhang.press.typeset.font_sample import compare_fonts, sample_page
from taizhang.press.typeset.fonts import installed
from taizhang.press.typeset.geometry import Grid
from taizhang.press.typeset.notice import NoticeSheet
from taizhang.press.typeset.pool import Press, Typeset, shared_press, warm
from taizhang.press.typeset.template import DEFAULT_TEMPLATE, HouseTemplate
from taizhang.press.typeset.wording import attached_rows, masthead_numbers, written_date
from taizhang.press.word.document import write_docx

__all__ = [
    "A4_WIDTH",
    "DEFAULT_TEMPLATE",
    "Drawn",
    "FontRole",
    "FormFinding",
    "FormReport",
    "Grid",
    "HouseTemplate",
    "NoticeSheet",
    "Press",
    "PressError",
    "Typeset",
    "attached_rows",
    "booklet",
    "check_form",
    "compare_fonts",
    "edge_lines",
    "installed",
    "masthead_numbers",
    "page_image",
    "sample_page",
    "shared_press",
    "verdict_of",
    "warm",
    "words_at",
    "write_article",
    "write_docx",
    "written_date",
]
