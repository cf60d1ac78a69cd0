"""The reference page of proofreading holds the rules that the code asks."""

from __future__ import annotations

from taizhang.core.proof import RULES
from tools.proof_rules import PAPER, PLACE, printed


def test_the_reference_page_is_current() -> None:
    paper = PAPER.read_text("utf-8")
    assert printed(paper) == paper, "run: python -m tools.proof_rules"


def test_every_rule_and_every_table_stands_on_the_page_once() -> None:
    paper = PAPER.read_text("utf-8")
    assert [place[2] for place in PLACE.finditer(paper)] == ["rules", "pairs", "meaning"]
    assert all(paper.count(f"| `{rule.id}` |") == 1 for rule in RULES)
