from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.figures import Outcome, TextFigure, read_figures
from taizhang.core.figures.candidates import (
    LEFT_OUT,
    REASONS,
    LeftOut,
    Offer,
    Pair,
    Reason,
    judge_offer,
    likeliest,
)

TEXT = (
    "市水务局推进清河行动。截至8月中旬，面向500多名一线工作人员开展了8场宣讲活动，服务居民1200人次。"
    "累计供应蔬菜30万余斤，开展多场慰问，建成4项工程，在11个小区开展巡护，实现全覆盖。"
)
OFFER = Offer("8", "市水务局", "清河行动", "宣讲活动", "场", "2023-08", date(2023, 8, 15), value=F(8))


def figure(surface: str) -> TextFigure:
    return next(each for each in read_figures(TEXT) if each.surface == surface)


def keys(surface: str, *offers: Offer[str]) -> list[str]:
    return [likely.key for likely in likeliest(figure(surface), TEXT, offers)]


def test_every_reason_is_said() -> None:
    (likely,) = likeliest(figure("8场"), TEXT, [OFFER])
    assert likely.outcome is Outcome.CONSISTENT
    assert [str(reason) for reason in likely.reasons] == [
        "文中提到“市水务局”。",
        "文中写到项目“清河行动”。",
        "数字近旁说的就是“宣讲活动”。",
        "台账截至 2023-08-15，与文中“截至8月中旬”一致。",
        "台账为 8，与原文相符（8）。",
    ]


def test_the_likeliest_stands_first() -> None:
    elsewhere = replace(OFFER, key="elsewhere", unit_name="市教育局")
    no_project = replace(OFFER, key="no project", project="校园阅读", unit_name="")
    half = replace(OFFER, key="half", measure="宣讲活动统计")
    far = replace(OFFER, key="far", measure="居民场次统计")
    month = replace(OFFER, key="a month off", as_of=date(2023, 7, 31))
    old = replace(OFFER, key="old", as_of=date(2023, 3, 31))
    other = replace(OFFER, key="other value", value=F(7))
    offers = (no_project, elsewhere, half, far, old, month, other, OFFER)
    expected = ["8", "other value", "a month off", "old", "half", "far", "elsewhere", "no project"]
    assert keys("8场", *offers) == expected
    assert keys("8场", *offers[::-1]) == expected


def test_a_cumulative_value_goes_before_a_months() -> None:
    month = replace(OFFER, key="month", measure="供应蔬菜", unit="公斤", value=F(155_000))
    total = replace(month, key="total", basis="cumulative", value=F(151_000))
    assert keys("30万余斤", month, total) == ["total", "month"]
    assert "两处都是累计数。" in map(str, likeliest(figure("30万余斤"), TEXT, [total])[0].reasons)


def test_what_does_not_compare_is_left_out() -> None:
    persons = replace(OFFER, measure="服务居民", unit="人", value=F(1200))
    assert keys("1200人次", persons, replace(persons, unit="场"), replace(persons, value=None)) == []
    assert keys("1200人次", replace(persons, unit="人次")) == ["8"]
    assert keys("8场", replace(OFFER, measure="慰问老兵", value=F(9))) == []


def test_things_counted_by_another_word_need_their_measure_beside_the_figure() -> None:
    books = replace(OFFER, unit="册", measure="图书", value=F(4))
    assert keys("4项", books, replace(books, unit="个", measure="工程")) == ["8"]
    assert keys("4项", replace(books, unit="项")) == ["8"]
    assert keys("11个", replace(OFFER, measure="巡护小区", unit="场", value=F(11))) == ["8"]
    assert keys("500多名", replace(OFFER, measure="听众", unit="人", value=F(540))) == ["8"]


def test_claims_without_a_number_have_candidates_too() -> None:
    assert [r.outcome for r in likeliest(figure("多场"), TEXT, [OFFER])] == [Outcome.NOT_COMPARABLE]
    share = replace(OFFER, measure="小区覆盖率", unit="%", value=F(90))
    (likely,) = likeliest(
        figure("全覆盖"), TEXT, [share, replace(OFFER, unit="奇"), OFFER, replace(share, value=None)]
    )
    assert likely.outcome is Outcome.CONTRADICT


@pytest.mark.parametrize(
    ("surface", "low", "high", "outcome"),
    [
        ("500多名", 500, 600, Outcome.CONSISTENT),
        ("500多名", 300, 400, Outcome.CONTRADICT),
        ("500多名", 600, 900, Outcome.WARN_UNDERSTATED),
        ("500多名", 300, 520, Outcome.WARN_OVERSTATED),
        ("8场", 9, 12, Outcome.CONTRADICT),
        ("8场", 8, 12, Outcome.WARN_UNDERSTATED),
        ("多场", 8, 12, Outcome.NOT_COMPARABLE),
        ("500多名", None, 600, Outcome.WARN_UNDERSTATED),
        ("500多名", 400, None, Outcome.CONTRADICT),
    ],
)
def test_a_value_between_two_ends_is_held_against_the_words(
    surface: str, low: int | None, high: int | None, outcome: Outcome
) -> None:
    written = figure(surface)
    offer = replace(
        OFFER,
        unit=written.quantity.unit,
        value=None,
        low=None if low is None else F(low),
        high=None if high is None else F(high),
    )
    assert judge_offer(written.quantity, offer).outcome is outcome


def test_a_share_of_another_kind_does_not_compare_between_two_ends() -> None:
    offer = replace(OFFER, unit="斤", value=None, low=F(1), high=F(2))
    assert judge_offer(figure("8场").quantity, offer).outcome is Outcome.NOT_COMPARABLE


@given(st.permutations(range(4)), st.text("宣讲活动居民清河", max_size=6))
def test_the_order_does_not_hang_on_how_offers_came(order: list[int], measure: str) -> None:
    offers = [replace(OFFER, key=str(k), value=F(6 + k), measure=measure) for k in range(4)]
    assert keys("8场", *(offers[k] for k in order))[:1] in (["2"], [])


def pair(text: str, unit: str = "场") -> Pair[str]:
    """The figure in 【】 and the offer of the reference page."""
    plain = text.replace("【", "").replace("】", "")
    written = next(each for each in read_figures(plain) if each.span.start == text.index("【"))
    offer = replace(OFFER, unit=unit, basis="cumulative")
    near = 3 if "宣讲活动" in plain else 2 if "宣讲" in plain else 0
    return Pair(written, plain, offer, near, judge_offer(written.quantity, offer))


@pytest.mark.parametrize("reason", REASONS, ids=lambda reason: reason.name)
def test_a_reason_weighs_more_in_its_example(reason: Reason) -> None:
    assert reason.weigh(pair(reason.example)) > reason.weigh(pair(reason.counter))


@pytest.mark.parametrize("rule", LEFT_OUT, ids=lambda rule: rule.name)
def test_what_is_left_out_is_its_example_alone(rule: LeftOut) -> None:
    assert rule.applies(pair(rule.example, rule.unit))
    assert not rule.applies(pair(rule.counter, rule.unit))
