"""Dates and times of day that cannot be: 2月30日, a wrong weekday, an end before its begin, 上午15时."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from taizhang.core.proof.model import ProofClass, ProofRule, ProofText, RuleLevel, Suspect, matching
from taizhang.core.proof.sequences import number_of
from taizhang.core.text.messages import N_

_NUM = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_DATE = re.compile(
    rf"(?:(?P<y>(?:19|20)\d\d)年)?(?<![\d一二三四五六七八九十农阴]历)(?<![\d一二三四五六七八九十个])(?P<m>{_NUM})月("
    rf"?P<d>{_NUM})[日号]"
    r"|(?<![\d.\-/])(?P<Y>(?:19|20)\d\d)(?P<s>[.\-/])(?P<M>\d{1,2})(?P=s)(?P<D>\d{1,2})(?![\d.\-/])"
)
_ONLY_DAY = re.compile(rf"(?P<to>[至到—～~\-、和]+)(?P<d>{_NUM})[日号]")
_WEEKDAY = re.compile(r"[ ，]?[（(]?(?:星期|周|礼拜)(?P<w>[一二三四五六日天1-7])(?![年月个岁])")
_BETWEEN = re.compile(
    r"(?:[（(][^）)\n]{1,4}[）)])?(?:上午|下午|晚上|\d{1,2}[时:：]\d{0,2}分?)*[至到—～~\-－]+(?P<next>次年|翌年|第二"
    r"年|当年|同年)?"
)
_YEAR = re.compile(r"((?:19|20)\d\d)年")
_MONTHS = re.compile(
    rf"(?P<y>(?:19|20)\d\d)年(?:(?P<m>{_NUM})月(?:\d{{1,2}}日)?)?[底初末]?[至到—～~\-]+(?P<Y>(?:19|20)\d\d)年(?:(?P<"
    rf"M>{_NUM})月)?"
)
_YEARS = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)[至到—～~\-]+(?P<Y>(?:19|20)\d\d)年")
_SPRING = re.compile(rf"(?<![\d第])(?P<m>{_NUM})月?[至到—～~\-]+(?P<M>{_NUM})月(?![\d一二三四五六七八九十])")
_HOURS = re.compile(
    r"(?<![\d:：.\-])(?P<h>\d{1,2})(?:[:：](?P<n>\d\d)|[时点])[至到—～~\-]+(?P<H>\d{1,2})(?:[:：](?P<N>\d\d)|[时点](?!\d))"
)
_WEEK = "一二三四五六日"


class _Written(NamedTuple):
    """A date as written; ``year`` is None where none is named near."""

    start: int
    end: int
    year: int | None
    month: int
    day: int
    own_year: bool

    @property
    def last_day(self) -> int:
        return monthrange(self.year or 2000, self.month)[1] if 1 <= self.month <= 12 else 0

    @property
    def exists(self) -> bool:
        return 1 <= self.day <= self.last_day


def _dates(text: ProofText) -> list[_Written]:
    """The dates in order; a day alone after one (9月15日至31日) has its month."""
    years = [(found.start(), int(found[1])) for found in _YEAR.finditer(text.plain)]
    found: list[_Written] = []
    for match in _DATE.finditer(text.plain):
        start, end = match.span()
        own = match["y"] or match["Y"]
        year = int(own) if own else _year_near(years, start)
        month, day = number_of(match["m"] or match["M"]), number_of(match["d"] or match["D"])
        found.append(_Written(start, end, year, month, day, bool(own)))
        while alone := _ONLY_DAY.match(text.plain, end):
            start, end = alone.start("d"), alone.end()
            found.append(_Written(start, end, year, month, number_of(alone["d"]), own_year=False))
    return found


def _year_near(years: list[tuple[int, int]], at: int) -> int | None:
    """The year of a date without one: the only year that the text names."""
    named = {year for _, year in years}
    return named.pop() if len(named) == 1 else None


def _impossible(text: ProofText) -> Iterable[Suspect]:
    for written in _dates(text):
        if not written.exists:
            right = f"{written.month}月{written.last_day}日" if written.last_day and written.day else ""
            yield Suspect(written.start, written.end, right)


def _weekdays(text: ProofText) -> Iterable[Suspect]:
    for written in _dates(text):
        match = _WEEKDAY.match(text.plain, written.end)
        if match is None or written.year is None or not written.exists:
            continue
        said = (
            "一二三四五六日".find(match["w"].replace("天", "日"))
            if not match["w"].isdecimal()
            else int(match["w"]) - 1
        )
        due = date(written.year, written.month, written.day).weekday()
        if said != due:
            yield Suspect(
                written.start,
                match.end() + text.plain.startswith(("）", ")"), match.end()),
                "星期" + _WEEK[due],
            )


def _backwards(text: ProofText) -> Iterable[Suspect]:
    """Two dates with 至 between them, the second before the first; from autumn into spring is the next year."""
    for first, last in pairwise(_dates(text)):
        between = _BETWEEN.fullmatch(text.plain, first.end, last.start)
        if between and not (between["next"] or _may_follow(first, last)):
            yield Suspect(first.start, last.end)


def _may_follow(first: _Written, last: _Written) -> bool:
    """Whether the second date may lie behind the first one."""
    days = (first.month, first.day), (last.month, last.day)
    if last.own_year:
        return not first.own_year or (first.year or 0, *days[0]) <= (last.year or 0, *days[1])
    return days[0] <= days[1] or (first.month >= 10 and last.month <= 4)


def _months_backwards(text: ProofText) -> Iterable[Suspect]:
    for match in (*_MONTHS.finditer(text.plain), *_YEARS.finditer(text.plain)):
        ends = [
            (int(match[y]), number_of(named[m]) if (named := match.groupdict()).get(m) else 0)
            for y, m in (("y", "m"), ("Y", "M"))
        ]
        if ends[1][0] < ends[0][0] or (ends[1] < ends[0] and ends[1][1]):
            yield Suspect(*match.span())

    for match in _SPRING.finditer(text.plain):
        first, last = number_of(match["m"]), number_of(match["M"])
        if last < first < 9:  # later ones run into the next year
            yield Suspect(*match.span())


def _hours_backwards(text: ProofText) -> Iterable[Suspect]:
    for match in _HOURS.finditer(text.plain):
        first, last = ((int(match[h]), int(match[n] or 0)) for h, n in (("h", "n"), ("H", "N")))
        if last < first and first[0] < 18 and not re.search("下午|晚", match[0]):
            yield Suspect(*match.span())


_CLASS, _CUSTOM = ProofClass.DATE, RuleLevel.CUSTOM

RULES = (
    ProofRule(
        "date-impossible", _CLASS, _CUSTOM, "", _impossible,
        N_("没有“{words}”这一天，请核对。"),
        "首轮报名已于6月31日截止，2026年2月29日通过论证。", "2024年2月29日召开，2月29日、12月31日。",
    ),
    ProofRule(
        "date-weekday", _CLASS, _CUSTOM, "", _weekdays,
        N_("“{words}”与日历不符，当天是{right}。"),
        "2026年9月1日（星期三）开班。", "2026年9月1日（星期二）开班，9月28日，周一至周五开放。",
    ),
    ProofRule(
        "date-backwards", _CLASS, _CUSTOM, "", _backwards,
        N_("“{words}”结束早于开始，请核对。"),
        "定于9月25日至9月19日举办。", "定于9月19日至25日举办，11月1日至3月31日供暖，2026年11月1日至2027年1月5日。",
    ),
    ProofRule(
        "months-backwards", _CLASS, _CUSTOM, "", _months_backwards,
        N_("“{words}”结束早于开始，请核对。"),
        "2026年10月至2025年12月，分批实施。", "2026年10月至2027年3月，2026—2028年分批实施，11月至3月供暖。",
    ),
    ProofRule(
        "hours-backwards", _CLASS, _CUSTOM, "", _hours_backwards,
        N_("“{words}”结束早于开始，请核对。"),
        "开放时间为14:00至12:00。", "开放时间为9:00至17:00，夜市18:00至2:00，比分为3:1。",
    ),
    ProofRule(
        "hour-of-day", _CLASS, _CUSTOM, "",
        matching(r"(?P<at>(?:(?P<date>(?:\d{1,2}月)?\d{1,2}日)?(?:上午|早上|早晨|清晨|凌晨|今早)(?:1[3-9]|2[0-4])(?:"
                 r"[时点]|[:：]\d\d)(?:\d{1,2}分)?|(?:(?:\d{1,2}月)?\d{1,2}日)?(?:下午|傍晚|晚上|晚间)(?:0?0)(?:[时点"
                 r"]|[:：]\d\d)|(?:上午|下午|晚上|日|日当天)(?:2[5-9]|[3-9]\d)(?:[时点](?!间)|[:：]\d\d)|(?:上午|下午"
                 r"|晚上|日)\d{1,2}[:：](?:[6-9]\d)(?!\d)"
                 r"|(?<![\d:：])[0-2]?\d[:：][0-5]\d[-－—~～至到](?:2[5-9]|[3-9]\d)[:：][0-5]\d(?![\d:：])))"),
        N_("没有“{words}”这个时间，请核对。"),
        "9月10日上午15时召开会议，开放时间为9：00—25：00。", "9月10日下午15:00召开，上午9时开始，下午3时结束。",
    ),
)  # fmt: skip
