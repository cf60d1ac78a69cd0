"""Figures that do not go together with those of other texts: of the same issue, of earlier issues and years.

Two figures are held against each other only where one organisation says both, of the same thing
(:meth:`taizhang.core.figures.claim.Claim.of_the_same`). What is doubtful is left unsaid; what is found is a
question to the writer, never a verdict.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from taizhang.core.figures.claim import Claim, Said, claims
from taizhang.core.figures.model import Interval
from taizhang.core.text.messages import N_, Message

__all__ = ["Across", "AcrossKind", "Said", "across"]

K = TypeVar("K")


class AcrossKind(StrEnum):
    DIFFERS = "differs"  # as of the same day, but another value
    FALLS = "falls"  # a cumulative value below an earlier one of its year
    REPEATS = "repeats"  # the very number of another year


_QUESTIONS = {
    AcrossKind.DIFFERS: N_("本文写“{mine}”，{label}同一项写“{other}”。是统计范围不同，还是有一处需要更正？"),
    AcrossKind.FALLS: N_(
        "累计数应当只增不减，本文写“{mine}”，{label}写“{other}”。是口径有调整，还是有一处需要更正？"
    ),
    AcrossKind.REPEATS: N_("“{mine}”与{label}（{year}年）写的完全相同。是确实相同，还是沿用了当年的数字？"),
}


@dataclass(frozen=True, slots=True)
class Across(Generic[K]):
    """Two figures that do not go together, and the question to ask about them."""

    kind: AcrossKind
    mine: Said[K]
    other: Said[K]
    sentence: Message


def across(mine: Sequence[Said[K]], others: Sequence[Said[K]]) -> list[Across[K]]:
    """What is to be asked of the figures of ``mine``, in their order; at most one question of a kind for each.

    Of several others the one nearest in time is asked about. Figures of one text (by its label) are not compared.
    """
    shelves: dict[tuple[str, str], list[Claim[K]]] = {}
    for claim in claims(others):
        shelves.setdefault(claim.shelf, []).append(claim)
    found: list[Across[K]] = []
    for claim in claims(mine):
        asked: set[AcrossKind] = set()
        for other in sorted(shelves.get(claim.shelf, ()), key=lambda other: abs(claim.day - other.day)):
            kind = _kind(claim, other)
            if kind and kind not in asked and claim.of_the_same(other):
                asked.add(kind)
                found.append(_asked(kind, claim.said, other))
    return found


def _asked(kind: AcrossKind, mine: Said[K], other: Claim[K]) -> Across[K]:
    gaps: dict[str, str | int] = {
        "mine": "".join(mine.figure.surface.split()),
        "other": "".join(other.said.figure.surface.split()),
        "label": other.said.text_label,
        "year": other.day.year,
    }
    return Across(kind, mine, other.said, Message(_QUESTIONS[kind], gaps))


def _kind(mine: Claim[K], other: Claim[K]) -> AcrossKind | None:
    """What would be wrong with the two if both speak of the same thing."""
    if mine.said.text_label == other.said.text_label:
        return None
    if mine.day.year != other.day.year:
        return AcrossKind.REPEATS if mine.telling and _written_alike(mine, other) else None
    if mine.cumulative is not other.cumulative:
        return None
    if mine.day == other.day:
        return AcrossKind.DIFFERS if mine.period == other.period and not _agree(mine, other) else None
    early, late = sorted((mine, other), key=lambda claim: claim.day)
    return AcrossKind.FALLS if mine.cumulative and _below(late.usual, early.usual) else None


def _written_alike(mine: Claim[K], other: Claim[K]) -> bool:
    relation = mine.said.figure.quantity.relation
    return mine.base == other.base and relation is other.said.figure.quantity.relation


def _agree(mine: Claim[K], other: Claim[K]) -> bool:
    """Whether one of the numbers, or some number, fits both wordings."""
    if mine.base in other.usual or other.base in mine.usual:
        return True
    return not _below(mine.usual, other.usual) and not _below(other.usual, mine.usual)


def _below(one: Interval, other: Interval) -> bool:
    """Whether every value of the one lies below every value of the other."""
    if one.high is None or other.low is None:
        return False
    return one.high < other.low or (one.high == other.low and (one.high_open or other.low_open))
