"""A real server that is killed, locked out of its database or out of room: the page never says "saved" without a row."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Locator, Page, expect

LONG = "".join(f"第{n}户安装呼叫设备，老人说方便多了。" for n in range(1, 51))
SAVED = re.compile("已存 [0-9]{2}:[0-9]{2}")
ROOT = Path(__file__).parent.parent.parent
PREPARE = """
import json, django
django.setup()
from taizhang.office.schema import bring_up_to_date
bring_up_to_date()
from django.test import Client
from django.utils import timezone
from django_scopes import scope
from taizhang.bulletin.actions import submissions
from taizhang.office import actions
from taizhang.office.roles import Role
at = timezone.now()
office = actions.found_office(name="海川市精神文明建设办公室", short_name="市文明办", slug="haichuan", at=at)
with scope(office=office.pk):
    unit = actions.add_unit(office=office, name="海川市民政局", short_name="市民政局", by=None, at=at)
    person = actions.register_person(office=office, username="xuzhi", name="许知", by=None, at=at)
    post = actions.add_post(office=office, role=Role.LIAISON, title="联络员", unit=unit, by=None, at=at)
    actions.appoint(post=post, person=person, by=None, at=at)
    row = submissions.start_submission(unit=unit, title="暖冬行动", body="走访。", by=person, at=at)
browser = Client()
browser.force_login(person)
cookie = browser.cookies["taizhang"]
print(json.dumps({"row": row.pk, "name": cookie.key, "value": cookie.value}))
"""


class Site:
    """An installation of its own, served by processes of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ, "TAIZHANG_HOME": str(home), "TAIZHANG_TICK": "0", "DJANGO_SETTINGS_MODULE": "taizhang.settings",
        }  # fmt: skip
        self.environment.pop("DATABASE_URL", None)
        made = self._run("-c", PREPARE)
        self.made = json.loads(made.stdout.strip().splitlines()[-1])
        self.process: subprocess.Popen[bytes] | None = None

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )

    def start(self) -> None:
        """Serve, and wait until it answers."""
        command = [sys.executable, "-m", "taizhang.cli", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(
            command, env=self.environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        end = time.monotonic() + 120
        while time.monotonic() < end:
            try:
                with urlopen(f"{self.address}/healthz", timeout=5):
                    return
            except (URLError, OSError):
                time.sleep(0.2)
        raise TimeoutError("the server does not answer")

    def kill(self) -> None:
        """End all its processes as a power cut would."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def processes(self) -> list[int]:
        """Its server and workers."""
        assert self.process is not None
        found = subprocess.run(
            ["ps", "-o", "pid=", "-s", str(self.process.pid)], capture_output=True, text=True, check=True
        )
        return [int(pid) for pid in found.stdout.split()]

    def database(self) -> sqlite3.Connection:
        return sqlite3.connect(self.home / "taizhang.sqlite3", timeout=30, isolation_level=None)

    def stored(self) -> str:
        """The body as the database holds it."""
        with closing(self.database()) as rows:
            return str(
                rows.execute(
                    "SELECT body FROM bulletin_submission WHERE id = ?", [self.made["row"]]
                ).fetchone()[0]
            )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("home"))
    yield site
    site.kill()


@pytest.fixture
def site(made: Site) -> Site:
    if made.process is None:
        made.start()
    return made


@pytest.fixture(autouse=True)
def faults_are_logged(silence: list[str]) -> Iterator[None]:
    """The browser logs each refusal and each lost connection; nothing else may stand there."""
    yield
    silence[:] = [line for line in silence if not line.startswith("Failed to load resource")]


@pytest.fixture
def writing(site: Site, page: Page) -> Page:
    """The liaison's form, open; from now on it is noted whether the page ever says "saved"."""
    cookie = {"name": site.made["name"], "value": site.made["value"], "url": site.address}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.goto(f"{site.address}/submissions/{site.made['row']}/write/")
    page.evaluate(
        """() => { window.said = []; const place = document.getElementById("kept");
        new MutationObserver(() => window.said.push(place.textContent)).observe(place, {childList: true,
        characterData: true, subtree: true}); }"""
    )
    return page


def body(page: Page) -> Locator:
    return page.get_by_label("正文")


def state(page: Page) -> Locator:
    return page.locator("#kept")


def not_saved(page: Page, site: Site, before: str, words: str | re.Pattern[str]) -> None:
    """The page says so, never said otherwise, keeps the text, and nothing is stored."""
    expect(state(page)).to_contain_text(words, timeout=60_000)
    assert not [each for each in page.evaluate("window.said") if "已存" in each]
    assert site.stored() == before
    assert (
        page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('taizhang.typed')).length")
        == 1
    )


def saved_in_the_end(page: Page, site: Site, typed: str) -> None:
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(state(page)).to_have_text(SAVED, timeout=60_000)
    assert site.stored() == typed


def test_a_server_that_is_killed_and_comes_back(writing: Page, site: Site) -> None:
    before, typed = site.stored(), LONG + "断电前后。"
    site.kill()
    body(writing).fill(typed)
    not_saved(writing, site, before, "没有连上服务器，还没有存上")
    site.start()
    saved_in_the_end(writing, site, typed)


def test_a_server_that_is_killed_while_it_saves(writing: Page, site: Site) -> None:
    """The save waits for a lock when the processes die: the connection breaks in the middle of the answer."""
    before, typed = site.stored(), LONG + "保存途中。"
    with closing(site.database()) as rows:
        rows.execute("BEGIN IMMEDIATE")
        with writing.expect_request("**/keep/"):
            body(writing).fill(typed)
        site.kill()
        rows.execute("ROLLBACK")
    not_saved(writing, site, before, "没有连上服务器，还没有存上")
    site.start()
    saved_in_the_end(writing, site, typed)


def test_a_database_that_somebody_else_writes_to(writing: Page, site: Site) -> None:
    before, typed = site.stored(), LONG + "写锁期间。"
    with closing(site.database()) as rows:
        rows.execute("BEGIN IMMEDIATE")
        body(writing).fill(typed)
        not_saved(writing, site, before, "还没有存上")
        rows.execute("ROLLBACK")
    saved_in_the_end(writing, site, typed)


@pytest.mark.skipif(
    not hasattr(__import__("resource"), "prlimit"), reason="needs the limits of another process"
)
def test_a_disk_that_is_full(writing: Page, site: Site) -> None:
    """No file of the server's may grow any more: what a full disk is to it."""
    import resource

    before, typed = site.stored(), LONG + "磁盘写满。"
    limits = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in site.processes()}
    for pid, (_soft, hard) in limits.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, hard))
    body(writing).fill(typed)
    not_saved(writing, site, before, "还没有存上")
    for pid, both in limits.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, both)
    saved_in_the_end(writing, site, typed)
