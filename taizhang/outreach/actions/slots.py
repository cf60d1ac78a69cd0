"""Services that recur (公益服务): begun, delivered with amounts that the ledger adds up, changed, ended."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from taizhang.core.lifecycle.outreach_life import SLOT
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.actions.records import add_service_entry, add_service_item
from taizhang.ledger.actions.service_totals import state_total
from taizhang.ledger.models import Project, ServiceEntry
from taizhang.ledger.rules.checks import Objections, check_no_secret
from taizhang.office.models import Person
from taizhang.office.permissions import Permission
from taizhang.office.workflow import check_actor, transition, unit_of_work
from taizhang.outreach.models import ServiceSlot


def start_slot(
    *, project: Project, title: str, unit: str, every: str, starts_on: date, ends_on: date | None = None,
    place: str = "", by: Person, at: datetime,
) -> ServiceSlot:  # fmt: skip
    """Say when a service takes place; it becomes a line of the project's list unless it is one, and its total a figure."""
    with unit_of_work(office=project.office, by=by, at=at, needs=Permission.ACT_IN_OUTREACH) as work:
        check_actor(SLOT.steps["change"], project.lead_unit_id, by, at)
        days = _days(starts_on, ends_on, place)
        item = project.services.filter(title=title.strip(), unit=unit.strip()).first()
        if item is not None and ServiceSlot.objects.filter(item=item).exists():
            raise Objections({"title": Message(N_("这项服务已有安排。"))})
        item = item or add_service_item(project=project, title=title.strip(), unit=unit.strip(), by=by, at=at)
        slot = ServiceSlot.objects.create(
            office=project.office, item=item, every=every, started_by=by, started_at=at, **days
        )
        state_total(item, by, at)
        work.record("start_slot", slot)
    return slot


def change_slot(
    *, slot: ServiceSlot, every: str, starts_on: date, ends_on: date | None = None, place: str = "", by: Person,
    at: datetime,
) -> ServiceSlot:  # fmt: skip
    """Another rhythm, day or place; what was delivered stays."""
    with transition(SLOT, "change", slot, by=by, at=at) as act:
        before = {
            "every": slot.every, "starts_on": slot.starts_on.isoformat(),
            "ends_on": slot.ends_on.isoformat() if slot.ends_on else "", "place": slot.place,
        }  # fmt: skip
        act.move(every=every, **_days(starts_on, ends_on, place))
        act.record("change_slot", detail=before)
    return slot


def deliver(
    *, slot: ServiceSlot, done_on: date, amount: str, note: str = "", by: Person, at: datetime
) -> ServiceEntry:
    """What was done on a day: an entry of the ledger, which its total counts once."""
    with transition(SLOT, "deliver", slot, by=by, at=at):
        return add_service_entry(item=slot.item, done_on=done_on, amount=amount, note=note, by=by, at=at)


def end_slot(*, slot: ServiceSlot, by: Person, at: datetime) -> ServiceSlot:
    """It takes place no more; its total stays."""
    with transition(SLOT, "end", slot, by=by, at=at) as act:
        act.move(ends_on=max(min(slot.ends_on or date.max, localdate(at)), slot.starts_on))
        act.record("end_slot")
    return slot


def _days(starts_on: date, ends_on: date | None, place: str) -> dict[str, Any]:
    check_no_secret(place)
    if ends_on is not None and ends_on < starts_on:
        raise Objections({"ends_on": Message(N_("最后一次早于第一次，请核对。"))})
    return {"starts_on": starts_on, "ends_on": ends_on, "place": place.strip()}
