from __future__ import annotations

import shutil
import time
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client

from taizhang.office import beats

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=beats.ROOM))


def away(*_: object, **__: object) -> None:
    raise OperationalError("server closed the connection")


def test_ready_is_who_has_database_clock_and_room(client: Client) -> None:
    beats.beat()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"database: ok\ntick: ok\ndisk: ok\n")


@pytest.mark.parametrize("ago", [400, 9_000])
def test_a_clock_that_stands_still_is_not_ready(client: Client, ago: int) -> None:
    cache.set(beats.BEAT, time.time() - ago, None)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert f"tick: last round {ago}"[:-1] in answer.content.decode()


def test_an_installation_whose_first_round_is_to_come_is_ready(client: Client) -> None:
    cache.delete(beats.BEAT)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert "tick: no round yet" in answer.content.decode()


def test_a_clock_of_the_machine_that_was_set_back_is_no_reason(client: Client) -> None:
    cache.set(beats.BEAT, time.time() + 9_000, None)
    assert client.get("/readyz").status_code == 200


def test_a_full_disk_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    beats.beat()
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=5_000_000))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "disk: 5 MB free" in answer.content.decode()


def test_alive_is_who_answers_whatever_the_database_does(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "cursor", away)
    monkeypatch.setattr(cache, "get", away)
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "database: unreachable\ntick: unknown\n" in answer.content.decode()
