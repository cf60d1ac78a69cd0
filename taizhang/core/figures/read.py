"""Reading figures from a text, and the numerals in it that are none."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from taizhang.core.figures.draft import Draft
from taizhang.core.figures.exclusion import Excluded
from taizhang.core.figures.lexicon import DEFAULT_LEXICON, Lexicon
from taizhang.core.figures.model import Basis, Figure, Kind, Quantity, Span
from taizhang.core.figures.normalise import Normalised, normalise
from taizhang.core.figures.scan import Scanner
from taizhang.core.figures.wording import basis_in, counted_around, per_in

_SENTENCE_END = re.compile(r"[。!?\n]+")
_AS_OF = re.compile(r"截[至止]到?[^,。;、()\n]{1,16}")
_RATED = frozenset({Kind.COUNT, Kind.MEASURE, Kind.MONEY})


def read_figures(text: str, lexicon: Lexicon = DEFAULT_LEXICON) -> list[Figure]:
    """Every figure of the text, sorted by place; vague (多家) and universal (全覆盖) claims included."""
    normal = normalise(text)
    scanner = Scanner(normal, lexicon)
    scanner.run()
    context = _Context(text, normal)
    return [context.figure(made) for made in sorted(scanner.drafts, key=lambda made: made.start)]


def excluded_numerals(text: str, lexicon: Lexicon = DEFAULT_LEXICON) -> list[Excluded]:
    """The numerals of the text that are no figures, each with its class, sorted by place."""
    normal = normalise(text)
    scanner = Scanner(normal, lexicon)
    scanner.run()
    found = []
    for at, end, reason, _ in scanner.excluded:
        span = normal.offsets.span(at, end)
        found.append(Excluded(span, span.of(text), reason))
    return found


class Explained(NamedTuple):
    """A numeral or wording of a text and the rule by which it is a figure, or none."""

    span: Span
    rule: str
    is_figure: bool


def explain(text: str, lexicon: Lexicon = DEFAULT_LEXICON) -> list[Explained]:
    """By which named rule each numeral of the text is a figure or none, sorted by place."""
    normal = normalise(text)
    scanner = Scanner(normal, lexicon)
    scanner.run()
    places = [
        (made.start, made.end, rule, True) for made, rule in zip(scanner.drafts, scanner.rules, strict=True)
    ]
    places += [(start, end, rule, False) for start, end, _, rule in scanner.excluded]
    return [
        Explained(normal.offsets.span(start, end), rule, found) for start, end, rule, found in sorted(places)
    ]


class _Context:
    """What surrounds a figure: sentences and as-of dates of one text."""

    def __init__(self, text: str, normal: Normalised) -> None:
        self._text = text
        self._normal = normal
        self._ends = [match.end() for match in _SENTENCE_END.finditer(normal.text)]
        self._as_of = [(match.start(), match[0]) for match in _AS_OF.finditer(normal.text)]
        self._as_of_starts = [start for start, _ in self._as_of]

    def figure(self, made: Draft) -> Figure:
        span = self._normal.offsets.span(made.start, made.end)
        start, end = self._sentence(made.start)
        quantity = _with_per(made)
        return Figure(
            span=span,
            surface=span.of(self._text),
            sentence=self._normal.offsets.span(start, max(end, made.end)),
            quantity=quantity,
            basis=basis_in(made.clause) if quantity.base is not None else Basis.PERIOD,
            counted=counted_around(self._normal.text, made.end, made.clause),
            as_of=self._date_before(start, made.start),
        )

    def _sentence(self, place: int) -> tuple[int, int]:
        k = bisect_right(self._ends, place)
        start = self._ends[k - 1] if k else 0
        return start, self._ends[k] if k < len(self._ends) else len(self._normal.text)

    def _date_before(self, sentence: int, place: int) -> str | None:
        k = bisect_right(self._as_of_starts, place) - 1
        return self._as_of[k][1] if k >= 0 and self._as_of[k][0] >= sentence else None


def _with_per(made: Draft) -> Quantity:
    """人均, 每人每月: the figure is a rate."""
    quantity = made.quantity
    if quantity.per is not None or quantity.base is None:
        return quantity
    per = per_in(made.clause)
    if per is None:
        return quantity
    kind = Kind.RATE if quantity.kind in _RATED else quantity.kind
    return Quantity(
        kind, quantity.relation, quantity.unit, quantity.base, quantity.top, quantity.step, quantity.strict,
        quantity.conventional, per,
    )  # fmt: skip
