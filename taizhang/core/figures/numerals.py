"""Numerals: 1,860 · 3.2万余 · 一万一千余 · 十几万 · 七八十 · 数百 · 百余.

A numeral is kept as integers (``low`` × 10^``exp``), so that nothing is rounded and nothing is slow.
余, 多 and 来 stand before or after the multiplier: 280余, 4万余, 15余万, 1270多万.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

DIGITS = {c: v for v, c in enumerate("零一二三四五六七八九")} | {"两": 2}
SMALL = {"十": 1, "百": 2, "千": 3}
BIG = {"万": 4, "亿": 8}
POWER = SMALL | BIG
HAN = "零一二两三四五六七八九十百千万亿"
LONGEST = 24  # a longer run of digits is an identifier

_ARABIC = re.compile(r"(\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:[.·](\d+))?")
_HAN_RUN = re.compile(rf"[{HAN}几数]+")
_HAN_POINT = re.compile(r"点([零一二三四五六七八九]+)")
_SOME = re.compile(r"([几数])([十百千万亿])([万亿]*)$")
_TEENS = re.compile(r"(.*十)几([万亿]*)$")
_KEEPS_THOUSAND = frozenset("米克瓦卡伏焦帕赫")  # 千 belongs to the unit: 90千米
_FUZZ = frozenset("余多来几")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral read at a place.

    Value = low × 10^exp, or the range low..top (both × 10^exp; ``reach`` is the last value the idiom may
    still mean: 三四百 reaches 499). ``fuzz`` is 余 or 来 where one is written. ``bare_power`` says that the
    leading one is only implied (百余), ``han`` that it is written in Chinese numerals, ``scaled`` that it
    has 万 or 亿; ``power`` is the power of ten of the multiplier written after the digits.
    """

    low: int
    exp: int
    end: int
    top: int | None = None
    reach: int | None = None
    fuzz: str = ""
    bare_power: bool = False
    han: bool = False
    scaled: bool = False
    power: int = 0

    @property
    def value(self) -> Fraction:
        return scaled(self.low, self.exp)

    @property
    def step_exp(self) -> int:
        """Power of ten of the last significant digit."""
        return self.exp + trailing_zeros(self.low)


def scaled(mantissa: int, exp: int) -> Fraction:
    """mantissa × 10^exp, exactly."""
    return Fraction(mantissa * 10**exp) if exp >= 0 else Fraction(mantissa, 10**-exp)


def trailing_zeros(number: int) -> int:
    if not number:
        return 0
    digits = str(number)
    return len(digits) - len(digits.rstrip("0"))


def read_numeral(text: str, at: int) -> Numeral | None:
    """The numeral that begins at this place, or None where the characters form no number."""
    return _arabic(text, at) if text[at] in "0123456789" else _han(text, at)


def _arabic(text: str, at: int) -> Numeral | None:
    match = _ARABIC.match(text, at)
    if match is None or match.end() - at > LONGEST:
        return None
    decimals = match[2] or ""
    low = int(match[1].replace(",", "") + decimals)
    numeral = Numeral(low, -len(decimals), match.end())
    return _with_tail(text, _composite(text, numeral))


def _composite(text: str, numeral: Numeral) -> Numeral:
    """3万5千, 1亿2000万: a second written part below the first."""
    end = numeral.end
    power = BIG.get(text[end : end + 1])
    if power is None or numeral.exp:
        return numeral
    match = _ARABIC.match(text, end + 1)
    if match is None or match[2] or "," in match[1] or len(match[1]) > 4:
        return numeral
    after = text[match.end() : match.end() + 1]
    lower = POWER.get(after, 0)
    if lower >= power or (not lower and len(match[1]) != 4) or after in ("年", "月"):
        return numeral
    low = numeral.low * 10**power + int(match[1]) * 10**lower
    return Numeral(low, 0, match.end() + (lower > 0))


def _with_tail(text: str, numeral: Numeral) -> Numeral:
    """Multipliers and 余/多 after the written digits."""
    end, power, fuzz, is_scaled = numeral.end, 0, numeral.fuzz, numeral.scaled
    fuzz, end = _fuzz(text, end, fuzz)
    while (unit := text[end : end + 1]) in POWER and unit:
        following = text[end + 1 : end + 2]
        if unit == "十" or (unit == "千" and following in _KEEPS_THOUSAND and following):
            break
        if unit in SMALL and following == "分":  # 百分点, 千分
            break
        power += POWER[unit]
        is_scaled = is_scaled or unit in BIG
        end += 1
    if text.startswith(("个亿", "个万"), end) and not fuzz:
        power, end, is_scaled = power + BIG[text[end + 1]], end + 2, True
    if power:
        fuzz, end = _fuzz(text, end, fuzz)
    return Numeral(
        numeral.low,
        numeral.exp + power,
        end,
        numeral.top,
        numeral.reach,
        fuzz,
        numeral.bare_power,
        numeral.han,
        is_scaled,
        power,
    )


def _fuzz(text: str, end: int, fuzz: str) -> tuple[str, int]:
    sign = text[end : end + 1]
    if fuzz or sign not in _FUZZ or not sign:
        return fuzz, end
    return ("来" if sign == "来" else "余"), end + 1


def _han(text: str, at: int) -> Numeral | None:
    match = _HAN_RUN.match(text, at)
    if match is None or match.end() - at > LONGEST:
        return None
    numeral = _parse_run(match[0], match.end())
    if numeral is None:
        return None
    if numeral.top is None and (point := _HAN_POINT.match(text, match.end())):
        decimals = point[1]
        low = numeral.low
        for digit in decimals[:LONGEST]:
            low = low * 10 + DIGITS[digit]
        numeral = Numeral(low, -len(decimals[:LONGEST]), point.end(), han=True)
    return _with_tail(text, numeral)


def _parse_run(run: str, end: int) -> Numeral | None:
    if "几" in run or "数" in run:
        return _some(run, end)
    pair = _neighbours(run, end)
    if pair is not None:
        return pair
    value = han_value(run)
    if value is None:
        return None
    big = "万" in run or "亿" in run
    return Numeral(value, 0, end, bare_power=run[0] in "百千万亿", han=True, scaled=big)


def _some(run: str, end: int) -> Numeral | None:
    """十几 [11, 19], 几十 [20, 99], 数百万 [2百万, 9百万]."""
    if match := _SOME.match(run):
        power = POWER[match[2]]
        exp = sum(BIG[c] for c in match[3])
        low, top = 2 * 10**power, 10 ** (power + 1) - 1
    elif match := _TEENS.match(run):
        exp = sum(BIG[c] for c in match[2])
        tens = han_value(match[1])
        if tens is None:
            return None
        low, top = tens + 1, tens + 9
    else:
        return None
    return Numeral(low, exp, end, top, (top + 1) * 10**exp - 1, han=True, scaled=exp > 0)


def _neighbours(run: str, end: int) -> Numeral | None:
    """Two neighbouring digits name a range: 七八十 [70, 89], 十七八 [17, 18], 三五 [3, 5]."""
    for k in range(len(run) - 1):
        first, second = DIGITS.get(run[k], 0), DIGITS.get(run[k + 1], 0)
        if not first or not (second == first + 1 or (first, second) == (3, 5)):
            continue
        head, rest = run[:k], run[k + 2 :]
        if (head and head[-1] not in POWER) or any(c not in POWER for c in rest):
            return None
        low, top = han_value(head + run[k] + rest), han_value(head + run[k + 1] + rest)
        if low is None or top is None:
            return None
        reach = top + 10 ** sum(POWER[c] for c in rest) - 1
        return Numeral(low, 0, end, top, reach, han=True, scaled=any(c in BIG for c in rest))
    return None


def han_value(run: str) -> int | None:
    """Value of a Chinese numeral (一万一千 → 11000, 百 → 100, 一百五 → 150); None for digit strings
    such as 二零二四 and for what is no number."""
    total = section = 0
    digit: int | None = None
    small = big = 99  # powers must fall
    last_power = 0
    for sign in run:
        if sign in DIGITS:
            if digit:
                return None
            digit = DIGITS[sign]
            if not digit:
                last_power = 0
        elif sign in SMALL:
            power = SMALL[sign]
            if power >= small or (digit == 0 and section == 0 and total == 0):
                return None
            section += (digit if digit else 1) * 10**power
            small, last_power, digit = power, power, None
        else:
            power = BIG[sign]
            group = section + (digit or 0)
            if power > big and total:
                total = (total + group) * 10**power
            elif power == big:
                return None
            else:
                total += (group or 1) * 10**power
            big, small, last_power, section, digit = power, 99, power, 0, None
    if digit and last_power > 1:
        return total + section + digit * int(10 ** (last_power - 1))
    return total + section + (digit or 0)
