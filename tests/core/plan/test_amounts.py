"""One way to print an amount: separators from four digits on, whoever wrote it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from taizhang.core.plan.amounts import plain, shown


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (Decimal("30000"), "30,000"),
        (Decimal("1.2E+4"), "12,000"),
        (Decimal("12345.500000"), "12,345.5"),
        (Decimal("999"), "999"),
        (Decimal("-1500"), "-1,500"),
        ("21990", "21,990"),
        ("5340余人次", "5,340余人次"),
        ("1200-1500", "1,200-1,500"),
        ("12345.678万", "12,345.678万"),
        ("10.9万", "10.9万"),
        ("0.12345", "0.12345"),
        ("12,345", "12,345"),
        ("不少于300", "不少于300"),
        ("", ""),
    ],
)
def test_an_amount_as_pages_print_it(amount: Decimal | str, words: str) -> None:
    assert shown(amount) == words


def test_what_is_typed_and_stored_has_none() -> None:
    assert plain(Decimal("30000.000000")) == "30000"
