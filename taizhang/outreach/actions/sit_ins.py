"""Sit-ins (巡听旁听): the office plans them within a number for the year and writes the facts, the unit may answer."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from taizhang.core.lifecycle.outreach_life import SAT_IN, SIT_IN
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.models import Project
from taizhang.ledger.rules.checks import Objections, check_no_secret, check_reason
from taizhang.office.models import Office, Person, Unit
from taizhang.office.permissions import Permission
from taizhang.office.workflow import transition, unit_of_work
from taizhang.outreach.models import SitIn, SitInCap
from taizhang.outreach.rules.orders import TOO_FAR, is_too_far

USUAL = 2  # sit-ins of a unit in a year where the office has set nothing


def set_cap(
    *, office: Office, year: int, most: int, unit: Unit | None = None, by: Person | None, at: datetime
) -> SitInCap:
    """Say how many sit-ins each unit, or this one, may have in a year; what is planned already stays."""
    with unit_of_work(office=office, by=by, at=at, needs=Permission.RUN_OUTREACH) as work:
        cap, _new = SitInCap.objects.update_or_create(
            office=office, year=year, unit=unit, defaults={"most": most}
        )
        work.record("set_sit_in_cap", cap, {"year": year, "most": most, "unit": unit and unit.short_name})
    return cap


def cap_of(unit: Unit | None, year: int) -> int:
    """Return how many sit-ins the unit may have in that year; of None, every unit for which nothing else is said."""
    caps: dict[int | None, int] = dict(SitInCap.objects.filter(year=year).values_list("unit", "most"))
    return caps.get(unit.pk if unit else None, caps.get(None, USUAL))


def plan_sit_in(
    *, office: Office, unit: Unit, subject: str, planned_on: date, place: str = "", team: str = "",
    project: Project | None = None, by: Person | None, at: datetime,
) -> SitIn:  # fmt: skip
    """Plan to listen at a unit; Refused where its sit-ins of that year would be too many."""
    with unit_of_work(office=office, by=by, at=at, needs=Permission.RUN_OUTREACH) as work:
        _check_plan(unit, subject, planned_on, at)
        sit_in = SitIn.objects.create(
            office=office, unit=unit, subject=subject.strip(), planned_on=planned_on, place=place, team=team,
            project=project, planned_by=by, planned_at=at,
        )  # fmt: skip
        work.record("plan_sit_in", sit_in, {"on": planned_on.isoformat()})
    return sit_in


def change_sit_in(
    *, sit_in: SitIn, subject: str, planned_on: date, place: str = "", team: str = "",
    project: Project | None = None, by: Person | None, at: datetime,
) -> SitIn:  # fmt: skip
    """Another day, place or project; the number for the year of the new day holds."""
    with transition(SIT_IN, "change", sit_in, by=by, at=at) as act:
        _check_plan(sit_in.unit, subject, planned_on, at, sit_in)
        before = {"on": sit_in.planned_on.isoformat(), "place": sit_in.place, "project": sit_in.project_id}
        act.move(subject=subject.strip(), planned_on=planned_on, place=place, team=team, project=project)
        act.record("change_sit_in", detail=before)
    return sit_in


def cancel_sit_in(*, sit_in: SitIn, reason: str, by: Person | None, at: datetime) -> SitIn:
    """It does not take place, and counts no more."""
    with transition(SIT_IN, "cancel", sit_in, by=by, at=at) as act:
        check_reason(reason)
        act.move(reason=reason)
        act.record("cancel_sit_in", detail={"reason": reason})
    return sit_in


def record_sit_in(*, sit_in: SitIn, heads: int, record: str, by: Person | None, at: datetime) -> SitIn:
    """Write what was heard, in facts, once the day has come."""
    with transition(SIT_IN, "record", sit_in, by=by, at=at) as act:
        if sit_in.planned_on > localdate(at):
            raise Refused(Message(N_("还没有到旁听的日期。改了日子的，先改日期。")))
        act.move(**_written(heads, record, by, at))
        act.record("record_sit_in", detail={"heads": heads})
    return sit_in


def correct_sit_in(*, sit_in: SitIn, heads: int, record: str, by: Person | None, at: datetime) -> SitIn:
    """Put the record right until the unit has answered to it; the former words stay in the record of events."""
    with transition(SIT_IN, "correct", sit_in, by=by, at=at) as act:
        before = {"heads": sit_in.heads, "record": sit_in.record}
        act.move(**_written(heads, record, by, at))
        act.record("correct_sit_in", detail=before)
    return sit_in


def reply_to_sit_in(*, sit_in: SitIn, reply: str, by: Person | None, at: datetime) -> SitIn:
    """The unit says what it has to say to the record; it need not."""
    with transition(SIT_IN, "reply", sit_in, by=by, at=at) as act:
        check_no_secret(reply)
        if not reply.strip():
            raise Refused(Message(N_("请写回应。")))
        before = {"reply": sit_in.reply} if sit_in.reply else None
        act.move(reply=reply.strip(), replied_by=by, replied_at=at)
        act.record("reply_to_sit_in", detail=before)
    return sit_in


def _written(heads: int, record: str, by: Person | None, at: datetime) -> dict[str, Any]:
    check_no_secret(record)
    if not record.strip():
        raise Objections({"record": Message(N_("请写旁听记录。"))})
    return {"heads": heads, "record": record.strip(), "recorded_by": by, "recorded_at": at}


def _check_plan(unit: Unit, subject: str, day: date, at: datetime, row: SitIn | None = None) -> None:
    """Plans for one unit are made one after the other, so that two at once do not pass the number together."""
    check_no_secret(subject)
    Unit.objects.select_for_update().get(pk=unit.pk)
    if day < localdate(at):
        raise Objections({"planned_on": Message(N_("日期已过，请从今天以后选。"))})
    if is_too_far(day, localdate(at)):
        raise Objections({"planned_on": TOO_FAR})
    planned = SitIn.objects.filter(unit=unit, planned_on__year=day.year, state__in=SAT_IN)
    most = cap_of(unit, day.year)
    if planned.exclude(pk=row.pk if row else 0).count() >= most:
        gaps: dict[str, str | int | Message] = {"unit": unit.short_name, "year": day.year, "most": most}
        words = N_("{unit}{year}年的旁听已排满{most}次，不能再加。")
        raise Objections({"planned_on" if row else "unit": Message(words, gaps)})
