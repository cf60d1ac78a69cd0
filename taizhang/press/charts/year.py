"""A project's year as a ruled line: seals above it, milestones on it, today as a needle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from taizhang.core.text.messages import N_, counted
from taizhang.press.charts import svg
from taizhang.press.charts.chart import Chart, ChartTable, Size
from taizhang.press.charts.scales import Days, day_words, month_words, within
from taizhang.press.charts.signals import SEALS

SIZES = (Size(960, 132, "wide year"), Size(340, 172, "narrow"))
STATES = {"done": N_("已完成"), "open": N_("未到期"), "overdue": N_("逾期未完成")}
SEAL = 24
APART = 52.0  # a seal with its date
LINES_BELOW = 48


@dataclass(frozen=True, slots=True)
class MilestoneTick:
    """``state``: done, open or overdue."""

    on: date
    words: str
    state: str


@dataclass(frozen=True, slots=True)
class SealMark:
    """A step of the lifecycle and its day; codes as in ``signals.SEALS``."""

    on: date
    code: str


@dataclass(frozen=True, slots=True)
class YearLine:
    title: str
    start: date
    end: date
    today: date
    milestones: tuple[MilestoneTick, ...] = ()
    seals: tuple[SealMark, ...] = ()


def year_line(year: YearLine) -> Chart:
    """Milestones carry numbers in the picture; the list behind it says what they are."""
    pictures = tuple(
        svg.picture(size.width, size.height, size.class_, year.title, _words(year), _shapes(year, size))
        for size in SIZES
    )
    rows = tuple(
        (str(n), day_words(m.on, year.start.year), m.words, _(STATES[m.state]))
        for n, m in enumerate(_ordered(year), 1)
    )
    return Chart(
        year.title, pictures, ChartTable((_("序号"), _("日期"), _("节点"), _("状态")), rows, numeric=False)
    )


def _ordered(year: YearLine) -> list[MilestoneTick]:
    return sorted(year.milestones, key=lambda m: m.on)


def _words(year: YearLine) -> str:
    done = sum(m.state == "done" for m in year.milestones)
    late = sum(m.state == "overdue" for m in year.milestones)
    told = counted(
        (N_("{n}个节点"), len(year.milestones)), (N_("{n}个已完成"), done), (N_("{n}个逾期"), late)
    )
    return _("截至{day}，{told}。").format(
        day=day_words(year.today, year.start.year), told=told.translated(_)
    )


def _shapes(year: YearLine, size: Size) -> Iterator[SafeString]:
    days = Days(year.start, year.end, 14, size.width - 14)
    y = size.height - LINES_BELOW
    yield svg.line(days.left, y, days.right, y, "rule")
    for n, first in enumerate(days.months()):
        x = days.x(first)
        yield svg.line(x, y - 5, x, y + 5, "axis")
        if size.width > 500 or n % 3 == 0:
            yield svg.text(x + 3, y + 36, month_words(first), "quiet")
    yield from _needle(year, days, y)
    yield from _seals(year.seals, days, y, year.start.year)
    yield from _milestones(_ordered(year), days, y)


def _needle(year: YearLine, days: Days, y: float) -> Iterator[SafeString]:
    x = days.x(year.today)
    words = _("截至{day}").format(day=day_words(year.today, year.start.year))
    late = x > (days.left + days.right) / 2
    yield svg.line(x, 4, x, y + 24, "needle")
    yield svg.text(x + (-5 if late else 5), 13, words, "needle-words", "end" if late else "start")


def _seals(seals: Sequence[SealMark], days: Days, y: float, year: int) -> Iterator[SafeString]:
    """Each on a stem above its day, its date under the seal's top edge; the last one is the current one."""
    ordered = sorted(seals, key=lambda s: s.on)
    places = within([days.x(s.on) for s in ordered], APART, days.right - SEAL / 2)
    for n, (mark, place) in enumerate(zip(ordered, places, strict=True)):
        x = max(place, days.left + SEAL / 2)
        top = y - 62
        yield svg.polyline([(x, top + SEAL + 16), (x, y - 18), (days.x(mark.on), y - 6)], "stem")
        yield svg.rect(x - SEAL / 2, top, SEAL, SEAL, "seal-now" if n == len(ordered) - 1 else "seal-then")
        yield svg.text(
            x,
            top + 17,
            SEALS[mark.code].shape,
            "seal-word-now" if n == len(ordered) - 1 else "seal-word",
            "middle",
        )
        yield svg.text(x, top + SEAL + 13, day_words(mark.on, year), "quiet", "middle")


def _milestones(milestones: Sequence[MilestoneTick], days: Days, y: float) -> Iterator[SafeString]:
    """The shape says how it stands: full circle done, ring still to come, square overdue."""
    places = within([days.x(m.on) for m in milestones], 17, days.right)
    for n, (milestone, x) in enumerate(zip(milestones, places, strict=True), 1):
        if milestone.state == "overdue":
            yield svg.rect(x - 5, y - 5, 10, 10, "milestone-overdue")
        else:
            yield svg.element("circle", cx=x, cy=y, r=5, class_=f"milestone-{milestone.state}")
        yield svg.text(x, y + 20, str(n), "label", "middle")
