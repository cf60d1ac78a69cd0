from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.pace.signals import PRESETS, Level, rules_from_json, rules_to_json
from taizhang.core.text.messages import Message

BLUE = PRESETS["blue-yellow-red"]


@pytest.mark.parametrize("code", PRESETS)
def test_a_preset_comes_back_from_its_json(code: str) -> None:
    assert rules_from_json(rules_to_json(PRESETS[code])) == PRESETS[code]


@given(st.integers(1, 366), st.integers(1, 99), st.integers(1, 1), st.booleans())
def test_any_rules_within_bounds_come_back(days: int, points: int, more: int, flag: bool) -> None:
    rules = replace(
        BLUE, near_days=days, behind_points=points, red_points=points + more, red_becomes_yellow=flag
    )
    assert rules_from_json(rules_to_json(rules)) == rules


def test_the_three_lights_have_no_near() -> None:
    assert PRESETS["three-lights"].levels == (Level.NORMAL, Level.BEHIND, Level.OVERDUE)
    assert BLUE.levels == tuple(Level)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("version", 0), ("version", True), ("version", None), ("near_days", 0), ("near_days", "7"), ("behind_points", 101),
        ("behind_points", 2.5), ("red_points", 10), ("overdue_days", 0), ("unreported_days", 400), ("returned_times", 0),
        ("code", "A"), ("code", None), ("name", ""), ("name", 5), ("name", "甲\n乙"), ("name", "长" * 41),
        ("red_becomes_yellow", 1),
    ],
)  # fmt: skip
def test_values_out_of_bounds_are_refused_in_words(field: str, value: object) -> None:
    with pytest.raises(ValueError) as refusal:
        rules_from_json({**rules_to_json(BLUE), field: value})
    assert isinstance(refusal.value.args[0], Message)


def test_rules_have_exactly_their_items() -> None:
    data: dict[str, Any] = rules_to_json(BLUE)
    for wrong in (None, [], {}, {**data, "more": 1}, {k: v for k, v in data.items() if k != "near_days"}):
        with pytest.raises(ValueError, match="正好包含"):
            rules_from_json(wrong)
