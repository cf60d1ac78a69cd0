"""The months of the whole ledger: how many projects stood how, month by month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from taizhang.press.charts import svg
from taizhang.press.charts.chart import Chart, ChartTable, Size
from taizhang.press.charts.scales import Values, within
from taizhang.press.charts.signals import SIGNALS

SIZES = (Size(720, 260, "wide"), Size(340, 240, "narrow"))
STACK = ("closed", "suspended", "", "green", "blue", "yellow", "red")  # from the ground up
RIGHT = 84  # room for the labels beside the last month
SMALLEST = 13.0  # a segment lower than this has no number inside


@dataclass(frozen=True, slots=True)
class MonthCounts:
    """``levels``: projects by signal code, ``closed`` and ``suspended`` beside them; empty: still to come."""

    name: str
    levels: Mapping[str, int]
    opened: int | None = None


@dataclass(frozen=True, slots=True)
class MonthsCurve:
    title: str
    months: tuple[MonthCounts, ...]


def months_curve(data: MonthsCurve) -> Chart:
    """Columns of projects with a number in each part and the names beside the last month."""
    shown = [m for m in data.months if m.levels]
    pictures = tuple(
        svg.picture(size.width, size.height, size.class_, data.title, _words(shown), _shapes(data, size))
        for size in SIZES
    )
    used = _used(data)
    head = (_("月份"), _("建账"), *(_(SIGNALS[code].word) for code in used))
    rows = tuple(
        (m.name, "—" if m.opened is None else str(m.opened), *(str(m.levels.get(code, 0)) for code in used))
        for m in shown
    )
    return Chart(data.title, pictures, ChartTable(head, rows), "" if shown else _("还没有一个月的数据。"))


def _used(data: MonthsCurve) -> list[str]:
    return [code for code in STACK if any(m.levels.get(code) for m in data.months)]


def _words(shown: list[MonthCounts]) -> str:
    if not shown:
        return _("还没有一个月的数据。")
    last = shown[-1]
    parts = [
        _("{signal}{n}项").format(signal=_(SIGNALS[code].word), n=last.levels[code])
        for code in STACK
        if last.levels.get(code)
    ]
    return _("{month}：{parts}。").format(month=last.name, parts=_("，").join(parts))


def _shapes(data: MonthsCurve, size: Size) -> Iterator[SafeString]:
    top = max([m.opened or 0 for m in data.months] + [sum(m.levels.values()) for m in data.months], default=0)
    values = Values(top or 1, size.height - 24, 22)
    band = (size.width - RIGHT - 4) / max(1, len(data.months))
    yield svg.line(4, values.bottom + 0.5, size.width - RIGHT, values.bottom + 0.5, "axis")
    for n, month in enumerate(data.months):
        left = 4 + n * band
        if band > 34 or n % 3 == 0:
            yield svg.text(left + band * 0.42, values.bottom + 17, month.name, "quiet", "middle")
        yield from _column(month, left, band * 0.84, values)
    yield from _opened(data, values, band)
    yield from _names(data, values, band, size)


def _heights(month: MonthCounts, values: Values) -> Iterator[tuple[str, int, float, float]]:
    """(code, count, upper edge, height) of the parts that are not empty."""
    below = 0
    for code in STACK:
        if count := month.levels.get(code, 0):
            y = values.y(below + count)
            yield code, count, y, values.y(below) - y
            below += count


def _column(month: MonthCounts, left: float, width: float, values: Values) -> Iterator[SafeString]:
    for code, count, y, height in _heights(month, values):
        yield svg.rect(left, y, width, height, f"part part-{code or 'none'}")
        if height >= SMALLEST and width >= 18:
            yield svg.text(
                left + width / 2, y + height / 2 + 4, str(count), f"part-words-{code or 'none'}", "middle"
            )


def _opened(data: MonthsCurve, values: Values, band: float) -> Iterator[SafeString]:
    """The number of accounts ever opened, as steps above the columns."""
    steps: list[tuple[float, float]] = []
    for n, month in enumerate(data.months):
        if month.opened is not None and month.levels:
            y = values.y(month.opened) - 2
            steps += [(4 + n * band, y), (4 + (n + 1) * band, y)]
    if steps:
        steps[-1] = (steps[-1][0] - band * 0.16, steps[-1][1])
        yield svg.polyline(steps, "opened")
        last = next(m for m in reversed(data.months) if m.opened is not None and m.levels)
        yield svg.text(steps[-1][0], steps[-1][1] - 6, _("建账 {n}").format(n=last.opened), "label", "end")


def _names(data: MonthsCurve, values: Values, band: float, size: Size) -> Iterator[SafeString]:
    """Names beside the last month's column, each at its part, pushed apart where parts are thin."""
    shown = [n for n, month in enumerate(data.months) if month.levels]
    if not shown:
        return
    parts = list(reversed(list(_heights(data.months[shown[-1]], values))))
    middles = within([y + height / 2 for _c, _n, y, height in parts], 17, values.bottom - 4)
    x = 4 + shown[-1] * band + band * 0.84
    for (code, count, y, height), place in zip(parts, middles, strict=True):
        look = SIGNALS[code]
        yield svg.polyline([(x + 2, y + height / 2), (x + 8, place), (x + 11, place)], "stem")
        words = f"{look.shape} {_(look.word)} {count}"
        yield svg.text(x + 14, place + 4, words, f"label name-{code or 'none'}")
