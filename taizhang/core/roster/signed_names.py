"""Which units an article is signed with: names as offices shorten them (市卫生健康委 for 海川市卫生健康委员会)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from taizhang.core.text.folding import comparison_key

_BETWEEN = re.compile(r"[、，,;；/\n\t]+|\s{2,}")
_BRACKETS = "（）()【】〔〕 \u3000"
_COMMITTEE = re.compile(r"委员会$")
_LEAST = 3  # characters of a shortened name: 市委 is the end of many


def names_in(signed: str) -> list[str]:
    """The names of one signature: several units write an article together."""
    return [name for each in _BETWEEN.split(signed) if (name := each.strip(_BRACKETS))]


def bearers_of(name: str, known: Mapping[int, Iterable[str]]) -> set[int]:
    """The keys of the units that are called so; ``known`` holds every name of each.

    Where none is, the one whose name ends like that: offices leave out the place, and the last syllables of 委员会.
    """
    key = comparison_key(name)
    exact = {unit for unit, names in known.items() if key in map(comparison_key, names)}
    if exact or len(key) < _LEAST:
        return exact
    end = _COMMITTEE.sub("委", key)
    like = {
        unit
        for unit, names in known.items()
        if any(_COMMITTEE.sub("委", comparison_key(each)).endswith(end) for each in names)
    }
    return like if len(like) == 1 else set()
