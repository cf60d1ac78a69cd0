"""The calendar: what falls on which day, as far as whoever looks sees it, and never more than a page holds."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from taizhang.ledger.models import Project, ServiceItem
from taizhang.office.models import Person
from taizhang.office.visible import viewer_at
from taizhang.outreach.actions import sit_ins, slots
from taizhang.outreach.models import MediaItem, MediaOutlet, SitIn
from taizhang.outreach.queries.calendar import calendar_of
from taizhang.web.fieldwork.calendar import span
from tests.outreach.conftest import DAY, Pool, SessionIn, pool, session_in
from tests.web.route_objects import a_project

__all__ = ["pool", "session_in"]


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def shown(client: Client, query: str = "", route: str = "calendar") -> str:
    answer = client.get(reverse(route) + query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def project(pool: Pool) -> Project:
    return a_project(pool.office, pool.unit)


@pytest.fixture
def filled(pool: Pool, project: Project, at: datetime) -> Pool:
    """One of each kind, at the first unit, in the week of DAY."""
    sit_ins.plan_sit_in(
        office=pool.office,
        unit=pool.unit,
        subject="支部主题党日",
        planned_on=DAY,
        place="二楼",
        by=pool.dispatcher,
        at=at,
    )
    slots.start_slot(
        project=project, title="义务理发", unit="人次", every="week", starts_on=DAY - timedelta(days=6),
        place="社区中心", by=pool.liaison, at=at,
    )  # fmt: skip
    outlet = MediaOutlet.objects.create(office=pool.office, name="海川日报", kind="mainstream")
    MediaItem.objects.create(
        office=pool.office,
        outlet=outlet,
        title="板凳课堂开讲",
        published_on=DAY,
        unit=pool.unit,
        listed_at=at,
    )
    return pool


def test_each_kind_stands_on_its_day_with_its_link(filled: Pool) -> None:
    for view in ("week", "month", "agenda"):
        page = shown(
            signed_in(filled.dispatcher),
            f"?view={view}&from={DAY if view != 'agenda' else DAY - timedelta(3)}",
        )
        for words in ("支部主题党日", "义务理发", "板凳课堂开讲"):
            assert words in page, (view, words)
        assert reverse("sit-in", args=[SitIn.objects.get().pk]) in page


def test_another_unit_sees_nothing_of_it(filled: Pool) -> None:
    page = shown(signed_in(filled.other_liaison), f"?view=agenda&from={DAY - timedelta(3)}")
    assert "支部主题党日" not in page
    assert "义务理发" not in page
    assert "板凳课堂开讲" not in page
    assert "这些日子没有安排。" in page
    assert "支部主题党日" in shown(signed_in(filled.liaison), f"?from={DAY}")


def test_a_host_reads_its_own_venue_of_a_session_that_others_hear_too(
    filled: Pool, session_in: SessionIn
) -> None:
    session_in("scheduled", also=True)
    for person, there, absent in (
        (filled.liaison, "临港街道", "市卫健委"),
        (filled.other_liaison, "市卫健委", "临港街道"),
    ):
        viewer = viewer_at(person, datetime.now().astimezone())
        (entry,) = [each for each in calendar_of(viewer, DAY, DAY) if each.kind == "session"]
        assert there in str(entry.note.to_json())
        assert absent not in str(entry.note.to_json())
    desk = viewer_at(filled.dispatcher, datetime.now().astimezone())
    (entry,) = [each for each in calendar_of(desk, DAY, DAY) if each.kind == "session"]
    assert "临港街道" in str(entry.note.to_json())
    assert "市卫健委" in str(entry.note.to_json())


def test_cancelled_and_withdrawn_leave_the_calendar(filled: Pool, at: datetime) -> None:
    SitIn.objects.update(state="cancelled")
    MediaItem.objects.update(state="withdrawn")
    page = shown(signed_in(filled.dispatcher), f"?from={DAY}")
    assert "支部主题党日" not in page
    assert "板凳课堂开讲" not in page


def test_an_ended_service_stays_on_its_past_days_only(filled: Pool) -> None:
    slot = ServiceItem.objects.get().slot
    slot.ends_on = DAY - timedelta(days=1)
    slot.save()
    viewer = viewer_at(filled.dispatcher, datetime.now().astimezone())
    days = [
        row.on
        for row in calendar_of(viewer, DAY - timedelta(30), DAY + timedelta(30))
        if row.kind == "service"
    ]
    assert days == [DAY - timedelta(days=6)]


@pytest.mark.parametrize("asked", ["", "x", "0001-01-01", "9999-12-31", "2026-02-30"])
def test_a_day_that_is_none_is_today(pool: Pool, asked: str) -> None:
    shown(signed_in(pool.dispatcher), f"?view=month&from={asked}")
    shown(signed_in(pool.dispatcher), f"?from={asked}", "calendar-wall")


def test_a_month_is_laid_out_in_whole_weeks() -> None:
    assert span("month", date(2026, 2, 10)) == (date(2026, 1, 26), date(2026, 3, 1))
    assert span("month", date(2026, 12, 31)) == (date(2026, 11, 30), date(2027, 1, 3))
    assert span("week", date(2026, 3, 12)) == (date(2026, 3, 9), date(2026, 3, 15))


def test_a_month_of_two_thousand_is_bounded(pool: Pool, at: datetime) -> None:
    outlet = MediaOutlet.objects.create(office=pool.office, name="海川日报", kind="mainstream")
    MediaItem.objects.bulk_create(
        MediaItem(
            office=pool.office, outlet=outlet, title=f"第{n}篇", published_on=date(2026, 3, 1 + n % 31),
            unit=pool.unit, listed_at=at,
        )
        for n in range(2_000)
    )  # fmt: skip
    desk = signed_in(pool.dispatcher)
    month = shown(desk, "?view=month&from=2026-03-01")
    assert month.count("day-media") == 4 * 31
    assert "另有61项" in month
    assert len(month) < 150_000
    assert shown(desk, "?view=agenda&from=2026-03-01").count("row-link") == 100
    assert "另有43项" in shown(desk, "?from=2026-03-03", "calendar-wall")
