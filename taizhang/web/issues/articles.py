"""An article at the desk: its text saves itself, its figures are linked, and it is put in its place."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from taizhang.bulletin.actions import articles, citations, issues, pictures
from taizhang.bulletin.models import Article
from taizhang.bulletin.queries.composing import composed
from taizhang.bulletin.queries.figure_status import articles_of, standing_of
from taizhang.bulletin.typesetting import typeset_cache
from taizhang.bulletin.typesetting.rendering import template_for
from taizhang.bulletin.visible import draft_articles_for, drafts_for
from taizhang.core.gongwen import bulletin_from_json
from taizhang.core.lifecycle.workflow import Overtaken, Refused
from taizhang.core.text.merge3 import three_way
from taizhang.intake import IntakeRefused
from taizhang.office.faults import not_essential
from taizhang.office.models import Person
from taizhang.press import PressError
from taizhang.web.frame.access import load, viewer_of
from taizhang.web.frame.keeping import objected
from taizhang.web.frame.perform import attempt, who
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.words import say
from taizhang.web.issues.forms import ManyAnswersForm, NewArticleForm, PlaceForm
from taizhang.web.issues.linking import candidates_at, say_of_figure
from taizhang.web.issues.page import marks_json, opened, saved_words
from taizhang.web.issues.views import desk
from taizhang.web.reading.pictures import PUT_IN, PictureForm


@require_POST
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the text. With the editor's script the answer is JSON; without it, the page again."""
    article = load(draft_articles_for(viewer_of(request)), pk)
    given: dict[str, Any] = {"title": request.POST.get("title", ""), "body": request.POST.get("body", "")}
    try:
        articles.keep_article(article=article, version=_version(request), **given, **who(request))
    except Overtaken as overtaken:
        return _conflict(request, article, overtaken, **given)
    except Refused as refusal:
        return _unkept(request, article, refusal, **given)
    if not _scripted(request):
        messages.success(request, _("已保存。"))
        return redirect(_address(article))
    return JsonResponse(_state(request, article))


@require_POST
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """The official page as the text stands in the editor, before it is stored: the page the writer works on."""
    article = load(draft_articles_for(viewer_of(request)), pk)
    article.title, article.body = request.POST.get("title", ""), request.POST.get("body", "")
    template = template_for(article.issue)
    page, width = (number_in(request.POST.get(name, "")) or 1 for name in ("page", "width"))
    try:
        bulletin = bulletin_from_json(composed(article.issue, _numbers(request), article))
        drawn = typeset_cache.draw(bulletin, template, page, request.POST.get("near", ""), width)
    except PressError:  # the pane says why, once the text is stored
        return HttpResponse(status=204)
    headers = {"X-Page": drawn.page, "Cache-Control": "no-store"}
    return HttpResponse(drawn.png, content_type="image/png", headers=headers)


@require_safe
def marks(request: HttpRequest, pk: int) -> HttpResponse:
    """The marks of the text as it is stored, and who else has it open."""
    return JsonResponse(_state(request, load(draft_articles_for(viewer_of(request)), pk)))


@require_safe
def candidates(request: HttpRequest, pk: int) -> HttpResponse:
    """The card at a figure: how it stands, and which figures of the ledger it may come from."""
    article = load(draft_articles_for(viewer_of(request)), pk)
    return render(request, "issues/_card.html", candidates_at(request, article))


@require_POST
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """What is said of a figure: a source, an answer with a reason, a record, or a question to the unit."""
    article = load(draft_articles_for(viewer_of(request)), pk)
    try:
        say_of_figure(request, article)
    except Refused as refusal:
        return _refused(request, article, refusal)
    if not _scripted(request):
        messages.success(request, _("已记下。"))
        return redirect(_address(article))
    return JsonResponse(_state(request, load(draft_articles_for(viewer_of(request)), pk)))


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The same answer for several figures; a refusal stands in the form, with all that was ticked and typed."""
    article = load(draft_articles_for(viewer_of(request)), pk)
    form = ManyAnswersForm(request.POST, auto_id="many_form_%s")
    if form.is_valid():
        given = {
            "answer": request.POST.get("act", ""),
            "reason": form.cleaned_data["reason"],
            "spans": form.spans,
        }
        try:
            done = citations.answer_figures(
                article=article, version=_version(request), **given, **who(request)
            )
        except Refused as refusal:
            form.add_error("reason", say(refusal.sentence))
        else:
            messages.success(request, _("已一并答复{n}个数据。").format(n=len(done)))
            return redirect(f"{_address(article)}#figures")
    return desk(request, article.issue_id, article=article.pk, many_form=form, status=422)


@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """An article that no unit sent in."""
    issue = load(drafts_for(viewer_of(request)), pk)
    form = NewArticleForm(request.POST, auto_id="new_article_form_%s")
    if form.is_valid():
        try:
            article = issues.add_article(issue=issue, body="", **form.cleaned_data, **who(request))
        except Refused as refusal:
            form.add_error("title", say(refusal.sentence))
        else:
            return redirect(_address(article))
    return desk(request, pk, new_article_form=form, status=422)


@require_POST
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """A picture, drawn anew, where the writer was in the text."""
    article = load(draft_articles_for(viewer_of(request)), pk)
    form = PictureForm(request.POST, request.FILES, auto_id="picture_form_%s")
    if form.is_valid():
        try:
            pictures.add_picture(article=article, **form.picture, **who(request))
        except (IntakeRefused, Refused) as refusal:
            form.add_error("file", say(refusal.sentence))
        else:
            messages.success(request, PUT_IN)
            return redirect(_address(article))
    return desk(request, article.issue_id, article=article.pk, picture_form=form, status=422)


@require_POST
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """Column, unit as printed, run-in headline."""
    article = load(draft_articles_for(viewer_of(request)), pk)
    form = PlaceForm(request.POST, auto_id="place_form_%s")
    if form.is_valid():
        try:
            issues.set_article(article=article, **form.cleaned_data, **who(request))
        except Refused as refusal:
            objected(form, refusal)
        else:
            messages.success(request, _("已保存。"))
            return redirect(_address(article))
    return desk(request, article.issue_id, article=article.pk, place_form=form, status=422)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Out of the issue."""
    article = load(draft_articles_for(viewer_of(request)), pk)
    attempt(request, issues.remove_article, _("已从本期取下，来稿退回待用。"), article=article)
    return redirect("draft", pk=article.issue_id)


def _numbers(request: HttpRequest) -> tuple[int | None, int | None]:
    """The numbers that the writer has before them: a picture that lives for a second asks no counter."""
    annual, cumulative = (number_in(request.POST.get(name, "")) for name in ("annual_no", "cumulative_no"))
    return annual, cumulative


def _state(request: HttpRequest, article: Article) -> dict[str, Any]:
    fresh = next(a for a in articles_of(article.issue) if a.pk == article.pk)
    open_article = opened(fresh, standing_of(fresh))
    others: list[Person] = []
    with not_essential("who has it open"):
        others = articles.note_presence(article=fresh, **who(request))
    return {
        "version": fresh.version,
        "saved": saved_words(fresh),
        "marks": marks_json(open_article),
        "others": _others(others),
        "open": sum(not each.settled for each in open_article.standings),
    }


def _others(people: list[Person]) -> str:
    if not people:
        return ""
    return _("{names}也打开着这篇稿件。").format(names="、".join(str(person) for person in people))


def _conflict(
    request: HttpRequest, article: Article, overtaken: Overtaken, *, title: str, body: str
) -> HttpResponse:
    """Both sides against what they began from; nothing is lost, the writer chooses."""
    now = load(draft_articles_for(viewer_of(request)), article.pk)
    base = articles.text_at(article, _version(request)) or (now.title, now.body)
    merge = three_way("\n".join(base), f"{title}\n{body}", now.text)
    context = {
        "article": now,
        "merge": merge,
        "mine": (title, body),
        "version": now.version,
        "words": say(overtaken.sentence),
    }
    if not _scripted(request):
        return render(request, "issues/conflict.html", context, status=409)
    html = render_to_string("issues/_conflict.html", context, request)
    return JsonResponse({"version": now.version, "html": html, "clean": merge.clean}, status=409)


def _unkept(
    request: HttpRequest, article: Article, refusal: Refused, *, title: str, body: str
) -> HttpResponse:
    """What was not saved stands in the form again, with the reason."""
    if _scripted(request):
        return _refused(request, article, refusal)
    context = {
        "article": article,
        "mine": (title, body),
        "version": _version(request),
        "words": say(refusal.sentence),
    }
    return render(request, "issues/conflict.html", context, status=422)


def _refused(request: HttpRequest, article: Article, refusal: Refused) -> HttpResponse:
    if _scripted(request):
        return JsonResponse({"error": say(refusal.sentence)}, status=422)
    messages.error(request, say(refusal.sentence))
    return redirect(_address(article))


def _scripted(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _address(article: Article) -> str:
    return f"{reverse('draft', args=[article.issue_id])}?article={article.pk}"


def _version(request: HttpRequest) -> int:
    given = number_in(request.POST.get("version", ""))
    if given is None:
        raise Http404
    return given
