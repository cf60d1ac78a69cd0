"""The intervals of a project's states, and the ledger's serial numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.timezone import localdate

from taizhang.core.lifecycle.project_year import ProjectState
from taizhang.core.lifecycle.workflow import LifeStep
from taizhang.ledger.actions.signal_recording import drafts_of, drop
from taizhang.ledger.models import Counter, Ledger, Project, Signal, StateInterval

UNJUDGED: dict[str, Any] = {"level": "", "level_reason": {}, "planned": None, "actual": None}


def write_interval(project: Project, step: LifeStep, at: datetime) -> Mapping[str, Any]:
    """End the interval of the project's state and begin that of the next one; who leaves supervision is judged no
    longer. Return what changes in the project's own row. Registered with ``office.workflow.on_move``.
    """
    changes: dict[str, Any] = {"changed_at": at}
    if step.after is None:
        return changes
    if ProjectState.ACTIVE in step.before and step.after != ProjectState.ACTIVE:
        Signal.objects.filter(project=project, until__isnull=True).update(until=localdate(at))
        drop(drafts_of([project.pk]), at)
        changes |= UNJUDGED
    StateInterval.objects.filter(project=project, until__isnull=True).update(until=at)
    StateInterval.objects.create(
        office=project.office, project=project, ledger_id=project.ledger_id, state=step.after, since=at
    )
    counted_anew(project.ledger_id)
    return changes


def counted_anew(ledger: int) -> None:
    """Say in the same transaction that a state or a level has changed: the ledger's tally holds no longer."""
    Ledger.objects.filter(pk=ledger).update(moves=F("moves") + 1)


def next_serial(ledger: Ledger, kind: str) -> int:
    """The next number of ``kind`` (account, notice), allotted in the caller's transaction: no gaps, no twins."""
    if not Counter.objects.filter(ledger=ledger, kind=kind).update(last=F("last") + 1):
        Counter.objects.create(office=ledger.office, ledger=ledger, kind=kind, last=1)
    return Counter.objects.get(ledger=ledger, kind=kind).last
