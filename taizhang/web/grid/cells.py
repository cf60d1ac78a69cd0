"""The rows of the grid: a hundred rows of twelve cells are the most that a request writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from taizhang.core.lifecycle.project_year import ProjectState
from taizhang.ledger.queries.grid import GridRow
from taizhang.press.charts import pace_bar
from taizhang.web.frame.levels import mark_of
from taizhang.web.frame.tags_ledger_look import signal, state_seal
from taizhang.web.frame.tags_record_look import amount
from taizhang.web.frame.words import day_words

PLACES = Decimal("0.01")
Values = tuple[Any, ...]
# Column → its markup, and what fills it.
HEAD = '<tr><td class="no">{}</td><th scope="row" class="title"><a class="row-link" href="{}">{}</a></th>'
TEXT = "<td>{}</td>"


def rows_of(rows: Sequence[GridRow], columns: tuple[str, ...], year: int, on: str) -> SafeString:
    """The body of the table; ``on`` is the past day that the links keep, or empty."""
    language = get_language()
    return format_html_join("\n", "{}", ((_row(row, columns, year, on, language),) for row in rows))


@lru_cache(maxsize=4_096)
def _row(row: GridRow, columns: tuple[str, ...], year: int, on: str, _language: str) -> SafeString:
    """One row, kept: a project that says what it said is written once."""
    written = HEAD + "".join(CELLS[code][0] for code in columns) + "</tr>"
    address = reverse("project", args=[row.pk]) + (f"?on={on}" if on else "")
    values = (value for code in columns for value in CELLS[code][1](row, year))
    return format_html(written, row.no.partition("-")[2] or row.no, address, row.title, *values)


def plain(value: Decimal | None) -> str:
    """A figure as tables print it: 30,000 · 2.35; a dash where there is none."""
    if value is None:
        return "—"
    return amount(value.quantize(PLACES) if value.as_tuple().exponent else value)


def _value(row: GridRow, _year: int) -> Values:
    found, more = row.details.indicator, row.details.more
    if found is None:
        return "", "", "", ""
    target = f"{plain(found.target)}{found.unit}" if found.target is not None else amount(found.words) or "—"
    return found.name, plain(row.details.value), f"/ {target}", f"+{more}" if more else ""


def _milestone(row: GridRow, year: int) -> Values:
    due = row.details.milestone_due
    return (row.details.milestone, day_words(due, year)) if due else ("", "")


def _pace(row: GridRow, _year: int) -> Values:
    if row.planned is None and row.actual is None:
        return ("",)
    planned, actual = (None if share is None else float(share) for share in (row.planned, row.actual))
    return (pace_bar(planned, actual, mark_of(row.state, row.level)),)


def _mark(row: GridRow, _year: int) -> Values:
    """Only of what is judged: whatever else there is to say, the seal says."""
    return (signal(mark_of(row.state, row.level)) if row.state == ProjectState.ACTIVE else "",)


CELLS: Mapping[str, tuple[str, Callable[[GridRow, int], Values]]] = {
    "theme": (TEXT, lambda row, _y: (row.theme,)),
    "unit": (TEXT, lambda row, _y: (row.unit,)),
    "post": ('<td class="col-post">{}</td>', lambda row, _y: (row.post,)),
    "state": (TEXT, lambda row, _y: (state_seal(row.state),)),
    "level": (TEXT, _mark),
    "pace": ('<td class="pace">{}</td>', _pace),
    "value": ('<td class="number value" title="{}">{} <small>{}</small> <small>{}</small></td>', _value),
    "evidence": ('<td class="number col-evidence">{}</td>', lambda row, _y: (row.details.evidence or "",)),
    "milestone": ('<td class="stone">{} <small>{}</small></td>', _milestone),
    "due": ('<td class="date">{}</td>', lambda row, year: (day_words(row.due, year) if row.due else "—",)),
}
