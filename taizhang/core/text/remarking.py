"""What somebody says of words in a text, and where in the text it belongs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from taizhang.core.figures.model import Span
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.anchors import Anchor, anchor_at, follow, locate
from taizhang.core.text.edits import tears
from taizhang.core.text.messages import N_, Message

QUOTE_LIMIT = 2_000  # characters that one remark is about, or that it suggests
WORDS_LIMIT = 500


class RemarkKind(StrEnum):
    """Whether something is said of the words or other words are suggested."""

    REMARK = "remark"
    SUGGESTION = "suggestion"


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


def check_words(words: str) -> None:
    """Refused for nothing and for too much."""
    if not words.strip():
        raise Refused(Message(N_("请写明意见。")))
    _check_length(words, WORDS_LIMIT)


def place_draft(draft: RemarkDraft, shown: str, text: str) -> Anchor:
    """Return where the draft belongs in ``text``, which was ``shown`` when its words were chosen. Raise Refused where
    they are not found or are several, for a suggestion that suggests nothing, and for a remark that suggests something.
    """
    _check_length(draft.quote, QUOTE_LIMIT)
    _check_length(draft.replacement, QUOTE_LIMIT)
    if draft.kind == RemarkKind.REMARK:
        check_words(draft.words)
        if draft.replacement not in ("", draft.quote):
            raise Refused(
                Message(N_("批注不改文字。要把原文改成所写的文字，请按“提出修订”；只提意见，请清空“改为”。"))
            )
    elif draft.replacement == draft.quote:
        raise Refused(Message(N_("请选中要改的文字，并写出改后的文字。")))
    if not draft.quote and (draft.kind == RemarkKind.REMARK or draft.start is None):
        if draft.kind == RemarkKind.REMARK:
            return Anchor(None, "")
        raise Refused(Message(N_("请先选中要修改的文字。")))
    anchor = _found(draft, shown, text)
    if draft.kind == RemarkKind.SUGGESTION and anchor.span is not None:
        _check_bounds(anchor.span, draft, text)
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


def _check_bounds(span: Span, draft: RemarkDraft, text: str) -> None:
    title_end = text.index("\n")
    if span.start <= title_end and (span.end > title_end or "\n" in draft.replacement):
        raise Refused(Message(N_("标题和正文要分开修改，标题只能写一行。")))
    if tears(text, span):
        raise Refused(Message(N_("表格请逐格修订，图片只能改图题里的文字。")))


def _check_length(words: str, most: int) -> None:
    if len(words) > most:
        raise Refused(Message(N_("文字超过{most}字，请分成几处提出。"), {"most": most}))
