"""Lines of the landing page: what is open and what has changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from taizhang.bulletin.models import Issue, Reading
from taizhang.bulletin.queries import titles
from taizhang.bulletin.queries.composing import bulletin_of
from taizhang.bulletin.visible import ISSUE_TEXTS, issues_for
from taizhang.core.calendar.day_words import day_words as calendar_words
from taizhang.office import clock
from taizhang.office.visible import Viewer
from taizhang.web.frame.words import bulletin_title, say

OPEN_SHOWN = 50
CHANGES_SHOWN = 10


@dataclass(frozen=True, slots=True)
class ReadingLine:
    pk: int
    title: str
    from_words: str


@dataclass(frozen=True, slots=True)
class NewsLine:
    """Something that happened, newest first."""

    words: str
    who: str
    at: datetime
    day: str
    url: str = ""


def day_words(day: date) -> str:
    """8月15日; 2023年8月15日 when the year is not this one."""
    return say(calendar_words(day, clock.today()))


def reading_lines(readings: Iterable[Reading]) -> list[ReadingLine]:
    """One line each, at most OPEN_SHOWN."""
    lines = []
    for reading in list(readings)[:OPEN_SHOWN]:
        when = localtime(reading.changed_at)
        words = _("{source} · {day} {time}").format(
            source=reading.source_name or _("粘贴的文字"), day=day_words(when.date()), time=f"{when:%H:%M}"
        )
        lines.append(ReadingLine(reading.pk, bulletin_title(bulletin_of(reading)), words))
    return lines


def changes_for(viewer: Viewer) -> list[NewsLine]:
    """The latest issues of the archive."""
    issues = issues_for(viewer).defer(*ISSUE_TEXTS).order_by("-saved_at")[:CHANGES_SHOWN]
    return [
        NewsLine(
            words=_("{issue} 存入档案").format(issue=issue_title(issue)),
            who=str(issue.saved_by or ""),
            at=issue.saved_at,
            day=day_words(localtime(issue.saved_at).date()),
            url=reverse("issue", args=[issue.pk]),
        )
        for issue in issues
    ]


def issue_title(issue: Issue) -> str:
    """海川文明简报 2024年第6期（总第318期）."""
    return say(titles.issue_title(issue))


def year_words(year: int) -> str:
    """2023年."""
    return _("{year}年").format(year=year)


def number_words(issue: Issue) -> str:
    """第6期, 增刊第1期; empty where there is no number."""
    number = titles.number_words(issue)
    return say(number) if number else ""
