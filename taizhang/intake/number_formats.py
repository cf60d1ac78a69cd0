"""Numbers of a workbook as its number formats show them: 120 for 120.0, 98% for 0.98, dates, 120场."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from taizhang.core.workbook.grid import Cell, CellKind

# The formats that have numbers only (ECMA-376 part 1, 18.8.30), as Chinese programs show them.
BUILT_IN = {
    9: "0%", 10: "0.00%", 14: "yyyy-m-d", 15: "d-m-y", 16: "m-d", 17: "m-y", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm",
    21: "h:mm:ss", 22: "y-m-d h:mm", 27: "y年m月", 28: "m月d日", 29: "m月d日", 30: "m-d-y", 31: "y年m月d日",
    32: "h时mm分", 33: "h时mm分ss秒", 34: "h时mm分", 35: "h时mm分ss秒", 36: "y年m月", 45: "mm:ss", 46: "h:mm:ss",
    47: "mm:ss", 50: "y年m月", 51: "m月d日", 52: "y年m月", 53: "m月d日", 54: "m月d日", 55: "h时mm分", 56: "h时mm分ss秒",
    57: "y年m月", 58: "m月d日",
}  # fmt: skip
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]')
_WITH_WORDS = re.compile(
    r'(?:"([^"\d]{1,8})"|([¥￥$约第]))?(?:#,##)?0+(?:\.0+)?(?:"([^"\d]{1,8})"|([个场次项人户家件篇期名号]))?'
)
_DIGITS = 15  # what a workbook keeps of a number
_START_1900, _START_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
_LAST_DAY = 2_958_466  # the serial number after 9999-12-31


_LITERAL = re.compile(r'\\(.)|"([^"]*)"')
_GROUPED = re.compile(r"[(第]?0+(?:[-/ ()年月]+0+)+[)年月日号]?")  # 0000-00-00, (0000)0000000
_PADDED = re.compile(r"[#,?]*(0{2,})(?:\.[0#?]*)?%?")  # 000, but no 0000-00-00


class NumberFormat(NamedTuple):
    """What a format makes of a number: ``parts`` of a date (y, m, d, h), a percentage, words before and behind it,
    and the least digits before the point."""

    parts: str = ""
    percent: bool = False
    before: str = ""
    behind: str = ""
    digits: int = 1
    groups: str = ""  # zeros with signs between them


@lru_cache(maxsize=4096)
def shown_by(code: str) -> NumberFormat:
    """The meaning of a format code; only its first section counts."""
    code = code.partition(";")[0].strip()
    bare = _NOT_SHOWN.sub("", code).lower()
    if bare in ("", "general", "@"):
        return NumberFormat()
    written = _LITERAL.sub(lambda found: found[1] or found[2], code)
    if _GROUPED.fullmatch(written):
        return NumberFormat(groups=written)
    if re.search(r"[0#?]", bare.partition("ss.")[0]):
        named = _WITH_WORDS.fullmatch(code)
        padded = _PADDED.fullmatch(bare)
        before, behind = (named[1] or named[2] or "", named[3] or named[4] or "") if named else ("", "")
        return NumberFormat("", "%" in bare, before, behind, len(padded[1]) if padded else 1)
    parts = "".join(p for p, signs in (("y", "ye"), ("d", "d"), ("h", "hs")) if any(s in bare for s in signs))
    if "m" in bare and ("h" not in parts or "y" in parts or "d" in parts):
        parts += "m"
    return NumberFormat(parts)


def number_cell(raw: str, code: str, *, formula: bool, since_1904: bool) -> Cell:
    """The cell of a stored number; ValueError where it is none."""
    shown = shown_by(code)
    if shown.parts and (text := _date(float(raw), shown.parts, since_1904)):
        return Cell(text, CellKind.DATE, formula)
    value = Decimal(f"{float(raw):.{_DIGITS}g}")
    if not value.is_finite():
        raise ValueError(raw)
    if shown.groups and value >= 0 and value == int(value):
        return Cell(_grouped(int(value), shown.groups), CellKind.TEXT, formula)
    if shown.percent:
        return Cell(plain(value * 100, shown.digits) + "%", CellKind.NUMBER, formula)
    return Cell(shown.before + plain(value, shown.digits) + shown.behind, CellKind.NUMBER, formula)


def plain(value: Decimal, digits: int = 1) -> str:
    """Without exponent and idle zeros (120.0 → 120), with at least so many ``digits`` before the point."""
    whole, _, part = format(abs(value), "f").partition(".")
    part = part.rstrip("0")
    sign = "-" if value < 0 else ""
    return f"{sign}{whole.zfill(digits)}{'.' if part else ''}{part}"


def _grouped(value: int, groups: str) -> str:
    """The digits in the places of the zeros, from the right; what is left over stands before the first."""
    places = groups.count("0")
    digits = str(value).zfill(places)
    given = iter([digits[: len(digits) - places + 1], *digits[len(digits) - places + 1 :]])
    return "".join(next(given) if sign == "0" else sign for sign in groups)


def _date(serial: float, parts: str, since_1904: bool) -> str:
    """ISO text of what is shown; empty for a number no calendar has."""
    if not 0 <= serial < _LAST_DAY - 1462:
        return ""
    start = _START_1904 if since_1904 else _START_1900
    lost = timedelta(days=serial < 60 and not since_1904)  # that calendar has a 29 February 1900
    moment = start + lost + timedelta(seconds=round(serial * 86400))
    if parts == "h":
        return f"{moment:%H:%M}"
    if "d" not in parts:
        return f"{moment:%Y-%m}" if "m" in parts else f"{moment:%Y}"
    if "h" in parts and (moment.hour or moment.minute):
        return f"{moment:%Y-%m-%d %H:%M}"
    return f"{moment:%Y-%m-%d}"
