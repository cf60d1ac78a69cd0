"""What may be done with remarks; each check raises Refused with the user's words."""

from __future__ import annotations

from taizhang.bulletin.models import Article, Remark, Submission
from taizhang.core.lifecycle.bulletin_life import (
    ARTICLE_REMARK,
    ISSUE,
    REPORT_REMARK,
    REPORT_TEXT,
    SUBMISSION,
    SUBMISSION_REMARK,
)
from taizhang.core.lifecycle.project_year import REPORT
from taizhang.core.lifecycle.workflow import LifeTable, Refused
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.models import ProgressReport

RemarkedText = Article | Submission | ProgressReport

ON_ITS_WAY = SUBMISSION.steps["remark"].before | SUBMISSION.steps["remark_from_desk"].before


REPORT_OPEN = REPORT_TEXT.steps["remark"].before | REPORT_TEXT.steps["remark_from_office"].before


def table_of(remark: Remark) -> LifeTable:
    """Return the steps of a remark: who may take them depends on whose text it is about."""
    if remark.report_id:
        return REPORT_REMARK
    return ARTICLE_REMARK if remark.article_id else SUBMISSION_REMARK


def subject_of(remark: Remark) -> RemarkedText:
    """Return what the remark is about."""
    of = remark.article or remark.submission or remark.report
    assert of is not None  # noqa: S101 - a constraint of the table
    return of


def text_of(of: RemarkedText) -> str:
    """Return the text in which remarks have their places, the headline on its first line; that of a report is empty."""
    return f"\n{of.narrative}" if isinstance(of, ProgressReport) else of.text


def may_write(remark: Remark) -> bool:
    """Whether the text can be changed as things stand."""
    of = subject_of(remark)
    if isinstance(of, Article):
        return of.issue.state in ISSUE.steps["compose"].before
    return of.state in (REPORT if isinstance(of, ProgressReport) else SUBMISSION).steps["write"].before


def check_on_its_way(remark: Remark) -> None:
    """Refused where the text is final, so that nothing can follow from what is said of it."""
    of = subject_of(remark)
    if isinstance(of, Article):
        open_still = of.issue.state in ISSUE.steps["remark"].before
    else:
        open_still = of.state in (REPORT_OPEN if isinstance(of, ProgressReport) else ON_ITS_WAY)
    if not open_still:
        raise Refused(Message(N_("文字已经定稿，批注不能再改动。")))
