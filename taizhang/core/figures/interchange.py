"""The interchange form: one JSON object a figure."""

from __future__ import annotations

from fractions import Fraction

from taizhang.core.figures.model import Relation, TextFigure

Record = dict[str, str | int]


def figure_to_json(figure: TextFigure) -> Record:
    """start, end (code points of the stored text), relation, value, unit, surface.

    The value is a decimal string, fully expanded; a fraction without finite decimals reads "2/3", a range
    "lo..hi". Vague and universal claims have none.
    """
    quantity = figure.quantity
    record: Record = {"start": figure.span.start, "end": figure.span.end, "relation": quantity.relation.value}
    if quantity.base is not None:
        value = decimal_string(quantity.base)
        if quantity.relation is Relation.RANGE and quantity.top is not None:
            value += ".." + decimal_string(quantity.top)
        record["value"] = value
    record["unit"] = quantity.unit
    record["surface"] = figure.surface
    return record


def decimal_string(value: Fraction) -> str:
    """Exact: "0.35", "12000"; "2/3" where no finite decimal exists."""
    places, denominator = 0, value.denominator
    while denominator % 10 == 0:
        denominator //= 10
        places += 1
    while denominator % 2 == 0 or denominator % 5 == 0:
        denominator //= 2 if denominator % 2 == 0 else 5
        places += 1
    if denominator != 1:
        return f"{value.numerator}/{value.denominator}"
    if not places:
        return str(value.numerator)
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    whole = f"{'-' if value < 0 else ''}{digits[:-places]}.{digits[-places:]}"
    return whole.rstrip("0").rstrip(".")
