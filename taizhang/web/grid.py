"""The grid as a page shows it: the sentence that filters it, links that change one part of it, and its cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taizhang.core.project_year import IN_COUNT, ProjectState
from taizhang.ledger.models import Ledger, SavedView, Theme
from taizhang.ledger.queries.grid import SORTS, Page, Row, Wanted
from taizhang.office import clock
from taizhang.office.models import Unit
from taizhang.web.charts import Flow, flow_of, pace_bar
from taizhang.web.charts.flow import PARTS
from taizhang.web.charts.scales import day_words
from taizhang.web.levels import MARKS, mark_of
from taizhang.web.templatetags.ledger_look import signal, state_seal

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
PLACES = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Asked:
    """The query of a request, read leniently: what makes no sense asks for nothing."""

    query: QueryDict
    wanted: Wanted
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
    wanted = Wanted(
        units=_keys(query.getlist("unit")),
        themes=_keys(query.getlist("theme")),
        states=tuple(part for part in IN_COUNT if part in query.getlist("state")),
        levels=tuple(level for level in MARKS if level in query.getlist("level")),
        words=query.get("words", "").strip()[:60].replace("\x00", ""),
        sort=sort.removeprefix("-") if sort.removeprefix("-") in SORTS else "no",
        falling=sort.startswith("-"),
    )
    page = query.get("page", "1")
    return Asked(
        query, wanted, columns, int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1
    )


def _keys(values: Sequence[str]) -> tuple[int, ...]:
    return tuple(int(each) for each in values if each.isascii() and each.isdigit() and len(each) < 15)


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose; ``mark`` is shown before its words."""

    value: str
    words: str
    chosen: bool
    mark: SafeString | str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the sentence: what it says now, and what it could say."""

    name: str
    words: str
    options: list[Option]


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


@dataclass(frozen=True, slots=True)
class Line:
    """A row: number and title stay at the left, the cells follow in the order of the columns."""

    no: str
    title: str
    url: str
    cells: SafeString


@dataclass(slots=True)
class Sheet:
    """All that the grid's template shows."""

    ledger: Ledger
    on: date | None
    asked: Asked
    page: Page
    parts: list[Part]
    years: list[Option]
    columns: list[Option]
    heads: list[Head]
    lines: list[Line]
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
        wanted = self.asked.wanted
        return bool(wanted.units or wanted.themes or wanted.states or wanted.levels or wanted.words)


def sheet_of(
    asked: Asked,
    ledger: Ledger,
    ledgers: Sequence[Ledger],
    page: Page,
    *,
    on: date | None,
    units: Sequence[Unit],
    views: Sequence[SavedView] = (),
) -> Sheet:
    """The page in words and links; ``units`` are those one may choose between."""
    year, wanted = (on.year if on else ledger.year), asked.wanted
    keep = {"on": on.isoformat()} if on else {}
    return Sheet(
        ledger=ledger,
        on=on,
        asked=asked,
        page=page,
        parts=list(_parts(wanted, ledger, units)),
        years=[
            Option(asked.link(year=each.year, theme=None), _year(each.year), each.year == ledger.year)
            for each in ledgers
        ],
        columns=[Option(code, str(words), code in asked.columns) for code, words in COLUMNS.items()],
        heads=[_head(asked, code) for code in asked.columns],
        lines=[_line(row, asked.columns, year, keep) for row in page.rows],
        flow=flow_of(
            page.counts.conservation,
            {part: asked.link(state=part if part in IN_COUNT else None, level=None) for part in PARTS},
        ),
        no_link=asked.link(sort="-no" if wanted.sort == "no" and not wanted.falling else None),
        no_order=_order(wanted) if wanted.sort == "no" else "",
        views=list(views),
    )


def _year(year: int) -> str:
    return _("{year}年度").format(year=year)


def _order(wanted: Wanted) -> str:
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


def _parts(wanted: Wanted, ledger: Ledger, units: Sequence[Unit]) -> Iterator[Part]:
    if len(units) > 1:
        options = [Option(str(unit.pk), unit.short_name, unit.pk in wanted.units) for unit in units]
        yield _part("unit", _("全部单位"), options)
    themes = [
        Option(str(theme.pk), theme.name, theme.pk in wanted.themes)
        for theme in Theme.objects.filter(ledger=ledger)
    ]
    if themes:
        yield _part("theme", _("全部类别"), themes)
    states = [Option(part, _(PARTS[part]), part in wanted.states) for part in IN_COUNT]
    yield _part("state", _("全部状态"), states)
    levels = [Option(code, "", code in wanted.levels, signal(mark)) for code, mark in MARKS.items()]
    yield _part("level", _("全部信号"), levels)


LEVEL_WORDS = {
    "normal": gettext_lazy("正常"),
    "near": gettext_lazy("临期"),
    "behind": gettext_lazy("滞后"),
    "overdue": gettext_lazy("逾期"),
}


def _part(name: str, everything: str, options: list[Option]) -> Part:
    chosen = [
        str(LEVEL_WORDS.get(o.value, o.words)) if name == "level" else o.words for o in options if o.chosen
    ]
    many = _("{first}等{n}项").format(first=chosen[0], n=len(chosen)) if len(chosen) > 3 else ""
    words = many or _("、").join(chosen)
    return Part(name, words or everything, options)


def _line(row: Row, columns: Sequence[str], year: int, keep: Mapping[str, str]) -> Line:
    cells = "".join(CELLS[code](row, year) for code in columns)
    return Line(row.no.partition("-")[2] or row.no, row.title, project_url(row.pk, keep), SafeString(cells))


def project_url(pk: int, keep: Mapping[str, str]) -> str:
    """The project's page, as of the day looked at."""
    url = reverse("project", args=[pk])
    return f"{url}?on={keep['on']}" if keep else url


def _text(row: str) -> SafeString:
    return format_html("<td>{}</td>", row)


def _value(row: Row, year: int) -> SafeString:
    found = row.details.indicator
    if found is None:
        return SafeString('<td class="number"></td>')
    more = format_html(
        ' <small title="{}">+{}</small>', _("另有{n}项指标").format(n=row.details.more), row.details.more
    )
    return format_html(
        '<td class="number value" title="{}">{} <small>/ {}{}</small>{}</td>',
        found.name,
        plain(row.details.value),
        plain(found.target) if found.target is not None else found.words or "—",
        found.unit if found.target is not None else "",
        more if row.details.more else "",
    )


def plain(value: Decimal | None) -> str:
    """A figure as tables print it: 30,000 · 2.35; a dash where there is none."""
    if value is None:
        return "—"
    shown = value.quantize(PLACES).normalize() if value.as_tuple().exponent else value
    return f"{shown:,f}"


def _milestone(row: Row, year: int) -> SafeString:
    due = row.details.milestone_due
    if due is None:
        return SafeString("<td></td>")
    return format_html(
        '<td class="stone">{} <small>{}</small></td>', row.details.milestone, day_words(due, year)
    )


def _pace(row: Row, year: int) -> SafeString:
    bar = pace_bar(
        None if row.planned is None else float(row.planned),
        None if row.actual is None else float(row.actual),
        mark_of(row.state, row.level),
    )
    return format_html(
        '<td class="pace">{}</td>', bar if row.actual is not None or row.planned is not None else ""
    )


def _signal(row: Row) -> SafeString | str:
    """Only of what is judged: whatever else there is to say, the seal says."""
    return signal(mark_of(row.state, row.level)) if row.state == ProjectState.ACTIVE else ""


CELLS: Mapping[str, Callable[[Row, int], SafeString]] = {
    "theme": lambda row, _year: _text(row.theme),
    "unit": lambda row, _year: _text(row.unit),
    "post": lambda row, _year: format_html('<td class="col-post">{}</td>', row.post),
    "state": lambda row, _year: format_html("<td>{}</td>", state_seal(row.state)),
    "level": lambda row, _year: format_html("<td>{}</td>", _signal(row)),
    "pace": _pace,
    "value": _value,
    "evidence": lambda row, _year: format_html(
        '<td class="number col-evidence">{}</td>', row.details.evidence or ""
    ),
    "milestone": _milestone,
    "due": lambda row, year: format_html(
        '<td class="date">{}</td>', day_words(row.due, year) if row.due else "—"
    ),
}
