"""Whom the office has not reached is one click away, and a plan is confirmed in one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django_scopes import scope
from playwright.sync_api import Page, expect

from taizhang.office.clock import now, today
from taizhang.office.models import Office
from taizhang.outreach.actions import orders
from taizhang.outreach.models import Session
from tests.outreach.conftest import Pool, pool_of, wish
from tests.outreach.reaching import a_city

from .clicks import Hand
from .test_pages import NARROW, WIDE, sound


@pytest.fixture
def pool(live_server: Any, office: Office) -> Iterator[Pool]:
    made = pool_of(office, now())
    with scope(office=office.pk):
        yield made


@pytest.fixture
def hand(pool: Pool, live_server: Any, page: Page) -> Hand:
    return Hand(page, live_server.url)


def looked_at(page: Page, name: str) -> None:
    """Sound on a desk's screen and on a phone's; kept as pictures where a folder for them is named."""
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        sound(page)
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=Path(folder) / f"{name}-{size['width']}.png", full_page=True)
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]


def test_uncovered_units_and_coverage_are_one_click_away(pool: Pool, hand: Hand) -> None:
    programme = a_city(pool, today() - timedelta(days=120), now())
    for person in (pool.dispatcher, pool.officer):
        hand.sits_down(person)
        hand.link("覆盖")
        expect(hand.page.get_by_text("100个单位中已覆盖88个")).to_be_visible()
        expect(hand.page.get_by_role("heading", name="尚未覆盖")).to_be_visible()
        assert hand.clicks == 1
    looked_at(hand.page, "coverage")
    hand.link(programme.name)
    looked_at(hand.page, "programme")
    hand.link("单位与课题")
    looked_at(hand.page, "matrix")
    hand.sits_down(pool.dispatcher)
    for address, name in (
        ("coverage/rolls/", "rolls"),
        ("coverage/tiles/", "tiles"),
        ("coverage/new/", "new"),
    ):
        hand.page.goto(f"{hand.server}/{address}")
        looked_at(hand.page, name)
    roll = programme.roll
    hand.page.goto(f"{hand.server}/coverage/rolls/{roll.pk}/")
    looked_at(hand.page, "roll")
    hand.page.goto(f"{hand.server}/coverage/entries/{roll.entries.first().pk}/")
    looked_at(hand.page, "entry")
    hand.sits_down(pool.liaison)
    hand.link("覆盖")
    looked_at(hand.page, "own")


def test_a_plan_is_confirmed_in_three_clicks(pool: Pool, hand: Hand) -> None:
    on = today() + timedelta(days=10)
    for n, unit in enumerate([pool.unit, pool.other] * 3):
        by = pool.liaison if unit == pool.unit else pool.other_liaison
        asked = wish(pool, wanted_from=on, wanted_to=on, part="morning" if n < 5 else "", heads=40)
        orders.order_talk(unit=unit, by=by, at=now(), **asked)
    hand.sits_down(pool.dispatcher)
    hand.link("宣讲")
    hand.link("一次派多单")
    looked_at(hand.page, "plan")
    expect(hand.page.get_by_text("就能安排").first).to_be_visible()
    hand.button("确认，全部派单")
    assert hand.clicks == 3
    expect(hand.page.get_by_text("已派3场")).to_be_visible()
    assert Session.objects.count() == 3


def test_a_refused_form_far_down_a_long_page_is_brought_into_view(
    pool: Pool, hand: Hand, silence: list[str]
) -> None:
    programme = a_city(pool, today() - timedelta(days=120), now(), reached=30)
    hand.sits_down(pool.dispatcher)
    page, address = hand.page, f"{hand.server}/coverage/{programme.pk}/"
    page.goto(address)
    other = page.context.new_page()
    other.goto(address)
    for tab in (page, other):
        tab.get_by_text("调整计划").click()
        tab.evaluate("for (const form of document.forms) form.noValidate = true")
    page.get_by_label("目标（%）").fill("0")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("不能小于1。")).to_be_in_viewport()
    expect(page.get_by_label("目标（%）")).to_be_focused()
    page.get_by_label("目标（%）").fill("90")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("已保存。")).to_be_visible()
    other.get_by_label("目标（%）").fill("80")
    other.get_by_role("button", name="保存", exact=True).click()
    expect(other.get_by_text("在别处改过，这次没有保存")).to_be_in_viewport()
    expect(other.get_by_role("heading", name="现在的内容")).to_be_in_viewport()
    assert all("422" in line for line in silence)
    silence.clear()
