"""What an edit changes of the meaning, and that style changes nothing of it."""

from __future__ import annotations

from importlib.resources import files

import pytest

from taizhang.core.meaning import KIND_WORDS, MeaningKind, meaning_changes, meaning_kinds
from taizhang.core.meaning.model import MeaningRule, features
from taizhang.core.meaning.wording import CONDITION, NEGATION, OBLIGATION, SCOPE, STATE

PAIRS = [
    line.split("|")
    for line in (files(__package__) / "meaning.pairs").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
RULES = [rule for rules in (OBLIGATION, STATE, SCOPE, CONDITION, NEGATION) for rule in rules]


@pytest.mark.parametrize(("kinds", "before", "after"), PAIRS)
def test_a_change_is_named_in_both_directions(kinds: str, before: str, after: str) -> None:
    wanted = set() if kinds == "-" else {MeaningKind(kind) for kind in kinds.split(",")}
    for found in (set(meaning_kinds(before, after)), set(meaning_kinds(after, before))):
        assert found >= wanted
        assert bool(found) is bool(wanted)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.name} {rule.example}")
def test_a_word_is_found_in_its_example_only(rule: MeaningRule) -> None:
    assert features((rule,), rule.example)[rule.name]
    assert not features((rule,), rule.counter)


def test_every_kind_has_words_and_pairs() -> None:
    assert set(KIND_WORDS) == set(MeaningKind)
    assert {kind for kinds, _, _ in PAIRS if kinds != "-" for kind in kinds.split(",")} == set(MeaningKind)


def test_the_same_text_changes_nothing() -> None:
    assert meaning_kinds("各单位应当报送总结。", "各单位应当报送总结。") == ()


def test_changes_have_their_places() -> None:
    before = "天气晴好。各单位应当报送总结。会议结束。"
    after = "天气晴好。各单位可以报送总结。会议结束。"
    (change,) = meaning_changes(before, after)
    assert change.kinds == (MeaningKind.OBLIGATION,)
    assert change.before.of(before) == "各单位应当报送总结。"
    assert change.after.of(after) == "各单位可以报送总结。"


def test_joined_sentences_are_one_place_and_new_ones_none() -> None:
    before = "市教育局拟建书房。书房在柳湾。"
    after = "市教育局已建书房，书房在柳湾。"
    (change,) = meaning_changes(before, after)
    assert change.after.of(after) == after
    assert change.kinds == (MeaningKind.STATE,)
    assert meaning_changes("天气晴好。", "天气晴好。居民不来。") == []
