"""The one way a step of a bulletin's life is taken: right, state and transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from taizhang.core.lifecycle.workflow import Step, Table
from taizhang.ledger.actions.workflow import Moving, check_actor, move
from taizhang.office.models import Person, Unit
from taizhang.office.permissions import Permission
from taizhang.office.record import acting

__all__ = ["move", "stepping"]


@contextmanager
def stepping(
    table: Table, verb: str, row: Moving, *, unit: Unit | None = None, by: Person | None, at: datetime
) -> Iterator[Step]:
    """Scope and transaction for one step; ``unit`` is whose row it is (None: the office's own).

    Refused where ``by`` lacks the post for it, where a unit's person acts on another unit's row, and where
    the step does not lead on from the row's state.
    """
    with acting(office=row.office, by=by, at=at, needs=Permission.ACT_IN_BULLETIN):
        check_actor(table.steps[verb], unit, by, at)
        yield table.step(verb, row.state)
