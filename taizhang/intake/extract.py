"""The text of one foreign file, read in a limited worker process that ends with it."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from taizhang.core.text.messages import N_, Message
from taizhang.intake.limits import Limits
from taizhang.intake.reading import Extracted, extracted
from taizhang.intake.refusal import IntakeRefused
from taizhang.isolation import Bounds, FailureReason, Stopped, Worker

MODULE = "taizhang.intake.worker"
_DEFAULT = Limits()
AT_ONCE = 2  # files that are read at the same time
WAITING = 6  # with those that wait
PATIENCE = 60.0  # seconds that one waits
CROWDED = Message(N_("正在读取的文件较多，请过一会儿再试。"))
_READING, _WAITING = BoundedSemaphore(AT_ONCE), BoundedSemaphore(WAITING)
Ask = Callable[[dict[str, Any], bytes], tuple[dict[str, Any], bytes]]


def extract_text(path: Path, *, limits: Limits = _DEFAULT) -> Extracted:
    """The text of the file at ``path``, read in a limited process. Raises ``IntakeRefused``."""
    return extract_bytes(file_bytes(path, limits), path.name, limits=limits)


def file_bytes(path: Path, limits: Limits = _DEFAULT) -> bytes:
    """The content of a plain file, one byte more than allowed at most. Raises ``IntakeRefused``."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would be waited for
            raise IntakeRefused(Message(N_("这不是普通文件，不能读取。")))
        with path.open("rb") as file:
            return file.read(limits.file_size + 1)
    except FileNotFoundError:
        raise IntakeRefused(Message(N_("找不到文件。"))) from None
    except (OSError, ValueError):
        raise IntakeRefused(Message(N_("无法打开文件，请检查路径和权限。"))) from None


def extract_bytes(data: bytes, name: str = "", *, limits: Limits = _DEFAULT) -> Extracted:
    """The text of an upload; its signature decides, whatever ``name`` says. Raises ``IntakeRefused``."""
    return extracted(ask("text", data, limits))


def bounds_of(limits: Limits) -> Bounds:
    """Return the bounds of a process that reads files under ``limits``."""
    return Bounds(limits.memory, limits.cpu_seconds, limits.wall_seconds, limits.answer, alone=True)


def ask(task: str, data: bytes, limits: Limits) -> dict[str, Any]:
    """Return the answer of a fresh process to ``task``. Raises ``IntakeRefused``, also where too many wait."""
    with _gate(), Worker(MODULE, bounds_of(limits)) as worker:
        return asked(worker.ask, task, data, limits)


@contextmanager
def _gate() -> Iterator[None]:
    """Let a few files be read at once and a few more wait; the others get an answer, and pages keep their threads."""
    if not _WAITING.acquire(blocking=False):
        raise IntakeRefused(CROWDED)
    try:
        if not _READING.acquire(timeout=PATIENCE):
            raise IntakeRefused(CROWDED)
        try:
            yield
        finally:
            _READING.release()
    finally:
        _WAITING.release()


def asked(ask_worker: Ask, task: str, data: bytes, limits: Limits) -> dict[str, Any]:
    """Return what ``ask_worker`` answers to ``task``. Raises ``IntakeRefused``."""
    if len(data) > limits.file_size:
        raise IntakeRefused(Message(N_("文件超过 {size} MB，不能读取。"), {"size": limits.file_size >> 20}))
    if not data:
        raise IntakeRefused(Message(N_("文件是空的。")))
    try:
        answer, _ = ask_worker({"task": task, "limits": limits.to_json()}, data)
    except Stopped as stopped:
        raise IntakeRefused(_told(stopped.reason, limits)) from None
    if refused := answer.get("refused"):
        raise IntakeRefused(Message.from_json(refused))
    return answer


def _told(reason: FailureReason, limits: Limits) -> Message:
    if reason is FailureReason.LATE:
        pattern = N_("读取文件用了 {seconds} 秒处理器时间仍未完成，已停止；文件可能过于复杂。")
        return Message(pattern, {"seconds": limits.cpu_seconds})
    if reason is FailureReason.BUSY:
        pattern = N_("服务器正忙，等了 {seconds} 秒仍没有读完文件，请稍后再试。")
        return Message(pattern, {"seconds": int(limits.wall_seconds)})
    return Message(N_("读取文件时出错，文件可能已损坏或过于复杂。"))
