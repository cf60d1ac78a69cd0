"""Which figure of a report is the value of which indicator."""

from taizhang.core.figures.indicator_values.choose import (
    Candidate,
    IndicatorSpec,
    factor_to,
    find_values,
    turned_down,
)
from taizhang.core.figures.indicator_values.rules import RULES, Rule

__all__ = ["RULES", "Candidate", "IndicatorSpec", "Rule", "factor_to", "find_values", "turned_down"]
