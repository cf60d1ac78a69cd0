"""Several nodes on one PostgreSQL (docs/deploy/several.md): two that serve, two that keep the clock.

They share one home, or have homes of their own and share files in a bucket.
"""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from email.message import EmailMessage
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from django_scopes import scope

from taizhang.ledger.models import Evidence
from taizhang.office.mail.outbox import enqueue
from taizhang.office.mail.transport import Address
from taizhang.office.models import Lease, Office, OutboxMessage, Person, StoredFile
from taizhang.office.roles import Role

from ..buckets import bucket_service, free_port
from ..conftest import PersonWith
from ..ledger.conftest import People, ProjectIn, ledger, people, project_in
from ..office.mailing import Server

__all__ = ["ledger", "people", "project_in"]
pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="several nodes share a PostgreSQL"),
    pytest.mark.django_db(transaction=True),
]
PATIENCE = 300  # seconds: four processes start beside other tests


def comes(true: Callable[[], object]) -> bool:
    """Whether it becomes true in time. What other processes write is looked for, no time is waited for."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.2)
    return False


def environment(home: Path, mail: int, **more: str) -> dict[str, str]:
    where = connection.settings_dict
    address = f"postgres://{where['USER']}@{where['HOST']}:{where['PORT']}/{where['NAME']}"
    return {
        **os.environ, "DATABASE_URL": address, "TAIZHANG_HOME": str(home), "TAIZHANG_TICK": "0",
        "TAIZHANG_SECRET_KEY": settings.SECRET_KEY, "TAIZHANG_SMTP_HOST": "127.0.0.1",
        "TAIZHANG_SMTP_PORT": str(mail), "TAIZHANG_SMTP_TLS": "off", **more,
    }  # fmt: skip


@contextmanager
def running(environment: dict[str, str], *words: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "taizhang.cli", *words]
    home = Path(environment["TAIZHANG_HOME"])
    home.mkdir(mode=0o700, exist_ok=True)
    with (home / f"{words[0]}.log").open("ab") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
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


def filled(page: str) -> dict[str, str]:
    """The hidden fields of the page's form that sends files."""
    (form,) = re.findall(r"<form[^>]*multipart/form-data.*?</form>", page, re.S)
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    assert "csrfmiddlewaretoken" in dict(hidden)
    return dict(hidden)


def sent_file(port: int, path: str, cookie: str, content: bytes) -> int:
    """The status of the answer to a form with a file, filled in as a browser does."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    link.request("GET", path, headers={"Cookie": cookie})
    answer = link.getresponse()
    page = answer.read().decode()
    token = SimpleCookie(answer.getheader("Set-Cookie"))["csrftoken"].value
    file = SimpleUploadedFile("登记表.pdf", content, "application/pdf")
    body = encode_multipart(BOUNDARY, {**filled(page), "title": "走访登记表", "file": file, "do": "add"})
    cookies = {"Cookie": f"{cookie}; csrftoken={token}", "Content-Type": MULTIPART_CONTENT}
    link.request("POST", path, body, cookies)
    status = link.getresponse().status
    link.close()
    return status


def got(port: int, path: str, cookie: str) -> tuple[int, bytes]:
    """The status of an address, and its body."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    link.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = link.getresponse()
    body = answer.read()
    link.close()
    return answer.status, body


def test_nodes_with_homes_of_their_own_share_files_in_a_bucket(
    office: Office,
    people: People,
    project_in: ProjectIn,
    mail: Server,
    tmp_path: Path,
    at: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is sent in at one web is taken from the other by whom it concerns, and goes out with the workers' mail."""
    monkeypatch.setattr(settings, "EMAIL_HOST", "127.0.0.1")
    content = b"%PDF-1.7 " + bytes(range(256)) * 400
    project = project_in()
    mine, stranger = session_of(people.liaison), session_of(people.other_liaison)
    ports = free_port(), free_port()
    with bucket_service(tmp_path) as bucket:
        where = {
            "TAIZHANG_FILES": f"s3://{bucket.bucket}/{bucket.prefix}", "TAIZHANG_S3_ENDPOINT": bucket.endpoint,
            "TAIZHANG_S3_KEY": bucket.key, "TAIZHANG_S3_SECRET": bucket.secret,
        }  # fmt: skip
        homes = [tmp_path / name for name in ("web1", "web2", "worker1", "worker2")]
        nodes = [environment(home, mail.port, **where) for home in homes]
        with (
            running(nodes[0], "serve", "--port", str(ports[0])),
            running(nodes[1], "serve", "--port", str(ports[1])),
            running(nodes[2], "tick", "--every", "1"),
            running(nodes[3], "tick", "--every", "1"),
        ):
            assert comes(lambda: all(asked(port, "/healthz")[0] == 200 for port in ports))
            assert sent_file(ports[0], reverse("evidence", args=[project.pk]), mine, content) == 302
            with scope(office=office.pk):
                evidence = Evidence.objects.get()
            file = reverse("evidence-file", args=[evidence.pk])
            assert got(ports[1], file, mine) == (200, content)
            assert got(ports[1], file, stranger)[0] == 404
            assert got(ports[1], file, "")[0] == 302  # to the log-in
            with scope(office=office.pk), transaction.atomic():
                to = Address("收件", "n@haichuan.test")
                enqueue(
                    office=office, to=to, subject="材料", body="请阅。", kind="notice", dedupe_key="file", at=at,
                    attachments=[StoredFile.objects.get()],
                )  # fmt: skip
            assert comes(lambda: letters(mail, "材料"))
            (attached,) = letters(mail, "材料")[0].iter_attachments()
            assert attached.get_content() == content
        # No node has kept a file for itself, and none has told a secret.
        assert [path for home in homes for path in home.glob("files/*/*")] == []
        told = b"".join(path.read_bytes() for path in tmp_path.rglob("*.log"))
        assert bucket.secret.encode() not in told
        assert bucket.key.encode() not in told


def letters(mail: Server, subject: str) -> list[EmailMessage]:
    return [each for each in mail.handler.received if each["Subject"] == subject]


def session_of(person: Person) -> str:
    client = Client()
    client.force_login(person)
    return f"taizhang={client.cookies['taizhang'].value}"


def queue_mail(office: Office, at: datetime) -> None:
    """Twenty messages, each to be sent once."""
    with transaction.atomic():
        for n in range(20):
            to = Address(f"收件{n}", f"n{n}@haichuan.test")
            enqueue(
                office=office, to=to, subject="通知", body="请阅。", kind="notice", dedupe_key=f"n{n}", at=at
            )
