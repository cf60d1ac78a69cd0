"""A claim of all holds only where the whole roll is covered; else it is answered with the names of the missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from taizhang.core.coverage.claim import claims_all, ground_changed, judge_claim, speaks_of
from taizhang.core.coverage.state import CoverageState
from taizhang.core.figures import Outcome, TextFigure, read_figures

from .test_coverage import RULE, START, heard, state, unit

FULL = "实现反诈宣讲全覆盖。"


def of(roll: int, covered: int, day: date = date(2026, 6, 30)) -> CoverageState:
    return state([unit(n) for n in range(roll)], [heard(n, START, START) for n in range(covered)], day)


def figure(text: str) -> TextFigure:
    return next(each for each in read_figures(text, certain_ends=True) if claims_all(text, each))


@pytest.mark.parametrize(
    "text",
    [
        FULL,
        "向98个单位全部开展宣讲。",
        "宣讲覆盖率100%。",
        "第一季度走访8次，98家单位全部听过宣讲，覆盖率达100%。",
        "所有98个单位听过宣讲。",
        "宣讲走遍98个单位，无一遗漏。",
        "98个单位百分之百听过宣讲。",
        "全部98家单位参加了宣讲。",
        "经过共同努力实现宣讲全覆盖。",
        "宣讲做到没有盲区全覆盖。",
    ],
)
def test_a_claim_of_all_is_judged_by_the_roll(text: str) -> None:
    good, bad = judge_claim(text, figure(text), of(98, 98)), judge_claim(text, figure(text), of(98, 96))
    assert good.outcome is Outcome.CONSISTENT
    assert str(good.reason) == "按2026年3月1日名册，98个单位中已覆盖98个。"
    assert bad.outcome is Outcome.CONTRADICT
    assert str(bad.reason).endswith(
        "按2026年3月1日名册，98个单位中已覆盖96个。尚未覆盖：第96单位、第97单位。"
    )


def test_the_number_that_is_named_must_be_the_roll() -> None:
    text = "向98个单位全部开展宣讲。"
    assert judge_claim(text, figure(text), of(100, 100)).outcome is not Outcome.CONSISTENT


def test_an_empty_roll_backs_nothing() -> None:
    assert judge_claim(FULL, figure(FULL), of(0, 0)).outcome is Outcome.NOT_COMPARABLE


@pytest.mark.parametrize(
    "text",
    [
        "开展宣讲8场。", "完成率100%。", "覆盖率达到98%。", "走访8个单位，全部工作有序推进。",
        "宣讲覆盖90个单位，满意率100%。", "90个单位的知晓度达到100%。", "宣讲尚未实现全覆盖。",
        "力争年底前实现宣讲全覆盖。", "到年底宣讲覆盖率要达到100%。",
    ],
)  # fmt: skip
def test_other_figures_claim_nothing_of_all(text: str) -> None:
    assert not any(claims_all(text, each) for each in read_figures(text, certain_ends=True))


def test_a_part_that_is_named_is_judged_as_it_is() -> None:
    text = "宣讲已覆盖96个单位。"
    [each] = read_figures(text, certain_ends=True)
    assert judge_claim(text, each, of(98, 96)).outcome is Outcome.CONSISTENT
    assert judge_claim(text, each, of(98, 90)).outcome is not Outcome.CONSISTENT


def test_what_has_changed_of_the_roll_is_said_by_name() -> None:
    may, june = date(2026, 5, 1), date(2026, 6, 1)
    roll = [unit(1), unit(2, left=june), unit(3, entered=june), unit(4, entered=june)]
    before, now = state(roll, [], may), state(roll, [], june)
    assert (
        str(ground_changed(before, now))
        == "名册已由2个变为3个：新列入第3单位、第4单位等2个，移出第2单位等1个。"
    )
    assert ground_changed(now, now) is None


def test_another_rule_is_said_and_another_target_is_none() -> None:
    day = date(2026, 5, 1)
    before = state([unit(1)], [], day)
    assert ground_changed(before, state([unit(1)], [], day, replace(RULE, target=80))) is None
    told = str(ground_changed(before, state([unit(1), unit(2)], [], day, replace(RULE, sessions=2))))
    assert told == "名册已由1个变为2个：新列入第2单位等1个。覆盖计划的规则（课题、期限或场次）已调整。"


def test_of_which_programme_a_sentence_speaks() -> None:
    assert speaks_of("今年反诈宣讲实现全覆盖", ["防范电信网络诈骗", "反诈"])
    assert speaks_of("防范网络诈骗宣讲实现全覆盖", ["防范电信网络诈骗"])
    assert not speaks_of("重点村路灯实现全覆盖", ["防范电信网络诈骗", ""])
