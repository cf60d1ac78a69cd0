"""The rows of the grid, one format for each: fifty rows of twelve cells are the most a request writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from taizhang.core.project_year import ProjectState
from taizhang.ledger.queries.grid import Row
from taizhang.web.charts import pace_bar
from taizhang.web.charts.scales import day_words
from taizhang.web.levels import mark_of
from taizhang.web.templatetags.ledger_look import signal, state_seal

PLACES = Decimal("0.01")
Values = tuple[Any, ...]
# Column → its markup, and what fills it. A mark is drawn once and kept: there are few of them.
HEAD = '<tr><td class="no">{}</td><th scope="row" class="title"><a class="row-link" href="{}">{}</a></th>'
TEXT = "<td>{}</td>"


def rows_of(rows: Sequence[Row], columns: Sequence[str], year: int, on: str) -> SafeString:
    """The body of the table; ``on`` is the past day that the links keep, or empty."""
    written = HEAD + "".join(CELLS[code][0] for code in columns) + "</tr>"
    fill = [CELLS[code][1] for code in columns]
    there = reverse("project", args=[0]).replace("0", "{}") + (f"?on={on}" if on else "")
    return format_html_join(
        "\n",
        written,
        (
            (
                row.no.partition("-")[2] or row.no,
                there.format(row.pk),
                row.title,
                *(value for each in fill for value in each(row, year)),
            )
            for row in rows
        ),
    )


def plain(value: Decimal | None) -> str:
    """A figure as tables print it: 30,000 · 2.35; a dash where there is none."""
    if value is None:
        return "—"
    shown = value.quantize(PLACES).normalize() if value.as_tuple().exponent else value
    return f"{shown:,f}"


def _value(row: Row, _year: int) -> Values:
    found, more = row.details.indicator, row.details.more
    if found is None:
        return "", "", "", ""
    target = f"{plain(found.target)}{found.unit}" if found.target is not None else found.words or "—"
    return found.name, plain(row.details.value), f"/ {target}", f"+{more}" if more else ""


def _milestone(row: Row, year: int) -> Values:
    due = row.details.milestone_due
    return (row.details.milestone, day_words(due, year)) if due else ("", "")


def _pace(row: Row, _year: int) -> Values:
    if row.planned is None and row.actual is None:
        return ("",)
    return (_bar(_percent(row.planned), _percent(row.actual), mark_of(row.state, row.level), get_language()),)


def _percent(share: Decimal | None) -> int | None:
    return None if share is None else int(share * 100)


@lru_cache(maxsize=4_096)
def _bar(planned: int | None, actual: int | None, mark: str, _language: str) -> SafeString:
    return pace_bar(
        None if planned is None else planned / 100, None if actual is None else actual / 100, mark
    )


@lru_cache(maxsize=64)
def _seal(state: str, _language: str) -> SafeString:
    return state_seal(state)


@lru_cache(maxsize=64)
def _mark(state: str, level: str, _language: str) -> SafeString | str:
    """Only of what is judged: whatever else there is to say, the seal says."""
    return signal(mark_of(state, level)) if state == ProjectState.ACTIVE else ""


CELLS: Mapping[str, tuple[str, Callable[[Row, int], Values]]] = {
    "theme": (TEXT, lambda row, _y: (row.theme,)),
    "unit": (TEXT, lambda row, _y: (row.unit,)),
    "post": ('<td class="col-post">{}</td>', lambda row, _y: (row.post,)),
    "state": (TEXT, lambda row, _y: (_seal(row.state, get_language()),)),
    "level": (TEXT, lambda row, _y: (_mark(row.state, row.level, get_language()),)),
    "pace": ('<td class="pace">{}</td>', _pace),
    "value": ('<td class="number value" title="{}">{} <small>{}</small> <small>{}</small></td>', _value),
    "evidence": ('<td class="number col-evidence">{}</td>', lambda row, _y: (row.details.evidence or "",)),
    "milestone": ('<td class="stone">{} <small>{}</small></td>', _milestone),
    "due": ('<td class="date">{}</td>', lambda row, year: (day_words(row.due, year) if row.due else "—",)),
}
