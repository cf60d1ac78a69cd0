"""Copy-fitting: of the settings that an office allows, the one with which a bulletin's last page ends well.

Every setting costs points for what it departs from the office's own one and for how its pages end; the cheapest is
taken. The office's own setting stays where it ends well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from itertools import product
from typing import Any

from taizhang.core.gongwen.page_layout import PageLayout
from taizhang.core.text.messages import N_, Message, joined

SHORT_END = 3  # rows of text above the imprint: fewer look forgotten
_LINE, _CELL, _TIGHT, _SMALL = 4, 4, 3, 5  # of a departure
_SINGLE, _CARRIED, _SHORT, _ODD, _PAGE, _ALONE = 4, 8, 5, 2, 4, 1_000  # of an end
_FARTHER = 1  # more for each further line or character


@dataclass(frozen=True, slots=True)
class PageSetting:
    """How densely the pages are set. ``tight_titles``: no blank row after a title; ``small_imprint``: the imprint in
    小四 instead of 四号."""

    lines: int = 22
    cells: int = 28
    tight_titles: bool = False
    small_imprint: bool = False


@dataclass(frozen=True, slots=True)
class FitBounds:
    """How far the press may depart from the office's own setting."""

    most_lines: int = 24
    fewest_cells: int = 27
    most_cells: int = 29
    tight_titles: bool = True
    small_imprint: bool = True

    def settings(self, own: PageSetting) -> list[PageSetting]:
        """Every setting within the bounds, the own one first, then by what the departure costs."""
        lines = range(own.lines, max(own.lines, self.most_lines) + 1)
        cells = range(min(own.cells, self.fewest_cells), max(own.cells, self.most_cells) + 1)
        tight = sorted({own.tight_titles, own.tight_titles or self.tight_titles})
        small = sorted({own.small_imprint, own.small_imprint or self.small_imprint})
        every = [PageSetting(*values) for values in product(lines, cells, tight, small)]
        return sorted(every, key=lambda each: (departure(each, own), each != own))


@dataclass(frozen=True, slots=True)
class CopyFit:
    """The setting that was chosen for an office's ``own`` one, and its pages. ``fewest`` is the least number of pages
    within the bounds, ``wanted`` the number that was asked for (0: none), ``tighter`` the next denser setting."""

    setting: PageSetting
    layout: PageLayout
    own: PageSetting
    fewest: int
    wanted: int
    tighter: PageSetting | None

    @property
    def missed(self) -> bool:
        """Whether the pages that were asked for cannot be reached."""
        return 0 < self.wanted < self.layout.pages

    def notes(self) -> Iterator[Message]:
        """What the choice departs from, where a page ends early, and how much is too much."""
        if self.setting != self.own:
            yield Message(N_("版面调整为{changes}。"), {"changes": joined("、", self._changes())})
        for each in self.layout.early:
            pattern = _CARRIED_NOTE if each.imprint else _SINGLE_NOTE
            yield Message(pattern, {"page": each.page, "next": each.page + 1, "rows": each.rows})
        if self.layout.alone:
            yield Message(N_("第{page}页只有版记：前面各页已排满。"), {"page": self.layout.pages})
        if self.missed:
            values: dict[str, str | int | Message] = {
                "wanted": self.wanted,
                "rows": self.layout.over(self.wanted),
            }
            yield Message(N_("排到最密仍比{wanted}页多出{rows}行，请删减文字。"), values)

    def _changes(self) -> list[Message]:
        mine, own = self.setting, self.own
        told = (
            (mine.lines, own.lines, Message(_LINES, {"n": mine.lines, "usual": own.lines})),
            (mine.cells, own.cells, Message(_CELLS, {"n": mine.cells, "usual": own.cells})),
            (mine.tight_titles, own.tight_titles, Message(N_("标题下不空行"))),
            (mine.small_imprint, own.small_imprint, Message(N_("版记用小四号字"))),
        )
        return [words for value, usual, words in told if value != usual]


_LINES = N_("每页{n}行（通常{usual}行）")
_CELLS = N_("每行{n}字（通常{usual}字）")
_SINGLE_NOTE = N_("第{page}页少排{rows}行，以免段末一行单独落在第{next}页。")
_CARRIED_NOTE = N_("第{page}页少排{rows}行，使第{next}页的版记上方有正文。")


def departure(setting: PageSetting, own: PageSetting) -> int:
    """Points for what differs from the office's own setting."""
    lines, cells = abs(setting.lines - own.lines), abs(setting.cells - own.cells)
    points = lines * _LINE + max(0, lines - 1) * _FARTHER + cells * _CELL + max(0, cells - 1) * _FARTHER
    tight, small = setting.tight_titles != own.tight_titles, setting.small_imprint != own.small_imprint
    return points + tight * _TIGHT + small * _SMALL


def end_cost(layout: PageLayout, *, even: bool) -> int:
    """Points for how the pages end; 0 where nothing is to be said against it. ``even``: the imprint is wanted on a page
    of even number."""
    points = sum(_CARRIED if each.imprint else _SINGLE for each in layout.early)
    points += _SHORT * (layout.last_rows < SHORT_END) + _ALONE * layout.alone
    return points + _ODD * (even and layout.pages % 2 == 1 and layout.pages > 1)


def tighter_than(
    setting: PageSetting, own: PageSetting, bounds: FitBounds, measured: Callable[[PageSetting], PageLayout]
) -> PageSetting | None:
    """The next denser setting within the bounds with which the text ends earlier; None where there is none."""
    denser = [each for each in bounds.settings(own) if each != setting and _at_least(each, setting)]
    ends = _end(measured(setting))
    steps = sorted(denser, key=lambda each: departure(each, setting))
    return next((each for each in steps if _end(measured(each)) < ends), None)


def _end(layout: PageLayout) -> tuple[int, int]:
    """Where the text ends: the page, and the rows before the imprint's place, counted from the bottom."""
    return layout.pages, -layout.room


def _at_least(one: PageSetting, other: PageSetting) -> bool:
    pairs = (
        (one.lines, other.lines),
        (one.cells, other.cells),
        (one.tight_titles, other.tight_titles),
        (one.small_imprint, other.small_imprint),
    )
    return all(a >= b for a, b in pairs)


def fit(
    measured: Callable[[PageSetting], PageLayout],
    own: PageSetting,
    bounds: FitBounds,
    *,
    even: bool = False,
    wanted: int = 0,
    kept: PageSetting | None = None,
) -> CopyFit:
    """Choose a setting. ``measured`` lays the text out with one; ``kept`` is taken as it is unless the imprint would
    stand alone; ``wanted`` is the number of pages asked for (0: none); ``even`` as in ``end_cost``."""
    setting, layout = _chosen(measured, own, bounds, even, wanted, kept)
    densest = replace(
        own,
        lines=max(own.lines, bounds.most_lines),
        cells=max(own.cells, bounds.most_cells),
        tight_titles=own.tight_titles or bounds.tight_titles,
        small_imprint=own.small_imprint or bounds.small_imprint,
    )
    fewest = min(layout.pages, measured(densest).pages)
    return CopyFit(setting, layout, own, fewest, wanted, tighter_than(setting, own, bounds, measured))


def _chosen(
    measured: Callable[[PageSetting], PageLayout],
    own: PageSetting,
    bounds: FitBounds,
    even: bool,
    wanted: int,
    kept: PageSetting | None,
) -> tuple[PageSetting, PageLayout]:
    if kept is not None and not (layout := measured(kept)).alone:
        return kept, layout
    layout = measured(own)
    if not wanted and end_cost(layout, even=False) == 0:
        return own, layout
    every = [(each, measured(each)) for each in bounds.settings(own)]

    def cost(choice: tuple[PageSetting, PageLayout]) -> tuple[int, int]:
        setting, layout = choice
        away = abs(layout.pages - wanted) * (2 if layout.pages > wanted else 1) if wanted else 0
        return away, departure(setting, own) + end_cost(layout, even=even) + layout.pages * _PAGE

    return min(every, key=cost)


def fit_to_json(done: CopyFit) -> dict[str, Any]:
    """What is told of the choice, as plain values: the setting with its pages, rows and notes."""
    layout, tighter = done.layout, done.tighter
    return {
        "setting": asdict(done.setting),
        "tighter": asdict(tighter) if tighter else None,
        "pages": layout.pages,
        "fewest": done.fewest,
        "wanted": done.wanted,
        "last_rows": layout.last_rows,
        "room": layout.room,
        "over": layout.over(layout.pages - 1),
        "early": [
            {"page": each.page, "rows": each.rows, "block": each.block, "characters": each.characters}
            for each in layout.early
        ],
        "notes": [note.to_json() for note in done.notes()],
    }
