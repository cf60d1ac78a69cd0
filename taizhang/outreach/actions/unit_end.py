"""What a unit that ends has ordered or hosts goes to the unit that takes over, and so do its speakers."""

from __future__ import annotations

from taizhang.core.lifecycle.outreach_life import (
    FollowUpState,
    OrderState,
    PlanStepState,
    SessionState,
    SitInState,
)
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.office.models import Unit
from taizhang.office.workflow import Work
from taizhang.outreach.models import FollowUp, Order, PlanStep, SitIn, Speaker, Venue
from taizhang.outreach.queries.sessions import differing

OPEN = (OrderState.DRAFT, OrderState.OFFERED, OrderState.SUBMITTED, OrderState.PLACED)
AHEAD = (SessionState.OFFERED, SessionState.SCHEDULED, SessionState.POSTPONED, SessionState.DELIVERED)


def follow_unit(work: Work, unit: Unit, into: Unit | None) -> None:
    """Let ``into`` have the open orders and the venues that are still to be confirmed; what is over stays the old unit's.
    Refused where there are any and nobody takes over, and while its head count of a session is in dispute: only those who
    were there can explain it.
    """
    if differing().filter(unit=unit).exists():
        words = N_("“{unit}”有宣讲场次双方人数不一致，还没有入账，请该单位先说明或改填人数。")
        raise Refused(Message(words, {"unit": unit.short_name}))
    orders = Order.objects.filter(unit=unit, state__in=OPEN)
    venues = Venue.objects.filter(unit=unit, heads__isnull=True, session__state__in=AHEAD)
    sit_ins = SitIn.objects.filter(unit=unit, state=SitInState.PLANNED)
    points = FollowUp.objects.filter(unit=unit, state=FollowUpState.OPEN)
    steps = PlanStep.objects.filter(unit=unit, state=PlanStepState.OPEN)
    if into is None:
        if any(rows.exists() for rows in (orders, venues, sit_ins, points, steps)):
            words = N_(
                "“{unit}”还有没有办结的点单、宣讲、旁听、任务或跟进事项，请先办结，或者并入接续的单位。"
            )
            raise Refused(Message(words, {"unit": unit.short_name}))
        return
    for order in orders:
        work.record("follow_unit", order, {"before": unit.pk, "after": into.pk})
    for rows in (venues, sit_ins, points, steps):
        rows.update(unit=into)
    orders.update(unit=into)
    Speaker.objects.filter(home_unit=unit).update(home_unit=into)
