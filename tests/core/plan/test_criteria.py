"""A closing criterion stands beside the figures that it is measured by, and only beside those."""

from __future__ import annotations

from decimal import Decimal

import pytest

from taizhang.core.plan.account_plan import IndicatorPlan
from taizhang.core.plan.criteria import CriterionFigure, measured_by

TALKS = IndicatorPlan("宣讲场次", "场", target=Decimal(300), key=1)
HEARERS = IndicatorPlan("受众", "人次", target=Decimal(30_000), key=2)
CONTENT = IndicatorPlan("群众满意度", "%", target=Decimal(95), key=3)
COMPLAINTS = IndicatorPlan("投诉", "件", target=Decimal(5), target_text="不超过5件", key=4)
FILMS = IndicatorPlan("放映", "场", target=Decimal(40), key=5)
UNSET = IndicatorPlan("走访企业", "家", key=6)
ALL = (TALKS, HEARERS, CONTENT, COMPLAINTS, UNSET)


@pytest.mark.parametrize(
    ("criterion", "indicators", "asked"),
    [
        ("开展宣讲300场", ALL, {"宣讲场次": 300}),
        ("全年不少于320场", ALL, {"宣讲场次": 320}),  # the only one that is counted so
        ("举办宣讲300场以上、受众3万人次", ALL, {"宣讲场次": 300, "受众": 30_000}),
        ("宣讲三百余场，宣讲场次不减", ALL, {"宣讲场次": 300}),
        ("宣讲300场，其中宣讲进校园20场", ALL, {"宣讲场次": 300}),
        ("群众满意度达到95%以上", ALL, {"群众满意度": 95}),
        ("投诉不超过5件", ALL, {"投诉": 5}),
        ("累计40场", (TALKS, FILMS), {"放映": 40}),  # whose target it is
        ("宣讲场次达到目标", ALL, {"宣讲场次": 300}),
        ("各项指标全部完成", (TALKS, UNSET), {"宣讲场次": 300}),
        ("完成年度目标任务", (TALKS, COMPLAINTS), {"宣讲场次": 300, "投诉": 5}),
        ("召开总结会1场", (TALKS, FILMS), {}),
        ("召开总结会1场", (TALKS,), {}),
        ("累计50场", (TALKS, FILMS), {}),  # of which of the two is not said
        ("建立长效机制", ALL, {}),
        ("实现全覆盖，多场活动", ALL, {}),
        ("制度印发2份", ALL, {}),
    ],
)
def test_which_figures_a_criterion_is_measured_by(
    criterion: str, indicators: tuple[IndicatorPlan, ...], asked: dict[str, int]
) -> None:
    assert {each.name: each.required for each in measured_by(criterion, indicators, {})} == asked


@pytest.mark.parametrize(
    ("reached", "at_most", "short"),
    [(170, False, True), (300, False, False), (None, False, True), (None, True, False), (301, True, True)],
)
def test_what_falls_short(reached: int | None, at_most: bool, short: bool) -> None:
    value = None if reached is None else Decimal(reached)
    figure = CriterionFigure("宣讲场次", "场", Decimal(300), value, at_most)
    assert figure.falls_short is short
    assert CriterionFigure.from_json(figure.to_json()) == figure


def test_the_value_reached_stands_beside_it_and_a_limit_is_a_limit() -> None:
    (talks,) = measured_by("宣讲300场", ALL, {1: Decimal(170)})
    assert (talks.reached, talks.falls_short) == (170, True)
    (few,) = measured_by("投诉控制在5件以内", ALL, {4: Decimal(3)})
    assert (few.at_most, few.falls_short) == (True, False)
    (by_target,) = measured_by("投诉达到目标", ALL, {4: Decimal(7)})
    assert (by_target.at_most, by_target.falls_short) == (True, True)
