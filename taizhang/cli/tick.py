"""``tick`` and ``mail``: the periodic work, and whether mail gets out."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from taizhang.cli.words import _, say

EVERY = 60  # seconds between two rounds


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """tick, mail."""
    tick = commands.add_parser("tick", help=_("运行定时任务：发送邮件、汇总待办等"))
    tick.add_argument("--once", action="store_true", help=_("只运行一轮"))
    tick.add_argument(
        "--every", type=int, default=EVERY, metavar="SECONDS", help=_("每隔多少秒一轮，默认 60")
    )
    tick.add_argument("--with-parent", action="store_true", help=argparse.SUPPRESS)
    tick.set_defaults(func=run_tick)
    mail = commands.add_parser("mail", help=_("检查邮件能否发出"))
    mail.add_argument("--test", required=True, metavar="ADDRESS", help=_("向这个地址发一封测试邮件"))
    mail.set_defaults(func=run_mail)


def run_tick(arguments: argparse.Namespace) -> int:
    """Round after round until interrupted; what one does not get done, the next one does."""
    _set_up()
    from django.utils import timezone

    from taizhang.office import tick

    holder = f"{socket.gethostname()}:{os.getpid()}"
    parent = os.getppid()
    stop = _stopped_by_signals()
    while True:
        went_well = _round(holder)
        orphaned = arguments.with_parent and os.getppid() != parent
        if arguments.once or orphaned or stop.wait(arguments.every):
            break
    tick.let_go(holder=holder, at=timezone.now())
    return 0 if went_well else 1


def _round(holder: str) -> bool:
    """One round. A database that is away for a while must not end the clock."""
    from django.db import DatabaseError, close_old_connections
    from django.utils import timezone

    from taizhang.office import tick

    try:
        done = tick.run(holder=holder, at=timezone.now())
    except DatabaseError as error:
        print(error, file=sys.stderr, flush=True)
        return False
    finally:
        close_old_connections()
    if any(done.values()):
        print("  ".join(f"{name}: {count}" for name, count in done.items() if count), flush=True)
    return True


def run_mail(arguments: argparse.Namespace) -> int:
    """Send a test message at once, past the outbox."""
    _set_up()
    from django.conf import settings
    from django.core.mail import EmailMessage

    from taizhang.core.workflow import Refused
    from taizhang.office.mail import Address, check_address, failure_of, mail_is_on

    if not mail_is_on():
        print(_("没有设置邮件服务器：请设 TAIZHANG_SMTP_HOST。"), file=sys.stderr)
        return 1
    try:
        check_address(Address("", arguments.test))
        EmailMessage(_("台账测试邮件"), _("收到这封邮件，说明邮件已经能够发出。"), to=[arguments.test]).send()
    except Refused as refusal:
        print(say(refusal.sentence), file=sys.stderr)
        return 1
    except Exception as error:
        print(say(failure_of(error).words), file=sys.stderr)
        return 1
    words = _("邮件服务器 {host}:{port} 已收下测试邮件，请到 {address} 的收件箱里看。")
    print(words.format(host=settings.EMAIL_HOST, port=settings.EMAIL_PORT, address=arguments.test))
    return 0


@contextmanager
def beside() -> Iterator[None]:
    """Run the periodic work in a process of its own as long as the block lasts, unless TAIZHANG_TICK=0."""
    if os.environ.get("TAIZHANG_TICK", "1") == "0":
        yield
        return
    process = subprocess.Popen([sys.executable, "-m", "taizhang.cli", "tick", "--with-parent"])
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _stopped_by_signals() -> threading.Event:
    """Set when the process is asked to end, so that a round is finished first."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "taizhang.settings")
    import django

    django.setup()
