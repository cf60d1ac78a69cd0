"""A grid of squares, one a district: where it stands is decided in the settings, and no map is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from taizhang.press.charts import svg
from taizhang.press.charts.chart import Chart, ChartTable

SIDE, GAP, IN_A_ROW = 84, 8, 6


@dataclass(frozen=True, slots=True)
class DistrictCount:
    """``place``: row and column, counted from 1; None: it has no place of its own and follows the others."""

    name: str
    done: int
    whole: int
    place: tuple[int, int] | None = None


def district_tiles(title: str, districts: tuple[DistrictCount, ...]) -> Chart:
    """Each square is filled from below as far as its district is done, and says both numbers."""
    placed = _placed(districts)
    width = max((column for _row, column in placed.values()), default=1) * (SIDE + GAP) - GAP
    height = max((row for row, _column in placed.values()), default=1) * (SIDE + GAP) - GAP
    words = _("；").join(f"{each.name} {each.done}/{each.whole}" for each in districts)
    shapes = (shape for each in districts for shape in _tile(each, placed[each.name]))
    rows = tuple(
        (each.name or _("未注明"), str(each.whole), str(each.done), str(each.whole - each.done))
        for each in districts
    )
    table = ChartTable((_("区县"), _("应覆盖"), _("已覆盖"), _("未覆盖")), rows)
    empty = "" if districts else _("名册上没有单位。")
    return Chart(title, (svg.picture(width, height, "tiles", title, words, shapes),), table, empty)


def _placed(districts: tuple[DistrictCount, ...]) -> dict[str, tuple[int, int]]:
    """The place of each; those without one follow below, in their order."""
    found = {each.name: each.place for each in districts if each.place is not None}
    below = max((row for row, _column in found.values()), default=0)
    others = [each.name for each in districts if each.place is None]
    return found | {name: (below + 1 + n // IN_A_ROW, 1 + n % IN_A_ROW) for n, name in enumerate(others)}


def _tile(each: DistrictCount, place: tuple[int, int]) -> Iterator[SafeString]:
    x, y = float((place[1] - 1) * (SIDE + GAP)), float((place[0] - 1) * (SIDE + GAP))
    full = SIDE * each.done / each.whole if each.whole else 0.0
    yield svg.rect(x, y + SIDE - full, SIDE, full, "tile-done")
    yield svg.rect(x, y, SIDE, SIDE, "tile-whole tile-full" if 0 < each.whole <= each.done else "tile-whole")
    name = each.name or _("未注明")
    yield svg.text(
        x + SIDE / 2, y + SIDE / 2 - 4, name if len(name) <= 5 else f"{name[:4]}…", "label", "middle"
    )
    if each.whole:
        yield svg.text(x + SIDE / 2, y + SIDE / 2 + 18, f"{each.done}/{each.whole}", "label", "middle")
