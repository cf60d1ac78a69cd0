"""Whether an issue is in order for check and signature: its figures, and what its units were asked."""

from __future__ import annotations

from collections.abc import Iterator

from taizhang.bulletin.models import Article, FactAnswer, Issue
from taizhang.bulletin.queries.figure_status import FigureStatus, JudgedFigure, articles_of, standing_of
from taizhang.core.lifecycle.bulletin_life import FactQueryState, ProofState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message


def check_ready_to_print(issue: Issue) -> None:
    """Refused while a figure has neither a source nor anybody who answers for it by name, while one contradicts and
    nobody has said why, while a unit has not confirmed a figure that the office wrote into its text, and while a
    question to a unit is open or what it answered has not been acted upon.
    """
    articles = articles_of(issue)
    _refuse_open(list(_open_questions(articles)))
    rows = [(article, each) for article in articles for each in standing_of(article)]
    _refuse_first(
        [(article, each) for article, each in rows if not each.settled],
        N_("还有{n}个数据没有出处，第一个是《{title}》中的“{surface}”。请关联台账，或由本人认可。"),
    )
    _refuse_first(
        [(article, each) for article, each in rows if each.stand is FigureStatus.CONTRADICT],
        N_(
            "还有{n}个数据有矛盾，第一个是《{title}》中的“{surface}”。请改正，或说明口径不同、估计数、已更正。"
        ),
    )
    _refuse_first(
        [(article, each) for article, each in rows if each.unconfirmed],
        N_(
            "还有{n}个数据与报送原文不同，供稿单位没有确认，第一个是《{title}》中的“{surface}”。"
            "请送单位校样，或说明已向单位核对。"
        ),
    )


def _open_questions(articles: list[Article]) -> Iterator[Message]:
    """What units were asked and have not answered, and answers that nobody has acted upon, each in a sentence."""
    for article in articles:
        for query in article.fact_queries.all():
            gaps: dict[str, str | int] = {"unit": query.unit.short_name, "surface": query.surface}
            if query.state == FactQueryState.OPEN:
                yield Message(N_("{unit}还没有答复“{surface}”"), gaps)
            elif query.state == FactQueryState.ANSWERED and query.answer != FactAnswer.CONFIRMED:
                gaps["answer"] = str(query.get_answer_display())
                yield Message(N_("{unit}对“{surface}”答复“{answer}”，还没有处理"), gaps)
        for proof in article.proofs.all():
            told: dict[str, str | int] = {"unit": proof.unit.short_name, "title": proof.title[:20]}
            if proof.state == ProofState.ASKED:
                yield Message(N_("{unit}还没有确认校样《{title}》"), told)
            elif proof.state == ProofState.OBJECTED:
                yield Message(N_("{unit}对校样《{title}》有意见，还没有处理"), told)


def _refuse_open(open_questions: list[Message]) -> None:
    if open_questions:
        pattern = N_(
            "还有{n}个问题没有了结：{first}。请等单位答复、处理好再了结；"
            "已另向单位核对的，由本人署名说明，或撤回问题、收回校样。"
        )
        raise Refused(Message(pattern, {"n": len(open_questions), "first": open_questions[0]}))


def _refuse_first(rows: list[tuple[Article, JudgedFigure]], pattern: str) -> None:
    if rows:
        article, first = rows[0]
        gaps: dict[str, str | int] = {
            "n": len(rows),
            "title": article.title[:20],
            "surface": first.figure.surface,
        }
        raise Refused(Message(pattern, gaps))
