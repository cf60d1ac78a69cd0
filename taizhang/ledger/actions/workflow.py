"""The one way a step of a project's year is taken: right, state, transaction, and the state's history."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Protocol

from django.db.models import F
from django.utils.timezone import localdate

from taizhang.core.lifecycle.project_year import ProjectState
from taizhang.core.lifecycle.workflow import Refused, Step, Table
from taizhang.core.text.messages import N_, Sentence
from taizhang.ledger.actions.signal_recording import drop, untouched_drafts
from taizhang.ledger.models import Counter, Ledger, Project, Signal, Standing
from taizhang.office.models import Office, Owned, Person, Unit
from taizhang.office.permissions import Permission
from taizhang.office.record import acting, posts_in_act
from taizhang.office.roles import OF_A_UNIT

UNJUDGED: dict[str, Any] = {"level": "", "level_reason": {}, "planned": None, "actual": None}


class Moving(Protocol):
    """A row that has a state."""

    pk: Any
    state: str
    office: Office


@contextmanager
def stepping(
    table: Table, verb: str, row: Moving, *, unit: Unit | None, by: Person | None, at: datetime
) -> Iterator[Step]:
    """Scope and transaction for one step; ``unit`` is whose row it is (None: the office's own).

    Refused where ``by`` lacks the post for it, where a unit's person acts on another unit's row, and where
    the step does not lead on from the row's state.
    """
    with acting(office=row.office, by=by, at=at, needs=Permission.ACT_IN_LEDGER):
        check_actor(table.steps[verb], unit, by, at)
        yield table.step(verb, row.state)


def check_actor(step: Step, unit: Unit | None, by: Person | None, at: datetime) -> None:
    """Refused unless ``by`` holds a post that the step asks for; a unit's post counts for that unit only."""
    if by is None:
        return
    for post in posts_in_act(by, at):
        if post.role in step.by and (
            post.role not in OF_A_UNIT or (unit is not None and post.unit_id == unit.pk)
        ):
            return
    raise Refused(Sentence(N_("您的岗位不能办理此事项。")))


def move(row: Owned, step: Step, *, version: int | None = None, **changes: Any) -> None:
    """Change the row if it still stands where the step begins (and is the version seen); Refused otherwise."""
    seen: dict[str, Any] = {"pk": row.pk, "state__in": step.before}
    if version is not None:
        seen["version"] = version
    there = type(row)._default_manager.filter(**seen)
    if step.after is not None:
        changes["state"] = step.after
    if any(field.name == "version" for field in row._meta.concrete_fields):
        changes["version"] = F("version") + 1
    if not there.update(**changes):
        raise Refused(Sentence(N_("这条记录已在别处改动过。请刷新页面，看过最新内容后再办。")))
    row.refresh_from_db()


def move_project(project: Project, step: Step, at: datetime, **changes: Any) -> None:
    """As ``move``, and the history of states goes on (Standing); who leaves supervision is judged no longer."""
    leaving = ProjectState.ACTIVE in step.before and step.after not in (None, ProjectState.ACTIVE)
    if leaving:
        changes |= UNJUDGED
    move(project, step, changed_at=at, **changes)
    if step.after is None:
        return
    if leaving:
        Signal.objects.filter(project=project, until__isnull=True).update(until=localdate(at))
        drop(untouched_drafts([project.pk]), at)
    Standing.objects.filter(project=project, until__isnull=True).update(until=at)
    Standing.objects.create(
        office=project.office, project=project, ledger_id=project.ledger_id, state=step.after, since=at
    )
    counted_anew(project.ledger_id)


def counted_anew(ledger: int) -> None:
    """Say in the same transaction that a state or a level has changed: the ledger's tally holds no longer."""
    Ledger.objects.filter(pk=ledger).update(moves=F("moves") + 1)


def next_serial(ledger: Ledger, kind: str) -> int:
    """The next number of ``kind`` (account, notice), allotted in the caller's transaction: no gaps, no twins."""
    if not Counter.objects.filter(ledger=ledger, kind=kind).update(last=F("last") + 1):
        Counter.objects.create(office=ledger.office, ledger=ledger, kind=kind, last=1)
    return Counter.objects.get(ledger=ledger, kind=kind).last
