"""The pool and the menu: added, changed, imported; orders offered and taken over; what a unit that ends leaves."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils.timezone import localdate

from taizhang.core.dispatch.day_parts import DayPart
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.roster.table import pasted_cells
from taizhang.office import actions as office_actions
from taizhang.outreach.actions import confirming, orders, speakers
from taizhang.outreach.models import Order, Speaker, Topic, Venue
from taizhang.outreach.queries.offers import offer_of
from taizhang.outreach.queries.speakers import speaker_table, weekly_of
from taizhang.outreach.queries.suggestions import suggestions_for

from .conftest import AFTER, DAY, Pool, SessionIn, wish

MONDAY = frozenset({(0, DayPart.MORNING)})


def test_speakers_come_from_a_table_all_or_none(pool: Pool, at: datetime) -> None:
    lines = "姓名\t单位\t课题\t空闲时段\t电话\t每天上限\n"
    lines += "顾景行\t市卫健委\t家风家教、红色家书\t周一上午\t13900000003\t2\n沈明川"
    table = speaker_table(pool.office, pasted_cells(lines))
    assert (len(table.rows), table.known, table.mistakes) == (1, ("沈明川",), ())
    [made] = speakers.import_speakers(office=pool.office, rows=table.rows, by=pool.dispatcher, at=at)
    assert (made.home_unit, made.per_day, made.phone) == (pool.other, 2, "13900000003")
    assert {each.name for each in made.topics.all()} == {"家风家教", "红色家书"}
    assert weekly_of(made) == MONDAY
    again = speaker_table(pool.office, pasted_cells(lines))
    assert (again.rows, again.known) == ((), ("顾景行", "沈明川"))
    with pytest.raises(Refused, match="已经在菜单上"):
        speakers.import_speakers(office=pool.office, rows=table.rows, by=pool.dispatcher, at=at)
    assert Topic.objects.filter(name="红色家书").count() == 1
    with pytest.raises(Refused, match="没有这项权限"):
        speakers.import_speakers(office=pool.office, rows=table.rows, by=pool.liaison, at=at)


def test_a_speaker_is_changed_and_one_day_goes_before_the_week(pool: Pool, at: datetime) -> None:
    given = {
        "name": "沈明川",
        "topics": [pool.other_topic],
        "weekly": MONDAY,
        "by": pool.dispatcher,
        "at": at,
    }
    speakers.change_speaker(speaker=pool.near, **given)
    assert pool.near.phone == "13800005678"  # the form shows it masked, so that an empty one keeps it
    assert list(pool.near.topics.all()) == [pool.other_topic]
    speakers.change_speaker(speaker=pool.near, phone="13811112222", **given)
    assert pool.near.phone == "13811112222"
    offer = offer_of(pool.near, DAY)
    assert (offer.weekly, offer.topics) == (MONDAY, {pool.other_topic.pk})
    for free in (True, False):
        speakers.set_free(speaker=pool.near, on=DAY, part="evening", free=free, by=pool.dispatcher, at=at)
        assert offer_of(pool.near, DAY).days == {(DAY, DayPart.EVENING): free}
    for wrong in ({"name": " "}, {"name": "韩若溪"}, {"name": "沈明川", "per_day": 9}):
        with pytest.raises(Refused):
            speakers.change_speaker(speaker=pool.near, **{**given, **wrong})


def test_the_menu_has_each_topic_once(pool: Pool, at: datetime) -> None:
    for name in (" ", "家风家教"):
        with pytest.raises(Refused):
            speakers.add_topic(office=pool.office, name=name, by=pool.dispatcher, at=at)
    speakers.change_topic(topic=pool.topic, name="反诈课", active=False, by=pool.dispatcher, at=at)
    assert (pool.topic.name, pool.topic.active) == ("反诈课", False)
    with pytest.raises(Refused):
        speakers.change_topic(topic=pool.topic, name="家风家教", by=pool.dispatcher, at=at)


def test_free_words_name_a_topic_as_a_guess(pool: Pool, at: datetime) -> None:
    given = wish(pool, topic=None, wish="给老人讲讲怎么防电信诈骗")
    order = orders.order_talk(unit=pool.unit, by=pool.liaison, at=at, **given)
    assert (order.topic, order.topic_guessed, order.district) == (pool.topic, True, "临港区")
    orders.arrange_order(
        order=order, topic=pool.other_topic, wanted_from=DAY, wanted_to=DAY, by=pool.dispatcher, at=at
    )
    assert (order.topic, order.topic_guessed) == (pool.other_topic, False)
    far = orders.order_talk(unit=pool.unit, by=pool.liaison, at=at, **{**given, "wish": "随便讲点什么"})
    assert (far.topic, far.topic_guessed, str(far)) == (None, False, "随便讲点什么")
    found, _others = suggestions_for([far], localdate(at))
    assert len(found) == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"topic": None}, "请选择课题"),
        ({"wanted_from": date(2026, 3, 1)}, "最早日期已过"),
        ({"wanted_to": DAY - timedelta(days=1)}, "最晚日期早于最早日期"),
        ({"wanted_to": DAY + timedelta(days=63)}, "控制在62天以内"),
        ({"place": " "}, "请填写地点"),
        ({"heads": 0}, "预计人数请填"),
        ({"wish": "秘密★的内容"}, "密级标志"),
    ],
)
def test_an_order_that_says_too_little_is_not_taken(
    pool: Pool, at: datetime, changes: dict[str, object], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        orders.order_talk(unit=pool.unit, by=pool.liaison, at=at, **wish(pool, **changes))
    assert not Order.objects.exists()


def test_the_office_offers_a_talk_and_the_unit_completes_it(pool: Pool, at: datetime) -> None:
    given = {
        "office": pool.office,
        "topic": pool.topic,
        "first": DAY,
        "last": DAY,
        "by": pool.dispatcher,
        "at": at,
    }
    made = orders.offer_talks(units=[pool.unit, pool.other], **given)
    assert [(each.state, each.heads) for each in made] == [("offered", None)] * 2
    with pytest.raises(Refused, match="都已有这个课题"):
        orders.offer_talks(units=[pool.unit], **given)
    with pytest.raises(Refused, match="日期请从今天"):
        orders.offer_talks(
            units=[pool.unit], **{**given, "topic": pool.other_topic, "first": date(2026, 1, 1)}
        )
    with pytest.raises(Refused, match="请填写地点"):
        orders.submit_order(order=made[0], by=pool.liaison, at=at)
    orders.edit_and_submit_order(order=made[0], by=pool.liaison, at=at, **wish(pool))
    orders.withdraw_order(order=made[1], by=pool.other_liaison, at=at)
    assert [each.state for each in made] == ["submitted", "withdrawn"]


def test_a_unit_that_ends_leaves_its_orders_to_the_one_that_takes_over(
    pool: Pool, session_in: SessionIn, at: datetime
) -> None:
    session = session_in("scheduled")
    Speaker.objects.filter(pk=pool.far.pk).update(home_unit=pool.unit)
    with pytest.raises(Refused, match="还有没有办结的点单、宣讲"):
        office_actions.close_unit(unit=pool.unit, by=None, at=at)
    office_actions.merge_unit(unit=pool.unit, into=pool.other, by=None, at=at)
    assert (Order.objects.get().unit, Venue.objects.get().unit) == (pool.other, pool.other)
    assert Speaker.objects.get(pk=pool.far.pk).home_unit == pool.other
    confirming.state_heads(venue=session.venues.get(), heads=58, by=pool.other_liaison, at=at + AFTER)
    assert Order.objects.get().state == "served"
