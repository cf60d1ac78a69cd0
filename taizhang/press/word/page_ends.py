"""Pages that end early in the Word file as they do on the press: inside a paragraph by a break that is none of the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from taizhang.core.gongwen.copyfit import FitBounds, PageSetting
from taizhang.press.typeset.flow import offset_behind
from taizhang.press.typeset.geometry import TYPE_WIDTH
from taizhang.press.typeset.headings import Run

# Rows left on the last page from which on pages take a row more: other programs need a few rows more for the text than
# the press, most where they lack a font, and one too many is a page more.
_NEAR = 3


def roomier(setting: PageSetting, bounds: FitBounds, room: int) -> PageSetting:
    """The setting with a row more a page, within the office's bounds, where the last page has little ``room`` left."""
    return replace(setting, lines=setting.lines + (room <= _NEAR and setting.lines < bounds.most_lines))


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
