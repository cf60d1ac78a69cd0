"""Every state × verb × role through the real actions: what the tables allow is done, all else is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from taizhang.core.lifecycle.workflow import LifeTable, Refused
from taizhang.office.models import Event, Person
from taizhang.office.roles import Role

from .conftest import People

Do = Callable[[Any, Person], object]


class _Undo(Exception):
    """Nothing of the attempt stays."""


@dataclass(frozen=True)
class Actor:
    role: Role
    own: bool  # of the row's unit, or of the office
    person: Person


def actors(people: People) -> list[Actor]:
    return [
        Actor(Role.LIAISON, True, people.liaison),
        Actor(Role.UNIT_LEADER, True, people.leader),
        Actor(Role.LIAISON, False, people.other_liaison),
        Actor(Role.UNIT_LEADER, False, people.other_leader),
        Actor(Role.LEDGER_OFFICER, True, people.officer),
        Actor(Role.OFFICE_LEADER, True, people.head),
    ]


def surprises(
    table: LifeTable, states: Any, acts: Mapping[str, Do], put: Callable[[str, str], Any], people: People
) -> list[str]:
    """Where an action and the table differ. ``put(state, verb)`` gives the row in a state, fresh."""
    assert set(acts) == set(table.steps)
    found = []
    for state in states:
        for verb, step in table.steps.items():
            for actor in actors(people):
                wanted = state in step.before and actor.role in step.by and actor.own
                after = step.after if wanted and step.after else state
                if _attempt(put, str(state), verb, acts[verb], actor.person) != (wanted, str(after), wanted):
                    found.append(f"{state} {verb} {actor.role} {'own' if actor.own else 'other'}")
    return found


def _attempt(
    put: Callable[[str, str], Any], state: str, verb: str, do: Do, by: Person
) -> tuple[bool, str, bool]:
    """Whether it was done, the state then, whether it is in the record."""
    outcome = (False, "", False)
    with suppress(_Undo), transaction.atomic():
        row = put(state, verb)
        events = Event.objects.count()
        try:
            do(row, by)
            done = True
        except Refused:
            done = False
        row.refresh_from_db()
        outcome = (done, row.state, Event.objects.count() > events)
        raise _Undo
    return outcome
