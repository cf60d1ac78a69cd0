"""Numbers of issues while processes are killed: no gap, no number twice, no lock error shown to anybody.

``python -m bench numbering [--processes 16] [--seconds 60] [--database-url postgres://…/name]``. Each process signs
issues one after the other through the real act; the parent kills one of them (SIGKILL) every few tenths of a second
and starts another. With PostgreSQL the named database is emptied of an earlier run's office first.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bench.machine import described

DAY = date(2026, 3, 2)


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench numbering")
    parser.add_argument("--processes", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--kills", type=float, default=3, help="kills a second")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database-url", default="", help="empty: SQLite in a temporary folder")
    parser.add_argument("--worker", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.worker is not None:
        return sign_on(options.worker)
    print(described("Django"), "; PostgreSQL" if options.database_url else "; SQLite", flush=True)
    with tempfile.TemporaryDirectory(prefix="bench-numbering-") as home:
        os.environ |= {"TAIZHANG_HOME": home, "DATABASE_URL": options.database_url}
        series = prepare()
        errors, killed = run(series, options, Path(home))
        return report(series, errors, killed, options.seconds)


def prepare() -> int:
    """An empty series in a new office; its key."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "taizhang.settings"
    django.setup()
    from django.core.management import call_command
    from django_scopes import scope

    from taizhang.bulletin.actions import add_series
    from taizhang.office.models import Office, Person, Post, PostHolder
    from taizhang.office.roles import Role

    call_command("migrate", verbosity=0)
    mark = f"bench{os.getpid()}{int(time.time())}"
    office = Office.objects.create(name=mark, short_name=mark, slug=mark)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    with scope(office=office.pk):
        for role in (Role.EDITOR, Role.CHECKER, Role.SIGNER):
            person = Person.objects.create(office=office, username=f"{mark}{role}", name=str(role.label))
            post = Post.objects.create(office=office, role=role, title=str(role.label))
            PostHolder.objects.create(office=office, post=post, person=person, valid_from=at)
    return add_series(office=office, name=mark, slug=mark, issuer=mark, by=None, at=at).pk


def run(series: int, options: Any, home: Path) -> tuple[int, int]:
    """Let the processes sign and be killed; how many errors they showed, and how many were killed."""
    chance, log = random.Random(options.seed), home / "errors"
    command = [sys.executable, "-m", "bench", "numbering", "--worker", str(series)]
    with log.open("wb") as errors:
        begin = lambda: subprocess.Popen(command, stderr=errors)  # noqa: E731
        workers = [begin() for _ in range(options.processes)]
        end, killed, ended = time.monotonic() + options.seconds, 0, 0
        while time.monotonic() < end:
            time.sleep(chance.expovariate(options.kills))
            place = chance.randrange(len(workers))
            if workers[place].poll() is None:
                workers[place].send_signal(signal.SIGKILL)
                workers[place].wait()
                killed += 1
            else:
                ended += 1  # it stopped by itself: that is an error
            workers[place] = begin()
        for worker in workers:
            worker.kill()
            worker.wait()
    shown = log.read_text("utf-8", "replace")
    if shown.strip():
        print(shown[-2_000:])
    return ended + shown.count("Traceback"), killed


def sign_on(series_key: int) -> int:
    """Sign one issue after the other, until killed. An error ends the process with its words."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "taizhang.settings"
    django.setup()
    from django.utils import timezone
    from django_scopes import scope, scopes_disabled

    from taizhang.bulletin.actions.approval import sign_issue
    from taizhang.bulletin.models import Article, Issue, Origin, Series
    from taizhang.core.lifecycle.bulletin_life import IssueState
    from taizhang.office.models import Person

    with scopes_disabled():
        series = Series.objects.select_related("office").get(pk=series_key)
        editor, checker, signer = Person.objects.filter(office=series.office).order_by("pk")
    with scope(office=series.office_id):
        while True:
            now = timezone.now()
            issue = Issue.objects.create(
                office=series.office, series=series, origin=Origin.DESK, state=IssueState.CHECKED,
                year=DAY.year, date=DAY, data={}, edited_by=editor, edited_at=now, checked_by=checker,
                checked_at=now, saved_at=now,
            )  # fmt: skip
            Article.objects.create(office=series.office, issue=issue, position=1, title="题", body="文。")
            sign_issue(issue=issue, version=issue.version, by=signer, at=now)


def report(series: int, errors: int, killed: int, seconds: float) -> int:
    """Print what was allotted; 1 where a number is missing or stands twice, or an error was shown."""
    from django_scopes import scopes_disabled

    from taizhang.bulletin.models import Issue, NumberCounter

    with scopes_disabled():
        issues = Issue.objects.filter(series=series)
        signed = issues.filter(signed_at__isnull=False)
        annual = sorted(signed.values_list("annual_no", flat=True))
        ever = sorted(signed.values_list("cumulative_no", flat=True))
        last = dict(NumberCounter.objects.filter(series=series).values_list("year", "last"))
    gaps = sum(
        len(set(range(1, last.get(year, 0) + 1)) - set(numbers))
        for year, numbers in ((2026, annual), (0, ever))
    )
    duplicates = sum(len(numbers) - len(set(numbers)) for numbers in (annual, ever))
    print(
        f"signed: {len(annual)} ({len(annual) / seconds:.1f}/s), unsigned after a kill: {issues.count() - len(annual)}"
    )
    print(f"killed: {killed}")
    print(f"gaps: {gaps}\nduplicates: {duplicates}\nerrors: {errors}")
    return int(bool(gaps or duplicates or errors))
