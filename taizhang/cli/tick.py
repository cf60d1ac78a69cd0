"""``tick``: the periodic work, by itself or beside the server."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from taizhang.cli.words import _

EVERY = 60  # seconds between two rounds
LOOK_EVERY = 1.0  # second between two looks at the process
PATIENCE = 5  # seconds in which a round may end when the server is stopped


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """tick."""
    tick = commands.add_parser("tick", help=_("运行定时任务：发送邮件、汇总待办等"))
    tick.add_argument("--once", action="store_true", help=_("只运行一轮"))
    tick.add_argument(
        "--every", type=int, default=EVERY, metavar="SECONDS", help=_("每隔多少秒一轮，默认 60")
    )
    tick.add_argument("--with-parent", action="store_true", help=argparse.SUPPRESS)
    tick.set_defaults(func=run_tick)


def run_tick(arguments: argparse.Namespace) -> int:
    """Round after round until interrupted; what one does not get done, the next one does."""
    set_up()
    from taizhang.office import clock, tick

    holder = f"{socket.gethostname()}:{os.getpid()}"
    parent = os.getppid()
    stop = _stopped_by_signals()
    while True:
        went_well = _round(holder)
        orphaned = arguments.with_parent and os.getppid() != parent
        if arguments.once or orphaned or stop.wait(arguments.every):
            break
    tick.let_go(holder=holder, at=clock.now())
    return 0 if went_well else 1


def _round(holder: str) -> bool:
    """One round of all offices. A database that is away for a while must not end the clock."""
    from django.db import DatabaseError, close_old_connections

    from taizhang.office import clock, tick
    from taizhang.office.backup import schedule
    from taizhang.office.beats import beat
    from taizhang.office.models import Office

    try:
        beat()
        for office in Office.objects.order_by("pk"):
            done = tick.run(office=office, holder=holder, at=clock.now())
            if any(done.values()):
                words = "  ".join(f"{name}: {count}" for name, count in done.items() if count)
                print(f"{office.short_name}  {words}", flush=True)
        schedule.run_due(clock.machine_now())
    except DatabaseError as error:
        print(error, file=sys.stderr, flush=True)
        return False
    finally:
        close_old_connections()
    return True


@contextmanager
def beside() -> Iterator[None]:
    """Run the periodic work in a process of its own as long as the block lasts, unless TAIZHANG_TICK=0.

    A process that ends before is begun anew, and the log says so.
    """
    if os.environ.get("TAIZHANG_TICK", "1") == "0":
        yield
        return
    clock = _Clock()
    watch = threading.Thread(target=clock.watch, name="watch-tick", daemon=True)
    watch.start()
    try:
        yield
    finally:
        clock.end()


class _Clock:
    """The process of the periodic work; begun anew whenever it ends unasked."""

    def __init__(self) -> None:
        self._ending = threading.Event()
        self._process = self._begin()

    def _begin(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", "taizhang.cli", "tick", "--with-parent"])

    def watch(self) -> None:
        """Look after the process until it is to end. One that dies at once is begun less and less often."""
        pause = LOOK_EVERY
        while not self._ending.wait(pause):
            code = self._process.poll()
            if code is None:
                pause = LOOK_EVERY
                continue
            words = _("{time} 定时任务进程意外退出（{code}），已重新启动。")
            print(words.format(time=time.strftime("%F %T"), code=code), file=sys.stderr, flush=True)
            self._process = self._begin()
            pause = min(2 * pause, EVERY)

    def end(self) -> None:
        """End the process; a round under way may finish within ``PATIENCE``."""
        self._ending.set()
        process = self._process
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()  # a mail server is silent: what was being sent is sent again under its number
            process.wait()


def _stopped_by_signals() -> threading.Event:
    """Set when the process is asked to end, so that a round is finished first."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def set_up() -> None:
    """Django without checks and migrations: whoever serves has made them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "taizhang.settings")
    import django

    django.setup()
