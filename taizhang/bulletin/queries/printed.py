"""Everywhere a figure, or the words that say it, was printed: issues, reports, activities, ledger figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from taizhang.bulletin.dispatch.letters import number_of
from taizhang.bulletin.models import Article, Issue, Revision
from taizhang.core.figures import Span, read_figures
from taizhang.core.gongwen import bulletin_from_json
from taizhang.core.gongwen.model import Bulletin, Item
from taizhang.core.lifecycle.bulletin_life import OUT, IssueState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.core.text.misprints import occurrences, said_again, sentence_at
from taizhang.ledger.models import Activity, Figure, ProgressReport

MOST_PLACES = 300  # shown; beyond that the words are too common to be looked at one by one
MOST_SENTENCE = 1_000
GONE = (IssueState.DROPPED, IssueState.VOIDED)


@dataclass(frozen=True, slots=True)
class Place:
    """Where it was printed: a row of ``kind`` with number ``target``, and the sentence there."""

    kind: str  # issue, report, activity, figure
    target: int
    title: str
    sentence: str


@dataclass(frozen=True, slots=True)
class PrintedClaim:
    """What was printed: the words, their sentence, what they count, the ledger figure they were linked to."""

    article: Article
    words: str
    sentence: str
    counted: str
    figure: Figure | None


def current(issue: Issue) -> Bulletin:
    """The issue as its last version prints it."""
    last: Revision | None = issue.revisions.order_by("letter").last()
    return bulletin_from_json(last.data if last is not None else issue.data)


def letter_now(issue: Issue) -> str:
    """The letter of the version that holds: the last revision's, A where there is none."""
    return max((each.letter for each in issue.revisions.all()), default="A")


def with_letter(rows: QuerySet[Issue]) -> QuerySet[Any]:
    """The issues with the ``letter`` of the version that holds."""
    last = Revision.objects.filter(issue=OuterRef("pk")).order_by("-letter").values("letter")[:1]
    return rows.annotate(letter=Coalesce(Subquery(last), Value("A")))


def item_at(bulletin: Bulletin, article: Article) -> tuple[int, Item]:
    """The place and the printed text of an article in its issue; Refused where there is none."""
    order = list(article.issue.articles.order_by("position").values_list("pk", flat=True))
    index = order.index(article.pk)
    if article.issue.state not in OUT or index >= len(bulletin.items):
        raise Refused(Message(N_("只有已封存的简报才能更正。")))
    return index, bulletin.items[index]


def printed_text(item: Item) -> str:
    """Headline and paragraphs, a line each."""
    return "\n".join([item.title, *(paragraph.text for paragraph in item.body)])


def claim_of(article: Article, words: str, which: int = 0) -> PrintedClaim:
    """What the words say at their place in the printed article; Refused where they do not stand there."""
    text = printed_text(item_at(current(article.issue), article)[1])
    places = occurrences(text, words)
    if not places:
        raise Refused(Message(N_("稿件中没有“{wrong}”，请照印出的文字填写。"), {"wrong": words}))
    place = places[min(max(which, 1), len(places)) - 1]
    counted = next((f.counted for f in read_figures(text, certain_ends=True) if _meet(f.span, place)), "")
    return PrintedClaim(article, words, sentence_at(text, place), counted, _linked(article, words, which))


def places_of(claim: PrintedClaim) -> list[Place]:
    """Every place, the article itself first, each once; at most MOST_PLACES."""
    found = dict.fromkeys(_all(claim))
    return list(islice(found, MOST_PLACES))


def _all(claim: PrintedClaim) -> Iterator[Place]:
    own = claim.article
    yield _in_issue(own, claim.sentence)
    for place in said_again(claim.words, claim.sentence, claim.counted, own.text):
        yield _in_issue(own, place)
    yield from _cited(claim)
    for article in _others(claim):
        for place in said_again(claim.words, claim.sentence, claim.counted, article.text):
            yield _in_issue(article, place)
    yield from _in_ledger(claim)


def _cited(claim: PrintedClaim) -> Iterator[Place]:
    """Articles whose figure is linked to the same ledger figure, or to an earlier or later revision of it."""
    if claim.figure is None:
        return
    rows = Article.objects.filter(citations__figure__in=_revisions(claim.figure)).exclude(pk=claim.article.pk)
    for article in _standing(rows).prefetch_related("citations"):
        for citation in article.citations.all():
            if citation.figure_id in {each.pk for each in _revisions(claim.figure)}:
                yield _in_issue(article, sentence_at(article.text, Span(citation.start, citation.end)))


def _others(claim: PrintedClaim) -> QuerySet[Article]:
    holds = Q(title__contains=claim.words) | Q(body__contains=claim.words)
    return _standing(Article.objects.filter(holds).exclude(pk=claim.article.pk))


def _standing(rows: QuerySet[Article]) -> QuerySet[Article]:
    kept = rows.exclude(issue__state__in=GONE).select_related("issue__series").distinct()
    return kept.defer("issue__data", "issue__source_text", "issue__search_text", "issue__snapshot").order_by(
        "-issue__date", "-pk"
    )


def _in_ledger(claim: PrintedClaim) -> Iterator[Place]:
    figure = claim.figure
    project = claim.article.project_id or (figure.project_id if figure else None)
    reports = ProgressReport.objects.select_related("obligation__project", "project").order_by("-pk")
    sources = {each.report_id for each in _revisions(figure)} if figure else set()
    for report in reports.filter(Q(project=project) if project else Q(pk__in=sources)):
        title = str(Message(N_("{project}进展报告"), {"project": report.project.title}))
        for place in said_again(claim.words, claim.sentence, claim.counted, report.narrative):
            yield _place("report", report.pk, title, place)
    activities = Activity.objects.filter(project=project) if project else Activity.objects.none()
    for activity in activities.order_by("-pk"):
        for place in said_again(claim.words, claim.sentence, claim.counted, activity.note):
            yield _place("activity", activity.pk, activity.title, place)
    for each in _revisions(figure) if figure else ():
        yield _place("figure", each.pk, each.name, each.surface)


def _revisions(figure: Figure) -> list[Figure]:
    """The figure with all its revisions, from the first."""
    first = figure
    while first.replaces is not None:
        first = first.replaces
    chain = [first]
    while (later := Figure.objects.filter(replaces=chain[-1]).first()) is not None:
        chain.append(later)
    return chain


def _linked(article: Article, words: str, which: int) -> Figure | None:
    """The ledger figure that these words of the article were linked to."""
    places = occurrences(article.text, words)
    here = places[which - 1 : which] if which else places
    for citation in article.citations.filter(figure__isnull=False).select_related("figure"):
        if any(_meet(Span(citation.start, citation.end), place) for place in here):
            return citation.figure
    return None


def _meet(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def _in_issue(article: Article, sentence: str) -> Place:
    title = f"{number_of(article.issue)}《{article.title.rstrip('。')}》"
    return _place("issue", article.issue_id, title, sentence)


def _place(kind: str, target: int, title: str, sentence: str) -> Place:
    return Place(kind, target, title[:200], sentence[:MOST_SENTENCE])
