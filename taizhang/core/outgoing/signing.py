"""The signature of a message that is pushed: HMAC-SHA256 over the moment and the body, so that neither can be changed."""

from __future__ import annotations

import hmac
from hashlib import sha256

HEADER = "X-Taizhang-Signature"


def signature(secret: str, moment: int, body: bytes) -> str:
    """Return the header's value, ``t=1767225600,v1=…``; ``moment`` is in seconds since 1970.

    >>> signature("k", 1, b"{}")
    't=1,v1=3dd49b2593d0f9a349e9e71c4bde3e2b862c2be4003fe9b4ba81332029310158'
    """
    mark = hmac.new(secret.encode(), f"{moment}.".encode() + body, sha256).hexdigest()
    return f"t={moment},v1={mark}"
