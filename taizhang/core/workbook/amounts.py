"""Targets as ledgers write them (120余, 4.5万, 98%, 不少于8场/季度), and names in one cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from taizhang.core.figures import Kind, Quantity, Relation, TextFigure, decimal_string, read_figures
from taizhang.core.figures.indicator_values import factor_of
from taizhang.core.figures.normalise import fold
from taizhang.core.figures.units import unit_named

_SIGNS = ((re.compile(r"≥|⩾|>=|＞=|>＝|＞＝"), "不低于"), (re.compile(r"≤|⩽|<=|＜=|<＝|＜＝"), "不超过"),
          (re.compile(r"[>＞]"), "超过"), (re.compile(r"[<＜]"), "低于"))  # fmt: skip
_PER = re.compile(
    r"(?<![人名户家车辆台](?=/次))\s*[/／每]\s*((?:半)?[年季月周日天]度?|[场次人户村]|社区|季度)$"
)
_BARE = re.compile(r"[0-9０-９]\s*[余多]?[万亿千百]?[余多]?$|[一二两三四五六七八九十百千万亿]$")
_NAME = re.compile(r"(?:[^、，,；;\n\t(（]|[(（][^()（）]*[)）]|[(（])+")
_PADDING = re.compile(r"^0+(?=[0-9])")  # of a number format such as 00
_STAND_IN = "个"
# A number that is only the end of what was written: 1,2 · 12、13 · 1 2 · 1e3 · .5
_TORN = re.compile(r"(?:[0-9][\s,.。、·'’/*×xXeE+-]*[\s,.。、·'’/*×xXeE+]|(?:^|[^0-9])[.。,'’])$")
_FOREIGN_MONEY = re.compile("[$€£]")
_YUAN_SIGN = re.compile("¥")
# What a multiplier typed beside a unit that has one (万元) means: of 12万 nobody doubts it, 5千 and 三百五 may be either.
_OWN_MULTIPLIER = re.compile("[万亿]")
_UNSURE_MULTIPLIER = re.compile(r"[0-9余多]\s*[百千]|[百千][一二三四五六七八九]$")
_UNIT_MULTIPLIERS = "十百千万亿"


def read_amount(text: str, unit: str = "") -> Quantity | None:
    """The quantity of a target cell beside its unit cell; None where nothing can be checked (若干, 多场).

    A claim about the whole roll (全覆盖) is a quantity without a number."""
    words = _PADDING.sub("", fold(" ".join(text.split())))
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
    if not _BARE.search(words):
        return _first(words, unit)
    if not unit:
        return _counted(words, "") if (quantity := _first(words)) is None else quantity
    named = unit_named(unit)
    if _is_other_money(words, named.kind if named else None):
        return _first(words)
    typed = _unit_beside(words, unit)
    if typed is None:
        return None
    return (_first(words + typed) if named else None) or _counted(words, unit)


def _counted(words: str, unit: str) -> Quantity | None:
    """A number without a unit, or with one that only this office uses."""
    quantity = _first(words + _STAND_IN)
    return quantity and quantity.but(unit=unit)


def _is_other_money(words: str, kind: Kind | None) -> bool:
    """$12 is no 12元, and ¥12 no 12场."""
    return bool(_FOREIGN_MONEY.search(words) or (kind is not Kind.MONEY and _YUAN_SIGN.search(words)))


def _unit_beside(words: str, unit: str) -> str | None:
    """The unit that the typed number has: of 12万 beside 万元 it is 元; None where it may be either (5千 beside 万元)."""
    base = unit.lstrip(_UNIT_MULTIPLIERS)
    if base == unit or unit_named(base) is None:
        return unit
    if _OWN_MULTIPLIER.search(words):
        return base
    return None if _UNSURE_MULTIPLIER.search(words) else unit


def _first(words: str, unit: str = "") -> Quantity | None:
    """The first quantity that can be checked, of ``unit`` where one is; None where its number is torn."""
    found = [each for each in read_figures(words) if each.quantity.kind is not Kind.VAGUE]
    wanted = unit_named(unit)
    alike = [each for each in found if wanted and _dimension(each) == wanted.dimension]
    figure = next(iter(alike or found), None)
    if figure is None or _TORN.search(words[: figure.span.start]):
        return None
    return None if _goes_on(figure, found) else figure.quantity


def _goes_on(figure: TextFigure, found: Sequence[TextFigure]) -> bool:
    """Whether the figure is only the first part of a time: 1小时30分."""
    return figure.quantity.kind is Kind.DURATION and any(
        each.quantity.kind is Kind.DURATION and each.span.start == figure.span.end for each in found
    )


def _dimension(figure: TextFigure) -> str:
    unit = unit_named(figure.quantity.unit)
    return unit.dimension if unit else ""


def is_several(text: str) -> bool:
    """Whether a cell holds more than one number with a unit: 8场12人次, 1小时30分."""
    numbers = [each for each in read_figures(text) if each.quantity.base is not None]
    return len(numbers) > 1


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
    return factor_of(quantity, unit) or Fraction(1)


def decimal_or_none(value: Fraction | None) -> str | None:
    return None if value is None else decimal_string(value)


def with_unit(text: str, unit: str) -> str:
    """The target with its unit, where its own words name none: 120余 → 120余场, but 不少于8场/季度 as it stands."""
    if not text or text.endswith(unit or "\0") or not _BARE.search(text):
        return text
    return text + (_unit_beside(text, unit) or unit)


def split_names(text: str) -> tuple[str, ...]:
    """The units named in one cell, parted by 、，； or lines but not inside brackets; each once."""
    names = (" ".join(name.split()).strip("。. ") for name in _NAME.findall(text))
    return tuple(dict.fromkeys(name for name in names if name))
