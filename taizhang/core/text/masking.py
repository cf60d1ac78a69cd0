"""Private numbers as they are shown to those who need not know them."""

from __future__ import annotations

import re

_LONG, _HEAD, _TAIL = 8, 3, 4


def masked_number(text: str) -> str:
    """Return a telephone number with its middle hidden: 138****5678; of a short one only the last two signs show."""
    plain = re.sub(r"[\s-]", "", text)
    if len(plain) < _LONG:
        return "****" + plain[-2:] if plain else ""
    return f"{plain[:_HEAD]}****{plain[-_TAIL:]}"
