"""The child process: limits itself, reads one file from standard input, answers with JSON."""

from __future__ import annotations

import json
import sys
from typing import Any, BinaryIO

from taizhang.core.words import N_, Sentence
from taizhang.intake.limits import Limits
from taizhang.intake.reading import read
from taizhang.intake.refusal import IntakeRefused


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


def answer(data: bytes, limits: Limits) -> dict[str, Any]:
    """The answer as plain values: the text, or the sentence of refusal."""
    try:
        found = read(data, limits)
    except IntakeRefused as refusal:
        return {"refused": _plain(refusal.sentence)}
    except (MemoryError, RecursionError):
        return {"refused": _plain(Sentence(N_("读取文件需要的内存过多，已停止。")))}
    return {"text": found.text, "format": found.format, "notes": [_plain(note) for note in found.notes]}


def _plain(sentence: Sentence) -> dict[str, Any]:
    return {"pattern": sentence.pattern, "values": dict(sentence.values)}


def main(source: BinaryIO, target: BinaryIO) -> int:
    """First line: the limits as JSON. Then the bytes of the file."""
    limits = Limits(**json.loads(source.readline()))
    confine(limits)
    reply = answer(source.read(), limits)
    target.write(json.dumps(reply, ensure_ascii=False).encode("utf-8", "replace"))
    target.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.stdin.buffer, sys.stdout.buffer))
