"""Everything that happened to a project, newest first, as far as it was known at the end of a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from taizhang.ledger.models import (
    Activity,
    Blocker,
    ChangeRequest,
    Closure,
    Notice,
    ProgressReport,
    Project,
    StateInterval,
)
from taizhang.ledger.queries.figures import end_of
from taizhang.ledger.visible import (
    activities_for,
    blockers_for,
    changes_for,
    closures_for,
    notices_for,
    reports_for,
)
from taizhang.office import clock
from taizhang.office.visible import Viewer


@dataclass(frozen=True, slots=True)
class Moment:
    """``kind`` names what happened, ``row`` is what it happened to; ``who`` is empty for the system itself."""

    at: datetime
    kind: str
    row: Any
    who: str = ""


def story_of(project: Project, on: date | None, viewer: Viewer) -> list[Moment]:
    """What the viewer may open of it; one query for each kind of thing, however long the story is."""
    end = end_of(on or clock.today())
    told = [
        *_steps(project),
        *_reports(reports_for(viewer).filter(project=project)),
        *_activities(activities_for(viewer).filter(project=project), end),
        *_notices(notices_for(viewer).filter(project=project)),
        *_changes(changes_for(viewer).filter(project=project)),
        *_closures(closures_for(viewer).filter(project=project)),
        *_blockers(blockers_for(viewer).filter(project=project)),
    ]
    return sorted((moment for moment in told if moment.at < end), key=lambda moment: moment.at, reverse=True)


def _steps(project: Project) -> Iterator[Moment]:
    for row in StateInterval.objects.filter(project=project):
        yield Moment(row.since, "step", row)


def _reports(rows: QuerySet[ProgressReport]) -> Iterator[Moment]:
    for row in rows.filter(signed_at__isnull=False):
        yield Moment(row.signed_at or row.changed_at, "report", row, _name(row.signed_by))


def _activities(rows: QuerySet[Activity], end: datetime) -> Iterator[Moment]:
    there = Q(voided_at__isnull=True) | Q(voided_at__gte=end)
    for row in rows.filter(there):
        yield Moment(row.recorded_at, "activity", row, _name(row.recorded_by))


def _notices(rows: QuerySet[Notice]) -> Iterator[Moment]:
    for row in rows.filter(issued_at__isnull=False):
        if row.issued_at:
            yield Moment(row.issued_at, "notice", row, _name(row.issued_by))
        if row.replied_at:
            yield Moment(row.replied_at, "notice_reply", row)
        if row.decided_at:
            yield Moment(row.decided_at, "notice_end", row)


def _changes(rows: QuerySet[ChangeRequest]) -> Iterator[Moment]:
    for row in rows:
        yield Moment(row.requested_at, "change", row, _name(row.requested_by))
        if row.decided_at:
            yield Moment(row.decided_at, "decision", row, _name(row.decided_by))


def _closures(rows: QuerySet[Closure]) -> Iterator[Moment]:
    for row in rows:
        yield Moment(row.requested_at, "closure", row, _name(row.requested_by))
        if row.verified_at:
            yield Moment(row.verified_at, "verdict", row, _name(row.verified_by))


def _blockers(rows: QuerySet[Blocker]) -> Iterator[Moment]:
    for row in rows:
        yield Moment(row.raised_at, "blocker", row, _name(row.raised_by))
        if row.answered_at:
            yield Moment(row.answered_at, "answer", row, _name(row.answered_by))


def _name(person: object) -> str:
    return str(person) if person else ""
