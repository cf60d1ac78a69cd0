from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import OperationalError

from taizhang.cli import main
from taizhang.cli import tick as module
from taizhang.office import beats, tick
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
    monkeypatch.setattr(module, "set_up", lambda: None)
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


class Process:
    """The clock's process; a stubborn one is in the middle of a round."""

    did: list[Any] = []
    stubborn = False

    def __init__(self, words: list[str]) -> None:
        self.did.append(words[1:])

    def terminate(self) -> None:
        self.did.append("terminate")

    def kill(self) -> None:
        self.did.append("kill")

    def wait(self, seconds: int | None = None) -> None:
        if self.stubborn and seconds:
            raise subprocess.TimeoutExpired("tick", seconds)
        self.did.append("gone")


@pytest.mark.parametrize("stubborn", [False, True])
def test_the_server_has_the_clock_beside_it(monkeypatch: pytest.MonkeyPatch, stubborn: bool) -> None:
    monkeypatch.setattr(subprocess, "Popen", Process)
    monkeypatch.setattr(Process, "did", did := [])
    monkeypatch.setattr(Process, "stubborn", stubborn)
    monkeypatch.delenv("TAIZHANG_TICK", raising=False)
    with contextlib.suppress(KeyboardInterrupt), module.beside():
        did.append("serve")
        raise KeyboardInterrupt
    end = ["kill", "gone"] if stubborn else ["gone"]
    assert did == [["-m", "taizhang.cli", "tick", "--with-parent"], "serve", "terminate", *end]


def test_the_clock_can_be_kept_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", lambda words: pytest.fail("started"))
    monkeypatch.setenv("TAIZHANG_TICK", "0")
    with module.beside():
        pass


def test_the_command_the_server_starts_exists() -> None:
    command = [sys.executable, "-m", "taizhang.cli", "tick", "--with-parent", "--help"]
    assert subprocess.run(command, capture_output=True, check=True).stdout


def test_a_clock_that_ends_unasked_is_begun_anew_and_the_log_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    begun: list[int] = []
    both = threading.Event()

    class Mortal(Process):
        def __init__(self, words: list[str]) -> None:
            super().__init__(words)
            begun.append(len(begun))
            self.dies = len(begun) == 1
            if len(begun) == 2:
                both.set()

        def poll(self) -> int | None:
            return -9 if self.dies else None

    monkeypatch.setattr(subprocess, "Popen", Mortal)
    monkeypatch.setattr(Process, "did", did := [])
    monkeypatch.setattr(module, "LOOK_EVERY", 0.001)
    monkeypatch.delenv("TAIZHANG_TICK", raising=False)
    with module.beside():
        assert both.wait(30)
    assert did == [["-m", "taizhang.cli", "tick", "--with-parent"]] * 2 + ["terminate", "gone"]
    assert "定时任务进程意外退出（-9），已重新启动" in capsys.readouterr().err


def test_each_round_says_that_the_work_is_done(scoped: Office, rounds: list[datetime]) -> None:
    assert beats.readiness()["tick"] == "no round yet"
    main(["tick", "--once"])
    assert beats.readiness()["tick"] == "ok"
