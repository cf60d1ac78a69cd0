"""Keys under a passphrase: whoever finds a backup cannot seal issues with it or forge links."""

from __future__ import annotations

import os
from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message

SALT = 16  # bytes
COST = 2**16  # of scrypt: 64 MB and a quarter of a second for each guess
LEAST = 12  # characters of a passphrase


def lock(content: bytes, passphrase: str) -> bytes:
    """Return ``content`` encrypted and authenticated; raise Refused for a passphrase shorter than ``LEAST``."""
    if len(passphrase) < LEAST:
        raise Refused(Message(N_("备份口令至少{least}个字符。"), {"least": LEAST}))
    salt = os.urandom(SALT)
    return salt + _cipher(passphrase, salt).encrypt(content)


def unlock(locked: bytes, passphrase: str) -> bytes:
    """Return what was locked; raise Refused for another passphrase or changed bytes."""
    try:
        return _cipher(passphrase, locked[:SALT]).decrypt(locked[SALT:])
    except InvalidToken as error:
        raise Refused(Message(N_("备份口令不对，密钥没有打开；什么都没有改动。"))) from error


def _cipher(passphrase: str, salt: bytes) -> Fernet:
    key = Scrypt(salt, length=32, n=COST, r=8, p=1).derive(passphrase.encode())
    return Fernet(urlsafe_b64encode(key))
