"""From a notice to the archive in a real browser, with the clicks counted from the landing page."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from taizhang.core.plan.account_plan import MilestonePlan
from taizhang.ledger.actions import notices, records
from taizhang.ledger.models import Activity, ChangeRequest, Closure, Notice, Project
from taizhang.office.clock import now, today
from tests.ledger.conftest import People, ProjectIn, ledger, people, project_in

from .clicks import Hand
from .test_pages import sound, sound_at_both_widths

__all__ = ["ledger", "people", "project_in"]
DUE = today() + timedelta(days=60)


@pytest.fixture
def project(live_server: Any, project_in: ProjectIn) -> Project:
    """A project that has two more months to go."""
    start = today() - timedelta(days=90)
    return project_in(start=start, due=DUE, milestones=(MilestonePlan("结对完成", DUE - timedelta(days=9)),))


@pytest.fixture
def hand(project: Project, live_server: Any, page: Page) -> Hand:
    return Hand(page, live_server.url)


def test_a_session_is_recorded_in_three_clicks(hand: Hand, people: People, page: Page) -> None:
    hand.sits_down(people.liaison)
    hand.link("登记活动")
    hand.click(page.get_by_label("走访调研"))
    page.get_by_label("名称", exact=True).fill("中秋走访独居老人")
    page.get_by_label("数量").first.fill("500余人")
    expect(page.get_by_text("大于500、小于600")).to_be_visible()
    sound(page)
    hand.button("保存")
    assert hand.clicks == 3
    expect(page.get_by_role("heading", name="中秋走访独居老人")).to_be_visible()
    sound(page)
    assert Activity.objects.get().project_id is not None


@pytest.mark.journey
def test_a_notice_is_issued_answered_and_settled(
    hand: Hand, people: People, project: Project, page: Page
) -> None:
    notices.draft_notice(project=project, colour="yellow", text="请说明原因。", by=people.officer, at=now())
    hand.sits_down(people.officer)
    hand.link("处理")
    hand.link("独居老人")
    hand.button("签发")
    assert hand.clicks == 3
    expect(page.get_by_role("heading", name=f"督办〔{project.ledger.year}〕1号")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载正式文本").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")

    hand.sits_down(people.liaison)
    hand.link("回复")
    sound(page)
    page.get_by_label("办理情况").fill("已增派人员，月底前补齐。")
    hand.button("回复")
    assert hand.clicks == 2

    hand.sits_down(people.officer)
    hand.link("处理")
    hand.link("独居老人")
    hand.button("办结")
    assert hand.clicks == 3
    assert Notice.objects.get().state == "settled"


def test_an_extension_is_asked_for_in_four_clicks_and_decided_in_two(
    hand: Hand, people: People, project: Project, page: Page
) -> None:
    hand.sits_down(people.liaison)
    hand.click(page.get_by_role("navigation").get_by_role("link", name="台账").first)
    hand.link("独居老人")
    hand.link("申请变更")
    sound(page)
    later = DUE + timedelta(days=30)
    page.get_by_label("预计完成日期").fill(later.isoformat())
    page.get_by_label("原因").fill("汛期停工。")
    hand.button("提交申请")
    assert hand.clicks == 4

    hand.sits_down(people.officer)
    hand.link("审批")
    sound(page)
    hand.button("同意")
    assert hand.clicks == 2
    expect(page.get_by_role("heading", name="原账与新账")).to_be_visible()
    assert ChangeRequest.objects.get().state == "approved"
    project.refresh_from_db()
    assert project.due == later


@pytest.mark.journey
def test_an_account_is_closed_and_archived(hand: Hand, people: People, project: Project, page: Page) -> None:
    records.record_activity(
        unit=people.unit,
        project=project,
        kind="visit",
        title="重阳走访",
        held_on=today(),
        by=people.liaison,
        at=now(),
    )
    hand.sits_down(people.liaison)
    hand.click(page.get_by_role("navigation").get_by_role("link", name="台账").first)
    hand.link("独居老人")
    hand.link("申请销账")
    sound(page)
    page.get_by_label("重阳走访").check()
    page.get_by_role("textbox", name="完成情况").fill("全年走访6.1万人次。")
    expect(page.get_by_text("完成—，要求60,000人次")).to_be_visible()
    page.get_by_role("textbox", name="说明").fill("数据本月补录。")
    hand.button("送单位负责人审签")
    assert hand.clicks == 4
    expect(page.get_by_role("link", name="重阳走访")).to_be_visible()

    hand.sits_down(people.leader)
    expect(page.get_by_text("未达到：上门走访")).to_be_visible()
    hand.click(page.get_by_role("button", name="审签").first)
    assert hand.clicks == 1

    hand.sits_down(people.officer)
    hand.link("核验")
    expect(page.get_by_text("1 项数据没有达到销账标准")).to_be_visible()
    sound(page)
    hand.button("核验通过，销账")
    assert hand.clicks == 2
    hand.click(page.get_by_text("归档：归档后不再恢复督账"))
    hand.button("归档")
    project.refresh_from_db()
    assert project.state == "archived"
    assert Closure.objects.get().state == "verified"


def test_the_pages_are_accessible_and_fit(hand: Hand, people: People, project: Project, page: Page) -> None:
    records.add_service_item(
        project=project, title="上门理发", unit="人次", target="3600", by=people.liaison, at=now()
    )

    def visit(path: str) -> None:
        page.goto(f"{hand.server}{path}")

    at = f"/projects/{project.pk}"
    hand.sits_down(people.officer)
    for path in (
        "/activities/", "/notices/", "/changes/", "/burden/", "/complaints/", f"/ledger/{project.ledger.year}/turn/",
        f"{at}/notices/new/", f"{at}/figures/", f"{at}/services/", f"{at}/evidence/",
    ):  # fmt: skip
        visit(path)
        sound_at_both_widths(page)
    hand.sits_down(people.liaison)
    for path in (
        "/activities/new/",
        "/burden/",
        "/complain/",
        f"{at}/change/",
        f"{at}/amend/",
        f"{at}/close/",
    ):
        visit(path)
        sound_at_both_widths(page)
