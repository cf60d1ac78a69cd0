"""The words of a digest: short, in Chinese, what is due by date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from django.conf import settings

from taizhang.core.text.messages import N_, Sentence
from taizhang.office.models import Person
from taizhang.office.tasks import DueLine

OVERDUE, TODAY, LATER, UNDATED = N_("已经逾期"), N_("今天到期"), N_("近期到期"), N_("没有期限")
NEWS = N_("您关注的主题有新稿")
MOST_LINES = 100  # beyond that the queue says it better


def address(path: str) -> str:
    """A page of this installation as a whole address."""
    return f"{settings.SITE_URL}{path}"


def write_digest(person: Person, lines: list[DueLine], today: date) -> tuple[str, str]:
    """Subject and body; ``lines`` in order of their dates."""
    news = [line for line in lines if line.news]
    lines = [line for line in lines if not line.news]
    if not lines:
        subject = Sentence(N_("您关注的主题有 {n} 篇新稿"), {"n": len(news)})
        return str(subject), "\n".join(_body(person, lines, news, today))
    count = {"n": len(lines), "late": sum(line.due is not None and line.due < today for line in lines)}
    pattern = N_("待办 {n} 项，其中 {late} 项已经逾期") if count["late"] else N_("待办 {n} 项")
    return str(Sentence(pattern, count)), "\n".join(_body(person, lines, news, today))


def _body(person: Person, lines: list[DueLine], news: list[DueLine], today: date) -> Iterator[str]:
    yield str(Sentence(N_("{name}，您好！"), {"name": person.name}))
    if lines:
        yield ""
        yield str(Sentence(N_("您现有 {n} 项待办："), {"n": len(lines)}))
    for heading, group in groupby(lines[:MOST_LINES], key=lambda line: _heading(line, today)):
        yield ""
        yield f"【{heading}】"
        yield from _entries(group, today)
    if news:
        yield ""
        yield f"【{NEWS}】"
        yield from _entries(news[:MOST_LINES], today)
    yield ""
    yield str(Sentence(N_("全部待办：{url}"), {"url": address("/")}))
    yield ""
    yield "-- "
    sender = {"office": person.office.short_name, "url": address("/me/")}
    yield str(Sentence(N_("本邮件由{office}台账系统发出，每天最多一封，无须回复。"), sender))
    yield str(Sentence(N_("不想再收到，或者想换个时间，请到“个人设置”里改：{url}"), sender))


def _heading(line: DueLine, today: date) -> str:
    if line.due is None:
        return UNDATED
    if line.due < today:
        return OVERDUE
    return TODAY if line.due == today else LATER


def _entries(lines: Iterable[DueLine], today: date) -> Iterator[str]:
    for line in lines:
        day = f"{_day(line.due, today)}　" if line.due and line.due != today else ""
        yield f"· {day}{line.title}"
        yield f"  {address(line.url_path)}"


def _day(day: date, today: date) -> str:
    year = "" if day.year == today.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"
