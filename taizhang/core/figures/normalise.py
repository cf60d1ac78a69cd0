"""The text as the reader sees it: forms folded, wrapping undone; every place maps back to the stored text.

Folding is one to one (full-width digits, compatibility forms, slips of character recognition inside
numbers). Blanks, and line breaks inside a paragraph, are left out; :class:`OffsetMap` remembers where.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from taizhang.core.figures.model import Span
from taizhang.core.text.folding import CANONICAL, WIDTHS

_DASHES = "‐‑‒–—―−─﹣"
_DOTS = "・•‧∙⋅﹒"


def _fold_table() -> dict[int, str]:
    """The common table, and what only numbers need."""
    dashes = {ord(sign): "-" for sign in _DASHES} | {ord(sign): "·" for sign in _DOTS}
    numerals = {
        ord("￥"): "¥",
        ord("〜"): "~",
        ord("∼"): "~",
        ord("∽"): "~",
        ord("〇"): "零",
        ord("○"): "零",
        ord("﹪"): "%",
        ord("萬"): "万",
        ord("億"): "亿",
    }
    return CANONICAL | WIDTHS | dashes | numerals


_FOLD = _fold_table()

# l, I for 1 and O, o for 0 inside a number that a unit follows; a word such as O2O begins with its letter.
_SLIP = re.compile(
    r"(?<![A-Za-z0-9.])[1-9lI][0-9lIOo,]{0,16}(?:\.[0-9lIOo]{1,6})?(?=[ \u00a0]?[余多万亿%个名人场件户项家次元亩吨斤条])"
)
_SLIP_FIX = str.maketrans("lIOo", "1100")

# 满意率98。5%: a full stop where the point was meant; 见表3。5万人 is the end of a sentence.
_STOP_FOR_POINT = re.compile(
    r"(?<![0-9.,])(?<=[一-龥])(?<![表图件附程题例第章节条月日年号期])([0-9]{1,3})。(?=[0-9]{1,2} ?(?:[%‰万亿倍]|个百分点))"
)

# 阅读量10w+, 1.2w人: w for 万; not 500w, a lamp.
_W_FOR_WAN = re.compile(r"(?<=[0-9])w(?=[+余多人次份条])")

# 人民币叁拾贰万元整: capital numerals are folded where they form an amount, not in 队伍 or 大陆.
_CAPITAL = re.compile(
    r"[壹贰叁肆伍陆柒捌玖拾佰仟零万亿]{0,24}[壹贰叁肆伍陆柒捌玖拾佰仟](?=[零万亿]{0,2}[余多]?[元圆角份])"
    r"|(?<=[元圆角])零?[壹贰叁肆伍陆柒捌玖](?=分)"
)
_CAPITAL_VALUE = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")

_BLANK = re.compile(r"[\s\u200b-\u200d\u2060\ufeff\u00ad]+")
_LINE_BREAK = re.compile(r"[\n\f\r]")
_PAGE_LINE = re.compile(
    r"(?:-+ ?\d{1,4} ?-+|第 ?\d{1,4} ?页(?:[,/]? ?共 ?\d{1,4} ?页)?)[ \t]*(?:[\r\n\f]\s*|$)"
)
_LONE_NUMBER = re.compile(r"\d{1,3}[ \t]*(?:\r?\n[ \t]*\r?\n\s*|\r?\n?\f\s*|\s*$)")
_LIST_MARK = re.compile(
    r"\d{1,2}(?:[、)]|\.(?!\d))|\(?[一二三四五六七八九十]{1,3}[、)]|\([0-9]{1,2}\)|[①-⑳●■◆*]|[一二三四五六七八九]是"
)
# 1.5个村…；2.12个村…: numbers of a list, directly before what is counted. Two that follow each other show it.
_MARK = re.compile(
    r"(?:^|(?<=[\n。;]))[ \t]*(?P<mark>\d{1,2})(?P<sign>[.、])"
    r"(?P<glued>(?:[1-9]\d*[余多]?(?:[名户人家场次件份处条项所支]|个(?![百月半小]|工作日|季度))|(?:19|20)\d\d年))?"
)
_DIGITS = frozenset("0123456789")
_TERMINAL = frozenset("。!?;:】》")
_GROUP = re.compile(r"\d{3}(?!\d)")
_NARROW_LINE = 16  # display columns: eight Han characters; narrower lines are cells, marks or a narrow column
_NARROWEST_LINE = 8
_WIDE_LINE = 60  # a line this wide is prose, whatever stands below it
_HAN_IN = re.compile(r"[一-龥]")
# 7. 4%, 3. 6亿元: a decimal also where a list mark might stand.
_DECIMAL_TAIL = re.compile(r"\d+ ?(?:[%‰℃万亿]|个百分点|公[里斤顷]|吨|元|倍)")
_NUMBERED = frozenset("表图件附程题例第章节条月日年号期")
_FIRST_DIGITS = re.compile(r"[一-龥]\d{1,2}$")
_REST_OF_NUMBER = re.compile(r"\d{1,2}(?:\.\d+)? ?(?:[%‰]|个百分点)|\d{1,3}\.\d+ ?[万亿]")
# 9 8. 6%, 1 2 3 人: at least three single digits, each behind one blank, and a unit behind the last.
_LETTER_SPACED = re.compile(
    r"(?<!\d)(?<!\d[.,])(?<!\d )(?<!\d[.,] )(?:(?:\d(?: \d)+ ?\. |\d \d )\d(?: \d)*(?! ?\. ?\d) ?|\d \d )"
    r"(?=[%‰℃余多万亿人名个场户件项家次元亩吨条册篇]|公[里斤顷])"
)
_LED_DIGIT = re.compile(r"[共计达约近超逾为了有展织办放出入到过][1-9]$")
_REST_OF_COUNT = re.compile(r"[0-9]{1,2} ?[余多]?(?:人|名|场|次|户|件|项|家|个|份|条|篇|期|处|辆|万)")
_SPACED_OUT = re.compile(r"[一-龥] [一-龥](?: \d)*$")


class OffsetMap:
    """Places in the normalised text → places in the stored text (strictly increasing)."""

    __slots__ = ("_at", "_shift")

    def __init__(self) -> None:
        self._at = [0]
        self._shift = [0]

    def cut(self, at: int, removed: int) -> None:
        """Note that before place ``at`` of the normalised text ``removed`` code points were left out."""
        shift = self._shift[-1] + removed
        if self._at[-1] == at:
            self._shift[-1] = shift
        else:
            self._at.append(at)
            self._shift.append(shift)

    def original(self, place: int) -> int:
        return place + self._shift[bisect_right(self._at, place) - 1]

    def span(self, start: int, end: int) -> Span:
        """The stored span of a non-empty normalised range."""
        return Span(self.original(start), self.original(end - 1) + 1)

    def gap_before(self, place: int) -> bool:
        """Whether something was left out directly before this place."""
        return place > 0 and self._at[bisect_right(self._at, place) - 1] == place


@dataclass(frozen=True, slots=True)
class Normalised:
    text: str
    offsets: OffsetMap


def fold(text: str) -> str:
    """One-to-one folding: the result has the length of the text."""
    folded = _CAPITAL.sub(lambda amount: amount[0].translate(_CAPITAL_VALUE), text.translate(_FOLD))
    folded = _W_FOR_WAN.sub("万", _STOP_FOR_POINT.sub(r"\1.", folded))
    return _without_glued_marks(_SLIP.sub(lambda slip: slip[0].translate(_SLIP_FIX), folded))


def _without_glued_marks(text: str) -> str:
    """The text with 、 for the point between the number of a list and a count."""
    places = [
        mark.start("sign") for run in _lists(text) for mark in run if mark["glued"] and mark["sign"] == "."
    ]
    if not places:
        return text
    signs = list(text)
    for place in places:
        signs[place] = "、"
    return "".join(signs)


def _lists(text: str) -> Iterator[list[re.Match[str]]]:
    """The marks of each list: 1, 2 and so on."""
    run: list[re.Match[str]] = []
    for mark in _MARK.finditer(text):
        number = int(mark["mark"])
        if number != len(run) + 1:
            if len(run) > 1:
                yield run
            run = []
        if number == len(run) + 1:
            run.append(mark)
    if len(run) > 1:
        yield run


def normalise(text: str, *, certain_ends: bool = False) -> Normalised:
    """Fold the text and leave out what only its layout put in; with ``certain_ends`` no line was wrapped."""
    folded = fold(text)
    offsets, pieces, length, pos = OffsetMap(), [], 0, 0
    while blank := _BLANK.search(folded, pos):
        start, end = blank.span()
        end, kept = _across(folded, start, end)
        if certain_ends and not kept and _LINE_BREAK.search(folded, start, end):
            kept = "\n"
        pieces.append(folded[pos:start])
        length += start - pos
        if kept:
            pieces.append(kept)
            length += 1
        offsets.cut(length, end - start - len(kept))
        pos = end
    pieces.append(folded[pos:])
    return Normalised("".join(pieces), offsets)


def _across(text: str, start: int, end: int) -> tuple[int, str]:
    """Where the blank beginning here ends, page numbers included, and what stays of it."""
    blank = text[start:end]
    if "\n" not in blank and "\f" not in blank and "\r" not in blank:
        return end, _kept_of_space(text, start, end)
    broad = "\f" in blank or blank.count("\n") > 1
    page = _PAGE_LINE.match(text, end) or (_LONE_NUMBER.match(text, end) if broad else None)
    if page:
        end = page.end()
    return end, "" if _is_wrapped(text, start, end) else "\n"


def _kept_of_space(text: str, start: int, end: int) -> str:
    """Spaces go, except where they hold two words apart: between digits, or letters and digits."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if "\t" in text[start:end]:
        return " "
    if after and after in _DIGITS:
        return _kept_before_digit(text, start, end)
    return " " if _is_latin(before) and _is_latin(after) else ""


def _kept_before_digit(text: str, start: int, end: int) -> str:
    """A space goes where some rule says that one number stands on both sides, or where no number or word ends."""
    before = text[start - 1 : start]
    if before and before in _DIGITS:
        rules = _INSIDE_A_NUMBER
    elif before == ".":
        rules = _BEHIND_A_POINT
    else:
        return " " if _is_latin(before) else ""
    return "" if any(rule(text, start, end) for rule in rules) else " "


def _is_latin(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()


def _is_group(text: str, start: int, end: int) -> bool:
    """One space between thousands: 1 234."""
    lead = text[max(0, start - 4) : start]
    short = not (len(lead) == 4 and lead.isdecimal())
    return end - start == 1 and short and _GROUP.match(text, end) is not None


def _is_spaced_out(text: str, start: int, end: int) -> bool:
    """Letter-spaced lines: the digits of 组 织 2 4 场 are one number."""
    alone = text[start - 2 : start - 1].isspace() and not text[end + 1 : end + 2].isdecimal()
    return end - start == 1 and alone and _SPACED_OUT.search(text, max(0, start - 30), start) is not None


def _is_letter_spaced(text: str, start: int, end: int) -> bool:
    """A number of three or more digits written with a blank between any two: 满意率9 8. 6%, not 附件1 2 3个."""
    near = max(0, start - 24)
    runs = _LETTER_SPACED.finditer(text, near, end + 24)
    run = next((each for each in runs if each.start() < start < each.end()), None)
    return run is not None and not (run.start() and text[run.start() - 1] in _NUMBERED)


def _is_split(text: str, start: int, end: int) -> bool:
    """增长1 2.5%: a percentage or an amount of money with a blank between its first digits."""
    lead = _FIRST_DIGITS.search(text, max(0, start - 3), start)
    split = end - start == 1 and lead is not None and lead[0][0] not in _NUMBERED
    return split and _REST_OF_NUMBER.match(text, end) is not None


def _is_split_count(text: str, start: int, end: int) -> bool:
    """开展1 2场, 共1 2人: behind a word that a number follows; not 活动1 20人, a name with its number."""
    return end - start == 1 and (
        _LED_DIGIT.search(text, max(0, start - 2), start) is not None
        and _REST_OF_COUNT.match(text, end) is not None
    )


def _is_decimal(text: str, start: int, end: int) -> bool:
    """Whether a point, a blank and a digit go on a number: 增长7. 4%, not 1. 5个村 at the head of a line."""
    point = start - 1
    place = point
    while place and (text[place - 1].isdecimal() or text[place - 1] == " ") and point - place < 12:
        place -= 1
    number = text[place:point].strip()
    lead = text[place - 1 : place]
    if not number or (lead and lead in _NUMBERED):
        return False
    return "一" <= lead <= "龥" or _DECIMAL_TAIL.match(text, end) is not None


_INSIDE_A_NUMBER: tuple[Callable[[str, int, int], bool], ...] = (
    _is_group,
    _is_spaced_out,
    _is_split,
    _is_split_count,
    _is_letter_spaced,
)
_BEHIND_A_POINT: tuple[Callable[[str, int, int], bool], ...] = (_is_decimal, _is_letter_spaced)


def _is_wrapped(text: str, start: int, end: int) -> bool:
    """Whether the break stands inside a paragraph.

    The line before must be about as wide as the line after, or wide in itself, and must not end a
    sentence; the line after must not begin with a list mark. In a narrow column both lines are of one width.
    """
    if start == 0 or end >= len(text) or text[start - 1] in _TERMINAL or _LIST_MARK.match(text, end):
        return False
    near = max(0, start - _WIDE_LINE)
    line = text[max(text.rfind("\n", near, start) + 1, near) : start]
    width = _width(line)
    if width < _NARROWEST_LINE:
        return False
    if width >= _WIDE_LINE:
        return True
    line_end = text.find("\n", end, end + 4 * _WIDE_LINE)
    below = text[end : line_end if line_end >= 0 else end + 4 * _WIDE_LINE]
    if width < _NARROW_LINE:
        inside = text[start - 1] in _DIGITS or text[start - 1] in ".,"
        written = _HAN_IN.search(line) is not None and _HAN_IN.search(below) is not None
        return inside and written and abs(width - _width(below)) <= 2
    return 10 * width >= 8 * _width(below)


def _width(line: str) -> int:
    """Display columns: two for what stands in East Asian width."""
    return sum(2 if ord(sign) >= 0x1100 else 1 for sign in line.strip())
