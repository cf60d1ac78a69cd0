"""Rolls: drawn up, drawn up anew, and who of another unit's audience was on one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.roster.roll import RollRow
from taizhang.core.text.folding import comparison_key
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.rules.checks import check_no_secret
from taizhang.office.models import Office, Person, Unit
from taizhang.office.permissions import Permission
from taizhang.office.queries import active_units
from taizhang.office.rosters import unit_names
from taizhang.office.workflow import unit_of_work
from taizhang.outreach.models import Roll, RollEntry, RollVersion, Venue, VenueReach
from taizhang.outreach.rules.orders import check_near


def make_roll(
    *, office: Office, name: str, as_of: date, source: str, rows: Sequence[RollRow], by: Person, at: datetime
) -> Roll:
    """Draw up a roll of these lines; without lines, of the member units in use."""
    with unit_of_work(office=office, by=by, at=at, needs=Permission.RUN_OUTREACH) as work:
        check_no_secret(name, source)
        if Roll.objects.filter(name=name).exists():
            raise Refused(Message(N_("已有同名的名册。要更新它，请在名册页粘贴新的名单。")))
        roll = Roll.objects.create(office=office, name=name)
        _draw_up(roll, as_of, source, rows, by, at)
        work.record("make_roll", roll, {"as_of": as_of.isoformat(), "entries": roll.entries.count()})
    return roll


def renew_roll(
    *, roll: Roll, as_of: date, source: str, rows: Sequence[RollRow], by: Person, at: datetime
) -> Roll:
    """Draw the roll up anew as of a later day: who is not named any more has left it that day, and stays in its past."""
    with unit_of_work(office=roll.office, by=by, at=at, needs=Permission.RUN_OUTREACH) as work:
        check_no_secret(source)
        last = RollVersion.objects.filter(roll=roll).latest("as_of")
        if as_of <= last.as_of:
            gaps = {"day": last.as_of.isoformat()}
            raise Refused(Message(N_("名册已有{day}的版本，新的名册日期要晚于这一天。"), gaps))
        before = set(_standing(roll).values_list("name", flat=True))
        _draw_up(roll, as_of, source, rows, by, at)
        after = set(_standing(roll).values_list("name", flat=True))
        detail = {"as_of": as_of.isoformat(), "entered": len(after - before), "left": len(before - after)}
        work.record("renew_roll", roll, detail)
    return roll


def record_reach(*, entry: RollEntry, venue: Venue, by: Person, at: datetime) -> VenueReach:
    """State that a line of the roll heard the session at this venue."""
    with unit_of_work(office=entry.office, by=by, at=at, needs=Permission.RUN_OUTREACH) as work:
        if VenueReach.objects.filter(entry=entry, venue=venue, withdrawn_at__isnull=True).exists():
            raise Refused(Message(N_("这一场已经登记过。")))
        reach = VenueReach.objects.create(office=entry.office, entry=entry, venue=venue, by=by, at=at)
        work.record("record_reach", entry, {"venue": venue.pk})
    return reach


def withdraw_reach(*, reach: VenueReach, by: Person, at: datetime) -> VenueReach:
    """Take back what was stated by mistake."""
    with unit_of_work(office=reach.office, by=by, at=at, needs=Permission.RUN_OUTREACH) as work:
        open_rows = VenueReach.objects.filter(pk=reach.pk, withdrawn_at__isnull=True)
        if not open_rows.update(withdrawn_at=at):
            raise Refused(Message(N_("已经撤回。")))
        work.record("withdraw_reach", reach.entry, {"venue": reach.venue_id})
    reach.refresh_from_db()
    return reach


def _standing(roll: Roll) -> QuerySet[RollEntry]:
    return RollEntry.objects.filter(roll=roll, left_on__isnull=True)


def _draw_up(roll: Roll, as_of: date, source: str, rows: Sequence[RollRow], by: Person, at: datetime) -> None:
    """Store the version and its changes: a line keeps its history where its name, folded, stays on the roll."""
    check_near(as_of, localdate(at))
    RollVersion.objects.create(office=roll.office, roll=roll, as_of=as_of, source=source, by=by, at=at)
    lines = list(rows) or _of_register(active_units())
    units = unit_names()
    there = {comparison_key(entry.name): entry for entry in _standing(roll)}
    named = {comparison_key(row.name) for row in lines}
    gone = [entry.pk for key, entry in there.items() if key not in named]
    RollEntry.objects.filter(pk__in=gone).update(left_on=as_of)
    taken = {entry.unit_id for key, entry in there.items() if key in named}
    fresh = []
    for row in lines:
        key = comparison_key(row.name)
        if key not in there:
            unit = units.get(key)
            fresh.append(_entry(roll, row, None if unit in taken else unit, as_of))
            taken.add(unit)
    RollEntry.objects.bulk_create(fresh)


def _of_register(units: Iterable[Unit]) -> list[RollRow]:
    return [RollRow(n, unit.name, unit.district) for n, unit in enumerate(units, 1)]


def _entry(roll: Roll, row: RollRow, unit: int | None, as_of: date) -> RollEntry:
    return RollEntry(
        office=roll.office, roll=roll, unit_id=unit, name=row.name, district=row.district, code=row.code,
        entered_on=as_of,
    )  # fmt: skip
