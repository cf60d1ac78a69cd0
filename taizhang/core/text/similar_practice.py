"""Similar practice: who else did what a passage tells of (蔬菜直通车).

Two passages are similar by the runs of characters they share and few others have; what most have (set phrases)
weighs nothing. The runs are named, so that the reader sees why.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from typing import Generic, NamedTuple, TypeVar

from taizhang.core.figures import read_figures
from taizhang.core.text.search_words import bigrams

K = TypeVar("K", bound=Hashable)

SHORTEST = 4  # characters of a shared run
SHOWN = 3  # terms that are named
_NAME = re.compile(r"“([^“”\n]{2,12})”|「([^「」\n]{2,12})」|《([^《》\n]{2,20})》")
_HAN = re.compile(r"[㐀-鿿]{2}")


class Similar(NamedTuple, Generic[K]):
    """Another passage with what it shares with the first, most telling first."""

    key: K
    terms: tuple[str, ...]


def key_terms(passage: str) -> list[str]:
    """The names a passage gives to things (in “”, 「」 or 《》), each once, in order: what to search an archive for."""
    return list(dict.fromkeys("".join(found).strip() for found in _NAME.findall(passage)))


def similar(passage: str, others: Mapping[K, str], limit: int) -> list[Similar[K]]:
    """At most ``limit`` of the others that share something telling with the passage, the most similar first.

    Meant for some hundreds of passages: a search for :func:`key_terms` or for a theme narrows an archive first.
    Those equally similar keep the order in which they were given.
    """
    pairs = {key: frozenset(_pairs(text)) for key, text in others.items()}
    spread = Counter(pair for found in pairs.values() for pair in found)
    rare = {pair: (len(others) // count).bit_length() - 1 for pair, count in spread.items()}
    own = bigrams(_without_figures(passage))
    found: list[tuple[int, Similar[K]]] = []
    for key, theirs in pairs.items():
        plain = "".join(others[key].split()).casefold()
        runs = {run: sum(rare[run[k : k + 2]] for k in range(len(run) - 1)) for run in _runs(own, theirs)}
        telling = {run: weight for run, weight in runs.items() if weight > 0 and run in plain}
        if telling:
            terms = sorted(telling, key=lambda run: (-telling[run], -len(run)))
            found.append((sum(telling.values()), Similar(key, tuple(terms[:SHOWN]))))
    found.sort(key=lambda row: -row[0])
    return [each for _, each in found[:limit]]


def _without_figures(passage: str) -> str:
    """The passage with a stop in place of each quantity: 万余人次 tells nothing of what was done."""
    text = list(passage)
    for figure in read_figures(passage):
        text[figure.span.start : figure.span.end] = "。" * (figure.span.end - figure.span.start)
    return "".join(text)


def _pairs(text: str) -> Iterator[str]:
    return (word for word in bigrams(text) if _HAN.fullmatch(word))


def _runs(own: list[str], theirs: frozenset[str]) -> Iterator[str]:
    """The longest runs of the passage whose every pair the other has too."""
    run = ""
    for word in [*own, ""]:
        if word in theirs:
            run = run + word[1:] if run else word
            continue
        if len(run) >= SHORTEST:
            yield run
        run = ""
