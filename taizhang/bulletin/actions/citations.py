"""What is said of a figure in an article: its source in the ledger, or an answer with a reason and a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from taizhang.bulletin.models import Answer, Article, Citation
from taizhang.bulletin.queries.figure_status import vouched_for
from taizhang.bulletin.queries.media_claims import MediaSources
from taizhang.bulletin.queries.tasks import claims_changed, stands_on_other_ground
from taizhang.core.coverage.media import media_claim, media_words
from taizhang.core.coverage.state import coverage_words
from taizhang.core.figures import Kind, Span, TextFigure, read_figures
from taizhang.core.lifecycle.bulletin_life import FACT_QUERY, ISSUE, FactQueryState
from taizhang.core.lifecycle.workflow import Overtaken, Refused
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.actions.quoting import record_quoted
from taizhang.ledger.models import Figure as LedgerFigure
from taizhang.ledger.rules.checks import check_reason
from taizhang.office.models import Person
from taizhang.office.permissions import Permission
from taizhang.office.workflow import move, record_event, transition, unit_of_work
from taizhang.outreach.models import Programme
from taizhang.outreach.queries.coverage import coverage_of

LINKS = (Answer.LINKED, Answer.COVERAGE, Answer.MEDIA)
EXPLAIN_A_DIFFERENCE = (Answer.SCOPE, Answer.ESTIMATE, Answer.CORRECTED, Answer.VERIFIED)


@contextmanager
def _on_figure(article: Article, version: int, span: Span, by: Person, at: datetime) -> Iterator[TextFigure]:
    """The figure at ``span`` of the text of ``version``; Refused where the text has no such figure."""
    with transition(ISSUE, "link", article.issue, by=by, at=at):
        if not Article.objects.filter(pk=article.pk, version=version).exists():
            raise Overtaken(Message(N_("这篇稿件刚刚在别处改动过。请看过最新文字后再关联数据。")))
        found = next(
            (figure for figure in read_figures(article.text, certain_ends=True) if figure.span == span), None
        )
        if found is None:
            raise Refused(Message(N_("文字已改动，这里没有可以关联的数据。")))
        yield found


def cite(
    *, article: Article, version: int, span: Span, figure: LedgerFigure, by: Person, at: datetime
) -> Citation:
    """Say that the figure at ``span`` comes from this figure of the ledger."""
    with _on_figure(article, version, span, by, at) as written:
        if figure.ended_at is not None:
            raise Refused(Message(N_("这条台账数据已被更正或撤下，请选用现在的数据。")))
        return _say(article, written, Answer.LINKED, "", figure, by, at)


def cite_programme(
    *, article: Article, version: int, span: Span, programme: Programme, by: Person, at: datetime
) -> Citation:
    """Say that the claim at ``span`` holds of this programme's roll, as of the issue's day or today, whichever is first.

    What the roll says stays with the link in words, for whoever reads the issue later.
    """
    with _on_figure(article, version, span, by, at) as written:
        day = min(article.issue.date or localdate(at), localdate(at))
        words = str(coverage_words(coverage_of(programme, day)))
        return _say(
            article, written, Answer.COVERAGE, words, None, by, at, programme=programme, covered_on=day
        )


def settle_claim(*, citation: Citation, reason: str, by: Person, at: datetime) -> Citation:
    """Say what became of a printed claim whose roll or rule has changed since: corrected, or why that is not needed. The
    claim stays listed with these words, and waits for nobody until one of them changes again.
    """
    with unit_of_work(office=citation.office, by=by, at=at, needs=Permission.EDIT_BULLETIN) as work:
        check_reason(reason)
        waiting = claims_changed(localdate(at)).filter(pk=citation.pk)
        if not any(map(stands_on_other_ground, waiting)):
            raise Refused(Message(N_("这处说法没有待核对的变化。")))
        work.record("settle_claim", citation, {"reason": reason})
    return citation


def cite_media(*, article: Article, version: int, span: Span, by: Person, at: datetime) -> Citation:
    """Say that the claim at ``span`` holds of the list of media items, as of the issue's day or today, whichever is first.

    Refused where the figure speaks of no media, and where nothing is registered of the article's project or unit.
    """
    with _on_figure(article, version, span, by, at) as written:
        day = min(article.issue.date or localdate(at), localdate(at))
        found = MediaSources(article, localdate(at)).on(day)
        if media_claim(article.text, written) is None or not found:
            raise Refused(Message(N_("媒体报道登记里没有可以作依据的报道。")))
        return _say(article, written, Answer.MEDIA, str(media_words(found)), None, by, at, covered_on=day)


def answer_figure(
    *,
    article: Article,
    version: int,
    span: Span,
    answer: str,
    reason: str,
    figure: LedgerFigure | None = None,
    by: Person,
    at: datetime,
) -> Citation:
    """Say why a figure has no source or another scope; whoever says so is named, the reason is asked.

    Where the figure is linked and the answer explains a difference, the link stays as its source.
    """
    kind = Answer(answer)
    if kind in LINKS:
        raise ValueError("a link is made by cite, cite_programme or cite_media")
    check_reason(reason)
    with _on_figure(article, version, span, by, at) as written:
        if kind is Answer.UNSOURCED and written.quantity.kind is Kind.UNIVERSAL:
            raise Refused(Message(N_("“全覆盖”要写明应覆盖的总数，或者换一种说法。")))
        if figure is None and kind in EXPLAIN_A_DIFFERENCE:
            there = article.citations.filter(start=span.start, end=span.end).select_related("figure").first()
            figure = there.figure if there else None
        return _say(article, written, kind, reason.strip(), figure, by, at)


def answer_figures(
    *,
    article: Article,
    version: int,
    spans: Sequence[Span],
    answer: str,
    reason: str,
    by: Person,
    at: datetime,
) -> list[Citation]:
    """Give the same answer for several figures; all or none."""
    if answer not in Answer.values or answer in LINKS:
        raise Refused(Message(N_("请选一种处理办法。")))
    if not spans:
        raise Refused(Message(N_("请先勾选要一并答复的数据。")))
    place: dict[str, Any] = {"article": article, "version": version, "by": by, "at": at}
    with unit_of_work(office=article.office, by=by, at=at, needs=Permission.SEE_ISSUES):
        return [answer_figure(span=span, answer=answer, reason=reason, **place) for span in spans]


def unlink(*, article: Article, version: int, span: Span, by: Person, at: datetime) -> None:
    """Take back what was said of a figure."""
    with _on_figure(article, version, span, by, at) as written:
        Citation.objects.filter(article=article, start=span.start, end=span.end).delete()
        _record("unlink", article, written, by, at)


def record_and_cite(
    *, article: Article, version: int, span: Span, name: str, by: Person, at: datetime
) -> Citation:
    """Make a ledger figure of what the sentence says (its source: what the unit signed), and cite it."""
    with _on_figure(article, version, span, by, at) as written:
        adoption = article.adoptions.select_related("submission").order_by("pk").first()
        if article.unit is None or adoption is None:
            raise Refused(Message(N_("这篇稿件不是单位来稿，不能由它登记台账数据。")))
        if not vouched_for(article, written):
            raise Refused(Message(N_("报送原文没有这个数据，不能据来稿登记。请先送单位校样或请单位核实。")))
        words = adoption.text.title[:40]
        figure = record_quoted(
            unit=article.unit,
            project=article.project,
            name=name,
            written=written,
            source=str(
                Message(N_("来稿《{title}》第{round}次报送"), {"title": words, "round": adoption.text.round})
            ),
            as_of=localdate(adoption.text.signed_at),
            by=by,
            at=at,
        )
        return _say(article, written, Answer.LINKED, "", figure, by, at)


def _say(
    article: Article,
    written: TextFigure,
    answer: Answer,
    reason: str,
    figure: LedgerFigure | None,
    by: Person,
    at: datetime,
    *,
    programme: Programme | None = None,
    covered_on: date | None = None,
) -> Citation:
    start, end = written.span
    if answer is not Answer.LINKED:
        _answer_by_name(article, written.span, at)
    said: dict[str, Any] = {"answer": answer, "reason": reason, "figure": figure, "by": by, "at": at}
    said |= {"programme": programme, "covered_on": covered_on}
    citation, _new = Citation.objects.update_or_create(
        article=article,
        start=start,
        end=end,
        defaults={"office": article.office, "surface": written.surface[:100], **said},
    )
    _record(f"figure_{answer}", article, written, by, at)
    return citation


def _answer_by_name(article: Article, span: Span, at: datetime) -> None:
    """Take back what the unit was asked about the figure: somebody answers for it by name."""
    asked = article.fact_queries.filter(state=FactQueryState.OPEN, start__lt=span.end, end__gt=span.start)
    for query in asked:
        move(query, FACT_QUERY.step("withdraw", query.state), at=at)


def _record(verb: str, article: Article, written: TextFigure, by: Person, at: datetime) -> None:
    detail = {"surface": written.surface[:100], "start": written.span.start}
    record_event(office=article.office, by=by, at=at, verb=verb, subject=article, detail=detail)
