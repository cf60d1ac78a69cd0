"""An article that has appeared, as others learn from it: questions, similar practice, who took it over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from taizhang.bulletin.actions import exchange
from taizhang.bulletin.models import Article, Issue, PracticeReuse, Question
from taizhang.bulletin.queries.exchange import reuses_of, similar_practice, told_of
from taizhang.bulletin.rules.authors import author_of
from taizhang.bulletin.rules.exchange import can_ask
from taizhang.bulletin.rules.versions import text_now
from taizhang.bulletin.visible import articles_for, own_reuses_for, questions_for
from taizhang.core.lifecycle.bulletin_life import QUESTION, QuestionState
from taizhang.core.text.messages import nested
from taizhang.ledger.models import Project
from taizhang.ledger.visible import projects_for
from taizhang.office.models import Person, Unit
from taizhang.office.permissions import Permission
from taizhang.office.visible import Viewer
from taizhang.web.exchange.forms import CloseForm, MoreForm, QuestionAnswerForm, QuestionForm, ReuseForm
from taizhang.web.frame.access import load, seen, viewer_of
from taizhang.web.frame.parts import (
    Entries,
    Entry,
    Heading,
    Link,
    Note,
    PageHead,
    PagePart,
    PostButton,
    Prose,
    dotted,
    link,
    page,
)
from taizhang.web.frame.perform import attempt
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import SECOND, Step, StepBox, StepForm, Steps
from taizhang.web.frame.tags_record_look import moment
from taizhang.web.frame.titles import issue_title
from taizhang.web.frame.words import headline


@dataclass(frozen=True, slots=True)
class ExchangeLine:
    """The line under an article of an issue: where it is asked about, and what there is already."""

    url: str
    questions: int
    reuses: int


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody who reads an article, for units that did not write it."""

    article: Article
    viewer: Viewer

    @property
    def pk(self) -> int:
        return self.article.pk

    @property
    def units(self) -> list[Unit]:
        author = author_of(self.article)
        return [unit for unit in self.viewer.units if unit != author]

    @property
    def projects(self) -> QuerySet[Project]:
        """Their projects, the latest first."""
        return projects_for(self.viewer).order_by("-ledger__year", "serial", "pk")


def exchange_lines(issue: Issue) -> dict[int, ExchangeLine]:
    """For each article of the issue, by its position."""
    articles = dict(issue.articles.values_list("pk", "position"))
    told = told_of(articles)
    return {
        position: ExchangeLine(reverse("practice", args=[pk]), *told.get(pk, (0, 0)))
        for pk, position in articles.items()
    }


def place_of(article: Article) -> str:
    """Who wrote it, and in which issue it stands."""
    who = str(article.unit or article.source_unit)
    return " · ".join(part for part in (who, issue_title(article.issue)) if part)


def practice_entry(article: Article, terms: Sequence[str] = ()) -> Entry:
    """An article as a line; ``terms`` are words that it shares with another."""
    shared = _("都讲到") + "".join(f"“{nested(term)}”" for term in terms) if terms else ""
    return Entry(
        headline(article.title),
        reverse("practice", args=[article.pk]),
        small=dotted(place_of(article), shared),
    )


def _load(request: HttpRequest, pk: int) -> Learner:
    viewer = viewer_of(request)
    return Learner(load(articles_for(viewer), pk), viewer)


@require_safe
def show(request: Request, pk: int) -> HttpResponse:
    """One article."""
    return _page(request, _load(request, pk))


def _page(
    request: Request,
    row: Learner,
    asking: Sequence[PagePart] | None = None,
    reusing: Sequence[PagePart] | None = None,
    answering: tuple[Question, Sequence[PagePart]] | None = None,
) -> HttpResponse:
    """``asking``, ``reusing``, ``answering``: forms as they were typed."""
    article, learns = row.article, request.viewer.may(Permission.LEARN)
    title, body = text_now(article)
    head = PageHead(
        headline(title),
        crumb=Link(_("看这一期"), reverse("issue", args=[article.issue_id])),
        facts=[place_of(article)],
    )
    parts: list[PagePart] = [
        Prose(_("正文"), body, official=True, folded=True),
        Heading(_("问答")),
    ]
    parts += _questions(request, row, answering) or [Note(_("还没有人问过。"))]
    if learns and can_ask(article, request.viewer.units):
        parts += _for_author(article, ASKING.boxes(request, row) if asking is None else asking)
    lines = [practice_entry(each.article, each.terms) for each in similar_practice(article, request.viewer)]
    parts.append(Entries(_("谁也做过"), lines, empty=_("已刊发的稿件里没有找到相似的做法。")))
    reuses = list(reuses_of(article))
    aside: list[PagePart] = [Heading(_("谁借鉴了")), *(_reuses(row, reuses) or [Note(_("还没有单位登记。"))])]
    if learns and {unit.pk for unit in row.units} - {each.unit_id for each in reuses}:
        aside += REUSING.boxes(request, row) if reusing is None else reusing
    return page(request, head, *parts, aside=aside)


def _for_author(article: Article, boxes: Sequence[PagePart]) -> Iterator[PagePart]:
    """The question's form with the unit's name on its button."""
    words = _("问{unit}").format(unit=author_of(article))
    for box in boxes:
        named = isinstance(box, StepBox)
        yield replace(box, steps=[replace(each, label=words) for each in box.steps]) if named else box  # type: ignore[attr-defined, type-var]


def _questions(
    request: Request, row: Learner, answering: tuple[Question, Sequence[PagePart]] | None
) -> list[PagePart]:
    """Each question with its answer, and what may be done about it."""
    parts: list[PagePart] = []
    for each in questions_for(request.viewer).filter(article=row.article):
        asked = _("{who} 问 {unit}").format(who=each.asker or each.asked_by, unit=each.unit)
        closed = each.get_state_display() if each.state == QuestionState.CLOSED else ""
        below = ""
        if each.answered_at:
            below = dotted(_("{unit} 答").format(unit=each.unit), moment(each.answered_at))
        said = dotted(asked, moment(each.asked_at), closed)
        parts.append(Prose("", each.text, [said], answer=each.answer, below=below, anchor=f"q{each.pk}"))
        typed = answering[1] if answering and answering[0] == each else None
        parts += ANSWERING.boxes(request, each) if typed is None else typed
    return parts


def _reuses(row: Learner, reuses: Sequence[PracticeReuse]) -> list[PagePart]:
    """Which units said so; one's own can be taken back."""
    visible = set(row.projects.values_list("pk", flat=True))
    own, parts = {unit.pk for unit in row.viewer.units}, list[PagePart]()
    for each in reuses:
        project = each.project if each.project_id in visible else None
        to_project = link(project.title, reverse("project", args=[project.pk])) if project else ""
        parts.append(Prose("", each.note, [dotted(each.unit, to_project, moment(each.at))]))
        if each.unit_id in own:
            back = reverse("reuse-withdraw", args=[each.pk])
            parts.append(PostButton(_("撤回登记"), back, of=each.unit.name, look="button-word"))
    return parts


def _asking_page(request: Request, row: Learner, boxes: Sequence[PagePart]) -> HttpResponse:
    return _page(request, row, asking=boxes)


def _reusing_page(request: Request, row: Learner, boxes: Sequence[PagePart]) -> HttpResponse:
    return _page(request, row, reusing=boxes)


def _answering_page(request: Request, row: Question, boxes: Sequence[PagePart]) -> HttpResponse:
    return _page(request, _load(request, row.article_id), answering=(row, boxes))


@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Take back what was said of one's own unit."""
    row = load(own_reuses_for(request.viewer), pk)
    attempt(request, exchange.withdraw_reuse, _("已撤回登记。"), reuse=row)
    return redirect("practice", pk=row.article_id)


def _ask(*, learner: Learner, text: str, by: Person, at: datetime) -> Question:
    return exchange.ask_question(article=learner.article, text=text, by=by, at=at)


def _record(*, learner: Learner, by: Person, at: datetime, **told: Any) -> PracticeReuse:
    return exchange.record_reuse(article=learner.article, by=by, at=at, **told)


def _address(row: Question | PracticeReuse) -> str:
    """The article's page."""
    return reverse("practice", args=[row.article_id])


ASKING = Steps(
    "learner",
    StepForm(
        [Step("ask", _ask, gettext_lazy("提问"), lambda row: _("问题已转给{unit}。").format(unit=row.unit))],
        QuestionForm,
    ),
    load=_load,
    page=_asking_page,
    goes=_address,
)
REUSING = Steps(
    "learner",
    StepForm(
        [Step("record", _record, gettext_lazy("登记借鉴"), gettext_lazy("已登记借鉴。"))],
        ReuseForm,
        fold=gettext_lazy("我单位借鉴了这一做法"),
        at_field="note",
    ),
    load=_load,
    page=_reusing_page,
    goes=_address,
)
ANSWERING = Steps(
    "question",
    StepForm(
        [
            Step(
                "answer",
                exchange.answer_question,
                gettext_lazy("答复"),
                gettext_lazy("已答复，提问人和其他读者都能看到。"),
            )
        ],
        QuestionAnswerForm,
    ),
    StepForm(
        [Step("add", exchange.add_to_answer, gettext_lazy("补充"), gettext_lazy("已补充。"), look=SECOND)],
        MoreForm,
        fold=gettext_lazy("补充答复"),
    ),
    StepForm(
        [
            Step(
                "close",
                exchange.close_question,
                gettext_lazy("确认关闭"),
                gettext_lazy("问题已关闭。"),
                look=SECOND,
            )
        ],
        CloseForm,
        fold=gettext_lazy("关闭这个问题"),
    ),
    load=seen(questions_for),
    page=_answering_page,
    table=QUESTION,
    goes=lambda row: f"{_address(row)}#q{row.pk}",
)
urlpatterns = [
    Route("articles/<int:pk>/practice/", show, "practice", Permission.READ_ARCHIVE),
    *ASKING.post("articles/<int:pk>/ask/", "question-ask", Permission.LEARN),
    *REUSING.post("articles/<int:pk>/reuse/", "reuse", Permission.LEARN),
    Route("reuse/<int:pk>/withdraw/", withdraw, "reuse-withdraw", Permission.LEARN),
    *ANSWERING.post("questions/<int:pk>/act/", "question-act", Permission.ACT_IN_BULLETIN),
]
