"""Amounts as people type them, as the database keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from taizhang.core.book.amounts import bounds, in_unit, read_amount
from taizhang.core.figures import Relation
from taizhang.core.words import N_, Sentence
from taizhang.core.workflow import Refused

PLACES = Decimal("0.000001")
LIMIT = Decimal(10) ** 17


@dataclass(frozen=True, slots=True)
class Amount:
    """A typed amount: exact (``value``) or between ``low`` and ``high``; ``base`` is the number as written."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    base: Decimal
    unit: str
    surface: str


def amount_of(text: str, unit: str = "") -> Amount | None:
    """The amount in ``text`` (1.2万, 500余, 98%), in ``unit`` where one is given; None where it says none.

    Refused where it is out of range."""
    quantity = read_amount(text, unit)
    if quantity is None or quantity.base is None:
        return None
    low, high = bounds(quantity, unit)
    factor = in_unit(quantity, unit)
    base = quantity.base * factor
    exact = quantity.relation is Relation.EQ
    return Amount(
        value=decimal_of(base) if exact else None,
        low=None if exact or low is None else decimal_of(low),
        high=None if exact or high is None else decimal_of(high),
        base=decimal_of(base),
        unit=unit if factor != 1 else quantity.unit or unit,
        surface=text.strip()[:60],
    )


def decimal_of(value: Fraction) -> Decimal:
    """The number with the six places the database keeps. Refused where it does not fit."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    if abs(exact) >= LIMIT:
        raise Refused(Sentence(N_("数值过大，请核对。")))
    return exact.quantize(PLACES).normalize() + 0
