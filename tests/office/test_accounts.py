from __future__ import annotations

from django.test import RequestFactory

from taizhang.office.accounts import ClosedAdapter


def test_nobody_signs_up() -> None:
    assert ClosedAdapter().is_open_for_signup(RequestFactory().get("/")) is False
