"""The steps by which an editor has the pages of an issue set otherwise: a step tighter, on fewer pages, as usual again."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from taizhang.bulletin.actions.issues import set_pages
from taizhang.bulletin.models import Issue
from taizhang.bulletin.queries.composing import PAGE_SETTING, as_printed
from taizhang.bulletin.typesetting.rendering import template_for
from taizhang.bulletin.typesetting.typeset_cache import sheet_of
from taizhang.bulletin.visible import drafts_for
from taizhang.office.permissions import Permission
from taizhang.press import PressError
from taizhang.web.frame.access import load, viewer_of
from taizhang.web.frame.perform import attempt
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.routes import Route
from taizhang.web.reading.page_preview import PageStep

_TIGHTER, _AUTOMATIC = "tighter", "automatic"


def page_steps(issue: Issue, fit: dict[str, Any]) -> list[PageStep]:
    """The steps that would change something; none while the pages have not been set."""
    url = reverse("draft-fit", args=[issue.pk])
    steps = []
    if fit and fit["fewest"] < fit["pages"]:
        words = _("自动排到{n}页").format(n=fit["fewest"])
        steps.append(PageStep(words, "pages", fit["fewest"], url))
    if fit and fit["tighter"]:
        steps.append(PageStep(_("紧排一档"), "act", _TIGHTER, url))
    if issue.data.get(PAGE_SETTING):
        steps.append(PageStep(_("恢复自动排版"), "act", _AUTOMATIC, url))
    return steps


@require_POST
def fit_pages(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one of the steps."""
    issue = load(drafts_for(viewer_of(request)), pk)
    attempt(request, set_pages, _("版面已调整。"), issue=issue, **_asked(request, issue))
    return redirect("draft", pk=pk)


def _asked(request: HttpRequest, issue: Issue) -> dict[str, Any]:
    if pages := number_in(request.POST.get("pages", "")):
        return {"pages": pages}
    act = request.POST.get("act")
    if act == _AUTOMATIC:
        return {}
    try:
        tighter = sheet_of(as_printed(issue), template_for(issue)).report["fit"]["tighter"]
    except PressError:
        tighter = None
    if act != _TIGHTER or tighter is None:
        raise Http404
    return {"setting": tighter}


urlpatterns = [Route("drafts/<int:pk>/fit/", fit_pages, "draft-fit", Permission.EDIT_BULLETIN)]
