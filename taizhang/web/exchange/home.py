"""Learning from each other: one's questions, the themes one follows, and the year's adopted articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django_scopes import scope

from taizhang.bulletin.actions import exchange as actions
from taizhang.bulletin.models import Question, ThemeSubscription
from taizhang.bulletin.queries import exchange
from taizhang.bulletin.visible import questions_for, theme_feed_for, themes_for
from taizhang.core.lifecycle.bulletin_life import QuestionState
from taizhang.core.text.messages import filled
from taizhang.office import clock
from taizhang.office.permissions import Permission
from taizhang.office.visible import Viewer, viewer_at
from taizhang.web.exchange.feeds import themes_feed
from taizhang.web.exchange.forms import FollowForm
from taizhang.web.exchange.practice import practice_entry
from taizhang.web.frame.access import load, viewer_of
from taizhang.web.frame.middleware import KEPT_BY_NOBODY
from taizhang.web.frame.parts import (
    Copy,
    Entries,
    Entry,
    Link,
    Note,
    PageHead,
    PagePart,
    PostButton,
    dotted,
    page,
)
from taizhang.web.frame.perform import attempt
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Door, Route
from taizhang.web.frame.steps import SECOND, Step, StepForm, Steps
from taizhang.web.frame.tags_record_look import moment
from taizhang.web.frame.titles import number_words, year_words

HOME = gettext_lazy("交流")
SHOWN, NEWS, OF_FEED = 50, 12, 30


@require_safe
def home(request: Request) -> HttpResponse:
    """Questions to one's unit, one's own questions, themes, and the years' lists."""
    return _home(request, request.viewer, FOLLOWING.boxes(request, request.viewer))


def _home(request: Request, viewer: Viewer, boxes: Sequence[PagePart]) -> HttpResponse:
    themes = list(themes_for(viewer))
    head = PageHead(HOME, facts=[_("在简报的稿件下提问；谁也做过、谁借鉴了，在稿件的页上看。")])
    return page(
        request,
        head,
        *_asked(viewer),
        *_news(viewer, themes),
        aside=[*_themes(request, themes, boxes), *_years()],
    )


def _asked(viewer: Viewer) -> Iterator[Entries]:
    """Questions to one's unit, one's own, and others that were answered lately."""
    units, rows = viewer.units, questions_for(viewer)
    mine = Q(asker__in=units) | Q(asked_by=viewer.person)
    if units:
        to_us = [_question_entry(row) for row in rows.filter(unit__in=units)[:SHOWN]]
        yield Entries(_("问我单位的"), to_us, empty=_("还没有人来问。"))
    ours = [_question_entry(row) for row in rows.filter(mine)[:SHOWN]]
    none = _("还没有提过问题。打开一期简报，在稿件下提问。")
    yield Entries(_("我单位问的") if units else _("我问的"), ours, empty=none)
    answered = rows.filter(state=QuestionState.ANSWERED).exclude(mine | Q(unit__in=units))[:NEWS]
    if answered:
        yield Entries(_("最近的问答"), [_question_entry(row) for row in answered])


def _question_entry(row: Question) -> Entry:
    who = _("{who} → {unit}").format(who=row.asker or row.asked_by, unit=row.unit)
    return Entry(
        Truncator(row.text).chars(80),
        f"{reverse('practice', args=[row.article_id])}#q{row.pk}",
        small=dotted(who, Truncator(row.article.title).chars(30), moment(row.asked_at)),
        aside=row.get_state_display(),
    )


def _news(viewer: Viewer, themes: Sequence[ThemeSubscription]) -> list[Entries]:
    if not themes:
        return []
    rows = [practice_entry(each) for each in exchange.news_of(viewer)[:NEWS]]
    return [Entries(_("关注的主题新近刊发的"), rows, empty=_("这些主题还没有刊发过稿件。"))]


def _themes(
    request: Request, themes: Sequence[ThemeSubscription], boxes: Sequence[PagePart]
) -> Iterator[PagePart]:
    """The themes one follows, with the feed of them."""
    none = _("关注后，新刊发的稿件会列在这里，也写进每天的邮件。")
    yield Entries(_("我关注的主题"), [_theme_entry(each) for each in themes], empty=none)
    yield from boxes
    feed = theme_feed_for(request.viewer)
    if feed is not None:
        url = request.build_absolute_uri(reverse("theme-feed", args=[actions.theme_feed_secret(feed)]))
        yield Copy(_("阅读器订阅地址（Atom）"), url)
        yield Note(
            _("谁有这个地址，谁就能看到您关注的稿件，请不要转发。停用后，以后再开通，会是一个新地址。")
        )
        yield PostButton(_("停用这个地址"), reverse("theme-feed-set"), {"act": "close"}, look="button-word")
    elif themes:
        yield PostButton(_("开通阅读器订阅"), reverse("theme-feed-set"), {"act": "open"}, look="button")


def _theme_entry(row: ThemeSubscription) -> Entry:
    drop = reverse("theme-unfollow", args=[row.pk])
    return Entry(row.theme, "", posts=[PostButton(_("取消"), drop, of=row.theme, look="button-word")])


def _years() -> list[Entries]:
    rows = [Entry(year_words(year), reverse("adopted", args=[year])) for year in exchange.adoption_years()]
    return [Entries(_("稿件采用情况"), rows)] if rows else []


@require_POST
def unfollow(request: Request, pk: int) -> HttpResponse:
    """Follow it no longer."""
    row = load(themes_for(request.viewer), pk)
    attempt(request, actions.unfollow, filled(_("已不再关注“{theme}”。"), theme=row.theme), subscription=row)
    return redirect("exchange")


@require_POST
def feed(request: HttpRequest) -> HttpResponse:
    """Open one's feed of themes, or close it."""
    if request.POST.get("act") == "close":
        attempt(request, actions.close_theme_feed, _("订阅地址已停用，原来的地址不再有效。"))
    else:
        attempt(request, actions.open_theme_feed, _("订阅地址已开通，请添加到阅读器里。"))
    return redirect("exchange")


@require_safe
def atom(request: HttpRequest, token: str) -> HttpResponse:
    """New articles of the themes of whoever the token belongs to; 404 where it opens nothing."""
    person = actions.person_of_theme_feed(token)
    if person is None:
        raise Http404
    with scope(office=person.office_id):
        news = exchange.news_of(viewer_at(person, clock.now()))[:OF_FEED]
        content = themes_feed(person, news, request.build_absolute_uri())
    answer = HttpResponse(content, content_type="application/atom+xml; charset=utf-8")
    answer.headers["Cache-Control"] = KEPT_BY_NOBODY
    return answer


@require_safe
def adopted(request: Request, year: int) -> HttpResponse:
    """A year's adopted articles, unit by unit."""
    if year not in exchange.adoption_years():
        raise Http404
    head = PageHead(
        _("{year}年稿件采用情况").format(year=year),
        crumb=Link(HOME, reverse("exchange")),
        facts=[_("单位按音序排列，只列篇目，不作比较。")],
    )
    units = [
        Entries(
            each.unit.name,
            [
                Entry(row.title, reverse("practice", args=[row.pk]), aside=number_words(row.issue))
                for row in each.articles
            ],
        )
        for each in exchange.adopted_in(year, request.viewer)
    ]
    return page(request, head, *units, empty=_("没有采用的稿件。"))


FOLLOWING: Steps[Viewer] = Steps(
    "",
    StepForm(
        [
            Step(
                "follow",
                actions.follow,
                gettext_lazy("关注"),
                lambda row: filled(_("已关注“{theme}”。"), theme=row.theme),
                look=SECOND,
            )
        ],
        FollowForm,
    ),
    load=viewer_of,
    page=_home,
    goes=lambda row: reverse("exchange"),
)
urlpatterns = [
    Route("exchange/", home, "exchange", Permission.LEARN),
    *FOLLOWING.post("exchange/themes/", "theme-follow", Permission.LEARN),
    Route("exchange/themes/<int:pk>/", unfollow, "theme-unfollow", Permission.LEARN),
    Route("exchange/feed/", feed, "theme-feed-set", Permission.LEARN),
    Route("exchange/adopted/<int:year>/", adopted, "adopted", Permission.READ_ARCHIVE),
    Route("themes/<str:token>.atom", atom, "theme-feed", Door.PUBLIC),  # its token is asked instead
]
