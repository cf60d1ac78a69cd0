"""Whether an issue at the desk can be sealed: its page is set, and the form check finds no fault."""

from __future__ import annotations

from typing import Any

from taizhang.bulletin.models import Issue
from taizhang.bulletin.queries.composing import as_printed
from taizhang.bulletin.typesetting.rendering import template_for
from taizhang.bulletin.typesetting.typeset_cache import sheet_of
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.press import PressError


def check_sealable(issue: Issue) -> None:
    """Set the issue as it stands (once for the same content). Raise Refused with the first fault of its form, or with
    what the press says.
    """
    try:
        report = sheet_of(as_printed(issue), template_for(issue)).report
    except PressError as refusal:
        raise Refused(refusal.sentence) from refusal
    if not report["ok"]:
        fault = _fault(report["findings"][0])
        raise Refused(Message(N_("版式核验没有通过，不能签发：{finding}"), {"finding": fault}))


def _fault(finding: dict[str, Any]) -> Message:
    """A finding with its page; page 0 is the whole document."""
    words = Message.from_json(finding)
    if not finding["page"]:
        return words
    return Message(N_("第{page}页：{finding}"), {"page": finding["page"], "finding": words})
