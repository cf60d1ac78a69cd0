"""How an article that a unit sent in looks in a list."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from taizhang.bulletin.models import Submission
from taizhang.web import submit_page

register = template.Library()


@register.simple_tag
def length_of(row: Submission) -> str:
    """1,024字."""
    return _("{n}字").format(n=f"{submit_page.length_of(row.body):,}")
