"""The card at a figure of an article: what is known of it, and what can be said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from taizhang.bulletin.actions import citations, facts
from taizhang.bulletin.models import Answer, Article
from taizhang.bulletin.queries.claims import programmes_for_claim
from taizhang.bulletin.queries.figure_status import JudgedFigure, articles_of, standing_of
from taizhang.bulletin.queries.media_claims import MediaSources
from taizhang.bulletin.queries.offers import offer_of, offers_for
from taizhang.core.coverage.media import media_claim, media_words
from taizhang.core.coverage.state import coverage_words
from taizhang.core.figures import Span, read_figures
from taizhang.core.figures.candidates import likeliest
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.core.text.similarity import nearest
from taizhang.core.workbook.amounts import with_unit
from taizhang.ledger.models import Figure
from taizhang.office import clock
from taizhang.outreach.queries.coverage import coverage_of
from taizhang.outreach.visible import programmes_for
from taizhang.web.frame.access import load, viewer_of
from taizhang.web.frame.perform import who
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.sources import source_of
from taizhang.web.frame.words import say
from taizhang.web.issues.page import ANSWERS, span_in

SHOWN = 6
CLAUSE_END = re.compile("[，。；：、！？\n]")


def candidates_at(request: HttpRequest, article: Article) -> dict[str, Any]:
    """The context of the card: the figure at the asked place, how it stands, and its candidates.

    With ``text`` (what stands before an @) the candidates are those that fit the sentence.
    """
    typed = request.GET.get("text")
    rows = offers_for(article, clock.today(), viewer_of(request))
    span = asked_span(request, article) if typed is None else None
    found = _for_sentence(typed, rows) if span is None else _for_figure(article, span, rows)
    standing = _standing(article, span) if span else None
    return {
        "article": article,
        "standing": standing,
        "words": say(standing.reason) if standing else "",
        "candidates": found[:SHOWN],
        "backing": _backing(article, standing) if standing else [],
        "answers": [(answer.value, answer.label) for answer in _answers(standing)],
        "at": request.GET,
        "typed": typed is not None,
    }


def _backing(article: Article, standing: JudgedFigure) -> list[tuple[str, int, str, str]]:
    """What a claim in words may be linked to: coverage programmes, the list of media items; with how each stands."""
    day, rows = clock.today(), programmes_for_claim(article.text, standing.figure)
    found = [
        ("programme", row.pk, row.name, say(coverage_words(coverage_of(row, day), day.year)))
        for row in rows[:SHOWN]
    ]
    listed = MediaSources(article, day).on(day)
    if listed and media_claim(article.text, standing.figure):
        found.append(("media", 1, _("媒体报道登记"), say(media_words(listed))))
    return found


def _answers(standing: JudgedFigure | None) -> tuple[Answer, ...]:
    open_to_unit = standing is not None and (standing.unconfirmed or standing.asked)
    return (Answer.VERIFIED, *ANSWERS) if open_to_unit else ANSWERS


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure of the ledger on the card, with why it is offered."""

    figure: Figure
    source: tuple[str, str, str]
    insert: str
    outcome: str = ""
    verdict: str = ""


def _for_figure(article: Article, span: Span, rows: Mapping[int, Figure]) -> list[Candidate]:
    written = next(
        (each for each in read_figures(article.text, certain_ends=True) if each.span == span), None
    )
    if written is None:
        return []
    likely = likeliest(written, article.text, [offer_of(row) for row in rows.values()])
    return [_candidate(rows[each.key], each.outcome, say(each.reasons[-1])) for each in likely[:SHOWN]]


def _for_sentence(typed: str | None, rows: Mapping[int, Figure]) -> list[Candidate]:
    """Those whose names share most with the clause before the @, then with the sentence; the newest first
    among equals."""
    before, names = typed or "", {pk: row.name for pk, row in rows.items()}
    clause = CLAUSE_END.split(before)[-1]
    near = [
        pk for text in (clause, before) for pk, _share in nearest(text[-60:], names, Fraction(1, 50), SHOWN)
    ]
    order = dict.fromkeys([*near, *rows])
    return [_candidate(rows[pk], "", "") for pk in islice(order, SHOWN)]


def _candidate(figure: Figure, outcome: str, verdict: str) -> Candidate:
    return Candidate(figure, source_of(figure), insertion(figure), outcome, verdict)


def _standing(article: Article, span: Span) -> JudgedFigure | None:
    fresh = next(a for a in articles_of(article.issue) if a.pk == article.pk)
    return next((each for each in standing_of(fresh) if each.figure.span == span), None)


def insertion(figure: Figure) -> str:
    """The ledger's figure as it is written into a sentence: 8场, 500多名."""
    if figure.surface:
        return with_unit(figure.surface, figure.unit)
    number = next(each for each in (figure.value, figure.low, figure.high) if each is not None)
    return f"{number.normalize():f}{figure.unit}"


def asked_span(request: HttpRequest, article: Article) -> Span:
    """The place the browser means, in code points of the article's text; 404 for none."""
    given = request.POST if request.method == "POST" else request.GET
    start, end = number_in(given.get("start", "")), number_in(given.get("end", ""))
    if start is None or end is None:
        raise Http404
    return snapped(article, span_in(article, given.get("field", "body"), start, end))


def snapped(article: Article, span: Span) -> Span:
    """The figure that the place touches; an edit at the same moment may have moved its ends."""
    figures = (each.span for each in read_figures(article.text, certain_ends=True))
    return next((each for each in figures if each.start < span.end and span.start < each.end), span)


def say_of_figure(request: HttpRequest, article: Article) -> None:
    """Carry out what the pressed button of the card says. Raises Refused."""
    given, span = request.POST, asked_span(request, article)
    version = number_in(given.get("version", "")) or 0
    place: dict[str, Any] = {"article": article, "version": version, "span": span, **who(request)}
    act, words = given.get("act", ""), given.get("reason", "")
    if any(map(given.get, ("figure", "programme", "media"))):
        _link(request, place)
    elif act in Answer.values and act not in citations.LINKS:
        citations.answer_figure(answer=act, reason=words, **place)
    elif act == "unlink":
        citations.unlink(**place)
    elif act == "record":
        citations.record_and_cite(name=given.get("name", ""), **place)
    elif act == "ask":
        del place["version"]
        facts.ask_fact(question=words, **place)
    else:
        raise Refused(Message(N_("请选一种处理办法。")))


def _link(request: HttpRequest, place: Mapping[str, Any]) -> None:
    """Link the figure with the programme, list or figure of the ledger that was chosen; 404 for one that is not offered."""
    given, viewer = request.POST, viewer_of(request)
    if given.get("media"):
        citations.cite_media(**place)
        return
    if given.get("programme"):
        programme = load(programmes_for(viewer), number_in(given["programme"]) or 0)
        citations.cite_programme(programme=programme, **place)
        return
    figure = offers_for(place["article"], clock.today(), viewer).get(number_in(given["figure"]) or 0)
    if figure is None:
        raise Http404
    citations.cite(figure=figure, **place)
