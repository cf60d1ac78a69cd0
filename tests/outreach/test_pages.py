"""The pages of outreach as people use them: what is typed is kept, what is refused is said at its field."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from taizhang.office import clock
from taizhang.outreach.actions import orders
from taizhang.outreach.models import Availability, Order, Session, Speaker, Topic, Venue

from .conftest import AFTER, DAY, Pool, SessionIn, wish

ORDER = {
    "topic": "", "wish": "给老人讲讲电信诈骗", "wanted_from": "2026-03-12", "wanted_to": "2026-03-20", "part": "",
    "place": "二楼会议室", "heads": "60",
}  # fmt: skip


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch, at: datetime) -> Any:
    """``now(moment)`` sets the clock; it stands at the moment of the orders."""

    def stand(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    stand(at)
    return stand


def words(answer: Any) -> str:
    return answer.content.decode()


def test_an_order_is_drafted_changed_and_handed_in(client: Client, pool: Pool) -> None:
    client.force_login(pool.liaison)
    form = client.get(reverse("order-new"))
    assert "2026-03-09" in words(form)  # the days begin a week ahead
    late = client.post(
        reverse("order-new"), {**ORDER, "act": "submit", "wanted_to": "2026-03-01", "note": "带投影"}
    )
    assert late.status_code == 422
    assert "最晚日期早于最早日期" in words(late)
    assert "带投影" in words(late)
    client.post(reverse("order-new"), {**ORDER, "act": "draft", "contact_phone": "13700001234"})
    order = Order.objects.get()
    assert (order.state, order.topic_guessed, order.contact_phone) == ("draft", True, "13700001234")
    page = reverse("order", args=[order.pk])
    assert "是按“给老人讲讲电信诈骗”推测的" in words(client.get(page))
    given = {**ORDER, "topic": pool.other_topic.pk, "act": "submit"}
    client.post(reverse("order-act", args=[order.pk]), given)
    order.refresh_from_db()
    assert (order.state, order.topic, order.topic_guessed) == ("submitted", pool.other_topic, False)
    assert "点单" in words(client.get(reverse("orders")))
    asked = client.get(f"{reverse('order-new')}?topic={pool.topic.pk}")
    assert f'value="{pool.topic.pk}" selected' in words(asked)


def test_the_dispatcher_dispatches_by_hand_and_is_told_what_forbids_it(
    client: Client, pool: Pool, order: Order, at: datetime
) -> None:
    client.force_login(pool.dispatcher)
    page = reverse("order-dispatch", args=[order.pk])
    shown = words(client.get(page))
    assert "沈明川" in shown
    assert "3月12日（周四）上午有空" in shown
    given = {"act": "place", "speaker": pool.far.pk, "on": "2026-03-25", "part": "morning", "title": "防骗课"}
    refused = client.post(page, given)
    assert refused.status_code == 422
    assert "不在点单单位希望的日期" in words(refused)
    assert "防骗课" in words(refused)
    second = orders.order_talk(unit=pool.other, by=pool.other_liaison, at=at, **wish(pool, district="临港区"))
    assert "2单可以合成一场" in words(client.get(reverse("orders")))
    assert "2单合成一场：临港街道、市卫健委" in words(client.get(f"{page}?also={second.pk},9999,x"))
    client.post(page, {**given, "on": "2026-03-12", "also": f"{second.pk}", "starts_at": "09:30"})
    session = Session.objects.get()
    assert (session.speaker, session.title, session.orders.count()) == (pool.far, "防骗课", 2)
    assert f"{session.starts_at:%H:%M}" == "09:30"
    gone = words(client.get(page))
    assert "建议" not in gone
    assert client.get(f"{reverse('sessions')}?from=2026-03-12").status_code == 200
    assert "防骗课" in words(client.get(f"{reverse('sessions')}?from=2026-03-12"))
    assert client.get(f"{reverse('sessions')}?from=heute").status_code == 200


def test_orders_that_do_not_go_together_are_not_suggested_for(
    client: Client, pool: Pool, order: Order, at: datetime
) -> None:
    other = orders.order_talk(
        unit=pool.other, by=pool.other_liaison, at=at, **wish(pool, topic=pool.other_topic)
    )
    client.force_login(pool.dispatcher)
    page = f"{reverse('order-dispatch', args=[order.pk])}?also={other.pk}"
    assert "合不到一起" in words(client.get(page))


def test_a_session_is_run_from_its_page(
    client: Client, pool: Pool, session_in: SessionIn, at: datetime, now: Any
) -> None:
    session = session_in("offered")
    client.force_login(pool.dispatcher)
    page, act = reverse("session", args=[session.pk]), reverse("session-act", args=[session.pk])
    assert "13800005678" in words(client.get(page))
    assert "/s/" in words(client.get(page))
    client.post(reverse("session-links", args=[session.pk]), {"act": "close"})
    assert "链接已停用或过期" in words(client.get(page))
    client.post(reverse("session-links", args=[session.pk]), {"act": "renew"})
    for verb, given in (
        ("accept", {}),
        ("arrange", {"unit": pool.other.pk, "place": "分会场", "expected": ""}),
        ("postpone", {"reason": "停电"}),
        ("reschedule", {"on": "2026-03-16", "part": "afternoon"}),
        ("accept", {}),
    ):
        assert client.post(act, {"act": verb, **given}).status_code == 302, verb
    session.refresh_from_db()
    assert (session.state, session.part, session.venues.count()) == ("scheduled", "afternoon", 2)
    assert client.post(act, {"act": "cancel", "reason": ""}).status_code == 422
    now(at + AFTER + AFTER)
    assert client.post(act, {"act": "deliver"}).status_code == 302
    assert client.post(reverse("sessions-chase")).status_code == 302
    first = Venue.objects.get(unit=pool.unit)
    client.force_login(pool.liaison)
    venue, heads = reverse("venue", args=[first.pk]), reverse("venue-act", args=[first.pk])
    assert "确认人数" in words(client.get(venue))
    assert client.post(heads, {"act": "heads", "heads": "0"}).status_code == 422
    assert client.post(heads, {"act": "heads", "heads": "58"}).status_code == 302
    client.force_login(pool.other_liaison)
    assert client.get(venue).status_code == 404
    mine = Venue.objects.get(unit=pool.other)
    client.post(reverse("venue-act", args=[mine.pk]), {"act": "miss", "reason": "没有组织"})
    session.refresh_from_db()
    assert session.state == "counted"


def test_a_difference_is_shown_to_the_host_alone(
    client: Client, pool: Pool, session_in: SessionIn, at: datetime, now: Any
) -> None:
    session = session_in("confirmed")
    venue = session.venues.get()
    now(at + AFTER)
    client.force_login(pool.liaison)
    page = reverse("venue", args=[venue.pk])
    assert "本单位报58人，宣讲员报70人" in words(client.get(page))
    assert "人数有出入的宣讲" in words(client.get("/"))
    client.post(reverse("venue-act", args=[venue.pk]), {"act": "settle", "words": "按签到表"})
    session.refresh_from_db()
    assert session.state == "counted"
    assert "请核对后改填" not in words(client.get(page))


def test_speakers_and_topics_are_kept_by_the_dispatcher(client: Client, pool: Pool) -> None:
    client.force_login(pool.dispatcher)
    limits = {"per_day": "1", "per_month": "6", "buffer_minutes": "60", "notice_days": "3", "active": "on"}
    new = {
        **limits, "name": "顾景行", "topics": [pool.topic.pk], "weekly": ["0-morning", "4-evening"],
        "districts": "东城区、临港区", "phone": "13911112222",
    }  # fmt: skip
    assert client.post(reverse("speaker-new"), {**new, "act": "add"}).status_code == 302
    made = Speaker.objects.get(name="顾景行")
    assert (made.districts, made.phone, made.availability.count()) == (["东城区", "临港区"], "13911112222", 2)
    page = reverse("speaker", args=[made.pk])
    assert "周一上午、周五晚上" in words(client.get(page))
    taken = client.post(reverse("speaker-act", args=[made.pk]), {**new, "act": "change", "name": " "})
    assert taken.status_code == 422
    client.post(reverse("speaker-act", args=[made.pk]), {**new, "act": "change", "weekly": [], "phone": ""})
    made.refresh_from_db()
    assert (made.phone, made.availability.count()) == ("13911112222", 0)
    client.post(
        reverse("speaker-act", args=[made.pk]),
        {"act": "free", "on": DAY.isoformat(), "part": "morning", "free": "on"},
    )
    assert Availability.objects.get(speaker=made).free
    topic = {"act": "add", "name": "移风易俗", "group": "乡风", "words": "彩礼", "minutes": "60"}
    client.post(reverse("topic-new"), topic)
    added = Topic.objects.get(name="移风易俗")
    assert client.post(reverse("topic-new"), topic).status_code == 422
    client.post(reverse("topic-act", args=[added.pk]), {**topic, "act": "change"})
    added.refresh_from_db()
    assert not added.active
    for name in ("speakers", "topics"):
        assert client.get(reverse(name)).status_code == 200


def test_speakers_are_looked_at_before_they_are_stored(client: Client, pool: Pool) -> None:
    client.force_login(pool.dispatcher)
    wrong = "姓名\t空闲时段\n顾景行\t周八\n叶书瑶\t周五"
    looked = client.post(reverse("speakers-import"), {"act": "store", "lines": wrong})
    assert looked.status_code == 422
    assert "看不懂空闲时段“周八”" in words(looked)
    right = client.post(
        reverse("speakers-import"), {"act": "look", "lines": wrong.replace("周八", "周三上午")}
    )
    assert "周三上午" in words(right)
    assert "列入2名宣讲员" in words(right)
    client.post(reverse("speakers-import"), {"act": "store", "lines": wrong.replace("周八", "周三上午")})
    assert Speaker.objects.filter(name__in=["顾景行", "叶书瑶"]).count() == 2


def test_units_are_offered_a_talk(client: Client, pool: Pool) -> None:
    client.force_login(pool.dispatcher)
    given = {"act": "offer", "units": [pool.unit.pk, pool.other.pk], "topic": pool.topic.pk}
    days = {"first": "2026-03-12", "last": "2026-03-30"}
    assert client.post(reverse("order-offer"), {**given, **days}).status_code == 302
    assert Order.objects.filter(state="offered").count() == 2
    listed = words(client.get(reverse("orders")))
    assert "约" not in listed.partition("办公室邀请，待回应")[2].partition("</section>")[0]
    client.force_login(pool.liaison)
    assert "回应" in words(client.get("/"))
    own = Order.objects.get(unit=pool.unit)
    assert "提交点单" in words(client.get(reverse("order", args=[own.pk])))


def test_days_settled_by_telephone_are_not_overwritten_from_an_older_page(
    pool: Pool, order: Order, at: datetime
) -> None:
    """The liaison's page is older than what the dispatcher has arranged with the unit's leader."""
    client, url = Client(), reverse("order", args=[order.pk])
    client.force_login(pool.liaison)
    mark = re.search(r'name="stored"\s+value="(\w+)"', client.get(url).content.decode())
    assert mark is not None
    agreed = order.wanted_to + timedelta(days=9)
    orders.arrange_order(
        order=order, topic=pool.topic, wanted_from=agreed, wanted_to=agreed, by=pool.dispatcher, at=at
    )
    mine = {
        "act": "edit", "stored": mark[1], "topic": pool.topic.pk, "wanted_from": "2026-03-10", "wanted_to": "2026-03-20",
        "place": "二楼会议室", "heads": 60, "note": "请带投影",
    }  # fmt: skip
    answer = client.post(reverse("order-act", args=[order.pk]), mine)
    page = answer.content.decode()
    assert answer.status_code == 422
    for said in ("在别处改过，这次没有保存", f"{agreed.month}月{agreed.day}日", "请带投影"):
        assert said in page
    order.refresh_from_db()
    assert order.wanted_to == agreed


def test_the_same_order_from_another_page_is_not_handed_in_twice(client: Client, pool: Pool) -> None:
    client.force_login(pool.liaison)
    given = {**ORDER, "act": "submit", "note": "带投影"}
    assert client.post(reverse("order-new"), given).status_code == 302
    again = client.post(reverse("order-new"), {**given, "csrfmiddlewaretoken": "of-a-later-page"})
    assert again.status_code == 422
    assert "已交过一份内容相同的点单" in words(again)
    assert "带投影" in words(again)
    assert Order.objects.count() == 1
    more = {**given, "note": "带投影。人多，请安排第二场"}
    assert client.post(reverse("order-new"), more).status_code == 302
    assert Order.objects.filter(state="submitted").count() == 2
    Order.objects.update(state="declined")
    assert client.post(reverse("order-new"), {**given, "csrfmiddlewaretoken": "later"}).status_code == 302
