"""The page of one article: for its unit what became of it, for the editor what there is to decide."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from taizhang.bulletin.actions import inbox, issues, submissions
from taizhang.bulletin.actions.remarks import remark_on_submission
from taizhang.bulletin.models import Issue, Remark, Submission
from taizhang.bulletin.queries.submissions import SignedRound, SubmissionFate, fates_of, rounds_of
from taizhang.bulletin.visible import draft_articles_for, drafts_for, submissions_for, submissions_of
from taizhang.core.lifecycle.bulletin_life import SUBMISSION, IssueState, SubmissionState
from taizhang.office import clock
from taizhang.office.permissions import Permission
from taizhang.web.frame.access import load, offered, seen, viewer_of
from taizhang.web.frame.parts import Facts, Link, PageHead, PagePart, Prose, by_at, dotted, link, page
from taizhang.web.frame.perform import attempt
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import SECOND, Step, StepForm, Steps
from taizhang.web.frame.tags_record_look import moment
from taizhang.web.remarks.raising import raising
from taizhang.web.remarks.thread import (
    all_at_once,
    back_to,
    home_of,
    remark_list,
    submission_remarks_for,
)
from taizhang.web.submissions.article_check import Checked, checked
from taizhang.web.submissions.forms import (
    AdoptForm,
    DuplicateForm,
    EditorWordsForm,
    HandBackSubmissionForm,
    SignForm,
    UnitWithdrawForm,
)
from taizhang.web.submissions.parts import TextDifference, title_shown

BACK = ("inbox", "queue")  # where a click on 采用 was made
HELD_BY_UNIT = (SubmissionState.DRAFT, SubmissionState.UNIT_REVIEW, SubmissionState.RETURNED)


@dataclass(frozen=True, slots=True)
class FatePart:
    """What became of it where it was adopted."""

    template: ClassVar[str] = "submissions/_fate.html"
    fate: SubmissionFate


@dataclass(frozen=True, slots=True)
class ArticleText:
    """The text with its figures marked, its questions and what it repeats; they are the unit's own until it signs."""

    template: ClassVar[str] = "submissions/_text.html"
    heading: str
    checked: Checked
    remarked: str  # the text in which remarks have their places; empty where another one is shown


@dataclass(frozen=True, slots=True)
class AdoptBox:
    """Adopted with one click, into the newest issue (``into``; None: there is none); another can be chosen."""

    template: ClassVar[str] = "submissions/_adopt.html"
    url: str
    form: AdoptForm
    into: Issue | None


@require_safe
def show(request: Request, pk: int) -> HttpResponse:
    """The article as whoever asks may see it."""
    row = load(submissions_for(request.viewer), pk)
    return _page(request, row, SIGNING.boxes(request, row), DECIDING.boxes(request, row))


def _page(
    request: Request,
    row: Submission,
    signing: Sequence[PagePart],
    deciding: Sequence[PagePart],
    remarking: Sequence[PagePart] | None = None,
) -> HttpResponse:
    """What became of it first."""
    own, rounds = row.unit in request.viewer.units, rounds_of(row)
    verbs = offered(request, SUBMISSION, row.state, row.unit)
    title, body = _signed_text(row, rounds, own)
    read = checked(row, title, body, clock.today()) if title or body else None
    writes = Link(_("修改"), reverse("submission-write", args=[row.pk]), filled=True)
    shown = title or _("（未命名的投稿）")
    head = PageHead(
        shown,
        crumb=_crumb(request, own),
        facts=[dotted(row.unit, row.get_state_display())],
        links=[writes] if "write" in verbs else [],
    )
    adopting = [_adopt_box(request, row)] if "adopt" in verbs else []
    if remarking is None:
        remarking = RAISE.boxes(request, row) if verbs & {"remark", "remark_from_desk"} else []
    said = _remarks(request, row, verbs, bool(remarking))
    aside = [*(signing if own else []), *said, *adopting, *deciding, _facts(row, rounds, read, own)]
    return page(request, head, *_parts(row, rounds, read, own), *remarking, aside=aside)


def _remarks(request: Request, row: Submission, verbs: Collection[str], asked: bool) -> list[PagePart]:
    """The remarks on the text; nothing where there are none and none can be raised."""
    rows = submission_remarks_for(request.viewer).filter(submission=row)
    boxes = ALL.boxes(request, row) if "write" in verbs else ()
    return [remark_list(request, rows, boxes)] if asked or rows else []


def _remarking(request: Request, row: Submission, boxes: Sequence[PagePart]) -> HttpResponse:
    return _page(request, row, SIGNING.boxes(request, row), DECIDING.boxes(request, row), boxes)


def _remarked(request: HttpRequest, row: Remark) -> HttpResponse:
    return redirect(home_of(viewer_of(request), row))


def _crumb(request: Request, own: bool) -> Link:
    if own:
        return Link(_("投稿"), reverse("submissions"))
    if request.viewer.may(Permission.EDIT_BULLETIN):
        return Link(_("来稿"), reverse("inbox"))
    return Link(_("编辑台"), reverse("drafts"))


def _signed_text(row: Submission, rounds: list[SignedRound], own: bool) -> tuple[str, str]:
    """What the unit holds itself is shown as it stands now; all else as it was last signed."""
    if (own and row.state in HELD_BY_UNIT) or not rounds:
        return (row.title, row.body) if own else ("", "")
    return rounds[0].text.title, rounds[0].text.body


def _parts(row: Submission, rounds: list[SignedRound], read: Checked | None, own: bool) -> Iterator[PagePart]:
    if row.reason:
        yield Prose(_("意见"), row.reason)
    yield from map(FatePart, fates_of(row))
    if read:
        signed = rounds and row.state != SubmissionState.UNIT_REVIEW
        heading = _("报送原文（第{n}次）").format(n=rounds[0].text.round) if signed else _("稿件")
        now = not signed or (row.title, row.body) == (rounds[0].text.title, rounds[0].text.body)
        yield ArticleText(heading, read, row.text if now else "")
    for number, each in enumerate(rounds):
        if each.runs is not None:
            heading = _("第{n}次报送比上一次改了哪里").format(n=each.text.round)
            yield TextDifference(heading, each.runs, moment(each.text.signed_at), folded=own or number > 0)


def _facts(row: Submission, rounds: list[SignedRound], read: Checked | None, own: bool) -> Facts:
    project, commission = row.project, row.commission
    length = dotted(_("{n}字").format(n=read.length), read.length_words) if read else ""
    return Facts(
        _("来稿情况"),
        [
            (_("状态"), row.get_state_display()),
            (_("供稿单位"), row.unit),
            (_("项目"), link(project.title, reverse("project", args=[project.pk])) if project else ""),
            (_("类别"), row.theme.name if row.theme else ""),
            (
                _("约稿"),
                link(commission.title, reverse("commission", args=[commission.pk])) if commission else "",
            ),
            (_("撰稿"), row.written_by),
            (_("审签"), by_at(rounds[0].text.signed_by, rounds[0].text.signed_at) if rounds else ""),
            (_("篇幅"), length),
            (_("处理"), by_at(row.decided_by, row.decided_at) if row.decided_at else ""),
            (_("与之重复"), _duplicate(row, own)),
        ],
    )


def _duplicate(row: Submission, own: bool) -> object:
    """The other article; of another unit's, its unit only."""
    other = row.duplicate_of
    if other is None:
        return ""
    if own and other.unit_id != row.unit_id:
        return other.unit
    return link(title_shown(other), reverse("submission", args=[other.pk]))


def _adopt_box(request: HttpRequest, row: Submission) -> AdoptBox:
    form = _adopt_form(request)
    into = form.fields["issue"].queryset.first()  # type: ignore[attr-defined]
    return AdoptBox(reverse("submission-adopt", args=[row.pk]), form, into)


def _adopt_form(request: HttpRequest, given: object = None) -> AdoptForm:
    """The issues that are being composed, the newest first: that is where it goes unless told."""
    composing = drafts_for(viewer_of(request)).filter(state=IssueState.COMPOSING)
    articles = draft_articles_for(viewer_of(request)).filter(issue__in=composing)
    return AdoptForm(given, issues=composing, articles=articles.order_by("issue", "position"))


@require_POST
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """Into the issue that was chosen, else into the one being composed."""
    row, form = load(submissions_for(viewer_of(request)), pk), _adopt_form(request, request.POST)
    if not form.is_valid():
        raise Http404
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    attempt(request, issues.adopt, _("已采用，编入本期。"), submission=row, **chosen)
    back = request.POST.get("next", "")
    return redirect(back) if back in BACK else redirect("submission", pk=pk)


def _own(request: HttpRequest, pk: int) -> Submission:
    return load(submissions_of(viewer_of(request).units), pk)


def _signing_page(request: Request, row: Submission, boxes: Sequence[PagePart]) -> HttpResponse:
    return _page(request, row, boxes, DECIDING.boxes(request, row))


def _deciding_page(request: Request, row: Submission, boxes: Sequence[PagePart]) -> HttpResponse:
    return _page(request, row, SIGNING.boxes(request, row), boxes)


def _after_signing(result: object) -> str:
    """The landing page; after what was taken back, the unit's own articles."""
    return reverse(
        "submissions" if isinstance(result, Submission) and result.state == "withdrawn" else "queue"
    )


def _decided(row: Submission) -> str:
    return _("已处理：{title}").format(title=row.title)


SIGNING = Steps(
    "submission",
    StepForm(
        [
            Step(
                "sign_off",
                submissions.sign_submission,
                gettext_lazy("审签"),
                gettext_lazy("已审签，报送办公室。"),
            )
        ],
        SignForm,
        initial=lambda row: {"version": row.version},
    ),
    StepForm(
        [
            Step(
                "hand_back",
                submissions.hand_back_submission,
                gettext_lazy("退回"),
                gettext_lazy("已退回联络员。"),
                look=SECOND,
            )
        ],
        HandBackSubmissionForm,
    ),
    StepForm(
        [
            Step(
                "withdraw",
                submissions.withdraw_submission,
                gettext_lazy("确认撤回"),
                gettext_lazy("已撤回。"),
            )
        ],
        UnitWithdrawForm,
        fold=gettext_lazy("撤回这篇投稿"),
    ),
    load=_own,
    page=_signing_page,
    table=SUBMISSION,
    goes=_after_signing,
)
_decide = partial(Step, done=_decided, look=SECOND)
DECIDING = Steps(
    "submission",
    StepForm(
        [
            _decide("accept", inbox.accept_submission, gettext_lazy("受理，暂不编入"), takes={}),
            _decide("return", inbox.return_submission, gettext_lazy("退改")),
            _decide("hold", inbox.hold_submission, gettext_lazy("留用")),
            _decide("decline", inbox.decline_submission, gettext_lazy("不采用")),
        ],
        EditorWordsForm,
    ),
    StepForm(
        [_decide("mark_duplicate", inbox.mark_duplicate, gettext_lazy("标为重复来稿"))],
        DuplicateForm,
        fold=gettext_lazy("与另一篇来稿重复"),
    ),
    load=seen(submissions_for),
    page=_deciding_page,
    table=SUBMISSION,
    goes=lambda row: reverse("inbox"),
)
RAISE = raising("submission", remark_on_submission, seen(submissions_for), _remarking, _remarked)
ALL = all_at_once(_own, _remarking, back_to)
urlpatterns = [
    Route("submissions/<int:pk>/", show, "submission", Permission.ACT_IN_BULLETIN),  # the loader says whose
    *SIGNING.post("submissions/<int:pk>/act/", "submission-act", Permission.SUBMIT),
    Route("submissions/<int:pk>/adopt/", adopt, "submission-adopt", Permission.EDIT_BULLETIN),
    *RAISE.post("submissions/<int:pk>/remark/", "submission-remarked", Permission.ACT_IN_BULLETIN),
    *ALL.post("submissions/<int:pk>/remarks/all/", "submission-remarks-all", Permission.SUBMIT),
    *DECIDING.post("submissions/<int:pk>/decide/", "submission-decide", Permission.EDIT_BULLETIN),
]
