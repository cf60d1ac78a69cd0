"""Words of the exchange's pages."""

from __future__ import annotations

from django import template

from taizhang.bulletin.models import Issue
from taizhang.web.frame.words_of_issues import number_words

register = template.Library()


@register.simple_tag
def issue_number(issue: Issue) -> str:
    """第6期, as the issue's own page says it."""
    return number_words(issue)
