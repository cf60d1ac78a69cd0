"""One indicator over the periods: a line for what runs up, bars for what belongs to each period."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from taizhang.press.charts import svg
from taizhang.press.charts.chart import Chart, ChartTable
from taizhang.press.charts.scales import Values

WIDTH, HEIGHT = 160, 40


@dataclass(frozen=True, slots=True)
class SparkPeriod:
    """``value`` None: nothing was reported. ``words``: the value as people read it, 1,200人次."""

    name: str
    value: float | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Spark:
    title: str
    periods: tuple[SparkPeriod, ...]
    target: float | None = None
    target_words: str = ""
    cumulative: bool = True


def spark(data: Spark) -> Chart:
    """A picture the size of a line of text; a cumulative indicator is never drawn as something that adds up."""
    known = [(n, p.value) for n, p in enumerate(data.periods) if p.value is not None]
    shapes = _shapes(data, known)
    drawn = svg.picture(WIDTH, HEIGHT, "spark", data.title, _words(data), shapes)
    rows = tuple((p.name, "—" if p.value is None else p.words) for p in data.periods)
    empty = "" if known else _("还没有填报。")
    return Chart(data.title, (drawn,), ChartTable((_("时期"), _("数值")), rows), empty)


def _words(data: Spark) -> str:
    last = next((p for p in reversed(data.periods) if p.value is not None), None)
    if last is None:
        return _("还没有填报。")
    words = _("{period}为{value}").format(period=last.name, value=last.words)
    return (
        words + (_("，目标{target}").format(target=data.target_words) if data.target_words else "") + _("。")
    )


def _shapes(data: Spark, known: list[tuple[int, float]]) -> Iterator[SafeString]:
    values = Values(max([data.target or 0, *(v for _n, v in known)]) or 1, HEIGHT - 3, 5)
    step = (WIDTH - 8) / max(1, len(data.periods) - (1 if data.cumulative else 0))
    yield svg.line(0, HEIGHT - 2.5, WIDTH, HEIGHT - 2.5, "axis")
    if data.cumulative:
        places = [(4 + n * step, values.y(v)) for n, v in known]
        yield svg.polyline(places, "actual")
        for x, y in places[-1:]:
            yield svg.element("circle", cx=x, cy=y, r=3, class_="actual-point")
    else:
        for n, v in known:
            y = values.y(v)
            yield svg.rect(4 + n * step, y, step - 3, HEIGHT - 3 - y, "column")
    if data.target is not None:
        yield svg.line(0, values.y(data.target), WIDTH, values.y(data.target), "target")
