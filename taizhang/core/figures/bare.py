"""Numbers without a unit that are figures: 服务群众3万余, 惠及20万群众, 两千群众, 综合指数为3.45. Tables of named rules."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from taizhang.core.figures.exclusion_times import MONTH_DAY
from taizhang.core.figures.model import Relation
from taizhang.core.figures.nouns import COUNTED, PERSONS_COUNTED
from taizhang.core.figures.numerals import POWER, Numeral
from taizhang.core.figures.wording import clause_before, prefix_before, sign_before

_CUE = re.compile(
    r"(?:指数|系数|率|数值|比值|比重|数为|值为|度为|达到?|[增升降减缩][加至为到]*[至到为]|总数|人数|户数|数量|共计?|合计|总计|得分|(?<![0-9余多万])[人场件]次)$"
)
_LABEL = re.compile(r"(?:(?<![页期序])数|人次|场次|[量额率]|得分|分值):$")  # 参与人数：350
_BEHIND_A_BRACKET = re.compile(r"(?:指数|系数|率|得分|总量|总数)\([^()]{1,12}\)(?:为|达到?|是)?$")
_STOPS = frozenset(",。;、)\n")
_CALENDAR = frozenset("年月日时点分号级届周旬期版秒季强大星后环维代")
_AGED = re.compile(r"老人|老年|人群|长者|岁")


@dataclass(slots=True)
class Lone:
    """A numeral without a unit. ``start`` is the place of its fuzzy prefix."""

    text: str
    start: int
    at: int
    numeral: Numeral
    prefix: Relation | None

    @property
    def before(self) -> str:
        return self.text[self.start - 1 : self.start] if self.start else ""

    @property
    def after(self) -> str:
        return self.text[self.numeral.end : self.numeral.end + 1]


@dataclass(frozen=True, slots=True)
class BareRule:
    """In ``example`` a number without a unit is a figure (or, of a guard, is none) by this rule."""

    name: str
    applies: Callable[[Lone], bool]
    example: str


def _after_a_sign(lone: Lone) -> bool:
    before = lone.before
    if lone.text.endswith(("RMB", "CNY", "USD"), 0, lone.start) or _is_labelled(lone):
        return False
    return before != "" and (before in "第-.:/+×*每逢" or (before.isascii() and before.isalnum()))


def _is_labelled(lone: Lone) -> bool:
    return lone.before == ":" and _LABEL.search(lone.text, max(0, lone.start - 6), lone.start) is not None


def _goes_on(lone: Lone) -> bool:
    after = lone.after
    return after != "" and (after in _CALENDAR or (after.isascii() and after.isalnum()))


def _multiplier_alone(lone: Lone) -> bool:
    if not lone.numeral.bare_power or lone.prefix or lone.numeral.fuzz:
        return False
    return PERSONS_COUNTED.match(lone.text, lone.numeral.end) is None


def _age_group(lone: Lone) -> bool:
    end = lone.numeral.end
    return (
        lone.text[end - 1] == "+" and 50 <= lone.numeral.low < 100 and _AGED.match(lone.text, end) is not None
    )


def _round_before_noun(lone: Lone) -> bool:
    numeral = lone.numeral
    if (
        not numeral.han
        or (lone.text[numeral.end - 1] not in POWER and numeral.top is None)
        or (numeral.low < 20 and not numeral.top)
    ):
        return False
    nouns = PERSONS_COUNTED if numeral.low < 100 and numeral.top is None else COUNTED
    return nouns.match(lone.text, numeral.end) is not None


def _before_noun(lone: Lone) -> bool:
    numeral = lone.numeral
    if numeral.han or (lone.prefix is None and COUNTED.match(lone.text, numeral.end) is None):
        return False
    return numeral.low < 1900 or numeral.low > 2100 or numeral.exp < 0 or lone.prefix is not None


def _after_cue(lone: Lone) -> bool:
    if lone.numeral.han or not (lone.after in _STOPS or not lone.after):
        return False
    near = lone.text[max(0, lone.start - 20) : lone.start]
    return (
        _is_labelled(lone)
        or _BEHIND_A_BRACKET.search(near) is not None
        or _CUE.search(clause_before(lone.text, lone.start)) is not None
    )


def _dotted_day(lone: Lone) -> bool:
    return MONTH_DAY.search(lone.text[lone.at : lone.numeral.end]) is not None


GUARDS: tuple[BareRule, ...] = (
    BareRule("after a sign or letter", _after_a_sign, "1×3，A3"),
    BareRule("before a word of the calendar", _goes_on, "约3点，近5届"),
    BareRule("multiplier alone", _multiplier_alone, "百万部门"),
    BareRule("day with a middle dot", _dotted_day, "12·4国家宪法日"),
    BareRule("age group", _age_group, "60+老人"),
)
FIGURES: tuple[BareRule, ...] = (
    BareRule(
        "fuzzy or scaled number", lambda lone: bool(lone.numeral.fuzz) or lone.numeral.scaled, "服务群众3万余"
    ),
    BareRule("round number before a noun", _round_before_noun, "两千群众"),
    BareRule("number before a noun", _before_noun, "覆盖12部门"),
    BareRule("number after a cue", _after_cue, "综合指数为3.45，"),
)


def bare_figure(text: str, at: int, numeral: Numeral) -> str | None:
    """The name of the rule by which a number without a unit is a figure; None where it is none."""
    start, prefix, _ = prefix_before(text, sign_before(text, at)[0])
    lone = Lone(text, start, at, numeral, prefix)
    if any(guard.applies(lone) for guard in GUARDS):
        return None
    return next((rule.name for rule in FIGURES if rule.applies(lone)), None)
