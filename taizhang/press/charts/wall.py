"""挂图作战: one row per project, one column per month, the stored signal in each cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from taizhang.core.text.messages import N_
from taizhang.press.charts.signals import SignalLook, signal_look

TICKS = {
    "done": SignalLook("●", N_("已完成")),
    "open": SignalLook("○", N_("未到期")),
    "overdue": SignalLook("■", N_("逾期未完成")),
}


@dataclass(frozen=True, slots=True)
class WallCell:
    """``level``: the signal stored for the month; ``ticks``: its milestones as done, open or overdue."""

    level: str = ""
    words: str = ""
    ticks: tuple[str, ...] = ()

    @property
    def say(self) -> str:
        """The cell in words: 滞后，落后计划12个百分点；节点：已完成."""
        signal = _(signal_look(self.level).word) if self.level else ""
        said = _("，").join(part for part in (signal, self.words) if part)
        ticks = _("、").join(_(TICKS[tick].word) for tick in self.ticks)
        return _("；").join(
            part for part in (said, _("节点：{states}").format(states=ticks) if ticks else "") if part
        )


@dataclass(frozen=True, slots=True)
class WallRow:
    """A project; ``cells`` one for each month, None where the project does not run."""

    no: str
    title: str
    url: str
    unit: str
    state: str
    cells: tuple[WallCell | None, ...]


@dataclass(frozen=True, slots=True)
class WallGroup:
    name: str
    rows: tuple[WallRow, ...]


@dataclass(frozen=True, slots=True)
class Wall:
    """``now``: place of the current month among ``months``, None in another year."""

    title: str
    months: tuple[str, ...]
    groups: tuple[WallGroup, ...]
    now: int | None = None

    def drawn(self, cells: Sequence[WallCell | None]) -> SafeString:
        """The month cells of one row. Written by hand: there are thousands of them on a page."""
        drawn = (
            (_cell(cell, now=n == self.now) if cell else _blank(now=n == self.now),)
            for n, cell in enumerate(cells)
        )
        return format_html_join("", "{}", drawn)

    @property
    def width(self) -> int:
        """Columns of the table."""
        return len(self.months) + 3


def _cell(cell: WallCell, now: bool) -> SafeString:
    say = cell.say
    return format_html(
        '<td class="level-{}{}" title="{}"><span class="wall-shape" aria-hidden="true">{}</span>'
        '<span class="wall-ticks" aria-hidden="true">{}</span><span class="unseen">{}</span></td>',
        cell.level or "none",
        " now" if now else "",
        say,
        signal_look(cell.level).shape if cell.level else "",
        "".join(TICKS[tick].shape for tick in cell.ticks),
        say,
    )


def _blank(now: bool) -> SafeString:
    return format_html('<td class="{}"></td>', "now" if now else "none")
