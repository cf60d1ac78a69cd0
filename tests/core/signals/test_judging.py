from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.pace.curves import Number, campaign, even
from taizhang.core.pace.signals import (
    PRESETS,
    IndicatorFact,
    Level,
    MilestoneFact,
    ProjectFacts,
    SignalRules,
    judge_project,
)

BLUE, LIGHTS, PACE = PRESETS["blue-yellow-red"], PRESETS["three-lights"], PRESETS["planned-pace"]
START, DUE, DAY = date(2026, 1, 1), date(2026, 12, 31), date(2026, 7, 12)
CURVE = even(START, DUE)
DAYS = st.dates(date(2025, 12, 1), date(2027, 2, 1))


def facts(day: date = DAY, **changes: object) -> ProjectFacts:
    return replace(ProjectFacts(day, START, DUE, CURVE), **changes)  # type: ignore[arg-type]


def done(value: Number | None, target: Number | None = 100) -> tuple[IndicatorFact, ...]:
    return (IndicatorFact("宣讲场次", "场", target, value),)


def mark(due: date, done_on: date | None = None, title: str = "完成场地改造") -> MilestoneFact:
    return MilestoneFact(title, due, done_on)


def judged(rules: SignalRules, given: ProjectFacts) -> tuple[Level, str, str]:
    judgement = judge_project(given, rules)
    return judgement.level, judgement.rule, str(judgement.reason)


def test_a_milestone_past_its_date_is_overdue() -> None:
    given = facts(milestones=(mark(date(2026, 7, 10), title="验收"), mark(date(2026, 6, 30))))
    reason = "节点“完成场地改造”应于6月30日完成，已逾期12天。"
    assert judged(BLUE, given) == (Level.OVERDUE, "milestone_overdue", reason)


def test_the_project_past_its_date_comes_before_its_milestones() -> None:
    given = facts(date(2027, 1, 5), milestones=(mark(date(2026, 6, 30)),))
    assert judged(PACE, given) == (Level.OVERDUE, "project_overdue", "项目应于12月31日完成，已逾期5天。")


def test_days_of_grace_are_behind_before_they_are_overdue() -> None:
    rules = replace(BLUE, overdue_days=5)
    given = facts(milestones=(mark(date(2026, 7, 8)),))
    reason = "节点“完成场地改造”应于7月8日完成，已过4天。"
    assert judged(rules, given) == (Level.BEHIND, "milestone_late", reason)
    assert judge_project(replace(given, day=date(2026, 7, 13)), rules).level is Level.OVERDUE


@pytest.mark.parametrize(
    ("value", "level", "rule"),
    [(49, Level.NORMAL, "on_pace"), (48, Level.BEHIND, "behind_pace"), (32, Level.OVERDUE, "far_behind")],
)
def test_the_pace_is_judged_in_percentage_points(value: int, level: Level, rule: str) -> None:
    assert judged(replace(PACE, behind_points=4), facts(indicators=done(value)))[:2] == (level, rule)


def test_the_reason_of_the_pace_quotes_the_numbers_it_was_judged_by() -> None:
    day = date(2026, 8, 7)
    assert judged(BLUE, facts(day, indicators=done(41)))[2] == (
        "截至8月7日累计完成41%，按序时进度应为59.8%，相差18.8个百分点。"
    )
    assert judged(BLUE, facts(day, indicators=done(F(1, 3), 1)))[2].startswith("截至8月7日累计完成33.3%，")
    assert judged(BLUE, facts(day, indicators=done(60)))[2] == "截至8月7日累计完成60%，按序时进度应为59.8%。"


def test_an_october_campaign_is_not_red_in_march() -> None:
    curve = campaign(START, DUE, date(2026, 10, 1), date(2026, 10, 31))
    for rules in PRESETS.values():
        given = facts(date(2026, 3, 31), curve=curve, indicators=done(None))
        assert judge_project(given, rules).level is Level.NORMAL


def test_reports_missing_for_long_or_returned_often_are_behind() -> None:
    missing = facts(unreported=(date(2026, 7, 5), date(2026, 6, 5)))
    assert judged(BLUE, missing) == (
        Level.BEHIND,
        "unreported",
        "应于6月5日报送的进展已逾37天未报，共缺2期。",
    )
    assert judge_project(facts(unreported=(date(2026, 7, 8),)), BLUE).level is Level.NORMAL
    assert judge_project(missing, PACE).level is Level.NORMAL
    reason = "本期报送的进展因质量问题被退回2次，规则以2次为限。"
    assert judged(BLUE, facts(returned=2)) == (Level.BEHIND, "returned", reason)
    assert judge_project(facts(returned=1), BLUE).level is Level.NORMAL
    assert judge_project(facts(returned=2), LIGHTS).level is Level.NORMAL


def test_what_was_red_and_is_made_good_is_yellow_and_not_green() -> None:
    rows = (mark(date(2026, 6, 1), date(2026, 6, 3), "开工"), mark(date(2026, 6, 30), date(2026, 7, 9)))
    given = facts(milestones=rows, worst_before=Level.OVERDUE, red_repaired=True)
    reason = "节点“完成场地改造”应于6月30日完成，迟9天补齐，由逾期转为滞后。"
    assert judged(BLUE, given) == (Level.BEHIND, "made_good", reason)
    assert judged(BLUE, replace(given, milestones=()))[2] == "此前逾期的事项已经补齐，由逾期转为滞后。"
    assert judge_project(given, LIGHTS).level is Level.NORMAL
    assert judge_project(replace(given, red_repaired=False), BLUE).level is Level.NORMAL
    assert judge_project(replace(given, worst_before=Level.BEHIND), BLUE).level is Level.NORMAL


def test_what_is_due_soon_is_near_where_the_rules_have_that_colour() -> None:
    given = facts(milestones=(mark(date(2026, 7, 22)),))
    reason = "节点“完成场地改造”应于7月22日完成，还有10天。"
    assert judged(PACE, given) == (Level.NEAR, "milestone_near", reason)
    assert judged(LIGHTS, given) == (Level.NORMAL, "nothing_due", reason)
    assert judge_project(replace(given, day=date(2026, 7, 11)), PACE).level is Level.NORMAL
    today = "节点“完成场地改造”应于7月22日（今天）完成。"
    assert judged(PACE, replace(given, day=date(2026, 7, 22)))[2] == today
    assert judged(LIGHTS, replace(given, day=date(2026, 7, 22)))[2] == today


def test_the_project_itself_is_near_its_end() -> None:
    assert judged(PACE, facts(DUE)) == (Level.NEAR, "project_near", "项目应于12月31日（今天）完成。")
    assert judged(PACE, facts()) == (Level.NORMAL, "nothing_due", "项目应于12月31日完成，还有172天。")


def test_a_project_that_has_reached_everything_only_waits_to_be_closed() -> None:
    late = date(2027, 1, 20)
    reached = facts(late, indicators=done(100), milestones=(mark(DUE, DUE),))
    assert judged(BLUE, reached) == (Level.NORMAL, "on_pace", "截至1月20日累计完成100%，按序时进度应为100%。")
    without = facts(late, milestones=(mark(DUE, DUE),))
    assert judged(BLUE, without) == (
        Level.NORMAL,
        "all_done",
        "节点已全部完成（1个），项目应于12月31日完成。",
    )
    assert judge_project(replace(reached, indicators=done(F(9999, 100))), BLUE).level is Level.OVERDUE


def test_what_was_done_after_the_day_was_still_open_on_it() -> None:
    given = facts(
        milestones=(mark(date(2026, 7, 1), date(2026, 8, 1)),), worst_before=Level.OVERDUE, red_repaired=True
    )
    assert judge_project(given, BLUE).rule == "milestone_overdue"


PROJECTS = st.builds(
    ProjectFacts,
    day=DAYS,
    start=st.just(START),
    due=DAYS,
    curve=st.just(CURVE),
    milestones=st.lists(
        st.builds(MilestoneFact, st.text(max_size=6), DAYS, st.none() | DAYS), max_size=4
    ).map(tuple),
    indicators=st.lists(
        st.builds(
            IndicatorFact,
            st.just("数"),
            st.just("件"),
            st.none() | st.integers(0, 9),
            st.none() | st.integers(0, 9),
        ),
        max_size=3,
    ).map(tuple),
    unreported=st.lists(DAYS, max_size=3).map(tuple),
    returned=st.integers(0, 4),
    worst_before=st.none() | st.sampled_from(Level),
    red_repaired=st.booleans(),
)


@given(PROJECTS, st.sampled_from(list(PRESETS.values())))
def test_every_judgement_is_one_sentence_of_a_level_the_rules_have(
    given: ProjectFacts, rules: SignalRules
) -> None:
    judgement = judge_project(given, rules)
    assert judgement.level in rules.levels
    values = {**judgement.reason.values} | ({"title": "节点"} if "title" in judgement.reason.values else {})
    reason = judgement.reason.pattern.format(**values)
    assert reason.endswith("。")
    assert reason.count("。") == 1


@given(PROJECTS, st.sampled_from(list(PRESETS.values())), st.integers(0, 200))
def test_waiting_alone_never_makes_an_open_project_better(
    given: ProjectFacts, rules: SignalRules, days: int
) -> None:
    rows = tuple(replace(m, done_on=None) for m in given.milestones)
    given = replace(given, milestones=rows)
    later = replace(given, day=given.day + timedelta(days=days))
    assert judge_project(later, rules).level.severity >= judge_project(given, rules).level.severity
