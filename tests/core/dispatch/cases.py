"""Small problems of every shape, and the best plan found by trying everything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from taizhang.core.dispatch.day_parts import DayPart
from taizhang.core.dispatch.explanation import Freeing, FreeingKind
from taizhang.core.dispatch.planning import (
    CapacityUsed,
    Choice,
    DispatchPlan,
    DispatchProblem,
    Merging,
    OrderToPlace,
    PlanMethod,
    SpeakerCapacity,
    TimeSlot,
)

MORNING, AFTERNOON = DayPart.MORNING, DayPart.AFTERNOON
SLOTS = [
    TimeSlot(day, part)
    for day in (date(2026, 8, 30), date(2026, 8, 31), date(2026, 9, 1))
    for part in (MORNING, AFTERNOON)
]


def _some(whole: Sequence, most: int) -> st.SearchStrategy[list]:
    return st.lists(st.sampled_from(whole), max_size=most, unique=True)


orders = st.builds(
    OrderToPlace,
    key=st.integers(0, 3),
    topic=st.integers(0, 1),
    district=st.sampled_from(["东", "西"]),
    slots=_some(SLOTS, 2).map(tuple),
    weight=st.integers(1, 3),
    heads=st.sampled_from([50, 100]),
)
offers = st.builds(
    SpeakerCapacity,
    key=st.just(0),
    topics=_some([0, 1], 2).map(frozenset),
    slots=_some(SLOTS, 3).map(frozenset),
    per_day=st.integers(1, 2),
    per_month=st.integers(1, 2),
    most_a_day=st.integers(1, 2),
    district=st.sampled_from(["东", "西"]),
    districts=_some(["东", "西"], 1).map(frozenset),
    refused=_some([0, 1], 1).map(frozenset),
    taken=_some(SLOTS, 1).map(frozenset),
    barred=_some(SLOTS, 1).map(frozenset),
    load=st.integers(0, 2),
).map(lambda offer: replace(offer, slots=offer.slots - offer.barred))


def problems(merging: Merging | None = None, most: int = 4) -> st.SearchStrategy[DispatchProblem]:
    return st.builds(
        DispatchProblem,
        st.lists(orders, min_size=1, max_size=most),
        st.lists(offers, min_size=1, max_size=2),
        st.just(merging),
    )


def every_plan(problem: DispatchProblem) -> Iterator[tuple[Choice, ...]]:
    """Every plan within the limits."""

    def further(n: int, taken: tuple[Choice, ...]) -> Iterator[tuple[Choice, ...]]:
        if n == len(problem.orders):
            yield taken
            return
        yield from further(n + 1, taken)
        room = CapacityUsed(problem, taken)
        for each in problem.choices:
            if each.order == n and room.has(each):
                yield from further(n + 1, (*taken, each))

    return further(0, ())


def value(problem: DispatchProblem, taken: Sequence[Choice]) -> tuple[int, int]:
    """What a plan is worth: weight, then less cost; a shared session costs one less than two."""
    sessions = len({(each.speaker, each.slot) for each in taken}) if problem.merging else 0
    weight = sum(problem.orders[each.order].weight for each in taken)
    return weight, -sum(each.cost for each in taken) - sessions


def best(problem: DispatchProblem) -> DispatchPlan:
    taken = max(every_plan(problem), key=lambda taken: value(problem, taken))
    return DispatchPlan(PlanMethod.OPTIMAL, taken)


def places(problem: DispatchProblem, wanted: set[int]) -> bool:
    """Whether some plan places all of these orders."""
    return any(wanted <= {each.order for each in taken} for taken in every_plan(problem))


def changes(problem: DispatchProblem, kind: FreeingKind) -> Iterator[Freeing]:
    """Every single change of a kind."""
    speakers = range(len(problem.speakers))
    if kind is FreeingKind.REARRANGE:
        yield Freeing(kind)
    elif kind is FreeingKind.OTHER_SLOT:
        for n in range(len(problem.orders)):
            yield from (Freeing(kind, order=n, slot=slot) for slot in SLOTS)
    elif kind is FreeingKind.DISTRICT:
        yield from (Freeing(kind, speaker=s, district=each) for s in speakers for each in "东西")
    elif kind is FreeingKind.TOPIC:
        yield from (Freeing(kind, speaker=s, topic=topic) for s in speakers for topic in (0, 1))
    elif kind is FreeingKind.ONE_MORE_A_DAY:
        wider = [s for s in speakers if problem.speakers[s].per_day < problem.speakers[s].most_a_day]
        yield from (Freeing(kind, speaker=s, slot=slot) for s in wider for slot in SLOTS)
    else:
        asked = ((s, slot) for s in speakers for slot in SLOTS if slot not in problem.speakers[s].barred)
        yield from (Freeing(kind, speaker=s, slot=slot) for s, slot in asked)
