"""What of outreach and fieldwork falls on which day: sessions, sit-ins, services, plans and broadcasts in one order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import islice

from django.db.models import Prefetch, Q

from taizhang.core.dispatch.day_parts import DayPart
from taizhang.core.dispatch.limits import USUAL_START, part_words
from taizhang.core.lifecycle.outreach_life import TAKEN, MediaItemState, PlanStepState, SitInState
from taizhang.core.text.messages import N_, Message, joined, verbatim
from taizhang.office.visible import Viewer
from taizhang.outreach.visible import (
    media_for,
    plan_steps_for,
    plans_for,
    sessions_for,
    sit_ins_for,
    slots_for,
    venues_for,
)

MOST = 3_000  # entries of one kind that are read
PARTS = tuple(DayPart)


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One thing on one day; ``route`` and ``key`` lead to its page. ``order``: its place among those of the day.
    ``starts`` and ``minutes`` are a session's; all else is of the whole day.
    """

    on: date
    kind: str
    title: str
    note: Message
    when: Message
    route: str
    key: int
    order: tuple[int, time] = (0, time.min)
    starts: time | None = None
    minutes: int = 0


Found = Iterator[CalendarEntry]
WHOLE_DAY = Message("")


def calendar_of(viewer: Viewer, first: date, last: date) -> list[CalendarEntry]:
    """Return what the viewer sees from ``first`` to ``last``, both included, in the order of days and hours.

    Of one kind no more than ``MOST`` entries are read.
    """
    found = [entry for kind in KINDS.values() for entry in islice(kind(viewer, first, last), MOST)]
    return sorted(found, key=lambda each: (each.on, each.order))


def _sessions(viewer: Viewer, first: date, last: date) -> Found:
    rows = sessions_for(viewer).filter(held_on__range=(first, last), state__in=sorted(TAKEN))
    venues = Prefetch("venues", venues_for(viewer))
    for row in rows.order_by("held_on", "pk").prefetch_related(venues)[:MOST]:
        part, places = DayPart(row.part), [each.unit.short_name for each in row.venues.all()]
        when = verbatim(f"{row.starts_at:%H:%M}") if row.starts_at else part_words(part)
        note = joined(" · ", [verbatim(row.speaker.name), joined("、", list(map(verbatim, places)))])
        order = (1 + PARTS.index(part), row.starts_at or time.min)
        starts = row.starts_at or USUAL_START[part]
        yield CalendarEntry(
            row.held_on, "session", row.title, note, when, "session", row.pk, order, starts, row.minutes
        )


def _sit_ins(viewer: Viewer, first: date, last: date) -> Found:
    rows = sit_ins_for(viewer).filter(planned_on__range=(first, last)).exclude(state=SitInState.CANCELLED)
    for row in rows.order_by("planned_on", "pk")[:MOST]:
        note = joined(" · ", [verbatim(each) for each in (row.unit.short_name, row.place) if each])
        yield CalendarEntry(row.planned_on, "sit_in", row.subject, note, WHOLE_DAY, "sit-in", row.pk)


def _services(viewer: Viewer, first: date, last: date) -> Found:
    rows = slots_for(viewer).filter(Q(ends_on=None) | Q(ends_on__gte=first), starts_on__lte=last)
    for row in rows.order_by("pk"):
        lead = row.item.project.lead_unit
        note = joined(
            " · ", [verbatim(each) for each in (lead.short_name if lead else "", row.place) if each]
        )
        for day in row.recurrence.days(last):
            if day >= first:
                yield CalendarEntry(day, "service", row.item.title, note, WHOLE_DAY, "slot", row.pk)


def _plans(viewer: Viewer, first: date, last: date) -> Found:
    """The days of events themselves, and the days on which steps of their plans are due."""
    for plan in plans_for(viewer).filter(starts_on__lte=last, ends_on__gte=first).order_by("starts_on", "pk"):
        begin, end = max(plan.starts_on, first), min(plan.ends_on, last)
        for n in range((end - begin).days + 1):
            note = verbatim(plan.name)
            yield CalendarEntry(
                begin + timedelta(days=n), "plan", plan.event, note, WHOLE_DAY, "plan", plan.pk
            )
    steps = plan_steps_for(viewer).filter(due__range=(first, last)).exclude(state=PlanStepState.DROPPED)
    for step in steps.order_by("due", "pk")[:MOST]:
        note = joined(" · ", [Message(N_("截止")), verbatim(step.plan.name)])
        yield CalendarEntry(step.due, "plan", step.title, note, WHOLE_DAY, "plan", step.plan_id)


def _media(viewer: Viewer, first: date, last: date) -> Found:
    rows = media_for(viewer).filter(published_on__range=(first, last), state=MediaItemState.LISTED)
    for row in rows.order_by("published_on", "pk")[:MOST]:
        note = verbatim(str(row.column or row.outlet))
        yield CalendarEntry(row.published_on, "media", row.title, note, WHOLE_DAY, "media-item", row.pk)


KINDS: dict[str, Callable[[Viewer, date, date], Found]] = {
    "session": _sessions,
    "sit_in": _sit_ins,
    "service": _services,
    "plan": _plans,
    "media": _media,
}
