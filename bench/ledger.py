"""The ledger's pages beside Django's admin over the same tables: CPU of the application and the database, per request.

``python -m bench ledger [--sizes 98,10000,100000] [--rounds N] [--database-url postgres://…/name] [--folder FOLDER]``. A
process per size, asked in turn, so that all sizes and both sides see the same noise. With PostgreSQL a database
``name_SIZE`` is made for each size; the CPU of the connection's backend is read from /proc, so the server must run on this
machine. A hundred thousand projects take seven minutes of CPU to fill: ``--folder`` keeps SQLite's for the next run.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.machine import described

WARM = 5
# Case → (what it is, the case it is measured against, the goal); a case without a peer is one.
CASES: dict[str, tuple[str, str, float]] = {
    "grid": ("grid, first page", "admin", 1 / 3),
    "grid sorted": ("grid, whole list by due date", "admin sorted", 1 / 3),
    "grid filtered": ("grid, supervised and behind", "admin filtered", 1 / 3),
    "grid search": ("grid, words 志愿服务", "admin search", 1 / 3),
    "grid anew": ("grid by due date, no row kept from before", "admin sorted", 1 / 3),
    "grid lean": ("grid by due date, beside the admin's nine plain columns", "lean sorted", 1 / 3),
    "project": ("project page", "admin page", 1 / 2),
    "report": ("report saved, request", "admin save", 1.2),
    "action": ("report written with its event, no request", "row saved with LogEntry, no request", 1.2),
}
EXPORT = ("export", "xlsxwriter")


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench ledger")
    parser.add_argument("--sizes", default="98,10000,100000")
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--database-url", default="", help="empty: SQLite in a temporary folder")
    parser.add_argument("--folder", type=Path, help="where SQLite's databases are kept")
    parser.add_argument("--worker", choices=["fill", "serve"], help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.worker:
        from bench.admin.worker import fill, serve

        fill(int(options.sizes)) if options.worker == "fill" else serve()
        return 0
    sizes = [int(size) for size in options.sizes.split(",")]
    print(described("Django"), "; PostgreSQL" if options.database_url else "; SQLite", flush=True)
    with ExitStack() as stack:
        made = stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-ledger-"))
        folder = options.folder or Path(made)
        workers = {size: stack.enter_context(_Worker(size, folder, options.database_url)) for size in sizes}
        taken = measure(workers, options.rounds)
        show(taken, sizes)
        export(workers)
    return 0


class _Worker:
    """A process with its own database, answering how much CPU a case took."""

    def __init__(self, size: int, folder: Path, url: str) -> None:
        home = folder / str(size)
        home.mkdir(parents=True, exist_ok=True)
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "bench.admin.settings",
            "TAIZHANG_HOME": str(home),
            "DATABASE_URL": _database(url, size) if url else "",
        }
        words = [sys.executable, "-m", "bench.ledger", "--sizes", str(size), "--worker"]
        filled = home / "filled"
        if url or not filled.exists():
            subprocess.run([*words, "fill"], env=environment, check=True)
            filled.touch()
        self.process = subprocess.Popen(
            [*words, "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )
        self._answer()

    def __enter__(self) -> _Worker:
        return self

    def __exit__(self, *_error: object) -> None:
        self.process.communicate()

    def ask(self, case: str) -> Any:
        """CPU seconds, or what else the case answers."""
        assert self.process.stdin
        print(case, file=self.process.stdin, flush=True)
        return self._answer()

    def _answer(self) -> Any:
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("a worker has ended: see above")
        return json.loads(line)


def _database(url: str, size: int) -> str:
    """A fresh database for this size; its address."""
    import psycopg

    name = f"{url.rpartition('/')[2]}_{size}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}"')  # type: ignore[arg-type]
        server.execute(f'CREATE DATABASE "{name}"')  # type: ignore[arg-type]
    return f"{url.rpartition('/')[0]}/{name}"


def measure(workers: dict[int, _Worker], rounds: int) -> dict[tuple[str, int], list[float]]:
    """Every case with its peer right after it, every size in turn."""
    taken: dict[tuple[str, int], list[float]] = {}
    for n in range(WARM + rounds):
        for ours, (_words, peer, _goal) in CASES.items():
            for size, worker in workers.items():
                for case in (ours, peer):
                    seconds = worker.ask(case)
                    if n >= WARM:
                        taken.setdefault((f"{ours}|{case}", size), []).append(seconds)
    return taken


def show(taken: dict[tuple[str, int], list[float]], sizes: list[int]) -> None:
    print(
        "\n| What | projects | ours ms | peer ms | × median | × best | goal |\n|---|---:|---:|---:|---:|---:|---|"
    )
    for ours, (words, peer, goal) in CASES.items():
        for size in sizes:
            mine, theirs = taken[f"{ours}|{ours}", size], taken[f"{ours}|{peer}", size]
            middle = statistics.median(mine), statistics.median(theirs)
            ratio, best = middle[0] / middle[1], min(mine) / min(theirs)
            met = "met" if ratio <= goal else "missed"
            times = f"{middle[0] * 1000:.1f} | {middle[1] * 1000:.1f}"
            print(f"| {words} | {size:,} | {times} | {ratio:.2f} | {best:.2f} | ≤ {goal:.2f} {met} |")
    first, last = sizes[0], sizes[-1]
    print(
        f"\n| Growth, {first:,} → {last:,} | ours × median | × best | admin × median |\n|---|---:|---:|---:|"
    )
    for ours, (words, peer, _goal) in CASES.items():
        mine = [taken[f"{ours}|{ours}", size] for size in (first, last)]
        theirs = [statistics.median(taken[f"{ours}|{peer}", size]) for size in (first, last)]
        middle_growth = statistics.median(mine[1]) / statistics.median(mine[0])
        print(
            f"| {words} | {middle_growth:.2f} | {min(mine[1]) / min(mine[0]):.2f} | {theirs[1] / theirs[0]:.2f} |"
        )


def export(workers: dict[int, _Worker]) -> None:
    """The export's whole answer, from the query to the last byte, beside XlsxWriter alone with the very same sheet.

    The sheet of a hundred thousand projects is not kept for the library: there only time and memory of ours are shown.
    """
    print(
        "\n| xlsx of all projects | ours CPU s | XlsxWriter alone | × | MiB before | MiB at most |"
        "\n|---|---:|---:|---:|---:|---:|"
    )
    for size, worker in workers.items():
        before = worker.ask("memory")
        mine = [worker.ask(EXPORT[0])]
        memory = f"{before} | {worker.ask('most memory')}"
        if size > 10_000:
            print(f"| {size:,} | {mine[0]:.2f} | — | — | {memory} |")
            continue
        pairs = [(worker.ask(EXPORT[0]), worker.ask(EXPORT[1])) for _ in range(3)]
        ours, alone = (statistics.median(each) for each in zip(*pairs, strict=True))
        print(f"| {size:,} | {ours:.2f} | {alone:.2f} | {ours / alone:.2f} | {memory} |")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
