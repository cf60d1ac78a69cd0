"""What the host states, what the speaker says, and how a session comes to count: once, or not any more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.timezone import localdate

from taizhang.core.dispatch.day_parts import DayPart
from taizhang.core.dispatch.limits import part_words
from taizhang.core.lifecycle.outreach_life import ORDER, SESSION, OrderState, SessionState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.actions.derived import derive_activity, end_derived
from taizhang.ledger.models import ActivityKind, Basis
from taizhang.ledger.rules.checks import check_reason
from taizhang.office.models import Office, Person
from taizhang.office.permissions import Permission
from taizhang.office.workflow import Transition, Work, check_actor, move, transition, unit_of_work
from taizhang.outreach.actions.sessions import missed, release_orders
from taizhang.outreach.actions.telling import remind_hosts
from taizhang.outreach.models import Order, Session, Venue
from taizhang.outreach.queries.sessions import differing, unstated
from taizhang.outreach.rules.orders import check_heads

OPEN = (SessionState.SCHEDULED, SessionState.DELIVERED, SessionState.CONFIRMED)


def state_heads(*, venue: Venue, heads: int, by: Person | None, at: datetime) -> Venue:
    """The host says how many came: somebody of the unit, or by the host's link (``by=None``). Stated again, the last
    number holds, until the session counts. When the last venue has stated, the session is confirmed, and counts unless
    the speaker says something else.
    """
    with unit_of_work(office=venue.office, by=by, at=at, needs=None) as work:
        work.post = check_actor(ORDER.steps["confirm"], venue.unit_id, by, at)
        session = _open(venue)
        check_heads(heads, session.held_on, localdate(at))
        Venue.objects.filter(pk=venue.pk).update(heads=heads, heads_by=by, heads_at=at, settled="")
        venue.refresh_from_db()
        work.record("state_heads", venue, {"heads": heads})
        if venue.order is not None and venue.order.state == OrderState.PLACED:
            move(venue.order, ORDER.step("confirm", venue.order.state), at=at)
        _confirm(work, session)
        _count(work, session)
    return venue


def speaker_says(*, session: Session, heads: int, at: datetime) -> Session:
    """The speaker says by the link how many were in the main hall; it counts nothing, and asks both where it differs."""
    with unit_of_work(office=session.office, by=None, at=at, needs=None) as work:
        session = _locked(session.pk)
        if session.state not in OPEN:
            raise Refused(Message(N_("这一场现在不能填写人数。")))
        check_heads(heads, session.held_on, localdate(at))
        session.venues.filter(is_main=True).update(speaker_heads=heads, settled="")
        if session.state == SessionState.SCHEDULED:
            move(session, SESSION.step("deliver", session.state), at=at)
        work.record("deliver_session", session, {"heads": heads})
        _count(work, session)
    return session


def settle_heads(*, venue: Venue, words: str, by: Person, at: datetime) -> Venue:
    """The host explains why its number differs from the speaker's: the host's counts."""
    with unit_of_work(office=venue.office, by=by, at=at, needs=None) as work:
        work.post = check_actor(ORDER.steps["confirm"], venue.unit_id, by, at)
        check_reason(words)
        session = _open(venue)
        if not differing().filter(pk=venue.pk).exists():
            raise Refused(Message(N_("双方人数没有出入，不用说明。")))
        Venue.objects.filter(pk=venue.pk).update(settled=words)
        venue.refresh_from_db()
        work.record("settle_heads", venue, {"words": words})
        _count(work, session)
    return venue


def deliver(*, session: Session, by: Person, at: datetime) -> Session:
    """The dispatcher was told that it took place; it counts only when the hosts have confirmed."""
    with transition(SESSION, "deliver", session, by=by, at=at) as act:
        if session.held_on > localdate(at):
            raise Refused(Message(N_("还没有到宣讲日期。")))
        act.move()
        act.record("deliver_session")
    return session


def not_held(*, venue: Venue, reason: str, by: Person | None, at: datetime) -> Session:
    """The host says that nothing took place in its venue. Where others heard the session, this venue is taken off it and
    its order goes back to the pool; else the session has not taken place.
    """
    session = venue.session
    with unit_of_work(office=venue.office, by=by, at=at, needs=None) as work:
        post = check_actor(ORDER.steps["confirm"], venue.unit_id, by, at)
        if session.venues.count() == 1:
            step = SESSION.step("miss", session.state)
            missed(Transition(session, step, by, at, post), session, reason)
            return session
        check_reason(reason)
        _open(venue)
        if venue.heads is not None:
            raise Refused(Message(N_("本单位已经确认了到场人数；有误的，请改填人数。")))
        _take_off(work, venue, reason)
    return session


def remove_venue(*, venue: Venue, reason: str, by: Person, at: datetime) -> Session:
    """The dispatcher takes a venue off a session that has others; its order goes back to the pool."""
    session = venue.session
    with transition(SESSION, "arrange", session, by=by, at=at) as act:
        check_reason(reason)
        if venue.heads is not None or session.venues.count() == 1:
            raise Refused(Message(N_("已确认人数的会场、唯一的会场不能去掉。")))
        _take_off(act, venue, reason)
    return session


def _take_off(work: Work, venue: Venue, reason: str) -> None:
    session, order = venue.session, venue.order
    if order is not None:
        move(order, ORDER.step("release", order.state), at=work.at, session=None)
        work.record("release_order", order, {"session": session.pk})
    work.record("remove_venue", session, {"unit": venue.unit_id, "reason": reason})
    was_main = venue.is_main
    venue.delete()
    first = session.venues.first()
    if was_main and first is not None:
        session.venues.filter(pk=first.pk).update(is_main=True)
    if session.state in OPEN:
        _confirm(work, session)
        _count(work, session)


def recall(*, session: Session, reason: str, by: Person, at: datetime) -> Session:
    """A session that was confirmed is recalled: its activities and figures end, its orders go back to the pool."""
    with transition(SESSION, "recall", session, by=by, at=at) as act:
        check_reason(reason)
        for venue in session.venues.filter(activity__isnull=False).select_related("activity", "office"):
            if venue.activity is not None:
                end_derived(office=venue.office, activity=venue.activity, reason=reason, by=by, at=at)
        act.move(reason=reason, link_closed_at=at)
        act.record("recall_session", detail={"reason": reason})
        release_orders(act, session)
    return session


def chase_all(*, office: Office, by: Person, at: datetime) -> int:
    """Remind every host that has not said how many came; how many venues those are."""
    with unit_of_work(office=office, by=by, at=at, needs=Permission.RUN_OUTREACH) as work:
        venues = list(unstated(today=localdate(at)).select_related("session__office", "unit"))
        if not venues:
            raise Refused(Message(N_("没有待确认的场次。")))
        remind_hosts(venues, at)
        work.record("chase_hosts", office, {"venues": len(venues)})
    return len(venues)


def _open(venue: Venue) -> Session:
    """The venue's session as it stands now, locked: of two hosts who state at once, the second sees the first. Refused
    once it counts or is off.
    """
    session = _locked(venue.session_id)
    if session.state not in OPEN:
        raise Refused(Message(N_("这一场已经入账或不再举行，人数不能在这里改。")))
    return session


def _locked(key: int) -> Session:
    rows = Session.objects.select_for_update(of=("self",))
    return rows.select_related("office", "speaker", "topic", "project").get(pk=key)


def _confirm(work: Work, session: Session) -> None:
    """Confirm the session once every venue has stated; a session that is confirmed already stays so."""
    if session.state != SessionState.CONFIRMED and not unstated(session).exists():
        move(session, SESSION.step("confirm", session.state), at=work.at, confirmed_at=work.at)
        work.record("confirm_session", session)


def _count(work: Work, session: Session) -> None:
    """Let a confirmed session count, where nobody says something else: an activity of each venue, with its figures."""
    venues: Sequence[Venue] = list(session.venues.select_related("unit", "order__project"))
    if session.state != SessionState.CONFIRMED or differing().filter(session=session).exists():
        return
    move(session, SESSION.step("count", session.state), at=work.at)
    for venue in venues:
        _record(work, session, venue, len(venues))
    work.record("count_session", session)


def _record(work: Work, session: Session, venue: Venue, venues: int) -> None:
    """The session itself is counted at its main hall alone, heads at every venue."""
    day_part = str(part_words(DayPart(session.part)))
    counts = [("听众", str(venue.heads), "人次", Basis.PERIOD)]
    if venue.is_main:
        counts.insert(0, ("宣讲", "1", "场", Basis.PERIOD))
    order: Order | None = venue.order
    venue.activity = derive_activity(
        origin=f"venue:{venue.pk}",
        unit=venue.unit,
        project=(order.project if order else None) or session.project,
        kind=ActivityKind.TALK,
        title=f"{session.title}（{session.held_on.month}月{session.held_on.day}日{day_part}）"[:200],
        held_on=session.held_on,
        venue=venue.place,
        sub_venues=venues - 1 if venue.is_main and venues > 1 else None,
        counts=counts,
        by=work.by,
        at=work.at,
    )
    Venue.objects.filter(pk=venue.pk).update(activity=venue.activity)
