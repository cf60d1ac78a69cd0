"""Targets as ledgers write them (120余, 4.5万, 98%, 不少于8场/季度), and names in one cell."""

from __future__ import annotations

import re
from fractions import Fraction

from taizhang.core.figures import Kind, Quantity, Relation, decimal_string, read_figures
from taizhang.core.figures.units import unit_named

_SIGNS = ((re.compile(r"≥|⩾|>=|＞=|>＝|＞＝"), "不低于"), (re.compile(r"≤|⩽|<=|＜=|<＝|＜＝"), "不超过"),
          (re.compile(r"[>＞]"), "超过"), (re.compile(r"[<＜]"), "低于"))  # fmt: skip
_PER = re.compile(r"\s*[/／每]\s*((?:半)?[年季月周日天]度?|[场次人户村]|社区|季度)$")
_BARE = re.compile(r"[0-9０-９]\s*[余多]?[万亿千百]?[余多]?$|[一二两三四五六七八九十百千万亿]$")
_NAME = re.compile(r"(?:[^、，,；;\n\t(（]|[(（][^()（）]*[)）]|[(（])+")
_PADDING = re.compile(r"^0+(?=[0-9])")  # of a number format such as 00
_STAND_IN = "个"


def read_amount(text: str, unit: str = "") -> Quantity | None:
    """The quantity of a target cell beside its unit cell; None where nothing can be checked (若干, 多场).

    A claim about the whole roll (全覆盖) is a quantity without a number."""
    words = _PADDING.sub("", " ".join(text.split()))
    for sign, word in _SIGNS:
        words = sign.sub(word, words)
    per = _PER.search(words)
    if per:
        words = words[: per.start()]
    quantity = _read(words, unit.strip())
    if quantity is None or not per or quantity.base is None:
        return quantity
    return quantity.but(kind=Kind.RATE, per=per[1])


def _read(words: str, unit: str) -> Quantity | None:
    if unit and _BARE.search(words):
        if unit_named(unit) and (quantity := _first(words + unit)):
            return quantity
        quantity = _first(words + _STAND_IN)  # a unit that only this office uses
        return quantity and quantity.but(unit=unit)
    quantity = _first(words)
    if quantity is None and _BARE.search(words):
        quantity = _first(words + _STAND_IN)
        return quantity and quantity.but(unit="")
    return quantity


def _first(words: str) -> Quantity | None:
    """The first quantity that can be checked."""
    found = [figure.quantity for figure in read_figures(words)]
    return next((quantity for quantity in found if quantity.kind is not Kind.VAGUE), None)


def bounds(quantity: Quantity, unit: str = "") -> tuple[Fraction | None, Fraction | None]:
    """The lowest and highest value that meets a target as written, in ``unit``; None is no bound.

    A plain number is itself (a plan of 4.5万 is not rounded), 余 and 约 mean what a reader takes them for."""
    if quantity.relation is Relation.EQ:
        low, high = quantity.base, quantity.base
    elif quantity.relation is Relation.RANGE:
        low, high = quantity.base, quantity.top
    else:
        closed = quantity.relation in (Relation.GE, Relation.LT)
        interval = quantity.strict if closed else quantity.conventional
        low, high = (interval.low, interval.high) if interval else (None, None)
    factor = in_unit(quantity, unit)
    return low and low * factor, high and high * factor


def in_unit(quantity: Quantity, unit: str) -> Fraction:
    """What the quantity's numbers are multiplied by to be in ``unit``: 1/10000 for 元 in 万元, 1 where none fits."""
    own, wanted = unit_named(quantity.unit), unit_named(unit)
    if own is None or wanted is None or own.dimension != wanted.dimension:
        return Fraction(1)
    return own.factor / wanted.factor


def decimal_or_none(value: Fraction | None) -> str | None:
    return None if value is None else decimal_string(value)


def with_unit(text: str, unit: str) -> str:
    """The target with its unit, where its own words name none: 120余 → 120余场, but 不少于8场/季度 as it stands."""
    return text + unit if text and not text.endswith(unit or "\0") and _BARE.search(text) else text


def split_names(text: str) -> tuple[str, ...]:
    """The units named in one cell, parted by 、，； or lines but not inside brackets; each once."""
    names = (" ".join(name.split()).strip("。. ") for name in _NAME.findall(text))
    return tuple(dict.fromkeys(name for name in names if name))
