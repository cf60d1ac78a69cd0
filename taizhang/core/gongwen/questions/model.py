"""A question to the writer, and what the rules look at."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from taizhang.core.figures.model import Kind, Span, TextFigure
from taizhang.core.gongwen.model import Bulletin, Item
from taizhang.core.text.messages import Message


class QuestionKind(StrEnum):
    COVERAGE = "coverage"  # 全覆盖 without the whole roll
    SESSIONS = "sessions"  # fewer sessions than places
    SCOPE = "scope"  # the same kind of place, counted differently
    PEOPLE = "people"  # 人 beside 人次
    VAGUE = "vague"  # 多场, 多家
    AS_OF = "as_of"  # cumulative, but as of when?
    PUNCTUATION = "punctuation"  # half- and full-width signs mixed
    MISREAD = "misread"  # probably a slip of recognition


@dataclass(frozen=True, slots=True)
class WriterQuestion:
    """A question, private until answered. ``span`` is its place, ``also`` further places it is about."""

    kind: QuestionKind
    span: Span
    also: tuple[Span, ...]
    sentence: Message


@dataclass(frozen=True)
class Scene:
    """The text of one item with the figures in it."""

    text: str
    item: Item
    figures: tuple[TextFigure, ...]

    @cached_property
    def counts(self) -> tuple[TextFigure, ...]:
        """Figures that count things."""
        return tuple(f for f in self.figures if f.quantity.kind is Kind.COUNT)

    @cached_property
    def _places(self) -> tuple[list[int], list[int]]:
        return [f.span.start for f in self.figures], [f.span.end for f in self.figures]

    def around(self, place: Span, reach: int) -> Sequence[TextFigure]:
        """The figures that begin or end within ``reach`` characters of a place."""
        starts, ends = self._places
        return self.figures[bisect_left(ends, place.start - reach) : bisect_right(starts, place.end + reach)]

    def before(self, figure: TextFigure, length: int) -> str:
        return self.text[max(self.item.start, figure.span.start - length) : figure.span.start]

    def after(self, figure: TextFigure, length: int) -> str:
        return self.text[figure.span.end : min(self.item.end, figure.span.end + length)]


def scenes(text: str, bulletin: Bulletin, figures: Sequence[TextFigure]) -> list[Scene]:
    """One scene per item that came from ``text``; ``figures`` in the order of their places."""
    starts = [figure.span.start for figure in figures]
    return [
        Scene(text, item, tuple(figures[bisect_left(starts, item.start) : bisect_left(starts, item.end)]))
        for item in bulletin.items
        if item.end > item.start
    ]


def amount(figure: TextFigure) -> Fraction:
    """The number written, the upper end of a range."""
    quantity = figure.quantity
    return quantity.top or quantity.base or Fraction(0)


def squeezed(words: str) -> str:
    """Words for quoting: without line breaks and spaces."""
    return "".join(words.split())
