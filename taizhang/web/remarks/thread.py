"""One remark with what was said to it, and the steps that deal with it: alone on a page, or in the list beside a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taizhang.bulletin.actions import remarks
from taizhang.bulletin.actions.word_copies import MADE_FOR_OTHER_WORDS
from taizhang.bulletin.models import Article, Remark, RemarkReply
from taizhang.bulletin.rules.remarks import RemarkedText, may_write, subject_of
from taizhang.bulletin.visible import at_desk, remarks_for
from taizhang.core.lifecycle.bulletin_life import (
    ARTICLE_REMARK,
    AT_DESK,
    REPORT_REMARK,
    SUBMISSION_REMARK,
    RemarkState,
)
from taizhang.core.lifecycle.workflow import LifeTable
from taizhang.core.text.merge3 import MergeRun, compared
from taizhang.core.text.remarking import WORDS_LIMIT
from taizhang.ledger.models import ProgressReport
from taizhang.office.permissions import Permission
from taizhang.office.visible import Viewer
from taizhang.web.frame.access import load, viewer_of
from taizhang.web.frame.forms import OpenForm, line
from taizhang.web.frame.parts import Link, PageHead, PagePart, by_at, page
from taizhang.web.frame.request import Request
from taizhang.web.frame.steps import QUIET, SECOND, Step, StepForm, Steps

SHORT = 40  # characters of a headline in a heading
MOST_SHOWN = 80  # remarks beside a text
INLINE = "frame/parts/inline_steps.html"


class RemarkReplyForm(OpenForm):
    """What is said to a remark."""

    words = line(gettext_lazy("回复"), WORDS_LIMIT)


class PassOverForm(OpenForm):
    """Why the issue goes to print all the same."""

    reason = line(gettext_lazy("不作处理的理由"), WORDS_LIMIT)
    help = gettext_lazy("由本人署名，批注留在稿件上；本期可以继续送签、付印。")


@dataclass(frozen=True, slots=True)
class RemarkThread:
    """A remark with its replies; ``boxes``: what can be done about it."""

    template: ClassVar[str] = "remarks/_thread.html"
    remark: Remark
    boxes: Sequence[PagePart] = ()

    @property
    def runs(self) -> Sequence[MergeRun]:
        """The words as they would be changed."""
        return compared(self.remark.quote, self.remark.replacement) if self.remark.suggests else ()

    @property
    def replies(self) -> Iterable[RemarkReply]:
        return self.remark.replies.all()

    @property
    def lost(self) -> bool:
        """Whether the words are gone from the text."""
        return self.remark.start is None and bool(self.remark.quote or self.remark.suggests)

    @property
    def sentence_changed(self) -> bool:
        """Whether it was made for another sentence than stands now; a remark that says so itself says enough."""
        marked = self.remark.sentence_changed and self.remark.state == RemarkState.OPEN
        return marked and not self.lost and self.remark.words not in map(str, MADE_FOR_OTHER_WORDS)

    @property
    def raised(self) -> object:
        """Who said it and when; of what a Word file held, whose it is there and who took it back."""
        if self.remark.author:
            words = _("{author}（Word 稿），{person}带回")
            words = words.format(author=self.remark.author, person=self.remark.by)
            return by_at(words, self.remark.at)
        return by_at(self.remark.by, self.remark.at)

    @property
    def closed(self) -> object:
        return by_at(self.remark.closed_by, self.remark.closed_at) if self.remark.closed_at else ""


@dataclass(frozen=True, slots=True)
class RemarkList:
    """The remarks on a text: open ones first, ``boxes`` for all suggestions at once."""

    template: ClassVar[str] = "remarks/_sheet.html"
    threads: Sequence[RemarkThread]
    boxes: Sequence[PagePart] = ()
    more: int = 0  # that are not shown

    @property
    def open(self) -> list[RemarkThread]:
        return [each for each in self.threads if each.remark.state == RemarkState.OPEN]

    @property
    def closed(self) -> list[RemarkThread]:
        return [each for each in self.threads if each.remark.state != RemarkState.OPEN]

    @property
    def suggestions(self) -> int:
        return sum(each.remark.suggests for each in self.open)


def home_of(viewer: Viewer, remark: Remark) -> str:
    """Return the address of the text with the remark beside it; of the remark alone where the viewer cannot open it."""
    if remark.article is None:
        return f"{_page_of(subject_of(remark))}#remark-{remark.pk}"
    issue = remark.article.issue
    if at_desk(viewer) and issue.state in AT_DESK:
        return f"{reverse('draft', args=[issue.pk])}?article={remark.article_id}#remark-{remark.pk}"
    return reverse("remark", args=[remark.pk])


def _page_of(of: RemarkedText) -> str:
    if isinstance(of, Article):
        return f"{reverse('draft', args=[of.issue_id])}?article={of.pk}"
    return reverse("report" if isinstance(of, ProgressReport) else "submission", args=[of.pk])


def _page(request: Request, row: Remark, boxes: Sequence[PagePart]) -> HttpResponse:
    """The remark, and the way to its text."""
    home = home_of(request.viewer, row)
    head = PageHead(
        _("{kind}：{title}").format(
            kind=row.get_kind_display(),
            title=str(row.report.project if row.report else subject_of(row))[:SHORT],
        ),
        crumb=Link(_("待办"), reverse("queue")),
        facts=[row.get_state_display()],
        links=[Link(_("到正文中看"), home)] if "#" in home else [],
    )
    return page(request, head, RemarkThread(row, boxes))


def _answer(request: HttpRequest, result: Remark | RemarkReply) -> HttpResponse:
    remark = result.remark if isinstance(result, RemarkReply) else result
    return redirect(home_of(viewer_of(request), remark))


def _steps(table: LifeTable, rows: Callable[[Viewer], QuerySet[Remark]]) -> Steps[Remark]:
    decide = [
        Step(
            "accept",
            remarks.accept_suggestion,
            gettext_lazy("采纳"),
            gettext_lazy("已采纳，文字已改。"),
            takes={},
        ),
        Step(
            "reject",
            remarks.reject_suggestion,
            gettext_lazy("不采纳"),
            gettext_lazy("未采纳，文字未动。"),
            takes={},
            look=SECOND,
        ),
    ]
    settle = Step(
        "settle", remarks.settle_remark, gettext_lazy("了结"), gettext_lazy("已了结。"), takes={}, look=SECOND
    )
    reply = Step("reply", remarks.reply_to_remark, gettext_lazy("发出"), gettext_lazy("已回复。"))
    reopen = Step(
        "reopen", remarks.reopen_remark, gettext_lazy("重提"), gettext_lazy("已重新提出。"), look=QUIET
    )
    over = Step(
        "pass_over",
        remarks.pass_over_remark,
        gettext_lazy("署名不作处理"),
        gettext_lazy("已署名，不作处理。"),
        look=SECOND,
    )
    return Steps(
        "remark",
        StepForm(decide, when=lambda row, viewer: row.suggests and may_write(row), template=INLINE),
        StepForm([settle], template=INLINE),
        StepForm([reply], RemarkReplyForm, fold=gettext_lazy("回复"), template=INLINE),
        StepForm(
            [over] if "pass_over" in table.steps else [],
            PassOverForm,
            fold=gettext_lazy("不作处理"),
            template=INLINE,
        ),
        StepForm([reopen], template=INLINE),
        load=lambda request, pk: load(rows(viewer_of(request)), pk),
        page=_page,
        table=table,
        answer=_answer,
    )


def article_remarks_for(viewer: Viewer) -> QuerySet[Remark]:
    return remarks_for(viewer).filter(article__isnull=False)


def submission_remarks_for(viewer: Viewer) -> QuerySet[Remark]:
    return remarks_for(viewer).filter(submission__isnull=False)


def report_remarks_for(viewer: Viewer) -> QuerySet[Remark]:
    return remarks_for(viewer).filter(report__isnull=False)


OF_ARTICLE = _steps(ARTICLE_REMARK, article_remarks_for)
OF_SUBMISSION = _steps(SUBMISSION_REMARK, submission_remarks_for)
OF_REPORT = _steps(REPORT_REMARK, report_remarks_for)


def remark_list(request: HttpRequest, rows: Iterable[Remark], boxes: Sequence[PagePart] = ()) -> RemarkList:
    """Return the remarks with what this person can do about each."""
    threads = []
    shown = sorted(
        rows, key=lambda row: row.state != RemarkState.OPEN
    )  # open ones first, as they stand in the text
    for row in shown[:MOST_SHOWN]:
        steps = OF_REPORT if row.report_id else OF_ARTICLE if row.article_id else OF_SUBMISSION
        threads.append(RemarkThread(row, steps.boxes(request, row)))
    return RemarkList(threads, boxes, len(shown) - len(threads))


def all_at_once(
    load_text: Callable[..., Any],
    page_of: Callable[[Any, Any, Sequence[PagePart]], HttpResponse],
    goes: Callable[[Any], str],
) -> Steps[Any]:
    """Return the steps that deal with all open suggestions on a text."""
    every = partial(Step, takes={}, look=SECOND)
    return Steps(
        "of",
        StepForm(
            [
                every("accept", remarks.accept_all, gettext_lazy("全部采纳"), done=_accepted),
                every("reject", remarks.reject_all, gettext_lazy("全部不采纳"), done=_rejected),
            ],
            template=INLINE,
        ),
        load=load_text,
        page=page_of,
        goes=goes,
    )


def _accepted(rows: list[Remark]) -> str:
    left = subject_of(rows[0]).remarks.filter(state=RemarkState.OPEN, kind=rows[0].kind)
    changed = left.filter(sentence_changed=True).count()
    other = left.count() - changed
    said = _("已采纳{n}条修订。").format(n=len(rows))
    if changed:
        said += _("另有{n}处所在的句子后来又改过，留待逐处采纳。").format(n=changed)
    return said + _("另有{n}条与原文不符或彼此冲突，请逐条处理。").format(n=other) if other else said


def _rejected(rows: list[Remark]) -> str:
    return _("{n}条修订未采纳。").format(n=len(rows))


def back_to(rows: list[Remark]) -> str:
    """The text whose suggestions were dealt with."""
    return f"{_page_of(subject_of(rows[0]))}#remarks"


urlpatterns = [
    *OF_ARTICLE.routes("remarks/<int:pk>/", "remark", Permission.ACT_IN_BULLETIN),
    *OF_SUBMISSION.routes("submission-remarks/<int:pk>/", "submission-remark", Permission.ACT_IN_BULLETIN),
    *OF_REPORT.routes("report-remarks/<int:pk>/", "report-remark", Permission.ACT_IN_LEDGER),
]
