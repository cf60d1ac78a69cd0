"""Whether an issue is in order for check and signature: its figures, and what its units were asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from taizhang.bulletin.models import Article, FactAnswer, Issue
from taizhang.bulletin.queries.figure_status import FigureStatus, JudgedFigure, articles_of, standing_of
from taizhang.core.figures import Span
from taizhang.core.lifecycle.bulletin_life import FactQueryState, ProofState, RemarkState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """One thing that is not in order, in words, with its article and its place in the article's text."""

    article: Article
    words: Message
    span: Span | None = None
    remark: int | None = None  # the key of the remark that is open


# What a figure may lack, and how the first of those that lack it is told.
LACKING: tuple[tuple[Callable[[JudgedFigure], bool], str], ...] = (
    (
        lambda each: not each.settled,
        N_("还有{n}个数据没有出处，第一个是{first}。请关联台账，或由本人认可。"),
    ),
    (
        lambda each: each.stand is FigureStatus.CONTRADICT,
        N_("还有{n}个数据有矛盾，第一个是{first}。请改正，或说明口径不同、估计数、已更正。"),
    ),
    (
        lambda each: each.unconfirmed,
        N_(
            "还有{n}个数据与报送原文不同，供稿单位没有确认，第一个是{first}。"
            "请送单位校样，或说明已向单位核对。"
        ),
    ),
)
UNANSWERED = N_(
    "还有{n}个问题没有了结：{first}。请等单位答复、处理好再了结；"
    "已另向单位核对的，由本人署名说明，或撤回问题、收回校样。"
)
REMARKED = N_("还有{n}条批注或修订没有处理，第一条是{first}。请采纳、了结，或由本人署名说明不作处理。")


def check_ready_to_print(issue: Issue) -> None:
    """Refused while a remark is open, while a figure has neither a source nor anybody who answers for it by name, while
    one contradicts and nobody has said why, while a unit has not confirmed a figure that the office wrote into its
    text, and while a question to a unit is open or what it answered has not been acted upon.
    """
    found = next(_unready(issue), None)
    if found is not None:
        pattern, points = found
        raise Refused(Message(pattern, {"n": len(points), "first": points[0].words}))


def check_remarks_closed(issue: Issue) -> None:
    """Refused while a remark is open that nobody has passed over by name."""
    points = [point for article in articles_of(issue) for point in _open_remarks(article)]
    if points:
        raise Refused(Message(REMARKED, {"n": len(points), "first": points[0].words}))


def first_open_point(issue: Issue) -> OpenPoint | None:
    """Return the first thing that check and signature would be refused for; None where all is in order."""
    found = next(_unready(issue), None)
    return found[1][0] if found else None


def _unready(issue: Issue) -> Iterator[tuple[str, list[OpenPoint]]]:
    """What is not in order, kind by kind: the pattern that tells of it, and where."""
    articles = articles_of(issue)
    if remarked := [point for article in articles for point in _open_remarks(article)]:
        yield REMARKED, remarked
    if asked := [point for article in articles for point in _open_questions(article)]:
        yield UNANSWERED, asked
    rows = [(article, each) for article in articles for each in standing_of(article)]
    for lacks, pattern in LACKING:
        if points := [_point(article, each) for article, each in rows if lacks(each)]:
            yield pattern, points


def _point(article: Article, each: JudgedFigure) -> OpenPoint:
    gaps: dict[str, str | int] = {"title": article.title[:20], "surface": each.figure.surface}
    return OpenPoint(article, Message(N_("《{title}》中的“{surface}”"), gaps), each.figure.span)


def _open_remarks(article: Article) -> Iterator[OpenPoint]:
    """Remarks and suggestions that nobody has dealt with or passed over by name."""
    for row in article.remarks.all():
        if row.state == RemarkState.OPEN:
            gaps: dict[str, str | int] = {"title": article.title[:20], "words": str(row)}
            yield OpenPoint(article, Message(N_("《{title}》“{words}”"), gaps), remark=row.pk)


def _open_questions(article: Article) -> Iterator[OpenPoint]:
    """What units were asked and have not answered, and answers that nobody has acted upon."""
    for query in article.fact_queries.all():
        gaps: dict[str, str | int] = {"unit": query.unit.short_name, "surface": query.surface}
        place = Span(query.start, query.end) if query.start is not None and query.end is not None else None
        if query.state == FactQueryState.OPEN:
            yield OpenPoint(article, Message(N_("{unit}还没有答复“{surface}”"), gaps), place)
        elif query.state == FactQueryState.ANSWERED and query.answer != FactAnswer.CONFIRMED:
            gaps["answer"] = str(query.get_answer_display())
            words = Message(N_("{unit}对“{surface}”答复“{answer}”，还没有处理"), gaps)
            yield OpenPoint(article, words, place)
    for proof in article.proofs.all():
        told: dict[str, str | int] = {"unit": proof.unit.short_name, "title": proof.title[:20]}
        if proof.state == ProofState.ASKED:
            yield OpenPoint(article, Message(N_("{unit}还没有确认校样《{title}》"), told))
        elif proof.state == ProofState.OBJECTED:
            yield OpenPoint(article, Message(N_("{unit}对校样《{title}》有意见，还没有处理"), told))
