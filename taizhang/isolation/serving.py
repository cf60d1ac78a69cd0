"""The worker's side: requests come in on standard input, answers go out on standard output.

Either is a line of JSON, its ``length`` telling how many bytes follow."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from taizhang.isolation.bounds import Bounds, allow_time, confine

Handler = Callable[[dict[str, Any], bytes], tuple[dict[str, Any], bytes]]


def run(handle: Handler, *, after: Callable[[], object] = lambda: None) -> None:
    """Confine this process by the bounds in its first argument, and serve until the input ends.

    ``after`` is called when an answer is out."""
    bounds = Bounds(**json.loads(sys.argv[1]))
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what a library prints is no answer
    confine(bounds)
    serve(handle, sys.stdin.buffer, answers, cpu_seconds=bounds.cpu_seconds, after=after)


def serve(
    handle: Handler,
    requests: BinaryIO,
    answers: BinaryIO,
    *,
    cpu_seconds: int,
    after: Callable[[], object] = lambda: None,
) -> None:
    """Answer each request with what ``handle`` makes of its head and body."""
    for line in iter(requests.readline, b""):
        head = json.loads(line)
        body = requests.read(head.pop("length"))
        allow_time(cpu_seconds)
        told, content = handle(head, body)
        written = json.dumps(told | {"length": len(content)}, ensure_ascii=False)
        answers.write(written.encode("utf-8", "replace") + b"\n" + content)
        answers.flush()
        after()
