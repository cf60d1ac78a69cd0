"""Which units an article is signed with."""

from __future__ import annotations

import pytest

from taizhang.core.roster.signed_names import bearers_of, names_in

KNOWN = {
    1: ["海川市卫生健康委员会", "市卫健委"],
    2: ["海川市文化和旅游局", "市文旅局", "市文广局"],
    3: ["云栖区教育局", "云栖区教育局"],
    4: ["临港区教育局", "临港区教育局"],
    5: ["共青团海川市委员会", "团市委"],
}


@pytest.mark.parametrize(
    ("name", "units"),
    [
        ("市卫健委", {1}),
        ("市卫生健康委", {1}),
        ("卫生健康委员会", {1}),
        ("市文化和旅游局", {2}),
        ("市文广局", {2}),
        ("团 市委", {5}),
        ("区教育局", set()),  # two are called so
        ("市委", set()),
        ("市体育局", set()),
    ],
)
def test_a_name_is_known_as_offices_shorten_it(name: str, units: set[int]) -> None:
    assert bearers_of(name, KNOWN) == units


@pytest.mark.parametrize(
    ("signed", "names"),
    [
        ("市教育局", ["市教育局"]),
        ("（市教育局、团市委）", ["市教育局", "团市委"]),
        ("市教育局  团市委；", ["市教育局", "团市委"]),
        ("", []),
    ],
)
def test_several_units_sign_together(signed: str, names: list[str]) -> None:
    assert names_in(signed) == names
