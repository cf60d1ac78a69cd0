"""The features of a sentence that its meaning hangs on, each with a class that style does not change."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from taizhang.core.text.messages import N_


class MeaningKind(StrEnum):
    """What an edit changes; the values are those of the interchange format."""

    OBLIGATION = "obligation"
    STATE = "state"
    SCOPE = "scope"
    CONDITION = "condition"
    NEGATION = "negation"
    TIME = "time"
    SUBJECT = "subject"
    NUMBER = "number"


KIND_WORDS = {
    MeaningKind.OBLIGATION: N_("要求的轻重"),
    MeaningKind.STATE: N_("进展的状态"),
    MeaningKind.SCOPE: N_("范围"),
    MeaningKind.CONDITION: N_("条件"),
    MeaningKind.NEGATION: N_("肯定与否定"),
    MeaningKind.TIME: N_("时间"),
    MeaningKind.SUBJECT: N_("由谁来做"),
    MeaningKind.NUMBER: N_("数据"),
}


@dataclass(frozen=True, slots=True)
class MeaningRule:
    """Words that are one and the same to the meaning: all that ``pattern`` finds counts as ``name``.

    The counter-example looks alike and holds no such word.
    """

    name: str
    pattern: re.Pattern[str]
    example: str
    counter: str


def rule(name: str, pattern: str, example: str, counter: str) -> MeaningRule:
    return MeaningRule(name, re.compile(pattern), example, counter)


def features(rules: tuple[MeaningRule, ...], text: str) -> Counter[str]:
    """Return how often each rule's words stand in the text; an earlier rule takes its words from a later one."""
    return Counter(name for name, _start, _end in found(rules, text))


def found(rules: tuple[MeaningRule, ...], text: str) -> Iterator[tuple[str, int, int]]:
    """Each rule that applies with its place; an earlier rule takes its words from a later one."""
    rest = text
    for each in rules:
        for match in each.pattern.finditer(rest):
            yield each.name, match.start(), match.end()
        rest = each.pattern.sub(lambda match: "＿" * len(match[0]), rest)
