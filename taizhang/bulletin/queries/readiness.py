"""Whether the figures of an issue are in order for check and signature."""

from __future__ import annotations

from taizhang.bulletin.models import Article, Issue
from taizhang.bulletin.queries.figure_status import FigureStatus, JudgedFigure, articles_of, standing_of
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message


def check_figures(issue: Issue) -> None:
    """Refused while a figure has neither a source nor anybody who answers for it by name, while one contradicts and
    nobody has said why, and while a unit has not confirmed a figure that the office wrote into its text.
    """
    rows = [(article, each) for article in articles_of(issue) for each in standing_of(article)]
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


def _refuse_first(rows: list[tuple[Article, JudgedFigure]], pattern: str) -> None:
    if rows:
        article, first = rows[0]
        gaps: dict[str, str | int] = {
            "n": len(rows),
            "title": article.title[:20],
            "surface": first.figure.surface,
        }
        raise Refused(Message(pattern, gaps))
