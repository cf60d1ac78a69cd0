"""The three administrators at work, each on every page of theirs, at both widths."""

from __future__ import annotations

import os
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope
from playwright.sync_api import Page, expect

from taizhang.bulletin.actions.pushing import announce, push_due
from taizhang.bulletin.models import Delivery, Issue, PushedEvent
from taizhang.office import actions, clock
from taizhang.office.models import Office, Person, Post
from taizhang.office.roles import Role
from tests.conftest import PersonWith
from tests.receiver import a_receiver

from .test_pages import NARROW, WIDE, sound

SHOTS = os.environ.get("TAIZHANG_SHOTS")


def look(page: Page, name: str) -> None:
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        sound(page)
        if SHOTS:
            page.screenshot(path=str(Path(SHOTS) / f"{name}-{size['width']}.png"), full_page=True)


def sign_in(page: Page, url: str, person: Person) -> None:
    client = Client()
    client.force_login(person)
    cookie = client.cookies["taizhang"]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": url}])


@pytest.fixture
def peopled(live_server: Any, office: Office, person_with: PersonWith) -> dict[str, Person]:
    unit = actions.add_unit(
        office=office, name="海川市教育局", short_name="市教育局", aliases=["市教委"], by=None, at=clock.now()
    )
    actions.add_unit(office=office, name="海川市体育局", short_name="市体育局", by=None, at=clock.now())
    actions.rename_unit(unit=unit, name="海川市教育和体育局", short_name="市教体局", by=None, at=clock.now())
    roles = (Role.SYS_ADMIN, Role.SEC_ADMIN, Role.AUDITOR, Role.EDITOR, Role.LIAISON)
    people = {role.value: person_with(role) for role in roles}
    people["new"] = actions.register_person(
        office=office, username="xujianing", name="许佳宁", email="xu@example.cn", by=None, at=clock.now()
    )
    return people


def test_the_system_administrator(page: Page, live_server: Any, peopled: dict[str, Person]) -> None:
    sign_in(page, live_server.url, peopled["sys_admin"])
    page.goto(live_server.url)
    page.get_by_role("link", name="设置", exact=True).click()
    look(page, "20-system")
    page.get_by_role("link", name="单位", exact=True).click()
    look(page, "21-units")
    page.get_by_role("link", name="海川市教育和体育局").click()
    expect(page.get_by_text("海川市教育局", exact=True)).to_be_visible()
    page.get_by_text("并入另一个单位").click()
    look(page, "22-unit")
    page.get_by_label("并入").select_option(label="市体育局")
    page.get_by_role("button", name="并入").click()
    expect(page.get_by_text("已并入市体育局")).to_be_visible()
    page.get_by_role("link", name="岗位", exact=True).click()
    look(page, "23-posts")
    page.get_by_role("link", name="添加岗位").click()
    page.get_by_label("角色").select_option(label="签发")
    page.get_by_role("button", name="添加").click()
    expect(page.get_by_role("link", name="签发")).to_be_visible()
    page.get_by_role("link", name="刊物", exact=True).click()
    look(page, "24-series")


def test_the_security_administrator(
    page: Page, live_server: Any, peopled: dict[str, Person], silence: list[str]
) -> None:
    sign_in(page, live_server.url, peopled["sec_admin"])
    page.goto(live_server.url)
    page.get_by_role("link", name="设置", exact=True).click()
    look(page, "30-people")
    page.get_by_role("link", name="许佳宁").click()
    page.get_by_label("岗位").select_option(label="责编（林知4）")
    page.get_by_role("button", name="任命").click()
    expect(page.get_by_text("已任命")).to_be_visible()
    look(page, "31-person")
    page.get_by_role("link", name="发一次性码").click()
    page.get_by_role("button", name="生成一次性码").click()
    expect(page.get_by_text("离开本页后不再显示")).to_be_visible()
    look(page, "32-code")
    page.get_by_role("link", name="登录安全").click()
    look(page, "33-security")
    page.get_by_role("link", name="接口").click()
    look(page, "34-tokens")


def test_the_auditor(page: Page, live_server: Any, peopled: dict[str, Person]) -> None:
    sign_in(page, live_server.url, peopled["auditor"])
    page.goto(live_server.url)
    page.get_by_role("link", name="设置", exact=True).click()
    expect(page.get_by_text("海川市教育局 → 海川市教育和体育局")).to_be_visible()
    look(page, "40-record")
    page.get_by_label("操作", exact=True).select_option(label="单位改名")
    page.get_by_role("button", name="筛选").click()
    expect(page.get_by_text("共1条")).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("link", name="导出表格").click()
    lines = Path(taken.value.path()).read_text("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "海川市教育局 → 海川市教育和体育局" in lines[1]
    page.goto(f"{live_server.url}{reverse('office-record')}?verb=export_record")
    expect(page.get_by_role("cell", name="导出操作记录")).to_be_visible()


def test_somebody_goes_on_leave_and_hands_over(
    page: Page, live_server: Any, office: Office, peopled: dict[str, Person]
) -> None:
    sign_in(page, live_server.url, peopled["liaison"])
    page.goto(f"{live_server.url}{reverse('me')}")
    page.get_by_role("link", name="岗位、代理和登录").click()
    page.get_by_text("请假：委托别人代理").click()
    look(page, "50-me")
    page.get_by_label("代理人").select_option(label="许佳宁")
    page.get_by_label("自", exact=True).fill(clock.today().isoformat())
    page.get_by_label("至", exact=True).fill((clock.today() + timedelta(days=5)).isoformat())
    page.get_by_role("button", name="委托代理").click()
    expect(page.get_by_text("已委托")).to_be_visible()
    look(page, "51-deputy")
    page.get_by_role("link", name="联络员", exact=True).click()
    expect(page.get_by_text("项没有办完")).to_be_visible()
    look(page, "52-handover")
    sign_in(page, live_server.url, peopled["new"])
    page.goto(live_server.url)
    expect(page.get_by_text("代林知5")).to_be_visible()
    with scope(office=office.pk):
        assert Post.objects.filter(holders__person=peopled["new"]).count() == 1


def test_issues_are_pushed_to_another_system(
    page: Page, live_server: Any, peopled: dict[str, Person], issue: Issue
) -> None:
    sign_in(page, live_server.url, peopled["sys_admin"])
    page.goto(live_server.url + reverse("office-series-one", args=[issue.series_id]))
    page.get_by_role("link", name="签发推送").click()
    look(page, "26-pushed-to")
    with a_receiver() as receiver:
        page.get_by_label("推送地址").fill(receiver.at(path="/taizhang/issues"))
        page.get_by_label("允许的内网网段").fill("127.0.0.0/8")
        page.get_by_label("允许不加密").check()
        page.get_by_role("button", name="添加").click()
        expect(page.get_by_text("只显示这一次")).to_be_visible()
        look(page, "27-push-secret")
        page.get_by_role("button", name="试推送").click()
        expect(page.get_by_text("对方已接收试推送")).to_be_visible()
        with scope(office=issue.office_id):
            announce(issue, PushedEvent.SEALED, clock.now())
            announce(issue, PushedEvent.RECALLED, clock.now())
            sealed, recalled = Delivery.objects.exclude(event="trial").order_by("pk")
            Delivery.objects.filter(pk=sealed.pk).update(
                state="failed", failure="status", status=503, attempts=14
            )
            Delivery.objects.filter(pk=recalled.pk).update(failure="certificate", attempts=3)
        page.reload()
        look(page, "28-pushed")
        page.get_by_role("button", name=re.compile("^再推送")).click()
        expect(page.get_by_text("一分钟内再推送")).to_be_visible()
        with scope(office=issue.office_id):
            assert push_due(office=issue.office, at=clock.now()) == 2
    page.reload()
    expect(page.get_by_role("row").filter(has_text="撤回")).to_contain_text("已送达")
    page.goto(live_server.url + reverse("queue"))
    expect(page.get_by_text("没有送达的推送")).to_be_hidden()
