"""The physical lines of a text: spans, indents, widths, and the blank lines and page ends between them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from taizhang.core.text.folding import canonical, fold

_BREAK = re.compile(r"\r\n|[\n\r\f\v\x85\u2028\u2029]")
# White space of every width, the byte order mark and the zero-width space.
_BLANK = (
    " \t\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200C))) + "\u202f\u205f\u3000\ufeff\x1c\x1d\x1e\x1f"
)
_SPACES = re.compile(r"\s+")


def compact(text: str) -> str:
    """``text`` folded and without any white space."""
    return _SPACES.sub("", fold(text))


def cells(text: str) -> int:
    """Width in half-width cells: a Han character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without its outer white space.

    ``start`` and ``end`` are offsets into the text; ``indent`` and ``width`` count half-width cells, ``lead``
    the characters of white space before the text;
    ``gap`` says that a blank line stands before it, ``page`` that a page ends before it.
    """

    text: str
    start: int
    end: int
    indent: int
    width: int
    lead: int = 0
    gap: bool = False
    page: bool = False


def split_lines(text: str, most: int = 1 << 30) -> list[Line]:
    """The first ``most`` lines of ``text`` that hold something, in order, in canonical characters."""
    text = canonical(text)
    lines: list[Line] = []
    gap = page = False
    begin = 0
    for end, stop, sign in _ends(text):
        raw = text[begin:end]
        body = raw.strip(_BLANK)
        if body:
            start = begin + raw.index(body[0])
            lead = cells(raw[: start - begin].replace("\t", "    "))
            lines.append(Line(body, start, start + len(body), lead, cells(body), start - begin, gap, page))
            gap = page = False
            if len(lines) >= most:
                break
        else:
            gap = True
        page = page or sign == "\f"
        begin = stop
    return lines


def _ends(text: str) -> Iterator[tuple[int, int, str]]:
    """(end of the line, start of the next, separator) of every line."""
    for found in _BREAK.finditer(text):
        yield found.start(), found.end(), found.group()
    yield len(text), len(text), ""


def without(lines: list[Line], dropped: set[int], *, page_ends: bool) -> list[Line]:
    """``lines`` without the indices ``dropped``; with ``page_ends``, a page begins behind a dropped line."""
    kept: list[Line] = []
    gap = page = False
    for i, line in enumerate(lines):
        if i in dropped:
            gap, page = gap or line.gap, page or line.page or page_ends
            continue
        if gap or page:
            line = replace(line, gap=line.gap or gap, page=line.page or page)
        kept.append(line)
        gap = page = False
    return kept
