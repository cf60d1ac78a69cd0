"""What a text claims of all (全覆盖, 98个单位全部, 覆盖率100%) against the coverage of a roll on a day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

from taizhang.core.coverage.state import CoverageState, coverage_words, missing_words
from taizhang.core.figures.coverage import claim_of_all, judge_coverage
from taizhang.core.figures.excerpt import window
from taizhang.core.figures.model import Kind, Relation, TextFigure
from taizhang.core.figures.verdict import Outcome, Verdict
from taizhang.core.text.messages import N_, Message, joined
from taizhang.core.text.similarity import PAIR, containment

_NEAR = 200  # characters on either side in which a claim is looked for: a sentence may be as long as a text
_CLAIMING = frozenset({Kind.UNIVERSAL, Kind.PERCENT, Kind.COUNT, Kind.MEASURE})
_REACHING = "覆盖"
HALF = Fraction(1, 2)
_AIMED_OR_DENIED = re.compile(
    r"(?:尚未|并未|未能|不是|并非|没有?(?=实现|达到|做到|完成)|力争|争取(?=[在到年实做达])|致力于|(?<![虚模])拟|要(?=达到|实现|做到))"
    r"[^，,；;]{0,10}$"
)
_OTHER_RATE = re.compile(r"(?<!覆盖)(?:率|度|占比|比例|比重)[^，,；;]{0,4}$")  # 满意率100%
_OF_UNITS = re.compile(r"[0-9零〇一二三四五六七八九十百千][个家所户村][^，,；;]{0,8}$")  # 98个单位100%
_WHOLE_OF = re.compile(r"(?:所有|全部|全体)的?$")
_NONE_LEFT = re.compile(r"[，,]\s*(?:无一|无遗漏|一[个户人村所家]不[落漏少])")


def claims_all(text: str, figure: TextFigure) -> bool:
    """Whether the figure claims that all of a roll were reached: 全覆盖; 100% of a coverage; 98个单位全部. What is denied or
    only aimed at is not claimed.
    """
    near = window(figure.sentence, figure.span, _NEAR)
    quantity, before = figure.quantity, text[near.start : figure.span.start]
    if quantity.kind not in _CLAIMING or _AIMED_OR_DENIED.search(before):
        return False
    if quantity.kind is Kind.UNIVERSAL:
        return True
    if quantity.kind is Kind.PERCENT:
        return (
            quantity.relation is Relation.EQ and quantity.base == 100 and _of_coverage(text, figure, before)
        )
    return _WHOLE_OF.search(before) is not None or claim_of_all(_clause(text, figure, near.end)) is not None


def _of_coverage(text: str, figure: TextFigure, before: str) -> bool:
    """Whether a share is one of a coverage, or says of how many units it is."""
    told = _REACHING in figure.sentence.of(text) or _OF_UNITS.search(before)
    return bool(told) and not _OTHER_RATE.search(before)


def judge_claim(text: str, figure: TextFigure, state: CoverageState) -> Verdict:
    """Compare what the sentence says with the roll's coverage; the reason names the roll's day and who is missing."""
    told = coverage_words(state)
    if not state.rows:
        return Verdict(Outcome.NOT_COMPARABLE, told)
    # Only the sentence speaks; line breaks before it keep the places as they are.
    sentence = "\n" * figure.sentence.start + figure.sentence.of(text)
    covered, roll = Fraction(state.covered), Fraction(state.roll)
    _, verdict = judge_coverage(sentence, [figure], covered, roll, figure.quantity.unit)
    missing = missing_words(state)
    if verdict.outcome is Outcome.CONSISTENT:
        return Verdict(verdict.outcome, told)
    return Verdict(verdict.outcome, joined("", [verdict.reason, told, *([missing] if missing else [])]))


def ground_changed(state: CoverageState, now: CoverageState) -> Message | None:
    """Say what has changed since ``state`` of what a claim of all stands on: the roll, the rule.
    None where both are the same.
    """
    told = [_roll_changed(state, now)]
    if not state.rule.covers_as(now.rule):
        told.append(Message(N_("覆盖计划的规则（课题、期限或场次）已调整。")))
    found = [each for each in told if each]
    return joined("", found) if found else None


def _roll_changed(state: CoverageState, now: CoverageState) -> Message | None:
    """Say who came to the roll and who left it since ``state``; None where it is the same."""
    before = {row.unit.key: row.unit.name for row in state.rows}
    after = {row.unit.key: row.unit.name for row in now.rows}
    fresh = [name for key, name in after.items() if key not in before]
    gone = [name for key, name in before.items() if key not in after]
    parts = [_named(N_("新列入{names}等{n}个"), fresh), _named(N_("移出{names}等{n}个"), gone)]
    told = [part for part in parts if part]
    if not told:
        return None
    gaps: dict[str, str | int | Message] = {
        "before": len(before),
        "after": len(after),
        "changes": joined("，", told),
    }
    return Message(N_("名册已由{before}个变为{after}个：{changes}。"), gaps)


def _named(pattern: str, names: list[str]) -> Message | None:
    return Message(pattern, {"names": "、".join(names[:3]), "n": len(names)}) if names else None


def speaks_of(sentence: str, words: Iterable[str]) -> bool:
    """Whether the sentence speaks of one of the words: it holds the word, or half of its pairs of characters."""
    return any(word in sentence or containment(word, sentence, PAIR) >= HALF for word in words if word)


def _clause(text: str, figure: TextFigure, limit: int) -> str:
    """From the figure to the end of its clause, ``limit`` at most: what is said of so many; with the next clause where
    that leaves none out.
    """
    rest = text[figure.span.start : limit]
    end = min((place for mark in "，,；;。" if (place := rest.find(mark)) >= 0), default=len(rest))
    left = _NONE_LEFT.match(rest, end)
    return rest[: left.end() if left else end]
