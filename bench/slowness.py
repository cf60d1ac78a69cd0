"""Slow clients and slow files beside other people's pages, through the real server on this machine only.

50 clients send a request's body a byte at a time and 8 send files that take long to read; meanwhile the log-in page
is asked for again and again. Bounded: two runs of ``--requests`` pages, at most 60 s each.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from contextlib import ExitStack, closing, suppress
from pathlib import Path

LONGEST = 60.0  # seconds of one run
HEAD = (
    b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 5000\r\n\r\n"
)


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench slowness")
    parser.add_argument("--requests", type=int, default=150)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--files", type=int, default=8)
    given = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as home, ExitStack() as stack:
        port = _free_port()
        stack.callback(_end, _serve(home, port))
        _wait(port)
        alone = measured(port, given.requests)
        stop = threading.Event()
        stack.callback(stop.set)
        for _ in range(given.clients):
            threading.Thread(target=drip, args=(port, stop), daemon=True).start()
        readers = [
            threading.Thread(target=read_slowly, args=(stop,), daemon=True) for _ in range(given.files)
        ]
        for reader in readers:
            reader.start()
        time.sleep(1)
        beside = measured(port, given.requests)
    print("log-in page, ms          p50      p95")
    for words, times in (("alone", alone), ("beside slow clients", beside)):
        print(f"{words:20} {statistics.median(times):7.1f} {_p95(times):8.1f}")
    print(f"p95 {_p95(beside) / _p95(alone):.2f} times as long; goal: 2")
    return 0


def measured(port: int, requests: int) -> list[float]:
    """How long each page took, in ms."""
    times, end = [], time.monotonic() + LONGEST
    while len(times) < requests and time.monotonic() < end:
        begun = time.perf_counter()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/", timeout=30) as answer:
            answer.read()
        times.append(1_000 * (time.perf_counter() - begun))
        time.sleep(0.02)
    return times


def drip(port: int, stop: threading.Event) -> None:
    """Send a body a byte at a time until told to stop."""
    with suppress(OSError), closing(socket.create_connection(("127.0.0.1", port), 10)) as line:
        line.sendall(HEAD)
        while not stop.wait(0.5):
            line.sendall(b"a")


def read_slowly(stop: threading.Event) -> None:
    """Read a large text through the gate of the intake, as an upload does, again and again."""
    from taizhang.intake import IntakeRefused, extract_bytes

    content = ("各单位开展走访活动，参加人员认真学习。\n" * 9_000).encode()
    while not stop.is_set():
        try:
            extract_bytes(content, "long.txt")
        except IntakeRefused:
            stop.wait(0.2)


def _p95(times: list[float]) -> float:
    return sorted(times)[int(0.95 * (len(times) - 1))]


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _serve(home: str, port: int) -> subprocess.Popen[bytes]:
    environ = {**os.environ, "TAIZHANG_HOME": home, "TAIZHANG_TICK": "0", "DATABASE_URL": ""}
    words = [sys.executable, "-m", "taizhang.cli", "serve", "--port", str(port)]
    with (Path(home) / "log").open("wb") as log:
        return subprocess.Popen(words, env=environ, stdout=log, stderr=log)


def _wait(port: int) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
            return
        time.sleep(0.5)
    raise SystemExit("the server did not start")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(20)
    process.kill()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
