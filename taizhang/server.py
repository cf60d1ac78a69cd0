"""The web server's entry: a request is read whole before a thread works on it, so that slow clients hold none.

Granian calls ``application`` on its event loop (RSGI). Bodies are collected there, within a deadline and a size;
Django answers in one of a few threads, which gathers the answer: a slow reader costs no thread either. A large body
or answer lies in a temporary file on its way, never in memory.
"""

from __future__ import annotations

import asyncio
import io
import logging
import multiprocessing
import os
import resource
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.conf import settings
from django.db.backends.signals import connection_created
from granian.rsgi import ProtocolClosed, ProtocolError  # type: ignore[attr-defined]

from taizhang.office.faults import answer_soon
from taizhang.wsgi import application as django_application

log = logging.getLogger(__name__)
THREADS = 16  # of each process; more than the press and the intake let wait together
TOO_LARGE = "taizhang.too_large"  # in the environment: Django says it at the form
QUIET = 20.0  # seconds in which a client that sends a body may be silent
WHOLE = 600.0  # seconds in which a body must have come: 20 MB at 35 kB/s
MOST_BODIES = 256  # that are collected at once
IN_MEMORY = 500_000  # bytes of a body or an answer; a larger one goes to a temporary file
PIECE = 64_000  # bytes of an answer that are handed to the client at once
ENVELOPE = 4_000_000  # bytes of a request beside its files
CAP_MB = 2_048  # of a worker's own memory: past it one request fails, not the machine

PAGE = (
    '<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>{heading}</title>'
    "<h1>{heading}</h1><p>{sentence}</p>"
)
LATE = (408, "等待超时", "浏览器送来的内容没有按时到齐，没有保存；请检查网络后再试。")
LARGE = (413, "文件过大", "所传文件超过上限，请压缩图片或拆分后再传。")
FULL = (503, "系统繁忙", "现在暂时办不了，内容没有保存；请稍等片刻再试一次。")
REFUSAL = [("content-type", "text/html; charset=utf-8"), ("retry-after", "10"), ("connection", "close")]
CROWDED = (503, "系统繁忙", "现在上传的人较多，内容没有保存；请稍等片刻再试。")

Headers = list[tuple[str, str]]


class _Refused(Exception):
    """A body that is not taken; the arguments are status, heading and sentence."""


class Server:
    """The RSGI application around Django's WSGI application."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="page")
        self._bodies = 0

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Called once in each worker."""
        guard_worker()

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        """Answer one request."""
        with SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            try:
                environ = await self._environ(scope, protocol, body)
                loop = asyncio.get_running_loop()
                status, headers, content = await loop.run_in_executor(self._pool, answer_of, environ)
            except _Refused as refused:
                status, heading, sentence = refused.args
                page = PAGE.format(heading=heading, sentence=sentence)
                protocol.response_str(status, REFUSAL, page)
                return
            except OSError as error:  # no room for the body, or for the answer
                log.warning("a request could not be kept: %s", error)
                protocol.response_str(503, REFUSAL, PAGE.format(heading=FULL[1], sentence=FULL[2]))
                return
            except ProtocolError:  # the client is gone in the middle of its request
                return
        if isinstance(content, bytes):
            protocol.response_bytes(status, headers, content)
        else:
            await _hand_over(protocol.response_stream(status, headers), content)

    async def _environ(self, scope: Any, protocol: Any, body: IO[bytes]) -> dict[str, Any]:
        """Collect the body and return the environment; a form that is too large comes without it, marked as such."""
        try:
            length = await self._collect(scope, protocol, body)
        except _Refused as refused:
            if refused.args != LARGE or not scope.headers.get("referer"):
                raise
            return {**environ_of(scope, io.BytesIO(), 0), TOO_LARGE: True}
        return environ_of(scope, body, length)

    async def _collect(self, scope: Any, protocol: Any, body: IO[bytes]) -> int:
        """Put the body into ``body`` and return its length; _Refused if it is late, large or one too many."""
        declared = scope.headers.get("content-length") or ""
        if not declared and not scope.headers.get("transfer-encoding"):
            return 0
        most = settings.UPLOAD_LIMIT + ENVELOPE
        if declared.isdecimal() and int(declared) > most:
            raise _Refused(*LARGE)
        if self._bodies >= MOST_BODIES:
            raise _Refused(*CROWDED)
        self._bodies += 1
        try:
            return await _in_time(_Body(protocol, body, most))
        finally:
            self._bodies -= 1


class _Body:
    """A body on its way into a file; ``length`` is what has come so far."""

    def __init__(self, chunks: Any, file: IO[bytes], most: int) -> None:
        self._chunks, self._file, self._most = chunks, file, most
        self.length = 0

    async def collect(self) -> int:
        async for chunk in self._chunks:
            self.length += len(chunk)
            if self.length > self._most:
                raise _Refused(*LARGE)
            self._file.write(chunk)
        self._file.seek(0)
        return self.length


async def _in_time(body: _Body) -> int:
    """Return the body's length; _Refused once nothing has come for ``QUIET`` or not all within ``WHOLE``.

    What is given up is not cancelled (the server's awaitables cannot be): it ends with its connection.
    """
    collecting = asyncio.create_task(body.collect())
    end, before = time.monotonic() + WHOLE, -1
    while not collecting.done():
        if body.length == before or time.monotonic() > end:
            collecting.add_done_callback(lambda task: task.exception())
            raise _Refused(*LATE)
        before = body.length
        await asyncio.wait({collecting}, timeout=QUIET)
    return collecting.result()


def environ_of(scope: Any, body: IO[bytes], length: int) -> dict[str, Any]:
    """Return the WSGI environment (PEP 3333) of an RSGI request whose body has been collected."""
    host, _colon, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "SERVER_NAME": host.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "HTTP_HOST": scope.authority or "",
        "CONTENT_LENGTH": str(length),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.errors": None,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        if "_" in name or name in ("content-length", "transfer-encoding"):  # X_Forwarded_For is no header
            continue
        key = "CONTENT_TYPE" if name == "content-type" else f"HTTP_{name.upper().replace('-', '_')}"
        several = ("; " if name == "cookie" else ",").join(scope.headers.get_all(name))
        environ[key] = several or value
    return environ


async def _hand_over(transport: Any, content: IO[bytes]) -> None:
    """Send a large answer piece by piece, as fast as the client takes it."""
    with content, suppress(ProtocolClosed):  # the client is gone in the middle of its answer
        while piece := content.read(PIECE):
            await transport.send_bytes(piece)


def answer_of(environ: dict[str, Any]) -> tuple[int, Headers, bytes | IO[bytes]]:
    """Let Django answer; return status, headers and the whole content, a large one as an open temporary file."""
    begun: list[tuple[int, Headers]] = []
    with ExitStack() as stack:
        content = stack.enter_context(SpooledTemporaryFile(max_size=IN_MEMORY))

        def start_response(status: str, headers: Headers, error: Any = None, /) -> Callable[[bytes], object]:
            begun.append(
                (int(status.partition(" ")[0]), [(name.lower(), value.strip()) for name, value in headers])
            )
            return content.write  # the older way, which Django never takes

        parts = django_application(environ, start_response)
        try:
            content.writelines(parts)
        finally:
            parts.close()
        size = content.tell()
        content.seek(0)
        status, headers = begun[-1]
        if size <= IN_MEMORY:
            return status, headers, content.read()
        lengths = [] if "content-length" in dict(headers) else [("content-length", str(size))]
        stack.pop_all()  # whoever hands it over closes it
        return status, [*headers, *lengths], content


def guard_worker() -> None:
    """Cap the memory and the patience of this worker, and end it when the process that started it is gone.

    Only in a process of its own: whoever imports this module is left alone.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    cap = int(os.environ.get("TAIZHANG_WORKER_MB") or CAP_MB) * 1_000_000
    connection_created.connect(answer_soon, dispatch_uid="answer-soon")
    _soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard == resource.RLIM_INFINITY or cap < hard:
        resource.setrlimit(resource.RLIMIT_DATA, (cap, hard))

    def follow() -> None:
        parent.join()
        os.kill(os.getpid(), signal.SIGKILL)  # nothing may keep the port: the next start needs it

    threading.Thread(target=follow, name="follow-parent", daemon=True).start()


application = Server()
