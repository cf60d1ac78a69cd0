"""A plan for many orders at once: which speaker takes which order when, within the limits of each speaker."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from taizhang.core.dispatch.day_parts import DayPart

FAR = 4  # cost of a session outside the speaker's own district
LOAD = 4  # sessions so far beyond which a speaker's load no longer counts


Month = tuple[int, int]


class TimeSlot(NamedTuple):
    """A part of a day: the grain of the plan."""

    day: date
    part: DayPart

    @property
    def month(self) -> Month:
        return self.day.year, self.day.month


@dataclass(frozen=True, slots=True)
class OrderToPlace:
    """``weight``: what placing it is worth against other orders (1 and above). ``heads``: the expected audience."""

    key: int
    topic: int
    district: str
    slots: tuple[TimeSlot, ...]
    weight: int = 1
    heads: int = 0


@dataclass(frozen=True, slots=True)
class SpeakerCapacity:
    """``taken`` slots have a session already: they are not offered again and count within the limits.

    ``district`` is his own, ``districts`` are those where he goes (none named: everywhere), ``refused`` the keys of orders
    that he has refused. ``load``: sessions that he has already. ``barred``: when he cannot come even if he were asked
    (too short a notice, the way from another session); such times are none of ``slots``.
    ``most_a_day``: more than so many he cannot hold on a day even if he were asked (the way between them).
    ``beyond``: days and months in which he takes one session more than his limit.
    """

    key: int
    topics: frozenset[int]
    slots: frozenset[TimeSlot]
    per_day: int
    per_month: int
    most_a_day: int = len(DayPart)
    district: str = ""
    districts: frozenset[str] = frozenset()
    refused: frozenset[int] = frozenset()
    taken: frozenset[TimeSlot] = frozenset()
    barred: frozenset[TimeSlot] = frozenset()
    load: int = 0
    beyond: tuple[date | Month, ...] = ()

    def day_left(self, day: date, sessions: int = 0) -> int:
        """How many sessions more he takes on the day, with so many planned; never below 0."""
        held = sum(each.day == day for each in self.taken)
        return max(0, self.per_day + self.beyond.count(day) - held - sessions)

    def month_left(self, month: Month, sessions: int = 0) -> int:
        """How many sessions more he takes in the month, with so many planned; never below 0."""
        held = sum(each.month == month for each in self.taken)
        return max(0, self.per_month + self.beyond.count(month) - held - sessions)

    def goes_to(self, district: str) -> bool:
        return not self.districts or not district or district in self.districts | {self.district}

    def suits(self, order: OrderToPlace) -> bool:
        """Whether he speaks on the topic, goes to the district and has not refused."""
        return order.topic in self.topics and self.goes_to(order.district) and order.key not in self.refused

    @property
    def open(self) -> frozenset[TimeSlot]:
        return self.slots - self.taken


@dataclass(frozen=True, slots=True)
class Merging:
    """When orders of one topic and district may share a session: at most so many orders and heads."""

    orders: int = 4
    heads: int = 300


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to place an order; ``order`` and ``speaker`` are positions in the sequences given."""

    order: int
    speaker: int
    slot: TimeSlot
    cost: int


@dataclass(frozen=True)
class DispatchProblem:
    """Orders to place with speakers; ``merging=None``: each order has a session of its own."""

    orders: Sequence[OrderToPlace]
    speakers: Sequence[SpeakerCapacity]
    merging: Merging | None = None

    @cached_property
    def choices(self) -> list[Choice]:
        """Every way to place each order: the speaker suits, and both have the time free."""
        by_topic: dict[int, list[int]] = defaultdict(list)
        for n, speaker in enumerate(self.speakers):
            for topic in sorted(speaker.topics):
                by_topic[topic].append(n)
        open_slots = [speaker.open for speaker in self.speakers]
        return [
            Choice(n, s, slot, cost)
            for n, order in enumerate(self.orders)
            for s in by_topic[order.topic]
            if self.speakers[s].suits(order)
            for cost in [choice_cost(order, self.speakers[s])]
            for slot in dict.fromkeys(order.slots)
            if slot in open_slots[s]
        ]

    def may_share(self, orders: Iterable[int]) -> bool:
        """Whether these orders, by their positions, may share one session."""
        together = [self.orders[n] for n in orders]
        return (
            self.merging is not None
            and len({(order.topic, order.district) for order in together}) == 1
            and len(together) <= self.merging.orders
            and sum(order.heads for order in together) <= self.merging.heads
        )


class PlanMethod(StrEnum):
    GREEDY = "greedy"  # one order after the other, each the cheapest way that is left
    OPTIMAL = "optimal"  # proven: no plan places more weight, or the same at less cost
    BEST_FOUND = "best_found"  # the best one found before the time was up


@dataclass(frozen=True, slots=True)
class DispatchPlan:
    """The choices taken, at most one for each order. Choices of one speaker and slot share a session."""

    method: PlanMethod
    taken: tuple[Choice, ...]

    def weight(self, orders: Sequence[OrderToPlace]) -> int:
        """The weight of the orders that are placed."""
        return sum(orders[each.order].weight for each in self.taken)

    @property
    def cost(self) -> int:
        return sum(each.cost for each in self.taken)

    def unplaced(self, orders: Sequence[OrderToPlace]) -> list[int]:
        """The positions of the orders that the plan leaves out."""
        placed = {each.order for each in self.taken}
        return [n for n in range(len(orders)) if n not in placed]


def choice_cost(order: OrderToPlace, speaker: SpeakerCapacity) -> int:
    """What decides between ways that place equally much: near before far, then whoever has spoken less."""
    near = not order.district or order.district == speaker.district
    return (0 if near else FAR) + min(speaker.load, LOAD)


class CapacityUsed:
    """What of the speakers' limits is used up as choices are taken."""

    def __init__(self, problem: DispatchProblem, taken: Iterable[Choice] = ()) -> None:
        self.problem = problem
        self.sessions: dict[tuple[int, TimeSlot], list[int]] = {}  # the orders of each
        self.by_day: Counter[tuple[int, date]] = Counter()
        self.by_month: Counter[tuple[int, Month]] = Counter()
        for each in taken:
            self.take(each)

    def take(self, choice: Choice) -> None:
        """Place the order, whatever the limits."""
        speaker, slot = choice.speaker, choice.slot
        if (speaker, slot) not in self.sessions:
            self.by_day[speaker, slot.day] += 1
            self.by_month[speaker, slot.month] += 1
        self.sessions.setdefault((speaker, slot), []).append(choice.order)

    def day_left(self, speaker: int, day: date) -> bool:
        return self.problem.speakers[speaker].day_left(day, self.by_day[speaker, day]) > 0

    def month_left(self, speaker: int, month: Month) -> bool:
        return self.problem.speakers[speaker].month_left(month, self.by_month[speaker, month]) > 0

    def has(self, choice: Choice) -> bool:
        """Whether the choice can be taken: as a session of its own, or in one that it may share."""
        speaker, slot = choice.speaker, choice.slot
        there = self.sessions.get((speaker, slot))
        if there:
            return self.problem.may_share((*there, choice.order))
        return self.day_left(speaker, slot.day) and self.month_left(speaker, slot.month)


def greedy_plan(problem: DispatchProblem) -> DispatchPlan:
    """Place one order after the other: the heaviest first, of these the one with the fewest ways.

    A session that may be shared is preferred to a new one.
    """
    ways: dict[int, list[Choice]] = defaultdict(list)
    for choice in problem.choices:
        ways[choice.order].append(choice)
    room = CapacityUsed(problem)
    taken: list[Choice] = []

    def rank(each: Choice) -> tuple[bool, int, TimeSlot]:
        return (each.speaker, each.slot) not in room.sessions, each.cost, each.slot

    for n in sorted(ways, key=lambda n: (-problem.orders[n].weight, len(ways[n]), n)):
        best = min((each for each in ways[n] if room.has(each)), key=rank, default=None)
        if best:
            room.take(best)
            taken.append(best)
    return DispatchPlan(PlanMethod.GREEDY, tuple(sorted(taken, key=lambda each: each.order)))


def keeps_limits(plan: DispatchPlan, problem: DispatchProblem) -> bool:
    """Whether the plan places each order at most once and no speaker beyond what he offers."""
    room, known, seen = CapacityUsed(problem), set(problem.choices), set[int]()
    for each in plan.taken:
        if each not in known or each.order in seen or not room.has(each):
            return False
        seen.add(each.order)
        room.take(each)
    return True
