"""Marks of secrecy: text that bears one is not for this system."""

from __future__ import annotations

import re

from taizhang.core.figures.model import Span
from taizhang.core.text.folding import fold

# GB/T 9704-2012, 7.2.2: degree and term are joined by a star. A degree that stands
# on a line of its own, alone or with its term, is taken as a mark too; 秘密 within a sentence is not.
_STAR = "[★☆\u2605\u2606\u272f\u2730*\u2b50]"
_TERM = r"(?:[0-9]{1,2} ?[年月]|[一二三四五六七八九十]{1,3} ?[年月]|长期|启用前|解密前)"
_MARK = re.compile(
    rf"[绝机秘] {{0,4}}密 {{0,4}}{_STAR}(?: {{0,4}}{_TERM})?"
    rf"|(?:^|(?<=[\n\r\f]))[ \t]{{0,40}}[\[(【〔]?(?:密级 ?[:：] ?)?[绝机秘] {{0,4}}密 {{0,4}}"
    rf"(?:{_TERM})?[\])】〕]?(?=[ \t]{{0,40}}(?:[\n\r\f]|$))"
)


def find_secrecy_mark(text: str) -> Span | None:
    """The first mark of secrecy (秘密★, 机密★1年; spaces and full-width digits allowed), or ``None``."""
    found = _MARK.search(fold(text))
    return Span(found.start(), found.end()) if found else None
