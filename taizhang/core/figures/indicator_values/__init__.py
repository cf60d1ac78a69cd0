"""Which figure of a report is the value of which indicator."""

from taizhang.core.figures.indicator_values.choose import Candidate, IndicatorSpec, find_values

__all__ = ["Candidate", "IndicatorSpec", "find_values"]
