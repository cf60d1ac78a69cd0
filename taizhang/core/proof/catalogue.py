"""All proofreading rules, and asking them of a text."""

from __future__ import annotations

from collections.abc import Container, Iterator
from datetime import date

from taizhang.core.figures.model import Span
from taizhang.core.proof import (
    brackets,
    dates,
    doubled,
    names,
    numerals,
    own,
    punctuation,
    repeats,
    sequences,
    sums,
    units,
    words,
)
from taizhang.core.proof.model import ProofClass, ProofContext, ProofQuestion, ProofRule, ProofText
from taizhang.core.proof.register import NameRegister, PersonPost, RegisterUnit, SetPhrase

RULES: tuple[ProofRule, ...] = tuple(
    rule
    for module in (
        sequences,
        punctuation,
        brackets,
        numerals,
        units,
        dates,
        words,
        doubled,
        repeats,
        sums,
        names,
        own,
    )
    for rule in module.RULES
)

# What the examples of the office's own rules presuppose.
EXAMPLE_CONTEXT = ProofContext(
    NameRegister(
        units=(
            RegisterUnit("海川市教育局", ("市教育局",)),
            RegisterUnit("海川市文化和旅游局", ("市文化和旅游局", "市文旅局")),
            RegisterUnit("海川市卫生健康委员会", ("市卫生健康委", "市卫健委")),
            RegisterUnit("海川市民政局", ("市民政局",)),
            RegisterUnit("海川市精神文明建设指导委员会办公室", ("市文明办",)),
        ),
        people=(PersonPost("顾明川", "海川市教育局局长"), PersonPost("丁伯言", "青禾县县长")),
        projects=("邻里议事亭建设",),
        phrases=(
            SetPhrase("新时代文明实践中心", ("文明实践中心",)),
            SetPhrase("百日攻坚行动", until=date(2025, 12, 31)),
            SetPhrase("双争活动", full="争当文明市民、争创文明单位活动"),
        ),
        recipients=("市委", "市人大", "市政府", "市政协"),
        pairs=(("文明实践驿站", "新时代文明实践驿站"),),
    ),
    earlier={"各社区都建起了自己的邻里议事小屋": "第3期"},
    wordings={"代文实践": "明"},
    day=date(2026, 3, 1),
)

_NO_CONTEXT = ProofContext()
_STRONGER = (
    ProofClass.BRACKET,
    ProofClass.DATE,
    ProofClass.NUMERAL,
    ProofClass.UNIT,
    ProofClass.REGISTER,
    ProofClass.PAIR,
)


def proofread(
    text: str, context: ProofContext = _NO_CONTEXT, *, off: Container[str] = (), certain_ends: bool = False
) -> list[ProofQuestion]:
    """Return the questions that the rules ask about the text, in the order of their places.

    ``off``: the ids of rules that are not asked; those that may not be switched off are asked all the same.
    ``certain_ends`` says that each line end of the text ends a paragraph. Spans are places of ``text``.
    """
    read = ProofText(text, context, certain_ends=certain_ends)
    asked = [
        ProofQuestion(Span(start, end), rule, text[start:end], right)
        for rule in RULES
        if not (rule.is_switchable and rule.id in off)
        for start, end, right in rule.find(read)
    ]
    return sorted(_once(asked), key=lambda question: question.span)


def _once(asked: list[ProofQuestion]) -> Iterator[ProofQuestion]:
    """One question for a place and class: the longest of those that lie in each other, the first of equal ones.

    From left to right, at one place the longest first: whatever lies in another comes after it.
    """
    reached: dict[ProofClass, int] = {}
    for question in sorted(asked, key=lambda question: (question.span.start, -question.span.end)):
        if question.span.end > reached.get(question.rule.kind, -1):
            reached[question.rule.kind] = question.span.end
            yield question
