"""What waits for whom: rows with all that a line about them needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from taizhang.core.calendar.recurrence import missed_days
from taizhang.core.lifecycle.outreach_life import (
    FollowUpState,
    OrderState,
    PlanStepState,
    SessionState,
    SitInState,
    SlotState,
)
from taizhang.core.lifecycle.project_year import PROJECT
from taizhang.ledger.models import ServiceEntry
from taizhang.office.models import Post, Unit
from taizhang.outreach.models import FollowUp, Order, PlanStep, ServiceSlot, Session, SitIn, Venue
from taizhang.outreach.queries.sessions import differing, unstated

Units = Sequence[Unit]
OF_ORDER = (
    "wish", "wanted_from", "wanted_to", "heads", "topic_guessed", "version", "state", "topic", "topic__name", "unit",
    "unit__short_name",
)  # fmt: skip
OF_SESSION = ("title", "held_on", "part", "state", "speaker", "speaker__name")
OF_SIT_IN = ("subject", "planned_on", "place", "unit", "unit__short_name")
NEAR = timedelta(days=7)  # before a sit-in, when it is spoken of
OF_VENUE = ("heads", "unit", "unit__short_name", "session", *(f"session__{name}" for name in OF_SESSION))


def sit_ins_ahead(today: date, units: Units | None = None) -> QuerySet[SitIn]:
    """Planned sit-ins that are near: to the office also those whose record is still to be written."""
    rows = SitIn.objects.filter(state=SitInState.PLANNED, planned_on__lte=today + NEAR)
    rows = rows.select_related("unit").order_by("planned_on", "pk").only(*OF_SIT_IN)
    return rows if units is None else rows.filter(unit__in=units, planned_on__gte=today)


def follow_ups_of(units: Units, posts: Sequence[Post]) -> QuerySet[FollowUp]:
    """Points that wait for an answer of the units or posts, the most pressing first."""
    held = [post.pk for post in posts if post.pk]
    rows = FollowUp.objects.filter(Q(unit__in=units) | Q(post__in=held), state=FollowUpState.OPEN)
    return rows.order_by("due", "pk").only("text", "due", "again")


def plan_steps_ahead(today: date, units: Units | None = None) -> QuerySet[PlanStep]:
    """Open steps that are near or late: of the units, or those that are no unit's."""
    rows = PlanStep.objects.filter(state=PlanStepState.OPEN, due__lte=today + 2 * NEAR)
    rows = rows.filter(unit=None) if units is None else rows.filter(unit__in=units)
    return rows.select_related("plan").order_by("due", "pk").only("title", "due", "plan", "plan__name")


def services_running(today: date, units: Units) -> QuerySet[ServiceSlot]:
    """The running services of the units, with the last day on which something was registered (``last_done``, and
    ``last_before`` today), as ``day_missed`` looks at it.
    """
    done = ServiceEntry.objects.filter(item=OuterRef("item"), voided_at__isnull=True).order_by("-done_on")
    rows = ServiceSlot.objects.filter(
        item__project__lead_unit__in=units,
        item__project__state__in=sorted(PROJECT.steps["record"].before),
        state=SlotState.RUNNING,
        starts_on__lt=today,
    )
    with_last = rows.annotate(
        last_done=Subquery(done.filter(done_on__lte=today).values("done_on")[:1]),
        last_before=Subquery(done.filter(done_on__lt=today).values("done_on")[:1]),
    )
    said = ("every", "starts_on", "ends_on", "place", "item", "item__title")
    return with_last.select_related("item").order_by("item__title", "pk").only(*said)


def day_missed(slot: ServiceSlot, today: date) -> date | None:
    """The last day of a service before today where nothing is registered for it, else None.

    Of a service that missed several days in a row only the last one is asked for; the others stand on its page.
    """
    last = slot.recurrence.days(today - timedelta(days=1))[-1:]
    known: Any = slot  # with the annotations of ``services_running``
    done = [each for each in (known.last_done, known.last_before) if each is not None]
    return next((day for day in missed_days(slot.recurrence, done, today)[-1:] if [day] == last), None)


def orders_to_place(*, refused: bool) -> QuerySet[Order]:
    """Orders that wait for a speaker: those that one has refused, or those that none has; the most pressing first."""
    before = Venue.objects.filter(order=OuterRef("pk"), session__state=SessionState.REFUSED)
    rows = Order.objects.filter(Exists(before) if refused else ~Exists(before), state=OrderState.SUBMITTED)
    return rows.select_related("unit", "topic").order_by("wanted_to", "pk").only(*OF_ORDER)


def sessions_in(*states: SessionState) -> QuerySet[Session]:
    """Sessions in these states, the nearest first."""
    rows = Session.objects.filter(state__in=states).select_related("speaker")
    return rows.order_by("held_on", "pk").only(*OF_SESSION)


def orders_of(units: Units, state: OrderState) -> QuerySet[Order]:
    """Orders of the units in that state, the most pressing first."""
    rows = Order.objects.filter(unit__in=units, state=state)
    return rows.select_related("topic", "unit").order_by("wanted_to", "pk").only(*OF_ORDER)


def heads_to_state(today: date, units: Units | None = None) -> QuerySet[Venue]:
    """Venues whose host has still to say how many came, of the units or of all."""
    return _of(unstated(today=today), units)


def heads_in_question(units: Units | None = None) -> QuerySet[Venue]:
    """Venues where host and speaker say different numbers, of the units or of all."""
    return _of(differing().order_by("session__held_on", "pk"), units)


def _of(rows: QuerySet[Venue], units: Units | None) -> QuerySet[Venue]:
    rows = rows.select_related("session__speaker", "unit").only(*OF_VENUE)
    return rows if units is None else rows.filter(unit__in=units)
