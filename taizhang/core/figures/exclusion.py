"""Numerals that are no figures: with a unit by the rules of the tables, without one by what stands next to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from taizhang.core.figures.exclusion_times import TIMES
from taizhang.core.figures.exclusion_words import WORDS
from taizhang.core.figures.numerals import POWER
from taizhang.core.figures.trial import Excluded, ExcludedClass, ExclusionRule, Trial

__all__ = ["ALONE", "EXCLUSIONS", "Alone", "Excluded", "ExcludedClass", "alone", "exclusion"]

EXCLUSIONS: tuple[ExclusionRule, ...] = (*WORDS, *TIMES)


_MARKS = frozenset("".join(rule.before for rule in EXCLUSIONS)) - {"A", "^"}


@cache
def _rules_of(unit: str, script: str, mark: str) -> tuple[ExclusionRule, ...]:
    return tuple(rule for rule in EXCLUSIONS if rule.is_asked(unit, script, mark))


def _mark(before: str) -> str:
    """What stands before a numeral, as far as rules tell it apart."""
    if before in _MARKS:
        return before
    return "^" if not before else "A" if before.isascii() and before.isalpha() else " "


def exclusion(trial: Trial) -> ExclusionRule | None:
    """The first rule by which a numeral with a unit is no figure; None where it is one."""
    script = "han" if trial.numeral.han else "digits"
    for rule in _rules_of(trial.unit.name, script, _mark(trial.before)):
        if rule.applies(trial):
            return rule
    return None


@dataclass(frozen=True, slots=True)
class Alone:
    """A numeral without a unit: ``applies`` to the two characters before it, its own and the one after it."""

    name: str
    reason: ExcludedClass
    applies: Callable[[str, str, str], bool]
    example: str


def _is_clock(lead: str, numeral: str, after: str) -> bool:
    return lead[-1:] == ":" and lead[:1].isdecimal()


def _is_telephone(lead: str, numeral: str, after: str) -> bool:
    return len(numeral) >= 7 and numeral.replace("-", "").isdecimal()


def _is_list_mark(lead: str, numeral: str, after: str) -> bool:
    return after == "是" or (lead[-1:] in ("", "\n", "(") and after in ("、", ")", "."))


def _follows_a_letter(lead: str, numeral: str, after: str) -> bool:
    return lead.isascii() and lead[-1:].isalpha()


ALONE: tuple[Alone, ...] = (
    Alone("after 第", ExcludedClass.ORDINAL, lambda lead, numeral, after: lead[-1:] == "第", "第3、第5"),
    Alone("minutes of a clock", ExcludedClass.DATE, _is_clock, "22:00至"),
    Alone("telephone", ExcludedClass.PHONE, _is_telephone, "电话5328117"),
    Alone(
        "document", ExcludedClass.DOCUMENT,
        lambda lead, numeral, after: after == "号" and lead[-1:] in ("〕", "]"), "海财预〔2024〕36号",
    ),
    Alone("number before 号", ExcludedClass.IDENTIFIER, lambda lead, numeral, after: after == "号", "3号楼"),
    Alone("list mark", ExcludedClass.LIST_MARK, _is_list_mark, "1.完成改造"),
    Alone(
        "date", ExcludedClass.DATE, lambda lead, numeral, after: after != "" and after in "年月日时点季旬", "8月底",
    ),
    Alone("after a letter", ExcludedClass.IDENTIFIER, _follows_a_letter, "A3纸"),
    Alone(
        "Chinese numeral in a word", ExcludedClass.IDIOM,
        lambda lead, numeral, after: numeral[0] in POWER or numeral[0] in "一二两三四五六七八九", "五味俱全",
    ),
    Alone("number without unit", ExcludedClass.OTHER, lambda lead, numeral, after: True, "表示5"),
)  # fmt: skip


def alone(text: str, start: int, end: int) -> Alone:
    """Which rule says what a numeral without a unit is."""
    lead, numeral, after = text[max(0, start - 2) : start], text[start:end], text[end : end + 1]
    return next(rule for rule in ALONE if rule.applies(lead, numeral, after))
