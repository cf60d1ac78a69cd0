"""The wall chart and the one page: what was counted, as pictures and links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from taizhang.core.lifecycle.project_year import IN_COUNT
from taizhang.ledger.models import Ledger
from taizhang.ledger.queries.conservation import UNJUDGED
from taizhang.ledger.queries.history import Stood
from taizhang.ledger.queries.sheet import REDS_SHOWN, Month, OnePage
from taizhang.ledger.queries.wall import Track, WallMilestone
from taizhang.office import clock
from taizhang.press.charts import (
    Chart,
    Flow,
    MonthCounts,
    MonthsCurve,
    Wall,
    WallCell,
    WallGroup,
    WallRow,
    flow_of,
    months_curve,
)
from taizhang.press.charts.flow import PARTS
from taizhang.web.frame.levels import MARKS, mark_of, reason_words


def wall_of(ledger: Ledger, tracks: Sequence[Track], on: date | None) -> Wall:
    """One row for each project, grouped by theme; a month's cell shows how it stood at the month's end."""
    day = on or clock.today()
    groups = tuple(
        WallGroup(theme or _("未分类"), tuple(_row(track, ledger.year, on) for track in some))
        for theme, some in groupby(tracks, key=lambda track: track.theme)
    )
    months = tuple(_("{n}月").format(n=n) for n in range(1, 13))
    title = _("{name}挂图").format(name=ledger.name)
    return Wall(title, months, groups, day.month - 1 if day.year == ledger.year else None)


def _row(track: Track, year: int, on: date | None) -> WallRow:
    url = reverse("project", args=[track.pk]) + (f"?on={on}" if on else "")
    cells = tuple(_cell(track, year, n) for n in range(12))
    return WallRow(track.no.partition("-")[2] or track.no, track.title, url, track.unit, track.state, cells)


def _cell(track: Track, year: int, n: int) -> WallCell | None:
    """None where the project neither runs, nor is judged, nor has a milestone."""
    stood: Stood | None = track.months[n] if n < len(track.months) else None
    here = [stone for stone in track.stones if (stone.due.year, stone.due.month) == (year, n + 1)]
    mark = mark_of(stood.state, stood.level) if stood else ""
    if not (mark or here):
        return None
    return WallCell(mark, _("、").join(_stone(stone) for stone in here), tuple(stone.state for stone in here))


def _stone(stone: WallMilestone) -> str:
    return f"{stone.due.month}.{stone.due.day} {stone.title}"


@dataclass(frozen=True, slots=True)
class Number:
    """A number that leads to the projects it counts; ``mark`` a signal, or empty beside ``words``."""

    count: int
    words: str
    url: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class RedLine:
    no: str
    title: str
    unit: str
    url: str
    due: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class OnePageView:
    numbers: list[Number]
    months: Chart
    flow: Flow
    reds: list[RedLine]
    more_reds: str  # link to all of them, where some are not shown


def one_page_view(ledger: Ledger, page: OnePage, on: date | None) -> OnePageView:
    """The page in words, links and one picture."""

    def to(**filters: str) -> str:
        day = {"on": on.isoformat()} if on else {}
        return f"{reverse('ledger')}?{urlencode({'year': ledger.year, **filters, **day})}"

    identity = page.counts.conservation
    numbers = [
        Number(identity.opened, _("建账"), to()),
        *(Number(page.counts.at(level), "", to(level=level), mark) for level, mark in MARKS.items()),
        Number(page.counts.at(UNJUDGED), _("未评"), to(level=UNJUDGED)),
        *(
            Number(getattr(identity, part), _(PARTS[part]), to(state=part))
            for part in IN_COUNT
            if part != "active"
        ),
    ]
    numbers = [each for each in numbers if each.count or each.mark]
    links = {part: to(state=part) if part in IN_COUNT else to() for part in PARTS}
    day = f"?on={on}" if on else ""
    reds = [
        RedLine(r.no, r.title, r.unit, reverse("project", args=[r.pk]) + day, r.due, reason_words(r.reason))
        for r in page.reds[:REDS_SHOWN]
    ]
    return OnePageView(
        numbers,
        months_curve(_curve(page.months)),
        flow_of(identity, links),
        reds,
        to(level="overdue") if len(page.reds) > REDS_SHOWN else "",
    )


def _curve(months: Sequence[Month]) -> MonthsCurve:
    """Twelve columns, those to come empty; projects that left the year by a change stand in no column."""
    shown = [_counts(n, month) for n, month in enumerate(months, 1)]
    ahead = [MonthCounts(_("{n}月").format(n=n), {}) for n in range(len(months) + 1, 13)]
    return MonthsCurve(_("各月月末的项目"), tuple(shown + ahead))


def _counts(n: int, month: Month) -> MonthCounts:
    levels = {mark: month.levels.get(level, 0) for level, mark in MARKS.items()}
    unjudged = month.levels.get("", 0)
    parts = {part: month.parts.get(part, 0) for part in ("closed", "suspended")}
    counts = {code: count for code, count in {**levels, **parts, "": unjudged}.items() if count}
    return MonthCounts(_("{n}月").format(n=n), counts, month.opened)
