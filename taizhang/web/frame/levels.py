"""A project's state and level as the marks of the pictures know them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from taizhang.core.lifecycle.project_year import IN_COUNT, ProjectState
from taizhang.core.text.messages import Message
from taizhang.web.frame.words import say

MARKS: Mapping[str, str] = {"normal": "green", "near": "blue", "behind": "yellow", "overdue": "red"}


def mark_of(state: str, level: str | None) -> str:
    """green, blue, yellow, red for what is judged; suspended, closed; empty where nothing is said."""
    if state == ProjectState.ACTIVE:
        return MARKS.get(level or "", "")
    if state in IN_COUNT["closed"]:
        return "closed"
    return "suspended" if state == ProjectState.SUSPENDED else ""


def reason_words(reason: Mapping[str, Any] | None) -> str:
    """The one sentence of a signal, as it was stored."""
    return say(Message.from_json(reason)) if reason else ""
