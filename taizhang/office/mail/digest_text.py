"""The words of a digest: short, in Chinese, what is due by date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from django.conf import settings

from taizhang.core.calendar.day_words import day_words
from taizhang.core.text.messages import N_, Message
from taizhang.office.mail.phrases import greeting
from taizhang.office.models import Person
from taizhang.office.tasks import News, Task

OVERDUE, TODAY, LATER, UNDATED = N_("已经逾期"), N_("今天到期"), N_("近期到期"), N_("没有期限")
NEWS = N_("您关注的主题有新稿")
MOST_LINES = 100  # beyond that the queue says it better


def address(path: str) -> str:
    """A page of this installation as a whole address."""
    return f"{settings.SITE_URL}{path}"


def write_digest(person: Person, tasks: Sequence[Task], news: Sequence[News], today: date) -> tuple[str, str]:
    """Return subject and body; ``tasks`` in order of their dates."""
    if not tasks:
        subject = Message(N_("您关注的主题有 {n} 篇新稿"), {"n": len(news)})
    else:
        count = {"n": len(tasks), "late": sum(task.is_late(today) for task in tasks)}
        pattern = N_("待办 {n} 项，其中 {late} 项已经逾期") if count["late"] else N_("待办 {n} 项")
        subject = Message(pattern, count)
    return str(subject), "\n".join(_body(person, tasks, news, today))


def _body(person: Person, tasks: Sequence[Task], news: Sequence[News], today: date) -> Iterator[str]:
    yield greeting(person.name)
    if tasks:
        yield ""
        yield str(Message(N_("您现有 {n} 项待办："), {"n": len(tasks)}))
    for heading, group in groupby(tasks[:MOST_LINES], key=lambda task: _heading(task, today)):
        yield ""
        yield f"【{heading}】"
        for task in group:
            day = f"{day_words(task.due, today.year)}　" if task.due and task.due != today else ""
            yield f"· {day}{task.line}"
            yield f"  {address(task.url)}"
    if news:
        yield ""
        yield f"【{NEWS}】"
    for each in news[:MOST_LINES]:
        yield f"· {each.title}"
        yield f"  {address(each.url)}"
    yield ""
    yield str(Message(N_("全部待办：{url}"), {"url": address("/")}))
    yield ""
    yield "-- "
    sender = {"office": person.office.short_name, "url": address("/me/")}
    yield str(Message(N_("本邮件由{office}台账系统发出，每天最多一封，无须回复。"), sender))
    yield str(Message(N_("不想再收到，或者想换个时间，请到“个人设置”里改：{url}"), sender))


def _heading(task: Task, today: date) -> str:
    if task.due is None:
        return UNDATED
    if task.due < today:
        return OVERDUE
    return TODAY if task.due == today else LATER
