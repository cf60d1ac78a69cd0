"""The pages, a report and the live page in Chromium as offices have it: 86, 92 and 109 (``make old-browsers``)."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, Playwright

from taizhang.bulletin.models import Issue
from taizhang.ledger.models import ProgressReport, Project
from tests.chromium import CHROMIUM, QUIET
from tests.ledger.conftest import People, ledger, people, project_in

from .clicks import Hand, let_caret_go
from .conftest import TEXT, Visit
from .test_bulletin_desk import article, cast
from .test_ledger_work import projects
from .test_pages import NARROW, WIDE

__all__ = ["article", "cast", "ledger", "people", "project_in", "projects"]

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
FOLDER = Path(os.environ.get("TAIZHANG_OLD_BROWSERS") or CACHE / "taizhang" / "browsers")
VERSIONS = ["86", "92", "109", "current"]
# What a page must have for its look: a style sheet that is not read leaves none of these.
LOOK = """() => {
  const styled = (place, name) => getComputedStyle(document.querySelector(place))[name];
  return [styled("body", "display"), styled(".bar", "backgroundColor"), styled(".bar-row", "minHeight"),
    Math.max(0, document.documentElement.scrollWidth - innerWidth)];
}"""


@pytest.fixture(scope="module", params=VERSIONS)
def browser(
    request: pytest.FixtureRequest, playwright: Playwright, tmp_path_factory: Any
) -> Iterator[Browser]:
    """The current Chromium, or an old one over its DevTools: it is too old to be started by Playwright itself."""
    if request.param == "current":
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield running
        return running.close()
    home = FOLDER / f"chromium-{request.param}"
    if not (home / "chromium").is_file():
        pytest.skip(f"no Chromium {request.param} here: make old-browsers")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    profile = tmp_path_factory.mktemp(f"chromium-{request.param}")
    command = [
        home / "chromium",
        *QUIET,
        "--headless",
        f"--remote-debugging-port={port}",
        f"--user-data-dir={profile}",
    ]
    environment = {**os.environ, "LD_LIBRARY_PATH": str(home / "lib")}
    with (
        (profile / "log").open("w") as log,
        subprocess.Popen(command, env=environment, stderr=log) as process,
    ):
        try:
            running = connected(playwright, port)
            assert running.version.split(".")[0] == request.param
            yield running
            running.close()
        finally:
            process.kill()


def connected(playwright: Playwright, port: int) -> Browser:
    """As soon as it listens."""
    for _ in range(100):
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    return playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")


def looks_right(page: Page) -> None:
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert page.evaluate(LOOK) == ["flex", "rgb(255, 255, 255)", "44px", 0]


def test_the_pages_have_their_look(
    visit: Visit, issue: Issue, projects: list[Project], people: People
) -> None:
    addresses = [
        "/",
        "/desk/",
        "/issues/",
        reverse("issue", args=[issue.pk]),
        "/ledger/",
        "/ledger/wall/",
        "/me/",
    ]
    for address in addresses:
        looks_right(visit(address))


def click(page: Page, selector: str, words: str = "") -> None:
    """The mouse's own click, on the first that shows these words: Playwright's asks the page what only newer ones know."""
    place = page.wait_for_function(
        """([selector, words]) => {
          const found = [...document.querySelectorAll(selector)].find((each) => each.textContent.includes(words));
          found?.scrollIntoView({ block: "center" });
          const box = found?.getBoundingClientRect();
          return box && box.width && [box.left + box.width / 2, box.top + box.height / 2];
        }""",
        arg=[selector, words],
    ).json_value()
    page.mouse.click(*place)


def shows(page: Page, selector: str, words: str = "") -> None:
    page.wait_for_function(
        "([selector, words]) => document.querySelector(selector)?.textContent.includes(words)",
        arg=[selector, words],
    )


def drawn(page: Page, kind: str) -> None:
    """Wait until the official page stands in its box, as ``kind`` of element, at its full size."""
    page.wait_for_function(
        """(kind) => {
          const picture = document.querySelector(`#leaf .leaf ${kind}`);
          const box = picture?.parentElement.getBoundingClientRect();
          return box && box.width > 100 && Math.abs(box.height / box.width - 297 / 210) < 0.02 &&
            Math.abs(picture.getBoundingClientRect().height - box.height) < 4;
        }""",
        arg=kind,
    )


def test_a_paper_is_read_at_the_desk(visit: Visit) -> None:
    page = visit("/desk/")
    click(page, "form[data-drop] textarea")
    page.keyboard.insert_text(TEXT)
    click(page, "button", "开始阅稿")
    page.wait_for_url("**/desk/*/")
    drawn(page, "img")
    click(page, "#text a[data-mark]")
    shows(page, ".card")
    page.keyboard.press("Escape")
    looks_right(page)


def test_a_report_is_typed_and_sent(
    projects: list[Project], people: People, page: Page, live_server: Any
) -> None:
    Hand(page, live_server.url).sits_down(people.liaison)
    click(page, "a.button", "填报")
    click(page, "textarea[name=narrative]")
    page.keyboard.type("累计上门走访1.2万人次。", delay=5)
    shows(page, "#readings select")
    shows(page, "#kept", "已存")
    looks_right(page)
    click(page, "button", "送单位负责人审签")
    page.wait_for_url(f"{live_server.url}/")
    report = ProgressReport.objects.get()
    assert report.state == "unit_review"
    assert [each["text"] for each in report.values.values()] == ["1.2万人次"]


def test_the_live_page_follows_what_is_typed(article: Any, cast: Any, page: Page, live_server: Any) -> None:
    Hand(page, live_server.url).sits_down(cast.editor)
    click(page, "a", cast.series.name)
    drawn(page, "img")
    click(page, ".ProseMirror p")
    let_caret_go(page)
    page.keyboard.press("Control+End")
    page.keyboard.type("志愿者说，明年还来。")
    drawn(page, "canvas")  # from the text that is typed
    shows(page, "#saved", "已存")
    drawn(page, "img")  # from the text that is stored
    article.refresh_from_db()
    assert "志愿者说，明年还来。" in article.text
    looks_right(page)
