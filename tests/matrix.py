"""Every state × verb × role through the real actions: what the tables allow is done, all else is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from taizhang.core.lifecycle.workflow import LifeTable, Refused
from taizhang.office.models import Event, Person
from taizhang.office.roles import Role
from taizhang.office.workflow import unit_of_work
from tests.replaying import STARTED

Do = Callable[[Any, Person], object]


class _Undo(Exception):
    """Nothing of the attempt stays."""


@dataclass(frozen=True)
class Actor:
    role: Role
    own: bool  # of the row's unit, or of the office
    person: Person


def surprises(
    table: LifeTable,
    states: Any,
    acts: Mapping[str, Do],
    put: Callable[[str, str], Any],
    actors: Iterable[Actor],
) -> list[str]:
    """Where an action and the table differ. ``put(state, verb)`` gives the row in a state, fresh.

    The row is put there once for a verb; each actor's attempt is undone before the next.
    """
    assert set(acts) == set(table.steps)
    everybody = list(actors)
    found = []
    # Inside one unit of work an actor's posts are asked once: nobody is appointed meanwhile.
    with unit_of_work(office=everybody[0].person.office, by=None, at=STARTED, needs=None):
        for state in states:
            for verb, step in table.steps.items():
                with _undone():
                    row = put(str(state), verb)
                    events = Event.objects.count()
                    for actor in everybody:
                        wanted = state in step.before and actor.role in step.by and actor.own
                        after = step.after if wanted and step.after else state
                        done = _attempt(deepcopy(row), acts[verb], actor.person, events)
                        if done != (wanted, str(after), wanted):
                            found.append(f"{state} {verb} {actor.role} {'own' if actor.own else 'other'}")
    return found


@contextmanager
def _undone() -> Iterator[None]:
    with suppress(_Undo), transaction.atomic():
        yield
        raise _Undo


def _attempt(row: Any, do: Do, by: Person, events: int) -> tuple[bool, str, bool]:
    """Whether it was done, the state then, whether it is in the record."""
    with _undone():
        try:
            with transaction.atomic():  # refused inside a unit of work, and the test goes on
                do(row, by)
            done = True
        except Refused:
            done = False
        state = type(row)._base_manager.values_list("state", flat=True).get(pk=row.pk)
        return done, state, Event.objects.count() > events
