"""The archive of bulletins."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from taizhang.bulletin.models import RenderingFormat
from taizhang.bulletin.visible import issues_for
from taizhang.core.lifecycle.workflow import Refused
from taizhang.ledger.models import DirectiveSubject
from taizhang.office.permissions import Permission
from taizhang.press import PressError
from taizhang.web.archive import renderings
from taizhang.web.archive.page import archive_page, issue_view
from taizhang.web.directives.writing import directive_parts
from taizhang.web.dispatch.public_page import after
from taizhang.web.exchange.practice import exchange_lines
from taizhang.web.frame.access import load, may, viewer_of
from taizhang.web.frame.words import say
from taizhang.web.reading.page import page_asked

index = require_safe(archive_page)


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One issue."""
    issue = load(issues_for(viewer_of(request)), pk)
    view = issue_view(issue, page_asked(request), viewer_of(request))
    lines = exchange_lines(issue)
    for article in view.articles:
        article.exchange = lines[article.position]
    context = {
        "view": view,
        "after": after(issue),
        "may_publish": may(request, Permission.EDIT_BULLETIN),
        "may_see_sendings": may(request, Permission.SEE_ISSUES),
        "directives": directive_parts(request, DirectiveSubject.ISSUE, issue),
    }
    return render(request, "archive/issue.html", context)


@require_safe
def original(request: HttpRequest, pk: int) -> HttpResponse:
    """The file that an old issue was read from."""
    issue = load(issues_for(viewer_of(request)).select_related("original"), pk)
    return _or_told(request, pk, lambda: renderings.original(issue))


@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    return _take_away(request, pk, RenderingFormat.PDF)


@require_safe
def docx(request: HttpRequest, pk: int) -> HttpResponse:
    return _take_away(request, pk, RenderingFormat.DOCX)


@require_safe
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """The issue as an article for a public account."""
    issue = load(issues_for(viewer_of(request)), pk)
    return _or_told(request, pk, lambda: renderings.account(issue))


def _take_away(request: HttpRequest, pk: int, fmt: RenderingFormat) -> HttpResponse:
    issue = load(issues_for(viewer_of(request)), pk)
    fold = fmt is RenderingFormat.PDF and "fold" in request.GET
    return _or_told(request, pk, lambda: renderings.stored(request, issue, fmt, fold=fold))


def _or_told(request: HttpRequest, pk: int, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """The file; what is wrong with it is said on the issue's page."""
    try:
        return answer()
    except (PressError, Refused) as refusal:
        messages.error(request, say(refusal.sentence))
        return redirect("issue", pk=pk)
