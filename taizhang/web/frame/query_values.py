"""Numbers as they come in a request: from a person, or from somebody who tries what happens."""

from __future__ import annotations

DIGITS = 9  # what every database holds as a key or a version


def number_in(text: str, digits: int = DIGITS) -> int | None:
    """The whole number written in ASCII digits; None for anything else, and for one of more ``digits``."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None
