"""One-time passwords by time (RFC 6238): six digits from a secret shared with a telephone, another one every 30 seconds."""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from urllib.parse import quote, urlencode

from taizhang.core.text.folding import nfkc

STEP, DIGITS = 30, 6  # seconds, digits: what every authenticator takes for granted
SKEW = 1  # steps by which the telephone's clock may be fast or slow
SECRET_BYTES = 20  # RFC 4226, 4: 160 bits


def new_secret() -> bytes:
    """Return a secret to share."""
    return secrets.token_bytes(SECRET_BYTES)


def step_at(seconds: int) -> int:
    """Return the number of the time step in which a moment lies, told in seconds since 1970."""
    return seconds // STEP


def password_at(secret: bytes, step: int) -> str:
    """Return the password of a time step (RFC 4226, 5.3)."""
    digest = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def digits_typed(words: str) -> str:
    """Return the digits of what was typed, full width and blanks allowed; empty where it is no such password."""
    plain = "".join(nfkc(words).split())
    return plain if len(plain) == DIGITS and plain.isascii() and plain.isdigit() else ""


def matching_step(secret: bytes, words: str, now: int) -> int | None:
    """Return the latest step around ``now`` whose password was typed; None where there is none."""
    typed = digits_typed(words)
    around = range(max(now - SKEW, 0), now + SKEW + 1)
    found = [step for step in around if hmac.compare_digest(password_at(secret, step), typed)]
    return found[-1] if found else None


def secret_words(secret: bytes) -> str:
    """Return the secret as it is typed into a telephone: JBSW Y3DP …"""
    plain = base64.b32encode(secret).decode("ascii").rstrip("=")
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))


def secret_from(words: str) -> bytes:
    """Return the secret that ``secret_words`` wrote. Raise ValueError for anything else."""
    plain = "".join(words.split())
    try:
        return base64.b32decode(plain + "=" * (-len(plain) % 8))
    except binascii.Error as error:
        raise ValueError("no secret") from error


def address_of(secret: bytes, issuer: str, account: str) -> str:
    """Return the otpauth address that a QR code carries to the telephone."""
    named = f"{quote(issuer, safe='')}:{quote(account, safe='')}"
    asked = {"secret": "".join(secret_words(secret).split()), "issuer": issuer}
    return f"otpauth://totp/{named}?{urlencode(asked, quote_via=quote)}"
