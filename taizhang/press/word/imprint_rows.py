"""The rows of the imprint in the Word file, as they are measured on the press."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docx.enum.text import WD_ALIGN_PARAGRAPH

from taizhang.core.gongwen.model import Bulletin
from taizhang.press.typeset.breaking import Glyph, break_lines
from taizhang.press.typeset.geometry import TYPE_WIDTH
from taizhang.press.typeset.wording import copies_words, people_rows, recipient_rows


@dataclass(frozen=True, slots=True)
class ImprintRow:
    """Words of the imprint, with as many lines as they take; those that go on hang by so many characters."""

    words: str
    side: WD_ALIGN_PARAGRAPH
    lines: range = range(1)
    hangs: int = 0


def recipients_of(b: Bulletin, size: float, addressed: Sequence[str]) -> list[ImprintRow]:
    """报, 送, 发 by the words before each, ``addressed``, in the size of the imprint."""
    cells = TYPE_WIDTH / size - 2
    rows = []
    for label, text in recipient_rows(b, addressed):
        glyphs = [Glyph(c, 0.5 if c.isascii() else 1.0, "") for c in label + text]
        lines = len(break_lines(glyphs, cells, cells - len(label)))
        rows.append(ImprintRow(label + text, WD_ALIGN_PARAGRAPH.JUSTIFY, range(lines), hangs=len(label)))
    return rows


def people_of(b: Bulletin) -> list[ImprintRow]:
    """Editor, checker and signer, contacts, copies."""
    rows = [ImprintRow("　　".join(row), WD_ALIGN_PARAGRAPH.LEFT) for row in people_rows(b)]
    if b.copies is not None:
        rows.append(ImprintRow(copies_words(b.copies), WD_ALIGN_PARAGRAPH.RIGHT))
    return rows
