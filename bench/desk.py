"""The desk: from the end of a pause in typing to the redrawn official page, beside raw warm Typst.

``python -m bench desk [--rounds N] [--browser]``. An office and an issue of a page or five are made in a temporary
folder; each round one paragraph is edited. Without a browser the three requests of a save (text, page, picture) are
made one after the other through Django; with ``--browser`` Chromium types, and the time runs from the moment the text
is sent until the new picture stands there. Typst alone compiles the same issue, warm, in the same run.
"""

from __future__ import annotations

import argparse
import os
import re
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from statistics import median
from typing import Any

from bench.machine import described

NEEDED = re.compile(r'srcset="[^"]*? ([^ ]+) 900w')


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench desk")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--browser", action="store_true")
    options = parser.parse_args(argv)
    print(described("Django"), flush=True)
    with tempfile.TemporaryDirectory(prefix="bench-desk-") as home:
        os.environ |= {"TAIZHANG_HOME": home, "DATABASE_URL": "", "DJANGO_ALLOW_ASYNC_UNSAFE": "1"}
        article, person = prepare()
        raw, ours = (in_browser if options.browser else by_requests)(article, person, options.rounds)
    show("Typst alone, warm", raw, raw)
    for name, times in ours.items():
        show(name, times, raw)
    return 0


def show(name: str, times: list[float], raw: list[float]) -> None:
    ratio = median(times) / median(raw)
    print(f"{name:42} median {median(times) * 1e3:6.0f} ms  best {min(times) * 1e3:5.0f}  × {ratio:.2f}")


def prepare() -> tuple[Any, Any]:
    """An issue at the desk with the articles of an invented one; its first article and the editor."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "taizhang.settings"
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django_scopes import scope

    from bench.read import issue as text_of
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
        for item in read_bulletin(text_of(7, 1)).items:
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
    from taizhang.core.gongwen import for_setting
    from taizhang.web.draft import bulletin_of_draft

    compiled = raw_typst()

    def seconds(key: int) -> float:
        with scopes_disabled():
            return compiled(
                for_setting(bulletin_of_draft(Issue.objects.select_related("series").get(pk=key)))
            )

    return seconds


def by_requests(article: Any, person: Any, rounds: int) -> tuple[list[float], dict[str, list[float]]]:
    """The three requests that follow a pause, one after the other."""
    from django.test import Client

    client, compiled = Client(HTTP_HOST="127.0.0.1"), alone()
    client.force_login(person)
    version, raw = article.version, []
    times: dict[str, list[float]] = {
        "text saved, marks": [],
        "page set and checked": [],
        "picture": [],
        "all": [],
    }
    for turn in range(rounds + 2):
        at = [time.perf_counter()]
        fields = {"version": version, "title": article.title, "body": f"（第{turn}次修改）{article.body}"}
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
        for name, start, stop in zip(times, [*at[:3], at[0]], [*at[1:], at[3]], strict=True):
            times[name].append(stop - start)
        raw.append(compiled(article.issue_id))
    return raw, times


@contextmanager
def server() -> Iterator[str]:
    """The pages on a port of this machine."""
    from socketserver import ThreadingMixIn
    from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

    from django.core.wsgi import get_wsgi_application

    class Threads(ThreadingMixIn, WSGIServer):
        daemon_threads = True

    class Quiet(WSGIRequestHandler):
        def log_message(self, *args: object) -> None:
            pass

    made = make_server("127.0.0.1", 0, get_wsgi_application(), Threads, Quiet)
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()


def in_browser(article: Any, person: Any, rounds: int) -> tuple[list[float], dict[str, list[float]]]:
    """From the moment the text is sent to the new picture, as Chromium has it."""
    from django.test import Client
    from playwright.sync_api import sync_playwright

    client, compiled, raw = Client(), alone(), []
    client.force_login(person)
    times: dict[str, list[float]] = {"sent until the new page stands": []}
    with server() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
        context.add_cookies([{"name": "taizhang", "value": client.cookies["taizhang"].value, "url": address}])
        page = context.new_page()
        sent: list[float] = []
        page.on("request", lambda request: "/keep/" in request.url and sent.append(time.perf_counter()))
        page.goto(f"{address}/drafts/{article.issue_id}/")
        page.wait_for_timeout(3_000)
        for turn in range(rounds + 2):
            before = page.locator("#leaf img").get_attribute("src")
            page.locator(".ProseMirror p").first.click()
            page.keyboard.type(f"改{turn}")
            sent.clear()
            while not sent or page.locator("#leaf img").get_attribute("src") == before:
                page.wait_for_timeout(4)
            if turn >= 2:
                times["sent until the new page stands"].append(time.perf_counter() - sent[0])
                raw.append(compiled(article.issue_id))
            page.wait_for_timeout(400)
        browser.close()
    return raw, times
