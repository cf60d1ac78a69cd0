"""Words that are never right (``word_pairs.txt``), and those that an office has written down for itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from taizhang.core.proof.model import ProofClass, ProofRule, ProofText, RuleLevel, Suspect
from taizhang.core.text.messages import N_


class WordPair(NamedTuple):
    """A wrong word with the right one; ``negative`` is a text in which nothing may be asked."""

    wrong: str
    right: str
    negative: str
    pattern: str

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the wrong word stands, not the characters that meet by chance."""
        if self.wrong in text:
            yield from (found.span() for found in re.finditer(self.pattern, text))


@cache
def word_pairs() -> tuple[WordPair, ...]:
    """The pairs of the list; the example of each is its wrong word, or what its expression asks for."""
    lines = files(__package__).joinpath("word_pairs.txt").read_text(encoding="utf-8").splitlines()
    return tuple(
        WordPair(wrong, right, negative, *(rest or [re.escape(wrong)]))
        for wrong, right, negative, *rest in (line.split() for line in lines if not line.startswith("#"))
    )


def _never_right(text: ProofText) -> Iterable[Suspect]:
    for pair in word_pairs():
        for start, end in pair.places(text.text):
            yield Suspect(start, end, pair.right)


def instead_of(text: str, wrong: str, right: str) -> Iterator[Suspect]:
    """Where ``wrong`` stands and is not a part of ``right`` (文明实践驿站 in 新时代文明实践驿站)."""
    inside = max(0, right.find(wrong))
    for found in re.finditer(re.escape(wrong), text):
        if not text.startswith(right, max(0, found.start() - inside)):
            yield Suspect(*found.span(), right)


def _own_pairs(text: ProofText) -> Iterable[Suspect]:
    for wrong, right in text.context.register.pairs:
        yield from instead_of(text.text, wrong, right)


RULES = (
    ProofRule(
        "word-pair", ProofClass.PAIR, RuleLevel.CUSTOM, "", _never_right,
        N_("“{words}”应作“{right}”。"),
        "截止8月底，各社区统一填写台帐。", "报名截止时间为9月16日，讲座落幕，占全部份额的四成。",
    ),
    ProofRule(
        "own-pair", ProofClass.PAIR, RuleLevel.OWN, "", _own_pairs,
        N_("本机关写作“{right}”，这里是“{words}”。"),
        "走进文明实践驿站。", "走进新时代文明实践驿站。",
    ),
)  # fmt: skip
