"""The tables of named rules: each rule reads its example, and its counter-example is read by another."""

from __future__ import annotations

import pytest

from taizhang.core.figures.bare import FIGURES, GUARDS, BareRule
from taizhang.core.figures.exclusion import ALONE, EXCLUSIONS, Alone
from taizhang.core.figures.forms import NUMERAL_FORMS, PARTS_FORMS, WORD_FORMS, Form
from taizhang.core.figures.read import explain, read_figures
from taizhang.core.figures.trial import ExclusionRule

FORMS = [*(form for forms in WORD_FORMS.values() for form in forms), *PARTS_FORMS, *NUMERAL_FORMS]


def rules(text: str) -> list[str]:
    return [place.rule for place in explain(text)]


@pytest.mark.parametrize("rule", EXCLUSIONS, ids=lambda rule: rule.name)
def test_a_rule_excludes_its_example_and_leaves_its_counter_example(rule: ExclusionRule) -> None:
    assert rule.name in rules(rule.example)
    assert rule.name not in rules(rule.counter)
    assert read_figures(rule.counter)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_form_reads_its_example_and_leaves_its_counter_example(form: Form) -> None:
    assert form.name in rules(form.example)
    assert form.name not in rules(form.counter)


@pytest.mark.parametrize("rule", ALONE, ids=lambda rule: rule.name)
def test_a_numeral_alone_is_told_by_its_rule(rule: Alone) -> None:
    assert rule.name in rules(rule.example)
    assert not [place for place in explain(rule.example) if place.is_figure]


@pytest.mark.parametrize("rule", FIGURES, ids=lambda rule: rule.name)
def test_a_number_without_unit_is_a_figure_by_its_rule(rule: BareRule) -> None:
    assert rule.name in rules(rule.example)


@pytest.mark.parametrize("rule", GUARDS, ids=lambda rule: rule.name)
def test_a_guarded_number_without_unit_is_no_figure(rule: BareRule) -> None:
    assert not read_figures(rule.example)


def test_names_tell_rules_apart() -> None:
    tables = (EXCLUSIONS, ALONE, FIGURES, GUARDS, [*PARTS_FORMS, *NUMERAL_FORMS])
    for table in tables:
        names = [rule.name for rule in table]
        assert len(names) == len(set(names))
