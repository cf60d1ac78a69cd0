"""Learning from each other: an article's practice, questions about it, themes that one follows."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_scopes import scope

from taizhang.bulletin.actions import exchange as acts
from taizhang.bulletin.models import ThemeFeed
from taizhang.bulletin.queries import exchange
from taizhang.bulletin.rules.authors import author_of
from taizhang.bulletin.visible import articles_for, own_reuses_for, questions_for, themes_for
from taizhang.core.lifecycle.bulletin_life import QuestionState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.office import clock
from taizhang.office.visible import viewer_at
from taizhang.web.exchange.feeds import themes_feed
from taizhang.web.exchange.forms import FollowForm, QuestionForm
from taizhang.web.exchange.page import line_of, practice_page, reuse_form
from taizhang.web.frame.access import load, person_of, viewer_of
from taizhang.web.frame.middleware import KEPT_BY_NOBODY
from taizhang.web.frame.perform import attempt, who
from taizhang.web.frame.words import say

SHOWN = 50
NEWS = 12
OF_FEED = 30


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Questions to one's unit, one's own questions, themes, and the year's list."""
    person, units, seen = person_of(request), viewer_of(request).units, questions_for(viewer_of(request))
    names = exchange.themes_offered()
    themes = list(themes_for(viewer_of(request)))
    free = [name for name in names if name not in {each.theme for each in themes}]
    mine = Q(asker__in=units) | Q(asked_by=person)
    context = {
        "to_us": seen.filter(unit__in=units)[:SHOWN],
        "ours": seen.filter(mine)[:SHOWN],
        "answered": seen.filter(state=QuestionState.ANSWERED).exclude(mine | Q(unit__in=units))[:NEWS],
        "of_unit": bool(units),
        "themes": themes,
        "follow": FollowForm(names=free) if free else None,
        "news": [line_of(each) for each in exchange.news_of(viewer_of(request))[:NEWS]] if themes else [],
        "feed_url": _feed_url(request),
        "years": exchange.adoption_years(),
    }
    return render(request, "exchange/home.html", context)


@require_safe
def practice(request: HttpRequest, pk: int) -> HttpResponse:
    """One article: questions, similar practice, who took it over."""
    article = load(articles_for(viewer_of(request)), pk)
    return render(request, "exchange/practice.html", practice_page(request, article))


@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the unit."""
    article, form = load(articles_for(viewer_of(request)), pk), QuestionForm(request.POST)
    if form.is_valid() and _done(
        request, form, _("问题已转给{unit}。").format(unit=author_of(article)), acts.ask_question,
        article=article, text=form.cleaned_data["text"],
    ):  # fmt: skip
        return redirect("practice", pk=pk)
    return _again(request, practice_page(request, article, ask=form))


@require_POST
def reuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one's unit took it over."""
    article = load(articles_for(viewer_of(request)), pk)
    form = reuse_form(request, article, request.POST)
    if form.is_valid() and _done(
        request, form, _("已登记借鉴。"), acts.record_reuse, article=article, **form.cleaned_data
    ):
        return redirect("practice", pk=pk)
    return _again(request, practice_page(request, article, reuse=form))


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was said of one's own unit."""
    row = load(own_reuses_for(viewer_of(request)), pk)
    attempt(request, acts.withdraw_reuse, _("已撤回登记。"), reuse=row)
    return redirect("practice", pk=row.article_id)


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a question, add to the answer, close it."""
    question = load(questions_for(viewer_of(request)), pk)
    verbs: dict[str, tuple[Any, str]] = {
        "answer": (acts.answer_question, _("已答复，提问人和其他读者都能看到。")),
        "add": (acts.add_to_answer, _("已补充。")),
        "close": (acts.close_question, _("问题已关闭。")),
    }
    verb = request.POST.get("act", "")
    if verb not in verbs:
        raise Http404
    given: dict[str, Any] = {} if verb == "close" else {"text": request.POST.get("text", "")}
    attempt(request, *verbs[verb], question=question, **given)
    return redirect(f"{reverse('practice', args=[question.article_id])}#q{question.pk}")


@require_POST
def follow(request: HttpRequest) -> HttpResponse:
    """Follow a theme."""
    form = FollowForm(request.POST, names=exchange.themes_offered())
    if form.is_valid():
        theme = form.cleaned_data["theme"]
        attempt(request, acts.follow, _("已关注“{theme}”。").format(theme=theme), theme=theme)
    else:
        messages.error(request, _("请选一个主题。"))
    return redirect("exchange")


@require_POST
def unfollow(request: HttpRequest, pk: int) -> HttpResponse:
    """Follow it no longer."""
    row = load(themes_for(viewer_of(request)), pk)
    attempt(request, acts.unfollow, _("已不再关注“{theme}”。").format(theme=row.theme), subscription=row)
    return redirect("exchange")


@require_POST
def feed(request: HttpRequest) -> HttpResponse:
    """Open one's feed of themes, or close it."""
    if request.POST.get("act") == "close":
        attempt(request, acts.close_theme_feed, _("订阅地址已停用，原来的地址不再有效。"))
    else:
        attempt(request, acts.open_theme_feed, _("订阅地址已开通，请添加到阅读器里。"))
    return redirect("exchange")


@require_safe
def atom(request: HttpRequest, token: str) -> HttpResponse:
    """New articles of the themes of whoever the token belongs to; 404 where it opens nothing."""
    person = acts.person_of_theme_feed(token)
    if person is None:
        raise Http404
    with scope(office=person.office_id):
        content = themes_feed(
            person, exchange.news_of(viewer_at(person, clock.now()))[:OF_FEED], request.build_absolute_uri()
        )
    answer = HttpResponse(content, content_type="application/atom+xml; charset=utf-8")
    answer.headers["Cache-Control"] = KEPT_BY_NOBODY
    return answer


@require_safe
def adopted(request: HttpRequest, year: int) -> HttpResponse:
    """A year's adopted articles, unit by unit."""
    years = exchange.adoption_years()
    if year not in years:
        raise Http404
    context = {"year": year, "years": years, "units": exchange.adopted_in(year, viewer_of(request))}
    return render(request, "exchange/adopted.html", context)


def _done(request: HttpRequest, form: Any, words: str, verb: Any, **given: Any) -> bool:
    try:
        verb(**given, **who(request))
    except Refused as refusal:
        form.add_error(None, say(refusal.sentence))
        return False
    messages.success(request, words)
    return True


def _again(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    return render(request, "exchange/practice.html", context, status=422)


def _feed_url(request: HttpRequest) -> str:
    there = ThemeFeed.objects.filter(person=person_of(request), revoked_at__isnull=True).first()
    if there is None:
        return ""
    return request.build_absolute_uri(reverse("theme-feed", args=[acts.theme_feed_secret(there)]))
