"""What is stored encrypted, and tickets that travel through a browser."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from taizhang.office.encryption import (
    TICKET_FOR,
    Undecryptable,
    decrypt,
    encrypt,
    read_ticket,
    ticket,
    use_ticket,
)
from taizhang.office.models import SpentTicket
from tests.conftest import AT

OTHER = "x" * 50


def test_what_is_stored_says_nothing_and_is_read_again() -> None:
    stored = encrypt("口令密文", "test")
    assert "口令" not in stored
    assert stored != encrypt("口令密文", "test")
    assert decrypt(stored, "test") == "口令密文"


def test_one_purpose_does_not_read_another() -> None:
    with pytest.raises(Undecryptable):
        decrypt(encrypt("words", "test"), "other")


@pytest.mark.parametrize("change", ["", "中文", "AAAA"])
def test_what_was_changed_is_not_read(change: str) -> None:
    with pytest.raises(Undecryptable):
        decrypt(encrypt("words", "test")[:-8] + change, "test")


def test_an_earlier_secret_key_still_reads(settings: Any) -> None:
    stored, before = encrypt("words", "test"), settings.SECRET_KEY
    settings.SECRET_KEY = OTHER
    with pytest.raises(Undecryptable):
        decrypt(stored, "test")
    settings.SECRET_KEY_FALLBACKS = [before]
    assert decrypt(stored, "test") == "words"


@pytest.mark.django_db
def test_a_ticket_is_taken_once() -> None:
    words = ticket({"state": "甲"}, "test", AT)
    assert read_ticket(words, "test", AT) == {"state": "甲"}
    assert use_ticket(words, "test", AT) == {"state": "甲"}
    assert use_ticket(words, "test", AT) is None


@pytest.mark.django_db
def test_a_ticket_runs_out_and_its_trace_goes() -> None:
    words = ticket({"state": "1"}, "test", AT)
    late = AT + TICKET_FOR + timedelta(seconds=2)
    assert read_ticket(words, "test", late) is None
    assert use_ticket(words, "test", AT) is not None
    much_later = AT + 3 * TICKET_FOR
    use_ticket(ticket({}, "test", much_later), "test", much_later)
    assert SpentTicket.objects.count() == 1


@pytest.mark.parametrize("words", ["", "nonsense", "中"])
def test_what_is_no_ticket_is_none(words: str) -> None:
    assert read_ticket(words, "test", AT) is None
    assert read_ticket(ticket({}, "other", AT), "test", AT) is None
