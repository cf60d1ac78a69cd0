"""附件说明, the names of the attachments below the text, in the Word file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from taizhang.press.typeset.font_names import FontRole
from taizhang.press.typeset.geometry import BODY_SIZE
from taizhang.press.typeset.wording import ATTACHED, attached_rows
from taizhang.press.word.ruled import AddRun

# What the writer of the document counts blocks, adds paragraphs and adds runs by.
Writing = tuple[Callable[[], int | None], Callable[[WD_ALIGN_PARAGRAPH], Paragraph], AddRun]


def add_attached(names: Sequence[str], indent: float, pitch: float, writing: Writing) -> None:
    """Add a paragraph for each attachment, a blank row before them; a name that goes on hangs by its first character."""
    count, paragraph, run = writing
    for word, number, name in attached_rows(names):
        fresh = [count() for _block in range(1 + bool(word))][
            -1
        ] is not None  # the blank row is a block of its own
        line = paragraph(WD_ALIGN_PARAGRAPH.LEFT)
        form, before = line.paragraph_format, len(number) * BODY_SIZE / 2
        hangs = before + len(ATTACHED) * BODY_SIZE
        form.left_indent = Pt(indent + hangs)
        form.first_line_indent = Pt(-hangs if word else -before)
        form.page_break_before = fresh or None
        form.space_before = Pt(pitch if word and not fresh else 0)
        run(line, f"{word}{number}{name}", FontRole.FANG, BODY_SIZE)
