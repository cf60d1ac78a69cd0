"""The proofreading rules, printed into docs/reference/proofreading.md: ``python -m tools.proof_rules``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from taizhang.core.meaning.wording import CONDITION, NEGATION, OBLIGATION, SCOPE, STATE
from taizhang.core.proof import RULES, ProofClass
from taizhang.core.proof.model import CLASS_WORDS, LEVEL_WORDS, ProofRule
from taizhang.core.proof.words import word_pairs

PAPER = Path(__file__).parent.parent / "docs" / "reference" / "proofreading.md"
PLACE = re.compile(r"(<!-- rules: (\w+) -->\n).*?(<!-- end -->)", re.S)
_TABLES = {
    "obligation": OBLIGATION,
    "state": STATE,
    "scope": SCOPE,
    "condition": CONDITION,
    "negation": NEGATION,
}


def printed(paper: str) -> str:
    """The paper with every table printed anew; KeyError for one that nobody knows."""
    tables = {"rules": _rules(), "pairs": _pairs(), "meaning": _meaning()}
    return PLACE.sub(lambda place: place[1] + tables[place[2]] + place[3], paper)


def _rules() -> str:
    return "".join(_class(kind, [rule for rule in RULES if rule.kind is kind]) for kind in ProofClass)


def _class(kind: ProofClass, rules: list[ProofRule]) -> str:
    rows = (
        (
            f"`{rule.id}`",
            LEVEL_WORDS[rule.level],
            rule.clause,
            rule.sentence,
            rule.example,
            rule.counter,
            "yes" if rule.is_switchable else "no",
        )
        for rule in rules
    )
    heads = ("Rule", "Level", "Clause", "Sentence", "Asked in", "Not asked in", "Can be switched off")
    return f"\n### {CLASS_WORDS[kind]} (`{kind.value}`)\n\n{_table(heads, rows)}\n"


def _pairs() -> str:
    pairs = "、".join(f"{pair.wrong}→{pair.right}" for pair in word_pairs())
    return f"{len(word_pairs())} words: {pairs}。\n"


def _meaning() -> str:
    rows = (
        (kind, rule.name, rule.example, rule.counter) for kind, rules in _TABLES.items() for rule in rules
    )
    return _table(("Kind", "Words", "Example", "None"), rows)


def _table(heads: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "".join("| " + " | ".join(_cell(cell) for cell in line) + " |\n" for line in lines)


def _cell(words: str) -> str:
    return words.replace("\n", "↵").replace("|", "\\|")


if __name__ == "__main__":
    PAPER.write_text(printed(PAPER.read_text("utf-8")), "utf-8")
