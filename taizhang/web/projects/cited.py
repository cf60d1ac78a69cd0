"""The issues of the bulletin that tell of a project: its own articles, and those that cite its figures."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from taizhang.bulletin.visible import ISSUE_TEXTS, articles_for
from taizhang.ledger.models import Project
from taizhang.office.visible import Viewer
from taizhang.web.frame.titles import issue_title
from taizhang.web.frame.words import headline
from taizhang.web.projects.story import StoryWords


def issues_citing(project: Project, on: date | None, viewer: Viewer) -> list[StoryWords]:
    """One line for each published article, as of ``on``."""
    of_it = Q(project=project) | Q(citations__figure__project=project)
    rows = articles_for(viewer).filter(of_it).distinct()
    if on is not None:
        rows = rows.filter(issue__date__lte=on)
    return [
        StoryWords(
            day=row.issue.date,
            who="",
            words=_("《{title}》刊于{issue}").format(title=headline(row.title), issue=issue_title(row.issue)),
            look="",
            url=reverse("issue", args=[row.issue_id]),
        )
        for row in rows.defer("body", *(f"issue__{name}" for name in ISSUE_TEXTS))
    ]


def by_day(*stories: list[StoryWords]) -> list[StoryWords]:
    """The lines of several stories, newest first; those of a day stay in their order."""
    return sorted((line for story in stories for line in story), key=lambda line: line.day, reverse=True)
