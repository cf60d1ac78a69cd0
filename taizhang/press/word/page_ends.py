"""Pages that end early in the Word file as they do on the press: inside a paragraph by a break that is none of the text."""

from __future__ import annotations

from collections.abc import Sequence

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from taizhang.press.typeset.flow import offset_behind
from taizhang.press.typeset.geometry import TYPE_WIDTH
from taizhang.press.typeset.headings import Run


def parted(runs: Sequence[Run], characters: int) -> list[list[Run]]:
    """The runs of a paragraph, without empty ones, in two parts: up to so many characters, blanks apart, and what
    follows. One part where either would be empty.
    """
    first: list[Run] = []
    rest: list[Run] = []
    for role, text in runs:
        cut = offset_behind(text, characters)
        characters -= len("".join(text[:cut].split()))
        first.append((role, text[:cut]))
        rest.append((role, text[cut:]))
    parts = [[run for run in part if run[1]] for part in (first, rest)]
    return [part for part in parts if part]


def add_page_end(paragraph: Paragraph) -> None:
    """A break of page inside the paragraph; ``clear``, which says nothing of pages, tells it from one that parts texts."""
    run = paragraph.add_run()
    end = OxmlElement("w:br")
    end.set(qn("w:type"), "page")
    end.set(qn("w:clear"), "all")
    run._r.append(end)


def led_to_margin(paragraph: Paragraph) -> Paragraph:
    """The paragraph, with dots up to what stands behind a tab at the right margin."""
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(Pt(TYPE_WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    return paragraph
