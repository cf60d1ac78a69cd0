from __future__ import annotations

import contextlib
import signal
import subprocess
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import OperationalError

from taizhang.cli import main
from taizhang.cli import tick as module
from taizhang.office import tick
from taizhang.office.models import Lease, Office


class Stop:
    """Asked to end after so many rounds."""

    def __init__(self, rounds: int) -> None:
        self.rounds = rounds

    def wait(self, seconds: int) -> bool:
        assert seconds == 5
        self.rounds -= 1
        return self.rounds == 0


@pytest.fixture(autouse=True)
def prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_set_up", lambda: None)
    monkeypatch.setattr(module, "_stopped_by_signals", lambda: Stop(3))
    monkeypatch.setattr(
        "django.db.close_old_connections", lambda: None
    )  # it would end the test's transaction


@pytest.fixture
def rounds(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    ran: list[datetime] = []

    def job(*, office: Office, at: datetime) -> int:
        ran.append(at)
        return len(ran) % 2

    monkeypatch.setattr(tick, "_JOBS", {"draw": job})
    return ran


def test_one_round_is_enough_for_a_timetable_of_the_systems_own(
    scoped: Office, rounds: list[datetime], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["tick", "--once"]) == 0
    assert "draw: 1" in capsys.readouterr().out
    assert len(rounds) == 1
    assert main(["tick", "--once"]) == 0  # the first has let go of its lease
    assert len(rounds) == 2
    assert Lease.objects.get().until >= rounds[-1]


def test_rounds_go_on_until_asked_to_end(scoped: Office, rounds: list[datetime]) -> None:
    assert main(["tick", "--every", "5"]) == 0
    assert len(rounds) == 3


def test_an_orphan_ends(scoped: Office, rounds: list[datetime], monkeypatch: pytest.MonkeyPatch) -> None:
    parents = iter([41, 41, 1])
    monkeypatch.setattr("os.getppid", lambda: next(parents))
    assert main(["tick", "--every", "5", "--with-parent"]) == 0
    assert len(rounds) == 2


def test_a_database_that_is_away_does_not_stop_the_clock(
    scoped: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def away(**_: Any) -> None:
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(tick, "run", away)
    assert main(["tick", "--every", "5"]) == 1
    assert capsys.readouterr().err.count("server closed the connection") == 3


def test_signals_ask_for_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    handlers: dict[int, Callable[..., None]] = {}
    monkeypatch.setattr(signal, "signal", handlers.__setitem__)
    stop = module._stopped_by_signals()
    assert not stop.is_set()
    handlers[signal.SIGTERM](signal.SIGTERM, None)
    assert stop.is_set()
    assert signal.SIGINT in handlers


def test_the_server_has_the_clock_beside_it_unless_told_not_to(monkeypatch: pytest.MonkeyPatch) -> None:
    did: list[Any] = []

    class Process:
        def __init__(self, words: list[str]) -> None:
            did.append(words[1:])

        def terminate(self) -> None:
            did.append("terminate")

        def wait(self) -> None:
            did.append("wait")

    monkeypatch.setattr(subprocess, "Popen", Process)
    monkeypatch.setenv("TAIZHANG_TICK", "0")
    with module.beside():
        assert did == []
    monkeypatch.delenv("TAIZHANG_TICK")
    with contextlib.suppress(KeyboardInterrupt), module.beside():
        did.append("serve")
        raise KeyboardInterrupt
    assert did == [["-m", "taizhang.cli", "tick", "--with-parent"], "serve", "terminate", "wait"]


def test_a_test_message_says_what_is_wrong(
    settings: Any, mailoutbox: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["mail", "--test", "a@b.example"]) == 1
    assert "TAIZHANG_SMTP_HOST" in capsys.readouterr().err
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert main(["mail", "--test", "a@b.example\r\nBcc: c@d.example"]) == 1
    assert "不正确" in capsys.readouterr().err
    assert main(["mail", "--test", "a@b.example"]) == 0
    assert "127.0.0.1:1 已收下测试邮件" in capsys.readouterr().out
    assert mailoutbox[0].to == ["a@b.example"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert main(["mail", "--test", "a@b.example"]) == 1
    assert "连不上邮件服务器 127.0.0.1:1" in capsys.readouterr().err
