from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction as F
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.figures import Interval, read_figures
from taizhang.core.figures.across import Across, AcrossKind, Said, across

DAY = date(2023, 9, 1)
EARLIER, LAST_YEAR = date(2023, 6, 1), date(2022, 9, 1)
VEGETABLES = "在小区持续开展“蔬菜直通车”活动，累计供应蔬菜果品{}，服务居民。"
TALKS = "面向{}一线工作人员，开展了宣讲。"


def said(text: str, label: str, day: date | None = DAY, unit: str = "甲局") -> list[Said[int]]:
    return [
        Said(k, label, day, unit, figure, figure.sentence.of(text))
        for k, figure in enumerate(read_figures(text))
    ]


def asked(mine: str, other: str, day: date | None = DAY) -> list[str]:
    return [str(each.sentence) for each in across(said(mine, "本文"), said(other, "第8期", day))]


def kinds(mine: str, other: str, day: date | None = DAY) -> list[AcrossKind]:
    return [each.kind for each in across(said(mine, "本文"), said(other, "第8期", day))]


def test_one_thing_with_two_values_on_one_day_is_asked_about() -> None:
    assert asked(TALKS.format("500多名"), TALKS.format("320名")) == [
        "本文写“500多名”，第8期同一项写“320名”。是统计范围不同，还是有一处需要更正？"
    ]
    assert kinds(TALKS.format("500多名"), TALKS.format("400多名")) == [AcrossKind.DIFFERS]
    assert kinds(TALKS.format("500多名"), TALKS.format("近500名")) == [AcrossKind.DIFFERS]


@pytest.mark.parametrize("other", ["500多名", "540名", "500名", "520人", "近600名", "500人以上"])
def test_values_that_fit_each_others_wording_are_not(other: str) -> None:
    assert kinds(TALKS.format("500多名"), TALKS.format(other)) == []


def test_a_cumulative_value_that_falls_in_its_year_is_asked_about() -> None:
    mine, other = VEGETABLES.format("28万余斤"), VEGETABLES.format("15万余公斤")
    assert asked(mine, other, EARLIER) == [
        "累计数应当只增不减，本文写“28万余斤”，第8期写“15万余公斤”。是口径有调整，还是有一处需要更正？"
    ]
    assert kinds(other, mine, date(2023, 12, 1)) == [AcrossKind.FALLS]
    assert kinds(other, mine, EARLIER) == []
    assert kinds(mine, other, LAST_YEAR) == []
    monthly = VEGETABLES.replace("累计", "")
    assert kinds(monthly.format("28万余斤"), other, EARLIER) == []
    assert kinds(monthly.format("28万斤"), monthly.format("30万斤"), EARLIER) == []
    assert kinds(mine, VEGETABLES.format("29万斤以下"), EARLIER) == []


def test_the_very_number_of_another_year_is_asked_about() -> None:
    mine = TALKS.format("1286名")
    assert asked(mine, mine, LAST_YEAR) == [
        "“1286名”与第8期（2022年）写的完全相同。是确实相同，还是沿用了当年的数字？"
    ]
    assert kinds(mine, TALKS.format("1286余名"), LAST_YEAR) == []
    assert kinds(mine, TALKS.format("1287名"), LAST_YEAR) == []
    assert kinds(TALKS.format("500多名"), TALKS.format("500多名"), LAST_YEAR) == []
    places = "在全市建成海川书房{}座。"
    assert kinds(places.format(52), places.format(52), LAST_YEAR) == []
    assert kinds(places.format(523), places.format(523), LAST_YEAR) == [AcrossKind.REPEATS]


@pytest.mark.parametrize(
    ("mine", "other"),
    [
        ("新增志愿者骨干300名。", "志愿者骨干500名。"),
        ("其中，志愿者骨干300名。", "志愿者骨干500名。"),
        ("8月志愿者骨干上岗300名。", "9月志愿者骨干上岗500名。"),
        ("志愿者骨干上岗300人次。", "志愿者骨干上岗500人。"),
        ("清浦区受理诉求300件。", "云岫县受理诉求500件。"),
        ("开展宣讲30场。", "开展宣讲50场。"),
        ("发放图书手册300份图书。", "发放图书手册500份雨伞。"),
        ("慰问困难职工300名，召开座谈会，听取意见建议，改进作风，解决问题。", "救助帮扶慰问困难职工500名，走访。"),
        ("人均志愿服务时长18小时。", "人均志愿服务时长28小时。"),
        ("举办多场志愿服务宣讲。", "举办数场志愿服务宣讲。"),
        ("满意率达到95.1%的好成绩。", "满意率达到91.2%的好成绩。"),
    ],
)  # fmt: skip
def test_what_may_be_another_matter_is_left_unsaid(mine: str, other: str) -> None:
    assert kinds(mine, other) == []


def test_only_one_organisations_texts_with_a_day_are_compared() -> None:
    mine, other = TALKS.format("500多名"), TALKS.format("320名")
    assert kinds(mine, other, None) == []
    assert across(said(mine, "本文"), said(other, "第8期", unit="乙局")) == []
    assert across(said(mine, "本文", unit=""), said(other, "第8期", unit="")) == []
    assert across(said(mine, "本文"), said(other, "本文")) == []


def test_of_several_the_nearest_is_asked_about() -> None:
    mine = VEGETABLES.format("28万余斤")
    others = [
        *said(VEGETABLES.format("31万斤"), "第5期", date(2023, 5, 1)),
        *said(VEGETABLES.format("30万斤"), "第6期", EARLIER),
        *said(mine, "去年第6期", LAST_YEAR),
        *said(VEGETABLES.format("36万斤"), "第10期", DAY),
    ]
    found = across(said(mine, "本文"), others)
    assert [(each.kind.value, each.other.text_label) for each in found] == [
        ("differs", "第10期"),
        ("falls", "第6期"),
        ("repeats", "去年第6期"),
    ]


def test_values_without_an_end_are_compared_by_the_other() -> None:
    (one,) = said(TALKS.format("300名"), "本文")
    for ends, expected in ((Interval(None, F(200)), [AcrossKind.DIFFERS]), (Interval(None, F(900)), [])):
        quantity = one.figure.quantity.but(base=F(150), conventional=ends)
        other = replace(one, text_label="第8期", figure=one.figure.but(quantity))
        assert [each.kind for each in across([one], [other])] == expected


@given(st.lists(st.sampled_from(["500多名", "320名", "28万余斤", "1286名"]), max_size=4))
def test_a_text_is_never_held_against_itself(surfaces: list[str]) -> None:
    texts = [(VEGETABLES if "斤" in each else TALKS).format(each) for each in surfaces]
    mine = [each for k, text in enumerate(texts) for each in said(text, f"第{k}期")]
    found: list[Across[int]] = across(mine, mine)
    assert all(each.mine.text_label != each.other.text_label for each in found)
    pairs = {(each.mine.text_label, each.other.text_label) for each in found}
    assert len(found) <= len(mine)
    assert all(a != b for a, b in pairs)


def test_real_bulletins_raise_nothing_even_if_one_office_had_written_them_all() -> None:
    texts = sorted(Path(__file__).parents[1].rglob("*.txt"))
    everything = [each for path in texts for each in said(path.read_text(encoding="utf-8"), path.name)]
    assert across(everything, everything) == []
