"""The grid as a page shows it: the sentence that filters it, links that change one part of it, and its cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taizhang.core.lifecycle.project_year import IN_COUNT
from taizhang.ledger.models import Ledger, SavedView
from taizhang.ledger.queries.choices import Choices
from taizhang.ledger.queries.conservation import UNJUDGED
from taizhang.ledger.queries.grid import SORTS, GridPage, GridQuery
from taizhang.office import clock
from taizhang.press.charts import Flow, flow_of
from taizhang.press.charts.flow import PARTS
from taizhang.web.frame.levels import MARKS
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.tags_ledger_look import signal
from taizhang.web.grid.cells import rows_of

COLUMNS: Mapping[str, Any] = {
    "theme": gettext_lazy("类别"),
    "unit": gettext_lazy("牵头单位"),
    "post": gettext_lazy("岗位"),
    "state": gettext_lazy("状态"),
    "level": gettext_lazy("信号"),
    "pace": gettext_lazy("进度"),
    "value": gettext_lazy("指标"),
    "evidence": gettext_lazy("佐证"),
    "milestone": gettext_lazy("下一节点"),
    "due": gettext_lazy("时限"),
}
USUAL = tuple(code for code in COLUMNS if code != "theme")
NUMBERS = {"value", "evidence"}
SORTED = {"unit", "level", "due"}
LOOKED_THROUGH = 12  # options that are found without typing


@dataclass(frozen=True, slots=True)
class Asked:
    """The query of a request, read leniently: what makes no sense asks for nothing."""

    query: QueryDict
    wanted: GridQuery
    columns: tuple[str, ...]
    page: int

    def link(self, **changes: object) -> str:
        """The same page with these parts changed (None or empty: left out), from its first page."""
        query = self.query.copy()
        query.pop("page", None)
        for name, value in changes.items():
            query.pop(name, None)
            if isinstance(value, (list, tuple)):
                query.setlist(name, [str(each) for each in value])
            elif value not in (None, ""):
                query[name] = str(value)
        return f"?{query.urlencode()}"


def asked_of(request: HttpRequest) -> Asked:
    """What the address asks for."""
    query = request.GET
    columns = tuple(code for code in COLUMNS if code in query.getlist("col")) or USUAL
    sort = query.get("sort", "")
    wanted = GridQuery(
        units=_keys(query.getlist("unit")),
        themes=_keys(query.getlist("theme")),
        states=tuple(part for part in IN_COUNT if part in query.getlist("state")),
        levels=tuple(level for level in (*MARKS, UNJUDGED) if level in query.getlist("level")),
        words=query.get("words", "").strip()[:60].replace("\x00", ""),
        sort=sort.removeprefix("-") if sort.removeprefix("-") in SORTS else "no",
        falling=sort.startswith("-"),
    )
    return Asked(query, wanted, columns, number_in(query.get("page", ""), digits=6) or 1)


def _keys(values: Sequence[str]) -> tuple[int, ...]:
    return tuple(key for each in values if (key := number_in(each)) is not None)


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose."""

    value: str
    words: str
    chosen: bool
    mark: SafeString | str = ""  # shown before the words


@dataclass(frozen=True, slots=True)
class GridFilterPart:
    """One part of the sentence: what it says now, and what it could say."""

    name: str
    words: str
    options: list[Option]

    @property
    def long(self) -> bool:
        """Whether the options are narrowed by typing rather than looked through."""
        return len(self.options) > LOOKED_THROUGH

    @property
    def boxes(self) -> SafeString:
        """A box to tick for each option."""
        return _boxes(self.name, tuple(self.options))


@lru_cache(maxsize=256)
def _boxes(name: str, options: tuple[Option, ...]) -> SafeString:
    """Kept: the sixty units are the same on every page."""
    return format_html_join(
        "",
        '<label><input type="checkbox" name="{}" value="{}"{}>{}{}</label>',
        ((name, o.value, " checked" if o.chosen else "", o.mark, o.words) for o in options),
    )


@dataclass(frozen=True, slots=True)
class Head:
    """``order``: ascending or descending where the rows lie by this column."""

    code: str
    words: str
    link: str = ""
    order: str = ""

    @property
    def number(self) -> bool:
        return self.code in NUMBERS


@dataclass(slots=True)
class GridSheet:
    """All that the grid's template shows."""

    ledger: Ledger
    on: date | None
    asked: Asked
    page: GridPage
    parts: list[GridFilterPart]
    years: list[Option]
    columns: GridFilterPart
    heads: list[Head]
    body: SafeString
    flow: Flow
    no_link: str
    no_order: str
    views: list[SavedView] = field(default_factory=list)

    @property
    def pages(self) -> list[tuple[str, str]]:
        """Links to the page before and the page after."""
        number, last = self.page.number, self.page.last
        steps = [(number - 1, _("上一页")), (number + 1, _("下一页"))]
        return [(self.asked.link(page=to), words) for to, words in steps if 1 <= to <= last and to != number]

    @property
    def today(self) -> date:
        return clock.today()

    @property
    def today_link(self) -> str:
        return self.asked.link(on=None)

    @property
    def kept_query(self) -> str:
        """What a saved view keeps: filters, order and columns, not the page."""
        return self.asked.link().removeprefix("?")

    @property
    def take(self) -> str:
        """The query under which the same rows are taken away."""
        return self.asked.link(year=self.ledger.year)

    @property
    def narrowed(self) -> bool:
        return self.counted_apart or bool(
            self.asked.wanted.units or self.asked.wanted.themes or self.asked.wanted.words
        )

    @property
    def counted_apart(self) -> bool:
        """Whether the identity at the foot counts more than the rows: before states and levels were chosen."""
        return bool(self.asked.wanted.states or self.asked.wanted.levels)


def sheet_of(
    asked: Asked,
    ledger: Ledger,
    ledgers: Sequence[Ledger],
    page: GridPage,
    *,
    on: date | None,
    choices: Choices,
) -> GridSheet:
    """The page in words and links."""
    year, wanted = (on.year if on else ledger.year), asked.wanted
    return GridSheet(
        ledger=ledger,
        on=on,
        asked=asked,
        page=page,
        parts=list(_parts(wanted, choices)),
        years=[
            Option(asked.link(year=each.year, theme=None), _year(each.year), each.year == ledger.year)
            for each in ledgers
        ],
        columns=GridFilterPart(
            "col",
            _("列"),
            [Option(code, str(words), code in asked.columns) for code, words in COLUMNS.items()],
        ),
        heads=[_head(asked, code) for code in asked.columns],
        body=rows_of(page.rows, asked.columns, year, on.isoformat() if on else ""),
        flow=flow_of(
            page.counts.conservation,
            {part: asked.link(state=part if part in IN_COUNT else None, level=None) for part in PARTS},
        ),
        no_link=asked.link(sort="-no" if wanted.sort == "no" and not wanted.falling else None),
        no_order=_order(wanted) if wanted.sort == "no" else "",
        views=list(choices.views),
    )


def _year(year: int) -> str:
    return _("{year}年度").format(year=year)


def _order(wanted: GridQuery) -> str:
    return "descending" if wanted.falling else "ascending"


def _head(asked: Asked, code: str) -> Head:
    words, wanted = str(COLUMNS[code]), asked.wanted
    if code not in SORTED:
        return Head(code, words)
    here = wanted.sort == code
    return Head(
        code,
        words,
        asked.link(sort=f"-{code}" if here and not wanted.falling else code),
        _order(wanted) if here else "",
    )


def _parts(wanted: GridQuery, choices: Choices) -> Iterator[GridFilterPart]:
    if len(choices.units) > 1:
        options = [Option(str(pk), name, pk in wanted.units) for pk, name in choices.units]
        yield _part("unit", _("全部单位"), options)
    themes = [Option(str(pk), name, pk in wanted.themes) for pk, name in choices.themes]
    if themes:
        yield _part("theme", _("全部类别"), themes)
    states = [Option(part, _(PARTS[part]), part in wanted.states) for part in IN_COUNT]
    yield _part("state", _("全部状态"), states)
    marks = {**MARKS, UNJUDGED: ""}
    levels = [Option(code, "", code in wanted.levels, signal(mark)) for code, mark in marks.items()]
    yield _part("level", _("全部信号"), levels)


LEVEL_WORDS = {
    "normal": gettext_lazy("正常"),
    "near": gettext_lazy("临期"),
    "behind": gettext_lazy("滞后"),
    "overdue": gettext_lazy("逾期"),
    UNJUDGED: gettext_lazy("未评"),
}


def _part(name: str, everything: str, options: list[Option]) -> GridFilterPart:
    chosen = [
        str(LEVEL_WORDS.get(o.value, o.words)) if name == "level" else o.words for o in options if o.chosen
    ]
    many = _("{first}等{n}项").format(first=chosen[0], n=len(chosen)) if len(chosen) > 3 else ""
    words = many or _("、").join(chosen)
    return GridFilterPart(name, words or everything, options)
