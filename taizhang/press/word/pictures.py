"""A picture of the text in the Word file, of the same size as on the page."""

from __future__ import annotations

import io
from collections.abc import Mapping

from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Pt

from taizhang.core.text.pictures import PictureLine
from taizhang.press.typeset.font_names import FontRole
from taizhang.press.typeset.illustrate import content_of, sized
from taizhang.press.typeset.tabulate import CAPTION_SIZE
from taizhang.press.word.ruled import AddRun, SetParagraph


def add_picture(
    document: DocumentType,
    picture: PictureLine,
    pictures: Mapping[str, bytes],
    *,
    pitch: float,
    run: AddRun,
    form: SetParagraph,
) -> None:
    """Add the picture in a line of its own height, for in one of exact pitch Word would cut it off, and its caption.

    Raises PressError where the picture is not among ``pictures``.
    """
    content = content_of(picture, pictures)
    width, height, _rows = sized(content, pitch)
    place = document.add_paragraph()
    form(place, WD_ALIGN_PARAGRAPH.CENTER, pitch)
    place.paragraph_format.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
    place.paragraph_format.keep_with_next = True
    drawn = place.add_run().add_picture(io.BytesIO(content), width=Pt(width), height=Pt(height))
    drawn._inline.docPr.set("descr", picture.description)
    caption = document.add_paragraph()
    form(caption, WD_ALIGN_PARAGRAPH.CENTER, pitch)
    run(caption, picture.title, FontRole.HEI, CAPTION_SIZE)
