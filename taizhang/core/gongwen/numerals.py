"""Numbers and dates as mastheads write them: 第10期, （总第2222期）, 〔2024〕18号, 二〇二四年七月五日."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from taizhang.core.gongwen.lines import compact
from taizhang.core.gongwen.model import IssueKind
from taizhang.core.text.folding import fold
from taizhang.core.text.numerals import whole_number

_N = r"((?:[0-9] ?){1,6}|(?:[〇○零一二三四五六七八九十百千两] ?){1,9})"
_Y = (
    r"((?:[12] ?[0-9] ?[0-9] ?[0-9])|"
    r"(?:[一二] ?[〇○零O一二三四五六七八九](?: ?[〇○零O一二三四五六七八九]){2}))"
)
_M = r"((?:[0-9] ?){1,2}|[一二三四五六七八九十](?: ?[一二])?)"
_D = r"((?:[0-9] ?){1,2}|(?:[一二三四五六七八九十廿卅] ?){1,3})"
_DATE = re.compile(
    rf"{_Y} ?年 ?{_M} ?月 ?{_D} ?[日号]|"
    r"(?<![0-9])([12][0-9]{3}) ?[-./] ?([0-9]{1,2}) ?[-./] ?([0-9]{1,2})(?![0-9])"
)
_TO = rf"(?: *[-\u2010-\u2015~、,] *{_N.replace('(', '(?:', 1)})?"  # 第3—4期: the first counts
_TOTAL = re.compile(rf"[(\[【〔]? *总 *(?:期 *(?:数|号)? *:?)? *第? *{_N}{_TO} *[期号辑]? *[)\]】〕]?")
_EXTRA = re.compile(
    rf"[(\[【〔]? *(?:{_Y} ?年? *)?(增|专|特) *刊 *[)\]】〕]? *"
    rf"[(\[【〔]? *(?:第? *{_N}{_TO} *[期号辑]?|第 *{_N})? *[)\]】〕]?"
)
_YEARED = re.compile(rf"[〔\[(【] *{_Y} ?年? *[〕\])】] *第? *{_N} *[号期辑]")
_ISSUE = re.compile(
    rf"[(\[【〔]? *(?:{_Y} ?年?度? *)?(?:第 *{_N}{_TO} *[期号辑刊](?: *[(]? *合 *刊)?|"
    rf"[Nn][Oo] *[.:]? *{_N}) *[)\]】〕]?"
)


def cut_date(line: str) -> tuple[date | None, str, bool]:
    """The first date in ``line``, the line without it, and whether something written as a date was there."""
    folded = fold(line)
    found = _DATE.search(folded)
    if found is None:
        return None, line, False
    parts = [g for g in found.groups() if g]
    year, month, day = (whole_number(p.replace("廿", "二十").replace("卅", "三十")) or 0 for p in parts)
    rest = line[: found.start()] + "  " + line[found.end() :]
    try:
        return date(year, month, day), rest, True
    except ValueError:
        return None, rest, True


@dataclass(slots=True)
class IssueNumber:
    """What one line of a masthead says about the number of the issue."""

    kind: IssueKind = IssueKind.REGULAR
    year: int | None = None
    annual_no: int | None = None
    cumulative_no: int | None = None
    found: bool = False


def cut_issue_number(line: str) -> tuple[IssueNumber, str]:
    """The issue number in ``line`` and the line without it."""
    number = IssueNumber()
    if total := _TOTAL.search(fold(line)):
        number.cumulative_no, number.found = whole_number(total[1]), True
        line = _cut(line, total)
    line = _cut_extra(line, number)
    folded = fold(line)
    issue = _YEARED.search(folded) or _ISSUE.search(folded)
    if issue and number.annual_no is None:
        number.annual_no, number.found = whole_number(next(g for g in issue.groups()[1:] if g)), True
        number.year = whole_number(issue[1] or "") or number.year
        line = _cut(line, issue)
    return number, line


def _cut_extra(line: str, number: IssueNumber) -> str:
    """Take 增刊第1期, 专刊 or （增刊） out of ``line``; a bare 专刊 inside a name stays where it is."""
    extra = _EXTRA.search(fold(line))
    if extra is None:
        return line
    rest, written = _cut(line, extra), extra[3] or extra[4] or ""
    alone = not compact(rest).strip("()") or _ISSUE.search(fold(rest))
    if not (written or alone):
        return line
    number.kind = IssueKind.SUPPLEMENT if extra[2] == "增" else IssueKind.SPECIAL
    number.found, number.year, number.annual_no = True, whole_number(extra[1] or ""), whole_number(written)
    return rest


def _cut(line: str, found: re.Match[str]) -> str:
    return line[: found.start()] + "  " + line[found.end() :]
