"""Page numbers and running heads: what belongs to the page and not to the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter

from taizhang.core.gongwen.lines import Line, compact, without
from taizhang.core.gongwen.numerals import cut_date, cut_issue_number
from taizhang.core.gongwen.unwrap import ends_sentence
from taizhang.core.gongwen.words import COLUMN_LINE, mark_of

_SIGN = r"[-\u2010-\u2015\u2212\u2500\u00b7\u2022\u30fb~.|]{0,4}"
_PAGE_NUMBER = re.compile(
    rf"^{_SIGN}(?:[0-9]{{1,3}}|[Pp](?:age)?\.?[0-9]{{1,3}}(?:(?:of|/)[0-9]{{1,3}})?|[0-9]{{1,3}}/[0-9]{{1,3}}|"
    rf"第(?:[0-9]{{1,3}}|[一二三四五六七八九十]{{1,3}})页(?:[,/]?[(]?共(?:[0-9]{{1,3}}|[一二三四五六七八九十]{{1,3}})页[)]?)?|"
    rf"[(]第?[0-9]{{1,3}}页?[)]){_SIGN}$"
)
_RULE = re.compile(r"^[-_=*~\u2010-\u2015\u2500-\u257f\uff3f\uff1d\uffe3\s]{3,}$")
_CLAUSE = re.compile("[。！？；，!?;,]")
_COLON = re.compile("[:：]")  # a label of the imprint, a speaker
_LONGEST_HEAD = 60
_MARGIN_LINES = 3  # that end together: chance does not make them
_DIGITS = re.compile(r"[0-9]+")


def is_page_number(text: str) -> bool:
    """Whether a line holds nothing but a page number: - 3 -, — 3 —, 第3页 共6页, ·3·, 3."""
    return len(text) <= 30 and bool(_PAGE_NUMBER.match(compact(text)))


def drop_page_numbers(lines: list[Line]) -> list[Line]:
    """``lines`` without page numbers and without rules drawn with dashes."""
    lines = without(lines, {i for i, line in enumerate(lines) if _RULE.match(line.text)}, page_ends=False)
    return without(lines, {i for i, line in enumerate(lines) if is_page_number(line.text)}, page_ends=True)


def drop_running_heads(lines: list[Line], name: str, issuer: str) -> list[Line]:
    """``lines`` (those after the masthead) without the heads and feet that repeat on the pages.

    A line goes that repeats the name of the series, alone or with the number, the date or the issuer; and a
    short line that stands at two or more page ends with the same words (digits aside), or at one page end
    in the middle of a sentence whose lines were wrapped.
    """
    heads = {i for i, line in enumerate(lines) if _repeats(line.text, name, issuer)}
    lines = without(lines, heads, page_ends=True)
    edges = [i for i in range(len(lines)) if lines[i].page or (i + 1 < len(lines) and lines[i + 1].page)]
    cells = _margin([line.indent + line.width for line in lines])
    longest = _margin([line.lead + len(line.text) for line in lines])
    heads_or_text = [i for i in edges if not _is_full(lines[i], cells, longest)]
    shapes = {i: _shape(lines[i].text) for i in heads_or_text if len(lines[i].text) <= _LONGEST_HEAD}
    seen = Counter(s for s in shapes.values() if s)
    base = min((line.indent for line in lines), default=0)
    single = {i for i, s in shapes.items() if s and _interrupts(lines[i - 1 : i + 2], base, cells, longest)}
    return without(lines, single | {i for i, s in shapes.items() if s and seen[s] > 1}, page_ends=True)


def _interrupts(lines: list[Line], base: int, cells: int, characters: int) -> bool:
    """Whether the second of three lines, short and at a page end, breaks into a wrapped sentence."""
    if len(lines) < 3:
        return False
    before, line, after = lines
    running = _is_full(before, cells, characters) and not ends_sentence(before.text)
    plain = not mark_of(line.text)[0] and not _COLON.search(line.text) and line.width * 3 < cells * 2
    return running and plain and after.indent <= base + 1 and not COLUMN_LINE.match(after.text)


def _margin(widths: list[int]) -> int:
    """The greatest width that a third of the lines reach about: a list in the imprint may stand in one line, however
    wide the text is. Where there is none, that of the widest line."""
    widths = sorted(widths)
    for n, width in reversed(list(enumerate(widths, 1))):
        full = n - bisect_left(widths, width * 9 // 10)
        if full >= _MARGIN_LINES and full * 3 >= len(widths):
            return width
    return widths[-1] if widths else 0


def _is_full(line: Line, cells: int, characters: int) -> bool:
    """Whether the line is about as wide as the text: it was wrapped there, and no running head."""
    wide = line.indent + line.width >= cells * 9 // 10
    return wide or line.lead + len(line.text) >= characters * 9 // 10


def _shape(text: str) -> str:
    """The line without its digits; empty for what is text however often it repeats (a source, a clause)."""
    if text[0] in "（(〔【[" or text[-1] in "、”）)】：" or _CLAUSE.search(text):
        return ""
    return _DIGITS.sub("#", compact(text))


def _repeats(text: str, name: str, issuer: str) -> bool:
    if len(text) > _LONGEST_HEAD or not name:
        return False
    number, rest = cut_issue_number(text)
    _, rest, dated = cut_date(rest)
    rest = compact(rest)
    named = compact(name) in rest
    for known in (name, issuer):
        rest = rest.replace(compact(known), "", 1) if known else rest
    rest = re.sub(r"第?[0-9]*页?共?[0-9]*页?", "", re.sub(r"[-—–·|()/\[\]《》“”]", "", rest))
    return not rest and (named or (number.found and not dated))
