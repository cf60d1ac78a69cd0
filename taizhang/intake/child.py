"""The child process: limits itself, reads one file from standard input, answers with JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from taizhang.core.text.messages import N_, Sentence
from taizhang.intake.limits import Limits
from taizhang.intake.plainly import sentence_to_plain
from taizhang.intake.refusal import IntakeRefused


def _text(data: bytes, limits: Limits) -> dict[str, Any]:
    from taizhang.intake import reading

    return reading.answer(data, limits)


def _sheets(data: bytes, limits: Limits) -> dict[str, Any]:
    from taizhang.intake import grids

    return grids.answer(data, limits)


# What a task needs is loaded with its first file: a text needs no reader of workbooks.
TASKS: dict[str, Callable[[bytes, Limits], dict[str, Any]]] = {"text": _text, "sheets": _sheets}


def confine(limits: Limits) -> None:
    """Take away memory, processor time, files and core dumps beyond the limits, where the system can."""
    try:
        import resource
    except ImportError:  # not on Windows; the parent's clock and sizes still hold
        return
    for name, cap in (
        ("RLIMIT_AS", limits.memory),
        ("RLIMIT_CPU", limits.cpu_seconds),
        ("RLIMIT_FSIZE", limits.answer),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_NPROC", 0),
    ):
        try:
            kind = getattr(resource, name)
            _, hard = resource.getrlimit(kind)
            resource.setrlimit(kind, (cap if hard < 0 else min(cap, hard),) * 2)
        except (AttributeError, OSError, ValueError):  # macOS refuses some of them
            continue


def answer(task: str, data: bytes, limits: Limits) -> dict[str, Any]:
    """The answer of the task as plain values, or the sentence of refusal."""
    try:
        return TASKS[task](data, limits)
    except IntakeRefused as refusal:
        return {"refused": sentence_to_plain(refusal.sentence)}
    except (MemoryError, RecursionError):
        return {"refused": sentence_to_plain(Sentence(N_("读取文件需要的内存过多，已停止。")))}


def main(source: BinaryIO, target: BinaryIO) -> int:
    """First line: the task and the limits as JSON. Then the bytes of the file."""
    order = json.loads(source.readline())
    limits = Limits(**order["limits"])
    confine(limits)
    reply = answer(order["task"], source.read(), limits)
    target.write(json.dumps(reply, ensure_ascii=False).encode("utf-8", "replace"))
    target.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.stdin.buffer, sys.stdout.buffer))
