"""Filters that say core values in official Chinese."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from taizhang.core.figures.excerpt import excerpt
from taizhang.core.figures.marks import Mark, MarkLook
from taizhang.web.frame import words

register = template.Library()
register.filter("relation", words.relation)
register.filter("value", words.value)
register.filter("unit", words.unit)
register.filter("interval", words.interval)
register.filter("basis", words.basis)
register.filter("say", words.say)


@register.filter
def verdict(look: MarkLook) -> str:
    """What a mark's look means, in words."""
    return {
        MarkLook.UNLINKED: _("未关联台账"),
        MarkLook.CONSISTENT: _("与台账一致"),
        MarkLook.QUESTION: _("有疑问"),
        MarkLook.CONTRADICT: _("相矛盾"),
        MarkLook.ANSWERED: _("有人认可"),
    }[look]


@register.filter
def surface(mark: Mark, text: str) -> str:
    """The marked words, on one line."""
    return "".join(text[mark.span.start : mark.span.end].split("\n"))


@register.filter
def sentence(mark: Mark, text: str) -> str:
    """The sentence around a figure, on one line; of a long one the part around the figure."""
    return excerpt(text, mark.figure.sentence, mark.span) if mark.figure else ""
