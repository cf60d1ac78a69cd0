"""The record as the auditor reads it; that they did is part of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.timezone import get_current_timezone

from taizhang.office.models import Event, Office, Person
from taizhang.office.permissions import Permission
from taizhang.office.queries import all_posts, events_of, people_of, units_of
from taizhang.office.tokens import tokens_of
from taizhang.office.visible import Viewer
from taizhang.office.workflow import unit_of_work


@dataclass(frozen=True, slots=True)
class RecordFilter:
    """Which events are asked for; what is empty limits nothing."""

    person: int | None = None
    verb: str = ""
    outcome: str = ""
    since: date | None = None
    until: date | None = None

    def told(self) -> dict[str, str]:
        """The limits as the record keeps them."""
        return {key: str(value) for key, value in asdict(self).items() if value}


def events_for(viewer: Viewer, asked: RecordFilter) -> QuerySet[Event]:
    """Return the office's events that the filter lets through, newest first; none for who may not see them."""
    rows = events_of(viewer.office)
    if not viewer.may(Permission.SEE_EVENTS):
        return rows.none()
    if asked.person is not None:
        rows = rows.filter(Q(by=asked.person) | Q(deputy_for=asked.person) | _about(asked.person))
    if asked.verb:
        rows = rows.filter(verb=asked.verb)
    if asked.outcome:
        rows = rows.filter(outcome=asked.outcome)
    if asked.since is not None:
        rows = rows.filter(at__gte=_start(asked.since))
    if asked.until is not None:
        rows = rows.filter(at__lt=_start(asked.until + timedelta(days=1)))
    return rows


Named = Callable[[Office], Iterable[tuple[int, str]]]
_NAMED: dict[str, Named] = {}


def name_subjects(kind: str, named: Named) -> None:
    """Let the record name the subjects of a kind; ``named`` returns the keys and names of an office's."""
    _NAMED[kind] = named


def subject_names(viewer: Viewer) -> dict[tuple[str, int], str]:
    """The names of the office, its units, people, posts and tokens, and of what apps have named, by kind and key."""
    office = viewer.office
    found = {("office", office.pk): office.short_name}
    found |= {("unit", unit.pk): unit.short_name for unit in units_of(office)}
    found |= {("person", person.pk): person.name for person in people_of(office)}
    found |= {("post", pk): title for pk, title in all_posts(office).values_list("pk", "title")}
    found |= {("apitoken", token.pk): token.name for token in tokens_of(office)}
    return found | {(kind, pk): name for kind, named in _NAMED.items() for pk, name in named(office)}


def _about(person: int) -> Q:
    return Q(subject_kind="person", subject_id=person)


def _start(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=get_current_timezone())


def note_view(*, asked: RecordFilter, by: Person, at: datetime) -> None:
    """Record that the record was looked at; looks of one sitting are one event."""
    with unit_of_work(office=by.office, by=by, at=at, needs=Permission.SEE_EVENTS) as work:
        work.record("view_record", by.office, {"filter": asked.told()}, sitting=True)


def note_export(*, asked: RecordFilter, rows: int, by: Person, at: datetime) -> None:
    """Record that the record was taken away, with what was asked for and how many rows it were."""
    with unit_of_work(office=by.office, by=by, at=at, needs=Permission.SEE_EVENTS) as work:
        work.record("export_record", by.office, {"filter": asked.told(), "rows": rows})


def verbs_in(viewer: Viewer) -> Iterable[str]:
    """The verbs that occur in the record."""
    return events_of(viewer.office).order_by("verb").values_list("verb", flat=True).distinct()
