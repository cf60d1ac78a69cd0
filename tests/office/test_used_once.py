"""Of many at once, one is first: a one-time password, a recovery code, a ticket, a request for access."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import close_old_connections, connections
from django.utils import timezone

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.sign_in import totp
from taizhang.office import lockout
from taizhang.office.actions.second_factors import add_telephone, pass_with_words
from taizhang.office.actions.sign_on import ask_access
from taizhang.office.encryption import ticket, use_ticket
from taizhang.office.models import AccessRequest, Office, Person
from taizhang.office.single_sign_on import Identity

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = b"12345678901234567890"


def won(act: Callable[[], object]) -> int:
    """How many of eight at once got through."""

    def one(_number: int) -> bool:
        close_old_connections()
        try:
            return act() is not False
        except Refused:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(one, range(8))).count(True)


def shown(at: datetime) -> str:
    return totp.password_at(SECRET, totp.step_at(int(at.timestamp())))


def test_a_password_and_a_code_open_once(editor: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lockout, "FREE_HERE", 100)
    monkeypatch.setattr(lockout, "FREE_ANYWHERE", 100)
    now = timezone.now()
    before = now - timedelta(hours=1)
    codes = add_telephone(person=editor, secret=SECRET, words=shown(before), name="", by=editor, at=before)
    for words in (shown(now), codes[0]):
        assert won(lambda: pass_with_words(person=editor, words=words, address="10.0.0.1", at=now)) == 1  # noqa: B023


def test_a_ticket_is_taken_back_once(db: None) -> None:
    now = timezone.now()
    words = ticket({"state": "1"}, "test", now)
    assert won(lambda: use_ticket(words, "test", now) is not None) == 1


def test_one_request_waits(office: Office) -> None:
    identity, now = Identity(office, "https://id.example.cn", "1001", ""), timezone.now()
    assert won(lambda: ask_access(identity=identity, name="许佳宁", unit="市教育局", at=now)) == 1
    assert AccessRequest._base_manager.count() == 1
