"""How every figure of an article stands: linked and consistent, a question, a contradiction, or not yet sourced.

The figures are read from the text each time; what was said of them (Citation) is found by its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from taizhang.bulletin.models import Answer, Article, Citation, FactAnswer, Issue
from taizhang.bulletin.queries.claims import CoverageSources
from taizhang.bulletin.queries.media_claims import MediaSources
from taizhang.bulletin.queries.offers import offer_of
from taizhang.core.figures import Kind, Outcome, Quantity, Span, TextFigure, Verdict, check_text, read_figures
from taizhang.core.figures.candidates import judge_offer
from taizhang.core.figures.excerpt import excerpt
from taizhang.core.lifecycle.bulletin_life import FactQueryState
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.models import Figure as LedgerFigure
from taizhang.office import clock


class FigureStatus(StrEnum):
    """How a figure stands; each has a shape of its own in the text (LOOK)."""

    CONSISTENT = "consistent"  # linked, and the ledger agrees
    ANSWERED = "answered"  # somebody said by name why it has no source, or another scope
    QUESTION = "question"
    CONTRADICT = "contradict"
    UNLINKED = "unlinked"


_OF_OUTCOME = {
    Outcome.CONSISTENT: FigureStatus.CONSISTENT,
    Outcome.CONTRADICT: FigureStatus.CONTRADICT,
}


Backing = tuple[CoverageSources, MediaSources]  # what claims in words may be linked to
# Answers after which the unit need not be asked whether a figure that the office wrote is right.
SPEAK_FOR_THE_UNIT = (Answer.VERIFIED, Answer.NOT_A_CLAIM)


@dataclass(frozen=True, slots=True)
class JudgedFigure:
    """A figure of an article with what is known of it. ``number`` counts from 1 in the order of the text;
    ``unconfirmed``: the office wrote it into the unit's text, and the unit has not yet said that it is right;
    ``asked``: the unit was asked about it and has not answered.
    """

    number: int
    figure: TextFigure
    stand: FigureStatus
    reason: Message
    citation: Citation | None = None
    source: LedgerFigure | None = None
    unconfirmed: bool = False
    asked: bool = False

    @property
    def settled(self) -> bool:
        """Whether it has its source, or somebody has answered for it by name, and no question to its unit is open."""
        return self.citation is not None and not self.asked

    @property
    def in_order(self) -> bool:
        """Whether it may be printed: settled, not contradicted, and not unknown to the unit it is said of."""
        return self.settled and self.stand is not FigureStatus.CONTRADICT and not self.unconfirmed


def vouched_for(article: Article, figure: TextFigure) -> bool:
    """Whether the article's unit stands for a figure of its text."""
    return _is_vouched(figure, _vouched(article))


def _is_vouched(figure: TextFigure, vouched: frozenset[StatedAmount] | None) -> bool:
    """A vague word (多场) says less than any number, so that nobody need be asked."""
    return vouched is None or figure.quantity.kind is Kind.VAGUE or amount_of(figure.quantity) in vouched


def standing_of(article: Article) -> list[JudgedFigure]:
    """Every figure of the article's text, in order."""
    text = article.text
    figures = read_figures(text, certain_ends=True)
    cited = {Span(c.start, c.end): c for c in article.citations.all()}
    asked = {
        Span(q.start or 0, q.end or 0) for q in article.fact_queries.all() if q.state == FactQueryState.OPEN
    }
    broken = {finding.span: finding.reason for finding in check_text(text, figures)}
    vouched, today = _vouched(article), clock.today()
    backing = (CoverageSources(today), MediaSources(article, today))
    return [
        _standing(
            number,
            figure,
            cited.get(figure.span),
            _said(text, figure, cited.get(figure.span), backing),
            broken.get(figure.span),
            asked=figure.span in asked,
            vouched=_is_vouched(figure, vouched),
        )
        for number, figure in enumerate(figures, 1)
    ]


def _standing(
    number: int,
    figure: TextFigure,
    citation: Citation | None,
    said_of_it: tuple[FigureStatus, Message],
    broken: Message | None,
    *,
    asked: bool,
    vouched: bool,
) -> JudgedFigure:
    source = citation.figure if citation else None
    stand, reason = said_of_it
    said = citation is not None and citation.answer in SPEAK_FOR_THE_UNIT
    unconfirmed = not (vouched or said or stand is FigureStatus.CONSISTENT)
    if broken is not None and not _explained(stand, citation):
        stand, reason = FigureStatus.CONTRADICT, broken
    elif asked and stand is not FigureStatus.CONTRADICT:
        stand, reason = FigureStatus.QUESTION, Message(N_("已请供稿单位核实，等待答复。"))
    elif unconfirmed and stand is FigureStatus.UNLINKED:
        reason = Message(N_("报送原文没有这个数据，还没有出处。"))
    elif unconfirmed and stand is FigureStatus.ANSWERED:
        stand, reason = FigureStatus.QUESTION, Message(N_("报送原文没有这个数据，供稿单位还没有确认。"))
    return JudgedFigure(number, figure, stand, reason, citation, source, unconfirmed, asked)


def _explained(stand: FigureStatus, citation: Citation | None) -> bool:
    """Whether somebody said why a figure differs from others of its text: that it has no source is no reason."""
    return stand is FigureStatus.ANSWERED and citation is not None and citation.answer != Answer.UNSOURCED


class StatedAmount(NamedTuple):
    """What a quantity says, however it is written."""

    kind: Kind
    relation: str
    unit: str
    base: Fraction | None
    top: Fraction | None
    per: str | None


def amount_of(quantity: Quantity) -> StatedAmount:
    """What is compared of a quantity: 1200人 and 1,200人 are one."""
    return StatedAmount(
        quantity.kind, quantity.relation, quantity.unit, quantity.base, quantity.top, quantity.per
    )


def _vouched(article: Article) -> frozenset[StatedAmount] | None:
    """What the unit stands for: what its leader signed, proofs that it confirmed, what it answered when asked.

    None for an article that was not made of a unit's text.
    """
    texts = [f"{each.text.title}\n{each.text.body}" for each in article.adoptions.all()]
    if article.unit_id is None or not texts:
        return None
    confirmed = [proof for proof in article.proofs.all() if proof.confirmed]
    texts += [f"{proof.title}\n{proof.body}" for proof in confirmed]
    answered = [query for query in article.fact_queries.all() if query.answer]
    texts += [q.words if q.answer == FactAnswer.CORRECTED else q.surface for q in answered]
    return frozenset[StatedAmount]().union(*(_amounts(text) for text in texts))


@lru_cache(maxsize=512)  # signed texts never change, and stand beside every change of the article
def _amounts(text: str) -> frozenset[StatedAmount]:
    return frozenset(amount_of(figure.quantity) for figure in read_figures(text, certain_ends=True))


def _said(
    text: str, figure: TextFigure, citation: Citation | None, backing: Backing
) -> tuple[FigureStatus, Message]:
    if citation is None:
        questions = (source.question_of(text, figure) for source in backing)
        if asked := next((each for each in questions if each is not None), None):
            return FigureStatus.QUESTION, asked
        if figure.quantity.kind is Kind.UNIVERSAL:
            return FigureStatus.QUESTION, Message(N_("说“全覆盖”，要有应覆盖的总数作依据。"))
        if figure.quantity.kind is Kind.VAGUE:
            return FigureStatus.QUESTION, Message(N_("是虚数，能写出实数吗？"))
        return FigureStatus.UNLINKED, Message(N_("还没有出处。"))
    verdicts = (source.verdict_of(text, figure, citation) for source in backing)
    if backed := next((each for each in verdicts if each is not None), None):
        return _OF_OUTCOME.get(backed.outcome, FigureStatus.QUESTION), backed.reason
    if citation.answer != Answer.LINKED or citation.figure is None:
        gaps = {"answer": str(citation.get_answer_display()), "who": citation.by.name, "why": citation.reason}
        return FigureStatus.ANSWERED, Message(N_("{answer}（{who}）：{why}"), gaps)
    if citation.figure.ended_at is not None:
        return FigureStatus.QUESTION, Message(N_("关联的台账数据已被更正，请核对新的数值。"))
    verdict = against(figure, citation.figure)
    return _OF_OUTCOME.get(verdict.outcome, FigureStatus.QUESTION), verdict.reason


def against(figure: TextFigure, source: LedgerFigure) -> Verdict:
    """What the words promise against the ledger's figure, exact or approximate."""
    return judge_offer(figure.quantity, offer_of(source))


@dataclass(frozen=True, slots=True)
class Share:
    """How many of an issue's figures are settled."""

    settled: int
    all: int

    @property
    def whole(self) -> bool:
        return self.settled == self.all


def share_of(standings: Sequence[JudgedFigure]) -> Share:
    """The share of settled figures."""
    return Share(sum(each.settled for each in standings), len(standings))


def articles_of(issue: Issue) -> list[Article]:
    """The issue's articles with all that is said of their figures (as many queries however many)."""
    return list(
        issue.articles.select_related("unit", "project", "issue").prefetch_related(
            "citations__figure__report__obligation",
            "citations__figure__activity",
            "citations__figure__service",
            "citations__by",
            "citations__programme__topics",
            "fact_queries__unit",
            "adoptions__text",
            "proofs__unit",
            "remarks",
        )
    )


def place_of(text: str, span: Span) -> str:
    """The sentence around a span, for lists; of a long one the part around the span."""
    start = max(text.rfind("。", 0, span.start), text.rfind("\n", 0, span.start)) + 1
    stop = text.find("。", span.end)
    return excerpt(text, Span(start, stop + 1 if stop >= 0 else len(text)), span).strip()
