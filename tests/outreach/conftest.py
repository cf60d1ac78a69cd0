"""The pool of an invented city: two host units, the dispatcher, speakers who are free every morning and afternoon."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django_scopes import scope

from taizhang.core.dispatch.day_parts import DayPart
from taizhang.office import actions as office_actions
from taizhang.office.models import Office, Person, Unit
from taizhang.office.roles import Role
from taizhang.outreach.actions import confirming, orders, sessions, speakers
from taizhang.outreach.models import Order, Session, Speaker, Topic
from tests.replaying import replayed

EVERY_DAY = frozenset((day, part) for day in range(7) for part in DayPart)
DAY = date(2026, 3, 12)  # ten days after the orders are written
NUMBERS = count(1)
AFTER = timedelta(days=11)  # from then on the session of DAY is past


@dataclass(frozen=True)
class Pool:
    office: Office
    unit: Unit
    liaison: Person
    leader: Person
    other: Unit
    other_liaison: Person
    dispatcher: Person
    officer: Person
    topic: Topic
    other_topic: Topic
    near: Speaker  # of the unit's own district
    far: Speaker

    def everybody(self) -> list[Person]:
        return [self.liaison, self.leader, self.other_liaison, self.dispatcher, self.officer]


@pytest.fixture
def pool(office: Office, at: datetime) -> Iterator[Pool]:
    with scope(office=office.pk):
        yield replayed(("pool", office.pk, at), lambda: pool_of(office, at), office)


def pool_of(office: Office, at: datetime) -> Pool:
    def somebody(role: Role, unit: Unit | None = None) -> Person:
        login = f"{role}-{unit.pk if unit else 0}".replace("_", "-")
        person = office_actions.register_person(
            office=office, username=login, name="林知秋", email=f"{login}@haichuan.test", by=None, at=at
        )
        post = office_actions.add_post(office=office, role=role, title=role.label, unit=unit, by=None, at=at)
        office_actions.appoint(post=post, person=person, by=None, at=at)
        return person

    def a_unit(name: str, district: str) -> Unit:
        return office_actions.add_unit(
            office=office, name=f"海川市{name}", short_name=name, district=district, by=None, at=at
        )

    with scope(office=office.pk):
        unit, other = a_unit("临港街道", "临港区"), a_unit("市卫健委", "东城区")
        fraud = speakers.add_topic(
            office=office, name="防范电信网络诈骗", words="电信诈骗、反诈", minutes=60, by=None, at=at
        )
        home = speakers.add_topic(office=office, name="家风家教", by=None, at=at)
        near = speakers.add_speaker(
            office=office, name="沈明川", title="民警", district="临港区", topics=[fraud, home], weekly=EVERY_DAY,
            phone="13800005678", email="shen@haichuan.test", by=None, at=at,
        )  # fmt: skip
        far = speakers.add_speaker(
            office=office, name="韩若溪", district="东城区", topics=[fraud], weekly=EVERY_DAY, per_day=2, by=None,
            at=at,
        )  # fmt: skip
        return Pool(
            office=office,
            unit=unit,
            liaison=somebody(Role.LIAISON, unit),
            leader=somebody(Role.UNIT_LEADER, unit),
            other=other,
            other_liaison=somebody(Role.LIAISON, other),
            dispatcher=somebody(Role.DISPATCHER),
            officer=somebody(Role.LEDGER_OFFICER),
            topic=fraud,
            other_topic=home,
            near=near,
            far=far,
        )


def wish(pool: Pool, **changes: Any) -> dict[str, Any]:
    """What an order asks for; no two are the same word by word."""
    return {
        "topic": pool.topic, "wish": "", "wanted_from": DAY, "wanted_to": DAY + timedelta(days=5),
        "place": "二楼会议室", "heads": 60, "note": f"第{next(NUMBERS)}份", **changes,
    }  # fmt: skip


OrderIn = Callable[..., Order]
SessionIn = Callable[..., Session]


@pytest.fixture
def order(pool: Pool, at: datetime) -> Order:
    """An order that the unit has handed in."""
    return orders.order_talk(unit=pool.unit, by=pool.liaison, at=at, **wish(pool))


@pytest.fixture
def session_in(pool: Pool, at: datetime) -> SessionIn:
    """``session_in("scheduled")``: a session of ``near`` on DAY that serves an order of the unit, in that state."""

    def make(state: str = "scheduled", also: bool = False, **changes: Any) -> Session:
        made = [orders.order_talk(unit=pool.unit, by=pool.liaison, at=at, **wish(pool, **changes))]
        if also:
            made.append(
                orders.order_talk(unit=pool.other, by=pool.other_liaison, at=at, **wish(pool, **changes))
            )
        session = sessions.dispatch(
            orders=made, speaker=pool.near, on=DAY, part="morning", by=pool.dispatcher, at=at
        )
        return state_of(session, state, pool, at)

    return make


def state_of(session: Session, state: str, pool: Pool, at: datetime) -> Session:
    """Bring an offered session to the state by the steps that lead there."""
    for step in WAY[state].split():
        STEPS[step](session, pool.dispatcher, at)
        session.refresh_from_db()
    assert session.state == state
    return session


def _heads(session: Session, by: Person, at: datetime) -> None:
    for venue in session.venues.all():
        confirming.state_heads(venue=venue, heads=58, by=None, at=at + AFTER)


WAY = {
    "offered": "", "refused": "refuse", "scheduled": "accept", "postponed": "accept postpone",
    "cancelled": "cancel", "delivered": "accept deliver", "no_show": "accept miss",
    "confirmed": "accept say heads", "counted": "accept heads", "recalled": "accept heads recall",
}  # fmt: skip
STEPS: dict[str, Callable[[Session, Person, datetime], object]] = {
    "accept": lambda row, by, at: sessions.accept(session=row, by=None, at=at),
    "refuse": lambda row, by, at: sessions.refuse(session=row, reason="出差", by=None, at=at),
    "cancel": lambda row, by, at: sessions.cancel(session=row, reason="场地停用", by=by, at=at),
    "postpone": lambda row, by, at: sessions.postpone(session=row, reason="场地停用", by=by, at=at),
    "miss": lambda row, by, at: sessions.miss(session=row, reason="暴雨", by=by, at=at + AFTER),
    "deliver": lambda row, by, at: confirming.deliver(session=row, by=by, at=at + AFTER),
    "say": lambda row, by, at: confirming.speaker_says(session=row, heads=70, at=at + AFTER),
    "heads": _heads,
    "recall": lambda row, by, at: confirming.recall(session=row, reason="重复登记", by=by, at=at + AFTER),
}
