"""A colleague asks, the unit answers from its landing page, everybody reads it; in a real browser."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from taizhang.bulletin.models import Article
from taizhang.core.gongwen import Bulletin, Item, Paragraph, bulletin_to_json
from taizhang.office.models import Person
from taizhang.office.roles import Role
from tests.bulletin.cast import Cast
from tests.bulletin.conftest import cast
from tests.bulletin.test_exchange import TOLD, out
from tests.conftest import PersonWith

from .clicks import Hand
from .test_pages import sound

__all__ = ["cast"]


@pytest.fixture
def article(live_server: Any, cast: Cast) -> Article:
    item = Item("各单位一起读书之甲。", (Paragraph(TOLD),), "")
    data = bulletin_to_json(Bulletin(items=(item,)))
    return out(cast, cast.unit, column="聚力共建", data=data)


@pytest.fixture
def hand(article: Article, live_server: Any, page: Page) -> Hand:
    return Hand(page, live_server.url)


@pytest.mark.journey
def test_a_colleague_asks_and_the_unit_answers(hand: Hand, cast: Cast, article: Article, page: Page) -> None:
    hand.sits_down(cast.other_liaison)
    page.goto(hand.server + reverse("practice", args=[article.pk]))
    page.get_by_label("想问什么").fill("运费从哪里出？")
    page.get_by_role("button", name="问市民政局").click()
    expect(page.get_by_text("问题已转给市民政局。")).to_be_visible()
    sound(page)
    hand.sits_down(cast.liaison)
    hand.clicks = 0
    hand.click(page.get_by_role("link", name="答复"))
    page.get_by_label("答复", exact=True).fill("区里补贴。")
    hand.click(page.get_by_role("button", name="答复"))
    assert hand.clicks == 2
    expect(page.get_by_text("区里补贴。")).to_be_visible()
    sound(page)
    hand.sits_down(cast.checker)
    page.goto(hand.server + reverse("practice", args=[article.pk]))
    expect(page.get_by_text("区里补贴。")).to_be_visible()


def test_reuse_and_themes_are_said_and_followed(hand: Hand, cast: Cast, article: Article, page: Page) -> None:
    hand.sits_down(cast.other_liaison)
    page.goto(hand.server + reverse("practice", args=[article.pk]))
    page.get_by_text("我单位借鉴了这一做法").click()
    page.get_by_role("button", name="登记借鉴").click()
    expect(page.get_by_role("button", name="撤回登记")).to_be_visible()
    page.goto(hand.server + reverse("exchange"))
    page.get_by_label("主题或栏目").select_option("聚力共建")
    page.get_by_role("button", name="关注", exact=True).click()
    expect(page.get_by_role("heading", name="关注的主题新近刊发的")).to_be_visible()
    page.get_by_role("button", name="开通阅读器订阅").click()
    expect(page.get_by_label("阅读器订阅地址（Atom）")).to_be_visible()
    sound(page)
    page.get_by_role("link", name="2026年").click()
    expect(page.get_by_role("heading", name="市民政局")).to_be_visible()
    sound(page)


def test_tokens_and_the_description_are_sound_pages(hand: Hand, person_with: PersonWith, page: Page) -> None:
    keeper: Person = person_with(Role.SEC_ADMIN)
    hand.sits_down(keeper)
    page.goto(hand.server + reverse("tokens"))
    page.get_by_label("用途").fill("门户网站")
    page.get_by_label("读者").check()
    page.get_by_role("button", name="发放").click()
    expect(page.get_by_label("门户网站")).to_have_value(re.compile("^tz_"))
    sound(page)
    page.get_by_role("link", name="接口说明").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("接口说明")
    sound(page)
