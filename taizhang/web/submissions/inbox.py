"""The editor's inbox: what units sent in, by theme, project and unit, and what is decided of it."""

from __future__ import annotations

from collections.abc import Callable

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from taizhang.bulletin.actions import inbox, issues
from taizhang.bulletin.models import Article
from taizhang.bulletin.visible import drafts_for, inbox_for, submissions_for
from taizhang.core.lifecycle.bulletin_life import IssueState
from taizhang.web.frame.access import load, viewer_of
from taizhang.web.frame.perform import attempt
from taizhang.web.frame.query_values import number_in
from taizhang.web.submissions.inbox_filter import asked, narrowed

A_PAGE = 50
BACK = ("inbox", "queue")  # where a click on 采用 was made
DECIDING: dict[str, Callable[..., object]] = {
    "return": inbox.return_submission,
    "hold": inbox.hold_submission,
    "decline": inbox.decline_submission,
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What waits, or what the sentence above asks for."""
    wanted = asked(request.GET, viewer_of(request))
    page = Paginator(narrowed(wanted), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "submissions/inbox.html", {"page": page, "wanted": wanted})


@require_POST
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """Into the issue that was chosen, else into the one being composed."""
    row = load(submissions_for(viewer_of(request)), pk)
    chosen = _chosen(request, "issue")
    article = _chosen(request, "article")
    composing = drafts_for(viewer_of(request)).filter(state=IssueState.COMPOSING)
    attempt(
        request,
        issues.adopt,
        _("已采用，编入本期。"),
        submission=row,
        issue=get_object_or_404(composing, pk=chosen) if chosen else None,
        article=get_object_or_404(Article.objects.filter(issue__in=composing), pk=article)
        if article
        else None,
        mode="excerpt" if request.POST.get("mode") == "excerpt" else "full",
    )
    back = request.POST.get("next", "")
    return redirect(back) if back in BACK else redirect("submission", pk=pk)


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept, return, hold, decline, or the same as another."""
    row, verb = load(submissions_for(viewer_of(request)), pk), request.POST.get("act", "")
    reason = request.POST.get("reason", "")[:500]
    done = _("已处理：{title}").format(title=row.title)
    if verb == "mark_duplicate":
        of = load(inbox_for(viewer_of(request)), _chosen(request, "of") or 0)
        went = attempt(request, inbox.mark_duplicate, done, submission=row, of=of)
    elif verb == "accept":
        went = attempt(request, inbox.accept_submission, done, submission=row)
    elif verb in DECIDING:
        went = attempt(request, DECIDING[verb], done, submission=row, reason=reason)
    else:
        raise Http404
    return redirect("inbox") if went else redirect("submission", pk=pk)


def _chosen(request: HttpRequest, name: str) -> int | None:
    """The key that was chosen, None where nothing was; what is no key is nobody's."""
    given = request.POST.get(name, "")
    if not given:
        return None
    if (key := number_in(given)) is None:
        raise Http404
    return key
