"""Holidays and the weekends worked for them, as the yearly notice and offices' tables write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from taizhang.core.calendar.workdays import is_workday
from taizhang.core.figures.normalise import fold
from taizhang.core.text.messages import N_, Message

MOST_DAYS = 60  # of one stretch, and of a year's holidays on top of the weekends
WEEKDAYS = "一二三四五六日"
_DAY = r"(?:(?P<year>\d{4})[-年./])?(?P<month>\d{1,2})[-月./](?P<day>\d{1,2})[日号]?(?!\d)"
_TO = r"(?:(?P<to_year>\d{4})[-年./])?(?:(?P<to_month>\d{1,2})[-月./])?(?P<to_day>\d{1,2})[日号]?(?!\d)"
_NAMED = r"(?:\((?:[^()]{{0,30}}(?:周|星期|礼拜)(?P<{0}>[一二三四五六日天])[^()]{{0,30}}|[^()]{{0,60}})\))?"
# Two whole dates in neighbouring cells are a first and a last day; after a comma they may be two days.
_JOINT = r"\t?[至到~—–-]+\t?|[\t,](?=\d{4})"
_SPAN = re.compile(
    rf"(?<!\d){_DAY}{_NAMED.format('named')}(?:(?P<joint>{_JOINT}){_TO}{_NAMED.format('to_named')})?"
)
_WORKED = r"(?:调休)?(?:补班|上班|工作日)|(?<![^\t,])班(?![^\t,])"
_OFF = r"放假|休假|公休|休息|(?<![^\t,])[休假](?![^\t,])"
_COUNT = r"共(?P<count>\d{1,2})天"
_TOKEN = re.compile(rf"(?P<span>{_SPAN.pattern})|(?P<worked>{_WORKED})|(?P<off>{_OFF})|{_COUNT}")
_SENTENCE = re.compile(r"[。;!\n]+")


@dataclass(frozen=True, slots=True)
class CalendarMistake:
    """What of the text cannot be used: the line (from 1) and why."""

    line: int
    words: Message


@dataclass(slots=True)
class HolidayTable:
    """A year's holidays, and the days on which people are at work all the same."""

    holidays: set[date] = field(default_factory=set)
    workdays: set[date] = field(default_factory=set)
    mistakes: list[CalendarMistake] = field(default_factory=list)


def read_holidays(text: str, year: int) -> HolidayTable:
    """Return the days that the text names as holidays (放假, 休) and as worked (上班, 班); one without its year lies in
    ``year``. What stands in doubt is a mistake of its line: a day that does not exist, that is another weekday than
    the one written, that lies in another year, of which is not said what it is, or both is; a stretch that does not
    have the number of days written (共8天); a day worked that is a working day anyhow.

    >>> sorted(read_holidays("元旦:1月1日(周四)至3日(周六)放假,共3天。1月4日(周日)上班。", 2026).workdays)
    [datetime.date(2026, 1, 4)]
    """
    table = HolidayTable()
    for line, words in enumerate(fold(text).split("\n"), 1):
        for sentence in _SENTENCE.split(words):
            for mistake in _read(sentence, year, table):
                table.mistakes.append(CalendarMistake(line, mistake))
        for day in sorted(table.holidays & table.workdays):
            table.holidays.discard(day)
            table.mistakes.append(CalendarMistake(line, Message(N_("{day}既写放假又写上班。"), _said(day))))
    if len(table.holidays) > MOST_DAYS:
        words_of_all = Message(N_("读出放假{n}天，多得不像一年的安排，请核对。"), {"n": len(table.holidays)})
        table.mistakes.append(CalendarMistake(1, words_of_all))
    return table


@dataclass(slots=True)
class _Sentence:
    """A sentence being read: its days wait for the word that says what they are."""

    year: int
    table: HolidayTable
    pending: list[date] = field(default_factory=list)
    kind: str = ""
    off: int = 0  # days of the last stretch that is off

    def take(self, token: re.Match[str]) -> Iterator[Message]:
        """Take the next token; yield what is wrong with it."""
        if token["span"]:
            days, wrong = _days(token, self.year)
            self.pending += days
            yield from wrong
        elif token["count"]:
            if self.off and self.off != int(token["count"]):
                gaps = {"said": token["count"], "n": self.off}
                yield Message(N_("写的是共{said}天，读出{n}天，请核对。"), gaps)
        else:
            self.kind = "worked" if token["worked"] else "off"
            self.off = self.off if token["worked"] else len(self.pending)
            yield from self.put()

    def put(self) -> Iterator[Message]:
        """The waiting days go where the last word says."""
        yield from _put(self.pending, self.kind, self.table)
        self.pending = []

    def end(self) -> Iterator[Message]:
        """What waits still belongs to a word before it (休 2月15日), or nobody has said what it is."""
        if self.kind:
            yield from self.put()
        elif any(day.year == self.year for day in self.pending):
            yield Message(N_("{day}没有写明是放假还是上班。"), _said(self.pending[0]))


def _read(sentence: str, year: int, table: HolidayTable) -> Iterator[Message]:
    """Put the days of a sentence where it says; yield what is wrong with them."""
    words = re.sub(r"[ \u3000]*\t[ \u3000]*|[ \u3000]+", "\t", sentence.strip())
    reading = _Sentence(year, table)
    for token in _TOKEN.finditer(words):
        yield from reading.take(token)
    yield from reading.end()


def _put(days: list[date], kind: str, table: HolidayTable) -> Iterator[Message]:
    if kind == "off":
        table.holidays.update(days)
        return
    for day in days:
        if is_workday(day):
            yield Message(N_("{day}是星期{name}，本来就上班，请核对。"), _said(day))
        else:
            table.workdays.add(day)


def _days(span: re.Match[str], year: int) -> tuple[list[date], list[Message]]:
    """The days of a stretch; none, and why, for one that cannot be meant."""
    try:
        first = date(int(span["year"] or year), int(span["month"]), int(span["day"]))
        last = first if span["to_day"] is None else _end(span, first)
    except ValueError:
        return [], [Message(N_("“{day}”没有这一天。"), {"day": span["span"]})]
    for day, named in ((first, span["named"]), (last, span["to_named"])):
        if named and WEEKDAYS[day.weekday()] != named.replace("天", "日"):
            words = N_("{day}是星期{name}，写的是星期{said}，请核对年份和日期。")
            return [], [Message(words, {**_said(day), "said": named})]
    if span["joint"] == "," and last - first > timedelta(days=1):
        return [], [Message(N_("“{day}”是从头到尾还是只有两天？请写“至”或者“、”。"), {"day": span["span"]})]
    if not 0 <= (last - first).days < MOST_DAYS:
        return [], [Message(N_("“{day}”的起止不对。"), {"day": span["span"]})]
    if not {first.year, last.year} <= {year - 1, year, year + 1}:
        return [], [Message(N_("“{day}”不在{year}年前后。"), {"day": span["span"], "year": year})]
    return [first + timedelta(days=n) for n in range((last - first).days + 1)], []


def _end(span: re.Match[str], first: date) -> date:
    """The last day; without its month in that of the first, without its year after the first."""
    month = int(span["to_month"] or first.month)
    year = int(span["to_year"] or first.year + (month < first.month))
    return date(year, month, int(span["to_day"]))


def _said(day: date) -> dict[str, str | int | Message]:
    return {"day": f"{day.year}年{day.month}月{day.day}日", "name": WEEKDAYS[day.weekday()]}
