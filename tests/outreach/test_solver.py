"""The solver's plan is the best there is; without the solver, or without time, the plan says what it is."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings

from taizhang.core.dispatch.planning import DispatchProblem, Merging, PlanMethod, greedy_plan, keeps_limits
from taizhang.outreach.rules import solver
from taizhang.outreach.rules.solver import best_plan
from tests.core.dispatch.cases import best, problems, value
from tests.core.dispatch.test_planning import order, speaker

MERGING = Merging(orders=2, heads=150)


@settings(max_examples=60, deadline=None)
@given(problems())
def test_the_plan_equals_the_best_found_by_trying_everything(problem: DispatchProblem) -> None:
    plan = best_plan(problem)
    assert plan.method is PlanMethod.OPTIMAL
    assert keeps_limits(plan, problem)
    assert value(problem, plan.taken) == value(problem, best(problem).taken)


@settings(max_examples=60, deadline=None)
@given(problems(MERGING, most=3))
def test_so_it_does_where_orders_share_sessions(problem: DispatchProblem) -> None:
    plan = best_plan(problem)
    assert keeps_limits(plan, problem)
    assert value(problem, plan.taken) == value(problem, best(problem).taken)


def test_shared_sessions_leave_room_for_others() -> None:
    problem = DispatchProblem([order(heads=70), order(heads=80)], [speaker()], MERGING)
    assert len(best_plan(problem).taken) == 2


def test_without_the_extra_the_plan_is_greedy_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = DispatchProblem([order(), order()], [speaker()])
    monkeypatch.setattr(solver, "has_solver", lambda: False)
    assert best_plan(problem) == greedy_plan(problem)
    assert best_plan(problem).method is PlanMethod.GREEDY


def test_without_time_it_is_not_called_the_best() -> None:
    problem = DispatchProblem([order(heads=70), order(heads=80)] * 3, [speaker()] * 3, MERGING)
    plan = best_plan(problem, seconds=0.0)
    assert plan.method is not PlanMethod.OPTIMAL
    assert keeps_limits(plan, problem)
    assert plan.weight(problem.orders) >= greedy_plan(problem).weight(problem.orders)


def test_nothing_is_written_to_the_terminal() -> None:
    code = (
        "from datetime import date\n"
        "from taizhang.core.dispatch.planning import *\n"
        "from taizhang.outreach.rules.solver import best_plan\n"
        "slot = TimeSlot(date(2026, 9, 1), DayPart.MORNING)\n"
        "offer = SpeakerCapacity(1, frozenset({1}), frozenset({slot}), 1, 1)\n"
        "assert best_plan(DispatchProblem([OrderToPlace(1, 1, '', (slot,))], [offer])).taken\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert (done.stdout, done.stderr) == ("", "")
