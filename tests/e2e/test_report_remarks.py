"""The office remarks on words of a report, and the liaison answers; clicks counted."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from taizhang.bulletin.models import Remark
from taizhang.ledger.actions import reports
from taizhang.ledger.models import ProgressReport
from taizhang.office.clock import now
from tests.ledger.conftest import People, ledger, people, project_in

from .clicks import Hand
from .test_ledger_work import filed, projects
from .test_pages import sound_at_both_widths
from .test_pictures import shot
from .test_remarks import select

__all__ = ["ledger", "people", "project_in", "projects"]


@pytest.mark.journey
def test_a_remark_on_a_report_is_two_clicks_and_settled_with_one(
    projects: Any, people: People, live_server: Any, page: Page
) -> None:
    report = filed(people, unchanged=False, signed=True)[0]
    hand = Hand(page, live_server.url)
    hand.sits_down(people.officer)
    page.goto(f"{hand.server}/reports/{report.pk}/")
    raise_box = page.locator("[data-remark-raise]")
    select(page, "[data-remark-text]", "走访")
    hand.click(page.locator(".remark-bar").get_by_role("button", name="批注"))
    page.keyboard.type("请写明走访了哪些街道")
    hand.click(raise_box.get_by_role("button", name="提出批注"))
    assert hand.clicks == 2
    row = Remark.objects.get()
    assert (row.quote, row.report, row.from_desk) == ("走访", report, True)
    expect(page.locator("#remarks .remark")).to_contain_text("请写明走访了哪些街道")
    expect(page.locator(".remark-place")).to_have_text("走访")
    shot(page, "report-remark")
    sound_at_both_widths(page)
    fresh = ProgressReport.objects.get(pk=report.pk)
    reports.return_report(report=fresh, reasons={"narrative": "见批注"}, by=people.officer, at=now())

    hand.sits_down(people.liaison)
    page.goto(f"{hand.server}/obligations/{report.obligation_id}/report/")
    hand.click(page.get_by_role("link", name="1条批注待处理"))
    page.locator("#remarks summary", has_text="回复").click()
    page.locator("#remarks input[name=words]").fill("走访了东河、西山两个街道，已补写。")
    page.locator("#remarks button", has_text="发出").click()
    expect(page.locator("#remarks")).to_contain_text("已补写")
    hand.clicks = 0
    hand.click(page.locator("#remarks button", has_text="了结"))
    assert hand.clicks == 1
    assert Remark.objects.get().state == "settled"
    sound_at_both_widths(page)
