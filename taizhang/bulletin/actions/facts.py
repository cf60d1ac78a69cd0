"""Questions to the unit about a figure (事实核实): private between the editor and the unit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from taizhang.bulletin.models import Article, FactAnswer, FactQuery
from taizhang.bulletin.queries.figure_status import place_of
from taizhang.core.figures import Span
from taizhang.core.lifecycle.bulletin_life import FACT_QUERY, ISSUE, FactQueryState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.actions.relief import ask
from taizhang.ledger.rules.checks import check_no_secret, check_reason
from taizhang.office.models import Person
from taizhang.office.permissions import Permission
from taizhang.office.workflow import transition, unit_of_work

MINUTES = 3  # what answering takes a unit


def ask_fact(*, article: Article, span: Span, question: str, by: Person, at: datetime) -> FactQuery:
    """Ask the article's unit about the figure at ``span``; a question that is open there already is not repeated."""
    check_reason(question)
    with transition(ISSUE, "link", article.issue, by=by, at=at) as act:
        if article.unit is None:
            raise Refused(Message(N_("这篇稿件不是单位来稿，没有可以核实的单位。")))
        surface = span.of(article.text)
        if not surface.strip():
            raise Refused(Message(N_("文字已改动，这里没有可以核实的数据。")))
        there = article.fact_queries.filter(start=span.start, end=span.end, state=FactQueryState.OPEN)
        if there.exists():
            raise Refused(Message(N_("这个数据已请单位核实，还没有答复。")))
        query = FactQuery.objects.create(
            office=article.office,
            article=article,
            unit=article.unit,
            start=span.start,
            end=span.end,
            surface=" ".join(surface.split())[:100],
            sentence=place_of(article.text, span)[:1_000],
            question=question.strip(),
            asked_by=by,
            asked_at=at,
        )
        ask(
            unit=article.unit,
            kind="fact_query",
            fields=1,
            attachments=0,
            minutes=MINUTES,
            subject=query,
            at=at,
        )
        act.record("ask_fact", query)
    return query


def answer_fact(*, query: FactQuery, answer: str, words: str, by: Person, at: datetime) -> FactQuery:
    """The unit answers: true, to be corrected, another scope, an estimate; all but the first with words."""
    kind = FactAnswer(answer)
    if kind is not FactAnswer.CONFIRMED:
        check_reason(words)
    check_no_secret(words)
    with transition(FACT_QUERY, "answer", query, by=by, at=at) as act:
        act.move(answer=kind, words=words.strip(), answered_by=by, answered_at=at)
        detail = {"answer": kind.value}
        act.record("answer_fact", detail=detail)
    return query


def answer_facts(
    *, query: FactQuery, also: Iterable[FactQuery] = (), answer: str, words: str, by: Person, at: datetime
) -> FactQuery:
    """The unit gives the same answer to a question and to others about the same article; all or none."""
    with unit_of_work(office=query.office, by=by, at=at, needs=Permission.ACT_IN_BULLETIN):
        for each in (*also, query):
            answer_fact(query=each, answer=answer, words=words, by=by, at=at)
    return query


def settle_fact(*, query: FactQuery, by: Person, at: datetime) -> FactQuery:
    """The editor has seen the answer and acted on it."""
    with transition(FACT_QUERY, "settle", query, by=by, at=at) as act:
        act.move()
        act.record("settle_fact")
    return query


def ask_fact_again(*, query: FactQuery, question: str, by: Person, at: datetime) -> FactQuery:
    """The answer leaves the question open."""
    check_reason(question)
    with transition(FACT_QUERY, "ask_again", query, by=by, at=at) as act:
        cleared: dict[str, Any] = {"answer": "", "words": "", "answered_by": None, "answered_at": None}
        act.move(question=question.strip(), **cleared)
        act.record("ask_fact_again")
    return query


def withdraw_fact(*, query: FactQuery, by: Person, at: datetime) -> FactQuery:
    """The question is not needed any more."""
    with transition(FACT_QUERY, "withdraw", query, by=by, at=at) as act:
        act.move()
        act.record("withdraw_fact")
    return query
