"""How a coverage programme stands on a day: its roll as it was then, and the sessions that were confirmed by then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils.timezone import localdate

from taizhang.core.coverage.state import CoverageRule, CoverageState, Hearing, RollUnit, coverage_on
from taizhang.core.lifecycle.outreach_life import HELD, TAKEN
from taizhang.ledger.queries.figures import end_of
from taizhang.office.models import Event, Unit
from taizhang.outreach.models import (
    DistrictTile,
    Programme,
    RollEntry,
    RollVersion,
    Session,
    Topic,
    Venue,
    VenueReach,
)

MOST_SESSIONS = 200  # of one line of a roll
OF_LINKS = (
    "renew_session_link",
    "close_session_links",
)  # events that change nothing of whether it takes place


def rule_of(programme: Programme, day: date | None = None) -> CoverageRule:
    """The programme's predicate as a value: as it is, or as it was at the end of ``day``."""
    if day is not None:
        later = rule_changes(programme.pk).filter(at__gte=end_of(day)).first()
        if later is not None:
            return _rule_before(later)
    return CoverageRule(
        programme.starts_on,
        programme.ends_on,
        frozenset(topic.pk for topic in programme.topics.all()),
        programme.sessions,
        programme.target,
    )


def another_rule(programme: Programme, day: date) -> bool:
    """Whether the programme's rule of that day covers others than the one of now."""
    return not rule_of(programme, day).covers_as(rule_of(programme))


def topics_asked(rule: CoverageRule) -> list[Topic]:
    """The topics that the rule names, in the order of the menu."""
    return list(Topic.objects.filter(pk__in=rule.topics))


def rule_changes(programme: Any) -> QuerySet[Event]:
    """When the rule of the programme with this key was changed, the earliest first."""
    rows = Event.objects.filter(
        subject_kind="programme", subject_id=programme, verb="change_programme", outcome="done"
    )
    return rows.order_by("at", "pk")


def _rule_before(change: Event) -> CoverageRule:
    """The rule that held until the change, as the record keeps it; older ones name the topics only, and a topic that has
    another name by now stands for none.
    """
    told: Mapping[str, Any] = change.detail
    keys = told.get("topic_keys")
    if keys is None:
        keys = list(Topic.objects.filter(name__in=told["topics"]).values_list("pk", flat=True))
        keys = keys or [0 for _name in told["topics"]]
    first, last = (date.fromisoformat(told[name]) for name in ("starts_on", "ends_on"))
    return CoverageRule(first, last, frozenset(keys), told["sessions"], told["target"])


def coverage_of(programme: Programme, day: date) -> CoverageState:
    """Return who is covered, planned and not covered at the end of ``day``."""
    entries = list(RollEntry.objects.filter(roll=programme.roll_id))
    roll = [RollUnit(e.pk, e.name, e.district, e.entered_on, e.left_on) for e in entries]
    rule = rule_of(programme, day)
    return coverage_on(roll, hearings(entries, rule), rule, day, roll_day(programme, day))


def roll_day(programme: Programme, day: date) -> date:
    """The day as of which the roll that held on ``day`` was drawn up; before the first, the first."""
    days = list(RollVersion.objects.filter(roll=programme.roll_id).values_list("as_of", flat=True))
    return max((each for each in days if each <= day), default=min(days, default=day))


def hearings(entries: Sequence[RollEntry], rule: CoverageRule) -> list[Hearing]:
    """Each session in the period as each line of the roll hears it: as its host, or as somebody stated by name."""
    by_unit: dict[int, list[int]] = {}
    for entry in entries:
        if entry.unit_id is not None:
            by_unit.setdefault(entry.unit_id, []).append(entry.pk)
    reached: dict[int, list[VenueReach]] = {}
    for reach in VenueReach.objects.filter(entry__in=entries):
        reached.setdefault(reach.venue_id, []).append(reach)
    venues = list(
        Venue.objects.filter(
            Q(unit__in=by_unit) | Q(pk__in=reached), session__held_on__range=(rule.start, rule.end)
        ).select_related("session")
    )
    dropped = _dropped({venue.session_id: venue.session for venue in venues})
    found = []
    for venue in venues:
        session, gone = venue.session, dropped.get(venue.session_id)
        for key, known, withdrawn in _lines(venue, by_unit, reached):
            confirmed = _confirmed(venue, known)
            ends = min((day for day in (gone, withdrawn) if day), default=None)
            found.append(Hearing(key, session.topic_id, session.held_on, known, confirmed, ends))
    return found


def _lines(
    venue: Venue, by_unit: dict[int, list[int]], reached: dict[int, list[VenueReach]]
) -> Iterator[tuple[int, date, date | None]]:
    """The lines of the roll that hear at the venue, with the day since when that is known, and the day on which what was
    stated by name was taken back: until then it held. Of the lines of the host itself nothing need be stated.
    """
    set_on, hosts = localdate(venue.session.offered_at), by_unit.get(venue.unit_id, [])
    yield from ((key, set_on, None) for key in hosts)
    for reach in reached.get(venue.pk, []):
        if reach.entry_id not in hosts:
            ends = localdate(reach.withdrawn_at) if reach.withdrawn_at else None
            yield reach.entry_id, max(set_on, localdate(reach.at)), ends


def _confirmed(venue: Venue, known: date) -> date | None:
    """The day on which its host had said that somebody came; None where the host has not, or nobody came."""
    session = venue.session
    told = venue.heads_at is not None and bool(venue.heads)
    if not told or session.state not in HELD | {"recalled"}:
        return None
    # Every host had spoken when the session was confirmed; ``heads_at`` moves on where one puts its number right.
    since = session.confirmed_at or venue.heads_at
    return max(localdate(since), known)


def _dropped(sessions: dict[int, Session]) -> dict[int, date]:
    """Since when a session that takes place no more was known to: the day of the last event with it, links apart."""
    gone = [key for key, session in sessions.items() if session.state not in TAKEN]
    events = Event.objects.filter(subject_kind="session", subject_id__in=gone).exclude(verb__in=OF_LINKS)
    rows = events.values("subject_id").annotate(last=Max("at"))
    last = {row["subject_id"]: localdate(row["last"]) for row in rows}
    return {key: last.get(key, localdate(sessions[key].offered_at)) for key in gone}


def tiles_of() -> dict[str, tuple[int, int]]:
    """Where each district's square stands: row and column."""
    rows: Any = DistrictTile.objects.values_list("district", "row", "column")
    return {district: (row, column) for district, row, column in rows}


def districts_known() -> list[str]:
    """The districts of the lines that stand on a roll."""
    rows = RollEntry.objects.filter(left_on__isnull=True).exclude(district="")
    return sorted(set(rows.values_list("district", flat=True)))


def own_standing(unit: Unit, on: date) -> list[tuple[Programme, str, date | None]]:
    """How a member unit stands in each running programme whose roll it is on, with the day of it."""
    found = []
    mine = RollEntry.objects.filter(unit=unit, left_on__isnull=True)
    running = Programme.objects.filter(ended_at__isnull=True, roll__entries__in=mine).select_related("roll")
    for programme in running.prefetch_related("topics"):
        entries = list(mine.filter(roll=programme.roll_id))
        rule = rule_of(programme)
        roll = [RollUnit(e.pk, e.name, e.district, e.entered_on, e.left_on) for e in entries]
        state = coverage_on(roll, hearings(entries, rule), rule, on, on)
        found += [(programme, row.standing, row.since or row.next_on) for row in state.rows]
    return found


def heard_by(entry: RollEntry) -> list[tuple[Venue, VenueReach | None]]:
    """The venues where the line of the roll hears a session that takes place, the latest first; where somebody stated
    it by name, with that statement."""
    reaches = {reach.venue_id: reach for reach in entry.reaches.filter(withdrawn_at__isnull=True)}
    rows = Venue.objects.filter(Q(unit=entry.unit_id) | Q(pk__in=reaches), session__state__in=TAKEN)
    rows = rows.select_related("session", "unit").order_by("-session__held_on", "-pk")
    return [(venue, reaches.get(venue.pk)) for venue in rows[:MOST_SESSIONS]]


def venues_to_choose(entry: RollEntry) -> QuerySet[Venue]:
    """Venues of sessions that take place, where another unit hosts; the latest first."""
    rows = Venue.objects.filter(session__state__in=TAKEN).exclude(reaches__in=_stated(entry))
    if entry.unit_id is not None:
        rows = rows.exclude(unit=entry.unit_id)
    return rows.select_related("session", "unit").order_by("-session__held_on", "-pk")


def _stated(entry: RollEntry) -> QuerySet[VenueReach]:
    return VenueReach.objects.filter(entry=entry, withdrawn_at__isnull=True)
