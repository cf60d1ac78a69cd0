"""Reading figures from Chinese text: quantities, units, intervals, verdicts, checks."""

from taizhang.core.figures.checks import Finding, check_text
from taizhang.core.figures.exclusion import Excluded, ExcludedClass
from taizhang.core.figures.interchange import decimal_string, figure_to_json
from taizhang.core.figures.lexicon import DEFAULT_LEXICON, Lexicon
from taizhang.core.figures.model import Aggregation, Interval, Kind, Quantity, Relation, Span, TextFigure
from taizhang.core.figures.read import excluded_numerals, read_figures
from taizhang.core.figures.verdict import LedgerValue, Outcome, Verdict, interval_words, judge

__all__ = [
    "DEFAULT_LEXICON",
    "Aggregation",
    "Excluded",
    "ExcludedClass",
    "Finding",
    "Interval",
    "Kind",
    "LedgerValue",
    "Lexicon",
    "Outcome",
    "Quantity",
    "Relation",
    "Span",
    "TextFigure",
    "Verdict",
    "check_text",
    "decimal_string",
    "excluded_numerals",
    "figure_to_json",
    "interval_words",
    "judge",
    "read_figures",
]
