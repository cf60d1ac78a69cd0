"""Everything that happened to a project, newest first, as far as it was known at the end of a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from taizhang.ledger.models import (
    Activity,
    Blocker,
    ChangeRequest,
    Closure,
    Notice,
    ProgressReport,
    Project,
    Standing,
)
from taizhang.ledger.queries.figures import end_of
from taizhang.office import clock


@dataclass(frozen=True, slots=True)
class Moment:
    """``kind`` names what happened, ``row`` is what it happened to; ``who`` is empty for the system itself."""

    at: datetime
    kind: str
    row: Any
    who: str = ""


def story_of(project: Project, on: date | None) -> list[Moment]:
    """One query for each kind of thing, however long the story is."""
    end = end_of(on or clock.today())
    told = [
        *_steps(project),
        *_reports(project),
        *_activities(project, end),
        *_notices(project),
        *_changes(project),
        *_closures(project),
        *_blockers(project),
    ]
    return sorted((moment for moment in told if moment.at < end), key=lambda moment: moment.at, reverse=True)


def _steps(project: Project) -> Iterator[Moment]:
    for row in Standing.objects.filter(project=project):
        yield Moment(row.since, "step", row)


def _reports(project: Project) -> Iterator[Moment]:
    rows = ProgressReport.objects.filter(project=project, signed_at__isnull=False)
    for row in rows.select_related("obligation", "signed_by", "decided_by"):
        yield Moment(row.signed_at or row.changed_at, "report", row, _name(row.signed_by))


def _activities(project: Project, end: datetime) -> Iterator[Moment]:
    there = Q(voided_at__isnull=True) | Q(voided_at__gte=end)
    for row in Activity.objects.filter(there, project=project).select_related("recorded_by"):
        yield Moment(row.recorded_at, "activity", row, _name(row.recorded_by))


def _notices(project: Project) -> Iterator[Moment]:
    rows = Notice.objects.filter(project=project, issued_at__isnull=False).select_related("issued_by")
    for row in rows:
        if row.issued_at:
            yield Moment(row.issued_at, "notice", row, _name(row.issued_by))
        if row.replied_at:
            yield Moment(row.replied_at, "notice_reply", row)
        if row.decided_at:
            yield Moment(row.decided_at, "notice_end", row)


def _changes(project: Project) -> Iterator[Moment]:
    rows = ChangeRequest.objects.filter(project=project).select_related("requested_by", "decided_by")
    for row in rows:
        yield Moment(row.requested_at, "change", row, _name(row.requested_by))
        if row.decided_at:
            yield Moment(row.decided_at, "decision", row, _name(row.decided_by))


def _closures(project: Project) -> Iterator[Moment]:
    rows = Closure.objects.filter(project=project).select_related("requested_by", "verified_by")
    for row in rows:
        yield Moment(row.requested_at, "closure", row, _name(row.requested_by))
        if row.verified_at:
            yield Moment(row.verified_at, "verdict", row, _name(row.verified_by))


def _blockers(project: Project) -> Iterator[Moment]:
    for row in Blocker.objects.filter(project=project).select_related("raised_by", "answered_by"):
        yield Moment(row.raised_at, "blocker", row, _name(row.raised_by))
        if row.answered_at:
            yield Moment(row.answered_at, "answer", row, _name(row.answered_by))


def _name(person: object) -> str:
    return str(person) if person else ""
