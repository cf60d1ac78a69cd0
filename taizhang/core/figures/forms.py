"""Figures of a form of their own: 百分之九, 三分之二, 八成五, 翻一番, 一半, 多家, 全覆盖."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from taizhang.core.figures import intervals
from taizhang.core.figures.draft import Around, Draft, around, draft
from taizhang.core.figures.model import Kind, Quantity, Relation
from taizhang.core.figures.numerals import BIG, DIGITS, POWER, Numeral, read_numeral
from taizhang.core.figures.units import unit_at
from taizhang.core.figures.wording import clause_before, is_other_word, prefix_before

_PARTS = re.compile(r"([百千万])分之")
_TENTHS = re.compile(r"成([一二三四五六七八九])?(?![立为果员功长本都效绩熟品就新语人年])")
_DOUBLING = re.compile(r"翻(?:了|两)?(近|约|超)?([一两二三四五]|\d{1,2})?番(以上|多|左右)?")
_HALF = re.compile(r"(一半|半数|半(?=[,。;、)\n的]|$))(以上|左右|多)?(?!径)")
_VAGUE_UNITS = frozenset("场家个名位项件条次支户处座批期篇部台辆份起轮种类门套所幅本册间例宗") | {
    "批次",
    "人次",
    "场次",
}
_MANY_ENDS = frozenset("许众诸很更至最较不差过太颇增居好")
_SUFFIX = {"以上": Relation.GE, "多": Relation.GT, "左右": Relation.APPROX}
_PREFIX = {"近": Relation.LT, "约": Relation.APPROX, "超": Relation.GT}


def parts_form(text: str, at: int) -> Draft | None:
    """百分之九十五点六, 千分之三, 百分之五至十."""
    match = _PARTS.match(text, at)
    if match is None or not text[match.end() : match.end() + 1]:
        return None
    numeral = _numeral_at(text, match.end())
    if numeral is None:
        return None
    unit = {"百": "%", "千": "‰", "万": "‱"}[match[1]]
    upper = _upper_end(text, numeral, match[0])
    return draft(text, at, upper.end, replace(upper, bare_power=False), unit, Kind.PERCENT)


def _numeral_at(text: str, at: int) -> Numeral | None:
    sign = text[at : at + 1]
    return (
        read_numeral(text, at) if sign and (sign in "0123456789" or sign in DIGITS or sign in POWER) else None
    )


def _upper_end(text: str, low: Numeral, lead: str) -> Numeral:
    if text[low.end : low.end + 1] not in ("至", "到", "-", "~") or low.top is not None:
        return low
    at = low.end + 1
    high = _numeral_at(text, at + len(lead) if text.startswith(lead, at) else at)
    if high is None or high.exp != low.exp or high.low <= low.low or high.top is not None:
        return low
    return replace(low, top=high.low, end=high.end)


def fraction_form(text: str, at: int, below: Numeral) -> Draft | None:
    """三分之二: ``below`` is the denominator just read."""
    if not text.startswith("分之", below.end) or below.exp or below.fuzz or below.top is not None:
        return None
    above = _numeral_at(text, below.end + 2)
    if above is None or above.exp or not 0 < above.low <= below.low:
        return None
    words = around(text, at, above.end, replace(above, bare_power=False))
    return _ratio_draft(at, words, Fraction(above.low, below.low), "")


def slash_form(text: str, at: int, above: Numeral) -> Draft | None:
    """近2/3的村, 占1/4: a fraction in digits, where the words around say that it is one."""
    end = above.end
    if text[end : end + 1] != "/" or above.han or above.exp or not text[end + 1 : end + 2].isdecimal():
        return None
    below = read_numeral(text, end + 1)
    if below is None or below.exp or below.fuzz or not 0 < above.low < below.low <= 20:
        return None
    words = around(text, at, below.end, above)
    after = text[words.end : words.end + 1]
    cued = words.start < at or words.end > below.end or words.clause.endswith(("占", "达", "到", "的"))
    if not (cued or after == "的") or after == "/" or after.isdecimal():
        return None
    return _ratio_draft(at, words, Fraction(above.low, below.low), "")


def tenths_form(text: str, at: int, numeral: Numeral) -> Draft | None:
    """三成, 八成五, 一成多, 六七成."""
    match = _TENTHS.match(text, numeral.end)
    if match is None or numeral.fuzz or numeral.low > 10 or numeral.exp:
        return None
    tenths = replace(numeral, exp=-1, reach=None, end=match.end())
    if match[1]:
        tenths = replace(tenths, low=numeral.low * 10 + DIGITS[match[1]], exp=-2)
    if text[match.end() : match.end() + 1] in ("多", "余"):
        tenths = replace(tenths, fuzz="余", end=match.end() + 1)
    return draft(text, at, tenths.end, tenths, "成", Kind.FRACTION)


def half_form(text: str, at: int) -> Draft | None:
    """一半, 过半, 半数以上."""
    match = _HALF.match(text, at)
    if match is None:
        return None
    start, relation, _ = prefix_before(text, at)
    if (
        start == at
        and text[at - 1 : at] == "过"
        and match[1] != "一半"
        and text[at - 2 : at - 1] not in ("通", "经", "透")
    ):
        start, relation = at - 1, Relation.GT
    if match[1] == "半" and relation is None:
        return None
    suffix = _SUFFIX.get(match[2] or "")
    words = Around(start, match.end(), relation or suffix or Relation.EQ, False, clause_before(text, start))
    return _ratio_draft(at, words, Fraction(1, 2), "")


def _ratio_draft(at: int, words: Around, value: Fraction, unit: str) -> Draft:
    if words.relation is Relation.EQ:
        strict, usual = intervals.spoken(value)
    else:
        strict, usual = intervals.fuzzy(words.relation, value, Fraction(1, 10), words.closed)
    quantity = Quantity(Kind.FRACTION, words.relation, unit, value, None, Fraction(1, 10), strict, usual)
    return Draft(words.start, at, words.end, quantity, words.clause)


def doubling_form(text: str, at: int) -> Draft | None:
    """翻番, 翻一番 (×2), 翻两番 (×4)."""
    match = _DOUBLING.match(text, at)
    if match is None:
        return None
    word = match[2] or ("两" if match[0].startswith("翻两") else "一")
    times = int(word) if word.isdigit() else DIGITS[word]
    value = Fraction(2**times)
    relation = _PREFIX.get(match[1] or "") or _SUFFIX.get(match[3] or "") or Relation.EQ
    strict, usual = (
        intervals.doubled(value) if relation is Relation.EQ else intervals.fuzzy(relation, value, Fraction(1))
    )
    quantity = Quantity(Kind.MULTIPLE, relation, "倍", value, None, Fraction(1), strict, usual)
    return Draft(at, at, match.end(), quantity, clause_before(text, at))


def vague_form(text: str, at: int, end: int) -> Draft | None:
    """多场, 数家, 几名, 若干项: a claim without a number. ``end`` is the end of the vague word."""
    unit = unit_at(text, end)
    if unit is None or unit.name not in _VAGUE_UNITS:
        return None
    before, stop = text[at - 1 : at], end + len(unit.name)
    after_number = (
        before.isdigit() or before in DIGITS or before in POWER or before in BIG or before in ("几", "数")
    )
    if (before and (before in _MANY_ENDS or after_number)) or is_other_word(text, unit.name, stop):
        return None
    if text[at] == "数" and "一" <= before <= "龥" and before not in "有了近等":
        return None
    quantity = Quantity(Kind.VAGUE, Relation.VAGUE, unit.name)
    return Draft(at, at, stop, quantity, clause_before(text, at))


def universal_form(text: str, at: int, end: int) -> Draft:
    """全覆盖: a claim about the whole roll."""
    return Draft(at, at, end, Quantity(Kind.UNIVERSAL, Relation.ALL, ""), clause_before(text, at))
