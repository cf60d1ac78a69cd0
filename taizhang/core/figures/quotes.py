"""Names in quotation marks: “双百”, “90后”, 《三年行动方案》 hold no figures."""

from __future__ import annotations

import re
from bisect import bisect_right

_SHORT, _TITLE = 16, 80
_PAIRS = re.compile(
    rf"《[^《》\n]{{1,{_TITLE}}}》|“[^“”\n]{{1,40}}”|‘[^‘’\n]{{1,40}}’|「[^「」\n]{{1,40}}」|"
    r'"[^"\n]{0,400}"|〔[^〔〕\n]{1,12}〕|\[[0-9]{4}\]'
)
_STATEMENT = re.compile(r"[,;。]")


class Quotes:
    """Spans of short quotations and titles in a normalised text."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, text: str) -> None:
        spans = [match.span() for match in _PAIRS.finditer(text) if _is_name(match[0])]
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def end_of(self, at: int) -> int | None:
        """Where the name that covers this place ends, or None outside names."""
        k = bisect_right(self._starts, at) - 1
        return self._ends[k] if k >= 0 and at < self._ends[k] else None


def _is_name(quotation: str) -> bool:
    if quotation[0] in "《〔[":
        return True
    inside = quotation[1:-1]
    return len(inside) <= _SHORT and not (len(inside) > _SHORT // 2 and _STATEMENT.search(inside))
