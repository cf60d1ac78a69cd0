"""Issues at the desk: begun, put together, passed from hand to hand."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.forms import HiddenInput
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from taizhang.bulletin.actions import issues, looks
from taizhang.bulletin.actions.remarks import remark_on_article
from taizhang.bulletin.models import Article, Issue, Remark
from taizhang.bulletin.queries.archive import look_of
from taizhang.bulletin.queries.changed_since import changes_since
from taizhang.bulletin.queries.composing import as_printed
from taizhang.bulletin.typesetting.rendering import template_for
from taizhang.bulletin.typesetting.typeset_cache import kept_sheet, known_sheet
from taizhang.bulletin.visible import draft_articles_for, drafts_for, issues_for
from taizhang.core.lifecycle.bulletin_life import ISSUE
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.edits import found_among
from taizhang.ledger.models import DirectiveSubject
from taizhang.office import clock
from taizhang.office.faults import not_essential
from taizhang.office.permissions import Permission
from taizhang.press import words_at
from taizhang.web.directives.writing import directive_parts
from taizhang.web.frame.access import load, may, offered, person_of, seen, viewer_of
from taizhang.web.frame.keeping import refuse, status_of
from taizhang.web.frame.meaning import meaning_parts
from taizhang.web.frame.parts import PagePart
from taizhang.web.frame.perform import attempt, who
from taizhang.web.frame.query_values import number_in
from taizhang.web.issues.attachments import attached_at_desk, attaching_steps
from taizhang.web.issues.forms import HeadForm, NewIssueForm, desk_forms, head_initial, head_json
from taizhang.web.issues.page import draft_leaf, draft_page, draft_title
from taizhang.web.reading.live_page import answer_page, answer_picture
from taizhang.web.reading.page import page_asked
from taizhang.web.remarks.raising import raising
from taizhang.web.remarks.thread import (
    RemarkList,
    all_at_once,
    article_remarks_for,
    back_to,
    home_of,
    remark_list,
)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The issues at the desk, and the next one to begin."""
    rows = [(issue, draft_title(issue)) for issue in drafts_for(viewer_of(request))]
    form = NewIssueForm(today=clock.today()) if may(request, Permission.EDIT_BULLETIN) else None
    return render(request, "issues/index.html", {"rows": rows, "form": form})


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """The next issue of a series."""
    form = NewIssueForm(request.POST, today=clock.today())
    if not form.is_valid():
        rows = [(issue, draft_title(issue)) for issue in drafts_for(viewer_of(request))]
        return render(request, "issues/index.html", {"rows": rows, "form": form}, status=422)
    issue = issues.open_issue(**form.begins, **who(request))
    messages.success(request, _("已新开一期，沿用上一期的报送范围和联系方式。"))
    return redirect("draft", pk=issue.pk)


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The desk: articles, text with its figures, and the official page; of a sealed issue, its page in the archive."""
    return out_already(request, pk) or desk(request, pk)


def out_already(request: HttpRequest, pk: int) -> HttpResponse | None:
    """Lead to an issue that left the desk while its page was open; None for any other."""
    if not issues_for(viewer_of(request)).filter(pk=pk).exists():
        return None
    messages.info(request, _("这一期已经签发封存。"))
    return redirect("issue", pk=pk)


@require_safe
def beside(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands beside the text, after a save: the articles, the questions, how the figures stand."""
    issue = load(drafts_for(viewer_of(request)), pk)
    shown = draft_page(request, issue, _chosen(request))
    context = {"desk": shown, "editing": "compose" in shown.verbs, **desk_forms(None, {})}
    return render(request, "issues/_beside.html", context)


def _chosen(request: HttpRequest) -> int | None:
    return number_in(request.GET.get("article", ""))


def desk(
    request: HttpRequest,
    pk: int,
    *,
    form: HeadForm | None = None,
    article: int | None = None,
    status: int = 200,
    remarking: Sequence[PagePart] | None = None,
    attaching: Sequence[PagePart] | None = None,
    **typed: forms.Form,
) -> HttpResponse:
    """The desk with ``article`` open (None: the one of the address); ``typed``, ``remarking`` and
    ``attaching``: forms that were refused.
    """
    issue = load(drafts_for(viewer_of(request)), pk)
    shown = draft_page(request, issue, article or _chosen(request), page_asked(request))
    look, here = look_of(issue, person_of(request)), shown.open.article if shown.open else None
    if here and remarking is None and "remark" in shown.verbs:
        remarking = RAISE.boxes(request, here)
    context: dict[str, Any] = {
        "desk": shown,
        "form": form or HeadForm(initial=head_initial(issue), issue=issue),
        **desk_forms(here, typed),
        "seen": look,
        "changes": [(each, meaning_parts(each.runs)) for each in changes_since(issue, look)],
        "editing": "compose" in shown.verbs,
        **_view_of(request),
        "remarking": remarking or (),
        "attached": [
            *attached_at_desk(issue, editing="compose" in shown.verbs),
            *(ATTACH.boxes(request, issue) if attaching is None else attaching),
        ],
        "directives": directive_parts(request, DirectiveSubject.ISSUE, issue),
        "remarks": remarks_beside(request, here, shown.verbs) if here else None,
    }
    if request.method == "GET":
        with not_essential("what was seen"):
            looks.note_look(issue=issue, **who(request))
    return render(request, "issues/desk.html", context, status=status)


@require_POST
def head(request: HttpRequest, pk: int) -> HttpResponse:
    """Masthead, note and imprint of the issue."""
    issue = load(drafts_for(viewer_of(request)), pk)
    form = HeadForm(request.POST, issue=issue)
    if _head_kept(request, issue, form) and not request.htmx:  # type: ignore[attr-defined]
        messages.success(request, _("本期要素已保存。"))
        return redirect(f"{reverse('draft', args=[pk])}#head")
    if not request.htmx:  # type: ignore[attr-defined]
        return desk(request, pk, form=form, status=422)
    context = {
        "form": form,
        "kept": form.is_valid(),
        "time": localtime(clock.now()),
        "version": HiddenInput().render("version", issue.version, {}),
    }
    return render(request, "issues/_head_kept.html", context, status=status_of(form))


def _head_kept(request: HttpRequest, issue: Issue, form: HeadForm) -> bool:
    """Store the masthead; an objection stands at the head of the form."""
    if form.is_valid():
        try:
            given = form.cleaned_data
            issues.edit_head(
                issue=issue,
                version=given["version"],
                on=given["date"],
                issuer=given["issuer"],
                kind=given["kind"],
                head=head_json(given),
                **who(request),
            )
        except Refused as refusal:
            refuse(form, refusal)
    return form.is_valid()


@require_POST
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """The order of the articles: the whole of it (dragged), or one moved up or down."""
    issue = load(drafts_for(viewer_of(request)), pk)
    there = list(issue.articles.values_list("pk", flat=True))
    wanted = _wanted(request, there)
    attempt(request, issues.order_articles, _("稿件次序已更改。"), issue=issue, order=wanted)
    chosen = number_in(request.POST.get("article", ""))
    return redirect(f"{reverse('draft', args=[pk])}{f'?article={chosen}' if chosen else ''}")


def _wanted(request: HttpRequest, there: list[int]) -> list[int]:
    if "order" in request.POST:
        return [number_in(each) or 0 for each in request.POST["order"].split(",")]
    chosen, move = number_in(request.POST.get("article", "")), request.POST.get("move")
    if chosen not in there:
        raise Http404
    at = there.index(chosen)
    to = max(0, min(len(there) - 1, at + (-1 if move == "up" else 1)))
    there.insert(to, there.pop(at))
    return there


@require_safe
def leaf(request: HttpRequest, pk: int) -> HttpResponse:
    """The pane of the official page, typeset as the text stands now."""
    issue = load(drafts_for(viewer_of(request)), pk)
    shown = draft_leaf(issue, page_asked(request), offered(request, ISSUE, issue.state, None), check=True)
    return render(request, "reading/_leaf.html", {"leaf": shown, **_view_of(request)})


def _view_of(request: HttpRequest) -> dict[str, bool]:
    """Whether all pages are shown below each other."""
    return {"scrolls": True, "every": request.GET.get("all") == "1"}


@require_safe
def words(request: HttpRequest, pk: int, page: int) -> HttpResponse:
    """Which article has the words at a point of the page, and where in its text they stand; 204 where none has."""
    issue = load(drafts_for(viewer_of(request)), pk)
    across, down = (_share(request.GET.get(name, "")) for name in ("x", "y"))
    sheet = known_sheet(as_printed(issue), template_for(issue))
    there = words_at(sheet.pdf, page, across, down) if sheet else None
    articles = list(issue.articles.order_by("position"))
    found = found_among([article.text for article in articles], *there) if there else None
    if found is None:
        return HttpResponse(status=204)
    article, start = articles[found[0]], found[1]
    url = f"{reverse('draft', args=[pk])}?article={article.pk}#at-{start}"
    return JsonResponse({"article": article.pk, "start": start, "url": url})


def _share(text: str) -> float:
    """A share in thousandths."""
    return min(number_in(text) or 0, 1_000) / 1_000


@require_safe
def picture(request: HttpRequest, pk: int, page: int) -> HttpResponse:
    """One page as a picture."""
    issue = load(drafts_for(viewer_of(request)), pk)
    # While somebody types, the page asked for may be a moment old already: it is shown all the same.
    if sheet := kept_sheet(request.GET.get("v", "")):
        return answer_page(request, sheet, page)
    return answer_picture(request, as_printed(issue), template_for(issue), page)


@require_safe
def remarks(request: HttpRequest, pk: int) -> HttpResponse:
    """The list of remarks beside the text, as it stands now."""
    article = load(draft_articles_for(viewer_of(request)), pk)
    verbs = offered(request, ISSUE, article.issue.state, None)
    return render(request, "remarks/_list.html", {"part": remarks_beside(request, article, verbs)})


def remarks_beside(request: HttpRequest, article: Article, verbs: Collection[str]) -> RemarkList:
    """The remarks on the article, and what can be done about them."""
    rows = article_remarks_for(viewer_of(request)).filter(article=article)
    return remark_list(request, rows, ALL.boxes(request, article) if "compose" in verbs else ())


def _remarking(request: HttpRequest, article: Article, boxes: Sequence[PagePart]) -> HttpResponse:
    return desk(request, article.issue_id, article=article.pk, remarking=boxes)


def _remarked(request: HttpRequest, row: Remark) -> HttpResponse:
    return redirect(home_of(viewer_of(request), row))


def _attaching(request: HttpRequest, issue: Issue, boxes: Sequence[PagePart]) -> HttpResponse:
    return desk(request, issue.pk, attaching=boxes)


ATTACH = attaching_steps(_attaching)
RAISE = raising("article", remark_on_article, seen(draft_articles_for), _remarking, _remarked, versioned=True)
ALL = all_at_once(seen(draft_articles_for), _remarking, back_to)
