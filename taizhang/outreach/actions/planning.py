"""A plan that a person has confirmed: all of its sessions are dispatched, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.office.models import Office, Person
from taizhang.office.permissions import Permission
from taizhang.office.workflow import unit_of_work
from taizhang.outreach.actions.sessions import dispatch
from taizhang.outreach.models import Order, Session, Speaker


@dataclass(frozen=True, slots=True)
class ConfirmedSession:
    """One session of the plan as it was shown."""

    orders: Sequence[Order]
    speaker: Speaker
    on: date
    part: str


def dispatch_plan(
    *, office: Office, confirmed: Sequence[ConfirmedSession], by: Person, at: datetime
) -> list[Session]:
    """Dispatch the sessions; Refused, and none dispatched, where one of them is not possible any more."""
    with unit_of_work(office=office, by=by, at=at, needs=Permission.RUN_OUTREACH) as work:
        if not confirmed:
            raise Refused(Message(N_("请至少勾选一场。")))
        made = [
            dispatch(orders=each.orders, speaker=each.speaker, on=each.on, part=each.part, by=by, at=at)
            for each in confirmed
        ]
        work.record("dispatch_plan", office, {"sessions": len(made)})
    return made
