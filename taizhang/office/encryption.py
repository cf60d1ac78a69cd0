"""What must be read again and by nobody else is encrypted with keys made from the installation's secret key.

Earlier secret keys still decrypt (``SECRET_KEY_FALLBACKS``). A ``purpose`` keeps one use from being taken for another:
each has a key of its own. A ticket is a few values that travel through a browser and are taken back once.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction

from taizhang.office.models import SpentTicket

TICKET_FOR = timedelta(minutes=10)


class Undecryptable(Exception):
    """It was encrypted for something else, with a key that is not here, or was changed."""


def encrypt(words: str, purpose: str) -> str:
    """Return the words as they are stored."""
    return _box(purpose).encrypt(words.encode()).decode("ascii")


def decrypt(stored: str, purpose: str) -> str:
    """Return the words. Raise Undecryptable."""
    try:
        return _box(purpose).decrypt(stored.encode("ascii", "replace")).decode()
    except InvalidToken as error:
        raise Undecryptable(purpose) from error


def ticket(values: Mapping[str, str], purpose: str, at: datetime) -> str:
    """Return the values as a ticket that is good for ``TICKET_FOR``."""
    content = json.dumps(dict(values), ensure_ascii=False).encode()
    return _box(purpose).encrypt_at_time(content, int(at.timestamp())).decode("ascii")


def read_ticket(words: str, purpose: str, at: datetime) -> dict[str, str] | None:
    """Return the values of a ticket without using it up; None where it has run out or is none."""
    try:
        content = _box(purpose).decrypt_at_time(
            words.encode("ascii", "replace"), int(TICKET_FOR.total_seconds()), int(at.timestamp())
        )
    except InvalidToken:
        return None
    values: dict[str, str] = json.loads(content)
    return values


def use_ticket(words: str, purpose: str, at: datetime) -> dict[str, str] | None:
    """Return the values of a ticket for the first who asks; None for everybody after."""
    values = read_ticket(words, purpose, at)
    if values is None:
        return None
    digest = sha256(words.encode("ascii", "replace")).hexdigest()
    with transaction.atomic():
        SpentTicket.objects.filter(until__lt=at).delete()
        made = SpentTicket.objects.get_or_create(digest=digest, defaults={"until": at + 2 * TICKET_FOR})[1]
    return values if made else None


def _box(purpose: str) -> MultiFernet:
    return MultiFernet(
        [Fernet(_key(each, purpose)) for each in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


def _key(secret: str, purpose: str) -> bytes:
    derived = HKDF(SHA256(), length=32, salt=None, info=f"taizhang {purpose}".encode()).derive(
        secret.encode()
    )
    return urlsafe_b64encode(derived)
