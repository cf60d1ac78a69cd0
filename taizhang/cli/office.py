"""``demo``, ``serve`` and ``manage``: an installation from the command line."""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from hashlib import sha256
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from taizhang.cli.homes import say_busy, serving
from taizhang.cli.ports import holder_of, is_free, next_free
from taizhang.cli.words import _, say
from taizhang.core.lifecycle.workflow import Refused
from taizhang.office.home import home_folder, one_at_a_time

BUSY = 1
STOP_WITHIN = 10  # seconds in which a request may end when the server is stopped
PAUSE = 1  # second before a server whose workers died is begun anew


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """demo, serve, manage."""
    demo = commands.add_parser("demo", help=_("建立演示机构（已有则保留），并列出演示账号"))
    demo.add_argument("--remove", action="store_true", help=_("删除演示机构及其全部数据"))
    demo.set_defaults(func=run_demo)
    serve = commands.add_parser("serve", help=_("启动网站服务"))
    serve.add_argument("--host", default="127.0.0.1", help=_("监听地址，默认 127.0.0.1"))
    serve.add_argument("--port", type=int, default=8000, help=_("端口，默认 8000"))
    serve.add_argument("--workers", type=int, default=1, help=_("进程数，默认 1"))
    serve.add_argument("--demo", action="store_true", help=_("先建立演示机构（已有则保留），并列出演示账号"))
    serve.set_defaults(func=run_serve, remove=False)
    manage = commands.add_parser("manage", help=_("运行 Django 管理命令"), add_help=False, prefix_chars="\0")
    manage.add_argument("words", nargs="*")
    manage.set_defaults(func=run_manage)


def run_demo(arguments: argparse.Namespace) -> int:
    """Prepare the database and make the demo office unless it is there; print the accounts."""
    prepare()
    return _remove_demo() if arguments.remove else _make_demo()


def _make_demo() -> int:
    from django.conf import settings
    from django.utils import timezone

    from taizhang.demo.office import ACCOUNTS, make_demo, password_of, shift_the_clock

    password = password_of(settings.TAIZHANG_HOME)
    try:
        made = _with_progress(make_demo, password)
    except Refused as refusal:
        print(say(refusal.sentence), file=sys.stderr)
        return 1
    if made:
        shift_the_clock(settings.TAIZHANG_HOME, timezone.now())
    print(
        _("已建立演示机构：海川市文明办（虚构），演示时间停在8月14日。")
        if made
        else _("演示机构已存在，数据保持不变。")
    )
    table = Table(_("登录名"), _("密码"), _("姓名"), _("单位"), _("角色"))
    for account in ACCOUNTS:
        unit = account.unit or _("市文明办")
        table.add_row(account.username, password, account.name, unit, _(str(account.role.label)))
    Console().print(table)
    return 0


def _remove_demo() -> int:
    from taizhang.office.purge import remove_demo

    try:
        remove_demo()
    except Refused as refusal:
        print(say(refusal.sentence), file=sys.stderr)
        return 1
    print(_("演示机构已删除。运行 taizhang serve 或 taizhang setup 建立自己的机构。"))
    return 0


def _with_progress(make: Callable[..., bool], password: str) -> bool:
    """Make the demo and say how far it is: with a bar in a terminal, elsewhere with a line for each part."""
    console, words = Console(stderr=True), _("正在建立演示数据")
    if not console.is_terminal:
        return make(password, lambda done, of: print(f"{words} {done}/{of}", file=sys.stderr, flush=True))
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task(words, total=None)
        return make(password, lambda done, of: bar.update(task, completed=done, total=of))


def run_serve(arguments: argparse.Namespace) -> int:
    """Migrate, gather static files where they changed, and serve until interrupted.

    A port that is taken is said first; the demo's accounts stand right above the address.
    """
    home, address = home_folder(os.environ), f"http://{arguments.host}:{arguments.port}/"
    shared = bool(
        os.environ.get("DATABASE_URL")
    )  # several machines may serve one home, each with its own lock
    with nullcontext("") if shared else serving(home, address) as other:
        if other:
            print(say_busy(home, other, next_free(arguments.host, arguments.port)), file=sys.stderr)
            return BUSY
        if not is_free(arguments.host, arguments.port):
            _say_who_holds(arguments.host, arguments.port)
            return BUSY
        _choose_settings()
        with one_at_a_time(home / ".start"):
            prepare()
            _gather_static()
        _sweep()
        _say_how_to_found(address.rstrip("/"))
        if arguments.demo and (code := _make_demo()):
            return code
        print(_("请在浏览器打开：{address} （按 Ctrl+C 停止）").format(address=address), flush=True)
        from taizhang.cli.tick import beside

        with beside():
            _serve(arguments)
    return 0


def _say_how_to_found(address: str) -> None:
    """Print a one-time code with which the office is founded in a browser, unless there is one already."""
    from taizhang.office.actions.founding import founded_before, new_founding_code

    if founded_before():
        return
    words = _("建立自己的机构：{address}/setup/  开设码 {code}（24小时内有效，只能用一次）")
    print(words.format(address=address, code=new_founding_code()), flush=True)


def _sweep() -> None:
    """Remove what a process that was killed left half written."""
    from taizhang.office.files import sweep

    sweep(time.time())


def _say_who_holds(host: str, port: int) -> None:
    other, holder = next_free(host, port), holder_of(port)
    words = _("端口 {port} 已被占用（{holder}）。") if holder else _("端口 {port} 已被占用。")
    print(words.format(port=port, holder=holder), file=sys.stderr)
    words = _("请换一个端口：make run PORT={other}，或者 taizhang serve --port {other}")
    print(words.format(other=other), file=sys.stderr)


def _serve(arguments: argparse.Namespace) -> None:
    """Run the web server until it is asked to stop; a server whose workers die in a row is begun anew."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    while True:
        server = Granian(
            "taizhang.server:application",
            address=arguments.host,
            port=arguments.port,
            interface=Interfaces.RSGI,
            workers=arguments.workers,
            respawn_failed_workers=True,
            respawn_interval=0.5,
            workers_kill_timeout=STOP_WITHIN,
            log_level=LogLevels.warning,
        )
        try:
            server.serve()
        except SystemExit as ended:
            if not ended.code:
                return
        if getattr(server, "interrupt_signal", True):
            return
        print(_("网站进程连续退出，正在重新启动。"), file=sys.stderr, flush=True)
        time.sleep(PAUSE)


def run_manage(arguments: argparse.Namespace) -> int:
    """Pass the words on to Django's management."""
    _choose_settings()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["taizhang manage", *arguments.words])
    return 0


def _choose_settings() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "taizhang.settings")


def prepare() -> None:
    """A checked installation with an up-to-date database."""
    _choose_settings()
    import django
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError

    # Far more is made than becomes garbage: the collector looks through it seldom, and never through what stands now.
    gc.set_threshold(50_000, 20, 50)
    django.setup()
    try:
        call_command("check", fail_level="ERROR", stdout=io.StringIO())
    except SystemCheckError as error:
        raise SystemExit(str(error)) from None
    from taizhang.office.schema import bring_up_to_date

    bring_up_to_date()
    gc.collect()
    gc.freeze()


def _gather_static() -> bool:
    """Run collectstatic if a static file is new, gone or changed; whether it ran."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    sum_of_all = sha256()
    for finder in get_finders():
        for name, storage in finder.list(None):
            state = Path(storage.path(name)).stat()
            sum_of_all.update(f"{name}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".gathered"
    if stamp.exists() and stamp.read_text("ascii") == sum_of_all.hexdigest():
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(sum_of_all.hexdigest(), "ascii")
    return True
