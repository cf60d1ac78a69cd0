"""The plan as a linear programme: plain arrays for whichever solver there is.

Order → slot of a speaker → day → month is a flow network, so without shared sessions the corners of the linear
programme are whole numbers. Shared sessions need whole-number columns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from taizhang.core.dispatch.planning import Choice, DispatchPlan, DispatchProblem, Merging, TimeSlot

PER_SESSION = 1  # cost of each session where several orders may share one: fewer sessions are better
Entries = list[tuple[int, int]]
SharedSession = tuple[int, TimeSlot, int, str]  # speaker, slot, topic, district


@dataclass
class LinearProgramme:
    """Minimise cost · x, 0 ≤ x ≤ 1, rows ≤ upper. ``columns``: the (row, coefficient) pairs of each column.

    The first columns are ``choices``, then ``sessions``; where there are sessions, all are whole numbers.
    """

    choices: list[Choice]
    sessions: dict[SharedSession, list[Choice]] = field(default_factory=dict)
    cost: list[int] = field(default_factory=list)
    columns: list[Entries] = field(default_factory=list)
    upper: list[int] = field(default_factory=list)
    _rows: dict[Hashable, int] = field(default_factory=dict)

    def row(self, key: Hashable, upper: Callable[[], int] = lambda: 0) -> int:
        """The number of the row called ``key``; made with this upper bound where there is none."""
        if key not in self._rows:
            self._rows[key] = len(self.upper)
            self.upper.append(upper())
        return self._rows[key]

    def column(self, cost: int, entries: Entries) -> None:
        self.cost.append(cost)
        self.columns.append(entries)

    def point(self, plan: DispatchPlan) -> list[float]:
        """Return the values of the columns for this plan."""
        taken = set(plan.taken)
        held = [any(each in taken for each in inside) for inside in self.sessions.values()]
        return [float(each) for each in (*(each in taken for each in self.choices), *held)]


def linear_programme(problem: DispatchProblem) -> LinearProgramme:
    """Return the programme whose optimum places the most weight and, of such plans, costs the least."""
    programme = LinearProgramme(problem.choices, _sessions(problem))
    dearest = max((each.cost for each in problem.choices), default=0) + PER_SESSION
    worth = 1 + len(problem.orders) * dearest
    for each in problem.choices:
        order = problem.orders[each.order]
        session = _session(problem, each)
        entries = [(programme.row(("order", each.order), lambda: 1), 1)]
        own = 0
        if session not in programme.sessions:
            own = PER_SESSION if problem.merging else 0
            entries += _limits(programme, problem, each)
        else:
            entries += [
                (programme.row(("in", session, each.order)), 1),
                (programme.row(("orders", session)), 1),
                (programme.row(("heads", session)), order.heads),
            ]
        programme.column(each.cost + own - worth * order.weight, entries)
    for session, inside in programme.sessions.items():
        programme.column(PER_SESSION, _room(programme, problem, session, inside))
    return programme


def _session(problem: DispatchProblem, each: Choice) -> SharedSession:
    order = problem.orders[each.order]
    return each.speaker, each.slot, order.topic, order.district


def _sessions(problem: DispatchProblem) -> dict[SharedSession, list[Choice]]:
    """The sessions that two or more orders might share, with their choices."""
    if problem.merging is None:
        return {}
    members: dict[SharedSession, list[Choice]] = defaultdict(list)
    for each in problem.choices:
        members[_session(problem, each)].append(each)
    return {session: inside for session, inside in members.items() if len(inside) > 1}


def _room(
    programme: LinearProgramme, problem: DispatchProblem, session: SharedSession, inside: list[Choice]
) -> Entries:
    """The rows of a shared session: an order is in it only if it is held, and only so many."""
    merging = problem.merging or Merging()
    return [
        *_limits(programme, problem, inside[0]),
        *((programme.row(("in", session, each.order)), -1) for each in inside),
        (programme.row(("orders", session)), -merging.orders),
        (programme.row(("heads", session)), -merging.heads),
    ]


def _limits(programme: LinearProgramme, problem: DispatchProblem, each: Choice) -> Entries:
    """The rows of the speaker that a session uses up: the slot, the day, the month."""
    s, slot, speaker = each.speaker, each.slot, problem.speakers[each.speaker]
    return [
        (programme.row(("slot", s, slot), lambda: 1), 1),
        (programme.row(("day", s, slot.day), lambda: speaker.day_left(slot.day)), 1),
        (programme.row(("month", s, slot.month), lambda: speaker.month_left(slot.month)), 1),
    ]
