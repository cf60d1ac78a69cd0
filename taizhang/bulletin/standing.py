"""How every figure of an article stands: linked and consistent, a question, a contradiction, or not yet sourced.

The figures are read from the text each time; what was said of them (Citation) is found by its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from taizhang.bulletin.models import Answer, Article, Citation, Issue
from taizhang.bulletin.queries.offers import offer_of
from taizhang.core.bulletin_life import FactQueryState
from taizhang.core.figures import Figure, Kind, Outcome, Span, Verdict, check_text, read_figures
from taizhang.core.figures.candidates import judge_offer
from taizhang.core.words import N_, Sentence
from taizhang.ledger.models import Figure as LedgerFigure


class Stand(StrEnum):
    """How a figure stands; each has a shape of its own in the text (LOOK)."""

    CONSISTENT = "consistent"  # linked, and the ledger agrees
    ANSWERED = "answered"  # somebody said by name why it has no source, or another scope
    QUESTION = "question"
    CONTRADICT = "contradict"
    UNLINKED = "unlinked"


LOOSE = (Kind.VAGUE, Kind.UNIVERSAL)
_OF_OUTCOME = {
    Outcome.CONSISTENT: Stand.CONSISTENT,
    Outcome.CONTRADICT: Stand.CONTRADICT,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A figure of an article with what is known of it. ``number`` counts from 1 in the order of the text."""

    number: int
    figure: Figure
    stand: Stand
    reason: Sentence
    citation: Citation | None = None
    source: LedgerFigure | None = None

    @property
    def settled(self) -> bool:
        """Whether it has its source, or somebody has answered for it by name."""
        return self.citation is not None


def standing_of(article: Article) -> list[Standing]:
    """Every figure of the article's text, in order."""
    text = article.text
    figures = read_figures(text)
    cited = {Span(c.start, c.end): c for c in article.citations.all()}
    asked = {
        Span(q.start or 0, q.end or 0) for q in article.fact_queries.all() if q.state == FactQueryState.OPEN
    }
    broken = {finding.span: finding.reason for finding in check_text(text, figures)}
    return [
        _standing(number, figure, cited.get(figure.span), broken.get(figure.span), asked)
        for number, figure in enumerate(figures, 1)
    ]


def _standing(
    number: int,
    figure: Figure,
    citation: Citation | None,
    broken: Sentence | None,
    asked: set[Span],
) -> Standing:
    source = citation.figure if citation else None
    stand, reason = _said(figure, citation)
    if broken is not None and stand is not Stand.ANSWERED:
        stand, reason = Stand.CONTRADICT, broken
    elif figure.span in asked and stand is not Stand.CONTRADICT:
        stand, reason = Stand.QUESTION, Sentence(N_("已请供稿单位核实，等待答复。"))
    return Standing(number, figure, stand, reason, citation, source)


def _said(figure: Figure, citation: Citation | None) -> tuple[Stand, Sentence]:
    if citation is None:
        if figure.quantity.kind is Kind.UNIVERSAL:
            return Stand.QUESTION, Sentence(N_("说“全覆盖”，要有应覆盖的总数作依据。"))
        if figure.quantity.kind is Kind.VAGUE:
            return Stand.QUESTION, Sentence(N_("是虚数，能写出实数吗？"))
        return Stand.UNLINKED, Sentence(N_("还没有出处。"))
    if citation.answer != Answer.LINKED or citation.figure is None:
        gaps = {"answer": str(citation.get_answer_display()), "who": citation.by.name, "why": citation.reason}
        return Stand.ANSWERED, Sentence(N_("{answer}（{who}）：{why}"), gaps)
    if citation.figure.ended_at is not None:
        return Stand.QUESTION, Sentence(N_("关联的台账数据已被更正，请核对新的数值。"))
    verdict = against(figure, citation.figure)
    return _OF_OUTCOME.get(verdict.outcome, Stand.QUESTION), verdict.reason


def against(figure: Figure, source: LedgerFigure) -> Verdict:
    """What the words promise against the ledger's figure, exact or approximate."""
    return judge_offer(figure.quantity, offer_of(source))


def open_figures(articles: Iterable[Article]) -> list[tuple[Article, Standing]]:
    """The figures without source and without anybody's answer, in the order of print."""
    return [(a, each) for a in articles for each in standing_of(a) if not each.settled]


@dataclass(frozen=True, slots=True)
class Share:
    """How many of an issue's figures are settled."""

    settled: int
    all: int

    @property
    def whole(self) -> bool:
        return self.settled == self.all


def share_of(standings: Sequence[Standing]) -> Share:
    """The share of settled figures."""
    return Share(sum(each.settled for each in standings), len(standings))


def articles_of(issue: Issue) -> list[Article]:
    """The issue's articles with all that is said of their figures (four queries however many)."""
    return list(
        issue.articles.select_related("unit", "project", "issue").prefetch_related(
            "citations__figure__report__obligation",
            "citations__figure__activity",
            "citations__figure__service",
            "citations__by",
            "fact_queries",
        )
    )


def place_of(text: str, span: Span) -> str:
    """The sentence around a span, for lists."""
    start = max(text.rfind("。", 0, span.start), text.rfind("\n", 0, span.start)) + 1
    stop = text.find("。", span.end)
    return text[start : stop + 1 if stop >= 0 else len(text)].strip()
