"""Of which time the figures of a report speak: of its period, the year up to it, earlier or later.

Each mark of time (本月, 截至7月底, 去年同期, 下一步) holds to the end of its sentence or to the next mark.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from taizhang.core.calendar import Period
from taizhang.core.calendar.periods import PeriodKind


class When(StrEnum):
    """What a figure is of."""

    UNMARKED = "unmarked"
    PERIOD = "period"
    CUMULATIVE = "cumulative"
    YEAR = "year"  # 今年, without 以来 or 累计
    STANDING = "standing"  # 目前, 启动以来
    PAST = "past"
    FUTURE = "future"
    UNSURE = "unsure"  # 本月累计; the sentence after a cumulative one


RUNNING = frozenset({When.CUMULATIVE, When.YEAR, When.STANDING})
_NUMERALS = {name: number for number, name in enumerate("一二三四五六七八九十", start=1)} | {
    "两": 2, "十一": 11, "十二": 12,
}  # fmt: skip
_M = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_SHORT_YEAR = rf"(?<!\d)[12]\d(?=年{_M}(?:月|[-~至到]{_M}月))"
_YEAR = rf"(?:(?P<year>20\d\d|{_SHORT_YEAR}|今|本|去|上|前|明|次|后)年)?"
_DAY = r"(?:(?:\d{1,2}日?[-~至到])?\d{1,2}[日号]|[上中下]旬|(?P<end>底|末)|初)?"
_RANGE = re.compile(
    rf"{_YEAR}(?P<first>{_M})月?份?[-~至到](?P<last>{_M})月份?(?!\d)|前(?P<months>{_M})个?月(?!\d)"
)
_AS_OF = re.compile(
    rf"截[至止]到?{_YEAR}(?P<relative>上个?月|本月|当月|下个?月|上季度|年)?(?:(?P<month>{_M})月份?)?{_DAY}"
    r"(?:目前|当前|现在|今日|今天|今)?"
)
_MONTH = re.compile(
    rf"{_YEAR}(?<!\d)(?<!第)(?P<month>{_M})月(?!球|饼|亮)份?{_DAY}(?P<since>以来|起|至今)?(?P<before>前)?"
)
_QUARTER = re.compile(rf"{_YEAR}(?P<upto>前)?第?(?P<quarter>[一二两三四1-4])个?季度")
_HALF = re.compile(rf"{_YEAR}(?P<half>[上下])半年")
_WORDS: tuple[tuple[str, When], ...] = (
    (r"今年以来|年初以来|今年来|年初至今|本年以来|开年以来|年初截?[至到]目前|迄今|至今", When.CUMULATIVE),
    (r"启动以来|[实开]施以来|成立以来|运行以来|上线以来|目前|现已|现有|现共|当前|总数达到?|总量达到?", When.STANDING),
    (
        r"近?[两二三四五六七八九十几\d]年来|近[两二三四五六七八九十几\d]年|历年|[多近]年来|[一二三四五六七八九十]五”?(?:期间|以来)"
        r"|[一二]十[一二三四五六七八九]?大以来|(?:暑[期假]|开学|入[夏冬汛])以来",
        When.UNSURE,
    ),
    (r"本月份?|当月|全月|本期|这个月", When.PERIOD),
    (r"去年同期|上年同期|同期|去年|上年度?|往年|前年|此前|以往|前期|上个?月|上季度|年初", When.PAST),
    (r"下个?月|下一?步|下一?阶段|下季度|明年|次年|接下来|今后|未来|后续|即将|年内|年底前?|年末前?", When.FUTURE),
    (r"今年|本年度?", When.YEAR),
)  # fmt: skip
_WORD = re.compile("|".join(f"({pattern})" for pattern, _ in _WORDS))
_SINCE_YEAR = re.compile(r"(?P<year>20\d\d)年[^,。;\d]{0,12}?以来")
_YEAR_ALONE = re.compile(r"(?P<year>20\d\d)年度?(?!\d)")
_WHOLE_YEAR = re.compile(r"全年")
_ADDS_UP = re.compile(r"累计|累积")
_COMPARED = re.compile(r"(?:[比较同与由从自]|相比|相较于?)(?:[^,。;:\d]{0,4})$")
_SENTENCE_END = re.compile(r"[。!?]|(?<![:;,、\n])\n")
_ENDS_PASSING = re.compile(r"[\d,;。]")
_LEAD = re.compile(r"[\s\W\d一二三四五六七八九十、.()是]*")
_BLANK = "□"
_CLOSE = 12  # characters between a past time and 累计 that still speaks of it


@dataclass(frozen=True, slots=True)
class TimeMark:
    """``when`` None: 累计. ``passing``: a time compared with (较上月), which holds for one figure."""

    start: int
    end: int
    when: When | None
    passing: bool


@dataclass(frozen=True, slots=True)
class _State:
    """The time that holds from ``since`` on; ``summed``: it is 累计 that made it a running total."""

    when: When
    since: int
    summed: bool = False
    named: bool = False  # a mark of time says it, and no sentence before

    def at(self, text: str, place: int) -> When:
        """累计 alone does not reach beyond a semicolon."""
        return When.UNSURE if self.summed and text.find(";", self.since, place) >= 0 else self.when

    def then(self, text: str, mark: TimeMark) -> _State:
        if mark.passing:
            return self
        when = self.at(text, mark.start)
        if mark.when is not None:
            return _State(mark.when, mark.end, named=True)
        return _State(self._added_up(when, text[self.since : mark.start]), mark.end, when not in RUNNING)

    def _added_up(self, when: When, between: str) -> When:
        """What 累计 makes of the time before it: 本月累计 may be either, 上半年累计 stays past, and 近三年累计 unsure."""
        if when is When.PERIOD:
            return When.UNSURE if len(between) <= 2 and "," not in between else When.CUMULATIVE
        stays = when in (When.PAST, When.FUTURE) or (when is When.UNSURE and self.named)
        return when if stays and _is_bare(between) else When.CUMULATIVE


def _is_bare(between: str) -> bool:
    return len(between) <= _CLOSE and re.search(r"\d", between) is None


def _joined(text: str, marks: Sequence[TimeMark]) -> Iterator[TimeMark]:
    """累计 after a time that is only compared with (较去年同期累计) belongs to it."""
    before: TimeMark | None = None
    for mark in marks:
        if mark.when is None and before and before.passing and _is_bare(text[before.end : mark.start]):
            mark = replace(before, start=mark.start, end=mark.end)
        yield mark
        before = mark


class Timeline:
    """The marks of time in a folded text, read for one period."""

    def __init__(self, text: str, period: Period) -> None:
        self._text = text
        self._period = period
        self.marks = list(_joined(text, sorted(self._find(), key=lambda mark: mark.start)))
        self._places = [mark.start for mark in self.marks]
        self._starts = [0, *(match.end() for match in _SENTENCE_END.finditer(text))]
        self._opening: list[When] = []  # with what time each sentence begins
        self._after: list[_State] = []  # the state after each mark
        self._read()

    def sentence_of(self, place: int) -> int:
        """Where the sentence of ``place`` begins."""
        return self._starts[bisect_right(self._starts, place) - 1]

    def at(self, place: int) -> When:
        """Of which time a figure that begins at ``place`` is."""
        k = bisect_left(self._places, place) - 1
        sentence = bisect_right(self._starts, place) - 1
        if k < 0 or self.marks[k].start < self._starts[sentence]:
            return self._opening[sentence]
        mark = self.marks[k]
        if mark.passing and mark.when and not _ENDS_PASSING.search(self._text, mark.end, place):
            return mark.when
        return self._after[k].at(self._text, place)

    def noted_after(self, place: int) -> When | None:
        """The time written in brackets directly after a figure: 18场（本月）, 126场（累计）."""
        k = bisect_left(self._places, place)
        if k == len(self.marks) or self._places[k] != place + 1 or self._text[place] != "(":
            return None
        mark = self.marks[k]
        return (mark.when or When.CUMULATIVE) if self._text.startswith(")", mark.end) else None

    def names_period(self, start: int, end: int) -> bool:
        """Whether the period itself is named between two places."""
        inside = self.marks[bisect_left(self._places, start) : bisect_left(self._places, end)]
        return any(mark.when is When.PERIOD for mark in inside)

    def without_marks(self, text: str) -> str:
        """``text``, as long as this one's, with its marks of time blanked out."""
        signs = list(text)
        for mark in self.marks:
            signs[mark.start : mark.end] = _BLANK * (mark.end - mark.start)
        return "".join(signs)

    def _read(self) -> None:
        """Run once through the sentences: 下一步 goes on into the next, after a cumulative one it is not sure."""
        opening, k = When.UNMARKED, 0
        for start, end in pairwise([*self._starts, len(self._text) + 1]):
            self._opening.append(opening)
            state, leads = _State(opening, start), k == len(self.marks) or self._leads(start, k)
            while k < len(self.marks) and self.marks[k].start < end:
                state = state.then(self._text, self.marks[k])
                self._after.append(state)
                k += 1
            opening = self._goes_on(state.at(self._text, end), end, leads)

    def _goes_on(self, when: When, end: int, leads: bool) -> When:
        """With what time the sentence begins that follows one of ``when``."""
        if self._text.startswith("其中", end) or when is When.FUTURE or (when is When.PAST and leads):
            return when
        if (when in RUNNING or when is When.UNSURE) and self._text[end - 1 : end] != "\n":
            return When.UNSURE
        return When.UNMARKED

    def _leads(self, start: int, k: int) -> bool:
        """Whether a sentence begins with its mark ``k``, or has none."""
        return _LEAD.fullmatch(self._text, start, max(start, min(self._places[k], start + 30))) is not None

    def _find(self) -> Iterator[TimeMark]:
        taken = [False] * len(self._text)
        for pattern, read in self._readers():
            for match in pattern.finditer(self._text):
                if any(taken[match.start() : match.end()]):
                    continue
                taken[match.start() : match.end()] = [True] * (match.end() - match.start())
                lead = self._text[max(0, match.start() - 8) : match.start()]
                yield TimeMark(match.start(), match.end(), read(match), _COMPARED.search(lead) is not None)

    def _readers(self) -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], When | None]], ...]:
        """The kinds of marks; one found earlier in the table takes its characters."""
        whole = When.CUMULATIVE if self._period.last.month == 12 else When.UNSURE
        return (
            (_AS_OF, self._as_of),
            (_RANGE, self._range),
            (_QUARTER, self._quarter),
            (_HALF, self._half),
            (_MONTH, self._month),
            (_SINCE_YEAR, lambda match: When.UNSURE if self._other_year(match) else When.YEAR),
            (_WORD, lambda match: _WORDS[(match.lastindex or 1) - 1][1]),
            (_YEAR_ALONE, lambda match: self._other_year(match) or When.YEAR),
            (_WHOLE_YEAR, lambda _match: whole),
            (_ADDS_UP, lambda _match: None),
        )

    def _other_year(self, match: re.Match[str]) -> When | None:
        """PAST or FUTURE where another year is named."""
        year = match["year"]
        if not year or year in ("今", "本"):
            return None
        if year.isdigit():
            here, named = self._period.year, int(year) if len(year) > 2 else 2000 + int(year)
            return None if named == here else When.PAST if named < here else When.FUTURE
        return When.FUTURE if year in "明次后" else When.PAST

    def _as_of(self, match: re.Match[str]) -> When:
        relative, last = match["relative"] or "", self._period.last.month
        if relative.startswith("上"):
            return When.PAST
        month = _number(match["month"])
        if relative.startswith("下") or (relative == "年" and match["end"] and last != 12):
            return When.FUTURE
        if not month or self._other_year(match):
            return self._other_year(match) or When.CUMULATIVE
        return self._placed(month, When.CUMULATIVE)

    def _range(self, match: re.Match[str]) -> When:
        first, last = _number(match["first"] or "1"), _number(match["last"] or match["months"])
        return self._other_year(match) or self._span(first, last)

    def _span(self, first: int, last: int) -> When:
        """The months ``first`` to ``last`` of the year of the period."""
        begin, end = self._period.first.month, self._period.last.month
        if (first, last) == (begin, end):
            return (
                When.CUMULATIVE if first == 1 and self._period.kind is not PeriodKind.QUARTER else When.PERIOD
            )
        if last == end:
            return When.CUMULATIVE if first == 1 else When.UNSURE
        if last < begin:
            return When.PAST
        return When.FUTURE if first > end or last > end else When.UNSURE

    def _quarter(self, match: re.Match[str]) -> When:
        last = 3 * _number(match["quarter"])
        return self._other_year(match) or self._span(1 if match["upto"] else last - 2, last)

    def _half(self, match: re.Match[str]) -> When:
        first = 1 if match["half"] == "上" else 7
        return self._other_year(match) or self._span(first, first + 5)

    def _month(self, match: re.Match[str]) -> When:
        if match["since"]:
            return When.STANDING
        if match["before"]:
            return When.FUTURE
        own = When.STANDING if match["end"] else When.PERIOD
        if self._period.kind is not PeriodKind.MONTH and not match["end"]:
            own = When.UNSURE  # one month of a longer period
        return self._other_year(match) or self._placed(_number(match["month"]), own)

    def _placed(self, month: int, own: When) -> When:
        if month < self._period.first.month:
            return When.PAST
        return When.FUTURE if month > self._period.last.month else own


def _number(name: str | None) -> int:
    return 0 if not name else int(name) if name.isdigit() else _NUMERALS[name]
