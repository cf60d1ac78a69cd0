"""Requests are read whole before a thread works on them; nothing here opens a connection."""

from __future__ import annotations

import asyncio
import io
import multiprocessing
import resource
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest
from granian.rsgi import ProtocolClosed, ProtocolError

from taizhang import server
from taizhang.server import Server, answer_of, environ_of


class Headers:
    def __init__(self, *pairs: tuple[str, str]) -> None:
        self._pairs = pairs

    def get(self, name: str) -> str | None:
        return next((value for key, value in self._pairs if key == name), None)

    def get_all(self, name: str) -> list[str]:
        return [value for key, value in self._pairs if key == name]

    def items(self) -> list[tuple[str, str]]:
        return list(self._pairs)


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run it in a thread of its own: the loop of a browser may run in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


def request(*headers: tuple[str, str], method: str = "POST", path: str = "/nowhere/") -> Any:
    return SimpleNamespace(
        method=method, path=path, query_string="a=1", http_version="1.1", scheme="http", headers=Headers(*headers),
        client="[::1]:50123", server="127.0.0.1:8000", authority="localhost:8000",
    )  # fmt: skip


class Protocol:
    """The chunks a client sends (None: silence for ever), and the answer it gets."""

    def __init__(self, *chunks: bytes | None, error: type[Exception] | None = None) -> None:
        self.chunks, self.error = chunks, error
        self.answer: tuple[int, dict[str, str], str] | None = None
        self.pieces: list[bytes] = []
        self.stays = 1_000  # pieces of an answer that the client takes before it goes away

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self.chunks:
            if chunk is None:
                await asyncio.Event().wait()
            yield chunk or b""
        if self.error:
            raise self.error("gone")

    def response_bytes(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        self.answer = (status, dict(headers), content.decode())

    def response_str(self, status: int, headers: list[tuple[str, str]], content: str) -> None:
        self.answer = (status, dict(headers), content)

    def response_stream(self, status: int, headers: list[tuple[str, str]]) -> Protocol:
        self.answer = (status, dict(headers), "")
        return self

    async def send_bytes(self, piece: bytes) -> None:
        if len(self.pieces) == self.stays:
            raise ProtocolClosed("gone")
        self.pieces.append(piece)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[dict[str, Any], bytes]]:
    """What reaches Django."""
    seen: list[tuple[dict[str, Any], bytes]] = []

    def application(environ: dict[str, Any], start: Callable[..., None]) -> io.BytesIO:
        seen.append((environ, environ["wsgi.input"].read()))
        start("200 OK", [("Content-Type", "text/plain"), ("Set-Cookie", " a=1")])
        return io.BytesIO("好".encode())

    monkeypatch.setattr(server, "django_application", application)
    return seen


def serve(protocol: Protocol, *headers: tuple[str, str], application: Server | None = None) -> Protocol:
    run((application or Server()).__rsgi__(request(*headers), protocol))
    return protocol


LENGTH = ("content-length", "6")


def test_a_body_is_collected_and_the_answer_handed_back_whole(asked: list[Any]) -> None:
    protocol = serve(Protocol(b"abc", b"def"), LENGTH)
    assert protocol.answer == (200, {"content-type": "text/plain", "set-cookie": "a=1"}, "好")
    assert [(environ["CONTENT_LENGTH"], body) for environ, body in asked] == [("6", b"abcdef")]


def answering(monkeypatch: pytest.MonkeyPatch, *parts: bytes, headers: Any = ()) -> list[int]:
    """Let Django answer with these parts; how many of them were in memory at once is noted."""
    alive: list[int] = [0, 0]

    class Part(bytes):
        def __new__(cls, part: bytes) -> Part:
            alive[0] += 1
            alive[1] = max(alive)
            return super().__new__(cls, part)

        def __del__(self) -> None:
            alive[0] -= 1

    class Parts:
        closed = False

        def __iter__(self) -> Iterator[bytes]:
            return (Part(part) for part in parts)

        def close(self) -> None:
            alive.append(-1)

    def application(environ: dict[str, Any], start: Callable[..., None]) -> Parts:
        start("200 OK", list(headers))
        return Parts()

    monkeypatch.setattr(server, "django_application", application)
    return alive


def test_a_large_answer_is_never_in_memory_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    alive = answering(monkeypatch, *[b"x" * 10_000] * 100, headers=[("Content-Type", "text/csv")])
    protocol = serve(Protocol())
    assert protocol.answer == (200, {"content-type": "text/csv", "content-length": "1000000"}, "")
    assert b"".join(protocol.pieces) == b"x" * 1_000_000
    assert max(map(len, protocol.pieces)) <= server.PIECE
    assert alive[1] <= 3
    assert alive[-1] == -1  # what made the answer was closed


def test_a_length_that_django_gave_is_given_once(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, b"x" * 600_000, headers=[("Content-Length", "600000")])
    status, headers, content = answer_of({})
    assert (status, headers) == (200, [("content-length", "600000")])
    assert not isinstance(content, bytes)
    with content:
        assert len(content.read()) == 600_000


def test_a_client_that_goes_away_in_the_middle_of_an_answer_leaves_no_trace(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answering(monkeypatch, b"x" * 1_000_000)
    protocol = Protocol()
    protocol.stays = 2
    assert len(serve(protocol).pieces) == 2


def test_an_answer_for_which_there_is_no_room_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(environ: dict[str, Any], start: Callable[..., None]) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(server, "django_application", full)
    answer = serve(Protocol()).answer
    assert answer is not None
    assert (answer[0], answer[1]["retry-after"]) == (503, "10")
    assert "系统繁忙" in answer[2]


def test_a_request_without_a_body_is_not_waited_for(asked: list[Any]) -> None:
    assert serve(Protocol(None)).answer is not None
    assert asked[0][1] == b""


@pytest.mark.parametrize("chunks", [(None,), (b"abc", None), (b"a", b"b", None)])
def test_a_body_that_does_not_come_is_answered_in_words_and_no_thread_waits(
    asked: list[Any], monkeypatch: pytest.MonkeyPatch, chunks: tuple[bytes | None, ...]
) -> None:
    monkeypatch.setattr(server, "QUIET", 0.001)
    answer = serve(Protocol(*chunks), LENGTH).answer
    assert answer is not None
    assert answer[0] == 408
    assert "没有按时到齐" in answer[2]
    assert asked == []


def test_a_body_that_drips_is_given_up_in_the_end(asked: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "WHOLE", -1.0)
    answer = serve(Protocol(b"abc", None), LENGTH).answer
    assert answer is not None
    assert answer[0] == 408


@pytest.mark.parametrize(
    ("headers", "chunks"),
    [
        ([("content-length", "9000000000")], [None]),
        ([("transfer-encoding", "chunked")], [b"x" * 600, b"x" * 600]),
    ],
)
def test_a_body_beyond_the_limit_is_refused_before_it_is_read_or_kept(
    asked: list[Any], settings: Any, monkeypatch: pytest.MonkeyPatch, headers: Any, chunks: Any
) -> None:
    settings.UPLOAD_LIMIT = 1_000
    monkeypatch.setattr(server, "ENVELOPE", 100)
    answer = serve(Protocol(*chunks), *headers).answer
    assert answer is not None
    assert answer[0] == 413
    assert "文件过大" in answer[2]
    assert asked == []


def test_a_form_that_is_too_large_reaches_django_without_its_body(asked: list[Any], settings: Any) -> None:
    settings.UPLOAD_LIMIT = 1_000
    serve(Protocol(None), ("content-length", "30000000"), ("referer", "http://localhost:8000/desk/"))
    ((environ, body),) = asked
    assert environ[server.TOO_LARGE]
    assert (environ["CONTENT_LENGTH"], body) == ("0", b"")


def test_of_too_many_bodies_at_once_the_last_is_told_to_come_again(
    asked: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "MOST_BODIES", 1)
    application = Server()
    first, second = Protocol(b"abc", None), Protocol(b"def")

    async def both() -> None:
        waiting = asyncio.create_task(application.__rsgi__(request(LENGTH), first))
        await asyncio.sleep(0)
        await application.__rsgi__(request(LENGTH), second)
        await application.__rsgi__(request(method="GET"), reader)
        waiting.cancel()

    reader = Protocol()
    run(both())
    assert second.answer is not None
    assert (second.answer[0], second.answer[1]["retry-after"]) == (503, "10")
    assert reader.answer is not None
    assert reader.answer[0] == 200


def test_a_client_that_goes_away_leaves_no_trace(asked: list[Any]) -> None:
    assert serve(Protocol(b"abc", error=ProtocolError), LENGTH).answer is None
    assert asked == []


def test_the_environment_is_that_of_wsgi() -> None:
    headers = [
        ("host", "localhost:8000"), ("content-type", "text/plain"), ("content-length", "9"), ("cookie", "a=1"),
        ("cookie", "b=2"), ("x-forwarded-for", "10.0.0.1"), ("x-forwarded-for", "10.0.0.2"), ("x_forwarded_for", "evil"),
    ]  # fmt: skip
    environ = environ_of(request(*headers, path="/简报/"), io.BytesIO(), 3)
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/简报/"
    assert environ["REMOTE_ADDR"] == "::1"
    assert (environ["SERVER_NAME"], environ["SERVER_PORT"]) == ("127.0.0.1", "8000")
    assert (environ["CONTENT_TYPE"], environ["CONTENT_LENGTH"]) == ("text/plain", "3")
    assert environ["HTTP_COOKIE"] == "a=1; b=2"
    assert environ["HTTP_X_FORWARDED_FOR"] == "10.0.0.1,10.0.0.2"


@pytest.mark.django_db
def test_django_answers_through_it() -> None:
    environ = environ_of(request(("host", "localhost:8000"), method="GET", path="/healthz"), io.BytesIO(), 0)
    status, headers, content = answer_of(environ)
    assert (status, content) == (200, b"ok")
    assert dict(headers)["content-type"] == "text/plain"


class Parent:
    def __init__(self) -> None:
        self.joined = False

    def join(self) -> None:
        self.joined = True


def test_a_worker_is_capped_and_ends_with_its_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    parent, killed, capped, told = Parent(), [], [], []
    monkeypatch.setattr(multiprocessing, "parent_process", lambda: parent)
    monkeypatch.setattr("os.kill", lambda pid, number: killed.append(number))
    monkeypatch.setattr(server.connection_created, "connect", lambda receiver, **_: told.append(receiver))
    monkeypatch.setattr(resource, "setrlimit", lambda what, limits: capped.append((what, limits[0])))
    monkeypatch.setattr(resource, "getrlimit", lambda what: (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    monkeypatch.setenv("TAIZHANG_WORKER_MB", "500")
    monkeypatch.setattr(server.threading, "Thread", lambda target, **_: SimpleNamespace(start=target))
    Server().__rsgi_init__(None)  # type: ignore[arg-type]
    assert capped == [(resource.RLIMIT_DATA, 500_000_000)]
    assert told == [server.answer_soon]
    assert parent.joined
    assert killed == [9]


def test_a_tighter_cap_of_the_machine_is_kept_and_other_processes_are_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    capped: list[Any] = []
    monkeypatch.setattr(server.connection_created, "connect", lambda receiver, **_: None)
    monkeypatch.setattr(resource, "setrlimit", lambda *given: capped.append(given))
    server.guard_worker()
    monkeypatch.setattr(multiprocessing, "parent_process", Parent)
    monkeypatch.setattr(resource, "getrlimit", lambda what: (1_000, 1_000))
    monkeypatch.setattr(server.threading, "Thread", lambda target, **_: SimpleNamespace(start=lambda: None))
    server.guard_worker()
    assert capped == []
