"""Dates as ledgers write them: 8月中旬, 三季度末, 年底前, 1—10月, 2026.8.15."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from taizhang.core.calendar.periods import month_end
from taizhang.core.figures.normalise import fold
from taizhang.core.figures.numerals import DIGITS, han_value

LONGEST = 40  # a longer text is prose
_HAN = "零一二三四五六七八九"
_N = r"[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
_YEAR = re.compile(rf"(?:([0-9]{{4}}|[{_HAN}]{{4}})|([今本当全明来去上次翌]))?(?:年度?|(?=Q))")
_NEAR = {"明": 1, "来": 1, "次": 1, "翌": 1, "去": -1, "上": -1}
_NUMERIC = re.compile(
    r"(?:([0-9]{4})([-./]))?([0-9]{1,2})(?(2)(?:\2([0-9]{1,2}))?|[./]([0-9]{1,2}))(?:[日号]|T?[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?"
)
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_WHOLE_YEAR = re.compile(r"()(内|中|初|底|末)?")
_HALF = re.compile(r"([上下前后])半年(内|中|初|底|末)?")
_QUARTER = re.compile(r"(?:第?([1-4一二三四])季度?|Q([1-4]))(内|中|初|底|末)?")
_MONTH = re.compile(rf"({_N})月份?(内|上旬|中旬|下旬|上中旬|中下旬|上半月|下半月|初|中|底|末)?")
_DAY = re.compile(rf"({_N})月({_N})[日号]?")
_DAY_ALONE = re.compile(rf"({_N})[日号]?")
_LEAD = re.compile(r"^(?:截[至止]到?|预计|计划|力争|确保|大约|约|拟|于|在|自|从)+")
_SINCE_NOW = re.compile(r"(?:即日起?)?[至到]")
_TAIL = re.compile(
    r"(?:左右|(?:全面|持续|全部)*(?:完成|开展|推进|举办|举行|启动|实施|结束|进行))?(?:\([^()]*\))?$"
)
_BY = re.compile(r"(?:之前|以前|前|为止|止)$")
_SINCE = re.compile(r"(?:起|开始|以后|之后)$")
_JOINT = re.compile(r"(-+|~+|起?[至到])|[、和及]")
_MONTH_PARTS = {
    **dict.fromkeys(("上旬", "初"), (1, 10)),
    **dict.fromkeys(("中旬", "中"), (11, 20)),
    **dict.fromkeys(("下旬", "底", "末"), (21, 31)),
    "上半月": (1, 15),
    "下半月": (16, 31),
    "上中旬": (1, 20),
    "中下旬": (11, 31),
}


class DaySpan(NamedTuple):
    """From the first to the last day, both counted."""

    first: date
    last: date


def read_days(text: str, year: int) -> DaySpan | None:
    """The days a cell of a ledger names; a date without its year lies in ``year``.

    初, 中 and 底 (末) are the thirds of a month, and the first, middle and last month of a quarter, a half
    or a year. 8月15日前 runs from 1 January to that day, which is counted; 8月起 to the end of the year. A range
    that would run backwards (11月至2月) ends in the year after; 、 joins what adjoins (7、8月). None where no
    date is named (长期坚持) or none can be made out.
    """
    words = "".join(fold(text[: 2 * LONGEST]).split()).strip("。;,")
    if not words or len(words) > LONGEST:
        return None
    words = _TAIL.sub("", _LEAD.sub("", words))
    bare = _SINCE.sub("", _BY.sub("", words))
    until, since = _BY.search(words), _SINCE.search(words)
    if now := _SINCE_NOW.match(bare):
        bare, until = bare[now.end() :], now
    try:
        span = _point(bare, year) or _range(bare, year)
    except ValueError:  # 2月30日
        return None
    if span is None:
        return None
    return DaySpan(
        date(span.first.year, 1, 1) if until else span.first,
        date(span.last.year, 12, 31) if since else span.last,
    )


def _range(text: str, year: int) -> DaySpan | None:
    for joint in _JOINT.finditer(text):
        left, right = text[: joint.start()], text[joint.end() :]
        start = next(filter(None, (_point(way, year) for way in _completed(left, right))), None)
        if start is None:
            continue
        month = start.first.month if start.first == start.last else None
        end = _point(right, start.first.year, month)
        if end and end.last < start.first and "月" in right:
            end = _point(right, start.first.year + 1)
        adjoining = end and (end.first - start.last).days == 1
        if end and (adjoining or (joint[1] and end.last >= start.first)):
            return DaySpan(start.first, end.last)
    return None


def _completed(left: str, right: str) -> Iterator[str]:
    """The left end as it stands, and with the unit that only the right end bears: 1-10月."""
    yield left
    yield from (left + unit for unit in ("月", "季度") if unit in right)


def _point(text: str, year: int, month: int | None = None) -> DaySpan | None:
    """One date or period; ``month`` is that of a day without one."""
    if match := _COMPACT.fullmatch(text):
        return _day(*map(int, match.groups()))
    if match := _NUMERIC.fullmatch(text):
        own, _, first, second, other = match.groups()
        if own and not second:
            return _months(int(own), int(first), 1)
        return _day(int(own or year), int(first), int(second or other))
    match = _YEAR.match(text)
    if match:
        year = _year(match, year)
        text = text[match.end() :]
        if (match[1] or match[2] or text) and (whole := _WHOLE_YEAR.fullmatch(text)):
            return _part(_months(year, 1, 12), whole[2])
    return _worded(text, year, month)


def _worded(text: str, year: int, month: int | None) -> DaySpan | None:
    if match := _HALF.fullmatch(text):
        return _part(_months(year, 1 if match[1] in "上前" else 7, 6), match[2])
    if match := _QUARTER.fullmatch(text):
        return _part(_months(year, 3 * _number(match[1] or match[2]) - 2, 3), match[3])
    if match := _MONTH.fullmatch(text):
        return _third(_months(year, _number(match[1]), 1), match[2])
    if match := _DAY.fullmatch(text):
        return _day(year, _number(match[1]), _number(match[2]))
    if month and (match := _DAY_ALONE.fullmatch(text)):
        return _day(year, month, _number(match[1]))
    return None


def _year(match: re.Match[str], year: int) -> int:
    written = match[1]
    if not written:
        return year + _NEAR.get(match[2] or "", 0)
    return int("".join(str(DIGITS.get(sign, sign)) for sign in written))


def _number(written: str) -> int:
    return int(written) if written.isdecimal() else han_value(written) or 0


def _day(year: int, month: int, day: int) -> DaySpan:
    return DaySpan(date(year, month, day), date(year, month, day))


def _months(year: int, first: int, count: int) -> DaySpan:
    return DaySpan(date(year, first, 1), month_end(year, first + count - 1))


def _part(span: DaySpan, mark: str | None) -> DaySpan:
    """The first, middle or last month of a longer span; the span itself without a mark."""
    first, last = span.first.month, span.last.month
    month = {"初": first, "中": (first + last) // 2, "底": last, "末": last}.get(mark or "")
    return _months(span.first.year, month, 1) if month else span


def _third(span: DaySpan, mark: str | None) -> DaySpan:
    low, high = _MONTH_PARTS.get(mark or "", (1, 31))
    return DaySpan(span.first.replace(day=low), span.first.replace(day=min(high, span.last.day)))
