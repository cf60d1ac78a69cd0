"""Orders that live at random: a session counts once, only what hosts confirmed counts, cancelling restores."""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from taizhang.core.lifecycle.outreach_life import HELD, TAKEN
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import Message
from taizhang.ledger.models import Activity, Figure
from taizhang.office.models import Event
from taizhang.outreach.actions import confirming, orders, sessions
from taizhang.outreach.jobs import lapse_offers
from taizhang.outreach.models import Order, Session, Speaker, Venue
from taizhang.outreach.queries.offers import reached
from taizhang.outreach.queries.sessions import differing
from taizhang.outreach.queries.suggestions import suggestions_for

from .conftest import Pool

STEPS, LONG = 40, 800
NOTHING = Message("")  # there is nothing of that kind to act on


class Life:
    """Orders, sessions and hosts that act at random; a refused act leaves no trace."""

    def __init__(self, pool: Pool, dice: random.Random) -> None:
        self.pool, self.dice = pool, dice
        self.now = datetime.fromisoformat("2026-03-02T01:00:00+00:00")
        self.refused: Counter[str] = Counter()
        self.done: Counter[str] = Counter()

    def step(self) -> None:
        self.now += timedelta(hours=self.dice.choice([1, 5, 20]))
        act = self.dice.choice(ACTS)
        before, events = self.picture(), Event.objects.count()
        try:
            act(self)
        except Refused:
            self.refused[act.__name__] += 1
            assert self.picture() == before
            assert Event.objects.count() == events
        else:
            self.done[act.__name__] += 1
        self.check()

    def picture(self) -> list[object]:
        return [
            list(Order.objects.order_by("pk").values_list("pk", "state", "session", "version")),
            list(Session.objects.order_by("pk").values_list("pk", "state", "held_on", "part", "speaker")),
            list(Venue.objects.order_by("pk").values_list("pk", "heads", "speaker_heads", "activity")),
            list(Figure.objects.order_by("pk").values_list("pk", "value", "ended_at")),
        ]

    def some(self, model: type, **what: object) -> object:
        found = list(model.objects.filter(**what).order_by("pk"))  # type: ignore[attr-defined]
        if not found:
            raise Refused(NOTHING)
        return self.dice.choice(found)

    def check(self) -> None:
        """What holds at any moment."""
        standing = Figure.objects.filter(ended_at=None, activity__isnull=False)
        counted = Session.objects.filter(state="counted")
        assert standing.filter(unit="场").count() == counted.count()
        told = sum(each.heads for each in Venue.objects.filter(session__in=counted))
        assert sum(each.value for each in standing.filter(unit="人次")) == told
        live = Activity.objects.filter(voided_at=None).exclude(origin="")
        assert live.count() == Venue.objects.filter(session__in=counted).count()
        held = Venue.objects.filter(session__state__in=HELD)
        assert not held.filter(heads=None).exists()
        assert reached() == set(held.values_list("unit", flat=True))
        for order in Order.objects.select_related("session"):
            placed = order.state in ("placed", "served", "rated")
            assert placed is (order.session is not None)
            if order.session is not None:
                assert order.session.state in {*TAKEN, "postponed"}
                assert Venue.objects.filter(session=order.session, order=order).count() == 1
        times = Session.objects.filter(state__in=TAKEN).values_list("speaker", "held_on", "part")
        assert len(times) == len(set(times))


def order_one(life: Life) -> None:
    first = localdate(life.now) + timedelta(days=life.dice.randrange(6))
    unit, by = life.dice.choice(
        [(life.pool.unit, life.pool.liaison), (life.pool.other, life.pool.other_liaison)]
    )
    orders.order_talk(
        unit=unit, topic=life.dice.choice([life.pool.topic, None]), wish="讲讲电信诈骗", wanted_from=first,
        wanted_to=first + timedelta(days=20), place="礼堂", heads=50, by=by, at=life.now,
    )  # fmt: skip


def send(life: Life) -> None:
    order = life.some(Order, state="submitted", wanted_to__gte=localdate(life.now))
    found, _others = suggestions_for([order], localdate(life.now))  # type: ignore[list-item]
    if not found or life.dice.randrange(4) == 0:
        speaker, on, part = life.dice.choice(list(Speaker.objects.all())), order.wanted_from, "morning"  # type: ignore[attr-defined]
    else:
        best = found[0]
        speaker, on, part = Speaker.objects.get(pk=best.speaker), best.slot.on, best.slot.part
    also = list(Order.objects.filter(state="submitted").order_by("-pk").exclude(pk=order.pk)[:1])  # type: ignore[attr-defined]
    sessions.place_order(
        order=order, also=also if life.dice.randrange(3) == 0 else [], speaker=speaker, on=on, part=part,
        by=life.pool.dispatcher, at=life.now,
    )  # type: ignore[arg-type]  # fmt: skip


def answer(life: Life) -> None:
    session = life.some(Session, state__in=["offered", "scheduled"])
    if life.dice.randrange(4):
        sessions.accept(session=session, by=None, at=life.now)  # type: ignore[arg-type]
    else:
        sessions.refuse(session=session, reason="出差", by=None, at=life.now)  # type: ignore[arg-type]


def upset(life: Life) -> None:
    session = life.some(Session)
    act = life.dice.choice([sessions.cancel, sessions.miss, confirming.recall])
    act(session=session, reason="有变化", by=life.pool.dispatcher, at=life.now)  # type: ignore[operator]


def again(life: Life) -> None:
    session = life.some(Session, state="postponed")
    sessions.reschedule(
        session=session, on=localdate(life.now) + timedelta(days=life.dice.randrange(2, 9)), part="evening",
        by=life.pool.dispatcher, at=life.now,
    )  # type: ignore[arg-type]  # fmt: skip


def state(life: Life) -> None:
    venue = life.some(Venue, session__state__in=["scheduled", "delivered", "confirmed"])
    life.now = max(life.now, life.now + (venue.session.held_on - localdate(life.now)))  # type: ignore[attr-defined]
    confirming.state_heads(venue=venue, heads=life.dice.choice([40, 41, 42]), by=None, at=life.now)  # type: ignore[arg-type]


def say(life: Life) -> None:
    states = ["counted"] if life.dice.randrange(4) == 0 else ["scheduled", "delivered", "confirmed"]
    session = life.some(Session, state__in=states)
    life.now = max(life.now, life.now + (session.held_on - localdate(life.now)))  # type: ignore[attr-defined]
    confirming.speaker_says(session=session, heads=life.dice.choice([40, 41, 42]), at=life.now)  # type: ignore[arg-type]


def settle(life: Life) -> None:
    asked = differing().values("pk") if life.dice.randrange(4) else Venue.objects.values("pk")
    venue = life.some(Venue, pk__in=asked)
    by = life.pool.liaison if venue.unit_id == life.pool.unit.pk else life.pool.other_liaison  # type: ignore[attr-defined]
    confirming.settle_heads(venue=venue, words="按签到表", by=by, at=life.now)  # type: ignore[arg-type]


def postpone(life: Life) -> None:
    session = life.some(Session, state__in=["offered", "scheduled"])
    sessions.postpone(session=session, reason="停电", by=life.pool.dispatcher, at=life.now)  # type: ignore[arg-type]


def deny(life: Life) -> None:
    venue = life.some(Venue, session__state__in=["scheduled", "delivered"])
    life.now = max(life.now, life.now + (venue.session.held_on - localdate(life.now)))  # type: ignore[attr-defined]
    confirming.not_held(venue=venue, reason="没有组织", by=None, at=life.now)  # type: ignore[arg-type]


def rate(life: Life) -> None:
    order = life.some(Order, state="served")
    by = life.pool.liaison if order.unit_id == life.pool.unit.pk else life.pool.other_liaison  # type: ignore[attr-defined]
    orders.rate_order(order=order, words="实用。", by=by, at=life.now)  # type: ignore[arg-type]


def lapse(life: Life) -> None:
    lapse_offers(office=life.pool.office, at=life.now)


ACTS = [
    order_one, order_one, send, send, send, answer, answer, answer, state, state, state, say, say, upset, again,
    again, postpone,
    settle, settle, settle, say, deny, rate, lapse,
]  # fmt: skip


@pytest.mark.no_cover
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_orders_at_random_stay_sound(pool: Pool, seed: int) -> None:
    with transaction.atomic():
        life = Life(pool, random.Random(seed))
        for _step in range(STEPS):
            life.step()
        transaction.set_rollback(True)


@pytest.mark.no_cover
def test_the_random_orders_reach_everything(pool: Pool) -> None:
    """The dice of one long life come to every act, done and refused, and to every end of a session."""
    life = Life(pool, random.Random(3))
    for _step in range(LONG):
        life.step()
        ends = set(Session.objects.values_list("state", flat=True))
        if {act.__name__ for act in ACTS} <= set(life.done) and {"counted", "recalled", "no_show"} <= ends:
            break
    else:
        raise AssertionError(life.done)
    assert {"send", "upset", "say"} <= set(life.refused)
