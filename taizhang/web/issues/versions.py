"""What an article was before, beside what it is; earlier words come back, others are replaced everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from taizhang.bulletin.actions.versions import replace_words, restore_version
from taizhang.bulletin.models import Article, ArticleVersion, Issue
from taizhang.bulletin.queries.versions import FoundWords, found_in, versions_of
from taizhang.bulletin.visible import draft_articles_for, drafts_for
from taizhang.core.lifecycle.bulletin_life import ISSUE
from taizhang.core.text.edits import ParagraphPair, paragraph_pairs
from taizhang.core.text.merge3 import MergeRun, RunKind, compared
from taizhang.core.text.messages import filled
from taizhang.office.permissions import Permission
from taizhang.web.frame.access import load, offered, seen
from taizhang.web.frame.forms import OpenForm, line
from taizhang.web.frame.parts import (
    Entries,
    Entry,
    Link,
    Note,
    PageHead,
    PagePart,
    PostButton,
    by_at,
    page,
)
from taizhang.web.frame.perform import attempt
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import SECOND, Step, StepForm, Steps
from taizhang.web.issues.page import draft_title

MOST_FOUND = 100
LONGEST = 100  # characters to look for, or to write instead


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A paragraph as it was and as it is; ``post`` brings it back."""

    before: Sequence[MergeRun]
    after: Sequence[MergeRun]
    post: PostButton | None


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two states of a text beside each other."""

    template: ClassVar[str] = "issues/_side_by_side.html"
    then: object
    now: object
    rows: Sequence[VersionRow]


@require_safe
def show(request: Request, pk: int) -> HttpResponse:
    """The version that the address names, or the last one before that which stands, beside the text as it stands."""
    article = load(draft_articles_for(request.viewer), pk)
    rows = versions_of(article)
    asked = number_in(request.GET.get("version", ""))
    older = [row for row in rows if row.version != article.version]
    chosen = next((row for row in older if row.version == asked), older[0] if older else None)
    writes = "compose" in offered(request, ISSUE, article.issue.state, None)
    head = PageHead(
        _("历次文字：{title}").format(title=article.title),
        crumb=Link(draft_title(article.issue), _desk(article)),
    )
    if chosen is None:
        return page(request, head, Note(_("这篇稿件还没有改过。")))
    lines = [_entry(article, row, row is chosen, writes) for row in rows]
    aside = [Entries(_("每次改动"), lines, paper=True)]
    return page(request, head, _side_by_side(article, chosen, writes), aside=aside)


def _entry(article: Article, row: ArticleVersion, here: bool, writes: bool) -> Entry:
    now = row.version == article.version
    return Entry(
        _("第{n}稿").format(n=row.version),
        "" if now else f"?version={row.version}",
        small=by_at(row.by, row.at),
        aside=_("现在的文字") if now else _("左边这一稿") if here else "",
        posts=[_restore(article, row.version, _("恢复"))] if writes and not now else [],
    )


def _restore(article: Article, number: int, words: str, paragraph: int | None = None) -> PostButton:
    given = {"number": number, "version": article.version}
    if paragraph is not None:
        given["paragraph"] = paragraph
    of = _("第{n}稿").format(n=number)
    return PostButton(words, reverse("article-restore", args=[article.pk]), given, of)


def _side_by_side(article: Article, chosen: ArticleVersion, writes: bool) -> SideBySide:
    then = f"{chosen.title}\n{chosen.body}"
    rows = []
    for pair in paragraph_pairs(then, article.text):
        before, after = _sides(pair)
        post = None
        if writes and pair.number is not None:
            post = _restore(article, chosen.version, _("恢复这一段"), pair.number)
        rows.append(VersionRow(before, after, post))
    now = by_at(article.changed_by, article.changed_at)
    return SideBySide(by_at(chosen.by, chosen.at), now, rows)


def _sides(pair: ParagraphPair) -> tuple[list[MergeRun], list[MergeRun]]:
    runs = compared(pair.before, pair.after)
    before = [run for run in runs if run.kind != RunKind.NEW]
    return before, [run for run in runs if run.kind != RunKind.GONE]


@require_POST
def restore(request: Request, pk: int) -> HttpResponse:
    """The version, or the paragraph of it, that the button names."""
    article = load(draft_articles_for(request.viewer), pk)
    number, version, paragraph = (
        number_in(request.POST.get(name, "")) for name in ("number", "version", "paragraph")
    )
    given: dict[str, Any] = {"number": number or 0, "version": version or 0, "paragraph": paragraph}
    if attempt(request, restore_version, _("已恢复。原来的文字仍在历次文字里。"), article=article, **given):
        return redirect(_desk(article))
    return redirect("article-versions", pk=pk)


def _desk(article: Article) -> str:
    return f"{reverse('draft', args=[article.issue_id])}?article={article.pk}"


class ReplaceForm(OpenForm):
    """What to look for, what to write instead, and where."""

    old = line(gettext_lazy("查找"), LONGEST, required=True, strip=False)
    new = line(gettext_lazy("替换为（留空即删去）"), LONGEST, strip=False)
    article: Any = forms.ModelChoiceField(
        label=gettext_lazy("范围"), queryset=None, required=False, empty_label=gettext_lazy("整期")
    )
    beside = ("new",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        article: Any = self.fields["article"]
        article.queryset = draft_articles_for(self.viewer).filter(issue=self.row).order_by("position")


def _replace_page(request: Request, issue: Issue, boxes: Sequence[PagePart]) -> HttpResponse:
    """The form, and every place that would change."""
    head = PageHead(
        _("查找和替换"),
        crumb=Link(draft_title(issue), reverse("draft", args=[issue.pk])),
        name=_("查找和替换"),
    )
    old, new = request.GET.get("old", ""), request.GET.get("new", "")
    chosen = number_in(request.GET.get("article", ""))
    if not old:
        return page(request, head, *boxes)
    articles = draft_articles_for(request.viewer).filter(issue=issue).order_by("position")
    found = found_in(articles.filter(pk=chosen) if chosen else articles, old)
    lines = [_place(each, new) for each in found[:MOST_FOUND]]
    empty = filled(_("文中没有“{words}”。"), words=old)
    more = len(found) - len(lines)
    return page(request, head, *boxes, Entries(_("找到的地方"), lines, more, empty=empty))


def _place(each: FoundWords, new: str) -> Entry:
    words = format_html("{}<del>{}</del><ins>{}</ins>{}", each.before, each.words, new, each.after)
    return Entry(words, small=each.article.title)


def _look(*, issue: Issue, old: str, new: str, article: Article | None, **_who: Any) -> str:
    given = {"old": old, "new": new, "article": article.pk if article else ""}
    return f"{reverse('draft-replace', args=[issue.pk])}?{urlencode(given)}"


def _replace(*, issue: Issue, old: str, new: str, article: Article | None, **given: Any) -> str:
    chosen = [article] if article else list(issue.articles.select_related("issue", "office"))
    replace_words(articles=chosen, old=old, new=new, **given)
    return f"{reverse('draft', args=[issue.pk])}{f'?article={article.pk}' if article else ''}"


REPLACE = Steps(
    "issue",
    StepForm(
        [
            Step("look", _look, gettext_lazy("查找")),
            Step("replace", _replace, gettext_lazy("全部替换"), gettext_lazy("已替换。"), look=SECOND),
        ],
        ReplaceForm,
    ),
    load=seen(drafts_for),
    page=_replace_page,
    goes=str,
    asked=("old", "new", "article"),
)
urlpatterns = [
    Route("articles/<int:pk>/versions/", show, "article-versions", Permission.SEE_ISSUES),
    Route("articles/<int:pk>/restore/", restore, "article-restore", Permission.EDIT_BULLETIN),
    *REPLACE.routes("drafts/<int:pk>/replace/", "draft-replace", Permission.EDIT_BULLETIN),
]
