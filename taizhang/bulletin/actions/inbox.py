"""What the editor decides about an article that came in. The signed text is never touched."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from taizhang.bulletin.models import Submission
from taizhang.core.lifecycle.bulletin_life import SUBMISSION
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.actions.relief import ask
from taizhang.ledger.rules.checks import check_no_secret, check_reason
from taizhang.office.models import Person
from taizhang.office.workflow import transition

MINUTES = 15  # what a return costs a unit
MOST_STEPS = 50


def accept_submission(*, submission: Submission, by: Person, at: datetime) -> Submission:
    """It will do; when it is printed remains to be seen."""
    return _decide(submission, "accept", by, at, reason="")


def return_submission(*, submission: Submission, reason: str, by: Person, at: datetime) -> Submission:
    """Back to the unit, and why; counted in the unit's burden."""
    check_reason(reason)
    return _decide(submission, "return", by, at, reason=reason.strip())


def hold_submission(*, submission: Submission, reason: str = "", by: Person, at: datetime) -> Submission:
    """Kept for a later issue."""
    return _decide(submission, "hold", by, at, reason=reason.strip())


def decline_submission(*, submission: Submission, reason: str, by: Person, at: datetime) -> Submission:
    """Not to be printed, and why."""
    check_reason(reason)
    return _decide(submission, "decline", by, at, reason=reason.strip())


def mark_duplicate(*, submission: Submission, of: Submission, by: Person, at: datetime) -> Submission:
    """The same has come in as ``of``, signed by its unit."""
    if of.office_id != submission.office_id or of.submitted_at is None:
        raise Refused(Message(N_("请选择已经报送的另一篇来稿。")))
    _check_no_circle(submission, of)
    return _decide(submission, "mark_duplicate", by, at, reason="", duplicate_of=of)


def _check_no_circle(submission: Submission, of: Submission) -> None:
    at: Submission | None = of
    for _step in range(MOST_STEPS):
        if at is None:
            return
        if at.pk == submission.pk:
            break
        at = at.duplicate_of
    raise Refused(Message(N_("一篇来稿不能与自己重复。")))


def _decide(submission: Submission, verb: str, by: Person, at: datetime, **changes: Any) -> Submission:
    check_no_secret(changes["reason"])
    with transition(SUBMISSION, verb, submission, by=by, at=at) as act:
        act.move(decided_by=by, decided_at=at, changed_at=at, **changes)
        if verb == "return":
            ask(
                unit=submission.unit,
                kind="return",
                fields=1,
                attachments=0,
                minutes=MINUTES,
                subject=submission,
                at=at,
            )
        of = changes.get("duplicate_of")
        detail = {"reason": changes["reason"], **({"of": of.pk} if of else {})}
        act.record(f"{verb}_submission", detail=detail)
    return submission
