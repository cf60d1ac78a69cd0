"""What would free the orders that a plan leaves out: the cheapest single change after which one more can be placed.

A plan is a flow order → slot of a speaker → day → month → end. An order can be placed without giving up another
one exactly where the residual network leads from it to the end; one change adds one arc. The search runs backwards from
the end, once for all orders: first without a change, then with one of each kind, the cheapest kind first.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from taizhang.core.dispatch.planning import (
    CapacityUsed,
    Choice,
    DispatchPlan,
    DispatchProblem,
    Month,
    OrderToPlace,
    SpeakerCapacity,
    TimeSlot,
    choice_cost,
)

Node = tuple[Hashable, ...]
END: Node = ("end",)


class FreeingKind(StrEnum):
    """The changes that are looked for, the cheapest first."""

    REARRANGE = (
        "rearrange"  # other places for orders that are placed: only a plan that is not optimal leaves this
    )
    OTHER_SLOT = "other_slot"  # an order is asked for one more slot
    ONE_MORE_A_DAY = "one_more_a_day"  # a speaker takes one more session on a day
    ONE_MORE_A_MONTH = "one_more_a_month"
    SPEAKER_SLOT = "speaker_slot"  # a speaker offers one more slot
    DISTRICT = "district"  # a speaker goes to one more district
    TOPIC = "topic"  # a speaker takes one more topic


@dataclass(frozen=True, slots=True)
class Freeing:
    """One change; ``order`` and ``speaker`` are positions, None where the kind has none.

    Of ``slot`` only the day, or the month, matters to the kinds that change a limit.
    """

    kind: FreeingKind
    order: int | None = None
    speaker: int | None = None
    slot: TimeSlot | None = None
    topic: int | None = None
    district: str = ""


def explained(plan: DispatchPlan, problem: DispatchProblem) -> dict[int, Freeing | None]:
    """Return for each order left out the cheapest change that places it beside all others; None: no single one does.

    Where orders share sessions, what is placed stays as it is: a change that needs a rearrangement is not found.
    """
    network = _Residual(plan, problem)
    changes = _Changes(network)
    wanted = plan.unplaced(problem.orders)
    for seeds in (
        changes.other_slots,
        changes.fuller_days,
        changes.fuller_months,
        changes.speakers_slots,
        changes.further_districts,
        changes.further_topics,
    ):
        if all(("order", n) in network.labels for n in wanted):
            break
        network.spread(list(seeds()))
    return {n: network.labels.get(("order", n)) for n in wanted}


def applied(change: Freeing, problem: DispatchProblem) -> DispatchProblem:
    """Return the problem as it is after the change."""
    orders, speakers = list(problem.orders), list(problem.speakers)
    if change.order is not None and change.slot:
        order = orders[change.order]
        orders[change.order] = replace(order, slots=(*order.slots, change.slot))
    if change.speaker is not None:
        speakers[change.speaker] = _changed(speakers[change.speaker], change)
    return DispatchProblem(orders, speakers, problem.merging)


def _changed(speaker: SpeakerCapacity, change: Freeing) -> SpeakerCapacity:
    slot = change.slot
    if change.kind is FreeingKind.ONE_MORE_A_DAY and slot:
        return replace(speaker, beyond=(*speaker.beyond, slot.day))
    if change.kind is FreeingKind.ONE_MORE_A_MONTH and slot:
        return replace(speaker, beyond=(*speaker.beyond, slot.month))
    if change.kind is FreeingKind.SPEAKER_SLOT and slot:
        return replace(speaker, slots=speaker.slots | {slot})
    if change.district:
        return replace(speaker, districts=speaker.districts | {change.district})
    return replace(speaker, topics=speaker.topics | ({change.topic} if change.topic is not None else set()))


class _Residual:
    """The residual network of a plan. ``labels``: the change with which a node leads to the end, of nodes that do.

    Where orders share sessions, what is placed stays: there are no arcs back.
    """

    def __init__(self, plan: DispatchPlan, problem: DispatchProblem) -> None:
        self.problem = problem
        self.room = CapacityUsed(problem, plan.taken)
        rearranging = problem.merging is None
        self.before: dict[Node, list[Node]] = defaultdict(
            list
        )  # from where an arc with room leads to the node
        self.places: dict[Node, Choice] = {}  # slots of the network, each with one of its choices
        self.labels: dict[Node, Freeing] = {}
        taken = set(plan.taken)
        for each in problem.choices:
            order, half = ("order", each.order), ("slot", each.speaker, each.slot)
            self.places[half] = each
            if each not in taken:
                self.before[half].append(order)
            elif rearranging:
                self.before[order].append(half)
        self.days = {self.day(each.speaker, each.slot.day): each for each in self.places.values()}
        self.months = {self.month(each.speaker, each.slot.month): each for each in self.days.values()}
        self._arcs(rearranging)
        self.spread([(END, Freeing(FreeingKind.REARRANGE))])
        self.free = frozenset(self.labels)

    @staticmethod
    def day(speaker: int, day: date) -> Node:
        return ("day", speaker, day)

    @staticmethod
    def month(speaker: int, month: Month) -> Node:
        return ("month", speaker, month)

    def _arcs(self, rearranging: bool) -> None:
        """From slot to day to month to the end where there is room; back where there are sessions."""
        for half, each in self.places.items():
            used = bool(self.room.sessions.get((each.speaker, each.slot)))
            self._arc(half, self.day(each.speaker, each.slot.day), not used, used and rearranging)
        for day, each in self.days.items():
            s, on = each.speaker, each.slot.day
            used = self.room.by_day[s, on] > 0
            self._arc(day, self.month(s, each.slot.month), self.room.day_left(s, on), used and rearranging)
        for month, each in self.months.items():
            self._arc(month, END, self.room.month_left(each.speaker, each.slot.month), False)

    def _arc(self, start: Node, end: Node, forward: bool, back: bool) -> None:
        if forward:
            self.before[end].append(start)
        if back:
            self.before[start].append(end)

    def spread(self, seeds: Sequence[tuple[Node, Freeing]]) -> None:
        """Label the seeds and all from where they are reached, the nearest first; a label that there is stays."""
        queue = deque(seeds)
        while queue:
            node, change = queue.popleft()
            if node not in self.labels:
                self.labels[node] = change
                queue.extend((each, change) for each in self.before[node])

    def month_open(self, speaker: int, month: Month) -> bool:
        """Whether one session more in the month finds room without a change."""
        node = self.month(speaker, month)
        return node in self.free or (node not in self.months and self.room.month_left(speaker, month))

    def day_open(self, speaker: int, slot: TimeSlot) -> bool:
        """Whether one session more on the day of ``slot`` finds room without a change."""
        node = self.day(speaker, slot.day)
        unknown = node not in self.days and self.room.day_left(speaker, slot.day)
        return node in self.free or (unknown and self.month_open(speaker, slot.month))

    def slot_open(self, speaker: int, slot: TimeSlot) -> bool:
        """Whether one session more on the slot, which the speaker offers, finds room without a change."""
        node = ("slot", speaker, slot)
        return node in self.free or (node not in self.places and self.day_open(speaker, slot))


class _Changes:
    """Where one change of each kind would add an arc to the part of the network that leads to the end."""

    def __init__(self, network: _Residual) -> None:
        self.network = network
        self.orders, self.speakers = network.problem.orders, network.problem.speakers
        self.open_of: list[set[TimeSlot]] = []  # where each speaker has room
        self.by_topic: dict[int, list[int]] = defaultdict(list)
        for s, speaker in enumerate(self.speakers):
            self.open_of.append({slot for slot in speaker.open if network.slot_open(s, slot)})
            for topic in speaker.topics:
                self.by_topic[topic].append(s)

    def _waiting(self) -> Iterator[tuple[int, OrderToPlace]]:
        for n, order in enumerate(self.orders):
            if ("order", n) not in self.network.labels:
                yield n, order

    def _nearest(
        self, order: OrderToPlace, ways: Iterator[tuple[int, TimeSlot]]
    ) -> tuple[int, TimeSlot] | None:
        """The way closest to the slots of the order, then the one that costs least."""

        def rank(way: tuple[int, TimeSlot]) -> tuple[int, int, TimeSlot, int]:
            s, slot = way
            apart = min((abs((slot.day - each.day).days) for each in order.slots), default=0)
            return apart, choice_cost(order, self.speakers[s]), slot, s

        return min(ways, key=rank, default=None)

    def other_slots(self) -> Iterator[tuple[Node, Freeing]]:
        for n, order in self._waiting():
            ways = (
                (s, slot)
                for s in self.by_topic[order.topic]
                if self.speakers[s].suits(order)
                for slot in self.open_of[s]
            )
            found = self._nearest(order, ways)
            if found:
                yield ("order", n), Freeing(FreeingKind.OTHER_SLOT, order=n, slot=found[1])

    def fuller_days(self) -> Iterator[tuple[Node, Freeing]]:
        for node, each in self.network.days.items():
            speaker, day = self.speakers[each.speaker], each.slot.day
            wider = speaker.per_day + speaker.beyond.count(day) < speaker.most_a_day
            if wider and self.network.month_open(each.speaker, each.slot.month):
                change = Freeing(FreeingKind.ONE_MORE_A_DAY, speaker=each.speaker, slot=each.slot)
                yield node, change

    def fuller_months(self) -> Iterator[tuple[Node, Freeing]]:
        for node, each in self.network.months.items():
            yield node, Freeing(FreeingKind.ONE_MORE_A_MONTH, speaker=each.speaker, slot=each.slot)

    def speakers_slots(self) -> Iterator[tuple[Node, Freeing]]:
        for n, order in self._waiting():
            ways = (
                (s, slot)
                for slot in order.slots
                for s in self.by_topic[order.topic]
                if self.speakers[s].suits(order)
                and slot not in self.speakers[s].slots
                and slot not in self.speakers[s].taken | self.speakers[s].barred
                and self.network.day_open(s, slot)
            )
            found = self._nearest(order, ways)
            if found:
                yield ("order", n), Freeing(FreeingKind.SPEAKER_SLOT, None, *found)

    def further_districts(self) -> Iterator[tuple[Node, Freeing]]:
        for n, order in self._waiting():
            wider = (s for s in self.by_topic[order.topic] if not self.speakers[s].goes_to(order.district))
            found = self._nearest(order, self._open_to(order, wider))
            if found:
                yield ("order", n), Freeing(FreeingKind.DISTRICT, None, *found, district=order.district)

    def further_topics(self) -> Iterator[tuple[Node, Freeing]]:
        for n, order in self._waiting():
            others = (
                s
                for s, speaker in enumerate(self.speakers)
                if order.topic not in speaker.topics and speaker.goes_to(order.district)
            )
            found = self._nearest(order, self._open_to(order, others))
            if found:
                yield ("order", n), Freeing(FreeingKind.TOPIC, None, *found, order.topic)

    def _open_to(self, order: OrderToPlace, speakers: Iterable[int]) -> Iterator[tuple[int, TimeSlot]]:
        """The speakers with room on one of the order's slots, who have not refused it."""
        for s in speakers:
            if order.key not in self.speakers[s].refused:
                yield from ((s, slot) for slot in order.slots if slot in self.open_of[s])
