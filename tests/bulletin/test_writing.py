"""Which of its unit's projects an article names."""

from __future__ import annotations

import pytest

from taizhang.bulletin.queries.writing import project_named
from tests.bulletin.cast import Cast
from tests.web.route_objects import a_project

TITLES = ("“无废细胞”共建", "“无废细胞”共建示范街区", "独居老人每周一访", "读书")


@pytest.mark.parametrize(
    ("title", "body", "named"),
    [
        ("深化无废细胞共建", "各街道一起做。", "“无废细胞”共建"),
        ("春季工作", "推进‘无废细胞’共建，成效明显。", "“无废细胞”共建"),
        ("春季工作", "“无废细胞”共建示范街区开街。", "“无废细胞”共建示范街区"),
        ("独居老人每周一访见实效", "与“无废细胞”共建结合。", "独居老人每周一访"),
        (
            "春季工作",
            "独居老人每周一访与“无废细胞”共建都在推进。",
            None,
        ),  # which of the two is a person's choice
        ("全民读书", "大家读书。", None),  # too short to be a name
        ("项目2026-003进展", "已办结。", "独居老人每周一访"),
        ("别的事", "没有写到项目。", None),
    ],
)
def test_the_project_that_the_text_names(cast: Cast, title: str, body: str, named: str | None) -> None:
    for each in TITLES:
        a_project(cast.office, cast.unit, title=each)
    a_project(cast.office, cast.other_unit, title="别的事")  # not its own
    found = project_named(cast.unit, title, body)
    assert (found.title if found else None) == named
