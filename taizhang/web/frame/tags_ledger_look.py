"""How the ledger's words look on a page: seals, signals, days, quantities and pictures."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from taizhang.core.figures.model import Quantity, Relation
from taizhang.core.text.messages import N_
from taizhang.office import clock
from taizhang.press import charts
from taizhang.press.charts.signals import AWAITING, SEAL_OF, SEALS, seals_of, signal_look
from taizhang.web.frame import words
from taizhang.web.frame.words import day_words

register = template.Library()
register.simple_tag(charts.pace_bar, name="pace_bar")
QUANTITIES = {
    Relation.GT: N_("超{n}{unit}"),
    Relation.GE: N_("不少于{n}{unit}"),
    Relation.LT: N_("不足{n}{unit}"),
    Relation.APPROX: N_("约{n}{unit}"),
}
STANDING = {"past": "seal-past", "current": "seal-current", "ahead": "seal-ahead"}


@register.simple_tag
def seal(code: str, state: str = "current") -> SafeString:
    """One seal: a character in a square, its word for those who cannot see it."""
    look = SEALS[code]
    return format_html(
        '<span class="seal {}" aria-hidden="true">{}</span><span class="unseen">{}</span>',
        STANDING[state],
        look.shape,
        _(look.word),
    )


@register.simple_tag
def seals(state: str) -> SafeString:
    """The life of a project as a row of seals; what lies behind is grey, the current one filled."""
    row = format_html_join(
        "", "<li{}>{}</li>", ((_current(at), seal(code, at)) for code, at in seals_of(state))
    )
    return format_html('<ol class="seals" aria-label="{}">{}</ol>', _("所处阶段"), row)


def _current(at: str) -> SafeString | str:
    return format_html(' aria-current="{}"', "step") if at == "current" else ""


@register.simple_tag
def state_seal(state: str) -> SafeString:
    """The current seal with its word, for a cell of the grid."""
    look = SEALS[SEAL_OF[state]]
    word = AWAITING.get(state, look.word)  # type: ignore[call-overload]
    return format_html(
        '<span class="state"><span class="seal seal-current" aria-hidden="true">{}</span> {}</span>',
        look.shape,
        _(word),
    )


@register.simple_tag
def signal(level: str | None, reason: str = "") -> SafeString:
    """Shape and word of a pace signal; with a reason, its one sentence behind."""
    look = signal_look(level or "")
    mark = format_html(
        '<span class="signal signal-{}"><span aria-hidden="true">{}</span> {}</span>',
        level or "none",
        look.shape,
        _(look.word),
    )
    return (
        format_html('<span class="signal-line">{} <span>{}</span></span>', mark, reason) if reason else mark
    )


@register.simple_tag(takes_context=True)
def day(context: dict[str, Any], value: date | None) -> SafeString | str:
    """8月15日, with its year when that is not the year looked at (``as_of`` of the page, else today)."""
    as_of = context.get("as_of")
    return dated(value, as_of.year if isinstance(as_of, date) else clock.today().year)


def dated(value: date | None, year: int | None = None) -> SafeString | str:
    """8月15日, with its year when that is not ``year`` (else today's); a dash for no day."""
    if value is None:
        return "—"
    if isinstance(value, datetime):
        value = localdate(value)
    year = year or clock.today().year
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), day_words(value, year))


@register.simple_tag
def quantity(value: Quantity | None) -> str:
    """A quantity in a cell: 523人, 超500名, 约30,000斤; a dash where there is none."""
    if value is None:
        return "—"
    if value.base is None:
        return words.relation(value)
    pattern = N_("不超过{n}{unit}") if value.is_at_most else QUANTITIES.get(value.relation, "{n}{unit}")
    return _(pattern).format(n=words.value(value), unit=words.unit(value))


@register.inclusion_tag("frame/charts/_chart.html")
def chart(value: charts.Chart) -> dict[str, object]:
    """The picture with its title and the table behind it."""
    return {"chart": value}


@register.simple_tag
def picture(value: charts.Chart) -> SafeString:
    """The picture alone; where there is nothing to draw, a sentence."""
    if value.empty:
        return format_html('<span class="quiet">{}</span>', value.empty)
    return format_html_join("", "{}", ((each,) for each in value.pictures))


@register.inclusion_tag("frame/charts/_flow.html")
def flow(value: charts.Flow) -> dict[str, object]:
    """The conservation identity as a line of numbers."""
    return {"flow": value}


@register.inclusion_tag("frame/charts/_wall.html")
def wall(value: charts.Wall) -> dict[str, object]:
    """Projects by months."""
    groups = [(g, [(row, value.drawn(row.cells)) for row in g.rows]) for g in value.groups]
    heads = [(name, n == value.now) for n, name in enumerate(value.months)]
    return {"wall": value, "groups": groups, "heads": heads}
