"""The ledger: grid, its export, and the views somebody keeps as links."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_scopes import scope

from taizhang.core.workbook.model import ProjectRow
from taizhang.ledger.models import Ledger
from taizhang.ledger.queries.choices import choices_in, choosing
from taizhang.ledger.queries.export import book_rows
from taizhang.ledger.queries.grid import chosen, filtered, page_of
from taizhang.ledger.queries.past_export import past_rows
from taizhang.ledger.visible import projects_for, sees_whole_ledger
from taizhang.office.permissions import Permission
from taizhang.press import PressError
from taizhang.press.workbook import BookHead, book_chunks, csv_chunks
from taizhang.web.frame.access import may, person_of, viewer_of
from taizhang.web.frame.query_values import day_asked, ledger_asked, ledgers_of
from taizhang.web.frame.words import day_words, say
from taizhang.web.grid.page import Asked, GridSheet, asked_of, sheet_of

MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@require_safe
def grid(request: HttpRequest) -> HttpResponse:
    """The grid; a part of it for a page that is open already."""
    ledger = ledger_asked(request)
    if ledger is None:
        return render(request, "grid/none.html", {"as_of": None})
    sheet = _sheet(request, ledger)
    template = "grid/_grid.html" if request.htmx else "grid/grid.html"  # type: ignore[attr-defined]
    runs = may(request, Permission.RUN_LEDGER)
    return render(request, template, {"sheet": sheet, "as_of": sheet.on, "runs": runs})


def _sheet(request: HttpRequest, ledger: Ledger) -> GridSheet:
    viewer, asked, on = viewer_of(request), asked_of(request), day_asked(request)
    whole = sees_whole_ledger(viewer)
    page = page_of(
        ledger,
        projects_for(viewer),
        whole=whole,
        wanted=asked.wanted,
        on=on,
        number=asked.page,
        beside=choosing(viewer, ledger),
    )
    return sheet_of(asked, ledger, ledgers_of(request), page, on=on, choices=choices_in(page.beside))


@require_safe
def export(request: HttpRequest, fmt: str) -> HttpResponseBase:
    """The rows of the grid as the familiar workbook or as CSV, streamed; of a past day, what stood then."""
    ledger, asked, on = ledger_asked(request), asked_of(request), day_asked(request)
    if ledger is None or fmt not in MEDIA:
        raise Http404
    among = chosen(projects_for(viewer_of(request)).filter(ledger=ledger), asked.wanted, on)
    rows, _columns = filtered(among, asked.wanted, on)
    projects = _rows(rows, on)
    head = BookHead(ledger.name, ledger.year, _line(asked, on))
    chunks = csv_chunks(projects) if fmt == "csv" else book_chunks(projects, head)
    pieces = _in_scope(person_of(request).office_id, chunks)
    try:
        first = next(pieces, b"")
    except PressError as refusal:
        messages.error(request, say(refusal.sentence))
        return redirect("ledger")
    answer = StreamingHttpResponse(_after(first, pieces), content_type=MEDIA[fmt])
    name = ledger.name + (_("（截至{day}）").format(day=day_words(on, 0)) if on else "")
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.{fmt}") or "attachment"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _rows(rows: object, on: date | None) -> Iterator[ProjectRow]:
    return book_rows(rows) if on is None else past_rows(rows, on)  # type: ignore[arg-type]


def _line(asked: Asked, on: date | None) -> str:
    """What stands above the columns: the day, and whether this is a part only."""
    part = _("（部分项目）") if asked.wanted != type(asked.wanted)() else ""
    return (_("截至{day}").format(day=day_words(on, 0)) if on else "") + part


def _in_scope(office: int, chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces are made after the request has left its scope; between them the thread has none."""
    while True:
        with scope(office=office):
            piece = next(chunks, None)
        if piece is None:
            return
        yield piece


def _after(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
