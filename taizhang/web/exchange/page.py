"""An article that has appeared, as others learn from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from taizhang.bulletin.models import Article, Issue, PracticeReuse, Question
from taizhang.bulletin.queries.exchange import similar_practice, told_of
from taizhang.bulletin.rules.authors import author_of
from taizhang.bulletin.rules.exchange import can_ask
from taizhang.bulletin.visible import questions_for
from taizhang.core.lifecycle.bulletin_life import QUESTION
from taizhang.ledger.visible import projects_for
from taizhang.office.permissions import Permission
from taizhang.web.exchange.forms import QuestionForm, ReuseForm
from taizhang.web.frame.access import may, offered, person_of, viewer_of
from taizhang.web.frame.words import headline
from taizhang.web.frame.words_of_issues import issue_title


@dataclass(frozen=True, slots=True)
class Exchange:
    """The line under an article of an issue: where it is asked about, and what there is already."""

    url: str
    questions: int
    reuses: int


@dataclass(frozen=True, slots=True)
class QuestionView:
    row: Question
    verbs: frozenset[str]


@dataclass(frozen=True, slots=True)
class PracticeLine:
    """Similar practice: the article, where it stands, and the words it shares."""

    title: str
    url: str
    place: str
    terms: tuple[str, ...]


def exchange_lines(issue: Issue) -> dict[int, Exchange]:
    """For each article of the issue, by its position."""
    articles = dict(issue.articles.values_list("pk", "position"))
    told = told_of(articles)
    return {
        position: Exchange(reverse("practice", args=[pk]), *told.get(pk, (0, 0)))
        for pk, position in articles.items()
    }


def practice_page(request: HttpRequest, article: Article, **forms: Any) -> dict[str, Any]:
    """Everything the page shows; forms that were refused are handed in again."""
    units, learns = viewer_of(request).units, may(request, Permission.LEARN)
    author = author_of(article)
    reuses = list(
        PracticeReuse.objects.filter(article=article).select_related("unit", "project").order_by("at")
    )
    told = {row.unit_id for row in reuses}
    reusing = [unit for unit in units if unit != author and unit.pk not in told] if learns else []
    asks = learns and can_ask(article, units)
    return {
        "article": article,
        "title": headline(article.title),
        "place": place_of(article),
        "questions": [
            _question(request, row) for row in questions_for(viewer_of(request)).filter(article=article)
        ],
        "author": author,
        "ask_form": (forms.get("ask") or QuestionForm()) if asks else None,
        "similar": [
            line_of(each.article, each.terms) for each in similar_practice(article, viewer_of(request))
        ],
        "reuses": reuses,
        "reuse_form": (forms.get("reuse") or reuse_form(request, article)) if reusing else None,
        "own": [unit.pk for unit in units],
        "visible": set(projects_for(viewer_of(request)).values_list("pk", flat=True)),
        "me": person_of(request),
    }


def reuse_form(request: HttpRequest, article: Article, data: Any = None) -> ReuseForm:
    """For the units of the person that did not write the article, with their projects of late."""
    author = author_of(article)
    units = [unit for unit in viewer_of(request).units if unit != author]
    projects: Any = projects_for(viewer_of(request))
    return ReuseForm(data, units=units, projects=projects.order_by("-ledger__year", "serial", "pk"))


def _question(request: HttpRequest, row: Question) -> QuestionView:
    return QuestionView(row, offered(request, QUESTION, row.state, row.unit))


def line_of(article: Article, terms: tuple[str, ...] = ()) -> PracticeLine:
    return PracticeLine(
        headline(article.title), reverse("practice", args=[article.pk]), place_of(article), terms
    )


def place_of(article: Article) -> str:
    """Who wrote it, and in which issue it stands."""
    who = str(article.unit or article.source_unit)
    return " · ".join(part for part in (who, issue_title(article.issue)) if part)
