"""Telephone numbers as they are stored: encrypted, and shown to few."""

from __future__ import annotations

from taizhang.office.encryption import Undecryptable, decrypt, encrypt

PURPOSE = "outreach.phone"


def seal(text: str) -> str:
    """Return the number encrypted; the empty text stays empty."""
    return encrypt(text, PURPOSE) if text else ""


def unseal(sealed: str) -> str | None:
    """Return the number that was sealed; None where no key of this installation opens it."""
    try:
        return decrypt(sealed, PURPOSE) if sealed else ""
    except Undecryptable:
        return None
