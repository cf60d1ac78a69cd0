"""Codes that are read off paper or a screen and typed once: capitals and digits that nobody mistakes."""

from __future__ import annotations

import secrets
from hashlib import sha256

from taizhang.core.text.folding import nfkc

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # neither 0/O nor 1/I
GROUPS, OF = 4, 4  # 80 bits: nobody guesses one, and the hash needs no salt


def new_code() -> str:
    """Return a code: K7QM-3HXP-…"""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(OF)) for _ in range(GROUPS))


def digest_of_code(code: str) -> str:
    """Return by what a code is known again, however it was typed: full width, small letters, without its dashes."""
    plain = "".join(sign for sign in nfkc(code).upper() if sign.isalnum())
    return sha256(plain.encode("utf-8", "replace")).hexdigest()
