"""The rows of the grid: one page of projects, filtered and sorted, now or at the end of a past day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When

from taizhang.core.lifecycle.project_year import IN_COUNT, ProjectState
from taizhang.ledger.models import Ledger, Project
from taizhang.ledger.queries.asof import Columns, as_of
from taizhang.ledger.queries.conservation import (
    UNJUDGED,
    Counts,
    counting,
    counts_among,
    counts_in,
    counts_of,
)
from taizhang.ledger.queries.details import Details, details_of, parts
from taizhang.ledger.queries.figures import end_of
from taizhang.office.queries import names_borne_at
from taizhang.office.together import Branch, together

WHOLE = 500  # rows that are one page, on the screen and on paper: every usual year
PAGE = 100  # of a ledger with more
SORTS = ("no", "unit", "level", "due")
BAD_FIRST = {"overdue": 0, "behind": 1, "near": 2, "normal": 3}


@dataclass(frozen=True, slots=True)
class GridQuery:
    """What the sentence above the grid says; empty parts leave nothing out.

    ``levels`` are those of signals, and UNJUDGED; ``states`` are the parts of the conservation identity, ``units``
    lead units.
    """

    units: tuple[int, ...] = ()
    themes: tuple[int, ...] = ()
    states: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    words: str = ""
    sort: str = "no"
    falling: bool = False


@dataclass(frozen=True, slots=True)
class GridRow:
    """A project as a line of the ledger. ``planned`` and ``actual`` are shares of the whole."""

    pk: int
    no: str
    title: str
    unit: str
    post: str
    theme: str
    state: str
    level: str
    planned: Decimal | None
    actual: Decimal | None
    due: date | None
    details: Details


@dataclass(frozen=True, slots=True)
class GridPage:
    """One page of ``size`` rows; ``total`` of all pages, ``everything`` before any filter; ``counts``: before states and
    levels.

    ``beside``: what else was asked for in the query that counts.
    """

    rows: list[GridRow]
    total: int
    everything: int
    counts: Counts
    number: int
    size: int
    beside: list[list[dict[str, Any]]]

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.size))


def page_of(
    ledger: Ledger,
    visible: QuerySet[Project],
    *,
    whole: bool,
    wanted: GridQuery,
    on: date | None,
    number: int = 1,
    beside: Sequence[Branch] = (),
) -> GridPage:
    """One page, which holds all rows up to ``WHOLE`` of them. ``whole`` says that ``visible`` leaves nothing of the ledger
    out. ``beside`` is read with the counts.
    """
    here = visible.filter(ledger=ledger)
    among = chosen(here, wanted, on)
    parts = (None if whole else here, among if wanted.units or wanted.themes or wanted.words else None)
    if on is None:
        everything, counts, read = _counted_now(ledger, *parts, beside)
    else:
        (everything, counts), read = _counted_then(ledger, *parts, on), together(*beside)
    total = counts.having(wanted.states, wanted.levels)
    size = WHOLE if total <= WHOLE else PAGE
    number = min(max(1, number), max(1, -(-total // size)))
    found, columns = filtered(among, wanted, on)
    shown = found[(number - 1) * size : number * size]
    rows = found.filter(pk__in=shown.values("pk"))  # what is looked up beside a row is so for this page only
    return GridPage(_rows(rows, columns, on), total, everything.having((), ()), counts, number, size, read)


Among = QuerySet[Project] | None  # None: nothing is left out


def _counted_now(
    ledger: Ledger, here: Among, among: Among, beside: Sequence[Branch]
) -> tuple[Counts, Counts, list[list[dict[str, Any]]]]:
    """The counts of all that may be seen and of what is chosen, and what was read ``beside``; one query."""
    asked = [counting(rows) for rows in (here, among) if rows is not None]
    read = together(*asked, *beside)
    everything = counts_of(ledger) if here is None else counts_in(read.pop(0))
    return everything, everything if among is None else counts_in(read.pop(0)), read


def _counted_then(ledger: Ledger, here: Among, among: Among, on: date) -> tuple[Counts, Counts]:
    """The same counts as they stood at the end of ``on``."""
    everything = counts_of(ledger, on) if here is None else counts_among(here, on)
    return everything, everything if among is None else counts_among(among, on)


def filtered(
    among: QuerySet[Project], wanted: GridQuery, on: date | None
) -> tuple[QuerySet[Project], Columns]:
    """In the order wanted, with the states and levels wanted."""
    rows, columns = as_of(among, on)
    if wanted.states:
        rows = rows.filter(
            **{f"{columns['state']}__in": [s for p in wanted.states for s in sorted(IN_COUNT[p])]}
        )
    if wanted.levels:
        active, level = Q(**{columns["state"]: ProjectState.ACTIVE}), columns["level"]
        chosen_ones = active & Q(**{f"{level}__in": wanted.levels})
        if UNJUDGED in wanted.levels:
            no_level = ~active | Q(**{level: ""}) | Q(**{f"{level}__isnull": True})
            chosen_ones |= Q(**{f"{columns['state']}__in": sorted(IN_COUNT["active"])}) & no_level
        rows = rows.filter(chosen_ones)
    return rows.order_by(*_order(wanted, columns)), columns


def chosen(projects: QuerySet[Project], wanted: GridQuery, on: date | None) -> QuerySet[Project]:
    """Only the units, themes and words wanted, as they stood then."""
    if on is not None and (wanted.units or wanted.themes or wanted.words):
        then, columns = as_of(projects, on)
        return projects.filter(pk__in=_narrowed(then, columns, wanted).values("pk"))
    return _narrowed(projects, as_of(projects, None)[1], wanted)


def _narrowed(rows: QuerySet[Project], columns: Columns, wanted: GridQuery) -> QuerySet[Project]:
    if wanted.units:
        rows = rows.filter(**{f"{columns['unit']}__in": wanted.units})
    if wanted.themes:
        rows = rows.filter(**{f"{columns['theme']}__in": wanted.themes})
    for word in wanted.words.split():
        unit = Q(**{f"{columns['unit']}__short_name__icontains": word})
        rows = rows.filter(
            Q(**{f"{columns['title']}__icontains": word}) | Q(account_no__icontains=word) | unit
        )
    return rows


def _order(wanted: GridQuery, columns: Columns) -> list[Any]:
    """By number unless something else comes first; the worst signal first."""
    first: Any = {"unit": F(columns["unit"]), "due": F(columns["due"])}.get(wanted.sort)
    if wanted.sort == "level":
        active = {columns["state"]: ProjectState.ACTIVE}
        cases = [
            When(**{columns["level"]: level}, **active, then=Value(place))
            for level, place in BAD_FIRST.items()
        ]
        first = Case(*cases, default=Value(len(BAD_FIRST)))
    keys = [first, F("serial")] if first is not None else [F("serial")]
    return [key.desc() if wanted.falling else key.asc() for key in keys]


FIXED = 11  # columns before those of ``parts``


def _rows(rows: QuerySet[Project], columns: Columns, on: date | None) -> list[GridRow]:
    found = list(
        rows.values_list(
            "pk",
            "account_no",
            *(columns[name] for name in ("title", "state", "level", "planned", "actual", "due")),
            f"{columns['unit']}__short_name",
            f"{columns['post']}__title",
            f"{columns['theme']}__name",
            *parts(on),
            *(() if on is None else (columns["unit"], "promised__data")),
        )
    )
    beside = {row[0]: row[FIXED : FIXED + 3] for row in found}
    details = details_of(beside, on, {row[0]: row[-1] for row in found} if on else None)
    names = {} if on is None else {key: row.short_name for key, row in names_borne_at(end_of(on)).items()}
    return [
        GridRow(
            pk=pk,
            no=no,
            title=title,
            unit=names.get(more[-2], unit) if names else unit,
            post=post or "",
            theme=theme or "",
            state=state,
            level=(level or "") if state == ProjectState.ACTIVE else "",
            planned=planned if state == ProjectState.ACTIVE else None,
            actual=actual if state == ProjectState.ACTIVE else None,
            due=due,
            details=details[pk],
        )
        for pk, no, title, state, level, planned, actual, due, unit, post, theme, *more in found
    ]
