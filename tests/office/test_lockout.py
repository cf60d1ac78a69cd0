"""Whoever fails again and again waits longer and longer; nobody waits for their neighbours."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from taizhang.office import lockout
from taizhang.office.lockout import FREE_ANYWHERE, FREE_HERE, LONGEST_WAIT
from taizhang.office.models import LoginFailures, Person
from tests.conftest import AT

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def fail(times: int, address: str = "10.0.0.1", name: str = "linzhi", at: datetime = AT) -> None:
    for _ in range(times):
        assert lockout.begin(name, address, at) is None


def test_the_wait_grows_with_each_failure_and_has_an_end() -> None:
    fail(FREE_HERE)
    at, waits = AT, []
    for _ in range(7):
        wait = lockout.begin("linzhi", "10.0.0.1", at)
        assert wait is not None
        waits.append(wait / MINUTE)
        at += wait
        fail(1, at=at)
    assert waits[:5] == [1, 2, 4, 8, 16]
    assert max(waits) == LONGEST_WAIT / MINUTE


def test_another_name_at_the_same_address_does_not_wait() -> None:
    for number in range(40):
        fail(FREE_HERE, name=f"zhao{number}")
    fail(1, name="linzhi")


def test_a_name_guessed_at_from_many_addresses_is_locked_as_a_whole() -> None:
    for number in range(FREE_ANYWHERE):
        fail(1, address=f"10.0.0.{number}")
    assert lockout.begin("linzhi", "10.9.9.9", AT) == MINUTE


def test_a_few_failures_elsewhere_do_not_lock_the_owner_out() -> None:
    fail(FREE_HERE, address="10.6.6.6")
    assert lockout.begin("linzhi", "10.6.6.6", AT) == MINUTE
    fail(1, address="10.0.0.1")


def test_success_forgets_failures() -> None:
    fail(FREE_HERE - 1)
    lockout.succeeded("linzhi", "10.0.0.1")
    fail(FREE_HERE)


def test_a_day_forgets_failures_and_their_rows() -> None:
    fail(FREE_HERE)
    fail(1, name="other", at=AT + timedelta(days=3))
    assert LoginFailures.objects.count() == 2
    fail(FREE_HERE, at=AT + timedelta(days=3))


def test_a_clock_that_was_set_back_locks_nobody_out_for_long() -> None:
    fail(FREE_HERE)
    fail(FREE_HERE, at=AT - timedelta(days=300))


def test_the_page_says_how_long_to_wait_in_the_readers_language(editor: Person, password: str) -> None:
    for _ in range(FREE_HERE):
        Client().post("/accounts/login/", {"login": editor.username, "password": "wrong"})
    answer = Client().post("/accounts/login/", {"login": editor.username, "password": password})
    assert "登录失败次数过多，请1分钟后再试。" in answer.content.decode()
    other = Client(REMOTE_ADDR="10.0.0.9")
    assert other.post("/accounts/login/", {"login": editor.username, "password": password}).status_code == 302


def test_a_whole_office_may_mistype_behind_one_address(editor: Person, password: str) -> None:
    for number in range(70):
        Client().post("/accounts/login/", {"login": f"nobody{number}", "password": "wrong"})
    answer = Client().post("/accounts/login/", {"login": editor.username, "password": password})
    assert answer.status_code == 302
