"""Every state × verb × role of orders and sessions, through the real actions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate

from taizhang.core.lifecycle.outreach_life import ORDER, SESSION, OrderState, SessionState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.office.models import Event, Person
from taizhang.outreach.actions import confirming, orders, sessions
from taizhang.outreach.models import Order, Session

from .conftest import AFTER, DAY, Pool, SessionIn, state_of, wish

ROLES = ("liaison", "unit_leader", "dispatcher", "ledger_officer", "other_liaison")


def person(pool: Pool, role: str) -> Person:
    return {
        "liaison": pool.liaison, "unit_leader": pool.leader, "dispatcher": pool.dispatcher,
        "ledger_officer": pool.officer, "other_liaison": pool.other_liaison,
    }[role]  # fmt: skip


def an_order(pool: Pool, state: str, session_in: SessionIn, at: datetime) -> Order:
    """An order of the unit in that state."""
    if state == "draft":
        return orders.draft_order(unit=pool.unit, by=pool.liaison, at=at, **wish(pool))
    if state == "offered":
        given: dict[str, Any] = {"topic": pool.topic, "first": DAY, "last": DAY, "units": [pool.unit]}
        offered = orders.offer_talks(office=pool.office, by=pool.dispatcher, at=at, **given)[0]
        Order.objects.filter(pk=offered.pk).update(place="礼堂", heads=60)  # what the unit has to fill in
        offered.refresh_from_db()
        return offered
    if state in ("placed", "served", "rated"):
        order = session_in("scheduled" if state == "placed" else "counted").orders.get()
        return (
            order
            if state != "rated"
            else orders.rate_order(order=order, words="实用。", by=pool.liaison, at=at)
        )
    order = orders.order_talk(unit=pool.unit, by=pool.liaison, at=at, **wish(pool))
    if state == "declined":
        return orders.decline_order(order=order, reason="排满", by=pool.dispatcher, at=at)
    if state == "withdrawn":
        return orders.withdraw_order(order=order, by=pool.liaison, at=at)
    return order


ORDER_VERBS: dict[str, Callable[[Order, Pool, Person, datetime], object]] = {
    "edit": lambda row, pool, by, at: orders.edit_order(order=row, by=by, at=at, **wish(pool, heads=61)),
    "submit": lambda row, pool, by, at: orders.submit_order(order=row, by=by, at=at),
    "withdraw": lambda row, pool, by, at: orders.withdraw_order(order=row, by=by, at=at),
    "decline": lambda row, pool, by, at: orders.decline_order(order=row, reason="排满", by=by, at=at),
    "arrange": lambda row, pool, by, at: orders.arrange_order(
        order=row, topic=pool.other_topic, wanted_from=DAY, wanted_to=DAY, by=by, at=at
    ),
    "place": lambda row, pool, by, at: sessions.place_order(
        order=row, speaker=pool.far, on=DAY, part="afternoon", by=by, at=at
    ),
    "rate": lambda row, pool, by, at: orders.rate_order(order=row, words="实用。", by=by, at=at),
}


@pytest.mark.parametrize("verb", ORDER_VERBS)
@pytest.mark.parametrize("state", list(OrderState))
def test_an_order_takes_the_steps_of_its_table_and_no_others(
    pool: Pool, session_in: SessionIn, at: datetime, state: str, verb: str
) -> None:
    order = an_order(pool, state, session_in, at)
    assert order.state == state
    step = ORDER.steps[verb]
    for role in ROLES:
        by = person(pool, role)
        fresh = Order.objects.get(pk=order.pk)
        allowed = role in step.by and fresh.state in step.before
        before = (fresh.version, Event.objects.count())
        if not allowed:
            with pytest.raises(Refused):
                ORDER_VERBS[verb](fresh, pool, by, at)
            fresh.refresh_from_db()
            assert (fresh.version, Event.objects.count()) == before
            continue
        ORDER_VERBS[verb](fresh, pool, by, at)
        fresh.refresh_from_db()
        assert fresh.state == (step.after or state)
        assert Event.objects.count() > before[1]
        if step.after:
            return


SESSION_VERBS: dict[str, Callable[[Session, Pool, Person, datetime], object]] = {
    "arrange": lambda row, pool, by, at: sessions.add_venue(
        session=row, unit=pool.other, place="分会场", by=by, at=at
    ),
    "accept": lambda row, pool, by, at: sessions.accept(session=row, by=by, at=at),
    "refuse": lambda row, pool, by, at: sessions.refuse(session=row, reason="出差", by=by, at=at),
    "postpone": lambda row, pool, by, at: sessions.postpone(session=row, reason="停电", by=by, at=at),
    "reschedule": lambda row, pool, by, at: sessions.reschedule(
        session=row, on=localdate(at) + timedelta(days=9), part="evening", by=by, at=at
    ),
    "cancel": lambda row, pool, by, at: sessions.cancel(session=row, reason="停电", by=by, at=at),
    "deliver": lambda row, pool, by, at: confirming.deliver(session=row, by=by, at=at),
    "miss": lambda row, pool, by, at: sessions.miss(session=row, reason="暴雨", by=by, at=at),
    "recall": lambda row, pool, by, at: confirming.recall(session=row, reason="有误", by=by, at=at),
}


@pytest.mark.parametrize("verb", SESSION_VERBS)
@pytest.mark.parametrize("state", list(SessionState))
def test_a_session_takes_the_steps_of_its_table_and_no_others(
    pool: Pool, session_in: SessionIn, at: datetime, state: str, verb: str
) -> None:
    session = session_in(state)
    step, then = SESSION.steps[verb], at + AFTER
    for role in ROLES:
        by = person(pool, role)
        fresh = Session.objects.get(pk=session.pk)
        before = (fresh.version, Event.objects.count())
        if role != "dispatcher" or fresh.state not in step.before:
            if verb == "accept" and state == "scheduled":
                continue  # said again: nothing is done, whoever says it
            with pytest.raises(Refused):
                SESSION_VERBS[verb](fresh, pool, by, then)
            fresh.refresh_from_db()
            assert (fresh.version, Event.objects.count()) == before
            continue
        SESSION_VERBS[verb](fresh, pool, by, then)
        fresh.refresh_from_db()
        assert fresh.state == (step.after or state)
        assert Event.objects.count() > before[1]
        if step.after:
            return


@pytest.mark.parametrize("state", list(SessionState))
def test_only_a_host_of_the_session_states_its_heads_while_it_is_open(
    pool: Pool, session_in: SessionIn, at: datetime, state: str
) -> None:
    session = session_in(state)
    venue = session.venues.get()
    for role in ("dispatcher", "ledger_officer", "other_liaison"):
        with pytest.raises(Refused, match="您的岗位不能"):
            confirming.state_heads(venue=venue, heads=60, by=person(pool, role), at=at + AFTER)
    for by in (pool.liaison, pool.leader, None):
        if state in ("scheduled", "delivered", "confirmed"):
            confirming.state_heads(venue=venue, heads=60, by=by, at=at + AFTER)
            state = "counted" if venue.speaker_heads in (None, 60) else state
        else:
            with pytest.raises(Refused, match="不能在这里改"):
                confirming.state_heads(venue=venue, heads=60, by=by, at=at + AFTER)


def test_the_states_of_the_table_are_reached(pool: Pool, session_in: SessionIn, at: datetime) -> None:
    for state in SessionState:
        session = session_in("offered")
        assert state_of(session, state, pool, at).state == state
        if state in ("offered", "scheduled", "delivered", "confirmed", "counted", "postponed"):
            Session.objects.filter(pk=session.pk).update(held_on=DAY + timedelta(days=100 + session.pk))
