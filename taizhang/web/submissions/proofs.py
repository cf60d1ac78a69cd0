"""Proofs: the editor shows the unit what will be printed, the unit confirms it or objects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from taizhang.bulletin.actions import proofs
from taizhang.bulletin.actions.remarks import remark_on_proof
from taizhang.bulletin.models import Proof, Remark, SubmittedText
from taizhang.bulletin.queries.submissions import changed_figures, difference, signed_of
from taizhang.bulletin.visible import draft_articles_for, proofs_for
from taizhang.core.lifecycle.bulletin_life import PROOF, ProofState
from taizhang.core.text.merge3 import MergeRun, RunKind
from taizhang.office.permissions import Permission
from taizhang.web.frame.access import load, offered, seen, viewer_of
from taizhang.web.frame.meaning import meaning_parts
from taizhang.web.frame.parts import Facts, Link, Note, PageHead, PagePart, Prose, by_at, dotted, link, page
from taizhang.web.frame.perform import attempt
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import QUIET, Step, StepForm, Steps
from taizhang.web.remarks.raising import raising
from taizhang.web.remarks.thread import article_remarks_for, remark_list
from taizhang.web.submissions.forms import ProofAnswerForm
from taizhang.web.submissions.parts import MovedFigures, TextDifference


@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the article to its unit as it stands."""
    article = load(draft_articles_for(viewer_of(request)), pk)
    attempt(request, proofs.ask_proof, _("已送校样，请单位确认。"), article=article)
    return redirect(f"{reverse('draft', args=[article.issue_id])}?article={article.pk}")


def _page(request: Request, row: Proof, boxes: Sequence[PagePart]) -> HttpResponse:
    remarks = "remark" in offered(request, PROOF, row.state, row.unit)
    return _shown(request, row, boxes, RAISE.boxes(request, row) if remarks else ())


def _remarking(request: Request, row: Proof, boxes: Sequence[PagePart]) -> HttpResponse:
    return _shown(request, row, STEPS.boxes(request, row), boxes)


def _remarked(request: HttpRequest, result: Remark) -> HttpResponse:
    return redirect(request.path.removesuffix("remark/") + f"#remark-{result.pk}")


def _shown(
    request: Request, row: Proof, boxes: Sequence[PagePart], remarking: Sequence[PagePart]
) -> HttpResponse:
    """The changed figures and the difference first; then the whole text, with what was said of it."""
    signed = signed_of(row.article, row.unit)
    edits = "overtake" in offered(request, PROOF, row.state, row.unit)
    at_desk = f"{reverse('draft', args=[row.article.issue_id])}?article={row.article_id}"
    head = PageHead(
        row.title,
        name=dotted(_("校样"), row.title),
        crumb=Link(_("待办"), reverse("queue")),
        facts=[dotted(_("校样"), row.unit, row.get_state_display())],
        links=[Link(_("去改稿"), at_desk)] if edits else [],
    )
    answer = []
    if row.answered_at:
        answer.append(Prose(row.get_state_display(), row.answer, [by_at(row.answered_by, row.answered_at)]))
    rows = article_remarks_for(request.viewer).filter(article=row.article)
    said = [remark_list(request, rows)] if remarking or rows else []
    aside = [*answer, *boxes, *said, _facts(row, signed)]
    return page(request, head, *_text(row, signed), *remarking, aside=aside)


def _text(row: Proof, signed: SubmittedText | None) -> Iterator[PagePart]:
    if row.state == ProofState.OVERTAKEN:
        yield Note(_("送校以后稿件又有改动，这一稿不用再确认；有新的校样会再送来。"))
    heading, text = _("将刊发的文字"), f"{row.title}\n{row.body}"
    if signed is None:
        note = _("这篇不是由本单位来稿编成，请直接核对全文。")
        yield TextDifference(heading, [MergeRun(RunKind.SAME, text)], note, text=text)
        return
    runs = difference((signed.title, signed.body), (row.title, row.body))
    if moved := changed_figures(runs):
        yield MovedFigures(moved)
    yield from meaning_parts(runs)
    same, changed = _("与报送原文一字不差。"), _("划去的是报送原文里有而删去的，着色的是新加的。")
    yield TextDifference(heading, runs, changed if len(runs) > 1 else same, text=text)


def _facts(row: Proof, signed: SubmittedText | None) -> Facts:
    original: object = ""
    if signed:
        words = _("第{n}次报送").format(n=signed.round)
        original = link(words, reverse("submission", args=[signed.submission_id]))
    asked = by_at(row.asked_by, row.asked_at)
    return Facts(_("送校情况"), [(_("送校人"), asked), (_("报送原文"), original)])


STEPS = Steps(
    "proof",
    StepForm(
        [
            Step(
                "confirm",
                partial(proofs.answer_proof, confirm=True),
                gettext_lazy("确认无误"),
                gettext_lazy("已确认，谢谢。"),
                takes={},
            ),
            Step(
                "object",
                partial(proofs.answer_proof, confirm=False),
                gettext_lazy("提出意见"),
                gettext_lazy("意见已送编辑。"),
            ),
        ],
        ProofAnswerForm,
    ),
    StepForm(
        [
            Step(
                "overtake",
                proofs.overtake_proof,
                gettext_lazy("收回这份校样"),
                gettext_lazy("校样已收回。"),
                look=QUIET,
            )
        ]
    ),
    load=seen(proofs_for),
    page=_page,
    table=PROOF,
    goes=lambda row: reverse("queue"),
)
RAISE = raising("proof", remark_on_proof, seen(proofs_for), _remarking, _remarked)
urlpatterns = [
    Route("articles/<int:pk>/proof/", ask, "proof-ask", Permission.EDIT_BULLETIN),
    *RAISE.post("proofs/<int:pk>/remark/", "proof-remark", Permission.ACT_IN_BULLETIN),
    *STEPS.routes("proofs/<int:pk>/", "proof", Permission.ACT_IN_BULLETIN),
]
