"""From order to figure: placed, answered, held, confirmed by the host, counted once."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from taizhang.core.lifecycle.workflow import Refused
from taizhang.ledger.actions import records
from taizhang.ledger.models import Activity, Figure
from taizhang.office.actions import units
from taizhang.office.models import Event, OutboxMessage
from taizhang.outreach.actions import confirming, orders, sessions
from taizhang.outreach.jobs import lapse_offers
from taizhang.outreach.models import Order, Session, Speaker, Venue
from taizhang.outreach.queries.offers import offer_of, reached
from taizhang.outreach.queries.suggestions import suggestions_for, together

from .conftest import AFTER, DAY, Pool, SessionIn, wish


def test_an_order_becomes_a_counted_session(pool: Pool, session_in: SessionIn, at: datetime) -> None:
    session = session_in("counted")
    order = session.orders.get()
    assert (order.state, order.unit) == ("served", pool.unit)
    venue = session.venues.get()
    activity = venue.activity
    assert activity is not None
    assert (activity.unit, activity.held_on, activity.venue) == (pool.unit, DAY, "二楼会议室")
    figures = {(each.name, each.value, each.unit) for each in Figure.objects.filter(activity=activity)}
    assert figures == {("宣讲", 1, "场"), ("听众", 58, "人次")}
    assert reached() == {pool.unit.pk}
    orders.rate_order(order=order, words="案例贴近实际。", by=pool.leader, at=at + AFTER)
    assert order.state == "rated"


def test_nothing_counts_before_the_host_confirms(pool: Pool, session_in: SessionIn, at: datetime) -> None:
    session = session_in("scheduled", also=True)
    confirming.speaker_says(session=session, heads=58, at=at + AFTER)
    first, second = session.venues.all()
    confirming.state_heads(venue=first, heads=58, by=pool.liaison, at=at + AFTER)
    session.refresh_from_db()
    assert (session.state, reached(), Activity.objects.count()) == ("delivered", frozenset(), 0)
    confirming.state_heads(venue=second, heads=30, by=pool.other_liaison, at=at + AFTER)
    session.refresh_from_db()
    assert session.state == "counted"
    counts = Figure.objects.order_by("pk").values_list("name", "value", "whose")
    assert list(counts) == [
        ("宣讲", 1, pool.unit.pk),
        ("听众", 58, pool.unit.pk),
        ("听众", 30, pool.other.pk),
    ]
    assert Activity.objects.get(unit=pool.unit).sub_venues == 1


def test_a_difference_is_a_question_to_both_before_anything_counts(
    pool: Pool, session_in: SessionIn, at: datetime
) -> None:
    session = session_in("confirmed")
    venue = session.venues.get()
    assert (venue.heads, venue.speaker_heads, Activity.objects.count()) == (58, 70, 0)
    with pytest.raises(Refused, match="请写明原因"):
        confirming.settle_heads(venue=venue, words=" ", by=pool.liaison, at=at + AFTER)
    confirming.settle_heads(venue=venue, words="签到表58人，另有旁听未计。", by=pool.liaison, at=at + AFTER)
    session.refresh_from_db()
    assert session.state == "counted"
    assert Figure.objects.get(name="听众").value == 58
    with pytest.raises(Refused, match="已经入账"):
        confirming.state_heads(venue=venue, heads=70, by=pool.liaison, at=at + AFTER)


@pytest.mark.parametrize("who", ["host", "speaker"])
def test_either_may_correct_its_number(pool: Pool, session_in: SessionIn, at: datetime, who: str) -> None:
    session = session_in("confirmed")
    if who == "host":
        confirming.state_heads(venue=session.venues.get(), heads=70, by=None, at=at + AFTER)
    else:
        confirming.speaker_says(session=session, heads=58, at=at + AFTER)
    session.refresh_from_db()
    assert session.state == "counted"
    assert Figure.objects.get(name="听众").value == (70 if who == "host" else 58)


def test_what_a_session_became_ends_with_the_session_alone(
    pool: Pool, session_in: SessionIn, at: datetime
) -> None:
    session = session_in("counted")
    activity = Activity.objects.get()
    with pytest.raises(Refused, match="请在场次中撤销"):
        records.void_activity(activity=activity, reason="重复", by=pool.liaison, at=at + AFTER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.create(
            office=pool.office, unit=pool.unit, kind="talk", title="再来一次", held_on=DAY, recorded_at=at,
            origin=activity.origin,
        )  # fmt: skip
    confirming.recall(session=session, reason="登记有误", by=pool.dispatcher, at=at + AFTER)
    activity.refresh_from_db()
    assert activity.void_reason == "登记有误"
    assert not Figure.objects.filter(ended_at=None).exists()
    assert (Order.objects.get().state, reached()) == ("submitted", frozenset())


@pytest.mark.parametrize("state", ["refused", "cancelled", "no_show", "recalled"])
def test_what_falls_through_goes_back_to_the_pool_as_if_it_had_never_been(
    pool: Pool, session_in: SessionIn, state: str, at: datetime
) -> None:
    session = session_in(state)
    order = Order.objects.get()
    assert (order.state, order.session) == ("submitted", None)
    assert session.link_closed_at is not None
    assert offer_of(pool.near, DAY).taken == ()
    if state in ("refused", "cancelled"):
        again = sessions.dispatch(
            orders=[order], speaker=pool.far, on=DAY, part="morning", by=pool.dispatcher, at=at
        )
        assert again.state == "offered"


@pytest.mark.parametrize("step", [sessions.postpone, sessions.cancel, sessions.refuse, sessions.miss])
def test_what_one_host_has_stated_does_not_count_for_another_day(
    pool: Pool, session_in: SessionIn, step: Any, at: datetime
) -> None:
    session = session_in("scheduled", also=True)
    main = session.venues.get(is_main=True)
    confirming.state_heads(venue=main, heads=58, by=pool.liaison, at=at + AFTER)
    session.refresh_from_db()
    with pytest.raises(Refused, match="已有单位确认了到场人数"):
        step(session=session, reason="下雨", by=pool.dispatcher, at=at + AFTER)
    session.refresh_from_db()
    assert (session.state, Venue.objects.get(pk=main.pk).heads) == ("scheduled", 58)


def test_a_slip_of_the_year_is_asked(pool: Pool, session_in: SessionIn, order: Order, at: datetime) -> None:
    session = session_in("postponed")
    late = DAY.replace(year=2062)
    told = {"by": pool.dispatcher, "at": at}
    with pytest.raises(Refused, match="核对年份"):
        sessions.reschedule(session=session, on=late, part="morning", **told)
    with pytest.raises(Refused, match="核对年份"):
        orders.order_talk(
            unit=pool.unit, by=pool.liaison, at=at, **wish(pool, wanted_from=late, wanted_to=late)
        )
    with pytest.raises(Refused, match="核对年份"):
        orders.offer_talks(
            office=pool.office, units=[pool.other], topic=pool.topic, first=DAY, last=late, **told
        )


def test_no_speaker_twice_at_one_time(pool: Pool, session_in: SessionIn, at: datetime) -> None:
    first = session_in("offered")
    Speaker.objects.update(per_day=3, buffer_minutes=0)
    order = orders.order_talk(unit=pool.other, by=pool.other_liaison, at=at, **wish(pool))
    given = {"orders": [order], "speaker": pool.near, "on": DAY, "by": pool.dispatcher, "at": at}
    with pytest.raises(Refused, match="3月12日上午已有一场"):
        sessions.dispatch(part="morning", **given)
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.create(
            office=pool.office, speaker=pool.near, title="同时", held_on=DAY, part="morning", offered_at=at
        )
    sessions.postpone(session=first, reason="场地停用", by=pool.dispatcher, at=at)
    sessions.dispatch(part="morning", **given)
    with pytest.raises(Refused, match="已有一场"):
        sessions.reschedule(session=first, on=DAY, part="morning", by=pool.dispatcher, at=at)
    sessions.reschedule(session=first, on=DAY, part="afternoon", by=pool.dispatcher, at=at)
    assert (first.state, first.part) == ("offered", "afternoon")


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ({"per_day": 1}, "3月12日已满1场（每天上限）"),
        ({"per_day": 3, "per_month": 1}, "3月已满1场（每月上限）"),
        ({"per_day": 3, "buffer_minutes": 600}, "间隔不足600分钟，来不及赶路"),
        ({"per_day": 3, "notice_days": 30}, "须至少提前30天"),
        ({"active": False}, "已停用"),
    ],
)
def test_a_limit_of_the_speaker_is_said_in_words(
    pool: Pool, session_in: SessionIn, at: datetime, limits: dict[str, object], words: str
) -> None:
    session_in("scheduled")
    Speaker.objects.filter(pk=pool.near.pk).update(**limits)
    order = orders.order_talk(
        unit=pool.other, by=pool.other_liaison, at=at, **wish(pool, place="礼堂", wanted_to=DAY)
    )
    with pytest.raises(Refused, match=words):
        sessions.dispatch(
            orders=[order], speaker=pool.near, on=DAY, part="afternoon", by=pool.dispatcher, at=at
        )
    _found, others = suggestions_for([order], localdate(at))
    [reason] = [str(each.reason) for each in others if each.speaker == pool.near.pk]
    assert words in reason


def test_a_suggestion_says_why_and_can_be_dispatched(pool: Pool, order: Order, at: datetime) -> None:
    found, others = suggestions_for([order], localdate(at))
    assert [each.name for each in found] == ["沈明川", "韩若溪"]
    assert list(map(str, found[0].reasons)) == [
        "讲“防范电信网络诈骗”", "3月12日（周四）上午有空", "就在临港区", "3月已排0场，上限6场",
        "临港街道还没有听过宣讲",
    ]  # fmt: skip
    slot = found[0].slot
    session = sessions.dispatch(
        orders=[order], speaker=pool.near, on=slot.on, part=slot.part, by=pool.dispatcher, at=at
    )
    assert (session.minutes, session.title) == (60, "防范电信网络诈骗")
    assert others == []
    sessions.refuse(session=session, reason="出差", by=None, at=at)
    order.refresh_from_db()
    _found, others = suggestions_for([order], localdate(at))
    assert [(each.name, str(each.reason)) for each in others] == [("沈明川", "已谢绝过这次邀请")]


def test_orders_that_go_together_are_found_and_served_by_one_session(
    pool: Pool, order: Order, at: datetime
) -> None:
    same = orders.order_talk(
        unit=pool.other, by=pool.other_liaison, at=at,
        **wish(pool, district="临港区", wanted_from=DAY + timedelta(days=2)),
    )  # fmt: skip
    far = orders.order_talk(unit=pool.other, by=pool.other_liaison, at=at, **wish(pool, district="东城区"))
    other = orders.order_talk(
        unit=pool.other, by=pool.other_liaison, at=at, **wish(pool, topic=pool.other_topic, district="临港区")
    )
    assert together([order, same, far, other]) == [[order, same]]
    with pytest.raises(Refused, match="合不到一起"):
        suggestions_for([order, other], localdate(at))
    with pytest.raises(Refused, match="不在点单单位希望的日期"):
        sessions.dispatch(
            orders=[order, same], speaker=pool.near, on=DAY, part="morning", by=pool.dispatcher, at=at
        )
    session = sessions.dispatch(
        orders=[order, same], speaker=pool.near, on=DAY + timedelta(days=2), part="morning",
        starts_at=time(9, 30), by=pool.dispatcher, at=at,
    )  # fmt: skip
    assert [(each.unit, each.is_main) for each in session.venues.all()] == [
        (pool.unit, True),
        (pool.other, False),
    ]


def test_a_venue_may_be_added_and_taken_off(pool: Pool, session_in: SessionIn, at: datetime) -> None:
    session = session_in("scheduled", also=True)
    main, second = session.venues.all()
    hall = sessions.add_venue(
        session=session, unit=pool.other, place="分会场", expected=40, by=pool.dispatcher, at=at
    )
    with pytest.raises(Refused, match="已经列入"):
        sessions.add_venue(session=session, unit=pool.other, place="分会场", by=pool.dispatcher, at=at)
    confirming.remove_venue(venue=main, reason="主会场停电", by=pool.dispatcher, at=at)
    assert Order.objects.get(unit=pool.unit).state == "submitted"
    assert session.venues.get(is_main=True) == second
    confirming.state_heads(venue=second, heads=20, by=pool.other_liaison, at=at + AFTER)
    confirming.not_held(venue=hall, reason="没有组织", by=None, at=at + AFTER)
    session.refresh_from_db()
    assert session.state == "counted"


def test_a_host_says_that_nothing_took_place(pool: Pool, session_in: SessionIn, at: datetime) -> None:
    session = session_in("scheduled")
    venue = session.venues.get()
    with pytest.raises(Refused, match="还没有到宣讲日期"):
        confirming.not_held(venue=venue, reason="宣讲员没有来", by=pool.liaison, at=at)
    with pytest.raises(Refused, match="您的岗位不能"):
        confirming.not_held(venue=venue, reason="宣讲员没有来", by=pool.other_liaison, at=at + AFTER)
    confirming.not_held(venue=venue, reason="宣讲员没有来", by=pool.liaison, at=at + AFTER)
    session.refresh_from_db()
    assert (session.state, Order.objects.get().state) == ("no_show", "submitted")


def test_heads_are_stated_by_the_host_after_the_day_as_a_number_that_can_be_meant(
    pool: Pool, session_in: SessionIn, at: datetime
) -> None:
    venue = session_in("scheduled").venues.get()
    with pytest.raises(Refused, match="还没有到宣讲日期"):
        confirming.state_heads(venue=venue, heads=58, by=pool.liaison, at=at)
    for heads in (0, 100_001):
        with pytest.raises(Refused, match="到场人数请填"):
            confirming.state_heads(venue=venue, heads=heads, by=pool.liaison, at=at + AFTER)
    for stranger in (pool.other_liaison, pool.dispatcher, pool.officer):
        with pytest.raises(Refused, match="您的岗位不能"):
            confirming.state_heads(venue=venue, heads=58, by=stranger, at=at + AFTER)
    assert Venue.objects.get().heads is None


def test_an_offer_that_nobody_answers_lapses_on_the_day(
    pool: Pool, session_in: SessionIn, at: datetime
) -> None:
    session = session_in("offered")
    assert lapse_offers(office=pool.office, at=at) == 0
    assert lapse_offers(office=pool.office, at=at + AFTER) == 1
    session.refresh_from_db()
    assert (session.state, session.reason, Order.objects.get().state) == (
        "refused",
        "到期没有答复",
        "submitted",
    )
    assert lapse_offers(office=pool.office, at=at + AFTER) == 0


def test_who_has_to_know_is_told_by_mail(
    pool: Pool, session_in: SessionIn, at: datetime, settings: object
) -> None:
    settings.EMAIL_HOST = "mail.haichuan.test"  # type: ignore[attr-defined]
    session = session_in("scheduled")
    kinds = list(OutboxMessage.objects.order_by("pk").values_list("name", "subject"))
    assert kinds == [
        ("沈明川", "宣讲邀请：防范电信网络诈骗（2026年3月12日上午）"),
        ("林知秋", "宣讲已排定：防范电信网络诈骗（2026年3月12日上午）"),
    ]
    for _twice in range(2):
        assert confirming.chase_all(office=pool.office, by=pool.dispatcher, at=at + AFTER) == 1
    assert OutboxMessage.objects.filter(subject__contains="待确认到场人数").count() == 1
    sessions.cancel(session=session, reason="场地停用", by=pool.dispatcher, at=at + AFTER)
    assert OutboxMessage.objects.filter(subject__startswith="宣讲取消").count() == 2
    with pytest.raises(Refused, match="没有待确认"):
        confirming.chase_all(office=pool.office, by=pool.dispatcher, at=at + AFTER)
    assert mail.outbox == []


def test_accepted_twice_is_accepted_once(pool: Pool, session_in: SessionIn, at: datetime) -> None:
    session = session_in("offered")
    stale = Session.objects.get(pk=session.pk)
    sessions.accept(session=session, by=None, at=at)
    with pytest.raises(Refused, match="已在别处改动过"):
        sessions.accept(session=stale, by=None, at=at)
    sessions.accept(session=session, by=None, at=at)
    assert Event.objects.filter(verb="accept_session").count() == 1


def test_a_unit_does_not_end_while_its_head_count_is_in_dispute(
    pool: Pool, session_in: SessionIn, at: datetime
) -> None:
    """Its people would be gone, and nobody could explain the number any more."""
    session = session_in("confirmed")
    for end in (
        lambda: units.merge_unit(unit=pool.unit, into=pool.other, by=None, at=at + AFTER),
        lambda: units.close_unit(unit=pool.unit, by=None, at=at + AFTER),
    ):
        with pytest.raises(Refused, match="双方人数不一致"):
            end()
    confirming.settle_heads(
        venue=session.venues.get(), words="签到表58人，另有旁听未计。", by=pool.liaison, at=at + AFTER
    )
    units.merge_unit(unit=pool.unit, into=pool.other, by=None, at=at + AFTER)
    assert session.venues.get().unit == pool.unit  # what is over stays its own
