"""An account's plan as data: written down and read again, and what two versions say differently."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.plan.account_plan import (
    AccountPlan,
    CriterionPlan,
    Difference,
    IndicatorPlan,
    MeasurePlan,
    MilestonePlan,
    differences,
    from_json,
    to_json,
)

VISITS = IndicatorPlan("上门走访", "人次", "cumulative", Decimal("60000"), "6万", definition=4, key=1)
PAIRS = MeasurePlan("邻里结对", key=2)
SURVEY = MilestonePlan("摸底完成", date(2026, 3, 31), "before", key=3)
PLAN = AccountPlan(
    title="独居老人每周一访",
    goal="每周有人上门。",
    theme=5,
    supporting_units=(7, 8),
    lead_post=9,
    schedule="quarterly",
    waived_months=("2026-02",),
    start=date(2026, 1, 1),
    due=date(2026, 12, 20),
    curve={"points": [["2026-01-01", "0"], ["2026-12-20", "1"]]},
    indicators=(VISITS,),
    measures=(PAIRS,),
    milestones=(SURVEY,),
    criteria=(CriterionPlan("走访达到6万人次", key=6),),
)

WORDS = st.text(max_size=8)
KEYS = st.none() | st.integers(1, 99)
PLANS = st.builds(
    AccountPlan,
    title=WORDS,
    goal=WORDS,
    theme=KEYS,
    supporting_units=st.lists(st.integers(1, 9), max_size=3).map(tuple),
    start=st.none() | st.dates(),
    due=st.none() | st.dates(),
    indicators=st.lists(
        st.builds(
            IndicatorPlan,
            name=WORDS,
            unit=WORDS,
            target=st.none() | st.decimals(allow_nan=False, allow_infinity=False, places=6),
            key=KEYS,
        ),
        max_size=3,
    ).map(tuple),
    measures=st.lists(st.builds(MeasurePlan, WORDS, KEYS), max_size=3).map(tuple),
    milestones=st.lists(st.builds(MilestonePlan, WORDS, st.dates(), WORDS, KEYS), max_size=3).map(tuple),
    criteria=st.lists(st.builds(CriterionPlan, WORDS, KEYS), max_size=3).map(tuple),
)


@given(PLANS)
def test_what_is_written_down_is_read_again(plan: AccountPlan) -> None:
    assert from_json(json.loads(json.dumps(to_json(plan)))) == plan


def test_a_whole_plan_is_read_again() -> None:
    assert from_json(json.loads(json.dumps(to_json(PLAN)))) == PLAN


def test_what_a_baseline_holds_besides_is_passed_over() -> None:
    assert from_json({**to_json(PLAN), "supporting_names": ["市文旅局"]}) == PLAN


def test_a_title_is_enough() -> None:
    assert from_json({"title": "楼道微花园"}) == AccountPlan("楼道微花园")


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"title": "x", "due": "8月中旬"},
        {"title": "x", "milestones": [{"title": "摸底"}]},
        {"title": "x", "measures": [{"words": "结对"}]},
    ],
)
def test_what_is_no_plan_is_refused(data: dict[str, object]) -> None:
    with pytest.raises((ValueError, TypeError, KeyError)):
        from_json(data)


@given(PLANS)
def test_a_plan_with_stored_rows_does_not_differ_from_itself(plan: AccountPlan) -> None:
    def stored(rows):  # type: ignore[no-untyped-def]
        return tuple(replace(row, key=number) for number, row in enumerate(rows, 1))

    lists = {
        name: stored(getattr(plan, name)) for name in ("indicators", "measures", "milestones", "criteria")
    }
    plan = replace(plan, **lists)
    assert differences(plan, plan) == ()


def test_differences_are_found_field_by_field_and_by_the_key_of_a_row() -> None:
    more = MeasurePlan("社区摸底")
    raised = replace(VISITS, target=Decimal(70_000), target_text="7万")
    new = replace(PLAN, due=date(2026, 12, 31), indicators=(raised,), measures=(more, PAIRS), milestones=())
    assert differences(PLAN, new) == (
        Difference("due", date(2026, 12, 20), date(2026, 12, 31)),
        Difference("indicators", VISITS, raised),
        Difference("measures", None, more),
        Difference("milestones", SURVEY, None),
    )


def test_the_order_of_rows_is_no_difference() -> None:
    two = replace(PLAN, measures=(PAIRS, MeasurePlan("摸底", key=9)))
    assert differences(two, replace(two, measures=two.measures[::-1])) == ()


def test_a_row_with_a_key_from_elsewhere_is_new() -> None:
    strange = MeasurePlan("摸底", key=99)
    assert differences(PLAN, replace(PLAN, measures=(PAIRS, strange))) == (
        Difference("measures", None, strange),
    )
