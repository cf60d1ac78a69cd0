"""Who may found the office: the browser in which the terminal's one-time code was used."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from taizhang.office.actions.founding import founded_before, holds_founding, unfinished_office
from taizhang.office.models import Office
from taizhang.office.visible import keeper_of
from taizhang.web.frame.middleware import KEPT_BY_NOBODY
from taizhang.web.frame.parts import Link, PageHead, Tab, Tabs
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Door, Route
from taizhang.web.frame.steps import Steps

KEY = "founding"
PAGES = (
    ("founding-office", _("机构")),
    ("founding-units", _("单位")),
    ("founding-people", _("人员")),
    ("founding-year", _("年度台账")),
    ("founding-series", _("刊物")),
    ("founding-done", _("开始使用")),
)


def founding_page(path: str, name: str, view: Any, *, first: bool = False) -> Route:
    """A step's address. Its page is for whoever founds the office, in the office's scope; others are asked for the code.
    Once an office is founded there is no such page; before there is one, only the ``first`` step.
    """
    page = view.routes(path, name, Door.PUBLIC)[0].callback if isinstance(view, Steps) else view
    return Route(path, _founder(page, first), name, Door.PUBLIC)


def _founder(page: Callable[..., HttpResponseBase], first: bool) -> Callable[..., HttpResponseBase]:
    @wraps(page)
    def guarded(request: HttpRequest, **address: Any) -> HttpResponseBase:
        if founded_before():
            raise Http404
        if not holds_founding(request.session.get(KEY, "")):
            return redirect("founding")
        office = unfinished_office()
        if office is None and not first:
            return redirect("founding-office")
        request.viewer = keeper_of(office or Office())  # type: ignore[attr-defined]
        with scope(office=office.pk) if office is not None else nullcontext():
            answer = page(request, **address)
            if isinstance(answer, HttpResponse):
                answer.headers["Cache-Control"] = KEPT_BY_NOBODY
            return answer

    return guarded


def steps_head(request: Request, title: Any, skip: Any = "") -> tuple[PageHead, Tabs]:
    """The page's title with the steps as tabs, and a link past this step (``skip``)."""
    here = request.resolver_match.view_name if request.resolver_match else ""
    pages = PAGES if request.viewer.office.pk else PAGES[:1]
    tabs = [Tab(f"{n} {words}", reverse(name), name == here) for n, (name, words) in enumerate(pages, 1)]
    names = [name for name, _words in PAGES]
    links = [Link(skip, reverse(names[names.index(here) + 1]))] if skip else []
    return PageHead(title, links=links), Tabs(_("建立机构的步骤"), tabs)
