"""Which indicators a closing criterion is measured by (走访达到6万人次 ↔ 上门走访), and how much it asks of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from taizhang.core.figures import Kind, TextFigure, decimal_string, read_figures
from taizhang.core.figures.indicator_values import factor_to
from taizhang.core.figures.indicator_values.naming import IndicatorName, content
from taizhang.core.plan.account_plan import IndicatorPlan
from taizhang.core.workbook.amounts import bounds, in_unit, read_amount

_CLAUSE_END = re.compile(r"[，,；;。、\n]")
_ALL_OF_THEM = re.compile(
    r"指标.{0,6}(?:完成|达到|达标|实现)|(?:完成|达到|实现).{0,6}指标"
    r"|(?:年度|各项|全部|全年|既定).{0,4}(?:目标|任务).{0,6}(?:完成|达到|达标|实现)"
    r"|(?:完成|达到|实现).{0,4}(?:年度|各项|全部|全年|既定).{0,4}(?:目标|任务)"
)
_THIS_YEAR = re.compile("全年|本年度?|年内|年度|年底前?")
_WITHOUT_VALUE = (Kind.VAGUE, Kind.UNIVERSAL)


@dataclass(frozen=True, slots=True)
class CriterionFigure:
    """What a criterion asks of an indicator, in its unit, and what was reached (None: nothing was reported).

    ``at_most``: ``required`` is not to be exceeded.
    """

    name: str
    unit: str
    required: Decimal
    reached: Decimal | None = None
    at_most: bool = False

    @property
    def falls_short(self) -> bool:
        if self.reached is None:
            return not self.at_most
        return self.reached > self.required if self.at_most else self.reached < self.required

    def to_json(self) -> dict[str, Any]:
        """The figure as JSON data, decimals as strings."""
        given = asdict(self)
        return given | {name: None if given[name] is None else str(given[name]) for name in _DECIMALS}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> CriterionFigure:
        """The figure in ``data``, as ``to_json`` wrote it."""
        given = {name: None if data[name] is None else Decimal(data[name]) for name in _DECIMALS}
        return cls(**{**data, **given})


_DECIMALS = ("required", "reached")


def measured_by(
    criterion: str, indicators: Sequence[IndicatorPlan], reached: Mapping[int, Decimal]
) -> tuple[CriterionFigure, ...]:
    """The figures that ``criterion`` stands beside, with the values ``reached`` by the indicators' keys.

    An amount belongs to the indicator that counts the same and is named beside it, or whose target it is; without
    an amount, the indicators that are named, or all where the criterion speaks of the indicators as such, are to
    reach their targets. Empty where the criterion is of something that is not counted.
    """
    asked = list(_amounts(criterion, indicators))
    if not asked:
        named = [each for each in indicators if IndicatorName.of(each.name).names(criterion)]
        chosen = named or (indicators if _ALL_OF_THEM.search(criterion) else ())
        asked = [(each, each.target, _is_limit(each)) for each in chosen if each.target is not None]
    return tuple(
        CriterionFigure(each.name, each.unit, required, reached.get(each.key or 0), at_most)
        for each, required, at_most in asked
    )


def _amounts(
    criterion: str, indicators: Sequence[IndicatorPlan]
) -> Iterator[tuple[IndicatorPlan, Decimal, bool]]:
    seen = set[str]()
    for figure in read_figures(criterion):
        if figure.quantity.kind in _WITHOUT_VALUE or figure.quantity.base is None:
            continue
        indicator = _indicator_of(figure, criterion, indicators)
        if indicator is not None and indicator.name not in seen:
            seen.add(indicator.name)
            yield indicator, _required(figure, indicator.unit), figure.quantity.is_at_most


def _indicator_of(
    figure: TextFigure, criterion: str, indicators: Sequence[IndicatorPlan]
) -> IndicatorPlan | None:
    """The one indicator that the figure is an amount of; None where none is, or several are equally likely."""
    fitting = [each for each in indicators if factor_to(figure.quantity.unit, each.unit) is not None]
    words = _clause(figure, criterion)
    shared = [(IndicatorName.of(each.name).shared(words), each) for each in fitting]
    most = max((count for count, _each in shared), default=0)
    best = [each for count, each in shared if count == most]
    if most and len(best) == 1:
        return best[0]
    likely = best if most else fitting
    whose_target = [each for each in likely if each.target == _required(figure, each.unit)]
    if len(whose_target) == 1:
        return whose_target[0]
    return fitting[0] if len(fitting) == 1 and not content(_THIS_YEAR.sub("", words)) else None


def _is_limit(indicator: IndicatorPlan) -> bool:
    """Whether the indicator's target is not to be exceeded (不超过5件)."""
    target = read_amount(indicator.target_text, indicator.unit)
    return target is not None and target.is_at_most


def _clause(figure: TextFigure, criterion: str) -> str:
    """The words around the figure, without it."""
    before = _CLAUSE_END.split(criterion[: figure.span.start])[-1]
    after = _CLAUSE_END.split(criterion[figure.span.end :])[0]
    return before + "|" + after


def _required(figure: TextFigure, unit: str) -> Decimal:
    """The least that the words ask for, or the most where they set a limit; in ``unit``."""
    quantity = figure.quantity
    low, high = bounds(quantity, unit)
    base = (quantity.base or Fraction(0)) * in_unit(quantity, unit)
    amount = (high if quantity.is_at_most else low) or base
    return Decimal(decimal_string(amount))
