"""A plan keeps every limit, and what it says would free an order is true and the cheapest thing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import example, given, settings

from taizhang.core.dispatch.explanation import Freeing, FreeingKind, applied, explained
from taizhang.core.dispatch.planning import (
    DispatchPlan,
    DispatchProblem,
    Merging,
    OrderToPlace,
    PlanMethod,
    SpeakerCapacity,
    TimeSlot,
    greedy_plan,
    keeps_limits,
)
from taizhang.core.dispatch.programme import linear_programme

from .cases import AFTERNOON, MORNING, SLOTS, best, changes, every_plan, places, problems, value

FIRST, SECOND = SLOTS[:2]
MERGING = Merging(orders=2, heads=150)


def order(*slots: TimeSlot, topic: int = 0, **more) -> OrderToPlace:
    return OrderToPlace(1, topic, more.pop("district", "东"), slots or (FIRST,), **more)


def speaker(*slots: TimeSlot, topics=(0,), per_day=2, per_month=9, **more) -> SpeakerCapacity:
    return SpeakerCapacity(1, frozenset(topics), frozenset(slots or (FIRST,)), per_day, per_month, **more)


def why(orders, speakers) -> Freeing | None:
    """What would free the one order that the best plan leaves out."""
    problem = DispatchProblem(orders, speakers)
    [change] = explained(best(problem), problem).values()
    return change


@given(problems())
def test_a_greedy_plan_keeps_the_limits_and_is_never_better_than_the_best(problem: DispatchProblem) -> None:
    plan = greedy_plan(problem)
    assert plan.method is PlanMethod.GREEDY
    assert keeps_limits(plan, problem)
    assert value(problem, plan.taken) <= value(problem, best(problem).taken)
    placed = {each.order for each in plan.taken}
    assert (plan.weight(problem.orders), -plan.cost) == value(problem, plan.taken)
    assert set(plan.unplaced(problem.orders)) == set(range(len(problem.orders))) - placed


@given(problems(MERGING))
def test_a_greedy_plan_with_shared_sessions_keeps_their_room(problem: DispatchProblem) -> None:
    assert keeps_limits(greedy_plan(problem), problem)


@settings(max_examples=60)
@given(problems())
def test_what_would_free_an_order_frees_it_and_nothing_cheaper_does(problem: DispatchProblem) -> None:
    for plan in (greedy_plan(problem), best(problem)):
        placed = {each.order for each in plan.taken}
        for n, change in explained(plan, problem).items():
            if change:
                assert places(applied(change, problem), placed | {n})
            kinds = list(FreeingKind)
            for kind in kinds[: kinds.index(change.kind)] if change else kinds:
                for other in changes(problem, kind):
                    assert not places(applied(other, problem), placed | {n}), other


@settings(max_examples=60)
@given(problems(MERGING, most=3))
def test_with_shared_sessions_what_is_said_is_true_too(problem: DispatchProblem) -> None:
    plan = best(problem)
    placed = {each.order for each in plan.taken}
    for n, change in explained(plan, problem).items():
        assert change is None or places(applied(change, problem), placed | {n})


def test_the_fewest_ways_go_first_and_the_heavier_before_the_lighter() -> None:
    problem = DispatchProblem([order(FIRST, SECOND), order(FIRST)], [speaker(FIRST, SECOND)])
    assert len(greedy_plan(problem).taken) == 2
    problem = DispatchProblem([order(), order(weight=3)], [speaker()])
    assert [each.order for each in greedy_plan(problem).taken] == [1]


def test_near_before_far_and_whoever_spoke_less() -> None:
    speakers = [speaker(district="西"), speaker(load=2, district="东"), speaker(load=9, district="东")]
    assert [each.speaker for each in greedy_plan(DispatchProblem([order()], speakers)).taken] == [1]


def test_orders_of_one_topic_and_district_share_a_session_within_its_room() -> None:
    pair = [order(heads=70), order(heads=80)]
    both = greedy_plan(DispatchProblem(pair, [speaker()], MERGING))
    assert len(both.taken) == 2
    for other in (order(heads=90), order(topic=1), order(district="西")):
        problem = DispatchProblem([pair[0], other], [speaker(topics=(0, 1))], MERGING)
        assert len(greedy_plan(problem).taken) == 1
    assert len(greedy_plan(DispatchProblem([order()] * 3, [speaker()], MERGING)).taken) == 2


def test_a_plan_beyond_the_limits_is_seen() -> None:
    problem = DispatchProblem([order(), order()], [speaker()])
    one, two = problem.choices
    assert keeps_limits(DispatchPlan(PlanMethod.OPTIMAL, (one,)), problem)
    assert not keeps_limits(DispatchPlan(PlanMethod.OPTIMAL, (one, two)), problem)
    assert not keeps_limits(DispatchPlan(PlanMethod.OPTIMAL, (one, one)), problem)
    assert not keeps_limits(DispatchPlan(PlanMethod.OPTIMAL, (replace(one, cost=7),)), problem)


def test_sessions_that_there_are_count_within_the_limits() -> None:
    taken = frozenset({FIRST})
    assert not DispatchProblem([order()], [speaker(taken=taken)]).choices
    for limits in ({"per_day": 1}, {"per_month": 1}):
        problem = DispatchProblem([order(SECOND)], [speaker(FIRST, SECOND, taken=taken, **limits)])
        assert not greedy_plan(problem).taken


def test_the_kinds_of_what_would_free_an_order() -> None:
    assert why([order(weight=2), order()], [speaker(FIRST, SECOND)]) == Freeing(
        FreeingKind.OTHER_SLOT, order=1, slot=SECOND
    )
    day = [speaker(FIRST, SECOND, per_day=1)]
    assert why([order(FIRST), order(SECOND)], day).kind is FreeingKind.ONE_MORE_A_DAY
    month = [speaker(FIRST, SECOND, per_month=1)]
    assert why([order(FIRST), order(SECOND)], month).kind is FreeingKind.ONE_MORE_A_MONTH
    assert why([order(SECOND)], [speaker(FIRST, per_day=1, taken=frozenset({FIRST}))]) is None
    other = [speaker(FIRST), speaker(FIRST, topics=(1,))]
    assert why([order(), order()], other) == Freeing(FreeingKind.TOPIC, speaker=1, slot=FIRST, topic=0)
    assert why([order()], [speaker(SECOND, taken=frozenset({SECOND}))]) == Freeing(
        FreeingKind.SPEAKER_SLOT, speaker=0, slot=FIRST
    )
    assert why([order(topic=5)], [speaker(SECOND, taken=frozenset({SECOND}))]) is None


def test_a_speaker_goes_where_he_says_and_not_where_he_refused() -> None:
    elsewhere = [speaker(district="西", districts=frozenset({"南"}))]
    assert why([order()], elsewhere) == Freeing(FreeingKind.DISTRICT, speaker=0, slot=FIRST, district="东")
    assert DispatchProblem([order()], [speaker(district="东", districts=frozenset({"南"}))]).choices
    refused = speaker(refused=frozenset({1}))
    assert why([order()], [refused]) is None
    both = replace(refused, districts=frozenset({"南"}))
    assert why([order()], [both]) is None


def test_nobody_is_asked_for_what_cannot_be() -> None:
    busy = speaker(FIRST, SECOND, per_day=1, most_a_day=1)
    assert why([order(FIRST), order(SECOND)], [busy]) is None
    soon = speaker(SECOND, taken=frozenset({SECOND}), barred=frozenset({FIRST}))
    assert why([order(FIRST)], [soon]) is None


def test_only_a_greedy_plan_leaves_a_rearrangement() -> None:
    third = TimeSlot(date(2026, 8, 31), MORNING)
    speakers = [speaker(FIRST), speaker(third, district="西")]
    orders = [order(FIRST, third), order(FIRST, TimeSlot(date(2026, 8, 31), AFTERNOON))]
    problem = DispatchProblem(orders, speakers)
    plan = DispatchPlan(PlanMethod.GREEDY, (problem.choices[0],))
    assert explained(plan, problem) == {1: Freeing(FreeingKind.REARRANGE)}
    assert applied(Freeing(FreeingKind.REARRANGE), problem) == problem


@settings(max_examples=50)
@given(problems(MERGING, most=3) | problems(most=3))
@example(DispatchProblem([order(heads=70), order(heads=80)], [speaker()], MERGING))
def test_the_programme_values_a_plan_as_it_is_valued(problem: DispatchProblem) -> None:
    programme = linear_programme(problem)
    worths = []
    for taken in every_plan(problem):
        point = programme.point(DispatchPlan(PlanMethod.OPTIMAL, taken))
        used = [0] * len(programme.upper)
        for x, entries in zip(point, programme.columns, strict=True):
            for row, factor in entries:
                used[row] += x * factor
        assert all(here <= most for here, most in zip(used, programme.upper, strict=True))
        cost = sum(x * each for x, each in zip(point, programme.cost, strict=True))
        worths.append((value(problem, taken), -cost))
    assert max(worths)[1] == max(worth for _, worth in worths)
