"""Several nodes on one PostgreSQL (docs/deploy/several.md): two that serve, two that keep the clock, one shared home."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django_scopes import scope

from taizhang.office.mail.outbox import enqueue
from taizhang.office.mail.transport import Address
from taizhang.office.models import Lease, Office, OutboxMessage, Person
from taizhang.office.roles import Role

from ..conftest import PersonWith
from ..office.mailing import Server

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="several nodes share a PostgreSQL"),
    pytest.mark.django_db(transaction=True),
]
PATIENCE = 300  # seconds: four processes start beside other tests


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def comes(true: Callable[[], object]) -> bool:
    """Whether it becomes true in time. What other processes write is looked for, no time is waited for."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.2)
    return False


def environment(home: Path, mail: int) -> dict[str, str]:
    where = connection.settings_dict
    address = f"postgres://{where['USER']}@{where['HOST']}:{where['PORT']}/{where['NAME']}"
    return {
        **os.environ, "DATABASE_URL": address, "TAIZHANG_HOME": str(home), "TAIZHANG_TICK": "0",
        "TAIZHANG_SECRET_KEY": settings.SECRET_KEY, "TAIZHANG_SMTP_HOST": "127.0.0.1",
        "TAIZHANG_SMTP_PORT": str(mail), "TAIZHANG_SMTP_TLS": "off",
    }  # fmt: skip


@contextmanager
def running(environment: dict[str, str], *words: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "taizhang.cli", *words]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


def asked(port: int, path: str, cookie: str = "") -> tuple[int, str]:
    """The status of a page, and where it leads; 0 while nobody answers."""
    try:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        link.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        answer = link.getresponse()
        answer.read()
        link.close()
    except OSError:
        return 0, ""
    return answer.status, answer.getheader("Location") or ""


def holder(office: Office) -> str:
    with scope(office=office.pk):
        return Lease.objects.values_list("holder", flat=True).first() or ""


@pytest.fixture
def mail() -> Iterator[Server]:
    server = Server()
    server.controller.start()
    yield server
    server.controller.stop()


def test_two_webs_and_two_clocks_are_one_installation(
    office: Office,
    person_with: PersonWith,
    mail: Server,
    tmp_path: Path,
    at: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings, "EMAIL_HOST", "127.0.0.1")  # without a mail server nothing is written
    person: Person = person_with(Role.LEDGER_OFFICER)
    shared = environment(tmp_path, mail.port)
    ports = free_port(), free_port()
    client = Client()
    client.force_login(person)
    cookie = f"taizhang={client.cookies['taizhang'].value}"
    with (
        running(shared, "serve", "--port", str(ports[0])),
        running(shared, "serve", "--port", str(ports[1])),
        running(shared, "tick", "--every", "1") as one,
        running(shared, "tick", "--every", "1") as other,
    ):
        assert comes(lambda: all(asked(port, "/healthz")[0] == 200 for port in ports))
        # Whoever logged in is logged in on both; whoever logs out is out on both.
        assert [asked(port, "/ledger/", cookie)[0] for port in ports] == [200, 200]
        client.logout()
        assert all("login" in asked(port, "/ledger/", cookie)[1] for port in ports)

        with scope(office=office.pk):
            queue_mail(office, at)
            sent = comes(lambda: OutboxMessage.objects.filter(state="sent").count() == 20)
            assert sent, list(OutboxMessage.objects.values_list("state", "last_error", "next_attempt_at")[:3])
        assert sorted(to for (to,) in mail.handler.envelopes) == sorted(
            f"n{n}@haichuan.test" for n in range(20)
        )

        clocks: dict[str, Any] = {str(each.pid): each for each in (one, other)}
        first = holder(office).rpartition(":")[2]
        clocks[first].send_signal(signal.SIGTERM)
        clocks[first].wait(30)
        assert comes(lambda: holder(office).rpartition(":")[2] in clocks.keys() - {first})


def queue_mail(office: Office, at: datetime) -> None:
    """Twenty messages, each to be sent once."""
    with transaction.atomic():
        for n in range(20):
            to = Address(f"收件{n}", f"n{n}@haichuan.test")
            enqueue(
                office=office, to=to, subject="通知", body="请阅。", kind="notice", dedupe_key=f"n{n}", at=at
            )
