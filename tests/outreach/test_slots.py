"""Services that recur: what is delivered is one entry of the ledger, and its total one figure with that line as source."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from taizhang.core.lifecycle.outreach_life import SLOT, SlotState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.ledger.actions import records
from taizhang.ledger.models import Figure, Project, ServiceItem
from taizhang.ledger.rules.checks import Objections
from taizhang.office.clock import now, today
from taizhang.office.models import Person
from taizhang.office.tasks import groups_for
from taizhang.office.visible import viewer_at
from taizhang.outreach.actions import slots
from taizhang.outreach.models import ServiceSlot
from taizhang.outreach.queries.tasks import day_missed, services_running
from taizhang.outreach.visible import services_for, slots_for
from tests.matrix import surprises
from tests.web.route_objects import a_project

from .conftest import Pool
from .test_media import actors


@pytest.fixture
def project(pool: Pool) -> Project:
    return a_project(pool.office, pool.unit)


def slot_of(project: Project, by: Person, at: datetime, **changes: Any) -> ServiceSlot:
    given = {
        "title": "义务理发",
        "unit": "人次",
        "every": "week",
        "starts_on": localdate(at) - timedelta(days=21),
    }
    return slots.start_slot(project=project, by=by, at=at, **{**given, **changes})


def total(slot: ServiceSlot) -> Figure:
    return slot.item.figures.get(ended_at=None)


def test_a_slot_takes_the_steps_of_its_table_and_no_others(
    pool: Pool, project: Project, at: datetime
) -> None:
    def put(state: str, verb: str) -> ServiceSlot:
        row = slot_of(project, pool.liaison, at)
        return slots.end_slot(slot=row, by=pool.liaison, at=at) if state == "ended" else row

    acts = {
        "deliver": lambda row, by: slots.deliver(slot=row, done_on=localdate(at), amount="12", by=by, at=at),
        "change": lambda row, by: slots.change_slot(
            slot=row, every="month", starts_on=localdate(at), by=by, at=at
        ),
        "end": lambda row, by: slots.end_slot(slot=row, by=by, at=at),
    }
    assert surprises(SLOT, SlotState, acts, put, actors(pool)) == []


def test_the_total_is_one_figure_that_follows_the_entries(pool: Pool, project: Project, at: datetime) -> None:
    slot = slot_of(project, pool.liaison, at, title="蔬菜直通车", unit="斤")
    assert (total(slot).value, total(slot).unit, total(slot).basis) == (Decimal(0), "斤", "cumulative")
    given = {"done_on": localdate(at), "by": pool.liaison}
    entry = slots.deliver(slot=slot, amount="1500.5", at=at, **given)
    slots.deliver(slot=slot, amount="300", at=at + timedelta(hours=1), **given)
    assert total(slot).value == Decimal("1800.5")
    records.void_service_entry(entry=entry, by=pool.liaison, at=at + timedelta(hours=2))
    now = total(slot)
    assert (now.value, now.revision, now.service) == (Decimal(300), 4, slot.item)
    assert (now.report, now.activity, now.imported_from) == (None, None, "")
    assert now.replaces is not None
    assert now.replaces.value == Decimal("1800.5")
    slots.end_slot(slot=slot, by=pool.liaison, at=at)
    assert total(slot) == now


def test_a_line_that_does_not_recur_makes_no_figure(pool: Pool, project: Project, at: datetime) -> None:
    item = records.add_service_item(project=project, title="义诊", unit="人次", by=pool.liaison, at=at)
    records.add_service_entry(item=item, done_on=localdate(at), amount="20", by=pool.liaison, at=at)
    assert not item.figures.exists()
    slot = slot_of(project, pool.liaison, at, title="义诊")
    assert (slot.item, total(slot).value) == (item, Decimal(20))
    assert ServiceItem.objects.count() == 1


def test_what_cannot_be_is_refused(pool: Pool, project: Project, at: datetime) -> None:
    slot_of(project, pool.liaison, at)
    with pytest.raises(Objections, match="已有安排"):
        slot_of(project, pool.liaison, at)
    with pytest.raises(Objections, match="早于第一次"):
        slot_of(project, pool.liaison, at, title="义诊", ends_on=localdate(at) - timedelta(days=30))
    for by in (pool.dispatcher, pool.leader, pool.other_liaison, pool.officer):
        with pytest.raises(Refused):
            slot_of(project, by, at, title="义诊")
    assert ServiceItem.objects.count() == 1


def test_who_sees_the_list_of_services(pool: Pool, project: Project, at: datetime) -> None:
    slot = slot_of(project, pool.liaison, at)
    for person, seen in ((pool.liaison, {slot}), (pool.dispatcher, {slot}), (pool.other_liaison, set())):
        assert set(slots_for(viewer_at(person, at))) == seen
        assert set(services_for(viewer_at(person, at))) == {each.item for each in seen}


def test_the_list_of_the_year_and_the_days_without_an_entry(pool: Pool, project: Project) -> None:
    client = Client()
    client.force_login(pool.liaison)
    start = today() - timedelta(days=21)
    given = {"act": "start", "project": project.pk, "title": "义务理发", "unit": "人次", "every": "week"}
    made = client.post(
        reverse("slot-new"), {**given, "starts_on": start.isoformat(), "place": "和平社区"}, follow=True
    )
    assert "没有登记的日子" in made.content.decode()
    slot = ServiceSlot.objects.get()
    act = reverse("slot-act", args=[slot.pk])
    for days in (0, 7, 14, 20):
        day = (start + timedelta(days=days)).isoformat()
        client.post(act, {"act": "deliver", "done_on": day, "amount": "10"})
    shown = client.get(reverse("slot", args=[slot.pk])).content.decode()
    assert "没有登记的日子" not in shown
    assert reverse("figure", args=[total(slot).pk]) in shown
    every = client.get(reverse("services-year")).content.decode()
    assert "40人次" in every
    assert "和平社区" in every


def missed(person: Person, at: datetime) -> list[tuple[str, date | None]]:
    groups = groups_for(viewer_at(person, at), at)
    return [(str(each.title), each.due) for group in groups for each in group.tasks if "slot-" in each.key]


def test_a_day_without_an_entry_waits_for_the_liaison_until_there_is_one(
    pool: Pool, project: Project, at: datetime
) -> None:
    today = localdate(at)
    slot = slot_of(project, pool.liaison, at)
    slots.change_slot(
        slot=slot, every="week", starts_on=today - timedelta(days=8), place="一楼", by=pool.liaison, at=at
    )
    waits = [("义务理发", today - timedelta(days=1))]
    assert missed(pool.liaison, at) == waits  # of two days the last one
    for person in (pool.leader, pool.other_liaison, pool.dispatcher):
        assert missed(person, at) == []
    entry = slots.deliver(slot=slot, done_on=today - timedelta(days=8), amount="12", by=pool.liaison, at=at)
    assert missed(pool.liaison, at) == waits
    zero = slots.deliver(
        slot=slot,
        done_on=today - timedelta(days=1),
        amount="0",
        note="下雨，没有开展",
        by=pool.liaison,
        at=at,
    )
    assert missed(pool.liaison, at) == []
    records.void_service_entry(entry=zero, by=pool.liaison, at=at)
    assert missed(pool.liaison, at) == waits
    records.void_service_entry(entry=entry, by=pool.liaison, at=at)
    slots.end_slot(slot=slot, by=pool.liaison, at=at)
    assert missed(pool.liaison, at) == []


def test_a_service_of_a_project_that_takes_no_records_waits_for_nobody(
    pool: Pool, project: Project, at: datetime
) -> None:
    slot_of(project, pool.liaison, at, starts_on=localdate(at) - timedelta(days=3))
    assert len(missed(pool.liaison, at)) == 1
    assert missed(pool.liaison, at - timedelta(days=3)) == []  # the day itself is not over
    Project.objects.filter(pk=project.pk).update(state="suspended")
    assert missed(pool.liaison, at) == []


def test_what_waits_is_reckoned_with_one_query_however_many_services(
    pool: Pool, project: Project, at: datetime, django_assert_max_num_queries: Any
) -> None:
    for n in range(12):
        slot_of(project, pool.liaison, at, title=f"服务{n}", starts_on=localdate(at) - timedelta(days=n + 1))
    today = localdate(at)
    with django_assert_max_num_queries(1):
        running = list(services_running(today, [pool.unit]))
        assert len([row for row in running if day_missed(row, today)]) == 12


def test_a_slip_of_the_year_does_not_stand_in_the_total_unseen(pool: Pool, project: Project) -> None:
    slot, on = slot_of(project, pool.liaison, now()), today()
    client = Client()
    client.force_login(pool.liaison)
    given = {"act": "deliver", "done_on": date(on.year - 6, 1, 3).isoformat(), "amount": "30"}
    answer = client.post(reverse("slot-act", args=[slot.pk]), given)
    assert answer.status_code == 422
    assert "请核对年份" in answer.content.decode()
    assert total(slot).value == 0


@pytest.mark.parametrize(
    ("typed", "note", "kept"),
    [
        ("30余", "义诊", "30余；义诊"),
        ("约30", "", "约30"),
        ("30", "义诊", "义诊"),
        ("30余", "长" * 200, "长" * 200),
    ],
)
def test_that_an_amount_is_rough_is_kept_beside_its_number(
    pool: Pool, project: Project, typed: str, note: str, kept: str
) -> None:
    slot = slot_of(project, pool.liaison, now())
    entry = slots.deliver(slot=slot, done_on=today(), amount=typed, note=note, by=pool.liaison, at=now())
    assert (entry.amount, entry.note) == (30, kept)


def test_a_wrong_entry_is_taken_back_on_the_page_of_the_service(pool: Pool, project: Project) -> None:
    slot = slot_of(project, pool.liaison, now())
    entry = slots.deliver(slot=slot, done_on=today(), amount="12000", by=pool.liaison, at=now())
    client = Client()
    client.force_login(pool.liaison)
    page, void = reverse("slot", args=[slot.pk]), reverse("service-entry-void", args=[entry.pk])
    assert void in client.get(page).content.decode()
    answer = client.post(void, {"next": "slot"})
    assert answer.headers["Location"] == page
    assert total(slot).value == 0
    client.force_login(pool.dispatcher)
    assert void not in client.get(page).content.decode()
