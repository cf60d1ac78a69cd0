"""The best plan by HiGHS where the optional extra ``plan`` is installed, else the greedy plan, which says that it is one."""

from __future__ import annotations

import math
from importlib.util import find_spec
from typing import Any

from taizhang.core.dispatch.planning import (
    DispatchPlan,
    DispatchProblem,
    PlanMethod,
    greedy_plan,
    keeps_limits,
)
from taizhang.core.dispatch.programme import LinearProgramme, linear_programme

SECONDS = 4.0  # with the building of the programme and the explanation a person waits 5


def has_solver() -> bool:
    """Whether the optional extra is installed."""
    return find_spec("highspy") is not None


def best_plan(problem: DispatchProblem, *, seconds: float = SECONDS) -> DispatchPlan:
    """Return the plan that places the most weight at the least cost.

    Where the solver has not proved one when the time is up, its best or the greedy plan, whichever places more.
    """
    if not has_solver():
        return greedy_plan(problem)
    if not problem.choices:
        return DispatchPlan(PlanMethod.OPTIMAL, ())
    programme = linear_programme(problem)
    found = _solved(programme, greedy_plan(problem) if programme.sessions else None, seconds)
    if found and found.method is PlanMethod.OPTIMAL:
        return found
    greedy = greedy_plan(problem)
    if (
        found
        and keeps_limits(found, problem)
        and found.weight(problem.orders) >= greedy.weight(problem.orders)
    ):
        return found
    return greedy


def _solved(programme: LinearProgramme, start: DispatchPlan | None, seconds: float) -> DispatchPlan | None:
    """Return what the solver has when it is done or the time is up; None where that is not in whole numbers."""
    import highspy  # an optional extra, and slow to load

    solver: Any = highspy._core._Highs()  # the public one greets on the terminal before it can be told not to
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("time_limit", seconds)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.passModel(_model(programme))
    if start:
        point = highspy.HighsSolution()
        point.col_value = programme.point(start)
        solver.setSolution(point)
    solver.run()
    proven = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    values = solver.getSolution().col_value
    if not values or any(0.01 < value < 0.99 for value in values):
        return None
    return DispatchPlan(
        PlanMethod.OPTIMAL if proven else PlanMethod.BEST_FOUND,
        tuple(each for each, value in zip(programme.choices, values, strict=False) if value > 0.5),
    )


def _model(programme: LinearProgramme) -> Any:
    """The programme in the solver's own form, column by column."""
    import highspy

    model: Any = highspy.HighsLp()
    count, rows = len(programme.columns), len(programme.upper)
    model.num_col_, model.num_row_ = count, rows
    model.col_cost_ = programme.cost
    model.col_lower_, model.col_upper_ = [0] * count, [1] * count
    model.row_lower_, model.row_upper_ = [-math.inf] * rows, programme.upper
    matrix, starts = model.a_matrix_, [0]
    for entries in programme.columns:
        starts.append(starts[-1] + len(entries))
    matrix.format_, matrix.start_ = highspy.MatrixFormat.kColwise, starts
    matrix.index_ = [row for entries in programme.columns for row, _ in entries]
    matrix.value_ = [value for entries in programme.columns for _, value in entries]
    if programme.sessions:
        model.integrality_ = [highspy.HighsVarType.kInteger] * count
    return model
