"""Short private text (telephone numbers) as it is stored: encrypted with a key made of the installation's secret key.

A backup and an export of an office carry the ciphertext, and the secret keys in their locked part. After a change of
the secret key the earlier ones still open what they have sealed.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

PURPOSE = b"taizhang.office.secret_text:"


def seal(text: str) -> str:
    """Return the text encrypted; the empty text stays empty."""
    return _cipher().encrypt(text.encode()).decode("ascii") if text else ""


def unseal(sealed: str) -> str | None:
    """Return the text that was sealed; None where no key of this installation opens it."""
    try:
        return _cipher().decrypt(sealed.encode("ascii")).decode() if sealed else ""
    except InvalidToken:
        return None


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(urlsafe_b64encode(sha256(PURPOSE + key.encode()).digest())) for key in keys])
