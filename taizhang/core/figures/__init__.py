"""Reading figures from Chinese text: quantities, units, intervals, verdicts, checks."""

from taizhang.core.figures.exclusion import Excluded, ExcludedClass
from taizhang.core.figures.interchange import figure_to_json
from taizhang.core.figures.lexicon import DEFAULT_LEXICON, Lexicon
from taizhang.core.figures.model import Basis, Figure, Interval, Kind, Quantity, Relation, Span
from taizhang.core.figures.read import excluded_numerals, read_figures

__all__ = [
    "DEFAULT_LEXICON",
    "Basis",
    "Excluded",
    "ExcludedClass",
    "Figure",
    "Interval",
    "Kind",
    "Lexicon",
    "Quantity",
    "Relation",
    "Span",
    "excluded_numerals",
    "figure_to_json",
    "read_figures",
]
