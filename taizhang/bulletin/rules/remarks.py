"""What may be done with remarks; each check raises Refused with the user's words."""

from __future__ import annotations

from taizhang.bulletin.models import Remark
from taizhang.core.lifecycle.bulletin_life import ARTICLE_REMARK, ISSUE, SUBMISSION, SUBMISSION_REMARK
from taizhang.core.lifecycle.workflow import LifeTable, Refused
from taizhang.core.text.messages import N_, Message

ON_ITS_WAY = SUBMISSION.steps["remark"].before | SUBMISSION.steps["remark_from_desk"].before


def table_of(remark: Remark) -> LifeTable:
    """Return the steps of a remark: who may take them depends on whose text it is about."""
    return ARTICLE_REMARK if remark.article_id else SUBMISSION_REMARK


def check_on_its_way(remark: Remark) -> None:
    """Refused where the text is final, so that nothing can follow from what is said of it."""
    if remark.article is not None:
        open_still = remark.article.issue.state in ISSUE.steps["remark"].before
    else:
        open_still = remark.submission is not None and remark.submission.state in ON_ITS_WAY
    if not open_still:
        raise Refused(Message(N_("文字已经定稿，批注不能再改动。")))
