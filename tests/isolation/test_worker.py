"""A worker process keeps its bounds, whatever it is asked; its caller is told why there is no answer."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from taizhang.isolation import Bounds, FailureReason, Stopped, Worker, Workers, bounds, serving, worker

ERRANDS = "tests.isolation.errands"
BOUNDS = Bounds(memory=1 << 30, cpu_seconds=5, wall_seconds=60.0, answer=1 << 20, alone=True)


@pytest.fixture
def servant() -> Iterator[Worker]:
    with Worker(ERRANDS, BOUNDS) as made:
        yield made


def reason(asked: Worker, errand: str, body: bytes = b"") -> FailureReason:
    with pytest.raises(Stopped) as caught:
        asked.ask({"errand": errand}, body)
    return caught.value.reason


def did(asked: Worker | Workers, errand: str, body: bytes = b"") -> bytes:
    head, content = asked.ask({"errand": errand}, body)
    assert head == {"did": errand}
    return content


def test_a_worker_answers_again_and_again(servant: Worker) -> None:
    assert did(servant, "echo", "海川\n市".encode()) == "海川\n市".encode()
    assert did(servant, "pid") == did(servant, "pid")


def test_a_request_over_its_processor_time_is_late_and_the_next_one_is_answered() -> None:
    with Worker(ERRANDS, replace(BOUNDS, cpu_seconds=1)) as hasty:
        assert did(hasty, "echo", b"x") == b"x"
        assert reason(hasty, "burn") is FailureReason.LATE
        assert did(hasty, "echo", b"y") == b"y"


def test_a_request_that_waits_too_long_is_busy() -> None:
    with Worker(ERRANDS, replace(BOUNDS, wall_seconds=0.2)) as busy:
        assert reason(busy, "sleep") is FailureReason.BUSY
        assert busy.process is None


def test_a_worker_that_dies_says_so(servant: Worker) -> None:
    assert reason(servant, "exit") is FailureReason.DIED
    assert reason(servant, "hoard") is FailureReason.DIED
    assert did(servant, "echo", b"x") == b"x"


def test_a_worker_killed_between_requests_is_replaced_unseen(servant: Worker) -> None:
    did(servant, "echo")
    assert servant.process is not None
    os.kill(servant.process.pid, signal.SIGKILL)
    servant.process.wait()
    assert did(servant, "echo", b"x") == b"x"


def test_an_answer_over_its_cap_is_not_taken() -> None:
    with Worker(ERRANDS, replace(BOUNDS, answer=100)) as wordy:
        assert reason(wordy, "echo", bytes(200)) is FailureReason.TOO_LONG
    with Worker(ERRANDS, replace(BOUNDS, answer=10)) as wordy:
        assert reason(wordy, "echo") is FailureReason.TOO_LONG


def test_what_a_library_prints_is_no_answer(servant: Worker) -> None:
    assert did(servant, "print", b"x") == b"x"


def test_a_worker_alone_writes_no_file(servant: Worker, tmp_path: Path) -> None:
    assert did(servant, "write", str(tmp_path / "a").encode()) == b"refused"


def test_a_worker_sees_no_secrets(servant: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "x")
    seen = set(did(servant, "environment").decode().split())
    assert seen <= {
        "PATH", "PYTHONPATH", "PYTHONUTF8", "LANG", "LC_CTYPE", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP",
    }  # fmt: skip


def test_a_worker_is_replaced_after_its_share() -> None:
    with Worker(ERRANDS, BOUNDS, requests=2) as mortal:
        pids = [did(mortal, "pid") for _ in range(3)]
    assert pids[0] == pids[1] != pids[2]


def test_an_answer_cut_short_is_no_answer() -> None:
    cut = Worker(ERRANDS, BOUNDS)
    cut.process = subprocess.Popen(
        ["sh", "-c", 'read x; echo "{\\"length\\": 9}"; echo abc'],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert reason(cut, "echo") is FailureReason.DIED
    assert cut.process is None


def test_an_interruption_leaves_no_answer_behind(servant: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    did(servant, "echo")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(worker, "_send", interrupt)
    with pytest.raises(KeyboardInterrupt):
        servant.ask({"errand": "echo"})
    assert servant.process is None


def test_workers_are_shared_between_threads() -> None:
    got: list[bytes] = []
    with Workers(ERRANDS, BOUNDS, 2) as two:
        threads = [threading.Thread(target=lambda: got.append(did(two, "echo", b"x"))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert got == [b"x"] * 4
    assert all(each.process is None for each in two.all)


def test_whoever_finds_no_worker_free_in_time_is_told_that_the_machine_is_busy() -> None:
    with Workers(ERRANDS, replace(BOUNDS, wall_seconds=0.2), 1) as one:
        held = one._free.get()  # at work for somebody else
        with pytest.raises(Stopped) as stopped:
            one.ask({"errand": "echo"})
        one._free.put(held)
    assert stopped.value.reason is FailureReason.BUSY


# ---- the worker's side, in this process


def test_requests_are_answered_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    times: list[int] = []
    monkeypatch.setattr(serving, "allow_time", times.append)
    requests = io.BytesIO(b'{"a": 1, "length": 2}\nxy{"a": 2, "length": 0}\n')
    answers, done = io.BytesIO(), []
    serving.serve(
        lambda head, body: (head, body * 2), requests, answers, cpu_seconds=7, after=lambda: done.append(1)
    )
    assert answers.getvalue() == b'{"a": 1, "length": 4}\nxyxy{"a": 2, "length": 0}\n'
    assert (times, done) == ([7, 7], [1, 1])


def test_limits_are_set_where_the_system_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    set_to: dict[int, tuple[int, int]] = {}

    def note(kind: int, pair: tuple[int, int]) -> None:
        if kind == resource.RLIMIT_NPROC:
            raise ValueError("not here")
        set_to[kind] = pair

    monkeypatch.setattr(resource, "setrlimit", note)
    monkeypatch.setattr(resource, "getrlimit", lambda _kind: (-1, 1 << 29))
    bounds.confine(BOUNDS)
    assert set_to == {
        resource.RLIMIT_AS: (1 << 29, 1 << 29), resource.RLIMIT_CORE: (0, 0), resource.RLIMIT_FSIZE: (0, 0),
    }  # fmt: skip
    bounds.allow_time(3)
    low, high = set_to[resource.RLIMIT_CPU]
    assert low > 3
    assert high == 1 << 29  # may be raised again for the next request
    monkeypatch.setitem(sys.modules, "resource", None)
    bounds.confine(BOUNDS)  # no such module: nothing happens


def test_bounds_travel_as_plain_values() -> None:
    assert Bounds(**json.loads(json.dumps(BOUNDS.to_json()))) == BOUNDS
