"""Fieldwork with few clicks, sound on a desk's screen and on a phone's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django_scopes import scope
from playwright.sync_api import Page, expect

from taizhang.office.clock import now, today
from taizhang.office.models import Office
from taizhang.outreach.actions import media, plans, research, sit_ins, slots
from taizhang.outreach.models import FollowUp, MediaItem, SitIn
from tests.outreach.conftest import Pool, pool_of
from tests.web.route_objects import a_project

from .clicks import Hand
from .test_coverage import looked_at


@pytest.fixture
def pool(live_server: Any, office: Office) -> Iterator[Pool]:
    made = pool_of(office, now())
    with scope(office=office.pk):
        yield made


@pytest.fixture
def hand(pool: Pool, live_server: Any, page: Page) -> Hand:
    return Hand(page, live_server.url)


def test_a_sit_in_is_recorded_and_its_point_answered_in_two_clicks_each(pool: Pool, hand: Hand) -> None:
    given = {"office": pool.office, "unit": pool.unit, "subject": "支部主题党日", "planned_on": today()}
    sit_ins.plan_sit_in(by=pool.dispatcher, at=now(), **given)
    hand.sits_down(pool.dispatcher)
    hand.link("写记录")
    hand.page.get_by_label("到场人数").fill("42")
    hand.page.get_by_label("旁听记录").fill("讲了三个案例。")
    hand.button("保存记录")
    expect(hand.page.get_by_text("记录已保存，单位看得到。")).to_be_visible()
    assert (hand.clicks, SitIn.objects.get().heads) == (2, 42)
    hand.page.get_by_text("提出跟进事项").first.click()
    hand.page.get_by_label("要跟进的事").fill("把案例送到社区")
    hand.button("提出事项")
    expect(hand.page.get_by_text("已提出，列入对方待办。")).to_be_visible()
    looked_at(hand.page, "sit-in")
    hand.sits_down(pool.liaison)
    hand.link("答复")
    hand.page.get_by_label("办理情况").fill("已送到5个社区。")
    hand.button("答复")
    expect(hand.page.get_by_text("已答复。")).to_be_visible()
    assert (hand.clicks, FollowUp.objects.get().state) == (2, "answered")
    looked_at(hand.page, "follow-up")


def test_a_media_item_is_registered_in_four_clicks(pool: Pool, hand: Hand) -> None:
    media.add_outlet(office=pool.office, name="海川日报", kind="mainstream", by=pool.dispatcher, at=now())
    hand.sits_down(pool.liaison)
    hand.link("宣讲")
    hand.link("巡听、媒体、调研、服务")
    hand.click(hand.page.get_by_role("link", name="媒体", exact=True))
    hand.link("登记报道")
    hand.page.get_by_label("媒体", exact=True).select_option(label="海川日报")
    hand.page.get_by_label("标题").fill("把课堂搬到家门口")
    before_last = hand.clicks
    hand.button("登记")
    expect(hand.page.get_by_text("已登记。")).to_be_visible()
    assert (before_last, MediaItem.objects.get().unit) == (4, pool.unit)
    looked_at(hand.page, "media-item")


def test_every_page_is_sound(pool: Pool, hand: Hand) -> None:
    own: dict[str, Any] = {"by": pool.liaison, "at": now()}
    project = a_project(pool.office, pool.unit, due=today() + timedelta(days=90))
    outlet = media.add_outlet(office=pool.office, name="海川日报", kind="mainstream", by=None, at=now())
    item = {"outlet": outlet, "title": "家风故事", "published_on": today(), "project": project}
    first = media.list_media(office=pool.office, unit=pool.unit, **item, **own)
    media.list_media(
        office=pool.office, unit=pool.unit, **{**item, "title": "又一篇", "original": first}, **own
    )
    topic = research.start_research(project=project, question="群众想听什么", method="走访", **own)
    research.add_visit(topic=topic, visited_on=today(), place="和平社区", learnt="晚上人多。", **own)
    research.raise_problem(topic=topic, text="场地不足", wanted="市住建局", **own)
    start = today() - timedelta(days=14)
    slot = slots.start_slot(
        project=project, title="义务理发", unit="人次", every="week", starts_on=start, **own
    )
    slots.deliver(slot=slot, done_on=today(), amount="30", **own)
    event = {"starts_on": today() + timedelta(days=12), "ends_on": today() + timedelta(days=14)}
    desk: dict[str, Any] = {"by": pool.dispatcher, "at": now()}
    plan = plans.make_plan(office=pool.office, name="宣讲周", event="理论宣讲周", **event, **desk)
    plans.add_step(plan=plan, phase="before", days=7, title="集体备课", unit=pool.unit, **desk)
    paths = (
        "media", "media/outlets", "media/new", f"media/{first.pk}", "research", "research/new", f"research/{topic.pk}",
        "services", "services/new", f"services/slots/{slot.pk}", "plans", f"plans/{plan.pk}", "sit-ins",
        "outreach/calendar", "outreach/calendar/wall", "outreach/statistics", "outreach/statistics/services",
        "outreach/statistics/media", f"projects/{project.pk}/outreach",
    )  # fmt: skip
    hand.sits_down(pool.liaison)
    for path in paths:
        hand.page.goto(f"{hand.server}/{path}/")
        looked_at(hand.page, path.replace("/", "-"))
    hand.sits_down(pool.dispatcher)
    for path in ("sit-ins/new", "media/outlets", "plans/new", f"plans/{plan.pk}"):
        hand.page.goto(f"{hand.server}/{path}/")
        looked_at(hand.page, f"desk-{path.replace('/', '-')}")


def test_a_number_of_the_statistics_opens_its_rows(pool: Pool, hand: Hand) -> None:
    outlet = media.add_outlet(office=pool.office, name="海川日报", kind="mainstream", by=None, at=now())
    media.list_media(
        office=pool.office, unit=pool.unit, outlet=outlet, title="家风故事", published_on=today(), by=pool.liaison,
        at=now(),
    )  # fmt: skip
    hand.sits_down(pool.dispatcher)
    hand.link("宣讲")
    hand.click(hand.page.get_by_role("link", name="统计", exact=True))
    hand.link("媒体、巡听、调研")
    hand.click(hand.page.get_by_role("row", name="主流媒体").get_by_role("link").last)
    expect(hand.page.get_by_role("link", name="家风故事")).to_be_visible()
    assert hand.clicks == 4


def test_the_crowded_week_tells_on_its_sheet_what_is_not_on_it(pool: Pool, hand: Hand) -> None:
    outlet = media.add_outlet(office=pool.office, name="海川日报", kind="mainstream", by=None, at=now())
    for n in range(30):
        media.list_media(
            office=pool.office, unit=pool.unit, outlet=outlet, title=f"第{n}篇，" + "很长的标题" * 30,
            published_on=today(), by=pool.liaison, at=now(),
        )  # fmt: skip
    hand.sits_down(pool.dispatcher)
    hand.page.goto(f"{hand.server}/outreach/calendar/wall/")
    hand.page.emulate_media(media="print")
    rest, day = hand.page.get_by_role("link", name="另有8项"), hand.page.locator(".day-today")
    last, sheet = rest.bounding_box(), day.bounding_box()
    assert last
    assert sheet
    assert last["y"] + last["height"] <= sheet["y"] + sheet["height"]
    assert hand.page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1
