"""Bringing old issues in the browser, more of them than one request takes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, Route, expect

from taizhang.bulletin.models import Issue, Series
from taizhang.web.archive import archiving

from .conftest import TEXT, Visit
from .test_pages import sound


def old_issue(number: int) -> FilePayload:
    text = TEXT.replace("第 6 期", f"第 {number} 期").replace("318", str(300 + number))
    return {"name": f"第{number}期.txt", "mimeType": "text/plain", "buffer": text.encode()}


@pytest.mark.journey
def test_a_broken_line_loses_nothing_of_many_files(
    series: Series, visit: Visit, silence: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archiving, "MOST_FILES", 2)
    page: Page = visit("/issues/read-in/")
    papers = [old_issue(number) for number in range(1, 6)]
    sent: list[Any] = []

    def break_off(route: Route) -> None:
        sent.append(route)
        if route.request.method == "POST" and len(sent) == 2:
            route.abort()
        else:
            route.continue_()

    page.route("**/issues/read-in/", break_off)
    page.locator("input[type=file]").set_input_files(papers)
    page.get_by_role("button", name="读入").click()
    expect(page.get_by_role("status")).to_have_text(re.compile("已停在第2个"))
    assert Issue._base_manager.count() == 2
    page.unroute("**/issues/read-in/")
    silence.clear()  # the browser tells of the broken line

    page.locator("input[type=file]").set_input_files(papers)
    page.get_by_role("button", name="读入").click()
    expect(page.locator(".lines li")).to_have_count(5)
    expect(page.get_by_text("第5期.txt")).to_be_visible()
    assert sorted(Issue._base_manager.values_list("annual_no", flat=True)) == [1, 2, 3, 4, 5]
    sound(page)
