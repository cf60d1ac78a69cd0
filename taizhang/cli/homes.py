"""A home that cannot be used, in one sentence with the command that works."""

from __future__ import annotations

import errno
import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from taizhang.cli.words import _
from taizhang.core.text.messages import N_
from taizhang.office.home import home_path

CLOSED = frozenset(
    {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.ENOENT, errno.ENOSPC}
)


REASONS = {
    errno.ENOSPC: N_("磁盘已满"),
    errno.EDQUOT: N_("超出磁盘配额"),
    errno.EROFS: N_("所在的盘是只读的"),
    errno.EACCES: N_("没有权限"),
    errno.EPERM: N_("没有权限"),
    errno.ENOENT: N_("没有这个目录"),
    errno.ENOTDIR: N_("上一级不是目录"),
}


def reason_of(error: OSError) -> str:
    """Return why a file could not be read or written, with its name where it is known."""
    words = _in_words(error)
    return f"{words}：{os.fsdecode(error.filename)}" if error.filename else words


def _in_words(error: OSError) -> str:
    return _(REASONS[error.errno]) if error.errno in REASONS else error.strerror or type(error).__name__


def about_home(error: OSError) -> str | None:
    """Return what to say of a home that cannot be made or written to; None where something else went wrong."""
    home = home_path(os.environ)
    names = [Path(os.fsdecode(name)).absolute() for name in (error.filename, error.filename2) if name]
    if error.errno not in CLOSED or not any(_at(home, name) for name in names):
        return None
    words = _(
        "目录 {home} 不能写入（{reason}）。请换一个能写的目录："
        "TAIZHANG_HOME={other} make run，或者 TAIZHANG_HOME={other} taizhang serve"
    )
    return words.format(home=home, reason=_in_words(error), other=Path.home() / "taizhang")


def about_database(error: Exception) -> str | None:
    """Return what to say of a database that lacks its tables, is busy or away; None where something else went wrong."""
    if (django_errors := sys.modules.get("django.db.utils")) is None or not isinstance(
        error, (django_errors.OperationalError, django_errors.ProgrammingError)
    ):
        return None
    reason = str(error).partition("\n")[0]
    if any(words in reason for words in ("no such table", "no such column", "does not exist")):
        return _("数据库还没有建立，或者还没有升级。请先启动一次服务：taizhang serve")
    return _("数据库现在不能使用：{reason}。请稍后再试，或运行 taizhang doctor").format(reason=reason)


@contextmanager
def serving(home: Path, address: str) -> Iterator[str]:
    """Hold the home for one service; the block gets "", or the address of the service that holds it already.

    Two services on one SQLite home would each run the periodic work and answer with their own settings.
    """
    with (home / ".serving").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            yield file.read().strip() or "?"
            return
        file.truncate(0)
        file.write(address)
        file.flush()
        yield ""


def say_busy(home: Path, address: str, port: int) -> str:
    """Return the sentence about a home that another service holds."""
    words = _(
        "目录 {home} 的服务已在运行：{address}。要另开一套，请用 TAIZHANG_HOME={other} make run PORT={port}，"
        "或者 TAIZHANG_HOME={other} taizhang serve --port {port}"
    )
    return words.format(home=home, address=address, other=f"{home}2", port=port)


def _at(home: Path, name: Path) -> bool:
    """Whether the path lies in the home, or the home in it."""
    return name == home or home in name.parents or name in home.parents
