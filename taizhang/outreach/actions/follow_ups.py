"""Points that somebody has to see to (跟进事项): given to a unit or a post, answered, asked again, taken back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from taizhang.core.lifecycle.outreach_life import FOLLOW_UP, PHASED_PLAN, SIT_IN
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.rules.checks import Objections, check_no_secret, check_reason
from taizhang.office.models import Person, Post, Unit
from taizhang.office.workflow import Transition, posts_in_act, transition
from taizhang.outreach.models import FollowUp, PhasedPlan, SitIn


def follow_up_sit_in(*, sit_in: SitIn, by: Person | None, at: datetime, **point: Any) -> FollowUp:
    """Give a point of a sit-in to a post, else to a unit, until a day; see ``_raise``."""
    with transition(SIT_IN, "follow_up", sit_in, by=by, at=at) as act:
        return _raise(act, "follow_up_sit_in", sit_in=sit_in, **point)


def follow_up_plan(*, plan: PhasedPlan, by: Person | None, at: datetime, **point: Any) -> FollowUp:
    """Put a problem on the list of a plan, in the same way."""
    with transition(PHASED_PLAN, "follow_up", plan, by=by, at=at) as act:
        return _raise(act, "follow_up_plan", plan=plan, **point)


def _raise(
    act: Transition, verb: str, *, text: str, due: date, unit: Unit | None = None, post: Post | None = None,
    **about: Any,
) -> FollowUp:  # fmt: skip
    """Write the point down; it is the post's where one is given, else the unit's."""
    _check(text, due, unit, post, act.at)
    row = FollowUp.objects.create(
        office=act.office, text=text.strip(), unit=None if post else unit, post=post, due=due, raised_by=act.by,
        raised_at=act.at, **about,
    )  # fmt: skip
    act.record(verb, row, {"due": due.isoformat()})
    return row


def answer_follow_up(*, follow_up: FollowUp, answer: str, by: Person | None, at: datetime) -> FollowUp:
    """Whose it is says what was done; with this it ends."""
    with transition(FOLLOW_UP, "answer", follow_up, by=by, at=at) as act:
        if by is not None and not is_theirs(follow_up, posts_in_act(by, at)):
            raise Refused(Message(N_("这件事项不由您的岗位办理。")))
        check_no_secret(answer)
        if not answer.strip():
            raise Refused(Message(N_("请写办理情况。")))
        act.move(answer=answer.strip(), answered_by=by, answered_at=at)
        act.record("answer_follow_up")
    return follow_up


def ask_follow_up_again(
    *, follow_up: FollowUp, reason: str, due: date, by: Person | None, at: datetime
) -> FollowUp:
    """The answer leaves something open."""
    with transition(FOLLOW_UP, "ask_again", follow_up, by=by, at=at) as act:
        check_reason(reason)
        if due < localdate(at):
            raise Objections({"due": OVER})
        before = {"answer": follow_up.answer}
        act.move(again=reason, due=due)
        act.record("ask_follow_up_again", detail=before)
    return follow_up


def withdraw_follow_up(*, follow_up: FollowUp, reason: str, by: Person | None, at: datetime) -> FollowUp:
    """It need not be seen to."""
    with transition(FOLLOW_UP, "withdraw", follow_up, by=by, at=at) as act:
        check_reason(reason)
        act.move(again=reason)
        act.record("withdraw_follow_up", detail={"reason": reason})
    return follow_up


def is_theirs(follow_up: FollowUp, held: list[Post]) -> bool:
    """Whether it is the task of one of these posts."""
    if follow_up.post_id is not None:
        return any(post.pk == follow_up.post_id for post in held)
    return any(post.unit_id == follow_up.unit_id for post in held)


OVER = Message(N_("时限早于今天，请核对。"))


def _check(text: str, due: date, unit: Unit | None, post: Post | None, at: datetime) -> None:
    check_no_secret(text)
    if not text.strip():
        raise Objections({"text": Message(N_("请写明要跟进的事。"))})
    if unit is None and post is None:
        raise Objections({"unit": Message(N_("请选责任单位或岗位。"))})
    if due < localdate(at):
        raise Objections({"due": OVER})
