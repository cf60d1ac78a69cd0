"""附件说明, the names of the attachments below the text (GB/T 9704-2012, 7.3.4), in lines for the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from taizhang.press.typeset.breaking import Glyph, break_lines
from taizhang.press.typeset.font_names import FontRole
from taizhang.press.typeset.geometry import BODY_SIZE, TYPE_WIDTH
from taizhang.press.typeset.wording import ATTACHED, attached_rows

Speak = Callable[[str, FontRole], list[Glyph]]


def attached_blocks(names: Sequence[str], spoken: Speak, indent: float) -> Iterator[dict[str, Any]]:
    """Return a blank row and a block for each attachment; ``indent`` is that of a paragraph, in points.

    A name that goes on hangs by its first character. Its lines end a cell short of the full width: none is justified.
    """
    word_width = _width(spoken(ATTACHED, FontRole.FANG)) if names else 0.0
    for word, number, name in attached_rows(names):
        if word:
            yield {"kind": "blank", "lines": []}
        number_width = _width(spoken(number, FontRole.FANG))
        cells = (TYPE_WIDTH - indent - word_width - number_width) / BODY_SIZE - 1
        broken = break_lines(spoken(name, FontRole.FANG), cells, cells)
        yield {
            "kind": "attached",
            "word": word,
            "number": number,
            "lines": [{"runs": [(FontRole.FANG, name[each.start : each.end])]} for each in broken],
            "word_width": word_width,
            "number_width": number_width,
        }


def _width(glyphs: Sequence[Glyph]) -> float:
    """The natural width in points."""
    return sum(glyph.width for glyph in glyphs) * BODY_SIZE
