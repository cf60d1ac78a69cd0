"""The desk: from the end of a pause in typing to the redrawn official page, beside raw warm Typst.

``python -m bench desk [--rounds N] [--file BULLETIN.txt] [--browser]``. An office and an issue (the one that ``bench
press`` sets) are made in a temporary folder; each round one paragraph is edited. Without a browser the requests that
follow a pause are made one after the other through Django: the page drawn from the text as typed, the text saved, the
page set with its form check. With ``--browser`` Chromium types, and the time runs from the moment the text is sent
until the new picture stands there. Typst alone compiles the same issue, warm, in the same run.
"""

from __future__ import annotations

import argparse
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from typing import Any

from bench.machine import described
from bench.press import SAMPLE
from bench.read import issue as invented

# From the end of the pause to the new picture in the page and to its paint, on the browser's own clock.
UNTIL_DRAWN = """() => {
  let begun = 0;
  document.addEventListener("text-paused", () => (begun = performance.now()), { once: true, capture: true });
  const drawn = new Promise((done) => {
    const watch = new MutationObserver(() => {
      const now = performance.now();
      if (!begun || !document.querySelector("#leaf canvas")) return;
      watch.disconnect();
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => done([now - begun, performance.now() - begun]);
        port2.postMessage(null); // comes when the frame has been painted
      });
    });
    watch.observe(document.getElementById("leaf"), { childList: true, subtree: true });
  });
  return { drawn };
}"""
NEEDED = re.compile(r'srcset="[^"]*? ([^ ]+) 900w')


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench desk")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--file", type=Path)
    parser.add_argument("--browser", action="store_true")
    options = parser.parse_args(argv)
    print(described("Django"), flush=True)
    with tempfile.TemporaryDirectory(prefix="bench-desk-") as home:
        os.environ |= {"TAIZHANG_HOME": home, "DATABASE_URL": "", "DJANGO_ALLOW_ASYNC_UNSAFE": "1"}
        article, person = prepare(text_of(options.file))
        raw, ours = (in_browser if options.browser else by_requests)(article, person, options.rounds)
    show("Typst alone, warm", raw, raw)
    for name, times in ours.items():
        show(name, times, raw)
    return 0


def show(name: str, times: list[float], raw: list[float]) -> None:
    ratio = median(times) / median(raw)
    print(f"{name:42} median {median(times) * 1e3:6.0f} ms  best {min(times) * 1e3:5.0f}  × {ratio:.2f}")


def text_of(file: Path | None) -> str:
    """The bulletin to edit: the one given, else the sample, else an invented one."""
    file = file or (SAMPLE if SAMPLE.exists() else None)
    return file.read_text("utf-8") if file else invented(7, 1)


def prepare(text: str) -> tuple[Any, Any]:
    """An issue at the desk with the articles of that one; its first article and the editor."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "taizhang.settings"
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django_scopes import scope

    from taizhang.bulletin.actions import add_series, issues
    from taizhang.core.gongwen import read_bulletin
    from taizhang.office.models import Office, Person, Post, PostHolder
    from taizhang.office.roles import Role

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    call_command("migrate", verbosity=0)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    office = Office.objects.create(name="海川市文明办", short_name="市文明办", slug="bench")
    series = add_series(office=office, name="海川简报", slug="jb", issuer="海川市文明办", by=None, at=at)
    with scope(office=office.pk):
        editor = Person.objects.create(office=office, username="editor", name="林知远")
        post = Post.objects.create(office=office, role=Role.EDITOR, title="责编")
        PostHolder.objects.create(office=office, post=post, person=editor, valid_from=at)
        issue = issues.open_issue(series=series, on=date(2026, 3, 2), by=editor, at=at)
        for item in read_bulletin(text).items:
            body = "\n".join(p.text for p in item.body)
            issues.add_article(
                issue=issue, title=item.title, body=body, source_unit=item.source_unit, by=editor, at=at
            )
        return issue.articles.order_by("position")[0], editor


def alone() -> Any:
    """``alone(issue)``: seconds of Typst alone for the issue as it stands."""
    from django_scopes import scopes_disabled

    from bench.press import raw_typst
    from taizhang.bulletin.models import Issue
    from taizhang.bulletin.queries.composing import as_printed
    from taizhang.core.gongwen import for_setting

    compiled = raw_typst()

    def seconds(key: int) -> float:
        with scopes_disabled():
            return compiled(for_setting(as_printed(Issue.objects.select_related("series").get(pk=key))))

    return seconds


def by_requests(article: Any, person: Any, rounds: int) -> tuple[list[float], dict[str, list[float]]]:
    """The requests that follow a pause, one after the other."""
    from django.test import Client

    client, compiled = Client(HTTP_HOST="127.0.0.1"), alone()
    client.force_login(person)
    version, raw = article.version, []
    times: dict[str, list[float]] = {
        "page drawn from the text as typed": [],
        "text saved, marks": [],
        "page set and checked": [],
        "picture": [],
    }
    for turn in range(rounds + 2):
        at = [time.perf_counter()]
        fields = {"version": version, "title": article.title, "body": f"（第{turn}次修改）{article.body}"}
        shown = {"annual_no": 10, "cumulative_no": 352, "page": 1, "width": 600, "near": f"第{turn}次修改"}
        client.post(f"/articles/{article.pk}/draw/", {**fields, **shown})
        at.append(time.perf_counter())
        version = client.post(f"/articles/{article.pk}/keep/", fields, HTTP_ACCEPT="application/json").json()[
            "version"
        ]
        at.append(time.perf_counter())
        pane = client.get(f"/drafts/{article.issue_id}/leaf/").content.decode()
        at.append(time.perf_counter())
        found = NEEDED.search(pane)
        if found is None:
            raise RuntimeError(pane)
        client.get(found[1].replace("&amp;", "&"))
        at.append(time.perf_counter())
        if turn < 2:
            compiled(article.issue_id)
            continue
        for name, start, stop in zip(times, at, at[1:], strict=False):
            times[name].append(stop - start)
        raw.append(compiled(article.issue_id))
    return raw, times


@contextmanager
def server() -> Iterator[str]:
    """The pages as ``taizhang serve`` gives them, on a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("taizhang")), "serve", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as serving:
        try:
            while socket.socket().connect_ex(("127.0.0.1", port)):
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            serving.terminate()


def in_browser(article: Any, person: Any, rounds: int) -> tuple[list[float], dict[str, list[float]]]:
    """From the moment the text is sent to the new picture, as Chromium has it."""
    from django.test import Client
    from playwright.sync_api import sync_playwright

    client, compiled, raw = Client(), alone(), []
    client.force_login(person)
    times: dict[str, list[float]] = {"sent until the new page stands": [], "… and has been painted": []}
    with server() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
        context.add_cookies([{"name": "taizhang", "value": client.cookies["taizhang"].value, "url": address}])
        page = context.new_page()
        page.goto(f"{address}/drafts/{article.issue_id}/")
        page.wait_for_timeout(3_000)
        for turn in range(rounds + 2):
            page.locator(".ProseMirror p").first.click()
            waiting = page.evaluate_handle(UNTIL_DRAWN)
            page.keyboard.type(f"改{turn}")
            reached = page.evaluate("waiting => waiting.drawn", waiting)
            page.wait_for_timeout(1_000)
            if turn >= 2:
                for name, milliseconds in zip(times, reached, strict=True):
                    times[name].append(milliseconds / 1e3)
                raw.append(compiled(article.issue_id))
        browser.close()
    return raw, times
