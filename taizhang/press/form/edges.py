"""The first and the last line of the text as they stand on paper, by which a printed copy is compared with its file."""

from __future__ import annotations

from collections.abc import Iterator

from taizhang.press.form.measure import PageMeasure, TextLine, measure
from taizhang.press.typeset.geometry import BODY_SIZE, MM, TOP_MM, TYPE_HEIGHT_MM

_MASTHEAD_MM = 150.0  # the rule under the masthead stands above this
_SMALLER = 0.6  # points by which a line of the text may be set smaller


def edge_lines(pdf: bytes) -> tuple[str, str]:
    """The text's first line below the masthead and its last line, columns and units in brackets left out: they are the
    same in many issues. Both empty where there is no text. Raises PressError where the bytes are no readable PDF.
    """
    every = [line.text for n, page in enumerate(measure(pdf)) for line in _text(page, first=n == 0)]
    lines = [text for text in every if text[0] + text[-1] not in ("【】", "（）")]
    return (lines[0], lines[-1]) if lines else ("", "")


def _text(page: PageMeasure, *, first: bool) -> Iterator[TextLine]:
    rules = [rule.y for rule in page.rules if rule.y < _MASTHEAD_MM * MM] if first else []
    top, bottom = max(rules, default=0), (TOP_MM + TYPE_HEIGHT_MM + 1) * MM
    for line in page.lines:
        if line.size >= BODY_SIZE - _SMALLER and top < line.baseline < bottom:
            yield line
