"""The guide's pages: the contents with a search, a chapter, and the whole book for printing."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from taizhang.web.frame.access import viewer_of
from taizhang.web.frame.guidance import CHAPTER_OF
from taizhang.web.frame.parts import Link, PageHead
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Door, Route
from taizhang.web.help import book

MOST_HITS = 40


class GuideSearchForm(forms.Form):
    """The words that a section must hold."""

    q = forms.CharField(
        label=gettext_lazy("在说明里查找"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": gettext_lazy("在说明里查找")}),
    )


@require_safe
def index(request: Request) -> HttpResponse:
    """The contents, the chapters of one's own posts first; with ``q`` the sections that hold its words."""
    form = GuideSearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    own = {CHAPTER_OF[role] for role in viewer_of(request).roles if role in CHAPTER_OF}
    hits = book.find(words)
    context = {
        "head": PageHead(_("使用说明"), links=[Link(_("整本打印"), "all/")]),
        "form": form,
        "words": words,
        "hits": hits[:MOST_HITS],
        "more": max(0, len(hits) - MOST_HITS),
        "own": [each for each in book.chapters() if each.name in own],
        "others": [each for each in book.chapters() if each.name not in own],
    }
    return render(request, "help/index.html", context)


@require_safe
def show(request: Request, name: str) -> HttpResponse:
    """A chapter with its sections; 404 where there is none of this name."""
    found = book.chapter(name)
    if found is None:
        raise Http404
    head = PageHead(found.title, crumb=Link(_("使用说明"), "../"))
    context = {"head": head, "shown": [found], "chapters": book.chapters(), "here": name}
    return render(request, "help/chapter.html", context)


@require_safe
def everything(request: Request) -> HttpResponse:
    """The whole book on one page."""
    head = PageHead(_("台账使用说明"), crumb=Link(_("使用说明"), "../"))
    return render(request, "help/chapter.html", {"head": head, "shown": book.chapters(), "whole": True})


urlpatterns = [
    Route("help/", index, "help", Door.SIGNED_IN),
    Route("help/all/", everything, "help-all", Door.SIGNED_IN),
    Route("help/<slug:name>/", show, "help-chapter", Door.SIGNED_IN),
]
