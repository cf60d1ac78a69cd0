"""Numerals: 1,860 · 3.2万余 · 一万一千余 · 十几万 · 七八十 · 数百 · 百余.

A numeral is kept as integers (``low`` × 10^``exp``), so that nothing is rounded and nothing is slow.
余, 多 and 来 stand before or after the multiplier: 280余, 4万余, 15余万, 1270多万.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

DIGITS = {c: v for v, c in enumerate("零一二三四五六七八九")} | {"两": 2}
SMALL = {"十": 1, "百": 2, "千": 3}
BIG = {"万": 4, "亿": 8}
POWER = SMALL | BIG
HAN = "零一二两三四五六七八九十百千万亿"
LONGEST = 24  # a longer run of digits is an identifier

_ARABIC = re.compile(r"(\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:[.·](\d+))?")
_KILO = "米克瓦卡伏焦帕赫"  # 千 belongs to these units: 90千米
# 1亿3千万, 2千零30万, 3万五千: a written number and its multiplier, and at least one more of them.
_STACKED = re.compile(
    r"\d+(?:\.\d+)?(?:[十百千万亿]+零?(?:\d{1,4}(?![\d.年月日])|[一二两三四五六七八九](?=[十百千万亿])))+"
    rf"(?:[十百千万亿](?![分{_KILO}]))*"
)
_SIGN = re.compile(r"\d+|.")
_MORE = re.compile(r"[余多来]([万亿]+)")
_HAN_RUN = re.compile(rf"[{HAN}几数]+")
_HAN_POINT = re.compile(r"点([零一二三四五六七八九]+)")
_SOME = re.compile(r"([几数])([十百千万亿])([万亿]*)$")
_TEENS = re.compile(r"(.*十)几([万亿]*)$")
# 三、四百人, 七、八万元, 两、三个月: the two numbers of a spoken range, parted. At the head of a line it is a list mark.
_PARTED = re.compile(
    r"(?:(?<=[一-龥,:])|(?=两))(?<![第初高周期月年零一二两三四五六七八九十百千万亿])"
    r"(?P<head>(?:[一二三四五六七八九]千)?(?:[一二三四五六七八九]百)?(?:[二三四五六七八九]?十)?)"
    r"(?P<low>[一二两三四五六七八])、(?P<high>[两二三四五六七八九])"
    r"(?:(?=[十百千万亿])|(?=[个名位户天场家件份人万]|小时|公里))(?![十百千万亿]*、)"
)
_FUZZ = frozenset("余多来几")
_TAIL = _FUZZ | frozenset(POWER) | frozenset("个+")


@dataclass(slots=True)
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
    stacked = _STACKED.match(text, at) if text[match.end() : match.end() + 1] in POWER else None
    if stacked:
        return _falling(text, stacked[0], stacked.end())
    decimals = match[2] or ""
    low = int(match[1].replace(",", "") + decimals)
    return _with_tail(text, Numeral(low, -len(decimals), match.end()))


def _falling(text: str, run: str, end: int) -> Numeral | None:
    """A number in several parts, with the 多万 that may follow them: 1亿3千万, 3亿5千余万, 三亿五千余万."""
    more = _MORE.match(text, end)
    if "." in run:
        return None  # 3.5亿2千万
    value = _evaluate(run + more[1] if more else run)
    if value is None:
        return None
    han = not run[0].isdecimal()
    numeral = Numeral(
        value, 0, end, bare_power=run[0] in "百千万亿", han=han, scaled="万" in run or "亿" in run,
        power=sum(map(BIG.__getitem__, run[len(run.rstrip("万亿")) :])) if han else 0,
    )  # fmt: skip
    if more:
        return replace(numeral, end=more.end(), fuzz="来" if more[0][0] == "来" else "余", scaled=True)
    return numeral if han else _with_tail(text, numeral)


def numeral_end(text: str, at: int) -> int:
    """Where the run of digits and multipliers that begins here ends, whether or not it forms a number."""
    match = _STACKED.match(text, at)
    return match.end() if match else at


def _with_tail(text: str, numeral: Numeral) -> Numeral:
    """Multipliers, 余/多 and + after the written digits: 15余万, 1270多万, 3千多万, 5000+."""
    if text[numeral.end : numeral.end + 1] not in _TAIL:
        return numeral
    fuzz, end = _fuzz(text, numeral.end, numeral.fuzz)
    power, end = _multiplier(text, end, POWER)
    if power and not fuzz:
        fuzz, end = _fuzz(text, end, "")
        if fuzz:
            more, end = _multiplier(text, end, BIG)
            power += more
    if text.startswith(("个亿", "个万"), end) and not fuzz:
        power += BIG[text[end + 1]]
        fuzz, end = _fuzz(text, end + 2, "")
    if text[end : end + 1] == "+" and not fuzz and _means_more(text, end, numeral, power):
        fuzz, end = "余", end + 1
    if end == numeral.end:
        return numeral
    return Numeral(
        numeral.low, numeral.exp + power, end, numeral.top, numeral.reach, fuzz, numeral.bare_power, numeral.han,
        numeral.scaled or power >= BIG["万"], power,
    )  # fmt: skip


def _multiplier(text: str, end: int, powers: dict[str, int]) -> tuple[int, int]:
    """The power of ten of the multipliers from this place on, and where they end."""
    power = 0
    while (sign := text[end : end + 1]) in powers and sign:
        following = text[end + 1 : end + 2]
        if sign == "十" or (sign == "千" and following in _KILO and following):
            break
        if sign in SMALL and following == "分":  # 百分点, 千分
            break
        power += powers[sign]
        end += 1
    return power, end


def _means_more(text: str, end: int, numeral: Numeral, power: int) -> bool:
    """Whether + after a number means more than it: 5000+; not in 3+2, 1+N, K12+300, 3+课程."""
    following = text[end + 1 : end + 2]
    goes_on = (following.isascii() and following.isalnum()) or (following in HAN and following)
    return not goes_on and not numeral.han and (power > 0 or numeral.low >= 10)


def _fuzz(text: str, end: int, fuzz: str) -> tuple[str, int]:
    sign = text[end : end + 1]
    if fuzz or sign not in _FUZZ or not sign:
        return fuzz, end
    return ("来" if sign == "来" else "余"), end + 1


def _han(text: str, at: int) -> Numeral | None:
    parted = parted_range(text, at)
    if parted is not None:
        return parted
    match = _HAN_RUN.match(text, at)
    if match is None or match.end() - at > LONGEST:
        return None
    run = _without_kilo(match[0], text[match.end() : match.end() + 1])
    end = at + len(run)
    is_several = "几" in run or "数" in run
    numeral = _some(run, end) if is_several else (_neighbours(run, end) or _falling(text, run, end))
    if numeral is None:
        return None
    if numeral.top is None and not numeral.fuzz and (point := _HAN_POINT.match(text, end)):
        decimals = point[1][:LONGEST]
        low = numeral.low
        for digit in decimals:
            low = low * 10 + DIGITS[digit]
        numeral = Numeral(low, -len(decimals), point.end(), han=True)
    return _with_tail(text, numeral)


def parted_range(text: str, at: int) -> Numeral | None:
    """三、四百: the range of 三四百, written with a comma between."""
    match = _PARTED.match(text, at)
    if match is None:
        return None
    second = match.start("high")
    rest = _HAN_RUN.match(text, second)
    run = match["head"] + match["low"] + (rest[0] if rest else "")
    numeral = _neighbours(run, match.start() + len(run) + 1)
    return _with_tail(text, numeral) if numeral else None


def _without_kilo(run: str, following: str) -> str:
    """三亿千瓦 is 三亿 + 千瓦, 二十千米 is 二十 + 千米; 三千米 stays 三千 + 米."""
    if len(run) < 2 or run[-1] != "千" or not following or following not in _KILO:
        return run
    is_whole = following in "米克" and run[-2] not in POWER and _evaluate(run) is not None
    return run if is_whole else run[:-1]


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
    return _evaluate(run)


def _evaluate(run: str) -> int | None:
    """Value of numbers and multipliers in falling order, written in Chinese numerals or mixed (1亿3千万).

    Last digits without a multiplier count one place below the last one (一百五: 150); written digits must fill
    the places below it or follow 零 (3万2000, 1千零20; not 3万2).
    """
    places = _Places()
    signs = _SIGN.findall(run)
    return places.value() if all(map(places.take, signs)) else None


class _Places:
    """A numeral as far as it is read: ``number`` stands before its multiplier, ``section`` below the last 万 or 亿."""

    __slots__ = ("big", "last_power", "limit", "number", "section", "small", "started", "total", "width")

    def __init__(self) -> None:
        self.total = self.section = self.last_power = self.width = 0
        self.number: int | None = None
        self.small = self.big = self.limit = 99  # powers must fall
        self.started = False

    def take(self, sign: str) -> bool:
        """Read one sign; False where it cannot stand there."""
        if sign in DIGITS:
            fits = self._digits(DIGITS[sign], 0)
        elif sign[0].isdecimal():
            fits = len(sign) <= self.limit and self._digits(int(sign), len(sign))
        elif sign in SMALL:
            fits = self._small(SMALL[sign])
        else:
            fits = self._big(BIG[sign])
        self.started = True
        return fits

    def _digits(self, number: int, width: int) -> bool:
        if self.number:
            return False
        self.number, self.width = number, width
        self.last_power = self.last_power if number else 0
        return True

    def _small(self, power: int) -> bool:
        bare = self.number is None and self.started and power > 1
        if power >= self.small or bare or (self.number == 0 and not self.section + self.total):
            return False
        self.section += (self.number or 1) * 10**power  # 零百: as 百
        self.small = self.last_power = self.limit = power
        self.number = None
        return True

    def _big(self, power: int) -> bool:
        group = self.section + (self.number or 0)
        if power == self.big or (self.started and power < self.big and not group):
            return False
        if power > self.big:
            self.total = (self.total + group) * 10**power
        else:
            self.total += (group or 1) * 10**power
        self.big = self.last_power = self.limit = power
        self.small, self.section, self.number = 99, 0, None
        return True

    def value(self) -> int | None:
        """The whole; None where written digits do not fill the places below the last multiplier."""
        number = self.number or 0
        if number and self.width and self.last_power and self.width != self.last_power:
            return None
        if number and not self.width and self.last_power > 1:
            number *= int(10 ** (self.last_power - 1))
        return self.total + self.section + number
