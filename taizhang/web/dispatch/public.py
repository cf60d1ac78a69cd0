"""Pages without an account: the issue by its signed link, and what a QR code leads to.

The link itself is the right: nothing is asked, no cookie is needed, and opening a page is not noted. The
pages are never kept by a cache, so that a correction or recall shows at once, nor listed by a search engine.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from taizhang.bulletin.actions import recalling
from taizhang.bulletin.dispatch.letters import revised_words
from taizhang.bulletin.dispatch.links import issue_of, sending_of
from taizhang.bulletin.models import Issue, IssueAttachment, Sending
from taizhang.bulletin.queries.attachments import attachments_of
from taizhang.bulletin.queries.pictures import names_in
from taizhang.bulletin.queries.printed import current, letter_now
from taizhang.bulletin.typesetting.typeset_cache import picture_of
from taizhang.core.lifecycle.workflow import Refused
from taizhang.office import clock
from taizhang.web.dispatch.public_page import (
    after,
    facts_of,
    is_closed,
    on_paper,
    pages_of,
    stored_lines,
)
from taizhang.web.frame.downloads import file_name
from taizhang.web.frame.errors import gone
from taizhang.web.frame.links import by_link
from taizhang.web.frame.routes import Door, Route
from taizhang.web.frame.titles import issue_title
from taizhang.web.frame.words import say
from taizhang.web.reading.attached import answer, attached_part
from taizhang.web.reading.pictures import picture_answer

WIDTH = 1200
MOST_PAGES = 60


@csrf_exempt  # the link is the secret; a browser that keeps no cookies can answer, too
@require_http_methods(["GET", "HEAD", "POST"])
@by_link(sending_of)
def letter(request: HttpRequest, sending: Sending, token: str) -> HttpResponse:
    """The issue as it was sent; posted, the office's receipt, or that it knows of the recall."""
    if request.method == "POST":
        verb = recalling.see_recall if request.POST.get("act") == "recall" else recalling.confirm_receipt
        with suppress(Refused):  # said twice at the same moment, or nothing was recalled: the page shows it
            verb(sending=sending, at=clock.now())
        return redirect("letter", token=token)
    return render(request, "dispatch/letter.html", _shown(sending, token))


def _shown(sending: Sending, token: str) -> dict[str, Any]:
    """The version that holds now, whichever was sent; of a recalled issue only that it was recalled."""
    issue, closed = sending.issue, is_closed(sending.issue)
    letter = letter_now(issue)
    changes = [
        revised_words(each.letter, each.correction)
        for each in issue.revisions.select_related("correction__article")
    ]
    return {
        "sending": sending,
        "token": token,
        "title": issue_title(issue),
        "after": after(issue),
        "letter": "" if closed or letter == "A" else letter,
        "changes": [say(words) for words in changes],
        "bulletin": None if closed else current(issue),
        "attached": [] if closed else attached_part(attachments_of(issue), partial(_attachment_url, token)),
        "pages": range(1, 1 if closed else min(pages_of(issue).pages, MOST_PAGES) + 1),
    }


@require_safe
@by_link(sending_of)
def letter_pages(request: HttpRequest, sending: Sending, token: str) -> HttpResponse:
    """Pictures of the official pages; of a recalled issue only that it was recalled."""
    if is_closed(sending.issue):
        return gone(request)
    return render(request, "dispatch/pages.html", _shown(sending, token))


@require_safe
@by_link(sending_of)
def letter_pdf(request: HttpRequest, sending: Sending, token: str) -> HttpResponse:
    """The sealed PDF, shown by the browser; of a recalled issue only that it was recalled."""
    issue = sending.issue
    if is_closed(issue):
        return gone(request)
    response = HttpResponse(pages_of(issue).pdf, content_type="application/pdf")
    name = file_name(current(issue), "pdf", letter_now(issue))
    response.headers["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    return response


def _attachment_url(token: str, row: IssueAttachment) -> str:
    return reverse("letter-attachment", args=[token, row.position])


@require_safe
@by_link(sending_of)
def letter_attachment(request: HttpRequest, sending: Sending, token: str, place: int) -> HttpResponse:
    """An attachment by its place as a download; of a recalled issue only that it was recalled. 404 for one that is not
    what was sealed.
    """
    row = sending.issue.attachments.select_related("file", "issue").filter(position=place).first()
    if is_closed(sending.issue):
        return gone(request)
    if row is None:
        raise Http404
    try:
        return answer(row)
    except Refused:
        raise Http404 from None


@require_safe
@by_link(sending_of)
def letter_page(request: HttpRequest, sending: Sending, token: str, page: int) -> HttpResponse:
    """The picture of a page; none of a recalled issue."""
    return gone(request) if is_closed(sending.issue) else _picture(sending.issue, page)


@require_safe
@by_link(sending_of)
def letter_picture(request: HttpRequest, sending: Sending, token: str, name: str) -> HttpResponse:
    """A picture of the text; none of a recalled issue, and none of another one."""
    if is_closed(sending.issue):
        return gone(request)
    if name not in names_in(current(sending.issue)):
        raise Http404
    return picture_answer(name)


def _picture(issue: Issue, page: int) -> HttpResponse:
    sheet = pages_of(issue)
    if not 1 <= page <= sheet.pages:
        raise Http404
    return HttpResponse(picture_of(sheet, page, WIDTH), content_type="image/png")


@require_safe
@by_link(issue_of, "key")
def issue(request: HttpRequest, row: Issue, key: str) -> HttpResponse:
    """What the QR code leads to: what became of the issue, by what a printed copy is compared, the hashes of its files."""
    letter = letter_now(row)
    context = {
        "issue": row,
        "title": issue_title(row),
        "facts": facts_of(row),
        "after": after(row),
        "letter": "" if letter == "A" or is_closed(row) else letter,
        "paper": on_paper(row),
        "files": stored_lines(row),
    }
    return render(request, "dispatch/issue.html", context)


@require_safe
@by_link(issue_of, "key")
def issue_picture(request: HttpRequest, row: Issue, key: str) -> HttpResponse:
    """The picture of the first page, by which a printed copy is compared; none of a recalled issue."""
    return gone(request) if is_closed(row) else _picture(row, 1)


urlpatterns = [
    Route("r/<str:token>/", letter, "letter", Door.PUBLIC),  # its signed token is asked instead
    Route("r/<str:token>/pages/", letter_pages, "letter-pages", Door.PUBLIC),
    Route("r/<str:token>/pdf", letter_pdf, "letter-pdf", Door.PUBLIC),
    Route("r/<str:token>/pictures/<str:name>/", letter_picture, "letter-picture", Door.PUBLIC),
    Route("r/<str:token>/attachments/<int:place>/", letter_attachment, "letter-attachment", Door.PUBLIC),
    Route("r/<str:token>/page/<int:page>.png", letter_page, "letter-page", Door.PUBLIC),
    Route("v/<str:key>/", issue, "issue-public", Door.PUBLIC),  # of an issue's content what names it on paper
    Route("v/<str:key>/page.png", issue_picture, "issue-public-page", Door.PUBLIC),
]
