"""What a unit cannot solve alone, and what the office answers (问题清单)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from taizhang.core.lifecycle.project_year import BLOCKER, PROJECT, BlockerState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.models import Blocker, Project
from taizhang.ledger.rules.checks import check_no_secret, check_reason
from taizhang.office.models import Person
from taizhang.office.workflow import transition


def raise_blocker(*, project: Project, text: str, wanted: str = "", by: Person, at: datetime) -> Blocker:
    """Say what stands in the way, and who should help."""
    with transition(PROJECT, "record", project, by=by, at=at) as act:
        check_no_secret(text, wanted)
        if not text.strip():
            raise Refused(Message(N_("请写明遇到的问题。")))
        if project.blockers.filter(text=text, state=BlockerState.OPEN).exists():
            raise Refused(Message(N_("同样的问题已经提出，正在等待答复。")))
        blocker = Blocker.objects.create(
            office=project.office, project=project, text=text, wanted=wanted, raised_by=by, raised_at=at
        )
        act.record("raise_blocker", blocker, {"project": project.pk})
    return blocker


def answer_blocker(*, blocker: Blocker, answer: str, by: Person, at: datetime) -> Blocker:
    """The office says what will be done."""
    check_no_secret(answer)
    check_reason(answer)
    return _step(blocker, "answer", by, at, answer=answer, answered_by=by, answered_at=at)


def ask_again(*, blocker: Blocker, text: str, by: Person, at: datetime) -> Blocker:
    """The answer did not help: the question is open again, in new words."""
    check_no_secret(text)
    check_reason(text)
    return _step(blocker, "ask_again", by, at, text=text)


def settle_blocker(*, blocker: Blocker, by: Person, at: datetime) -> Blocker:
    """Solved, says the unit."""
    return _step(blocker, "settle", by, at, ended_at=at)


def withdraw_blocker(*, blocker: Blocker, by: Person, at: datetime) -> Blocker:
    """No longer asked."""
    return _step(blocker, "withdraw", by, at, ended_at=at)


def _step(blocker: Blocker, verb: str, by: Person, at: datetime, **changes: Any) -> Blocker:
    with transition(BLOCKER, verb, blocker, by=by, at=at) as act:
        before = {"text": blocker.text, "answer": blocker.answer}
        act.move(**changes)
        act.record(f"{verb}_blocker", detail=before)
    return blocker
