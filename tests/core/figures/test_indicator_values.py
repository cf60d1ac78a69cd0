"""Which figure of a report is the value of which indicator: values, questions and silence."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from taizhang.core.calendar import Period
from taizhang.core.figures import Span, decimal_string
from taizhang.core.figures.indicator_values import (
    RULES,
    IndicatorSpec,
    ValueRule,
    factor_to,
    find_values,
    turned_down,
)
from taizhang.core.figures.indicator_values.timeline import Timeline, When
from taizhang.core.figures.normalise import fold

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "report_values.jsonl").read_text("utf-8").splitlines()
]
JULY = Period.parse("2026-07")


def values(case: dict[str, Any]) -> list[object]:
    """None, the one value, or the sorted values to be asked about, for each indicator."""
    specs = [IndicatorSpec(k, *given) for k, given in enumerate(case["indicators"])]
    found = find_values(case["narrative"], specs, Period.parse(case["period"]))
    told: list[list[object]] = [[decimal_string(each.value) for each in found[k]] for k in range(len(specs))]
    return [sorted(map(str, each)) if len(each) > 1 else (each or [None])[0] for each in told]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["narrative"][:30])
def test_each_indicator_gets_its_value_a_question_or_nothing(case: dict[str, Any]) -> None:
    expected = [sorted(each) if isinstance(each, list) else each for each in case["expected"]]
    assert values(case) == expected


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_rule_turns_its_example_down_and_not_its_counter_example(rule: ValueRule) -> None:
    for sample, turned in ((rule.example, True), (rule.counter, False)):
        found = re.search("【(.+?)】", sample)
        assert found
        text = sample.replace("【", "").replace("】", "")
        place = Span(found.start(), found.start() + len(found[1]))
        reasons = turned_down(text, [], JULY)
        names = [
            each.name for span, each in reasons.items() if span.start < place.end and place.start < span.end
        ]
        assert names == ([rule.name] if turned else [])
        assert rule.reason


def test_a_value_is_said_with_its_place() -> None:
    text = "截至7月底，累计服务群众3.2万余人次。"
    (found,) = find_values(text, [IndicatorSpec(7, "服务群众", "人次", "cumulative")], JULY)[7]
    assert found.value == 32000
    assert found.span.of(text) == "3.2万余人次"


def test_units_that_count_the_same() -> None:
    assert factor_to("元", "万元") == factor_to("元", "万元")
    assert [factor_to(*pair) for pair in (("场", "次"), ("户", "家"), ("名", "人"), ("户次", "户次"))] == [
        1,
        1,
        1,
        1,
    ]
    for pair in (("人", "人次"), ("个", "场"), ("户次", "人次"), ("吨", "亩"), ("怪", "场")):
        assert factor_to(*pair) is None


@pytest.mark.parametrize(
    ("text", "period", "when"),
    [
        ("截至上月", "2026-07", When.PAST), ("截至下月", "2026-07", When.FUTURE), ("截至年底", "2026-07", When.FUTURE),
        ("截至2026年底", "2026-12", When.CUMULATIVE), ("截至去年底", "2026-07", When.PAST),
        ("截至明年3月", "2026-07", When.FUTURE),
        ("截至目前", "2026-07", When.CUMULATIVE), ("5—7月", "2026-07", When.UNSURE), ("3—5月", "2026-07", When.PAST),
        ("8—9月", "2026-07", When.FUTURE), ("6—9月", "2026-07", When.FUTURE), ("7—9月", "2026Q3", When.PERIOD),
        ("前7个月", "2026-07", When.CUMULATIVE), ("前6个月", "2026-07", When.PAST), ("二季度", "2026-07", When.PAST),
        ("三季度", "2026-07", When.FUTURE), ("三季度", "2026-09", When.UNSURE), ("8月", "2026Q3", When.UNSURE),
        ("1—3月", "2026Q1", When.PERIOD), ("1—12月", "2026", When.CUMULATIVE), ("1月", "2026-01", When.PERIOD),
        ("1—1月", "2026-01", When.CUMULATIVE), ("2027年7月", "2026-07", When.FUTURE), ("2025年", "2026-07", When.PAST),
        ("2026年", "2026-07", When.YEAR), ("十二月", "2026-12", When.PERIOD), ("7月以来", "2026-07", When.STANDING),
        ("7月底前", "2026-07", When.FUTURE), ("全年", "2026-12", When.CUMULATIVE), ("全年", "2026-07", When.UNSURE),
        ("7月底", "2026-07", When.STANDING), ("本月累计", "2026-07", When.UNSURE), ("上半年，累计", "2026-07", When.PAST),
        ("去年12场，累计", "2026-07", When.CUMULATIVE), ("较去年同期累计", "2026-07", When.PAST),
        ("累计1场；", "2026-07", When.UNSURE), ("截至7月底，1场；", "2026-07", When.CUMULATIVE),
        ("累计1场。", "2026-07", When.UNSURE), ("累计1场\n", "2026-07", When.UNMARKED),
        ("下一步1场。", "2026-07", When.FUTURE),
        ("去年1场。", "2026-07", When.PAST), ("与去年持平。", "2026-07", When.UNMARKED), ("", "2026-07", When.UNMARKED),
    ],
)  # fmt: skip
def test_the_time_a_figure_is_of(text: str, period: str, when: When) -> None:
    text = fold(text) + "开展12场"
    assert Timeline(text, Period.parse(period)).at(text.rindex("12场")) is when
