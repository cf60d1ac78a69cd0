"""Full-text search: build, recall against substring truth, look-ups, the page; beside trigrams and plain LIKE.

``python -m bench search [--bulletins 2222] [--phrases 300] [--database-url postgres://…/name]``. The bulletins are
invented, the phrases of two to four characters stand somewhere in them. Truth is ``phrase in text`` over every
text. The trigram peer (SQLite only; two characters fall back to LIKE) is built up to ``--trigram-up-to`` bulletins.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from bench.machine import described
from bench.search_texts import COMMON, bulletins, phrases

AT = datetime(2026, 1, 1, tzinfo=UTC)
FIRST_DAY = date(2015, 1, 1)
DAYS = 4_000
PAGE = 20
ALL = 10**9
GOALS = {"newest": 5.0, "ranked": 20.0, "page": 15.0}  # ms: p95, p95, CPU


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench search")
    parser.add_argument("--bulletins", type=int, default=2_222)
    parser.add_argument("--phrases", type=int, default=300)
    parser.add_argument("--trigram-up-to", type=int, default=10_000)
    parser.add_argument("--database-url", default="", help="empty: SQLite in a temporary folder")
    options = parser.parse_args(argv)
    print(described("Django"), "; PostgreSQL" if options.database_url else "; SQLite", flush=True)
    with tempfile.TemporaryDirectory(prefix="bench-search-") as home:
        os.environ |= {"TAIZHANG_HOME": home, "DATABASE_URL": options.database_url}
        office, person = prepare()
        return Bench(office, person, options).run()


def configure() -> None:
    """Django as a server has it, without the manifest of the static files."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "taizhang.settings"
    django.setup()
    from django.conf import settings

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.ALLOWED_HOSTS = ["testserver"]


def prepare() -> tuple[Any, Any]:
    """A new office with its reader."""
    configure()
    from django.core.management import call_command
    from django_scopes import scope

    from taizhang.office.models import Office, Person, Post, PostHolder
    from taizhang.office.roles import Role

    call_command("migrate", verbosity=0)
    mark = f"bench{os.getpid()}{int(time.time())}"
    office = Office.objects.create(name=mark, short_name=mark, slug=mark)
    with scope(office=office.pk):
        person = Person.objects.create(office=office, username=mark, name=mark)
        post = Post.objects.create(office=office, role=Role.EDITOR, title="-")
        PostHolder.objects.create(office=office, post=post, person=person, valid_from=AT)
    return office, person


class Bench:
    """One run over one office."""

    def __init__(self, office: Any, person: Any, options: Any) -> None:
        self.office, self.person, self.options = office, person, options
        self.texts: dict[int, str] = {}  # article → title and text

    def run(self) -> int:
        from django_scopes import scope

        from taizhang.core.text.search_words import parse
        from taizhang.office.visible import viewer_at

        with scope(office=self.office.pk):
            self.store()
            self.build()
            asked = phrases(list(self.texts.values()), self.options.phrases) + COMMON
            self.queries = [(phrase, parse(phrase)) for phrase in asked]
            self.viewer = viewer_at(self.person, AT)
            recall = self.recall()
            gc.collect()
            gc.freeze()  # a server does not hold all texts: the collector shall not walk over them in each look-up
            self.look_ups()
            self.peers()
            self.page()
        return 0 if recall == 1 else 1

    def store(self) -> None:
        """The bulletins as rows, as if they had been read in."""
        from django.db import transaction

        from taizhang.bulletin.actions import add_series
        from taizhang.bulletin.models import Article, Issue
        from taizhang.core.gongwen.model import IssueKind

        mark, count = self.office.slug, self.options.bulletins
        series = add_series(office=self.office, name=mark, slug=mark, issuer=mark, by=None, at=AT)
        made = iter(enumerate(bulletins(count)))
        while some := list(islice(made, 500)):
            with transaction.atomic():
                issues = Issue.objects.bulk_create(
                    Issue(
                        office=self.office, series=series, kind=IssueKind.REGULAR, date=day, year=day.year,
                        cumulative_no=n + 1, issuer="海川市文明办", data={}, saved_at=AT,
                    )
                    for n, _articles in some
                    for day in [FIRST_DAY + timedelta(days=n * DAYS // count)]
                )  # fmt: skip
                rows = Article.objects.bulk_create(
                    Article(office=self.office, issue=issue, position=place, title=title, body=body)
                    for issue, (_n, articles) in zip(issues, some, strict=True)
                    for place, (title, body) in enumerate(articles)
                )
            self.texts |= {row.pk: row.text for row in rows}
        print(f"\n{count:,} bulletins, {len(self.texts):,} articles,", end=" ")
        print(f"{sum(map(len, self.texts.values())) / 1e6:.1f} million characters", flush=True)

    def build(self) -> None:
        from taizhang.bulletin.search import rebuild

        before, begun, cpu = _size(), time.perf_counter(), time.process_time()
        entries = rebuild(self.office)
        took, used = time.perf_counter() - begun, time.process_time() - cpu
        print(f"index: {entries:,} entries in {took:.1f} s ({used:.1f} s CPU here),", end=" ")
        print(f"{(_size() - before) / 1e6:.0f} MB", flush=True)

    def recall(self) -> float:
        """Every hit of every phrase against the truth; whatever the index says too much is counted, too."""
        from taizhang.bulletin.models import SearchEntry
        from taizhang.bulletin.search import store

        target = dict(SearchEntry.objects.filter(kind="article").values_list("pk", "target"))
        found_true = true = extra = 0
        for phrase, query in self.queries:
            keys = store.matching(query, below=None, limit=ALL)
            found = {target[key] for key in keys if key in target}
            truth = {pk for pk, text in self.texts.items() if phrase in text}
            found_true, true = found_true + len(found & truth), true + len(truth)
            extra += len(found - truth)
        recall = found_true / true
        print(f"recall: {recall:.3f} of {true:,} hits for {len(self.queries)} phrases; {extra} too many\n")
        return recall

    def look_ups(self) -> None:
        from taizhang.bulletin.search import find, store

        print(
            "| Look-up, 20 hits | p50 ms | p95 ms | CPU p50 | CPU p95 | goal p95 |\n|---|---:|---:|---:|---:|---|"
        )
        self.line("newest, words alone", lambda _p, q: store.matching(q, below=None, limit=PAGE), "newest")
        self.line(
            "newest, with permission and entries", lambda _p, q: find(q, self.viewer, limit=PAGE), "newest"
        )
        likely = lambda _p, q: find(q, self.viewer, limit=PAGE, likeliest=True)  # noqa: E731
        self.line("likeliest of the newest 400", likely, "ranked")

    def line(self, words: str, ask: Callable[[str, Any], object], goal: str = "") -> None:
        pairs = _times(lambda pair: ask(*pair), self.queries)
        walls, cpus = sorted(wall for wall, _cpu in pairs), sorted(cpu for _wall, cpu in pairs)
        p95 = _p95(walls)
        met = f"≤ {GOALS[goal]:.0f} {'met' if p95 <= GOALS[goal] else 'missed'}" if goal else "peer"
        middle = statistics.median(walls), statistics.median(cpus)
        print(
            f"| {words} | {middle[0]:.2f} | {p95:.2f} | {middle[1]:.2f} | {_p95(cpus):.2f} | {met} |",
            flush=True,
        )

    def peers(self) -> None:
        from django.db import connection

        from taizhang.bulletin.models import Article

        like = Article.objects.order_by("-pk").values_list("pk", flat=True)
        self.line("icontains over the articles", lambda p, _q: list(like.filter(body__icontains=p)[:PAGE]))
        if connection.vendor == "sqlite" and self.options.bulletins <= self.options.trigram_up_to:
            begun, before = time.perf_counter(), _size()
            with connection.cursor() as cursor:
                cursor.execute("CREATE VIRTUAL TABLE bench_trigram USING fts5(words, tokenize='trigram')")
                cursor.executemany(
                    "INSERT INTO bench_trigram (rowid, words) VALUES (%s, %s)", list(self.texts.items())
                )
            took, more = time.perf_counter() - begun, (_size() - before) / 1e6
            self.line(f"FTS5 trigram, LIKE for two ({took:.1f} s, {more:.0f} MB)", lambda p, _q: _trigram(p))

    def page(self) -> None:
        """The whole page through the test client in a process of its own."""
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as file:
            file.write("\n".join(phrase for phrase, _query in self.queries))
            file.flush()
            asked = [sys.executable, "-m", "bench.search_page", self.person.username, file.name]
            middle, p95 = map(float, subprocess.check_output(asked, text=True).split())
        met = "met" if middle <= GOALS["page"] else "missed"
        print(
            f"\npage: {middle:.1f} ms CPU median, {p95:.1f} p95; goal ≤ {GOALS['page']:.0f} {met}", flush=True
        )


def _trigram(phrase: str) -> list[Any]:
    from django.db import connection

    match = "words MATCH %s" if len(phrase) > 2 else "words LIKE %s"
    asked = f'"{phrase}"' if len(phrase) > 2 else f"%{phrase}%"
    with connection.cursor() as cursor:
        sql = f"SELECT rowid FROM bench_trigram WHERE {match} ORDER BY rowid DESC LIMIT {PAGE}"
        cursor.execute(sql, [asked])
        return list(cursor.fetchall())


def _times(ask: Callable[[Any], object], given: Sequence[Any]) -> list[tuple[float, float]]:
    """Milliseconds on the wall and of this process's CPU for each; twenty have been asked once before."""
    for each in given[:20]:
        ask(each)
    taken = []
    for each in given:
        begun, cpu = time.perf_counter(), time.process_time()
        ask(each)
        taken.append(((time.perf_counter() - begun) * 1_000, (time.process_time() - cpu) * 1_000))
    return taken


def _p95(rising: Sequence[float]) -> float:
    return rising[int(len(rising) * 0.95)]


def _size() -> int:
    """Bytes of the database."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(connection.settings_dict["NAME"]).stat().st_size
