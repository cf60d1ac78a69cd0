"""What may be said of a text and suggested for it; each check raises Refused with the user's words."""

from __future__ import annotations

from dataclasses import dataclass

from taizhang.bulletin.models import Remark, RemarkKind
from taizhang.bulletin.models.remarks import QUOTE_LIMIT, WORDS_LIMIT
from taizhang.core.figures import Span
from taizhang.core.lifecycle.bulletin_life import ARTICLE_REMARK, ISSUE, SUBMISSION, SUBMISSION_REMARK
from taizhang.core.lifecycle.workflow import LifeTable, Refused
from taizhang.core.text.anchors import Anchor, anchor_at, follow, locate
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.rules.checks import check_no_secret

ON_ITS_WAY = SUBMISSION.steps["remark"].before | SUBMISSION.steps["remark_from_desk"].before


@dataclass(frozen=True, slots=True)
class RemarkDraft:
    """A remark as it is raised: ``quote`` stands at ``start`` (code points of the text as it was shown; None: where it
    occurs), and ``replacement`` is suggested for it. Without quote and start it is about the whole.
    """

    words: str = ""
    kind: str = RemarkKind.REMARK
    quote: str = ""
    start: int | None = None
    replacement: str = ""


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


def check_said(words: str) -> None:
    """Refused for nothing, for too much, and for what bears a secrecy mark."""
    if not words.strip():
        raise Refused(Message(N_("请写明意见。")))
    _check_length(words, WORDS_LIMIT)
    check_no_secret(words)


def place_draft(draft: RemarkDraft, shown: str, text: str) -> Anchor:
    """Return where the draft belongs in ``text``, which was ``shown`` when its words were chosen. Raise Refused where
    they are not found or are several, and for a suggestion that suggests nothing.
    """
    _check_length(draft.quote, QUOTE_LIMIT)
    _check_length(draft.replacement, QUOTE_LIMIT)
    check_no_secret(draft.words, draft.replacement)
    if draft.kind == RemarkKind.REMARK:
        check_said(draft.words)
    elif draft.replacement == draft.quote:
        raise Refused(Message(N_("请选中要改的文字，并写出改后的文字。")))
    if not draft.quote and (draft.kind == RemarkKind.REMARK or draft.start is None):
        if draft.kind == RemarkKind.REMARK:
            return Anchor(None, "")
        raise Refused(Message(N_("请先选中要修改的文字。")))
    anchor = _found(draft, shown, text)
    if draft.kind == RemarkKind.SUGGESTION and anchor.span is not None:
        _check_in_one_field(anchor.span, draft, text.index("\n"))
    return anchor


def _found(draft: RemarkDraft, shown: str, text: str) -> Anchor:
    span = locate(shown, draft.quote, draft.start)
    if span is None:
        many = shown.count(draft.quote) > 1
        words = (
            N_("文中有几处“{quote}”，请在文中选中其中一处。")
            if many
            else N_("文中没有“{quote}”，请重新选择。")
        )
        raise Refused(Message(words, {"quote": draft.quote[:30]}))
    anchor = follow(shown, text, [anchor_at(shown, span)])[0]
    if not anchor.stands(text):
        raise Refused(Message(N_("选中的文字刚刚在别处改动过，请看过最新文字后重新选择。")))
    return anchor


def _check_in_one_field(span: Span, draft: RemarkDraft, title_end: int) -> None:
    if span.start <= title_end and (span.end > title_end or "\n" in draft.replacement):
        raise Refused(Message(N_("标题和正文要分开修改，标题只能写一行。")))


def _check_length(words: str, most: int) -> None:
    if len(words) > most:
        raise Refused(Message(N_("文字超过{most}字，请分成几处提出。"), {"most": most}))
