"""A question to the writer, and what the rules look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from taizhang.core.figures.model import Figure, Kind, Span
from taizhang.core.gongwen.model import Bulletin, Item
from taizhang.core.text.messages import Sentence


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
class Question:
    """A question, private until answered. ``span`` is its place, ``also`` further places it is about."""

    kind: QuestionKind
    span: Span
    also: tuple[Span, ...]
    sentence: Sentence


@dataclass(frozen=True)
class Scene:
    """The text of one item with the figures in it."""

    text: str
    item: Item
    figures: tuple[Figure, ...]

    @cached_property
    def counts(self) -> tuple[Figure, ...]:
        """Figures that count things."""
        return tuple(f for f in self.figures if f.quantity.kind is Kind.COUNT)

    def before(self, figure: Figure, length: int) -> str:
        return self.text[max(self.item.start, figure.span.start - length) : figure.span.start]

    def after(self, figure: Figure, length: int) -> str:
        return self.text[figure.span.end : min(self.item.end, figure.span.end + length)]


def scenes(text: str, bulletin: Bulletin, figures: Sequence[Figure]) -> list[Scene]:
    """One scene per item that came from ``text``."""
    return [
        Scene(text, item, tuple(f for f in figures if item.start <= f.span.start < item.end))
        for item in bulletin.items
        if item.end > item.start
    ]


def amount(figure: Figure) -> Fraction:
    """The number written, the upper end of a range."""
    quantity = figure.quantity
    return quantity.top or quantity.base or Fraction(0)


def squeezed(words: str) -> str:
    """Words for quoting: without line breaks and spaces."""
    return "".join(words.split())
