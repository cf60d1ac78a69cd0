"""Dispatch: orders become a session of a speaker, who accepts or refuses; postponed, cancelled, missed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime, time

from django.utils.timezone import localdate

from taizhang.core.dispatch.day_parts import DayPart
from taizhang.core.dispatch.limits import Slot, objection
from taizhang.core.lifecycle.outreach_life import ORDER, SESSION, SessionState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.rules.checks import check_no_secret, check_reason
from taizhang.office.models import Person, Unit
from taizhang.office.permissions import Permission
from taizhang.office.workflow import Transition, Work, move, transition, unit_of_work
from taizhang.outreach.actions.telling import tell_cancelled, tell_hosts, tell_speaker
from taizhang.outreach.models import Order, Session, Speaker, Venue
from taizhang.outreach.queries.offers import offer_of, wish_of
from taizhang.outreach.rules.links import may_open
from taizhang.outreach.rules.orders import check_near


def dispatch(
    *,
    orders: Sequence[Order],
    speaker: Speaker,
    on: date,
    part: str,
    starts_at: time | None = None,
    title: str = "",
    by: Person,
    at: datetime,
) -> Session:
    """Send a speaker to one order, or to several at once; the first one's place is the main hall.

    Refused where the orders do not go together, the day is not among those wished, or a limit of the speaker forbids it.
    """
    office = speaker.office
    with unit_of_work(office=office, by=by, at=at, needs=Permission.RUN_OUTREACH) as work:
        if not orders:
            raise Refused(Message(N_("请至少选一单。")))
        wish = wish_of(orders)
        if not wish.first <= on <= wish.last or (wish.part and wish.part != part):
            raise Refused(Message(N_("所选时间不在点单单位希望的日期和时段内。")))
        main = orders[0]
        topic = next((each.topic for each in orders if each.topic), None)
        slot = Slot(on, DayPart(part), starts_at, wish.minutes, wish.district, wish.place)
        _check_slot(speaker, slot, at)
        name = title.strip() or (topic.name if topic else main.wish)[:100]
        check_no_secret(name)
        session = Session.objects.create(
            office=office, speaker=speaker, topic=topic, title=name, held_on=on, part=part,
            starts_at=starts_at, minutes=slot.minutes, offered_by=by, offered_at=at,
            project=main.project or (topic.project if topic else None),
        )  # fmt: skip
        for order in orders:
            move(order, ORDER.step("place", order.state), at=at, session=session)
            _venue(session, order, is_main=order == main)
            work.record("place_order", order, {"session": session.pk})
        work.record("dispatch_session", session, {"orders": [each.pk for each in orders]})
        tell_speaker(session, at)
    return session


def place_order(
    *, order: Order, also: Sequence[Order] = (), speaker: Speaker, on: date, part: str,
    starts_at: time | None = None, title: str = "", by: Person, at: datetime,
) -> Session:  # fmt: skip
    """Dispatch one order, and others with it that go together."""
    return dispatch(
        orders=[order, *also],
        speaker=speaker,
        on=on,
        part=part,
        starts_at=starts_at,
        title=title,
        by=by,
        at=at,
    )


def _venue(session: Session, order: Order, *, is_main: bool) -> Venue:
    return Venue.objects.create(
        office=session.office, session=session, order=order, unit=order.unit, is_main=is_main,
        place=order.place, district=order.district, expected=order.heads,
    )  # fmt: skip


def add_venue(
    *, session: Session, unit: Unit, place: str, expected: int | None = None, by: Person, at: datetime
) -> Venue:
    """Add a 分会场 of a unit that has not ordered: it hears the session, and states its own number."""
    with transition(SESSION, "arrange", session, by=by, at=at) as act:
        check_no_secret(place)
        if not place.strip():
            raise Refused(Message(N_("请填写地点。")))
        if session.venues.filter(unit=unit, place=place).exists():
            raise Refused(Message(N_("这个会场已经列入。")))
        venue = Venue.objects.create(
            office=session.office, session=session, unit=unit, place=place, district=unit.district,
            expected=expected,
        )  # fmt: skip
        act.record("add_venue", detail={"unit": unit.pk})
    return venue


def accept(*, session: Session, by: Person | None, at: datetime) -> Session:
    """The speaker comes: by the link (``by=None``), or the dispatcher was told. Said twice, the first time counts."""
    if session.state == SessionState.SCHEDULED:
        return session
    with transition(SESSION, "accept", session, by=by, at=at) as act:
        act.move(answered_at=at)
        act.record("accept_session")
        tell_hosts(session, at)
    return session


def refuse(*, session: Session, reason: str, by: Person | None, at: datetime) -> Session:
    """The speaker does not come, also after having accepted: the orders go back to the pool."""
    with transition(SESSION, "refuse", session, by=by, at=at) as act:
        check_reason(reason)
        _check_not_heard(session)
        act.move(reason=reason, answered_at=at, link_closed_at=at)
        act.record("refuse_session", detail={"reason": reason})
        release_orders(act, session)
    return session


def postpone(*, session: Session, reason: str, by: Person, at: datetime) -> Session:
    """Its time is free again; the orders stay with it until there is another day."""
    with transition(SESSION, "postpone", session, by=by, at=at) as act:
        check_reason(reason)
        _check_not_heard(session)
        act.move(reason=reason)
        act.record("postpone_session", detail={"reason": reason})
        tell_cancelled(session, at)
    return session


def reschedule(
    *, session: Session, on: date, part: str, starts_at: time | None = None, by: Person, at: datetime
) -> Session:
    """Another day for a postponed session; the speaker is asked anew, by a new link."""
    with transition(SESSION, "reschedule", session, by=by, at=at) as act:
        main = session.venues.order_by("-is_main", "pk").first()
        place, district = (main.place, main.district) if main else ("", "")
        slot = Slot(on, DayPart(part), starts_at, session.minutes, district, place)
        _check_slot(session.speaker, slot, at, session)
        act.move(
            held_on=on,
            part=part,
            starts_at=starts_at,
            reason="",
            offered_at=at,
            answered_at=None,
            key=uuid.uuid4(),
            link_closed_at=None,
        )
        act.record("reschedule_session", detail={"on": on.isoformat(), "part": part})
        tell_speaker(session, at)
    return session


def cancel(*, session: Session, reason: str, by: Person, at: datetime) -> Session:
    """It does not take place: the orders go back to the pool, as if it had never been."""
    with transition(SESSION, "cancel", session, by=by, at=at) as act:
        check_reason(reason)
        _check_not_heard(session)
        act.move(reason=reason, link_closed_at=at)
        act.record("cancel_session", detail={"reason": reason})
        release_orders(act, session)
        tell_cancelled(session, at)
    return session


def miss(*, session: Session, reason: str, by: Person, at: datetime) -> Session:
    """The day has passed and it did not take place: the orders go back to the pool."""
    with transition(SESSION, "miss", session, by=by, at=at) as act:
        missed(act, session, reason)
    return session


def missed(act: Transition, session: Session, reason: str) -> None:
    """Take the step inside its transition. Refused before the day, without a reason, and once a host has confirmed."""
    check_reason(reason)
    if session.held_on > localdate(act.at):
        raise Refused(Message(N_("还没有到宣讲日期；不再举行的，请取消。")))
    _check_not_heard(session)
    act.move(reason=reason, link_closed_at=act.at)
    act.record("miss_session", detail={"reason": reason})
    release_orders(act, session)


def _check_not_heard(session: Session) -> None:
    """Refused once a host has said how many came: its number is of this day and would count for another one."""
    if session.venues.filter(heads__isnull=False).exists():
        raise Refused(
            Message(
                N_("已有单位确认了到场人数，这一场不能再延期、取消或登记为没有举行；有误的，请单位改填。")
            )
        )


def renew_link(*, session: Session, by: Person, at: datetime) -> Session:
    """Make a new link for the speaker; the one before opens nothing any more. Refused where the session is off or its
    links have run out: a new one would open nothing.
    """
    with unit_of_work(office=session.office, by=by, at=at, needs=Permission.RUN_OUTREACH) as work:
        if not may_open(session, localdate(at)):
            raise Refused(Message(N_("这一场已不再举行，或者已过链接的有效期，不能换发链接。")))
        Session.objects.filter(pk=session.pk).update(key=uuid.uuid4(), link_closed_at=None)
        session.refresh_from_db()
        work.record("renew_session_link", session)
        tell_speaker(session, at)
    return session


def close_links(*, session: Session, by: Person, at: datetime) -> Session:
    """Have the links of the session open nothing any more, nor when it has new ones; closed twice is closed once."""
    with unit_of_work(office=session.office, by=by, at=at, needs=Permission.RUN_OUTREACH) as work:
        if Session.objects.filter(pk=session.pk, link_closed_at__isnull=True).update(link_closed_at=at):
            for venue in session.venues.all():
                Venue.objects.filter(pk=venue.pk).update(key=uuid.uuid4())
            work.record("close_session_links", session)
        session.refresh_from_db()
    return session


def release_orders(work: Work, session: Session) -> None:
    """Give the session's orders back to the pool, inside its unit of work."""
    for order in session.orders.all():
        move(order, ORDER.step("release", order.state), at=work.at, session=None, rating="")
        work.record("release_order", order, {"session": session.pk})


def _check_slot(speaker: Speaker, slot: Slot, at: datetime, but: Session | None = None) -> None:
    """Refused where a limit of the speaker forbids it; of two who ask at once, the second sees the first."""
    Speaker.objects.select_for_update().get(pk=speaker.pk)
    check_near(slot.on, localdate(at))
    words = objection(offer_of(speaker, slot.on, but), slot, localdate(at))
    if words is not None:
        raise Refused(Message(N_("不能派{name}：{reason}。"), {"name": speaker.name, "reason": words}))
