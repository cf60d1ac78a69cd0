"""The frame of every page: office, person, and the sections this person's posts open."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urlsplit

from django import template
from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from taizhang.core.figures.marks import lines_laid_out
from taizhang.core.text.messages import nested
from taizhang.office import clock
from taizhang.office.actions.founding import founded_before
from taizhang.office.entries import FIRST_VISIT
from taizhang.office.models import IdentityProvider
from taizhang.office.single_sign_on import providers
from taizhang.web.frame.access import may, title_of, viewer_of
from taizhang.web.frame.guidance import FOR_A_UNIT, LANDING, NEXT_STEPS, first_words, guide_place
from taizhang.web.frame.hurdles import standing, way_on
from taizhang.web.frame.parts import Link
from taizhang.web.frame.routes import Door, declared, requirement

register = template.Library()
register.filter(nested)
register.filter("laid_out", lambda body: lines_laid_out(paragraph.text for paragraph in body))
SECTIONS = [
    ("queue", gettext_lazy("待办")),
    ("sheet", gettext_lazy("总览")),
    ("ledger", gettext_lazy("台账")),
    ("calls", gettext_lazy("征集")),
    ("outreach", gettext_lazy("宣讲")),
    ("coverage", gettext_lazy("覆盖")),
    ("desk", gettext_lazy("阅稿")),
    ("issues", gettext_lazy("简报")),
    ("settings", gettext_lazy("设置")),
]
# The pages of a section; a page's name may stand for others that are reached through it.
INSIDE = {
    "ledger": [
        ("ledger", gettext_lazy("台账")),
        ("wall", gettext_lazy("挂图")),
        ("reports", gettext_lazy("报送")),
        ("notices", gettext_lazy("督办单")),
        ("directives", gettext_lazy("批示")),
        ("changes", gettext_lazy("变更")),
        ("blockers", gettext_lazy("问题")),
        ("activities", gettext_lazy("活动")),
        ("reviews", gettext_lazy("督查")),
        ("burden", gettext_lazy("减负")),
        ("ledger-import", gettext_lazy("导入")),
    ],
    "outreach": [
        ("orders", gettext_lazy("点单")),
        ("sessions", gettext_lazy("场次")),
        ("calendar", gettext_lazy("日历")),
        ("topics", gettext_lazy("课题菜单")),
        ("speakers", gettext_lazy("宣讲员")),
        ("sit-ins", gettext_lazy("巡听、媒体、调研、服务")),
        ("statistics", gettext_lazy("统计")),
    ],
    "issues": [
        ("issues", gettext_lazy("档案")),
        ("submissions", gettext_lazy("投稿")),
        ("inbox", gettext_lazy("来稿")),
        ("drafts", gettext_lazy("编刊")),
        ("sendings", gettext_lazy("分发")),
        ("corrections", gettext_lazy("更正")),
        ("grounds", gettext_lazy("说法依据")),
        ("proofing", gettext_lazy("校对设置")),
        ("commissions", gettext_lazy("约稿")),
        ("exchange", gettext_lazy("交流")),
        ("archiving", gettext_lazy("读入旧刊")),
    ],
    "settings": [
        ("office-system", gettext_lazy("系统")),
        ("office-units", gettext_lazy("单位")),
        ("office-posts", gettext_lazy("岗位")),
        ("office-calendar-now", gettext_lazy("工作日")),
        ("office-series", gettext_lazy("刊物")),
        ("office-fonts", gettext_lazy("字体")),
        ("office-sign-on", gettext_lazy("统一身份")),
        ("office-people", gettext_lazy("人员")),
        ("office-access", gettext_lazy("开通申请")),
        ("office-security", gettext_lazy("登录安全")),
        ("tokens", gettext_lazy("接口")),
        ("office-record", gettext_lazy("操作记录")),
    ],
    "calls": [
        ("calls", gettext_lazy("征集")),
        ("opening", gettext_lazy("建账")),
    ],
}
REACHED = {
    "ledger": "project project-fieldwork unit unit-transfer figures figure evidence services ledger-settings report-form"
    " report-form-version year-turn change-amend",
    "reports": "report report-write report-remark",
    "notices": "notice notice-draft",
    "directives": "directive directive-on-project directive-on-notice directive-on-issue directive-on-sheet",
    "changes": "change change-request closure closure-request",
    "blockers": "blocker blocker-raise",
    "activities": "activity activity-new",
    "reviews": "review review-new",
    "burden": "complaints complaint complain",
    "ledger-import": "ledger-import-preview",
    "calls": "call call-new call-edit proposal-new proposal proposal-write admission proposal-decide",
    "opening": "account account-confirm",
    "desk": "reading",
    "orders": "order order-new order-offer order-dispatch orders-plan",
    "sessions": "session venue",
    "calendar": "calendar-wall",
    "topics": "topic topic-new",
    "speakers": "speaker speaker-new speakers-import",
    "sit-ins": "sit-in-new sit-in follow-up media media-new media-item outlets "
    "research research-new research-topic "
    "services-year slot-new slot plans plan-new plan",
    "statistics": "statistics-services statistics-media statistics-rows",
    "issues": "issue",
    "submissions": "submission-new submission-write proof submission-remark",
    "inbox": "submission",
    "commissions": "commission topics-planned topics-planned-new topic-planned",
    "exchange": "practice adopted",
    "sendings": "issue-sendings issue-paper issue-recall recipients recipient",
    "corrections": "correction correction-new correction-edit",
    "drafts": "draft fact remark article-versions draft-replace",
    "coverage": "programme programme-new programme-matrix rolls roll roll-new roll-entry tiles programme-claims",
    "office-units": "office-unit office-units-new",
    "office-posts": "office-post office-post-new",
    "office-calendar-now": "office-calendar",
    "office-series": "office-series-one office-series-template office-series-webhooks office-webhook",
    "office-access": "office-access-one",
    "office-people": "office-person office-people-new office-invite",
}
FOR_UNITS = {"inbox": "submissions", "drafts": "submissions"}  # where a unit finds what the desk finds there
PAGE_OF = {name: page for page, names in REACHED.items() for name in names.split()}
SECTION_OF = {page: section for section, pages in INSIDE.items() for page, _words in pages}


class _Constant(template.Node):
    """What ``{% constant %}`` encloses, written once in each language."""

    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist
        self._written: dict[str | None, SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        language = get_language()
        if language not in self._written:
            # Without the page's values: what asked for one would show nothing, not somebody else's.
            self._written[language] = self.nodelist.render(context.new({}))
        return self._written[language]


@register.tag
def constant(parser: template.base.Parser, _token: template.base.Token) -> _Constant:
    """``{% constant %} … {% endconstant %}``: words and addresses that are the same on every page of a language."""
    nodes = parser.parse(("endconstant",))
    parser.delete_first_token()
    return _Constant(nodes)


@register.simple_tag(takes_context=True)
def frame(context: dict[str, Any]) -> dict[str, Any]:
    """What the bar shows; nothing before someone has signed in."""
    request: HttpRequest | None = context.get("request")
    if request is None or not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    year, open_now = clock.today().year, standing(request) is None
    return {
        "office": request.user.office.short_name,
        "year": _("{year}年度").format(year=year),
        "person": title_of(request),
        "sections": [
            _section(request, name, first, words)
            for name, words in SECTIONS
            if (first := _first_open(request, name))
        ]
        if open_now
        else [],
        "open": open_now,
        "shifted": timezone.localdate(clock.now()) if settings.CLOCK_SHIFT else None,
    }


@register.simple_tag(takes_context=True)
def guide_here(context: dict[str, Any]) -> str:
    """The address of what the guide says of this page; of its contents where it says nothing."""
    request: HttpRequest = context["request"]
    here, roles = _route(request), viewer_of(request).roles
    for name in (here, PAGE_OF.get(here, here)):
        chapter, heading = guide_place(name, roles)
        if chapter:
            return f"{reverse('help-chapter', args=[chapter])}#{heading}"
    return reverse("help")


@register.simple_tag(takes_context=True)
def welcome(context: dict[str, Any]) -> tuple[Promise, ...]:
    """Three sentences for whoever has never logged in before, on the page they land on; nothing for others."""
    request: HttpRequest = context["request"]
    if _route(request) not in LANDING or not request.session.get(FIRST_VISIT):
        return ()
    return first_words(viewer_of(request).roles)


@register.inclusion_tag("frame/_next_steps.html", takes_context=True)
def next_steps(context: dict[str, Any]) -> dict[str, Any]:
    """What this person can do next where this page has nothing on it yet, as buttons."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return {"steps": []}
    steps = NEXT_STEPS.get(_route(request), ())
    units = viewer_of(request).units if steps else ()
    return {
        "steps": [
            Link(words, reverse(name))
            for words, name in steps
            if _open(request, name) and (units or name not in FOR_A_UNIT)
        ]
    }


@register.simple_tag
def founding_open() -> bool:
    """Whether an office can still be founded in a browser: there is none yet, or only the demo."""
    return not founded_before()


@register.simple_tag(takes_context=True)
def sign_on_ways(context: dict[str, Any]) -> list[tuple[str, str]]:
    """By which providers one can log in: words and address of each, which leads on to the page that was asked for."""
    rows, onward = list(providers()), urlencode({"next": way_on(context["request"])})
    several = len(rows) > 1
    return [(_way(row, several), f"{reverse('sign-on', args=[row.pk])}?{onward}") for row in rows]


def _way(row: IdentityProvider, several: bool) -> str:
    words = _("用{name}登录").format(name=row.name)
    return _("{words}（{office}）").format(words=words, office=row.office.short_name) if several else words


def _first_open(request: HttpRequest, section: str) -> str:
    """The page that the section's name leads to; empty where this person may open none."""
    pages = [section] if section in declared() else [name for name, _words in INSIDE[section]]
    return next((name for name in pages if _open(request, name)), "")


def _open(request: HttpRequest, name: str) -> bool:
    asked = requirement(name)
    return asked is Door.SIGNED_IN or (not isinstance(asked, Door) and may(request, asked))


def _route(request: HttpRequest) -> str:
    """The name of the route that answers the request; empty where none does."""
    return (request.resolver_match.view_name or "") if request.resolver_match else ""


def _page(request: HttpRequest) -> str:
    """The page of the sections under which this request falls."""
    here = _route(request)
    page = PAGE_OF.get(here, here)
    return FOR_UNITS[page] if page in FOR_UNITS and not _open(request, page) else page


def place_words(address: str) -> str:
    """The page at an address of this site as the menu calls it (台账 · 报送); empty for what is no page of it."""
    try:
        name = resolve(urlsplit(address).path).view_name
    except Http404:
        return ""
    page = PAGE_OF.get(name, name)
    section = SECTION_OF.get(page, page)
    words = [str(dict(SECTIONS).get(section, "")), str(dict(INSIDE.get(section, [])).get(page, ""))]
    return " · ".join(dict.fromkeys(each for each in words if each))


@register.simple_tag(takes_context=True)
def inside(context: dict[str, Any]) -> list[dict[str, Any]]:
    """The pages of the section one is in, as far as one may open them; nothing where there is only one."""
    request: HttpRequest | None = context.get("request")
    if request is None or not getattr(request, "user", None) or not request.user.is_authenticated:
        return []
    page = _page(request)
    pages = [each for each in INSIDE.get(SECTION_OF.get(page, ""), []) if _open(request, each[0])]
    if len(pages) < 2:
        return []
    return [{"url": reverse(name), "words": words, "here": name == page} for name, words in pages]


def _section(request: HttpRequest, name: str, first: str, words: Any) -> dict[str, Any]:
    page = _page(request)
    return {
        "url": reverse(first),
        "words": words,
        "here": SECTION_OF.get(page, page) == name,
        "counted": name == "queue",
    }
