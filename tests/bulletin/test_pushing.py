"""Sealed issues are announced to other systems: to whom, with what, and what is done where it goes wrong."""

from __future__ import annotations

import json
import logging
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from taizhang.bulletin.actions import pushing
from taizhang.bulletin.actions.pushing import MOST_ATTEMPTS, SEALED_FOR, push_due
from taizhang.bulletin.actions.recalling import recall_issue
from taizhang.bulletin.actions.sealing import seal_issue
from taizhang.bulletin.actions.webhooks import (
    MOST,
    add_webhook,
    push_again,
    renew_secret,
    stop_push,
    stop_webhook,
    try_webhook,
)
from taizhang.bulletin.models import Delivery, DeliveryState, Issue, Series, Webhook
from taizhang.bulletin.visible import deliveries_for, webhooks_for
from taizhang.core.lifecycle.bulletin_life import IssueState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.office import fetching
from taizhang.office.encryption import decrypt
from taizhang.office.models import Event, Person
from taizhang.office.roles import Role
from taizhang.office.tasks import tasks_for
from taizhang.office.visible import viewer_at
from tests.bulletin.cast import Cast, issue_in
from tests.receiver import Receiver, a_receiver, certificate_for

HOST = "portal.haichuan.test"
LOOPBACK = "127.0.0.0/8"
Hook = tuple[Webhook, str]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with a_receiver() as made:
        yield made


@pytest.fixture
def hook(cast: Cast, receiver: Receiver) -> Hook:
    """An address in the office's own network, with its secret."""
    given: dict[str, Any] = {"plain": True, "networks": LOOPBACK, "by": None, "at": cast.at}
    return add_webhook(series=cast.series, address=receiver.at(), **given)


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[list[str]]]:
    """What host names mean: the addresses of each answer, the last for ever; ``asked`` tells how often."""
    answers: dict[str, list[list[str]]] = {}
    real = socket.getaddrinfo

    def resolve(host: str, port: int, *more: Any, **how: Any) -> Any:
        if host not in answers:
            return real(host, port, *more, **how)
        found, *later = answers[host]
        answers[host] = later or [found]
        answers.setdefault("asked", []).append([host])
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in found]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return answers


@pytest.fixture
def sys_admin(cast: Cast, person_with: Any) -> Person:
    made: Person = person_with(Role.SYS_ADMIN)
    return made


def sealed(cast: Cast) -> Issue:
    return seal_issue(
        issue=issue_in(cast, IssueState.SIGNED, signed_by=cast.signer), by=cast.signer, at=cast.at
    )


def tried(hook: Hook, at: datetime) -> Delivery:
    """A trial, however it goes."""
    with suppress(Refused):
        try_webhook(webhook=hook[0], by=None, at=at)
    return Delivery.objects.latest("pk")


def pushed(cast: Cast, after: timedelta = timedelta()) -> int:
    return push_due(office=cast.office, at=cast.at + after)


def test_a_sealed_issue_is_announced_with_its_signature(
    cast: Cast, receiver: Receiver, hook: Hook, quick_press: None, settings: Any
) -> None:
    settings.SITE_URL = "https://jianbao.haichuan.test"
    issue = sealed(cast)
    assert receiver.came == []  # whoever seals does not wait for another system
    assert pushed(cast) == 1
    (told,) = receiver.told
    pdf = issue.renderings.get(format="pdf").file.sha256
    assert (told["event"], told["pdf_sha256"], told["date"]) == ("issue.sealed", pdf, issue.date.isoformat())
    assert told["series"] == {"id": cast.series.pk, "slug": "jianbao", "name": cast.series.name}
    assert (told["issue"]["id"], told["issue"]["number"]) == (issue.pk, issue.annual_no)
    assert told["issue"]["name"].startswith(f"{issue.name} {issue.year}年第{issue.annual_no}期")
    assert told["url"] == f"https://jianbao.haichuan.test/api/v1/issues/{issue.pk}"
    assert receiver.is_signed(hook[1])
    assert not receiver.is_signed(hook[1] + "x")
    row = Delivery.objects.get()
    assert (row.state, row.status, row.delivered_at, str(row.key)) == ("delivered", 204, cast.at, told["id"])
    assert pushed(cast, timedelta(days=1)) == 0
    assert len(receiver.came) == 1


def test_a_recall_is_announced_too_and_other_series_are_not(
    cast: Cast, receiver: Receiver, hook: Hook, quick_press: None
) -> None:
    other = Series.objects.create(office=cast.office, name="海川快报", slug="kuaibao", issuer="市文明办")
    add_webhook(series=other, address="https://example.cn/", by=None, at=cast.at)
    issue = sealed(cast)
    recall_issue(issue=issue, reason="数据有误", by=cast.signer, at=cast.at)
    assert pushed(cast) == 2
    assert [each["event"] for each in receiver.told] == ["issue.sealed", "issue.recalled"]
    assert receiver.told[1]["pdf_sha256"] == receiver.told[0]["pdf_sha256"]
    assert Delivery.objects.filter(webhook__series=other).count() == 0


def test_the_secret_is_told_once_and_stands_nowhere(
    cast: Cast, receiver: Receiver, hook: Hook, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    row, secret = hook
    receiver.answers = [500]
    tried(hook, cast.at)
    _same, newer = renew_secret(webhook=row, by=None, at=cast.at)
    tried((row, newer), cast.at)
    assert receiver.is_signed(newer)
    assert not receiver.is_signed(secret)
    row.refresh_from_db()
    assert decrypt(row.secret, SEALED_FOR) == newer != secret
    kept = json.dumps(
        [list(Event.objects.values_list("detail", flat=True)), *Delivery.objects.values_list("body")]
    )
    for each in (secret, newer):
        assert each not in row.secret + kept + caplog.text
        assert all(each.encode() not in body for _headers, body in receiver.came)
    assert "/hook" not in kept  # an address may carry a word of its own


def test_500_then_200_arrives_after_growing_waits(
    cast: Cast, receiver: Receiver, hook: Hook, quick_press: None
) -> None:
    receiver.answers = [500, 503, 200]
    sealed(cast)
    waits, now = [], timedelta()
    for status in (500, 503):
        assert pushed(cast, now) == 0
        row = Delivery.objects.get()
        assert (row.state, row.status, row.failure) == ("queued", status, "status")
        waits.append(row.next_attempt_at - cast.at - now)
        assert pushed(cast, now + waits[-1] - timedelta(seconds=1)) == 0
        now += waits[-1]
    assert timedelta(minutes=1) <= waits[0] < waits[1] <= timedelta(minutes=2.5)
    assert pushed(cast, now) == 1
    assert len(receiver.came) == 3
    assert len({body for _headers, body in receiver.came}) == 1
    row = Delivery.objects.get()
    assert (row.state, row.attempts, row.failure) == ("delivered", 3, "")


def test_it_is_given_up_and_waits_for_the_administrator(
    cast: Cast, receiver: Receiver, hook: Hook, quick_press: None, sys_admin: Person
) -> None:
    receiver.answers = [500]
    sealed(cast)
    now = timedelta()
    for _attempt in range(MOST_ATTEMPTS):
        assert tasks_for(sys_admin, cast.at) == []
        pushed(cast, now)
        now += timedelta(hours=6)
    assert len(receiver.came) == MOST_ATTEMPTS
    assert pushed(cast, now) == 0
    row = Delivery.objects.get()
    assert row.state == DeliveryState.FAILED
    event = Event.objects.get(verb="push_issue")
    assert (event.outcome, event.detail["host"]) == ("failed", "127.0.0.1")
    (task,) = tasks_for(sys_admin, cast.at)
    assert task.key == f"delivery-{row.pk}"
    assert "签发封存" in str(task.title)
    assert task.args == (hook[0].pk,)
    push_again(delivery=row, by=sys_admin, at=cast.at)
    assert tasks_for(sys_admin, cast.at) == []
    receiver.answers = [200]
    assert pushed(cast) == 1
    with pytest.raises(Refused, match="不再适用"):
        stop_push(delivery=row, by=sys_admin, at=cast.at)
    push_again(delivery=row, by=sys_admin, at=cast.at)  # the receiver may have lost it
    stop_push(delivery=row, by=sys_admin, at=cast.at)
    assert pushed(cast) == 0
    assert [each.verb for each in Event.objects.filter(verb__contains="push").order_by("pk")] == [
        "push_issue", "push_again", "push_again", "stop_push",
    ]  # fmt: skip


def test_an_attempt_that_was_broken_off_is_taken_up_again(
    cast: Cast, receiver: Receiver, hook: Hook, quick_press: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed(cast)
    with monkeypatch.context() as broken:
        broken.setattr(pushing, "attempt", lambda row, at: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            pushed(cast)
    assert pushed(cast, timedelta(minutes=4)) == 0
    assert pushed(cast, timedelta(minutes=5)) == 1
    assert Delivery.objects.get().attempts == 2


def test_over_tls_the_certificate_is_checked_against_the_name(
    cast: Cast, named: dict[str, list[list[str]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection goes to an address; the certificate is still that of the name."""
    good, other = certificate_for(HOST, tmp_path / "a.pem"), certificate_for("x.test", tmp_path / "b.pem")
    named[HOST] = [["127.0.0.1"]]
    found = []
    for served, trusted in ((good, good), (other, other), (good, other)):
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        with a_receiver(served) as receiver:
            given: dict[str, Any] = {"networks": LOOPBACK, "by": None, "at": cast.at}
            hook = add_webhook(series=cast.series, address=receiver.at(HOST), **given)
            row = tried(hook, cast.at)
            found.append((row.failure, len(receiver.came)))
            if not row.failure:
                assert receiver.is_signed(hook[1])
                assert receiver.came[0][0]["Host"] == f"{HOST}:{receiver.port}"
    assert found == [("", 1), ("certificate", 0), ("certificate", 0)]


def test_a_redirect_is_not_followed(cast: Cast, receiver: Receiver, hook: Hook) -> None:
    with a_receiver() as elsewhere:

        def redirect(handler: Any) -> None:
            handler.send_response(307)
            handler.send_header("Location", elsewhere.at())
            handler.end_headers()

        receiver.answers = [redirect]
        row = tried(hook, cast.at)
        assert elsewhere.came == []
    assert (row.state, row.failure, row.status) == ("failed", "redirect", 307)


def test_a_name_that_means_something_else_the_second_time_opens_nothing(
    cast: Cast, receiver: Receiver, named: dict[str, list[list[str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Public when it is looked at, the loopback a moment later: it is asked once, and the connection goes where it was
    looked at."""
    named[HOST] = [["203.0.114.7"], ["127.0.0.1"]]
    went: list[str] = []

    def connect(address: tuple[str, int], **how: Any) -> socket.socket:
        went.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    given: dict[str, Any] = {"plain": True, "by": None, "at": cast.at}
    row = tried(add_webhook(series=cast.series, address=receiver.at(HOST), **given), cast.at)
    assert (row.failure, went, named["asked"]) == ("connection", ["203.0.114.7"], [[HOST]])
    row = tried((row.webhook, ""), cast.at)
    assert (row.failure, went, len(named["asked"])) == ("network", ["203.0.114.7"], 2)
    assert receiver.came == []


def test_of_several_addresses_the_one_that_is_there_is_taken(
    cast: Cast, receiver: Receiver, named: dict[str, list[list[str]]]
) -> None:
    """The receiver listens on the second only."""
    named[HOST] = [["::1", "127.0.0.1"]]
    given: dict[str, Any] = {"plain": True, "networks": f"{LOOPBACK} ::1/128", "by": None, "at": cast.at}
    row = tried(add_webhook(series=cast.series, address=receiver.at(HOST), **given), cast.at)
    assert (row.state, len(receiver.came)) == ("delivered", 1)


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["10.1.2.3"],
        ["169.254.169.254"],
        ["100.64.0.9"],
        ["::ffff:127.0.0.1"],
        ["8.8.8.8", "10.0.0.1"],
    ],
    ids=str,
)
def test_nothing_goes_into_a_private_network_that_is_not_listed(
    cast: Cast, receiver: Receiver, named: dict[str, list[list[str]]], addresses: list[str]
) -> None:
    named[HOST] = [addresses]
    given: dict[str, Any] = {"plain": True, "networks": "192.168.7.0/24", "by": None, "at": cast.at}
    row = tried(add_webhook(series=cast.series, address=receiver.at(HOST), **given), cast.at)
    assert (row.failure, row.status, receiver.came) == ("network", None, [])


@pytest.mark.parametrize("address", ["http://127.0.0.1:{}/", "http://2130706433:{}/", "http://localhost:{}/"])
def test_other_ways_to_write_the_loopback_open_nothing(cast: Cast, receiver: Receiver, address: str) -> None:
    given: dict[str, Any] = {"plain": True, "by": None, "at": cast.at}
    hook = add_webhook(series=cast.series, address=address.format(receiver.port), **given)
    assert tried(hook, cast.at).failure in ("network", "resolve")
    assert receiver.came == []


def drip_head(handler: Any) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
    for _second in range(40):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.05)


def test_a_receiver_that_drips_its_answer_is_left(
    cast: Cast, receiver: Receiver, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "PATIENCE", 0.4)
    for slow in (drip_head, lambda handler: time.sleep(1)):
        receiver.answers = [slow]
        begun = time.monotonic()
        assert tried(hook, cast.at).failure == "time"
        assert time.monotonic() - begun < 1


def test_a_huge_answer_is_not_read(cast: Cast, receiver: Receiver, hook: Hook) -> None:
    written = []

    def huge(handler: Any) -> None:
        handler.send_response(200)
        handler.end_headers()
        with suppress(OSError):
            for _piece in range(200):
                handler.wfile.write(b"x" * 1_000_000)
                written.append(1)

    receiver.answers = [huge]
    assert tried(hook, cast.at).state == DeliveryState.DELIVERED
    time.sleep(0.2)
    assert len(written) < 50


@pytest.mark.parametrize(
    "answer",
    [
        b"SSH-2.0-OpenSSH\r\n",
        b"",
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200,
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000,
    ],
)
def test_what_is_no_answer_is_none(cast: Cast, receiver: Receiver, hook: Hook, answer: bytes) -> None:
    receiver.answers = [lambda handler: handler.wfile.write(answer)]
    assert tried(hook, cast.at).failure == "connection"


def test_where_nobody_listens_and_where_no_host_is(
    cast: Cast, receiver: Receiver, named: dict[str, list[list[str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_receiver() as gone:
        address = gone.at()
    given: dict[str, Any] = {"plain": True, "networks": LOOPBACK, "by": None, "at": cast.at}
    assert tried(add_webhook(series=cast.series, address=address, **given), cast.at).failure == "connection"
    nowhere = add_webhook(series=cast.series, address="https://no.invalid/", **given)
    assert tried(nowhere, cast.at).failure == "resolve"


def test_a_secret_of_another_installation_is_said_so(cast: Cast, hook: Hook, settings: Any) -> None:
    settings.SECRET_KEY = "y" * 50
    with pytest.raises(Refused, match="请换密钥"):
        try_webhook(webhook=hook[0], by=None, at=cast.at)


def test_a_row_whose_address_is_no_longer_allowed_is_not_sent(
    cast: Cast, receiver: Receiver, hook: Hook
) -> None:
    Webhook.objects.update(plain=False)
    hook[0].refresh_from_db()
    with pytest.raises(Refused, match="地址不合规定"):
        try_webhook(webhook=hook[0], by=None, at=cast.at)
    assert receiver.came == []


def test_a_stopped_address_gets_nothing_and_forgets_its_secret(
    cast: Cast, receiver: Receiver, hook: Hook, quick_press: None
) -> None:
    sealed(cast)
    row = stop_webhook(webhook=hook[0], by=None, at=cast.at)
    assert (row.secret, row.stopped_at) == ("", cast.at)
    assert pushed(cast) == 0
    delivery = Delivery.objects.get()
    assert delivery.state == DeliveryState.STOPPED
    for again in (
        lambda: push_again(delivery=delivery, by=None, at=cast.at),
        lambda: try_webhook(webhook=row, by=None, at=cast.at),
        lambda: renew_secret(webhook=row, by=None, at=cast.at),
        lambda: stop_webhook(webhook=row, by=None, at=cast.at),
    ):
        with pytest.raises(Refused, match="停用"):
            again()
    recall_issue(issue=Issue.objects.get(), reason="有误", by=cast.signer, at=cast.at)
    assert Delivery.objects.count() == 1
    assert receiver.came == []


def test_a_trial_is_pushed_at_once_and_not_again(cast: Cast, receiver: Receiver, hook: Hook) -> None:
    row = try_webhook(webhook=hook[0], by=None, at=cast.at)
    assert (receiver.told[0]["event"], row.state) == ("trial", "delivered")
    receiver.answers = [404]
    with pytest.raises(Refused, match="对方没有接受（404）"):
        try_webhook(webhook=hook[0], by=None, at=cast.at)
    assert Delivery.objects.latest("pk").state == DeliveryState.FAILED
    with pytest.raises(Refused, match="试推送"):
        push_again(delivery=row, by=None, at=cast.at)
    assert pushed(cast, timedelta(days=1)) == 0


def test_the_same_address_twice_and_too_many_are_refused(cast: Cast, receiver: Receiver, hook: Hook) -> None:
    given: dict[str, Any] = {"series": cast.series, "by": None, "at": cast.at}
    with pytest.raises(Refused, match="已经在推送"):
        add_webhook(address=receiver.at(), plain=True, **given)
    for number in range(MOST - 1):
        add_webhook(address=f"https://example.cn/{number}", **given)
    with pytest.raises(Refused, match="最多"):
        add_webhook(address="https://example.cn/more", **given)
    with pytest.raises(Refused, match="https"):
        add_webhook(address="http://example.cn/", **given)


def test_only_the_system_administrator_sets_and_sees_them(cast: Cast, hook: Hook, sys_admin: Person) -> None:
    tried(hook, cast.at)
    for person in (cast.editor, cast.signer, cast.officer, cast.liaison):
        with pytest.raises(Refused):
            add_webhook(series=cast.series, address="https://a.cn/", by=person, at=cast.at)
        viewer = viewer_at(person, cast.at)
        assert not webhooks_for(viewer).exists()
        assert not deliveries_for(viewer).exists()
    viewer = viewer_at(sys_admin, cast.at)
    assert (webhooks_for(viewer).count(), deliveries_for(viewer).count()) == (1, 1)
