"""A real browser against a real server on this machine; every page is held to silence in the console."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.servers.basehttp import WSGIRequestHandler
from django.test import Client
from django.utils import timezone
from django_scopes import scope
from playwright.sync_api import Browser, BrowserContext, Page, expect

from taizhang.bulletin import actions
from taizhang.bulletin.models import Issue, Series
from taizhang.core.gongwen import Bulletin
from taizhang.office.models import Office, Person
from taizhang.press import shared_press
from tests.chromium import CHROMIUM

expect.set_options(timeout=20_000)  # what must come may come late on a busy machine
# Django's server writes head and body apart: together with delayed acknowledgements each small file would wait 40 ms.
WSGIRequestHandler.disable_nagle_algorithm = True
TEXT = """海川文明简报

第 6 期

(总第 318 期)

海川市文明办

2024 年 6 月 18 日

【聚力共建】

按照年初“建账”、年中“督账”、年底“销账”的安排，现将部分重点项目推进情况刊发如下，供各单位学习交流。

市教委推进书香校园建设。一是深入基层。截至6月中旬，共走进11所学校，面向500多名师生，开展8场“书香进校园”宣讲活动。二是搞好服务。累计发放图书30万余册，服务师生4万余人次。三是注重宣传。多家媒体作了报道，实现全覆盖。

(市教委)

责编：林知秋 核稿：方若水

电话：010-55550000 传真：010-55550001

报：省文明办，市委办公室

送：市直各单位

发：各区文明办
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser these tests are skipped at a desk, never where a build is judged.

    What they run is covered by the tests of its own room: counting the lines again would cost a minute.
    """
    marks = [pytest.mark.browser, pytest.mark.no_cover]
    if not CHROMIUM and not os.environ.get("CI"):
        marks.append(pytest.mark.skip(reason="no chromium on this machine"))
    for item in items:
        if "e2e" in item.path.parts:
            for mark in marks:
                item.add_marker(mark)


@pytest.fixture
def context(browser: Browser, pages_folder: None) -> Iterator[BrowserContext]:
    """A browser with nothing in it yet: each test has its own, and nothing it asked for outlasts the test."""
    made = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900})
    yield made
    made.close()
    answer_what_was_asked()


def answer_what_was_asked() -> None:
    """Wait for the server's threads: one that goes on would use the database and the folder of the next test."""
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(20)
            assert not thread.is_alive(), thread.name


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture(scope="session", autouse=True)
def warm_press() -> None:
    """The first page of a process takes a second more: fonts are read."""
    shared_press().compile(Bulletin(name="海川文明简报"))


@pytest.fixture(autouse=True)
def pages_folder(settings, tmp_path) -> None:
    settings.TAIZHANG_HOME = tmp_path


@pytest.fixture(autouse=True)
def silence(context: BrowserContext) -> Iterator[list[str]]:
    """No error and no violation of the content policy on any page of a test."""
    said: list[str] = []

    def listen(page: Page) -> None:
        page.on("console", lambda line: said.append(line.text) if line.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: said.append(str(error)))

    context.on("page", listen)
    yield said
    assert said == []


@pytest.fixture
def series(live_server: Any, office: Office) -> Series:
    with scope(office=office.pk):
        return actions.add_series(
            office=office, name="海川文明简报", slug="hcwm", issuer="海川市文明办", by=None, at=timezone.now()
        )


@pytest.fixture
def issue(series: Series, editor: Person) -> Issue:
    """An older issue in the archive."""
    text = TEXT.replace("第 6 期", "第 4 期").replace("318", "316")
    with scope(office=editor.office_id):
        reading = actions.open_reading(
            office=editor.office,
            by=editor,
            at=timezone.now(),
            name="第4期.txt",
            source_format="txt",
            text=text,
        )
        return actions.save_reading(reading=reading, series=series, by=editor, at=timezone.now())


Visit = Callable[[str], Page]


@pytest.fixture
def visit(live_server: Any, editor: Person, page: Page) -> Visit:
    """``visit("/desk/")``: the editor, signed in, at that address."""
    client = Client()
    client.force_login(editor)
    cookie = client.cookies["taizhang"]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    def go(path: str) -> Page:
        page.goto(f"{live_server.url}{path}")
        return page

    return go


@pytest.fixture
def lay(visit: Visit) -> Callable[[], Page]:
    """Paste the text and be at the desk."""

    def paste() -> Page:
        page = visit("/desk/")
        page.get_by_label("粘贴稿件文字").fill(TEXT)
        page.get_by_role("button", name="开始阅稿").click()
        page.wait_for_url("**/desk/*/")
        return page

    return paste
