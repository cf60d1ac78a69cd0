"""From the call to the confirmed account, in a real browser, as three people click it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django_scopes import scope
from playwright.sync_api import Page, Route, expect

from taizhang.core.lifecycle.project_year import ProjectState
from taizhang.ledger.actions import proposals
from taizhang.ledger.models import Call, Project, Proposal
from taizhang.office.models import Office, Person
from tests.opening_cast import Cast, call_of, cast_of, ledger_of, proposal_of
from tests.replaying import STARTED

from .test_pages import sound_at_both_widths

YEAR = localdate().year


@pytest.fixture
def cast(live_server: Any, office: Office) -> Iterator[Cast]:
    made = cast_of(office, STARTED - timedelta(days=2))
    with scope(office=office.pk):
        yield made


As = Callable[[Person, str], Page]


@pytest.fixture
def as_(live_server: Any, page: Page) -> As:
    """``as_(person, path)``: that person at that address."""

    def go(person: Person, path: str) -> Page:
        client = Client()
        client.force_login(person)
        cookie = client.cookies["taizhang"]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        page.goto(f"{live_server.url}{path}")
        return page

    return go


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()
    page.wait_for_load_state()


@pytest.mark.journey
def test_from_the_call_to_the_confirmed_account(as_: As, cast: Cast) -> None:
    ledger_of(cast, YEAR, timezone.now())
    page = as_(cast.officer, "/calls/")
    page.get_by_role("link", name="起草征集").click()
    expect(page.get_by_text("2个单位 × 4分钟")).to_be_visible()
    page.get_by_label("申报要求").fill("每个单位报一项。")
    press(page, "保存草稿")
    press(page, "发给各单位")
    expect(page.get_by_text("已发给2个单位")).to_be_visible()
    call = Call.objects.get()

    page = as_(cast.liaison, reverse("call", args=[call.pk]))
    page.get_by_role("link", name="申报项目").click()
    press(page, "新写一份")
    page.get_by_label("项目名称").fill("独居老人每周一访")
    page.get_by_label("工作目标").fill("独居老人每周有人上门。")
    page.get_by_label("主要举措").fill("社区摸底\n邻里结对")
    page.get_by_label("完成时限").fill(f"{YEAR}-12-20")
    page.get_by_label("指标", exact=True).fill("上门走访")
    page.get_by_label("目标值").fill("6万")
    page.get_by_label("计量单位").fill("人次")
    page.get_by_role("button", name="增加一个节点").click()
    expect(page.get_by_label("节点", exact=True)).to_have_count(2)  # the page was not left: htmx
    expect(page.get_by_label("项目名称")).to_have_value("独居老人每周一访")
    page.get_by_label("节点", exact=True).nth(0).fill("摸底完成")
    page.get_by_label("时限", exact=True).nth(0).fill(f"{YEAR}-03-31")
    press(page, "送单位负责人审签")
    proposal = Proposal.objects.get()

    page = as_(cast.leader, reverse("proposal", args=[proposal.pk]))
    press(page, "审签，报送办公室")  # one click
    expect(page.get_by_text("已审签，报送办公室")).to_be_visible()

    page = as_(cast.officer, reverse("admission", args=[call.pk]))
    press(page, "勾选的立项")  # one click admits what is ticked
    expect(page.get_by_text("已立项1个")).to_be_visible()
    project = Project.objects.get()
    page = as_(cast.officer, reverse("account", args=[project.pk]))
    page.get_by_label("责任岗位").select_option(str(cast.post.pk))
    page.get_by_text("集中一段").click()
    under_way: list[Route] = []
    page.route("**/account/", lambda route: route.continue_() if under_way else under_way.append(route))
    page.get_by_label("集中开始").fill(f"{YEAR}-09-01")
    page.get_by_label("集中开始").blur()
    while not under_way:
        page.wait_for_timeout(20)
    without_end = under_way[0].fetch()
    page.get_by_label("集中结束").fill(f"{YEAR}-10-31")
    page.get_by_label("集中结束").blur()
    under_way[0].fulfill(response=without_end)  # comes while the next picture is about to be asked for
    expect(page.locator("#pace-picture svg:visible")).to_be_visible()
    press(page, "保存并看下一个")
    page.wait_for_url("**/accounts/")
    press(page, "勾选的全部建账")
    expect(page.get_by_text(f"编号{YEAR}-001至{YEAR}-001")).to_be_visible()

    page = as_(cast.liaison, reverse("account-confirm", args=[project.pk]))
    press(page, "确认，按此督账")  # one click
    expect(page.get_by_text("已确认")).to_be_visible()
    project.refresh_from_db()
    assert project.state == ProjectState.ACTIVE


def test_rows_come_and_go_without_a_script(live_server: Any, browser: Any, cast: Cast) -> None:
    now = timezone.now()
    call = call_of(cast, ledger_of(cast, YEAR, now), now)
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    client = Client()
    client.force_login(cast.liaison)
    cookie = client.cookies["taizhang"]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + reverse("proposal-new", args=[call.pk]))
    page.get_by_role("button", name="新写一份").click()
    page.get_by_label("项目名称").fill("板凳课堂")
    page.get_by_role("button", name="增加一个节点").click()
    expect(page.get_by_label("节点", exact=True)).to_have_count(2)
    page.get_by_role("button", name="删去").last.click()
    expect(page.get_by_label("节点", exact=True)).to_have_count(1)
    expect(page.get_by_label("项目名称")).to_have_value("板凳课堂")
    context.close()


def test_every_page_of_opening_is_accessible_and_fits(as_: As, cast: Cast) -> None:
    now = timezone.now()
    call = call_of(cast, ledger_of(cast, YEAR, now), now)
    first, twin = proposal_of(cast, call, now), proposal_of(cast, call, now, other=True)
    proposals.return_proposal(proposal=twin, reasons={"goal": "写明多少户"}, by=cast.officer, at=now)
    proposal_of(cast, call, now, other=True)
    project = proposals.admit_proposals(
        proposals=[proposal_of(cast, call, now, title="文明餐桌", goal="光盘")], by=cast.officer, at=now
    )[0]
    seen = [
        (cast.officer, reverse("calls")),
        (cast.officer, reverse("call-new")),
        (cast.officer, reverse("call", args=[call.pk])),
        (cast.officer, reverse("admission", args=[call.pk])),
        (cast.officer, reverse("proposal-decide", args=[first.pk])),
        (cast.officer, reverse("opening")),
        (cast.officer, reverse("account", args=[project.pk])),
        (cast.officer, reverse("ledger-settings", args=[YEAR])),
        (cast.officer, reverse("report-form", args=[YEAR, 0])),
        (cast.other_liaison, reverse("proposal-new", args=[call.pk])),
        (cast.other_liaison, reverse("proposal-write", args=[twin.pk])),
        (cast.other_liaison, reverse("proposal", args=[twin.pk])),
        (cast.liaison, reverse("account-confirm", args=[project.pk])),
    ]
    for person, path in seen:
        sound_at_both_widths(as_(person, path))
