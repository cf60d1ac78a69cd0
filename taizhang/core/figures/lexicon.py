"""The lexicon: names and set phrases that hold a numeral and are no figures (二十大, 三会一课, 12345).

The list ships as ``names.txt``; an office adds its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

NUMERAL_SIGNS = frozenset("0123456789零一二两三四五六七八九十百千万亿几数半")


_DIGITS = re.compile("[0-9]+")


@dataclass(frozen=True)
class Lexicon:
    """Names that are not figures. Names without a numeral have no effect."""

    names: frozenset[str]

    def with_names(self, names: Iterable[str]) -> Lexicon:
        """The same lexicon with more names, e.g. those of an office's own campaigns."""
        return Lexicon(self.names | frozenset(name.strip() for name in names if name.strip()))

    @cached_property
    def _by_signs(self) -> Mapping[str, Mapping[tuple[int, int], frozenset[str]]]:
        """First numeral sign and the sign after it → (place of the first in the name, length of the name) → names."""
        index: dict[str, dict[tuple[int, int], set[str]]] = {}
        for name in self.names:
            lead = next((k for k, sign in enumerate(name) if sign in NUMERAL_SIGNS), None)
            if lead is not None:
                index.setdefault(name[lead : lead + 2], {}).setdefault((lead, len(name)), set()).add(name)
        return {
            signs: dict(
                sorted(((key, frozenset(group)) for key, group in groups.items()), key=_longest_first)
            )
            for signs, groups in index.items()
        }

    @cached_property
    def digit_runs(self) -> frozenset[str]:
        """The digits with which the numerals of names begin: no other digits begin a name."""
        return frozenset(run[0] for name in self.names for run in [_DIGITS.search(name)] if run)

    def name_at(self, text: str, at: int) -> tuple[int, int] | None:
        """The span of the longest name whose first numeral stands at this place."""
        pair, alone = self._by_signs.get(text[at : at + 2]), self._by_signs.get(text[at])
        best: tuple[int, int] | None = None
        for groups in (pair, alone):
            for (lead, length), names in groups.items() if groups else ():
                start = at - lead
                if best and best[1] - best[0] >= length:
                    break
                if start >= 0 and text[start : start + length] in names and _is_whole(text, start, length):
                    best = start, start + length
                    break
        return best


def _longest_first(entry: tuple[tuple[int, int], frozenset[str]]) -> tuple[int, int]:
    (lead, length), _ = entry
    return -length, lead


def _is_whole(text: str, start: int, length: int) -> bool:
    """A name in digits is not part of a longer number: 1100 does not hold 110."""
    end = start + length
    cut_before = text[start].isdigit() and _number_ends(text[max(0, start - 2) : start])
    cut_after = text[end - 1].isdigit() and _number_goes_on(text[end : end + 2])
    return not cut_before and not cut_after


def _number_ends(lead: str) -> bool:
    return lead[-1:].isdigit() or (lead[-1:] in (".", ",") and lead[:1].isdigit())


def _number_goes_on(tail: str) -> bool:
    return tail[:1].isdigit() or (tail[:1] in (".", ",") and tail[1:].isdigit())


def _load() -> Lexicon:
    lines = files(__package__).joinpath("names.txt").read_text(encoding="utf-8").splitlines()
    return Lexicon(frozenset(word for line in lines for word in line.split("#")[0].split()))


DEFAULT_LEXICON = _load()
