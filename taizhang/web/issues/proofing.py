"""Proofreading at the desk: what is asked of an article, questions put away by name, the office's rules and lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from taizhang.bulletin.actions import proofreading
from taizhang.bulletin.models import Article, PutAside
from taizhang.bulletin.models.proofreading import LIST_LIMIT
from taizhang.bulletin.queries.proofreading import questions_of, settings_of
from taizhang.bulletin.visible import draft_articles_for, put_aside_for
from taizhang.core.figures.excerpt import excerpt
from taizhang.core.proof import RULES, ProofQuestion, ProofRule
from taizhang.core.proof.model import CLASS_WORDS, LEVEL_WORDS
from taizhang.core.text.misprints import sentence_around
from taizhang.office import clock
from taizhang.office.models import Office
from taizhang.office.permissions import Permission
from taizhang.web.frame.access import load, office_of
from taizhang.web.frame.forms import OpenForm, VersionField, text
from taizhang.web.frame.parts import (
    MOST_LISTED,
    Entries,
    Entry,
    Link,
    PageHead,
    PagePart,
    PostButton,
    Prose,
    by_at,
    dotted,
    entries,
    page,
)
from taizhang.web.frame.perform import attempt
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import Step, StepBox, StepForm, Steps
from taizhang.web.frame.words import say
from taizhang.web.issues.page import draft_title

SETTINGS = _("校对设置")
REACHES = {
    proofreading.PASSAGE: _("此处忽略"),
    proofreading.ARTICLE: _("本篇忽略"),
    proofreading.OFFICE: _("本机关忽略"),
}


LISTS = ("people", "pairs", "phrases")
BY_ID = {rule.id: rule for rule in RULES}


@require_safe
def show(request: Request, pk: int) -> HttpResponse:
    """The questions of an article, each with its ground, and what was put away for it."""
    article = load(draft_articles_for(request.viewer), pk)
    writes = request.viewer.may(Permission.EDIT_BULLETIN)
    asked = questions_of(article, clock.today())
    lines = [_question(article, each, writes) for each in asked[:MOST_LISTED]]
    more = max(0, len(asked) - MOST_LISTED)
    head = PageHead(
        gettext("校对：{title}").format(title=article.title),
        crumb=Link(draft_title(article.issue), _desk(article)),
        links=[Link(SETTINGS, reverse("proofing"))],
    )
    gone = put_aside_for(request.viewer).filter(article=article)
    aside = entries(_("本篇已忽略的问题"), gone, lambda row: _gone(row, writes))
    return page(
        request, head, Entries(_("校对问题"), lines, more, empty=gettext("没有发现问题。")), aside=aside
    )


def _question(article: Article, each: ProofQuestion, writes: bool) -> Entry:
    url = reverse("article-put-aside", args=[article.pk])
    posts = [
        PostButton(words, url, {"rule": each.rule.id, "start": each.span.start, "reach": reach}, each.words)
        for reach, words in REACHES.items()
    ]
    return Entry(
        say(each.sentence),
        small=dotted(*_ground(each.rule)),
        words=excerpt(article.text, sentence_around(article.text, each.span), each.span).strip(),
        posts=posts if writes else [],
    )


def _ground(rule: ProofRule) -> list[str]:
    """The class and the ground of a rule: 标点, 国标, GB/T 15834—2011 4.5.3."""
    return [gettext(CLASS_WORDS[rule.kind]), gettext(LEVEL_WORDS[rule.level]), rule.clause]


def _gone(row: PutAside, writes: bool) -> Entry:
    rule = BY_ID.get(row.rule)
    ground = dotted(*_ground(rule)) if rule else row.rule
    again = PostButton(_("恢复提示"), reverse("put-aside-again", args=[row.pk]), of=row.words)
    return Entry(row.words, small=ground, aside=by_at(row.by, row.at), posts=[again] if writes else [])


@require_POST
def put_aside(request: Request, pk: int) -> HttpResponse:
    """What the pressed button says of a question."""
    article = load(draft_articles_for(request.viewer), pk)
    given: dict[str, Any] = {name: request.POST.get(name, "") for name in ("rule", "reach")}
    start = number_in(request.POST.get("start", ""))
    given["start"] = -1 if start is None else start
    attempt(request, proofreading.put_aside, _("已记下，不再提示。"), article=article, **given)
    return redirect("article-proofing", pk=pk)


@require_POST
def again(request: Request, pk: int) -> HttpResponse:
    """The question is asked again."""
    row = load(put_aside_for(request.viewer), pk)
    attempt(request, proofreading.ask_again, _("已恢复提示。"), put_away=row)
    return redirect("article-proofing", pk=row.article_id) if row.article_id else redirect("proofing")


def _desk(article: Article) -> str:
    return f"{reverse('draft', args=[article.issue_id])}?article={article.pk}"


class ProofSettingsForm(OpenForm):
    """Which of the rules of custom and of the office are asked, and the office's lists."""

    on = forms.MultipleChoiceField(
        label=_("提示哪些（条例、国标的规则一律提示）"), required=False, widget=forms.CheckboxSelectMultiple
    )
    people = text(
        _("人员职务"), LIST_LIMIT, 6, help_text=_("每行一人：姓名 职务全称，如：顾明川 海川市教育局局长")
    )
    pairs = text(_("用词"), LIST_LIMIT, 6, help_text=_("每行一条：不用的写法 本机关的写法"))
    phrases = text(
        _("规范表述"),
        LIST_LIMIT,
        6,
        help_text=_("每行一条：规范表述 误写、误写 全称 启用日 停用日；后面几项没有的写“-”或省略"),
    )
    version = VersionField(required=False)
    help = _("单位名称取自“单位”，项目名称取自今年的台账。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        switchable = [rule for rule in RULES if rule.is_switchable]
        choices: Any = self.fields["on"]
        choices.choices = [(rule.id, dotted(*_ground(rule), _example(rule))) for rule in switchable]
        self.stored: dict[str, Any] = {}  # what others have stored meanwhile

    def clean(self) -> dict[str, Any]:
        """Where others have saved meanwhile, say so, and go on from their version: what was typed stays as it is."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        stored = _initial(self.row)
        if cleaned.get("version") != stored["version"]:
            self.stored = stored
            self.add_error(None, say(proofreading.CHANGED_ELSEWHERE))
            typed: Any = self.data
            typed = typed.copy()
            typed["version"] = str(stored["version"])
            self.data = typed
        return cleaned


def _example(rule: ProofRule) -> str:
    """What the rule asks about, by its example."""
    return gettext("如“{example}”").format(example=re.split("[，。\n]", rule.example)[0])


def _initial(office: Office) -> dict[str, Any]:
    row = settings_of(office)
    on = [rule.id for rule in RULES if rule.is_switchable and rule.id not in row.off]
    lists = {name: getattr(row, name) for name in LISTS}
    return {"on": on, **lists, "version": row.version}


def _page(request: Request, office: Office, boxes: Sequence[PagePart]) -> HttpResponse:
    writes = request.viewer.may(Permission.EDIT_BULLETIN)
    gone = put_aside_for(request.viewer).filter(article__isnull=True)
    lines = entries(_("本机关已忽略的问题"), gone, lambda row: _gone(row, writes))
    now = [part for box in boxes if isinstance(box, StepBox) and box.typed for part in _stored(box.form)]
    return page(request, PageHead(SETTINGS), *(boxes if writes else ()), *now, *lines)


def _stored(form: ProofSettingsForm) -> list[PagePart]:
    """What others have stored meanwhile, where it is not what was typed."""
    return [
        Prose(gettext("现存的{list}").format(list=form[name].label), _words(name, words) or gettext("（空）"))
        for name in ("on", *LISTS)
        if name in form.stored and (words := form.stored[name]) != form.cleaned_data.get(name)
    ]


def _words(name: str, stored: Any) -> str:
    """A list as it is stored; of the rules those that are asked, by their examples."""
    if name != "on":
        return str(stored)
    return "\n".join(_example(rule) for rule in RULES if rule.is_switchable and rule.id in stored)


SET = Steps(
    "office",
    StepForm(
        [Step("set", proofreading.set_proofreading, _("保存"), _("已保存。"))],
        ProofSettingsForm,
        initial=_initial,
    ),
    load=office_of,
    page=_page,
    goes=lambda row: reverse("proofing"),
)
urlpatterns = [
    Route("articles/<int:pk>/proofing/", show, "article-proofing", Permission.SEE_ISSUES),
    Route("articles/<int:pk>/put-aside/", put_aside, "article-put-aside", Permission.EDIT_BULLETIN),
    Route("put-aside/<int:pk>/again/", again, "put-aside-again", Permission.EDIT_BULLETIN),
    *SET.routes("proofing/", "proofing", Permission.SEE_ISSUES, act=Permission.EDIT_BULLETIN),
]
