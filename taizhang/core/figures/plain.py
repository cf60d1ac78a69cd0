"""The fast lane: digits with a unit in plain surroundings (建成12个, 增长5.2%, 服务3万余人次).

What it reads, the full path reads in the very same way; whatever could make a difference (a fuzzy word before, 以上
behind, a range, a bracket, a unit with rules of its own) is left to the full path.
"""

from __future__ import annotations

import re
from functools import partial

from taizhang.core.figures.draft import Draft, promise
from taizhang.core.figures.exclusion import EXCLUSIONS
from taizhang.core.figures.model import Kind, Quantity, Relation
from taizhang.core.figures.numerals import BIG, HAN, Numeral
from taizhang.core.figures.units import UNITS, WORDS, unit_at
from taizhang.core.figures.wording import LAST_OF_PREFIX

_REST = re.compile(r"(?:\.([0-9]{1,6}))?([万亿]?)([余多]?)")
_LONGEST = 9
_FAR = re.compile("至少|不少于|不低于|约|最多|至多|最高")
_FAR_REACH = 24
_GROWTH = frozenset("长达为了")  # the last characters of 负增长, 负增长达 …
_HAN_NUMERALS = frozenset(HAN + "几数半")
_RULED_BEFORE = frozenset("居列名排在国省市县区镇界类届负下").union(*(rule.before for rule in EXCLUSIONS))
_RULED_AFTER = frozenset("以左上有之及多余来至到级目个")
_STOPS = frozenset(",。、;:)\n")

_UNSAFE_BEFORE = LAST_OF_PREFIX | _HAN_NUMERALS | _RULED_BEFORE
_UNSAFE_AFTER = _HAN_NUMERALS | _RULED_AFTER
_RULED_UNITS = frozenset(name for rule in EXCLUSIONS for name in rule.units.split()) - set("名位项次")
_KINDS = frozenset({Kind.COUNT, Kind.MEASURE, Kind.MONEY, Kind.PERCENT, Kind.POINT})
_PLAIN_UNITS = frozenset(name for name in WORDS - _RULED_UNITS if UNITS[name].kind in _KINDS) - {
    "部",
    "块",
    "摄氏度",
}


def plain_draft(text: str, at: int, end: int) -> Draft | None:
    """The figure of the digits from ``at`` to ``end`` where nothing but a unit belongs to them; else None."""
    before = text[at - 1] if at else ""
    if not "一" <= before <= "龥" or before in _UNSAFE_BEFORE or end - at > _LONGEST:
        return None
    rest = _REST.match(text, end)
    if rest is None or (text[at] == "0" and end - at > 1):
        return None
    place = rest.end()
    unit = unit_at(text, place)
    if unit is None or unit.name not in _PLAIN_UNITS:
        return None
    stop = place + len(unit.name)
    after = text[stop : stop + 1]
    if after not in _STOPS and (not "一" <= after <= "龥" or after in _UNSAFE_AFTER) and after:
        return None
    if (before in _GROWTH and "负" in text[max(0, at - 8) : at]) or _FAR.search(
        text, max(0, at - _FAR_REACH), at
    ):
        return None
    decimals, power = rest[1] or "", BIG.get(rest[2], 0)
    numeral = Numeral(
        int(text[at:end] + decimals), power - len(decimals), place, fuzz="余" if rest[3] else "",
        scaled=power > 0, power=power,
    )  # fmt: skip
    relation = Relation.GT if rest[3] else Relation.EQ
    keeps = partial(promise, numeral, relation, unit.kind, False, False)
    quantity = Quantity(unit.kind, relation, unit.name, numeral.value, promise=keeps)
    return Draft(at, at, stop, quantity, at)
