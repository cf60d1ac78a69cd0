"""A few files are read at once and a few more wait; the others are told so at once."""

from __future__ import annotations

from threading import BoundedSemaphore
from typing import Any

import pytest

from taizhang.intake import IntakeRefused, extract_bytes
from taizhang.intake import extract as module


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> tuple[BoundedSemaphore, BoundedSemaphore]:
    """Nobody reads yet; reading itself takes no process."""
    reading, waiting = BoundedSemaphore(1), BoundedSemaphore(2)
    monkeypatch.setattr(module, "_READING", reading)
    monkeypatch.setattr(module, "_WAITING", waiting)
    monkeypatch.setattr(module, "PATIENCE", 0.001)
    monkeypatch.setattr(
        module,
        "asked",
        lambda *_: {"text": "甲", "format": "text", "notes": [], "tables": [], "pictures": []},
    )
    return reading, waiting


def is_refused() -> bool:
    told = ""
    try:
        extract_bytes("甲".encode())
    except IntakeRefused as refused:
        told = str(refused.sentence)
    assert told in ("", str(module.CROWDED))
    return bool(told)


def test_who_finds_the_gate_open_leaves_it_open(gate: Any) -> None:
    assert [is_refused() for _ in range(5)] == [False] * 5


def test_who_waits_too_long_and_who_is_one_too_many_are_told(gate: Any) -> None:
    reading, waiting = gate
    reading.acquire()
    assert is_refused()
    waiting.acquire()
    waiting.acquire()
    assert is_refused()
    for each in (reading, waiting, waiting):
        each.release()
    assert not is_refused()


def test_a_file_that_fails_leaves_the_gate_open(gate: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(module, "asked", broken)
        with pytest.raises(RuntimeError):
            extract_bytes(b"x")
    assert not is_refused()
