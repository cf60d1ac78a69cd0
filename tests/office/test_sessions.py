"""A session has an end: a fixed time after the log-in, and sooner where nobody uses it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from taizhang.office.models import LoginSession, Person
from taizhang.office.sessions import sessions_of

pytestmark = pytest.mark.django_db
PAGE = "/me/"


@pytest.fixture
def signed_in(client: Client, editor: Person, settings: Any) -> Client:
    settings.SESSION_COOKIE_AGE = 8 * 3600
    settings.SESSION_IDLE = timedelta(minutes=120)
    client.force_login(editor)
    assert client.get(PAGE).status_code == 200
    return client


def at_work(minutes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock goes on."""
    moment = timezone.now() + timedelta(minutes=minutes)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


def test_use_does_not_put_off_the_end(
    signed_in: Client, editor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = LoginSession.objects.get().expire_date
    with monkeypatch.context() as clock:
        for _ in range(4):  # for seven hours and twenty minutes
            at_work(110, clock)
            assert signed_in.get(PAGE).status_code == 200
        assert LoginSession.objects.get().expire_date == end
        at_work(41, clock)
        assert signed_in.get(PAGE).status_code == 302
        assert not sessions_of(editor).exists()


def test_a_session_that_nobody_uses_ends(
    signed_in: Client, editor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as clock:
        at_work(119, clock)
        assert signed_in.get(PAGE).status_code == 200
        at_work(121, clock)
        assert not sessions_of(editor).exists()
        assert signed_in.get(PAGE).status_code == 302
        assert not LoginSession.objects.exists()
