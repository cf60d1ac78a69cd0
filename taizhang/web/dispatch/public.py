"""Pages without an account: the issue by its signed link, and what a QR code leads to.

The link itself is the right: nothing is asked, no cookie is needed, and opening a page is not noted. The
pages are never kept by a cache, so that a correction or recall shows at once, nor listed by a search engine.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from django_scopes import scope

from taizhang.bulletin.actions import recalling
from taizhang.bulletin.models import Sending
from taizhang.bulletin.queries.composing import bulletin_of
from taizhang.bulletin.typesetting.typeset_cache import picture_of
from taizhang.core.lifecycle.workflow import Refused
from taizhang.office import clock
from taizhang.web.dispatch.public_page import (
    after,
    facts_of,
    is_closed,
    load_letter,
    load_public,
    newer_letter,
    pages_of,
    stored_lines,
)
from taizhang.web.frame.downloads import file_name
from taizhang.web.frame.errors import gone
from taizhang.web.frame.middleware import KEPT_BY_NOBODY
from taizhang.web.frame.routes import Door, Route
from taizhang.web.frame.words_of_issues import issue_title

HEADERS = {
    "Cache-Control": KEPT_BY_NOBODY,
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
}
WIDTH = 1200
MOST_PAGES = 60


def _by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open the scope of the sending that the link names, or answer 404."""

    @wraps(view)
    def wrapped(request: HttpRequest, token: str, **more: Any) -> HttpResponse:
        sending = load_letter(token)
        with scope(office=sending.office_id):
            answer = view(request, sending, token, **more)
        for name, value in HEADERS.items():
            answer.headers[name] = value
        return answer

    return wrapped


@csrf_exempt  # the link is the secret; a browser that keeps no cookies can answer, too
@require_http_methods(["GET", "HEAD", "POST"])
@_by_link
def letter(request: HttpRequest, sending: Sending, token: str) -> HttpResponse:
    """The issue as it was sent; posted, the office's receipt, or that it knows of the recall."""
    if request.method == "POST":
        verb = recalling.see_recall if request.POST.get("act") == "recall" else recalling.confirm_receipt
        with suppress(Refused):  # said twice at the same moment, or nothing was recalled: the page shows it
            verb(sending=sending, at=clock.now())
        return redirect("letter", token=token)
    closed = is_closed(sending)
    pages = 0 if closed else min(pages_of(sending).pages, MOST_PAGES)
    context = {
        "sending": sending,
        "token": token,
        "title": issue_title(sending.issue),
        "after": after(sending.issue),
        "newer": newer_letter(sending),
        "closed": closed,
        "pages": range(1, pages + 1),
    }
    return render(request, "dispatch/letter.html", context)


@require_safe
@_by_link
def letter_pdf(request: HttpRequest, sending: Sending, token: str) -> HttpResponse:
    """The sealed PDF, shown by the browser; of a recalled issue only that it was recalled."""
    if is_closed(sending):
        return gone(request)
    response = HttpResponse(pages_of(sending).pdf, content_type="application/pdf")
    name = file_name(bulletin_of(sending.issue), "pdf")
    response.headers["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    return response


@require_safe
@_by_link
def letter_page(request: HttpRequest, sending: Sending, token: str, page: int) -> HttpResponse:
    """The picture of a page; none of a recalled issue."""
    if is_closed(sending):
        return gone(request)
    sheet = pages_of(sending)
    if not 1 <= page <= sheet.pages:
        raise Http404
    return HttpResponse(picture_of(sheet, page, WIDTH), content_type="image/png")


@require_safe
def issue(request: HttpRequest, key: str) -> HttpResponse:
    """What the QR code leads to: what became of the issue, and the hashes of its files; not its content."""
    row = load_public(key)
    with scope(office=row.office_id):
        context = {
            "issue": row,
            "title": issue_title(row),
            "facts": facts_of(row),
            "after": after(row),
            "files": stored_lines(row),
        }
        answer = render(request, "dispatch/issue.html", context)
    for name, value in HEADERS.items():
        answer.headers[name] = value
    return answer


urlpatterns = [
    Route("r/<str:token>/", letter, "letter", Door.PUBLIC),  # its signed token is asked instead
    Route("r/<str:token>/pdf", letter_pdf, "letter-pdf", Door.PUBLIC),
    Route("r/<str:token>/page/<int:page>.png", letter_page, "letter-page", Door.PUBLIC),
    Route("v/<str:key>/", issue, "issue-public", Door.PUBLIC),  # nothing of an issue's content
]
