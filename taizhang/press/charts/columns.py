"""Counts of the months of a year as columns, in up to four kinds that are named with their sums above the picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from taizhang.press.charts import svg
from taizhang.press.charts.chart import Chart, ChartTable, Size
from taizhang.press.charts.scales import Values

SIZES = (Size(640, 220, "wide"), Size(340, 220, "narrow"))
SMALLEST = 14.0  # a part lower than this has no number inside
DIGIT = 6.8  # width of one; a number wider than its month is told by the table alone
COLUMN = 0.64  # of a month's width
LEGEND = 20  # height of a line of names


@dataclass(frozen=True, slots=True)
class MonthColumn:
    """``counts``: one of each kind; empty: the month is still to come."""

    name: str
    counts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class MonthColumns:
    """``kinds``: their names, from the ground up; ``unit``: what is counted (场, 条)."""

    title: str
    unit: str
    kinds: tuple[str, ...]
    months: tuple[MonthColumn, ...]


def month_columns(data: MonthColumns) -> Chart:
    """Columns with their number on top; where there are several kinds, the number of each in its part."""
    sums = [sum(m.counts[n] for m in data.months if m.counts) for n in range(len(data.kinds))]
    told = [
        _("{name}{n}{unit}").format(name=name, n=f"{n:,}", unit=data.unit)
        for name, n in zip(data.kinds, sums, strict=True)
    ]
    words = _("，").join(told) + _("。")
    pictures = tuple(
        svg.picture(size.width, size.height, size.class_, data.title, words, _shapes(data, told, size))
        for size in SIZES
    )
    rows = tuple((m.name, *(str(n) for n in m.counts)) for m in data.months if m.counts)
    empty = "" if any(sums) else _("还没有记录。")
    return Chart(data.title, pictures, ChartTable((_("月份"), *data.kinds), rows), empty)


def _shapes(data: MonthColumns, told: list[str], size: Size) -> Iterator[SafeString]:
    lines = -(-len(told) // (4 if size.class_ == "wide" else 2)) if len(told) > 1 else 0
    top = max((sum(m.counts) for m in data.months), default=0)
    values = Values(top or 1, size.height - 24, 20 + lines * LEGEND)
    band = (size.width - 8) / max(1, len(data.months))
    if lines:
        yield from _legend(told, size, lines)
    yield svg.line(4, values.bottom + 0.5, size.width - 4, values.bottom + 0.5, "axis")
    for n, month in enumerate(data.months):
        middle = 4 + (n + 0.5) * band
        if band > 26 or n % 3 == 0:
            yield svg.text(middle, values.bottom + 17, month.name, "quiet", "middle")
        yield from _column(month, middle, band * COLUMN, values)


def _column(month: MonthColumn, middle: float, width: float, values: Values) -> Iterator[SafeString]:
    below = 0
    for kind, count in enumerate(month.counts):
        y, height = values.y(below + count), values.y(below) - values.y(below + count)
        if count:
            yield svg.rect(middle - width / 2, y, width, height, f"part part-kind-{kind}")
            if len(month.counts) > 1 and height >= SMALLEST and width >= 12:
                yield svg.text(middle, y + height / 2 + 4, str(count), "part-words", "middle")
        below += count
    if below and len(str(below)) * DIGIT <= width / COLUMN:
        yield svg.text(middle, values.y(below) - 5, str(below), "label", "middle")


def _legend(told: list[str], size: Size, lines: int) -> Iterator[SafeString]:
    in_line = -(-len(told) // lines)
    for n, words in enumerate(told):
        x, y = 4 + n % in_line * (size.width - 8) / in_line, n // in_line * LEGEND
        yield svg.rect(x, y + 2, 11, 11, f"part part-kind-{n}")
        yield svg.text(x + 16, y + 12, words, "quiet")
