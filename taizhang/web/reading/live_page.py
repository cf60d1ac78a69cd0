"""The official page: its pane, and its picture.

A picture's address carries the hash of the content, so an old one can never be shown for a new text. The
browser keeps it, but asks again each time: whoever has lost the right to see it gets 404 at once.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.views.decorators.http import require_safe

from taizhang.bulletin.models import Issue, Reading
from taizhang.bulletin.queries.composing import bulletin_of
from taizhang.bulletin.typesetting.typeset_cache import (
    TypesetSheet,
    key_of,
    picture_of,
    sealed_sheet,
    sheet_of,
)
from taizhang.bulletin.visible import issues_for, readings_for
from taizhang.core.gongwen.model import Bulletin
from taizhang.press import HouseTemplate, PressError
from taizhang.web.frame.access import load, viewer_of
from taizhang.web.frame.query_values import number_in
from taizhang.web.reading.page import page_asked, template_of
from taizhang.web.reading.page_preview import leaf_of, leaf_of_sheet

ASK_AGAIN = "private, no-cache"


@require_safe
def of_reading(request: HttpRequest, pk: int) -> HttpResponse:
    return _pane(request, load(readings_for(viewer_of(request)), pk), "reading-page")


@require_safe
def of_issue(request: HttpRequest, pk: int) -> HttpResponse:
    issue = load(issues_for(viewer_of(request)), pk)
    if sheet := sealed_sheet(issue):
        place = ("issue-page", issue.pk)
        leaf = leaf_of_sheet(bulletin_of(issue), sheet, page_asked(request), place)
        return render(request, "reading/_leaf.html", {"leaf": leaf})
    return _pane(request, issue, "issue-page")


@require_safe
def reading_picture(request: HttpRequest, pk: int, page: int) -> HttpResponse:
    return _picture(request, load(readings_for(viewer_of(request)), pk), page)


@require_safe
def issue_picture(request: HttpRequest, pk: int, page: int) -> HttpResponse:
    issue = load(issues_for(viewer_of(request)), pk)
    if sheet := sealed_sheet(issue):
        return answer_page(request, sheet, page)
    return _picture(request, issue, page)


def _pane(request: HttpRequest, stored: Reading | Issue, route: str) -> HttpResponse:
    bulletin, template = bulletin_of(stored), template_of(stored)
    leaf = leaf_of(bulletin, template, page_asked(request), (route, stored.pk), check=True)
    return render(request, "reading/_leaf.html", {"leaf": leaf})


def _picture(request: HttpRequest, stored: Reading | Issue, page: int) -> HttpResponse:
    return answer_picture(request, bulletin_of(stored), template_of(stored), page)


def answer_picture(
    request: HttpRequest, bulletin: Bulletin, template: HouseTemplate, page: int
) -> HttpResponse:
    """The picture of a page of exactly the content that ``?v=`` names; 404 where that is another one."""
    return _answer(
        request, key_of(bulletin, template), page, lambda width: _draw(bulletin, template, page, width)
    )


def answer_page(request: HttpRequest, sheet: TypesetSheet, page: int) -> HttpResponse:
    """The picture of a page of what has been typeset."""
    return _answer(request, sheet.key, page, lambda width: _page_of(sheet, page, width))


def _answer(request: HttpRequest, key: str, page: int, draw: Callable[[int], bytes]) -> HttpResponse:
    asked = request.GET.get("v", "")
    if not asked or not key.startswith(asked):
        raise Http404  # the text has changed since: the pane asks for the new page
    width = number_in(request.GET.get("w", "")) or 1200
    tag = f'"{key[:20]}-{page}-{width}"'
    if request.headers.get("If-None-Match") == tag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(draw(width), content_type="image/png")
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = ASK_AGAIN
    return response


def _draw(bulletin: Bulletin, template: HouseTemplate, page: int, width: int) -> bytes:
    try:
        sheet = sheet_of(bulletin, template)
    except PressError as refusal:
        raise Http404 from refusal
    return _page_of(sheet, page, width)


def _page_of(sheet: TypesetSheet, page: int, width: int) -> bytes:
    if not 1 <= page <= sheet.pages:
        raise Http404
    return picture_of(sheet, page, width)
