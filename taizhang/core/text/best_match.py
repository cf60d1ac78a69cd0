"""Which entry of a menu is meant by words that somebody typed freely."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

from taizhang.core.text.similarity import containment, likeness

K = TypeVar("K", bound=Hashable)
FLOOR = Fraction(1, 2)
PAIR = 2


def best_match(words: str, menu: Mapping[K, Sequence[str]], floor: Fraction = FLOOR) -> K | None:
    """Return the key of the entry of which one phrase stands in ``words`` with at least the share ``floor`` of its pairs
    of signs; of several the one whose phrase stands there most fully, then the longer match, then the first. None where
    there is no such entry.
    """
    found = [
        (
            *max((_share(phrase, words) for phrase in phrases if phrase.strip()), default=(Fraction(), 0)),
            -n,
            key,
        )
        for n, (key, phrases) in enumerate(menu.items())
    ]
    share, _length, _place, key = max(found, key=lambda row: row[:3], default=(Fraction(), 0, 0, None))
    return key if share >= floor else None


def _share(phrase: str, words: str) -> tuple[Fraction, int]:
    """How much of the phrase stands in the words, and how long that is."""
    share = max(containment(phrase, words, PAIR), likeness(phrase, words))
    return share, int(share * len(phrase))
