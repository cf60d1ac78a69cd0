"""How records, figures and moments look on a page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from taizhang.core.plan.amounts import shown
from taizhang.core.text.messages import Message
from taizhang.core.workbook.amounts import with_unit
from taizhang.ledger.models import Figure, Notice
from taizhang.office.clock import today
from taizhang.web.frame import sources
from taizhang.web.frame.words import day_words, period_name, reading_of, say

register = template.Library()
COLOURS = {"blue": "◆", "yellow": "▲", "red": "■"}


@register.simple_tag
def moment(value: datetime | None) -> SafeString | str:
    """8月15日 09:40, in the office's time."""
    if value is None:
        return "—"
    here = localtime(value)
    return format_html(
        '<time datetime="{}">{} {}</time>',
        here.isoformat(timespec="minutes"),
        day_words(here.date(), today().year),
        f"{here:%H:%M}",
    )


@register.filter
def amount(value: Decimal | str | None) -> str:
    """30,000 · 2.35; empty where there is none."""
    return shown(value) if value is not None else ""


@register.filter
def in_unit(value: Decimal | str | None, unit: str) -> str:
    """170场 of 170 and of 170场: an amount with its unit, which is not said twice; empty where there is none."""
    return with_unit(amount(value), unit)


@register.simple_tag
def figure_words(figure: Figure) -> str:
    """The figure as its source wrote it, with its unit."""
    if figure.surface:
        return with_unit(figure.surface, figure.unit)
    return f"{amount(figure.value)}{figure.unit}"


@register.filter
def period(code: str) -> str:
    """2026-08 → 8月; empty where a figure is of no period."""
    return period_name(code) if code else ""


@register.simple_tag
def figure_reading(figure: Figure) -> str:
    """What the words are taken to mean; empty for a plain number."""
    return "" if figure.value is not None else reading_of(figure.surface, figure.unit)


@register.filter
def stored(sentence: Mapping[str, Any] | None) -> str:
    """A sentence kept as pattern and values, in the reader's language."""
    if not sentence or not sentence.get("pattern"):
        return ""
    return say(Message.from_json(sentence))


@register.simple_tag
def colour(code: str) -> SafeString:
    """A notice's colour as shape and word."""
    words = {"blue": _("蓝色督办"), "yellow": _("黄色督办"), "red": _("红色督办")}[code]
    return format_html(
        '<span class="signal signal-{}"><span aria-hidden="true">{}</span> {}</span>',
        code,
        COLOURS[code],
        words,
    )


@register.filter
def number_of(notice: Notice) -> str:
    """督办〔2026〕3号; a draft has none yet."""
    return notice_number(notice)


def notice_number(notice: Notice) -> str:
    """督办〔2026〕3号; empty for a draft."""
    if notice.serial is None:
        return ""
    return _("督办〔{year}〕{n}号").format(year=notice.ledger.year, n=notice.serial)


@register.simple_tag
def source(figure: Figure) -> SafeString:
    """The figure's one source, as a link where it has a page."""
    kind, title, url = sources.source_of(figure)
    if not url:
        return format_html("{} {}", kind, title)
    return format_html('<a href="{}">{} {}</a>', url, kind, title)
