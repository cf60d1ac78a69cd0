"""Waiting orders are planned within every rule of dispatch, so that a confirmed plan is never refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from taizhang.core.dispatch.planning import Merging, PlanMethod
from taizhang.core.lifecycle.workflow import Refused
from taizhang.office import clock
from taizhang.office.models import Event
from taizhang.outreach.actions import orders, speakers
from taizhang.outreach.actions.planning import ConfirmedSession, dispatch_plan
from taizhang.outreach.models import Availability, Order, Session, Speaker
from taizhang.outreach.queries.planning import Planning, planned

from .conftest import DAY, EVERY_DAY, Pool, SessionIn, wish


def ordered(pool: Pool, at: datetime, n: int, **changes: object) -> list[Order]:
    given = {"wanted_to": DAY, "part": "morning", **changes}
    return [
        orders.order_talk(unit=pool.unit, by=pool.liaison, at=at, **wish(pool, **given)) for _ in range(n)
    ]


def confirmed(found: Planning) -> list[ConfirmedSession]:
    return [
        ConfirmedSession(each.orders, each.speaker, each.slot.day, each.slot.part) for each in found.sessions
    ]


def words(found: Planning) -> list[str]:
    return ["".join(map(str, said)) for _order, said in found.left]


@pytest.fixture
def today(at: datetime) -> Iterator[object]:
    return localdate(at)  # type: ignore[return-value]


def test_the_plan_is_dispatched_as_it_was_shown(pool: Pool, at: datetime, today) -> None:
    ordered(pool, at, 3)
    found = planned(today)
    assert found.plan.method is PlanMethod.OPTIMAL
    assert {each.speaker for each in found.sessions} == {pool.near, pool.far}
    [left] = words(found)
    assert left == "若临港街道也可以在3月12日下午听，就能安排。"
    made = dispatch_plan(office=pool.office, confirmed=confirmed(found), by=pool.dispatcher, at=at)
    assert {(each.held_on, each.part, each.state) for each in made} == {(DAY, "morning", "offered")}
    assert Order.objects.filter(state="placed").count() == 2
    assert Event.objects.get(verb="dispatch_plan").detail == {"sessions": 2}
    again = planned(today)
    assert not again.sessions
    assert len(again.left) == 1


def test_all_of_a_plan_or_nothing(pool: Pool, at: datetime, today) -> None:
    ordered(pool, at, 2)
    found = confirmed(planned(today))
    speakers.change_speaker(
        speaker=pool.far, name=pool.far.name, topics=[pool.topic], weekly=EVERY_DAY, notice_days=60,
        by=pool.dispatcher, at=at,
    )  # fmt: skip
    with pytest.raises(Refused, match="韩若溪"):
        dispatch_plan(office=pool.office, confirmed=found, by=pool.dispatcher, at=at)
    assert not Session.objects.exists()
    with pytest.raises(Refused, match="勾选"):
        dispatch_plan(office=pool.office, confirmed=[], by=pool.dispatcher, at=at)
    with pytest.raises(Refused):
        dispatch_plan(office=pool.office, confirmed=found, by=pool.liaison, at=at)


def test_orders_that_go_together_share_a_session(pool: Pool, at: datetime, today) -> None:
    ordered(pool, at, 3)
    found = planned(today, Merging())
    [session] = found.sessions
    assert (len(session.orders), found.left) == (3, [])
    [made] = dispatch_plan(office=pool.office, confirmed=confirmed(found), by=pool.dispatcher, at=at)
    assert made.venues.count() == 3


def test_who_has_heard_nothing_yet_goes_first(pool: Pool, session_in: SessionIn, at: datetime) -> None:
    session_in("counted")
    later = at + timedelta(days=20)
    far = {"wanted_from": DAY + timedelta(days=30), "wanted_to": DAY + timedelta(days=30), "part": "morning"}
    Speaker.objects.filter(pk=pool.near.pk).update(active=False)
    orders.order_talk(unit=pool.unit, by=pool.liaison, at=later, **wish(pool, **far))
    second = orders.order_talk(unit=pool.other, by=pool.other_liaison, at=later, **wish(pool, **far))
    found = planned(localdate(later))
    assert [each.orders for each in found.sessions] == [(second,)]


def test_what_would_free_an_order_is_said_in_words(pool: Pool, at: datetime, today) -> None:
    Speaker.objects.filter(pk=pool.far.pk).update(active=False)
    Availability.objects.filter(speaker=pool.near).exclude(part="morning").delete()
    ordered(pool, at, 1)
    late = ordered(pool, at, 1, wanted_from=DAY + timedelta(days=1), wanted_to=DAY + timedelta(days=1))
    Speaker.objects.filter(pk=pool.near.pk).update(per_month=1)
    assert words(planned(today)) == ["若沈明川在3月多讲一场（每月上限1场），就能安排。"]
    Speaker.objects.filter(pk=pool.near.pk).update(per_month=9, notice_days=10)
    Availability.objects.create(
        office=pool.office, speaker=pool.near, on=late[0].wanted_from, part="morning", free=False
    )
    assert words(planned(today)) == ["若临港街道也可以在3月14日上午听，就能安排。"]
    orders.order_talk(unit=pool.unit, by=pool.liaison, at=at, **wish(pool, topic=None, wish="防火"))
    Order.objects.filter(wish="防火").update(topic=None)
    assert [order.wish for order in planned(today).without_topic] == ["防火"]


def test_a_session_that_there_is_counts_within_the_limits(
    pool: Pool, session_in: SessionIn, at: datetime, today
) -> None:
    session_in("scheduled")
    Speaker.objects.filter(pk=pool.far.pk).update(active=False)
    ordered(pool, at, 1, part="")
    found = planned(today)
    assert not found.sessions
    Speaker.objects.filter(pk=pool.near.pk).update(per_day=2, buffer_minutes=400)
    found = planned(today)
    assert not found.sessions
    assert "多讲一场" not in words(found)[0]
    Speaker.objects.filter(pk=pool.near.pk).update(buffer_minutes=60)
    found = planned(today)
    dispatch_plan(office=pool.office, confirmed=confirmed(found), by=pool.dispatcher, at=at)
    assert Session.objects.filter(held_on=DAY).count() == 2


def test_an_order_whose_days_are_past_is_named_and_not_left_out_in_silence(
    client: Client, pool: Pool, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    [order] = ordered(pool, at, 1, wanted_to=DAY + timedelta(days=2))
    later = at + timedelta(days=40)
    found = planned(localdate(later))
    assert (found.sessions, found.left, found.overdue) == ([], [], [order])
    monkeypatch.setattr(clock, "now", lambda: later)
    client.force_login(pool.dispatcher)
    page = client.get(reverse("orders-plan")).content.decode()
    assert "希望的日期已过" in page
    assert "没有待派的点单" not in page
    assert "3月12日至3月14日" in page
