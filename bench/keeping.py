"""Keeping ten years of a hundred units: backup, restore, an office exported and imported, by the commands themselves.

``python -m bench keeping [--years 10] [--units 100] [--projects 1] [--files 2000] [--kilobytes 100]
[--database-url postgres://…/name]``. Each command is a process; what is told is its wall time and its CPU time (on a busy
machine only the second is its own; PostgreSQL's is not in it). The peer is what people do by hand, without proof:
SQLite's own backup (or ``pg_dump``), and the files beside it in one tar.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.machine import described

Taken = tuple[float, float]
PASSPHRASE = "清水河上九座桥，桥桥相连到海川"


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench keeping")
    for name, default in (
        ("years", 10),
        ("units", 100),
        ("projects", 1),
        ("files", 2_000),
        ("kilobytes", 100),
    ):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--database-url", default="", help="empty: SQLite in a temporary folder")
    parser.add_argument("--fill", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.fill:
        from bench.keeping_rows import fill

        print(fill(options, random.Random(20261129)), flush=True)
        return 0
    print(described("Django"), "; PostgreSQL" if options.database_url else "; SQLite", flush=True)
    with tempfile.TemporaryDirectory(prefix="bench-keeping-") as folder:
        _measure(Path(folder), argv, options.database_url)
    return 0


class _Installation:
    """A home with a database of its own; commands run in it."""

    def __init__(self, home: Path, url: str) -> None:
        self.home, self.url = home, _fresh(url, home.name) if url else ""
        home.mkdir(mode=0o700)
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "taizhang.settings",
            "TAIZHANG_HOME": str(home),
            "TAIZHANG_BACKUP_PASSPHRASE": PASSPHRASE,
            "DATABASE_URL": self.url,
        }

    def run(self, *words: str) -> Taken:
        """Run ``python -m`` with these words; return what it took."""
        return _timed([sys.executable, "-m", *words], self.environment)


def _timed(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Taken:
    """Run a command; return its seconds by the clock and those of its CPU."""
    begun, before = time.perf_counter(), os.times()
    subprocess.run(command, env=environment, check=True)
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - begun, used


def _measure(folder: Path, argv: Sequence[str], url: str) -> None:
    full = _Installation(folder / "full", url)
    full.run("taizhang.cli", "manage", "migrate", "-v0")
    print(f"filled in {full.run('bench.keeping', '--fill', *argv)[0]:.0f} s", flush=True)
    taken = {
        "backup, restored and compared": full.run("taizhang.cli", "backup", "--to", str(folder / "backups"))
    }
    (backup,) = (folder / "backups").glob("*.zip")
    taken["restore into an empty home"] = _Installation(folder / "second", url).run(
        "taizhang.cli", "restore", str(backup)
    )
    suitcase = str(folder / "office.zip")
    taken["export-office, proven likewise"] = full.run("taizhang.cli", "export-office", suitcase)
    taken["import-office into an empty home"] = _Installation(folder / "third", url).run(
        "taizhang.cli", "import-office", suitcase
    )
    peer = _by_hand(full, folder)
    print("\n| What | s | CPU s | CPU × by hand |\n|---|---:|---:|---:|")
    for words, (wall, used) in taken.items():
        print(f"| {words} | {wall:.1f} | {used:.1f} | {used / peer[1]:.1f} |")
    print(
        f"| by hand: a copy of the database and a tar of the files, nothing compared | {peer[0]:.1f} | {peer[1]:.1f} | 1.0 |"
    )
    print(f"\nthe backup has {backup.stat().st_size / 1e6:,.0f} MB")


def _by_hand(full: _Installation, folder: Path) -> Taken:
    copy, tar = folder / "copy", folder / "files.tar.gz"
    if full.url:
        command = ["pg_dump", "-Fc", "-Z2", "-f", str(copy), full.url]
    else:
        code = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).backup(sqlite3.connect(sys.argv[2]))"
        command = [sys.executable, "-c", code, str(next(full.home.glob("*.sqlite3"))), str(copy)]
    packing = ["tar", "-I", "gzip -2", "-cf", str(tar), "-C", str(full.home), "files", str(copy)]
    both = _timed(command), _timed(packing)
    return sum(each[0] for each in both), sum(each[1] for each in both)


def _fresh(url: str, name: str) -> str:
    """An empty database of this name on the server; its address."""
    import psycopg

    base, _slash, given = url.rpartition("/")
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "bench_{name}"')  # type: ignore[arg-type]
        server.execute(f'CREATE DATABASE "bench_{name}"')  # type: ignore[arg-type]
    assert given
    return f"{base}/bench_{name}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
