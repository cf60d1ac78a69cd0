"""Each named rule reads its example, is what reads it, and leaves its counter-example alone."""

from __future__ import annotations

import pytest

from tools.structure import PAGE, TABLES, outline, page, rules_of

RULES = [(title, at) for title in TABLES for at in range(len(rules_of(title)))]


@pytest.mark.parametrize(("title", "at"), RULES, ids=lambda value: str(value))
def test_example_and_counter_example_are_read_as_the_table_says(
    title: str, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = rules_of(title)
    rule = rules[at]
    assert outline(rule.example) == rule.reads
    assert outline(rule.counter) == rule.instead
    monkeypatch.setattr(*TABLES[title], (*rules[:at], *rules[at + 1 :]))
    assert outline(rule.example) != rule.reads, "the example is read the same without the rule"


@pytest.mark.parametrize("title", TABLES)
def test_names_are_unique_in_their_table(title: str) -> None:
    names = [rule.name for rule in rules_of(title)]
    assert len(names) == len(set(names))


def test_the_reference_page_is_current() -> None:
    assert PAGE.read_text("utf-8") == page(), "run: python -m tools.structure"
