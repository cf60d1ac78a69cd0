"""Which figure of a report is the value of which indicator."""

from taizhang.core.figures.indicator_values.choose import (
    IndicatorSpec,
    ValueCandidate,
    factor_of,
    factor_to,
    find_values,
    turned_down,
)
from taizhang.core.figures.indicator_values.rules import RULES, ValueRule

__all__ = [
    "RULES",
    "IndicatorSpec",
    "ValueCandidate",
    "ValueRule",
    "factor_of",
    "factor_to",
    "find_values",
    "turned_down",
]
