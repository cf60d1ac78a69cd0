"""Everything that happened to a project, newest first, as far as it was known at the end of a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from typing import Any

from django.db.models import Model, QuerySet

from taizhang.ledger.models import Project, StateInterval
from taizhang.ledger.queries.figures import end_of
from taizhang.ledger.visible import (
    activities_for,
    blockers_for,
    changes_for,
    closures_for,
    directive_entries_for,
    directives_for,
    notices_for,
    reports_for,
)
from taizhang.office import clock
from taizhang.office.together import instance_of, together
from taizhang.office.visible import Viewer


@dataclass(frozen=True, slots=True)
class Moment:
    """``kind`` names what happened, ``row`` is what it happened to; ``who`` is empty for the system itself."""

    at: datetime
    kind: str
    row: Any
    who: str = ""


@dataclass(frozen=True, slots=True)
class StoryKind:
    """A table of which the story tells. ``fields`` are loaded; ``moments`` are (kind of moment, when, who)."""

    rows: Callable[[Viewer], QuerySet[Any]]
    fields: Sequence[str]
    moments: Sequence[tuple[str, str, str]]
    path: str = "project"  # from a row to its project

    @property
    def paths(self) -> tuple[str, ...]:
        times = (at for _kind, at, _who in self.moments)
        people = (f"{who}__name" for _kind, _at, who in self.moments if who)
        return tuple(dict.fromkeys(("pk", *self.fields, *times, *people)))

    def told(self, model: type[Model], row: Mapping[str, Any]) -> Iterator[Moment]:
        """The moments of one row, which is the model's with nothing but the fields loaded."""
        each = instance_of(model, row)
        for kind, at, who in self.moments:
            if row[at]:
                yield Moment(row[at], kind, each, (row[f"{who}__name"] or "") if who else "")


KINDS = (
    StoryKind(
        reports_for,
        (
            *("state", "no_change", "narrative", "answers", "next_steps"),
            *("form__items", "obligation__period", "decided_at"),
        ),
        (("report", "signed_at", "signed_by"),),
    ),
    StoryKind(
        activities_for,
        ("kind", "title", "held_on", "venue", "note", "voided_at"),
        (("activity", "recorded_at", "recorded_by"),),
    ),
    StoryKind(
        lambda viewer: notices_for(viewer).filter(issued_at__isnull=False),
        ("state", "colour", "serial", "reply_due", "text", "reply", "decision"),
        (
            ("notice", "issued_at", "issued_by"),
            ("notice_reply", "replied_at", ""),
            ("notice_end", "decided_at", ""),
        ),
    ),
    StoryKind(
        changes_for,
        ("state", "kind", "reason", "forecast", "decided_due", "decision"),
        (("change", "requested_at", "requested_by"), ("decision", "decided_at", "decided_by")),
    ),
    StoryKind(
        closures_for,
        ("state", "round", "summary", "opinion"),
        (("closure", "requested_at", "requested_by"), ("verdict", "verified_at", "verified_by")),
    ),
    StoryKind(
        blockers_for,
        ("state", "text", "answer", "ended_at"),
        (("blocker", "raised_at", "raised_by"), ("answer", "answered_at", "answered_by")),
    ),
    StoryKind(
        directives_for,
        ("kind", "state", "text", "due", "post__title"),
        (("directive", "written_at", "written_by"),),
    ),
    StoryKind(
        directive_entries_for,
        ("verb", "text", "to__title", "directive"),
        (("directive_entry", "at", "by"),),
        "directive__project",
    ),
)


def story_of(
    project: Project, on: date | None, viewer: Viewer, standings: Iterable[StateInterval]
) -> list[Moment]:
    """What the viewer may open of it, and the steps ``standings``; one query, however long the story is."""
    end = end_of(on or clock.today())
    told = [Moment(row.since, "step", row) for row in standings]
    branches = [kind.rows(viewer).filter(**{kind.path: project}) for kind in KINDS]
    found = together(*((rows, kind.paths) for rows, kind in zip(branches, KINDS, strict=True)))
    for kind, branch, rows in zip(KINDS, branches, found, strict=True):
        for row in sorted(rows, key=itemgetter("pk")):
            told += kind.told(branch.model, row)
    return sorted(
        (moment for moment in told if moment.at < end and not _void(moment.row, end)),
        key=lambda moment: moment.at,
        reverse=True,
    )


def _void(row: Any, end: datetime) -> bool:
    """An activity that was struck out by then."""
    voided: datetime | None = getattr(row, "voided_at", None)
    return voided is not None and voided < end
