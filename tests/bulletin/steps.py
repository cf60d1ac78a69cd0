"""Every state × verb × role through the real actions: what the tables allow is done, all else is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from django.db import transaction

from taizhang.core.lifecycle.workflow import LifeTable, Refused
from taizhang.office.models import Event, Person
from taizhang.office.roles import OF_A_UNIT, Role
from tests.bulletin.cast import Cast

Do = Callable[[Any, Person], object]


class _Undo(Exception):
    """Nothing of the attempt stays."""


def actors(cast: Cast) -> list[tuple[Role, bool, Person]]:
    """Role, whether of the row's own unit, person."""
    return [
        (Role.LIAISON, True, cast.liaison),
        (Role.UNIT_LEADER, True, cast.leader),
        (Role.LIAISON, False, cast.other_liaison),
        (Role.UNIT_LEADER, False, cast.other_leader),
        (Role.EDITOR, True, cast.second_editor),
        (Role.CHECKER, True, cast.checker),
        (Role.SIGNER, True, cast.signer),
        (Role.LEDGER_OFFICER, True, cast.officer),
    ]


def surprises(
    table: LifeTable,
    states: Any,
    acts: Mapping[str, Do],
    put: Callable[[str, str], Any],
    cast: Cast,
    *,
    of_a_unit: bool = True,
) -> list[str]:
    """Where an action and the table differ. ``put(state, verb)`` gives the row in a state, fresh."""
    assert set(acts) == set(table.steps)
    found = []
    for state in states:
        for verb, step in table.steps.items():
            for role, own, person in actors(cast):
                mine = own and (of_a_unit or role not in OF_A_UNIT)
                wanted = state in step.before and role in step.by and mine
                after = step.after if wanted and step.after else state
                if _attempt(put, str(state), verb, acts[verb], person) != (wanted, str(after), wanted):
                    found.append(f"{state} {verb} {role} {'own' if own else 'other'}")
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
