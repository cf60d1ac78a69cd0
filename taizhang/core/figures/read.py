"""Reading figures from a text, and the numerals in it that are none."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property, partial
from typing import NamedTuple

from taizhang.core.figures.draft import Draft
from taizhang.core.figures.exclusion import Excluded
from taizhang.core.figures.lexicon import DEFAULT_LEXICON, Lexicon
from taizhang.core.figures.model import Aggregation, Kind, Quantity, Span, Surroundings, TextFigure
from taizhang.core.figures.normalise import Normalised, normalise
from taizhang.core.figures.scan import Scanner
from taizhang.core.figures.tabular import figures_of_table
from taizhang.core.figures.wording import basis_in, clause_before, counted_around, per_in
from taizhang.core.text.pictures import unprinted_spans
from taizhang.core.text.tables import TableBlock, tables_in

_SENTENCE_END = re.compile(r"[。!?\n]+")
_TIME = (
    r"(?:\d{1,4}|[一二三四五六七八九十]{1,3})(?:年|月份?|日|号|时|点(?!要)|分|季度)|[今去本前上当][年月日天周]|上个月|第|年(?=[底末初])"
    r"|目前|当前|现在|昨[天日]|[上中下]旬|[上下]午|[上下]半年|\d{1,2}:\d{2}|[底末初晚今]"
)
_AS_OF = re.compile(rf"截[至止]到?(?:(?:{_TIME})+|[^,。;、:()\n]{{1,16}})")  # …, or an event: 截至记者发稿时
_SHARED_OUT = re.compile("[均每]")
_RATED = frozenset({Kind.COUNT, Kind.MEASURE, Kind.MONEY})


def read_figures(
    text: str, lexicon: Lexicon = DEFAULT_LEXICON, *, certain_ends: bool = False
) -> list[TextFigure]:
    """Every figure of the text, sorted by place; vague (多家) and universal (全覆盖) claims included.

    ``certain_ends`` says that each line end of the text ends a paragraph: no figure reaches across it.
    """
    normal = normalise(text, certain_ends=certain_ends)
    scanner = Scanner(normal, lexicon)
    scanner.run()
    context = _Context(text, normal)
    figures = [context.figure(made) for made in sorted(scanner.drafts, key=lambda made: made.start)]
    for start, end in unprinted_spans(text):
        figures = [figure for figure in figures if not start <= figure.span.start < end]
    tables = tables_in(text)
    return _with_tables(text, figures, tables, lexicon) if tables else figures


def _with_tables(
    text: str, scanned: list[TextFigure], tables: Sequence[TableBlock], lexicon: Lexicon
) -> list[TextFigure]:
    """The figures outside the tables as they were read, and those of the cells."""
    known: dict[str, list[TextFigure]] = {}

    def read(number: str) -> list[TextFigure]:
        if number not in known:
            known[number] = read_figures(number, lexicon)
        return known[number]

    figures, at = [], 0
    for table in tables:
        first, after = (bisect_left(scanned, place, key=_place_of) for place in (table.start, table.end))
        figures += [*scanned[at:first], *figures_of_table(table, scanned[first:after], read)]
        at = after
    return [*figures, *scanned[at:]]


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

    def figure(self, made: Draft) -> TextFigure:
        span = self._normal.offsets.span(made.start, made.end)
        return TextFigure(span, span.of(self._text), self._with_per(made), None, partial(self._look, made))

    def _look(self, made: Draft) -> Surroundings:
        start, end = self._sentence(made.start)
        clause = clause_before(self._normal.text, made.lead)
        return Surroundings(
            self._normal.offsets.span(start, max(end, made.end)),
            basis_in(clause) if made.quantity.base is not None else Aggregation.PERIOD,
            counted_around(self._normal.text, made.end, clause),
            self._date_behind(made.end) or self._date_before(start, made.start),
        )

    def _with_per(self, made: Draft) -> Quantity:
        """人均, 每人每月: the figure is a rate."""
        quantity, text, lead = made.quantity, self._normal.text, made.lead
        if (
            quantity.per is not None
            or quantity.base is None
            or not _SHARED_OUT.search(text, max(0, lead - 30), lead)
        ):
            return quantity
        quantity.per = per_in(clause_before(text, lead))
        if quantity.per is not None and quantity.kind in _RATED:
            quantity.kind = Kind.RATE
        return quantity

    @cached_property
    def _ends(self) -> list[int]:
        return [match.end() for match in _SENTENCE_END.finditer(self._normal.text)]

    @cached_property
    def _as_of(self) -> list[tuple[int, str]]:
        return [(match.start(), match[0]) for match in _AS_OF.finditer(self._normal.text)]

    def _sentence(self, place: int) -> tuple[int, int]:
        k = bisect_right(self._ends, place)
        start = self._ends[k - 1] if k else 0
        return start, self._ends[k] if k < len(self._ends) else len(self._normal.text)

    def _date_behind(self, end: int) -> str | None:
        """累计开展12场(截至10月底): the day in a bracket of its own."""
        match = _AS_OF.match(self._normal.text, end + 1) if self._normal.text.startswith("(", end) else None
        return match[0] if match and self._normal.text.startswith(")", match.end()) else None

    def _date_before(self, sentence: int, place: int) -> str | None:
        k = bisect_right(self._as_of, place, key=_start_of) - 1
        return self._as_of[k][1] if k >= 0 and self._as_of[k][0] >= sentence else None


def _place_of(figure: TextFigure) -> int:
    return figure.span.start


def _start_of(entry: tuple[int, str]) -> int:
    return entry[0]
