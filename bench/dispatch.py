"""A plan for many orders: the solver against one order after the other, and what the explanation costs."""

from __future__ import annotations

import argparse
import random
import time
from datetime import date, timedelta

from taizhang.core.dispatch.day_parts import DayPart
from taizhang.core.dispatch.explanation import explained
from taizhang.core.dispatch.planning import (
    DispatchProblem,
    Merging,
    OrderToPlace,
    SpeakerCapacity,
    TimeSlot,
    greedy_plan,
)
from taizhang.outreach.rules.solver import best_plan, has_solver

TOPICS, DISTRICTS = 20, 16
BUDGET = 2.0  # seconds for 500 orders and 100 speakers, with the explanation


def case(
    orders: int, speakers: int, slots: int, seed: int
) -> tuple[list[OrderToPlace], list[SpeakerCapacity]]:
    """Invented orders and speakers; scarce enough that some orders are left out."""
    rnd = random.Random(seed)
    days = [TimeSlot(date(2026, 9, 1) + timedelta(n // 2), tuple(DayPart)[n % 2]) for n in range(slots)]
    places = [f"district {n}" for n in range(DISTRICTS)]
    offers = [
        SpeakerCapacity(
            key=n,
            topics=frozenset(rnd.sample(range(TOPICS), 3)),
            slots=frozenset(rnd.sample(days, slots // 3)),
            per_day=rnd.choice([1, 1, 2]),
            per_month=rnd.choice([3, 4, 5, 6]),
            districts=frozenset(rnd.sample(places, 5)),
            load=rnd.randrange(8),
        )
        for n in range(speakers)
    ]
    wanted = [
        OrderToPlace(
            key=n,
            topic=min(int(rnd.expovariate(0.15)), TOPICS - 1),
            district=rnd.choice(places),
            slots=tuple(sorted(rnd.sample(days, rnd.randint(3, 10)))),
            weight=rnd.choice([1, 1, 3]),
            heads=rnd.choice([30, 60, 120]),
        )
        for n in range(orders)
    ]
    return wanted, offers


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench dispatch")
    parser.add_argument("--orders", type=int, default=500)
    parser.add_argument("--speakers", type=int, default=100)
    parser.add_argument("--slots", type=int, default=60)
    parser.add_argument("--seeds", type=int, default=3)
    options = parser.parse_args(argv)
    if not has_solver():
        print("highspy is not installed: pip install taizhang[plan]")
        return 2
    worst = 0.0
    print(
        f"{'seed':>4} {'plan':<10} {'method':<10} {'placed':>6} {'weight':>6} {'cost':>6} {'left':>5} {'freed':>5} {'s':>6}"
    )
    for seed in range(options.seeds):
        orders, speakers = case(options.orders, options.speakers, options.slots, seed)
        times = {}
        for name, make, merging in (
            ("greedy", greedy_plan, None),
            ("solver", best_plan, None),
            ("merged", best_plan, Merging()),
        ):
            start = time.process_time()
            problem = DispatchProblem(orders, speakers, merging)
            plan = make(problem)
            reasons = explained(plan, problem)
            times[name] = time.process_time() - start
            freed = sum(change is not None for change in reasons.values())
            print(
                f"{seed:>4} {name:<10} {plan.method:<10} {len(plan.taken):>6} {plan.weight(orders):>6} {plan.cost:>6}"
                f" {len(reasons):>5} {freed:>5} {times[name]:>6.2f}"
            )
        print(f"     solver : greedy = {times['solver'] / times['greedy']:.1f} : 1 in time")
        worst = max(worst, times["solver"])
    print(f"slowest solver plan with explanation: {worst:.2f} s (budget {BUDGET} s)")
    return 0 if worst <= BUDGET else 1
