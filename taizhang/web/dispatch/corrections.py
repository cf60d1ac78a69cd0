"""Corrections: drafted by the editor, issued by the signer, run in a later issue or as a revision."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from taizhang.bulletin.actions import correcting
from taizhang.bulletin.actions.correcting import Erratum
from taizhang.bulletin.models import Article, Correction, Issue, Printed
from taizhang.bulletin.visible import corrections_for, drafts_for, issues_for, printed_for
from taizhang.core.lifecycle.bulletin_life import CORRECTION, CorrectionState, IssueState
from taizhang.core.text.messages import filled
from taizhang.office.models import Person
from taizhang.office.permissions import Permission
from taizhang.web.dispatch.forms import CorrectionForm
from taizhang.web.frame.access import load, offered, seen, viewer_of
from taizhang.web.frame.parts import (
    Actions,
    Entries,
    Entry,
    Facts,
    Link,
    PageHead,
    PagePart,
    PostButton,
    Prose,
    by_at,
    dotted,
    link,
    page,
)
from taizhang.web.frame.perform import attempt
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import Step, StepForm, Steps
from taizhang.web.frame.tags_record_look import moment
from taizhang.web.frame.titles import issue_title
from taizhang.web.issues.page import draft_title

LIST, NEW = gettext_lazy("更正"), gettext_lazy("起草更正")
SHOWN = 100
ROUTE_OF = {"issue": "issue", "report": "report", "activity": "activity", "figure": "figure"}


@require_safe
def index(request: Request) -> HttpResponse:
    """All corrections, the open ones first."""
    rows = corrections_for(request.viewer)
    drafts = [_entry(row) for row in rows.filter(state=CorrectionState.DRAFT)[:SHOWN]]
    done = [_entry(row) for row in rows.exclude(state=CorrectionState.DRAFT)[:SHOWN]]
    return page(
        request,
        PageHead(LIST, facts=[_("从某一期的分发页起草；原刊不改动。")]),
        Entries(_("待签发"), drafts, empty=_("没有待签发的更正。")),
        Entries(_("已办"), done, empty=_("还没有发布过更正。")),
    )


def _title(row: Correction) -> str:
    return filled(_("“{wrong}” → “{right}”"), wrong=row.wrong, right=row.right)


def _entry(row: Correction) -> Entry:
    return Entry(
        _title(row),
        reverse("correction", args=[row.pk]),
        small=dotted(issue_title(row.issue), row.reason),
        aside=format_html("{} {}", row.get_state_display(), moment(row.issued_at or row.at)),
    )


def _new_page(request: Request, issue: Issue, boxes: Sequence[PagePart]) -> HttpResponse:
    crumb = Link(issue_title(issue), reverse("issue-sendings", args=[issue.pk]))
    return page(request, PageHead(NEW, crumb=crumb), *boxes)


def _edit_page(request: Request, row: Correction, boxes: Sequence[PagePart]) -> HttpResponse:
    return _new_page(request, row.issue, boxes)


@require_safe
def show(request: Request, pk: int) -> HttpResponse:
    """The notice, every place where the words were printed, and what can be done."""
    row = load(corrections_for(request.viewer), pk)
    head = PageHead(_title(row), name=LIST, crumb=Link(LIST, _list()), facts=[row.get_state_display()])
    notice = Prose(_("更正说明"), row.notice, official=True)
    return page(request, head, notice, _facts(row), _actions(request, row), _places(request, row))


def _list() -> str:
    return reverse("corrections")


def _facts(row: Correction) -> Facts:
    sendings = reverse("issue-sendings", args=[row.issue_id])
    figure = row.figure and link(row.figure.name, reverse("figure", args=[row.figure.pk]))
    revision = row.issue.revisions.filter(correction=row).first()
    if revision:
        words = _("修订版{letter}已封存，去分发").format(letter=revision.letter)
        sealed: object = link(words, f"{sendings}?letter={revision.letter}")
    else:
        sealed = _("签发时另出修订版") if row.as_revision else _("不出")
    return Facts(
        _("更正情况"),
        [
            (_("期"), link(issue_title(row.issue), sendings)),
            (_("原因"), row.reason),
            (_("拟稿"), by_at(row.by, row.at)),
            (_("签发"), by_at(row.issued_by, row.issued_at) if row.issued_by else ""),
            (_("台账数据"), figure),
            (_("刊登于"), draft_title(row.runs_in) if row.runs_in else ""),
            (_("修订版"), sealed),
        ],
    )


def _actions(request: Request, row: Correction) -> Actions:
    """Issue, change or drop a draft; run an issued one in an issue that is being composed."""
    verbs, url = offered(request, CORRECTION, row.state, None), reverse("correction-act", args=[row.pk])
    buttons = {
        "issue": PostButton(_("签发更正"), url, {"act": "issue"}, look="button button-main"),
        "drop": PostButton(_("放弃"), url, {"act": "drop"}, look="button"),
    }
    posts = [button for verb, button in buttons.items() if verb in verbs]
    if row.state == CorrectionState.ISSUED and request.viewer.may(Permission.EDIT_BULLETIN):
        for issue in drafts_for(request.viewer).filter(state=IssueState.COMPOSING):
            words = _("编入 {issue}").format(issue=draft_title(issue))
            posts.append(PostButton(words, url, {"act": "run", "issue": issue.pk}, look="button"))
    edit = Link(_("修改"), reverse("correction-edit", args=[row.pk]))
    return Actions(posts, [edit] if "edit" in verbs else [])


def _places(request: Request, row: Correction) -> Entries:
    rows = list(row.places.order_by("pk"))
    settled = sum(place.settled_at is not None for place in rows)
    counted = _("已处理 {n}，共 {m}").format(n=settled, m=len(rows))
    at_desk = set(drafts_for(request.viewer).values_list("pk", flat=True))
    lines = [_place(place, at_desk, request.viewer.may(Permission.EDIT_BULLETIN)) for place in rows]
    return Entries(dotted(_("刊载之处"), counted), lines)


def _place(place: Printed, at_desk: set[int], settles: bool) -> Entry:
    """Where the words stand: a sealed issue is read, one at the desk is opened there."""
    route = "draft" if place.kind == "issue" and place.target in at_desk else ROUTE_OF[place.kind]
    state = format_html('<span class="signal-good">{}</span>', _("● 已处理")) if place.settled_at else ""
    settle = PostButton(_("已处理"), reverse("place-settle", args=[place.pk]), of=place.title)
    offers = settles and not state
    return Entry(
        place.title,
        reverse(route, args=[place.target]),
        small=place.sentence,
        aside=state or ("" if offers else _("○ 未处理")),
        posts=[settle] if offers else [],
    )


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue, drop, or run in an issue at the desk."""
    row = load(corrections_for(viewer_of(request)), pk)
    verb = request.POST.get("act", "")
    given: dict[str, Any] = {"correction": row}
    if verb == "run":
        key = number_in(request.POST.get("issue", ""))
        given["issue"] = get_object_or_404(drafts_for(viewer_of(request)), pk=key)
    issued = _("更正已签发，修订版已封存。") if row.as_revision else _("更正已签发。")
    verbs: dict[str, tuple[Callable[..., Any], str]] = {
        "run": (correcting.run_in, _("更正已编入该期。")),
        "issue": (correcting.issue_correction, issued),
        "drop": (correcting.drop_correction, _("更正已放弃。")),
    }
    if verb not in verbs:
        raise Http404
    attempt(request, *verbs[verb], **given)
    return redirect(_address(row))


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """A place has been looked at."""
    place = load(printed_for(viewer_of(request)), pk)
    attempt(request, correcting.settle_place, _("已记为处理。"), place=place)
    return redirect("correction", pk=place.correction_id)


def _address(row: Correction) -> str:
    return reverse("correction", args=[row.pk])


def _draft(*, issue: Issue, article: Article, by: Person, at: datetime, **erratum: Any) -> Correction:
    """``issue`` is the article's."""
    return correcting.draft_correction(article=article, erratum=Erratum(**erratum), by=by, at=at)


def _edit(
    *, correction: Correction, article: Article, by: Person, at: datetime, **erratum: Any
) -> Correction:
    """``article`` is the one it was drafted for."""
    return correcting.edit_correction(correction=correction, erratum=Erratum(**erratum), by=by, at=at)


DRAFTED = gettext_lazy("更正已拟稿，刊载之处列在下面，请签发人签发。")
WRITE = gettext_lazy("拟稿，列出刊载之处")
DRAFTING: Steps[Issue] = Steps(
    "issue",
    StepForm([Step("draft", _draft, WRITE, DRAFTED)], CorrectionForm, at_field="wrong"),
    load=seen(issues_for),
    page=_new_page,
    goes=_address,
    asked=("article", "wrong"),
)
EDITING: Steps[Correction] = Steps(
    "correction",
    StepForm(
        [Step("edit", _edit, WRITE, DRAFTED)],
        CorrectionForm,
        at_field="wrong",
        initial=lambda row: {
            **{name: getattr(row, name) for name in CorrectionForm.base_fields},
            "which": row.which or None,
        },
        as_stored=True,
    ),
    load=seen(corrections_for),
    page=_edit_page,
    goes=_address,
)
urlpatterns = [
    *DRAFTING.routes("issues/<int:pk>/correct/", "correction-new", Permission.EDIT_BULLETIN),
    Route("corrections/", index, "corrections", Permission.SEE_ISSUES),
    Route("corrections/<int:pk>/", show, "correction", Permission.SEE_ISSUES),
    *EDITING.routes("corrections/<int:pk>/edit/", "correction-edit", Permission.EDIT_BULLETIN),
    # The table of a correction's life says who may take which step.
    Route("corrections/<int:pk>/act/", act, "correction-act", Permission.SEE_ISSUES),
    Route("places/<int:pk>/settle/", settle, "place-settle", Permission.EDIT_BULLETIN),
]
