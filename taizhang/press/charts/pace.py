"""The thin bar of a grid cell: what should be done as a tick, what is done as a fill."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from taizhang.press.charts.scales import percent
from taizhang.press.charts.signals import signal_look

WIDTH, HEIGHT = 120, 14


def pace_bar(planned: float | None, actual: float | None, level: str = "") -> SafeString:
    """Shares of the whole from 0 to 1; None where nothing is planned or known. Written by hand: 98 to a page."""
    words = pace_words(planned, actual, signal_look(level).word)
    full, tick = _pixels(actual), _pixels(planned)
    short = max(0, tick - full) if planned is not None and actual is not None else 0
    return format_html(
        '<svg class="picture pace-bar level-{}" width="120" height="14" viewBox="0 0 120 14" role="img" '
        'focusable="false"><title>{}</title><rect class="pace-ground" x="0" y="4" width="120" height="6"/>'
        '<rect class="pace-done" x="0" y="4" width="{}" height="6"/>'
        '<rect class="pace-short" x="{}" y="6" width="{}" height="2"/>{}</svg>',
        *(level or "none", words, full, full, short),
        format_html('<rect class="pace-tick" x="{}" y="0" width="2" height="14"/>', max(0, tick - 1))
        if planned is not None
        else "",
    )


def pace_words(planned: float | None, actual: float | None, word: str) -> str:
    """应完成 62%，已完成 55%，滞后."""
    if planned is None and actual is None:
        return _("尚无进度")
    return _("应完成 {planned}，已完成 {actual}，{signal}").format(
        planned=percent(planned), actual=percent(actual), signal=_(word)
    )


def _pixels(share: float | None) -> int:
    return round(WIDTH * min(1.0, max(0.0, share or 0.0)))
