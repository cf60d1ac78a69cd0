"""Amounts as people type them, as the database keeps them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from taizhang.core.figures import Kind, Quantity, Relation
from taizhang.core.figures.units import EVENTS, HOUSEHOLDS, PERSONS, unit_named
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.core.workbook.amounts import bounds, in_unit, is_several, read_amount

PLACES = Decimal("0.000001")
LIMIT = Decimal(10) ** 17
_LONG = re.compile(
    r"(?<![\d.,])[1-9][0-9]{3,}(?![\d,])"
)  # digits before a decimal point that have no separators
MINUS = ("-", "−", "－", "–", "负")
_FALL = re.compile(
    r"减|下降|降低|下滑|回落|负|亏|少了|(?<![至最不])少[0-9]"
)  # 下降5%: a change, and not upwards
_OF_A_WHOLE = "比例"  # what 三分之二 counts


@dataclass(frozen=True, slots=True)
class Amount:
    """A typed amount: exact (``value``) or between ``low`` and ``high``; ``base`` is the number as written, of a range
    (``is_range``) its lower end."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    base: Decimal
    unit: str
    surface: str
    is_range: bool = False


def amount_of(text: str, unit: str = "") -> Amount | None:
    """The amount in ``text`` (1.2万, 500余, 98%), in ``unit`` where one is given; None where it says none.

    Without a unit, more than one (1小时30分) is none. Refused where it is out of range."""
    quantity = read_amount(text, unit)
    if quantity is None or quantity.base is None or (not unit and is_several(text)):
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
        unit=unit if factor != 1 else quantity.unit or _unnamed(quantity, unit),
        surface=text.strip()[:60],
        is_range=quantity.relation is Relation.RANGE,
    )


def _unnamed(quantity: Quantity, unit: str) -> str:
    return _OF_A_WHOLE if quantity.kind is Kind.FRACTION else unit


def amount_in(text: str, unit: str) -> Amount:
    """The typed amount in ``unit``; Refused where it is none, several, negative or a fall, or counts something else."""
    unclear = text.strip()[:1] in MINUS or _FALL.search(text) is not None or is_several(text)
    amount = None if unclear else amount_of(text, unit)
    if amount is None or amount.base < 0:
        raise Refused(Message(N_("“{text}”不是可以核对的数量。"), {"text": text.strip()[:60]}))
    if not same_kind(unit, amount.unit):
        raise Refused(counts_otherwise(unit, amount.unit))
    return replace(amount, unit=unit)


def counts_otherwise(unit: str, given: str) -> Message:
    """What to say of an amount that counts something else than its field."""
    return Message(N_("这里以“{unit}”计，不能填“{given}”。"), {"unit": unit, "given": given})


def same_kind(one: str, other: str) -> bool:
    """Whether two units count the same: 人 and 名, 元 and 万元 do; 人 and 人次, 家 and 件 never."""
    if one.replace("/", "") == other.replace("/", ""):  # 人/次 is how many write 人次
        return True
    first, second = unit_named(one), unit_named(other)
    if first is None or second is None or first.dimension != second.dimension:
        return False
    return first.kind is not Kind.COUNT or first.dimension in (PERSONS, HOUSEHOLDS, EVENTS)


def plain(number: Decimal) -> str:
    """12000 rather than 12000.000000 or 1.2E+4: as a value is stored and typed."""
    return f"{number.normalize():f}"


def shown(amount: Decimal | str) -> str:
    """12,000: an amount as every page prints it; of a typed one (5340余) only the separators are added."""
    if isinstance(amount, Decimal):
        return f"{amount.normalize():,f}"
    return _LONG.sub(lambda digits: f"{int(digits[0]):,}", amount)


def decimal_of(value: Fraction) -> Decimal:
    """The number with the six places the database keeps. Refused where it does not fit."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    if abs(exact) >= LIMIT:
        raise Refused(Message(N_("数值过大，请核对。")))
    return exact.quantize(PLACES).normalize() + 0
