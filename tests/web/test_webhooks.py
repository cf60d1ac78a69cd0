"""The administrator's pages of the addresses that issues are announced to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from taizhang.bulletin.actions.pushing import announce, push_due
from taizhang.bulletin.models import Delivery, PushedEvent, Webhook
from taizhang.core.lifecycle.bulletin_life import IssueState
from taizhang.office import clock
from taizhang.office.models import Office
from taizhang.office.roles import Role
from tests.bulletin.cast import Cast, cast_of, issue_in
from tests.receiver import Receiver, a_receiver
from tests.replaying import STARTED


@pytest.fixture
def cast(office: Office) -> Iterator[Cast]:
    made = cast_of(office, STARTED)
    with scope(office=office.pk):
        yield made


@pytest.fixture
def admin(client: Client, cast: Cast, person_with: Any) -> Client:
    client.force_login(person_with(Role.SYS_ADMIN))
    return client


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with a_receiver() as made:
        yield made


def words(answer: Any) -> str:
    return str(answer.content.decode())


def added(admin: Client, cast: Cast, receiver: Receiver) -> tuple[str, str]:
    """The address' page, and the secret that was told on adding it."""
    here = reverse("office-series-webhooks", args=[cast.series.pk])
    given = {"act": "add", "address": receiver.at(), "plain": "on", "networks": "127.0.0.0/8"}
    shown = admin.post(here, given)
    assert shown.status_code == 200
    secret = next(
        each
        for each in words(shown).replace('"', " ").replace("<", " ").replace(">", " ").split()
        if each.startswith("tzs_")
    )
    page = reverse("office-webhook", args=[Webhook.objects.get().pk])
    assert secret not in words(admin.get(page)) + words(admin.get(here))
    assert receiver.at() in words(admin.get(here))
    return page, secret


def test_an_address_is_added_tried_and_stopped(admin: Client, cast: Cast, receiver: Receiver) -> None:
    assert "签发推送" in words(admin.get(reverse("office-series-one", args=[cast.series.pk])))
    page, secret = added(admin, cast, receiver)
    assert "对方已接收试推送" in words(admin.post(page, {"act": "try"}, follow=True))
    assert receiver.is_signed(secret)
    receiver.answers = [500]
    refused = admin.post(page, {"act": "try"})
    assert refused.status_code == 422
    assert "试推送没有成功：对方没有接受（500）。" in words(refused)
    renewed = words(
        admin.post(reverse("office-webhook-secret", args=[Webhook.objects.get().pk]), {"act": "renew"})
    )
    assert "tzs_" in renewed
    assert secret not in renewed
    assert "已停用" in words(admin.post(f"{page}stop/", {"act": "stop"}, follow=True))
    stopped = words(admin.get(page))
    assert "确认停用" not in stopped
    assert "确认更换" not in stopped


def test_what_did_not_arrive_is_pushed_again(admin: Client, cast: Cast, receiver: Receiver) -> None:
    page, _secret = added(admin, cast, receiver)
    issue = issue_in(cast, IssueState.SEALED)
    announce(issue, PushedEvent.SEALED, clock.now())
    Delivery.objects.update(state="failed", failure="time", attempts=14)
    assert "没有送达的推送" in words(admin.get(reverse("queue")))
    shown = words(admin.get(page))
    for each in ("2026年第7期（总第307期）：签发封存", "没有送达", "对方没有按时回答", "再推送", "不再推送"):
        assert each in shown
    to = reverse("office-delivery", args=[Delivery.objects.get().pk])
    assert admin.post(to, {"act": "again"}).url == page
    assert push_due(office=cast.office, at=clock.now()) == 1
    assert "已送达" in words(admin.get(page))
    assert "没有送达的推送" not in words(admin.get(reverse("queue")))
    assert admin.post(to, {"act": "stop"}).status_code == 422
    assert Delivery.objects.get().state == "delivered"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"address": ""}, "address"),
        ({"address": "http://portal.example.cn/"}, "允许不加密"),
        ({"address": "https://a:b@portal.example.cn/"}, "用户名"),
        ({"networks": "0.0.0.0/0"}, "范围太大"),
        ({"networks": "内网"}, "不是网段"),
        ({"networks": "1" * 501}, "最多500字"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    admin: Client, cast: Cast, wrong: dict[str, str], said: str
) -> None:
    here = reverse("office-series-webhooks", args=[cast.series.pk])
    given = {"act": "add", "address": "https://portal.example.cn/hook", "networks": "10.1.2.0/24"} | wrong
    answer = admin.post(here, given)
    assert answer.status_code == 422
    assert said in words(answer)
    assert all(each in words(answer) for each in given.values() if each != "add")
    assert not Webhook.objects.exists()
