"""How what a proposal says in plain data is shown."""

from __future__ import annotations

from datetime import date

from django import template

from taizhang.office import clock
from taizhang.press.charts.scales import day_words

register = template.Library()


@register.filter
def iso_day(words: str) -> str:
    """8月15日 for 2026-08-15; whatever else stands there as it stands."""
    try:
        return day_words(date.fromisoformat(words), clock.today().year)
    except ValueError:
        return words
