"""How alike two texts are, and which passages of a text stand in others already.

Texts are folded first: blanks and punctuation go, and every number becomes one sign, so that last year's
text with this year's numbers is still the same text. Shares are exact (``Fraction``, 0..1).
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from typing import Generic, NamedTuple, TypeVar

from taizhang.core.figures.model import Span
from taizhang.core.figures.normalise import fold

K = TypeVar("K", bound=Hashable)

PAIR = 2  # likeness: bigrams also serve titles
PASSAGE = 5  # recycled prose
LEAST = 13  # shorter passages are set phrases of the trade: 深入学习贯彻习近平…精神
MOST_PLACES = 32  # places of one shingle that are tried; more are boilerplate
_TOKEN = re.compile(r"[0-9]+(?:,[0-9]{3})*(?:[.·][0-9]+)?[余多]?[万亿]*[余多]?|[^\W_]")
_NUMBER = "0"


class Recycled(NamedTuple, Generic[K]):
    """A passage of the text, and where the same stands in the other text ``key``; spans are code points."""

    span: Span
    key: K
    other: Span


@dataclass(frozen=True, slots=True)
class _Folded:
    signs: str
    spans: tuple[tuple[int, int], ...]  # the place of each sign in the text as stored

    def span(self, start: int, end: int) -> Span:
        return Span(self.spans[start][0], self.spans[end - 1][1])


def _folded(text: str) -> _Folded:
    return _Folded(_signs(text), tuple(token.span() for token in _TOKEN.finditer(_plain(text))))


@lru_cache(maxsize=2048)
def _signs(text: str) -> str:
    """A unit's earlier texts are compared with at every pause of its writer: each is folded once."""
    return "".join(_sign(token) for token in _TOKEN.finditer(_plain(text)))


def _sign(token: re.Match[str]) -> str:
    return _NUMBER if token[0][0] in "0123456789" else token[0]


def _plain(text: str) -> str:
    """Folded one to one, ASCII letters small."""
    return fold(text).translate(_SMALL)


_SMALL = {code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}


@lru_cache(maxsize=4096)
def _shingles(text: str, size: int) -> frozenset[str]:
    """Every run of ``size`` signs; a shorter text is one shingle, an empty one none."""
    signs = _signs(text)
    return frozenset(signs[k : k + size] for k in range(max(len(signs) - size + 1, min(len(signs), 1))))


def likeness(a: str, b: str) -> Fraction:
    """Dice's measure on pairs of signs: 1 for the same text, 0 for nothing in common or an empty text."""
    left, right = _shingles(a, PAIR), _shingles(b, PAIR)
    return Fraction(2 * len(left & right), max(len(left) + len(right), 1))


def containment(part: str, whole: str, size: int = PASSAGE) -> Fraction:
    """The share of ``part`` that stands in ``whole``, in runs of ``size`` signs (fewer for a shorter part)."""
    size = max(min(size, len(_signs(part))), 1)
    wanted = _shingles(part, size)
    return Fraction(len(wanted & _shingles(whole, size)), max(len(wanted), 1))


def nearest(text: str, others: Mapping[K, str], floor: Fraction, limit: int) -> list[tuple[K, Fraction]]:
    """At most ``limit`` of the others whose likeness is ``floor`` or more, the most alike first.

    Those equally alike keep the order in which they were given.
    """
    found = ((key, likeness(text, other)) for key, other in others.items())
    return sorted((pair for pair in found if pair[1] >= floor), key=lambda pair: -pair[1])[:limit]


def twins(texts: Mapping[K, str], floor: Fraction) -> list[tuple[K, K, Fraction]]:
    """Every two of the texts whose likeness is ``floor`` or more, the most alike first.

    Each text becomes one long integer with a bit for each pair of signs: what two share is counted at once.
    """
    bits: dict[str, int] = {}
    rows = []
    for key, text in texts.items():
        shingles = _shingles(text, PAIR)
        rows.append((key, sum(1 << bits.setdefault(s, len(bits)) for s in shingles), len(shingles)))
    found = []
    for (key, mask, size), (other, their_mask, their_size) in combinations(rows, 2):
        shared, whole = 2 * (mask & their_mask).bit_count(), max(size + their_size, 1)
        if shared * floor.denominator >= floor.numerator * whole:
            found.append((key, other, Fraction(shared, whole)))
    return sorted(found, key=lambda row: -row[2])


def recycled(text: str, others: Mapping[K, str], least: int = LEAST) -> list[Recycled[K]]:
    """Passages of at least ``least`` signs that stand in another text too, in order and without overlap.

    At each place the longest passage is taken; ``least`` is no less than five.
    """
    mine = _folded(text)
    theirs = {key: _signs(other) for key, other in others.items()}
    places = _places(theirs, _shingles(text, PASSAGE))
    folded: dict[K, _Folded] = {}
    found, at = [], 0
    while at <= len(mine.signs) - PASSAGE:
        best: tuple[int, K, int] | None = None
        for key, start in places.get(mine.signs[at : at + PASSAGE], ()):
            length = _run(mine.signs, at, theirs[key], start)
            if length >= least and (best is None or length > best[0]):
                best = length, key, start
        if best is None:
            at += 1
            continue
        length, key, start = best
        if key not in folded:
            folded[key] = _folded(others[key])
        found.append(Recycled(mine.span(at, at + length), key, folded[key].span(start, start + length)))
        at += length
    return found


def _places(texts: Mapping[K, str], wanted: frozenset[str]) -> dict[str, list[tuple[K, int]]]:
    """Where the wanted shingles stand."""
    places: dict[str, list[tuple[K, int]]] = {}
    for key, signs in texts.items():
        for start in range(len(signs) - PASSAGE + 1):
            shingle = signs[start : start + PASSAGE]
            if shingle in wanted and len(rows := places.setdefault(shingle, [])) < MOST_PLACES:
                rows.append((key, start))
    return places


def _run(left: str, at: int, right: str, start: int) -> int:
    """How many signs agree from the two places on."""
    most = min(len(left) - at, len(right) - start)
    length = 0
    while length < most and left[at + length] == right[start + length]:
        length += 1
    return length
