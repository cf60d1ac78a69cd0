"""Orders that wait and speakers as the planner takes them; its plan and what would free an order, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from taizhang.core.calendar.day_words import day_words
from taizhang.core.dispatch.day_parts import DayPart
from taizhang.core.dispatch.explanation import Freeing, FreeingKind, explained
from taizhang.core.dispatch.limits import Slot, SpeakerOffer, objection, part_words
from taizhang.core.dispatch.planning import (
    DispatchPlan,
    DispatchProblem,
    Merging,
    OrderToPlace,
    SpeakerCapacity,
    TimeSlot,
)
from taizhang.core.dispatch.suggest import MOST_DAYS
from taizhang.core.lifecycle.outreach_life import OrderState
from taizhang.core.text.messages import N_, Message, verbatim
from taizhang.outreach.models import Order, Speaker
from taizhang.outreach.queries.offers import offers_of, reached
from taizhang.outreach.rules.solver import best_plan

FIRST_TIME = 3  # weight of an order of a unit that no session has reached yet
UNLIMITED = 999
BEYOND = 7  # days after the last wished one that may be proposed instead
FREEING_WORDS = {
    FreeingKind.REARRANGE: N_("把已排的场次重新调配就能安排；逐单安排的方案没有试。"),
    FreeingKind.OTHER_SLOT: N_("若{unit}也可以在{when}听，就能安排。"),
    FreeingKind.ONE_MORE_A_DAY: N_("若{name}在{day}多讲一场（每天上限{per_day}场），就能安排。"),
    FreeingKind.ONE_MORE_A_MONTH: N_("若{name}在{month}月多讲一场（每月上限{per_month}场），就能安排。"),
    FreeingKind.SPEAKER_SLOT: N_("若{name}能腾出{when}，就能安排。"),
    FreeingKind.DISTRICT: N_("若{name}也到{district}，就能安排。"),
    FreeingKind.TOPIC: N_("若{name}也能讲“{topic}”，就能安排。"),
}
NOT_BY_ONE = N_("没有哪一处单独的改动能安排这一单，请与单位商定改期或改课题。")
SHARED_BY = N_("同一处改动还能安排另外{n}单中的一单，只够一单。")


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """A session that the plan proposes: its orders, the first one's place is the main hall."""

    orders: tuple[Order, ...]
    speaker: Speaker
    slot: TimeSlot
    near: bool
    load: int


@dataclass(frozen=True, slots=True)
class Planning:
    """The plan of all waiting orders. ``left``: those it leaves out, with what would free each.

    ``without_topic``: orders that cannot be planned before somebody says on what; ``overdue``: whose days are past.
    """

    plan: DispatchPlan
    sessions: list[PlannedSession]
    left: list[tuple[Order, list[Message]]]
    without_topic: list[Order]
    overdue: list[Order]


def planned(today: date, merging: Merging | None = None) -> Planning:
    """Return the best plan of the orders that wait."""
    rows = Order.objects.filter(state=OrderState.SUBMITTED).select_related("unit", "topic")
    asked = list(rows.order_by("submitted_at", "pk"))
    waiting = [order for order in asked if order.wanted_to >= today]
    orders = [order for order in waiting if order.topic_id is not None]
    speakers = list(Speaker.objects.filter(active=True))
    problem = problem_of(orders, speakers, today, merging)
    plan = best_plan(problem)
    freed = explained(plan, problem)
    uses = Counter(change for change in freed.values() if change)
    left = [(orders[n], _freeing(change, uses, problem, orders, speakers)) for n, change in freed.items()]
    without = [order for order in waiting if order.topic_id is None]
    overdue = [order for order in asked if order.wanted_to < today]
    return Planning(plan, _sessions(plan, problem, orders, speakers), left, without, overdue)


def problem_of(
    orders: Sequence[Order], speakers: Sequence[Speaker], today: date, merging: Merging | None = None
) -> DispatchProblem:
    """Return orders and speakers as the planner takes them, in the same order."""
    known = reached()
    wanted = [_to_place(order, today, first_time=order.unit_id not in known) for order in orders]
    asked = {slot.day for each in wanted for slot in each.slots} or {today}
    first = min(asked)
    days = [first + timedelta(n) for n in range((max(asked) - first).days + 1 + BEYOND)]
    minutes = max((order.topic.minutes for order in orders if order.topic), default=90)
    offers = {each.key: each for each in offers_of(Speaker.objects.filter(active=True), days[0], days[-1])}
    return DispatchProblem(
        wanted, [_capacity(offers[each.pk], days, minutes, today) for each in speakers], merging
    )


def _to_place(order: Order, today: date, *, first_time: bool) -> OrderToPlace:
    first = max(order.wanted_from, today)
    days = [first + timedelta(n) for n in range(min((order.wanted_to - first).days + 1, MOST_DAYS))]
    parts = [DayPart(order.part)] if order.part else list(DayPart)
    return OrderToPlace(
        key=order.pk,
        topic=order.topic_id or 0,
        district=order.district,
        slots=tuple(TimeSlot(day, part) for day in days for part in parts),
        weight=FIRST_TIME if first_time else 1,
        heads=order.heads or 0,
    )


def _capacity(offer: SpeakerOffer, days: Sequence[date], minutes: int, today: date) -> SpeakerCapacity:
    """A speaker's times between the days; limits are left to the planner, other rules are asked for each time."""
    free_of_limits = replace(offer, per_day=UNLIMITED, per_month=UNLIMITED)
    times = {TimeSlot(day, part): Slot(day, part, minutes=minutes) for day in days for part in DayPart}
    travels = _can_travel(offer, minutes)
    barred = {time for time, slot in times.items() if objection(free_of_limits, slot, today)}
    return SpeakerCapacity(
        key=offer.key,
        topics=offer.topics,
        slots=frozenset(time for time, slot in times.items() if offer.free(slot) and time not in barred),
        per_day=offer.per_day if travels else 1,
        most_a_day=len(DayPart) if travels else 1,
        per_month=offer.per_month,
        district=offer.district,
        districts=offer.districts,
        refused=offer.refused,
        taken=frozenset(TimeSlot(each.on, each.part) for each in offer.taken),
        barred=frozenset(barred),
        load=sum(offer.load.values()),
    )


def _can_travel(offer: SpeakerOffer, minutes: int) -> bool:
    """Whether two sessions of one day, in any two parts of it, leave time for the way between them."""
    day = [Slot(date.min, part, minutes=minutes) for part in DayPart]
    return all(two.begin - one.end >= offer.buffer_minutes for one, two in pairwise(day))


def _sessions(
    plan: DispatchPlan, problem: DispatchProblem, orders: Sequence[Order], speakers: Sequence[Speaker]
) -> list[PlannedSession]:
    together: dict[tuple[TimeSlot, int], list[Order]] = {}
    for each in plan.taken:
        together.setdefault((each.slot, each.speaker), []).append(orders[each.order])
    found = [
        PlannedSession(
            tuple(served),
            speakers[s],
            slot,
            served[0].district in ("", speakers[s].district),
            problem.speakers[s].load,
        )
        for (slot, s), served in together.items()
    ]
    return sorted(
        found, key=lambda each: (each.slot.day, list(DayPart).index(each.slot.part), each.speaker.pk)
    )


def _freeing(
    change: Freeing | None,
    uses: Counter[Freeing],
    problem: DispatchProblem,
    orders: Sequence[Order],
    speakers: Sequence[Speaker],
) -> list[Message]:
    if change is None:
        return [Message(NOT_BY_ONE)]
    gaps: dict[str, str | int | Message] = {"district": change.district}
    if change.slot:
        gaps["day"] = day_words(change.slot.day, change.slot.day.year)
        gaps["month"] = change.slot.month[1]
        gaps["when"] = slot_words(change.slot)
    if change.order is not None:
        gaps["unit"] = verbatim(orders[change.order].unit.short_name)
    if change.speaker is not None:
        speaker = speakers[change.speaker]
        gaps |= {"name": verbatim(speaker.name), "per_month": speaker.per_month}
        gaps["per_day"] = problem.speakers[change.speaker].per_day
    topics = {order.topic_id: order.topic.name for order in orders if order.topic}
    gaps["topic"] = verbatim(topics.get(change.topic, ""))
    words = [Message(FREEING_WORDS[change.kind], gaps)]
    if uses[change] > 1 and change.kind is not FreeingKind.REARRANGE:
        words.append(Message(SHARED_BY, {"n": uses[change] - 1}))
    return words


def slot_words(slot: TimeSlot) -> Message:
    """9月3日上午."""
    gaps = {"day": day_words(slot.day, slot.day.year), "part": part_words(slot.part)}
    return Message(N_("{day}{part}"), gaps)
