"""Every rule asks in its example, at one place at least, and not in its counter-example."""

from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.proof import RULES, ProofRule, RuleLevel, proofread
from taizhang.core.proof.catalogue import EXAMPLE_CONTEXT
from taizhang.core.proof.model import CLASS_WORDS, LEVEL_WORDS, ProofClass
from taizhang.core.proof.words import WordPair, word_pairs


def asked(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for question in proofread(text, EXAMPLE_CONTEXT, certain_ends=True):
        found.setdefault(question.rule.id, []).append(question.words)
    return found


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_asks_in_its_example(rule: ProofRule) -> None:
    questions = [q for q in proofread(rule.example, EXAMPLE_CONTEXT, certain_ends=True) if q.rule is rule]
    assert questions
    for question in questions:
        assert question.span.of(rule.example) == question.words
        assert 0 < len(question.words) <= 60
        assert "{" not in str(question.sentence)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_nothing_is_asked_in_its_counter_example(rule: ProofRule) -> None:
    assert rule.id not in asked(rule.counter)


def test_rules_have_names_levels_and_classes() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert {rule.kind for rule in RULES} == set(ProofClass) == set(CLASS_WORDS)
    assert {rule.level for rule in RULES} == set(RuleLevel) == set(LEVEL_WORDS)
    assert all(rule.clause for rule in RULES if not rule.is_switchable)


def test_only_custom_and_own_rules_can_be_switched_off() -> None:
    every = [rule.id for rule in RULES]
    for rule in RULES:
        left = proofread(rule.example, EXAMPLE_CONTEXT, off=every, certain_ends=True)
        assert any(question.rule is rule for question in left) is not rule.is_switchable


@pytest.mark.parametrize("pair", word_pairs(), ids=lambda pair: pair.wrong)
def test_a_word_that_is_never_right_leaves_its_negative_alone(pair: WordPair) -> None:
    assert pair.wrong != pair.right
    assert not list(pair.places(pair.negative))
    assert pair.wrong not in pair.right or pair.pattern != pair.wrong


def test_the_list_of_words_is_long_and_without_repetition() -> None:
    pairs = word_pairs()
    assert len(pairs) >= 300
    assert len({(pair.wrong, pair.pattern) for pair in pairs}) == len(pairs)


SLIPS = [
    line.split("|", 1)
    for line in (files(__package__) / "slips.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("kind", "text"), SLIPS)
def test_a_planted_slip_is_found_in_its_class(kind: str, text: str) -> None:
    questions = proofread(text.replace("\\n", "\n"), EXAMPLE_CONTEXT, certain_ends=True)
    assert kind in {question.rule.kind for question in questions}


def asked_of(text: str) -> list[str]:
    return [
        f"{question.rule.id} {question.words}>{question.right}"
        for question in proofread(text, certain_ends=True)
    ]


@pytest.mark.parametrize("numeral", ["一一十", "十一二", "十十十"])
def test_a_numeral_that_nobody_writes_is_out_of_turn(numeral: str) -> None:
    assert [each for each in asked_of(f"一、抓落实。\n{numeral}、抓督查。\n") if each.endswith(">二、")]


def test_headings_beyond_ninety_nine_have_a_numeral() -> None:
    text = "一、甲。\n" + "三、乙。\n" * 104
    assert any(each.endswith(">一百零三、") for each in asked_of(text))


@given(st.text(alphabet="（）《》“”〈〉() 1一。，甲", max_size=40))
def test_of_questions_of_a_class_none_lies_in_another(text: str) -> None:
    found = proofread(text, certain_ends=True)
    for each in found:
        for other in found:
            if other is not each and other.rule.kind == each.rule.kind:
                assert not (other.span.start <= each.span.start and each.span.end <= other.span.end)
