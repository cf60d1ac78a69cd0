"""How issues are called on pages."""

from __future__ import annotations

from django.utils.translation import gettext as _

from taizhang.bulletin.models import Issue
from taizhang.bulletin.queries import titles
from taizhang.web.frame.words import say


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
