"""The value of each indicator in a unit's report: exactly one plausible value, a question, or nothing.

A value that is misread and recorded without a word does more harm than a question, and a question more than
silence; so whatever is not plainly the indicator's own value of the right time is left out.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, takewhile

from taizhang.core.calendar import Period
from taizhang.core.calendar.periods import PeriodKind
from taizhang.core.figures.indicator_values.naming import IndicatorName, NameMatch, after_count, content
from taizhang.core.figures.indicator_values.rules import (
    FigureContext,
    ValueRule,
    fits_basis,
    is_increment,
    is_stock,
    reason_against,
)
from taizhang.core.figures.indicator_values.scope import FigureScope, Scopes
from taizhang.core.figures.indicator_values.timeline import RUNNING, Timeline, When
from taizhang.core.figures.interchange import decimal_string
from taizhang.core.figures.model import Kind, Quantity, Span, TextFigure
from taizhang.core.figures.normalise import fold
from taizhang.core.figures.read import read_figures
from taizhang.core.figures.units import RATIO, unit_named

_CLAUSE_END = re.compile(r"(?<!\d),|,(?!\d)|[。;:()!?\n\t|]")
_NAMED = re.compile(r"《[^《》\n]{1,40}》|“(?![一二三四五六七八九十]{2}五”)[^“”\n]{1,20}”")
_PART = re.compile(
    r"(?P<part>其中|(?<=[(,])含|包括|包含|内含|这[^,。;]{1,10}中)|(?P<end>;|累计|合计|共计|同时|此外|另外)"
)
_PROJECT = re.compile(r"“[^“”\n]{1,20}”(?=(?:系列|专项|主题|品牌)?(?:项目|活动|行动|工程|方面))")
_BLANK = "□"
_NEAR, _FAR = 80, 300  # characters of a clause and of a sentence that are looked at
_FAR_TOPICS = 200
_HEADING = re.compile(
    r"(?:^|\n)[ \t]*[(（]?[一二三四五六七八九十\d]{1,3}[)）]?[、.][ \t]*(?P<title>[^,。;:\n]{2,14})(?=[。:\n])"
)
_SAME_UNITS = (
    frozenset({"场", "次", "场次"}),
    frozenset({"户", "家"}),
    frozenset({"名", "人", "位"}),
    frozenset({"人次", "人/次"}),
)


@dataclass(frozen=True, slots=True)
class IndicatorSpec:
    """``basis``: cumulative, period or level."""

    key: int
    name: str
    unit: str
    basis: str


@dataclass(frozen=True, slots=True)
class ValueCandidate:
    """A plausible value, in the unit of the indicator, and where the text has it."""

    value: Fraction
    span: Span


@dataclass(frozen=True, slots=True)
class _Seen:
    """A figure that no rule turns down, and the indicators (by number) it may belong to."""

    figure: TextFigure
    setting: FigureContext
    scope: FigureScope
    owners: frozenset[int]
    of_level: bool = False  # turned down but for a level


def find_values(
    narrative: str, indicators: Sequence[IndicatorSpec], period: Period, *, certain_ends: bool = False
) -> dict[int, tuple[ValueCandidate, ...]]:
    """The plausible values of each indicator by its key, each value once, in the order of the text.

    One candidate is the value, several are a question to the writer, none is silence. ``certain_ends``: each line is a
    paragraph of its own, as for ``read_figures``.
    """
    seen = _Reader(narrative, indicators, period, certain_ends).seen()
    whole_year = period.kind is PeriodKind.YEAR
    return {
        spec.key: _distinct(_chosen(number, spec, seen, whole_year)) for number, spec in enumerate(indicators)
    }


def turned_down(
    narrative: str, indicators: Sequence[IndicatorSpec], period: Period, *, certain_ends: bool = False
) -> dict[Span, ValueRule]:
    """The figures that are no indicator's value, by their place, each with the first rule that says why."""
    return _Reader(narrative, indicators, period, certain_ends).turned_down()


def _chosen(
    number: int, spec: IndicatorSpec, seen: Sequence[_Seen], whole_year: bool
) -> Iterator[ValueCandidate]:
    """The figures of the indicator, those of named units only where the writer's own are not told; in its unit."""
    owned = [each for each in seen if number in each.owners and (spec.basis == "level" or not each.of_level)]
    fitting = [each for each in owned if fits_basis(each.setting, spec.basis, whole_year)]
    if spec.basis == "period" and _adds_up(fitting):
        return
    if spec.basis == "period" and fitting:  # 本月累计 beside 本月: either may be meant
        fitting += [each for each in owned if each.setting.when is When.UNSURE]
    fitting = [each for each in fitting if each.scope is not FigureScope.NAMED] or fitting
    for each in _without_increments(fitting, spec):
        quantity = each.figure.quantity
        factor = factor_of(quantity, spec.unit)
        for end in (quantity.base, quantity.top):
            if end is not None and factor is not None and "/" not in decimal_string(end * factor):
                yield ValueCandidate(end * factor, each.figure.span)


def _without_increments(fitting: list[_Seen], spec: IndicatorSpec) -> list[_Seen]:
    """What was added (新增) is a running total only where none stands beside it, and never a level (现有)."""
    if spec.basis == "period":
        return fitting
    standing = [each for each in fitting if not is_increment(each.setting)]
    return standing if spec.basis == "level" and "新" not in spec.name else standing or fitting


def _adds_up(fitting: Sequence[_Seen]) -> bool:
    """Whether one sentence has the same number twice (5日1次, 19日1次): two that would have to be added."""
    numbers = [(each.figure.sentence, each.figure.quantity.base) for each in fitting]
    return len(set(numbers)) < len(numbers)


def _distinct(candidates: Iterator[ValueCandidate]) -> tuple[ValueCandidate, ...]:
    found: dict[Fraction, ValueCandidate] = {}
    for each in candidates:
        found.setdefault(each.value, each)
    return tuple(found.values())


def factor_to(source: str, target: str) -> Fraction | None:
    """1 ``source`` in ``target``; None where the two do not count the same (人 and 人次, 场 and 个)."""
    if source == target or any({source, target} <= same for same in _SAME_UNITS):
        return Fraction(1)
    own, wanted = unit_named(source), unit_named(target)
    if own is None or wanted is None or own.dimension != wanted.dimension:
        return None
    if own.kind is Kind.COUNT and own.name != wanted.name:
        return None
    return own.factor / wanted.factor


def factor_of(quantity: Quantity, target: str) -> Fraction | None:
    """What the number of ``quantity`` is multiplied by to be in ``target``: that of 九成 is a ratio already."""
    wanted = unit_named(target)
    if quantity.kind is Kind.FRACTION and wanted is not None and wanted.dimension == RATIO:
        return 1 / wanted.factor
    return factor_to(quantity.unit, target)


class _Reader:
    """One narrative, read for the indicators of one report."""

    def __init__(
        self, narrative: str, indicators: Sequence[IndicatorSpec], period: Period, certain_ends: bool
    ) -> None:
        self._text = fold(narrative)
        self._figures = read_figures(narrative, certain_ends=certain_ends)
        self._specs = indicators
        self._names = [IndicatorName.of(spec.name) for spec in indicators]
        self._plain = _blanked(self._text, self._names)
        self._timeline = Timeline(self._plain, period)
        self._scopes = Scopes(self._plain)
        self._words = self._timeline.without_marks(self._text)
        self._bounds = [0, *(match.end() for match in _CLAUSE_END.finditer(self._text)), len(self._text) + 1]

        self._arounds = [self._words_around(k) for k in range(len(self._figures))]
        self._of_whom = [self._scopes.at(figure.span.start) for figure in self._figures]
        self._settings = [self._setting(k, scope) for k, scope in enumerate(self._of_whom)]
        self._refused = [reason_against(setting) for setting in self._settings]

    def turned_down(self) -> dict[Span, ValueRule]:
        pairs = zip(self._figures, self._refused, strict=True)
        return {figure.span: rule for figure, rule in pairs if rule is not None}

    def seen(self) -> list[_Seen]:
        matches = self._with_repeated_verbs([self._matches(k) for k in range(len(self._figures))])
        topics = sorted([*self._mentions(), *self._others(matches)], key=lambda topic: topic.place)
        return [
            _Seen(figure, self._settings[k], self._of_whom[k], self._owners(k, matches[k], topics), stock)
            for k, figure in enumerate(self._figures)
            if (stock := is_stock(self._settings[k], self._refused[k])) or self._refused[k] is None
        ]

    # -- what it counts ------------------------------------------------------------------------------

    def _matches(self, k: int) -> dict[int, NameMatch]:
        """How each indicator whose unit fits is named around figure ``k``."""
        unit, (before, after) = self._figures[k].quantity.unit, self._arounds[k]
        return {
            number: self._names[number].match(before, after)
            for number, spec in enumerate(self._specs)
            if factor_to(unit, spec.unit) is not None
        }

    def _with_repeated_verbs(self, matches: list[dict[int, NameMatch]]) -> list[dict[int, NameMatch]]:
        """刊发168篇 is of the indicator with which 刊发 stood before (刊发宣传报道26篇)."""
        rests = [content(self._arounds[k][0]) for k in range(len(matches))]
        verbs = {
            (number, rest.replace(self._names[number].whole, ""))
            for rest, found in zip(rests, matches, strict=True)
            for number, match in found.items()
            if match is NameMatch.NAMED
        }
        return [
            {
                number: NameMatch.TOPIC
                if match is NameMatch.OTHER and rest and (number, rest) in verbs
                else match
                for number, match in found.items()
            }
            for rest, found in zip(rests, matches, strict=True)
        ]

    def _words_around(self, k: int) -> tuple[str, str]:
        """The words of the clause since the figure before, and up to the next item or figure."""
        span = self._figures[k].span
        start, end = self._clause(span)
        if k:
            start = max(start, min(self._figures[k - 1].span.end, span.start))
        if k + 1 < len(self._figures):
            end = max(span.end, min(end, self._figures[k + 1].span.start))
        before = self._words[start : span.start]
        return (after_count(before) if k else before), self._words[span.end : end].split("、")[0]

    def _clause(self, span: Span) -> tuple[int, int]:
        k = bisect_right(self._bounds, span.start)
        return self._bounds[k - 1], self._bounds[bisect_left(self._bounds, span.end)] - 1

    def _owners(self, k: int, matches: Mapping[int, NameMatch], topics: Sequence[_Topic]) -> frozenset[int]:
        """The indicator named beside the figure; else, where the words name nothing, the one spoken of last."""
        around = "".join(self._arounds[k])
        named = [number for number, match in matches.items() if match is NameMatch.NAMED]
        if named:
            most = max(self._names[number].shared(around) for number in named)
            return frozenset(number for number in named if self._names[number].shared(around) == most)
        open_to = {number for number, match in matches.items() if match is NameMatch.TOPIC}
        if len(open_to) == 1 and content(self._arounds[k][0]):
            return frozenset(open_to)
        last = self._last(topics, self._figures[k], matches)
        if last is None:
            return frozenset(open_to if len(matches) == 1 else ())
        return frozenset(open_to & {last.indicator})

    @staticmethod
    def _last(
        topics: Sequence[_Topic], figure: TextFigure, matches: Mapping[int, NameMatch]
    ) -> _Topic | None:
        """What was spoken of last, before the figure, that could be counted in its unit."""
        k = bisect_left(topics, figure.span.start, key=lambda topic: topic.place)
        before = (topics[n] for n in range(k - 1, max(-1, k - 1 - _FAR_TOPICS), -1))
        return next((topic for topic in before if topic.concerns(matches, figure.quantity.unit)), None)

    def _mentions(self) -> Iterator[_Topic]:
        """Where clauses name an indicator."""
        for start, end in pairwise(self._bounds):
            clause = self._text[start:end]
            for number, name in enumerate(self._names):
                if name.names(clause):
                    yield _Topic(start + name.last_in(clause), number, "")

    def _others(self, matches: Sequence[Mapping[int, NameMatch]]) -> Iterator[_Topic]:
        """Where the text counts or names something that is no indicator."""
        for figure, found, rule in zip(self._figures, matches, self._refused, strict=True):
            if found and rule is None and set(found.values()) == {NameMatch.OTHER}:
                yield _Topic(figure.span.start, None, figure.quantity.unit)
        for match in (*_PROJECT.finditer(self._text), *_HEADING.finditer(self._text)):
            if not any(name.names(match[0]) for name in self._names):
                yield _Topic(match.start(), None, "")

    # -- of when and whose it is ---------------------------------------------------------------------

    def _setting(self, k: int, scope: FigureScope) -> FigureContext:
        figure, plain = self._figures[k], self._plain
        start, end = self._clause(figure.span)
        sentence = self._timeline.sentence_of(figure.span.start)
        part = self._part(k, sentence, start)
        when = self._timeline.noted_after(figure.span.end) or self._timeline.at(figure.span.start)
        return FigureContext(
            quantity=figure.quantity,
            words=plain[max(self._words_from(k, start), figure.span.start - _NEAR) : figure.span.start],
            clause=plain[max(start, figure.span.start - _NEAR) : figure.span.start],
            after=plain[figure.span.end : min(end, figure.span.end + _NEAR)],
            sentence=plain[max(sentence, figure.span.start - _FAR) : figure.span.start],
            when=when,
            part=part is not None and not self._stands_alone(part, start, figure.span.start, scope),
            foreign=scope is FigureScope.FOREIGN,
            surface=figure.surface,
        )

    def _stands_alone(self, part: int, clause: int, place: int, scope: FigureScope) -> bool:
        """A part with a claim of its own: this month's of a running total, the writer's own of the whole area."""
        months = self._timeline.at(part) in RUNNING and self._timeline.names_period(part, place)
        return months or (scope is FigureScope.OWN and self._scopes.own_between(min(part, clause), place))

    def _words_from(self, k: int, clause: int) -> int:
        return max(clause, min(self._figures[k - 1].span.end, self._figures[k].span.start)) if k else clause

    def _part(self, k: int, sentence: int, clause: int) -> int | None:
        """Where 其中 makes figure ``k`` a part of something counted alike before, or in its own clause."""
        figure = self._figures[k]
        sentence = max(sentence, figure.span.start - _FAR)
        found = list(_PART.finditer(self._plain, sentence, figure.span.start))
        if not found or not found[-1]["part"]:
            return None
        place = found[-1].start()
        before = takewhile(lambda each: each.span.start >= sentence, reversed(self._figures[:k][-_FAR:]))
        unit = figure.quantity.unit
        alike = (
            factor_to(each.quantity.unit, unit) is not None for each in before if each.span.start < place
        )
        return place if place >= clause or any(alike) else None


@dataclass(frozen=True, slots=True)
class _Topic:
    """A place where an indicator is named, or (None) something else in ``unit``; "" is any unit."""

    place: int
    indicator: int | None
    unit: str

    def concerns(self, fitting: Mapping[int, NameMatch], unit: str) -> bool:
        if self.indicator is not None:
            return self.indicator in fitting
        return not self.unit or factor_to(self.unit, unit) is not None


def _blanked(text: str, names: Sequence[IndicatorName]) -> str:
    """The text without the words of titles, quoted names and the indicators' own, which are no words about a figure."""
    for name in names:
        text = text.replace(name.whole, _BLANK * len(name.whole))
    return _NAMED.sub(lambda match: _BLANK * len(match[0]), text)
