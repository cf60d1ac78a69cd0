"""One-time passwords as RFC 6238 has them, and as people type them."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from taizhang.core.sign_in import totp

SECRET = b"12345678901234567890"  # of the RFC's examples


@pytest.mark.parametrize(
    ("seconds", "password"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_the_examples_of_the_rfc(seconds: int, password: str) -> None:
    assert totp.password_at(SECRET, totp.step_at(seconds)) == password


@pytest.mark.parametrize("off", [-1, 0, 1])
def test_a_clock_may_be_one_step_off(off: int) -> None:
    assert totp.matching_step(SECRET, totp.password_at(SECRET, 1000 + off), 1000) == 1000 + off


@pytest.mark.parametrize("off", [-2, 2, 50])
def test_and_no_more(off: int) -> None:
    assert totp.matching_step(SECRET, totp.password_at(SECRET, 1000 + off), 1000) is None


def test_the_first_step_of_all_has_none_before_it() -> None:
    assert totp.matching_step(SECRET, totp.password_at(SECRET, 0), 0) == 0


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("287082", "287082"),
        ("287 082", "287082"),
        (" ２８７０８２　", "287082"),
        ("28708", ""),
        ("2870822", ""),
        ("28708a", ""),
        ("²87082", "287082"),
        ("٢٨٧٠٨٢", ""),
        ("", ""),
    ],
)
def test_what_counts_as_a_password(typed: str, digits: str) -> None:
    assert totp.digits_typed(typed) == digits


def test_nothing_typed_matches_nothing() -> None:
    assert totp.matching_step(SECRET, "", 1000) is None


def test_a_secret_is_read_again_as_it_is_shown() -> None:
    secret = totp.new_secret()
    assert len(secret) == 20
    assert secret != totp.new_secret()
    assert totp.secret_from(totp.secret_words(secret)) == secret
    with pytest.raises(ValueError, match="no secret"):
        totp.secret_from("0189")


def test_the_address_for_the_telephone() -> None:
    address = urlsplit(totp.address_of(SECRET, "台账", "张:敏"))
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert unquote(address.path) == "/台账:张:敏"
    assert parse_qs(address.query) == {"secret": ["GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"], "issuer": ["台账"]}
