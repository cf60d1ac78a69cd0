"""The caller's side: start a worker, ask it, and end it when it breaks its bounds."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from enum import Enum, auto
from types import TracebackType
from typing import Any, Self

from taizhang.isolation.bounds import Bounds

_KEPT = ("SYSTEMROOT", "TMPDIR", "TEMP", "TMP")  # all that the worker sees of the environment
_LAST_BREATH = 2.0  # seconds in which a worker that closed its pipe has to end
_WRONG = (OSError, EOFError, ValueError)


class FailureReason(Enum):
    """Why there is no answer."""

    LATE = auto()  # the processor time was used up
    BUSY = auto()  # the caller waited long enough
    TOO_LONG = auto()  # the answer passes its cap
    DIED = auto()


class Stopped(Exception):
    """The worker was ended, or ended itself, before it answered."""

    def __init__(self, reason: FailureReason) -> None:
        super().__init__(reason.name)
        self.reason = reason


class Worker:
    """One process that runs ``module``, started when first needed and replaced after ``requests`` answers, if given."""

    def __init__(self, module: str, bounds: Bounds, *, requests: int | None = None) -> None:
        self.module, self.bounds = module, bounds
        self.process: subprocess.Popen[bytes] | None = None
        self._requests, self._answered = requests, 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def ask(self, head: dict[str, Any], body: bytes = b"") -> tuple[dict[str, Any], bytes]:
        """Return the worker's answer to a request. Raises Stopped where there is none; the next request finds a
        new worker."""
        process, waited = self._alive(), threading.Event()

        def give_up() -> None:
            waited.set()
            _kill(process)

        timer = threading.Timer(self.bounds.wall_seconds, give_up)
        timer.start()
        try:
            _send(process, head, body)
            told, content = _receive(process, self.bounds.answer)
        except Stopped:
            self.stop()
            raise
        except _WRONG as error:
            reason = FailureReason.BUSY if waited.is_set() else _reason_of(process)
            self.stop()
            raise Stopped(FailureReason.BUSY if waited.is_set() else reason) from error
        except BaseException:
            self.stop()  # interrupted: what is still in the pipes must not answer the next request
            raise
        finally:
            timer.cancel()
        self._answered += 1
        if self._answered == self._requests:
            self.stop()
        return told, content

    def _alive(self) -> subprocess.Popen[bytes]:
        if self.process is None or self.process.poll() is not None:
            self.stop()
            self.process = subprocess.Popen(  # noqa: S603 - our own module, nothing of the user's in the arguments
                [sys.executable, "-s", "-P", "-B", "-m", self.module, json.dumps(self.bounds.to_json())],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                cwd=os.sep,
                start_new_session=True,
            )
        return self.process

    def stop(self) -> None:
        """End the process, if there is one, and whatever it may have started."""
        process, self.process, self._answered = self.process, None, 0
        if process is None:
            return
        _kill(process)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        process.wait()


class Workers:
    """A few workers of one kind. Safe to share between threads; use as a context manager or call ``close``."""

    def __init__(self, module: str, bounds: Bounds, count: int, *, requests: int | None = None) -> None:
        self.all = [Worker(module, bounds, requests=requests) for _ in range(count)]
        self._patience = bounds.wall_seconds
        self._free: queue.LifoQueue[Worker] = queue.LifoQueue()  # the warmest comes first
        for worker in self.all:
            self._free.put(worker)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ask(self, head: dict[str, Any], body: bytes = b"") -> tuple[dict[str, Any], bytes]:
        """Return the answer of the first worker that is free. Raises Stopped: where none becomes free in the time that a
        caller waits, the machine is busy.
        """
        try:
            worker = self._free.get(timeout=self._patience)
        except queue.Empty as error:
            raise Stopped(FailureReason.BUSY) from error
        try:
            return worker.ask(head, body)
        finally:
            self._free.put(worker)

    def close(self) -> None:
        """Stop every worker; a later request would start them again."""
        for worker in self.all:
            worker.stop()


def _environment() -> dict[str, str]:
    kept = {key: os.environ[key] for key in _KEPT if key in os.environ}
    return kept | {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "PYTHONUTF8": "1",
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }


def _send(process: subprocess.Popen[bytes], head: dict[str, Any], body: bytes) -> None:
    assert process.stdin is not None  # noqa: S101 - a pipe
    process.stdin.write(json.dumps(head | {"length": len(body)}).encode() + b"\n" + body)
    process.stdin.flush()


def _receive(process: subprocess.Popen[bytes], most: int) -> tuple[dict[str, Any], bytes]:
    """Raises EOFError where the answer breaks off, Stopped where it is too long."""
    assert process.stdout is not None  # noqa: S101 - a pipe
    line = process.stdout.readline(most)
    if not line.endswith(b"\n"):
        if len(line) >= most:
            raise Stopped(FailureReason.TOO_LONG)
        raise EOFError
    head: dict[str, Any] = json.loads(line)
    length = head.pop("length")
    if length > most:
        raise Stopped(FailureReason.TOO_LONG)
    body = process.stdout.read(length)
    if len(body) < length:
        raise EOFError
    return head, body


def _reason_of(process: subprocess.Popen[bytes]) -> FailureReason:
    """What ended a worker that no longer answers."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_LAST_BREATH)
    spent = getattr(signal, "SIGXCPU", None)
    return FailureReason.LATE if spent is not None and process.returncode == -spent else FailureReason.DIED


def _kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
