"""What a page shows: the same picture in one or two sizes, and the numbers behind it as a table."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True)
class Size:
    """A drawing of its own for each width, so that its words stay readable on a phone. Pixels."""

    width: int
    height: int
    class_: str


@dataclass(frozen=True, slots=True)
class ChartTable:
    """``numeric``: all columns but the first hold numbers."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: bool = True


@dataclass(frozen=True, slots=True)
class Chart:
    title: str
    pictures: tuple[SafeString, ...]
    table: ChartTable
    empty: str = ""  # said instead of the picture when there is nothing to draw
