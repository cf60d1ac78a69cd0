"""What the office has asked of one unit, month by month. One unit alone: units are never set side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from taizhang.press.charts import svg
from taizhang.press.charts.chart import Chart, ChartTable, Size
from taizhang.press.charts.scales import Values

SIZES = (Size(640, 150, "wide"), Size(340, 140, "narrow"))


@dataclass(frozen=True, slots=True)
class BurdenMonth:
    """Minutes the requests of the month are estimated to take, and how many there were."""

    name: str
    minutes: int
    requests: int


@dataclass(frozen=True, slots=True)
class BurdenBars:
    title: str
    months: tuple[BurdenMonth, ...]


def burden_bars(data: BurdenBars) -> Chart:
    """Minutes as columns with their number on top."""
    words = _("共{requests}次，约{minutes}分钟。").format(
        requests=sum(m.requests for m in data.months), minutes=sum(m.minutes for m in data.months)
    )
    pictures = tuple(
        svg.picture(size.width, size.height, size.class_, data.title, words, _shapes(data, size))
        for size in SIZES
    )
    rows = tuple((m.name, str(m.requests), str(m.minutes)) for m in data.months)
    empty = "" if any(m.requests for m in data.months) else _("还没有向这个单位提过要求。")
    return Chart(
        data.title, pictures, ChartTable((_("月份"), _("要求（次）"), _("估计用时（分钟）")), rows), empty
    )


def _shapes(data: BurdenBars, size: Size) -> Iterator[SafeString]:
    values = Values(max((m.minutes for m in data.months), default=0) or 1, size.height - 24, 20)
    band = (size.width - 8) / max(1, len(data.months))
    yield svg.line(4, values.bottom + 0.5, size.width - 4, values.bottom + 0.5, "axis")
    for n, month in enumerate(data.months):
        middle, y = 4 + (n + 0.5) * band, values.y(month.minutes)
        yield svg.rect(middle - band * 0.32, y, band * 0.64, values.bottom - y, "column")
        if month.minutes:
            yield svg.text(middle, y - 5, str(month.minutes), "label", "middle")
        if band > 34 or n % 3 == 0:
            yield svg.text(middle, values.bottom + 17, month.name, "quiet", "middle")
