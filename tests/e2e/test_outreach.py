"""A talk from order to figure in a browser: clicks counted, sound on a desk's screen and on a phone's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django_scopes import scope
from playwright.sync_api import Browser, Page, expect

from taizhang.ledger.models import Figure
from taizhang.office import clock
from taizhang.office.models import Office
from taizhang.outreach.actions import orders, sessions
from taizhang.outreach.models import Order, Session, Speaker
from taizhang.outreach.rules.links import host_url, speaker_url
from tests.outreach.conftest import Pool, pool_of, wish

from .clicks import Hand
from .test_pages import NARROW, sound, sound_at_both_widths

SOON = timedelta(days=10)


@pytest.fixture
def pool(live_server: Any, office: Office, settings: Any) -> Iterator[Pool]:
    settings.SITE_URL = live_server.url
    made = pool_of(office, clock.now() - timedelta(days=30))
    with scope(office=office.pk):
        yield made


@pytest.fixture
def hand(pool: Pool, live_server: Any, page: Page) -> Hand:
    return Hand(page, live_server.url)


def ordered(pool: Pool, *, other: bool = False, ago: int = 0, **changes: Any) -> Order:
    """An order that was handed in so many days ago."""
    at = clock.now() - timedelta(days=ago)
    first = at.date() + timedelta(days=5)
    days = {"wanted_from": first, "wanted_to": first + SOON, "district": "临港区", **changes}
    unit, by = (pool.other, pool.other_liaison) if other else (pool.unit, pool.liaison)
    return orders.order_talk(unit=unit, by=by, at=at, **wish(pool, **days))


def sends(hand: Hand, name: str) -> None:
    """Press the button beside the suggested speaker."""
    hand.click(hand.page.get_by_role("listitem").filter(has_text=name).get_by_role("button"))


@pytest.mark.journey
def test_a_talk_is_ordered_dispatched_accepted_and_confirmed(
    pool: Pool, hand: Hand, browser: Browser
) -> None:
    page = hand.page
    hand.sits_down(pool.liaison)
    hand.link("点单")
    page.get_by_label("想听什么（没有合适课题时填写）").fill("给老人讲讲电信诈骗")
    page.get_by_label("地点").fill("二楼会议室")
    page.get_by_label("预计人数").fill("60")
    hand.button("提交点单")
    assert hand.clicks <= 4
    expect(page.get_by_text("课题“防范电信网络诈骗”是按“给老人讲讲电信诈骗”推测的")).to_be_visible()
    sound_at_both_widths(page)

    hand.sits_down(pool.dispatcher)
    sound(page)
    hand.click(page.get_by_role("link", name="派单").first)
    sound_at_both_widths(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    sends(hand, "沈明川")
    assert hand.clicks == 2
    expect(page.get_by_text("已派给沈明川，等待答复。")).to_be_visible()
    sound_at_both_widths(page)

    session = Session.objects.get()
    phone = browser.new_context(locale="zh-CN", viewport=NARROW).new_page()  # type: ignore[arg-type]
    phone.goto(speaker_url(session))
    sound(phone)
    phone.get_by_role("button", name="接单").click()  # one click
    expect(phone.get_by_text("已排定")).to_be_visible()
    sound(phone)
    with phone.expect_download() as file:
        phone.get_by_role("link", name="加入日历").click()
    assert b"BEGIN:VEVENT" in Path(file.value.path()).read_bytes()

    Session.objects.update(held_on=clock.today())
    phone.goto(host_url(session.venues.get()))
    phone.get_by_label("实到人数").fill("58")
    sound(phone)
    phone.get_by_role("button", name="确认人数").click()
    expect(phone.get_by_text("已入账")).to_be_visible()
    sound(phone)
    assert Figure.objects.get(name="听众").value == 58
    phone.context.close()


def test_orders_are_merged_with_three_clicks(pool: Pool, hand: Hand) -> None:
    ordered(pool)
    ordered(pool, other=True)
    hand.sits_down(pool.dispatcher)
    hand.link("宣讲")
    sound_at_both_widths(hand.page)
    hand.page.set_viewport_size({"width": 1440, "height": 900})
    hand.link("合并派单")
    sends(hand, "沈明川")
    assert hand.clicks == 3
    assert Session.objects.get().venues.count() == 2


def test_all_who_have_not_confirmed_are_chased_with_two_clicks(pool: Pool, hand: Hand) -> None:
    order = ordered(pool, ago=20)
    session = sessions.dispatch(
        orders=[order], speaker=pool.near, on=order.wanted_from, part="morning", by=pool.dispatcher,
        at=clock.now() - timedelta(days=20),
    )  # fmt: skip
    sessions.accept(session=session, by=None, at=clock.now() - timedelta(days=19))
    hand.sits_down(pool.dispatcher)
    hand.click(hand.page.get_by_text("催办全部", exact=True).first)
    hand.click(hand.page.get_by_role("button", name="催办全部"))
    assert hand.clicks == 2
    expect(hand.page.get_by_text("已提醒1个会场的单位。")).to_be_visible()
    hand.sits_down(pool.liaison)
    hand.link("确认人数")
    sound_at_both_widths(hand.page)


def test_speakers_come_from_a_table_with_three_clicks(pool: Pool, hand: Hand, tmp_path: Path) -> None:
    table = tmp_path / "名单.csv"
    table.write_text("姓名,课题,空闲时段\n顾景行,家风家教,周一至周三上午\n叶书瑶,老年健康,周五\n", "utf-8")
    hand.sits_down(pool.dispatcher)
    hand.link("导入宣讲员")
    hand.page.get_by_label("或者选择文件").set_input_files(table)
    hand.click(
        hand.page.get_by_role("button", name="看一看").or_(hand.page.locator("form button[value=look]"))
    )
    sound_at_both_widths(hand.page)
    hand.button("列入2名宣讲员")
    assert hand.clicks == 3
    assert Speaker.objects.count() == 4
    sound_at_both_widths(hand.page)
    for words in ("课题菜单", "场次"):
        hand.link(words)
        sound_at_both_widths(hand.page)
    hand.link("宣讲员")
    hand.link("沈明川")
    sound_at_both_widths(hand.page)
