"""A worker that does as it is told, also what no worker should."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

from taizhang.isolation.serving import run


def burn(_body: bytes) -> bytes:
    while True:
        pass


def sleep(_body: bytes) -> bytes:
    time.sleep(600)
    return b""


def hoard(_body: bytes) -> bytes:
    return bytes(1 << 40)


def write(body: bytes) -> bytes:
    try:
        Path(body.decode()).write_bytes(b"x" * 100)
    except OSError:
        return b"refused"
    return b"written"


ERRANDS = {
    "echo": lambda body: body,
    "burn": burn,
    "sleep": sleep,
    "hoard": hoard,
    "write": write,
    "exit": lambda _body: sys.exit(3),
    "print": lambda body: print("no answer") or body,  # type: ignore[func-returns-value]
    "pid": lambda _body: str(os.getpid()).encode(),
    "environment": lambda _body: " ".join(sorted(os.environ)).encode(),
}


def handle(request: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    return {"did": request["errand"]}, ERRANDS[request["errand"]](body)


if __name__ == "__main__":
    run(handle)
