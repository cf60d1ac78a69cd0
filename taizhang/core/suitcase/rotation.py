"""Which backups are kept: the last of each recent day, week and month."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self


@dataclass(frozen=True, slots=True)
class Rotation:
    """How many days, weeks and months keep their last backup; days that have none do not count."""

    days: int = 7
    weeks: int = 4
    months: int = 12

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the rotation written as "7,4,12"; raise ValueError for anything else or for no day at all."""
        days, weeks, months = (int(part) for part in text.split(","))
        if days < 1 or weeks < 0 or months < 0:
            raise ValueError("at least one day is kept")
        return cls(days, weeks, months)


def kept(made: Iterable[datetime], rotation: Rotation) -> set[datetime]:
    """Return the moments whose backups stay; the newest is always among them."""
    newest_first = sorted(made, reverse=True)
    kinds: tuple[tuple[int, Callable[[datetime], object]], ...] = (
        (rotation.days, lambda at: at.date()),
        (rotation.weeks, lambda at: at.isocalendar()[:2]),
        (rotation.months, lambda at: (at.year, at.month)),
    )
    stay: set[datetime] = set()
    for most, span_of in kinds:
        last: dict[object, datetime] = {}
        for at in newest_first:
            last.setdefault(span_of(at), at)
        stay |= set(list(last.values())[:most])
    return stay
