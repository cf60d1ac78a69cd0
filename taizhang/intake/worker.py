"""The process that reads foreign files: a task and the bytes of a file go in, plain values come out."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from taizhang.core.text.messages import N_, Message
from taizhang.intake.limits import Limits
from taizhang.intake.refusal import IntakeRefused
from taizhang.isolation.serving import run


def _text(data: bytes, limits: Limits) -> dict[str, Any]:
    from taizhang.intake import reading

    return reading.answer(data, limits)


def _sheets(data: bytes, limits: Limits) -> dict[str, Any]:
    from taizhang.intake import grids

    return grids.answer(data, limits)


def _preview(data: bytes, limits: Limits) -> dict[str, Any]:
    from taizhang.intake import preview

    return preview.answer(data, limits)


def _picture(data: bytes, limits: Limits) -> dict[str, Any]:
    from taizhang.intake import pictures

    return pictures.answer(data, limits)


def _attachment(data: bytes, limits: Limits) -> dict[str, Any]:
    from taizhang.intake import attachments

    return attachments.answer(data, limits)


def _copy(data: bytes, limits: Limits) -> dict[str, Any]:
    from taizhang.intake import word_copy

    return word_copy.answer(data, limits)


GENTLE = 10  # a page that somebody waits for comes before a file

# What a task needs is loaded with its first file: a text needs no reader of workbooks.
TASKS: dict[str, Callable[[bytes, Limits], dict[str, Any]]] = {
    "text": _text,
    "sheets": _sheets,
    "preview": _preview,
    "picture": _picture,
    "attachment": _attachment,
    "copy": _copy,
}


def answer(task: str, data: bytes, limits: Limits) -> dict[str, Any]:
    """Return the answer of the task as plain values, or the message of refusal under "refused"."""
    try:
        return TASKS[task](data, limits)
    except IntakeRefused as refusal:
        return {"refused": refusal.sentence.to_json()}
    except (MemoryError, RecursionError):
        return {"refused": Message(N_("读取文件需要的内存过多，已停止。")).to_json()}


def handle(request: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    """Return the answer to a request of ``extract`` or ``batch``."""
    return answer(request["task"], data, Limits(**request["limits"])), b""


if __name__ == "__main__":
    os.nice(GENTLE)
    run(handle)
