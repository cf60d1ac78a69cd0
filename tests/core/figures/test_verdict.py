"""Figures against the ledger and against each other."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from taizhang.core.figures import (
    LedgerValue,
    Outcome,
    Quantity,
    check_text,
    interval_words,
    judge,
    read_figures,
)
from taizhang.core.figures.cases import Case, case_from_json, decide, ledger_number
from taizhang.core.figures.model import Interval, Kind, Relation
from taizhang.core.figures.verdict import readable

PUBLIC = Path(__file__).parents[4] / "shared" / "eval" / "cases" / "cases.jsonl"

# text, ledger value, unit, aggregation, scope, outcome
CASES = [
    ("500多名", 523, "人", "sum", "same", "consistent"),
    ("500多名", 612, "人", "sum", "same", "warn_understated"),
    ("500多名", 500, "位", "sum", "same", "contradict"),
    ("500多名", 523, "人", "sum", "different", "not_comparable"),
    ("500多名", 523, "人", "rows", "same", "not_comparable"),
    ("500多名", 523, "户", "sum", "same", "not_comparable"),
    ("500多名", 523, "", "sum", "same", "consistent"),
    ("500多人次", 523, "人次", "distinct", "same", "not_comparable"),
    ("500多人次", 523, "人次", "rows", "same", "consistent"),
    ("8场", 8, "场", "rows", "same", "consistent"),
    ("8场", 9, "场次", "count", "same", "contradict"),
    ("8场", 8, "人次", "count", "same", "not_comparable"),
    ("15家", 15, "个", "count", "same", "consistent"),
    ("200个", 200, "人", "count", "same", "consistent"),
    ("15家", 15, "人", "count", "same", "not_comparable"),
    ("4万余人", 38000, "人次", "sum", "same", "contradict"),
    ("4万余人", 52000, "人次", "sum", "same", "not_comparable"),
    ("4000人次", 4100, "人", "distinct", "same", "contradict"),
    ("近4000人次", 4000, "人", "distinct", "same", "contradict"),
    ("4000人次", 3900, "人", "distinct", "same", "not_comparable"),
    ("4000余人", 4000, "人次", "sum", "same", "contradict"),
    ("300家次", 400, "家", "count", "same", "contradict"),
    ("300家次", 400, "户", "count", "same", "not_comparable"),
    ("3.2万人次", 31600, "人次", "sum", "same", "consistent"),
    ("3.2万人次", 32500, "人次", "sum", "same", "contradict"),
    ("38.64亿元", 386395, "万元", "sum", "same", "consistent"),
    ("38.64亿元", 38.646, "亿元", "sum", "same", "contradict"),
    ("5000万元", 5000, "万元", "sum", "same", "consistent"),
    ("30万余斤", 152, "吨", "sum", "same", "consistent"),
    ("30万余斤", 150000, "斤", "sum", "same", "contradict"),
    ("1.5公顷", 22.5, "亩", "sum", "same", "consistent"),
    ("12公里", 24, "里", "sum", "same", "consistent"),
    ("2亩", 1333, "平方米", "sum", "same", "contradict"),
    ("30吨", 30, "亩", "sum", "same", "not_comparable"),
    ("26微克/立方米", 0.026, "毫克/立方米", "avg", "same", "consistent"),
    ("26微克/立方米", 26, "微克", "avg", "same", "not_comparable"),
    ("26微克/立方米", 26, "微克/场", "avg", "same", "not_comparable"),
    ("12.6%", 0.1263, "ratio", "ratio", "same", "consistent"),
    ("12.6%", 12.7, "%", "ratio", "same", "contradict"),
    ("12.6%", 0.126, "", "ratio", "same", "consistent"),
    ("12.6%", 12.6, "个百分点", "ratio", "same", "not_comparable"),
    ("2.1个百分点", 2.1, "%", "ratio", "same", "not_comparable"),
    ("2.1个百分点", 2.14, "个百分点", "sum", "same", "consistent"),
    ("千分之三", 0.003, "ratio", "ratio", "same", "consistent"),
    ("万分之三", 0.0003, "ratio", "ratio", "same", "consistent"),
    ("100%", 0.998, "ratio", "ratio", "same", "contradict"),
    ("100%", [212, 212], "ratio", "ratio", "same", "consistent"),
    ("百分之百", 1, "ratio", "ratio", "same", "consistent"),
    ("全覆盖", 1, "ratio", "ratio", "same", "consistent"),
    ("实现全覆盖", "96/98", "ratio", "ratio", "same", "contradict"),
    ("实现全覆盖", 100, "%", "coverage", "same", "consistent"),
    ("实现全覆盖", 98, "个", "count", "same", "not_comparable"),
    ("三分之二", 0.667, "ratio", "ratio", "same", "consistent"),
    ("三分之二", 0.68, "ratio", "ratio", "same", "contradict"),
    ("三分之二", 66, "%", "ratio", "same", "consistent"),
    ("近八成", 0.7, "ratio", "ratio", "same", "warn_overstated"),
    ("近300家", 265, "家", "count", "same", "warn_overstated"),
    ("近300家", 270, "家", "count", "same", "consistent"),
    ("近300家", 300, "家", "count", "same", "contradict"),
    ("5天以内", 5, "天", "avg", "same", "consistent"),
    ("三成以上", 0.3, "ratio", "ratio", "same", "consistent"),
    ("三成以上", 0.45, "ratio", "ratio", "same", "warn_understated"),
    ("2000个以上", 1999, "个", "sum", "same", "contradict"),
    ("约860万元", 870, "万元", "sum", "same", "consistent"),
    ("约860万元", 750, "万元", "sum", "same", "warn_overstated"),
    ("约860万元", 1100, "万元", "sum", "same", "contradict"),
    ("数十个", 19, "个", "count", "same", "contradict"),
    ("三四百件", 450, "件", "count", "same", "consistent"),
    ("三四百件", 510, "件", "count", "same", "contradict"),
    ("3—5次", 4, "次", "count", "same", "consistent"),
    ("翻一番", 2.01, "ratio", "growth", "same", "consistent"),
    ("翻一番", 1.96, "倍", "growth", "same", "warn_overstated"),
    ("翻一番", 194, "%", "growth", "same", "contradict"),
    ("翻一番", 2, "", "growth", "same", "consistent"),
    ("翻一番", 2, "个", "growth", "same", "not_comparable"),
    ("翻一番", 2, "怪", "growth", "same", "not_comparable"),
    ("多家", 12, "家", "count", "same", "not_comparable"),
    ("没有数", 12, "家", "count", "same", "not_comparable"),
    ("12家", 12, "怪", "count", "same", "not_comparable"),
    ("4386户7012人", 7012, "人", "sum", "same", "consistent"),
    ("投入20万元，建成3个", 200000, "元", "sum", "same", "consistent"),
    ("20553人(其中政府补助10236人,自费10371人)", None, "人", "partwhole", "same", "contradict"),
    ("461个,其中国家级4个、省级32个、市级142个、县级238个", None, "个", "partwhole", "same", "contradict"),
    ("100户289人,其中33户98人、64户182人、3户10人", None, "户/人", "partwhole", "same", "contradict"),
    ("100户290人,其中33户98人、64户182人、3户10人", None, "户/人", "partwhole", "same", "consistent"),
    ("14宗滞后项目(9宗未完成工作、6宗未完成项目)", None, "宗", "partwhole", "same", "contradict"),
    ("15宗（9宗工作、6宗项目）", None, "宗", "partwhole", "same", "consistent"),
    ("16宗（9宗工作、6宗项目）", None, "宗", "partwhole", "same", "contradict"),
    ("受理86427件,其中咨询51302件、求助23908件", None, "件", "partwhole", "same", "consistent"),
    ("受理23908件,其中夜间受理24100件", None, "件", "partwhole", "same", "contradict"),
    ("培训500余人,其中男260人、女230人", None, "人", "partwhole", "same", "contradict"),
    ("培训500余人,其中男260人、女250人", None, "人", "partwhole", "same", "consistent"),
    ("共60件,分别为10件、20件、31件", None, "件", "partwhole", "same", "contradict"),
    ("咨询10件、求助20件、投诉30件,共计60件", None, "件", "partwhole", "same", "consistent"),
    ("咨询10件、求助20件、投诉30件,共计61件", None, "件", "partwhole", "same", "contradict"),
    ("共60件：咨询10件、求助20件、投诉31件", None, "件", "partwhole", "same", "contradict"),
    ("受理100件,其中咨询60件、求助20件、其他10件", None, "件", "partwhole", "same", "contradict"),
    ("100人中有30人,占20%", None, "人", "partwhole", "same", "contradict"),
    ("100人中有30人,占30%", None, "人", "partwhole", "same", "consistent"),
    ("120人，其中党员30人，占四分之一", None, "人", "partwhole", "same", "consistent"),
    ("120人，其中党员30人，占近两成", None, "人", "partwhole", "same", "contradict"),
    ("100个村，其中示范村20个，其中一类12个、二类8个", None, "个", "partwhole", "same", "consistent"),
    ("受理100件，其中咨询60件，办结95件", None, "件", "partwhole", "same", "consistent"),
    ("种植100亩,其中水稻60亩、玉米50亩", None, "亩", "partwhole", "same", "contradict"),
    ("甲10件;乙20件、丙30件,共计50件", None, "件", "partwhole", "same", "consistent"),
    ("甲10件、乙20户、丙30件,共计40件", None, "件", "partwhole", "same", "consistent"),
    ("甲10件、共20件、丙30件,共计70件", None, "件", "partwhole", "same", "consistent"),
    ("建成5个、培训300人，占20%", None, "", "partwhole", "same", "consistent"),
    ("受理10件" + "，同时" * 30 + "其中咨询12件", None, "件", "partwhole", "same", "consistent"),
    ("建成5个、另建成2个，占40%", None, "", "partwhole", "same", "consistent"),
    ("200人中有余人30人，近100人，占八成", None, "", "partwhole", "same", "consistent"),
    ("增长3个百分点，完成2个，增长20%", None, "", "partwhole", "same", "consistent"),
    ("共建10个,分3个片区(每片区2个)", None, "个", "partwhole", "same", "consistent"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value", "unit", "agg", "scope", "expected"), CASES)
def test_cases_come_out_as_the_rules_say(
    text: str, value: object, unit: str, agg: str, scope: str, expected: str
) -> None:
    record = {"text": text, "ledger_value": value, "ledger_unit": unit, "ledger_agg": agg, "scope": scope}
    _, verdict = decide(case_from_json(record))
    assert verdict.outcome == expected, str(verdict.reason)
    assert str(verdict.reason)


# text, ledger value, unit, aggregation, outcome: a pair is a coverage, whatever it is called
COVERAGES = [
    ("覆盖率达98%", [96, 98], "ratio", "coverage", "consistent"),
    ("覆盖率达98%", [96, 98], "个", None, "consistent"),
    ("覆盖率达98%", [95, 98], "个", "count", "contradict"),
    ("覆盖率达98.0%", [96, 98], "个", "sum", "consistent"),
    ("覆盖率达98.5%", [96, 98], "", "num/den", "contradict"),
    ("近八成社区建成", [78, 100], "个", "count", "consistent"),
    ("近八成社区建成", [80, 100], "个", "distinct", "contradict"),
    ("近八成社区建成", [60, 100], "个", "rows", "warn_overstated"),
    ("八成以上社区建成", [81, 100], "社区", "coverage", "consistent"),
    ("八成以上社区建成", [96, 100], "社区", "coverage", "warn_understated"),
    ("三分之二的村", [66, 98], "个", "sum", "consistent"),
    ("三分之二的村", [60, 98], "个", "sum", "contradict"),
    ("过半数的村", [50, 98], "个", "sum", "consistent"),
    ("超九成企业复工", [91, 100], "家", "whatever", "consistent"),
    ("约三成", [25, 100], "%", "ratio", "warn_overstated"),
    ("覆盖率达100%", [98, 98], "个", None, "consistent"),
    ("覆盖率达100%", [97, 98], "个", "sum", "contradict"),
    ("参与率100％", [212, 212], "所", "count", "consistent"),
    ("参与率百分之百", [211, 212], "所", "count", "contradict"),
    ("实现全覆盖", [98, 98], "个", "sum", "consistent"),
    ("实现全覆盖", [97, 98], "个", "sum", "contradict"),
    ("98个社区实现全覆盖", [98, 98], "个", "coverage", "consistent"),
    ("98个社区实现全覆盖", [100, 100], "个", "coverage", "contradict"),
    ("98个社区覆盖率100%", [98, 98], "ratio", "coverage", "consistent"),
    ("98个社区覆盖率100%", [99, 99], "ratio", "coverage", "contradict"),
    ("全市98个社区，理论宣讲实现全覆盖", [100, 100], "", "coverage", "contradict"),
    ("所有社区都建成了文明实践站", [98, 98], "个", "coverage", "consistent"),
    ("所有社区都建成了文明实践站", [96, 98], "个", "coverage", "contradict"),
    ("所有行政村均已通5G", [96, 98], "", None, "contradict"),
    ("98个社区全部建成文明实践站", [98, 98], "个", "coverage", "consistent"),
    ("98个社区全部建成文明实践站", [96, 98], "个", "coverage", "contradict"),
    ("98个社区全部建成文明实践站", [100, 100], "个", "coverage", "contradict"),
    ("96个社区全部建成文明实践站", [96, 98], "个", "coverage", "contradict"),
    ("全部98个社区建成", [98, 98], "", "num/den", "consistent"),
    ("98个社区都已完成", [98, 98], "个", "count", "consistent"),
    ("98个社区均已完成", [98, 99], "个", "count", "contradict"),
    ("近百个社区全部完成", [98, 98], "个", "coverage", "consistent"),
    ("100多个社区全部完成", [98, 98], "个", "coverage", "contradict"),
    ("投入20万元，98个社区全部建成", [98, 98], "个", "coverage", "consistent"),
    ("投入20万元，98个社区全部建成", [98, 98], "ratio", "coverage", "consistent"),
    ("212所学校无一遗漏", [212, 212], "所", "coverage", "consistent"),
    ("做到应训尽训", [300, 300], "人", "coverage", "consistent"),
    ("做到应训尽训", [299, 300], "人", "coverage", "contradict"),
    ("尚未实现全覆盖", [96, 98], "个", "coverage", "consistent"),
    ("尚未实现全覆盖", [98, 98], "个", "coverage", "contradict"),
    ("基本实现全覆盖", [96, 98], "个", "coverage", "consistent"),
    ("基本实现全覆盖", [60, 98], "个", "coverage", "contradict"),
    ("除2个社区外全部完成", [96, 98], "个", "coverage", "not_comparable"),
    ("覆盖率由95%提高到98%", [96, 98], "个", "coverage", "consistent"),
    ("覆盖率同比提高3%，达98%", [96, 98], "个", "coverage", "consistent"),
    ("所有社区覆盖率都在98%以上", [98, 98], "个", "coverage", "warn_understated"),
    ("96个社区建成", [96, 98], "个", "coverage", "consistent"),
    ("95个社区建成", [96, 98], "个", "coverage", "contradict"),
    ("近100个社区建成", [96, 98], "ratio", "coverage", "consistent"),
    ("98个社区中有96个建成", [96, 98], "个", "coverage", "consistent"),
    ("98个社区中有95个建成", [96, 98], "个", "coverage", "contradict"),
    ("99个社区中有96个建成", [96, 98], "个", "coverage", "contradict"),
    ("人均3次", [96, 98], "个", "coverage", "not_comparable"),
    ("多个社区建成", [96, 98], "个", "coverage", "not_comparable"),
    ("提高2.1个百分点", [96, 98], "个", "coverage", "not_comparable"),
    ("翻一番", [420, 210], "件", "growth", "consistent"),
    ("没有数", [96, 98], "个", "coverage", "not_comparable"),
    ("98个社区全部建成", 0.97, "ratio", "ratio", "contradict"),
    ("所有社区都建成", 1, "ratio", "coverage", "consistent"),
    ("100%", 1, "", "coverage", "consistent"),
    ("覆盖率98%", 0.98, "个", "coverage", "consistent"),
    ("98个社区全部建成", 98, "个", "count", "consistent"),
    ("近600人", 500, "人次", "sum", "warn_overstated"),
    ("近600人", 560, "人次", "sum", "not_comparable"),
    ("近600人", 620, "人次", "sum", "not_comparable"),
    ("500多人", 520, "人次", "sum", "not_comparable"),
    ("500多人", 500, "人次", "sum", "contradict"),
    ("500多人次", 620, "人", "sum", "warn_understated"),
    ("500多人次", 600, "人", "sum", "warn_understated"),
    ("500多人次", 560, "人", "sum", "not_comparable"),
    ("500人次", 620, "人", "sum", "contradict"),
    ("约600人", 500, "人次", "sum", "warn_overstated"),
    ("约600人", 450, "人次", "sum", "contradict"),
    ("约600人次", 700, "人", "sum", "warn_understated"),
    ("约600人次", 730, "人", "sum", "contradict"),
    ("600人次以上", 705, "人", "sum", "warn_understated"),
    ("近600人次", 600, "人", "sum", "contradict"),
    ("近600人次", 500, "人", "sum", "not_comparable"),
    ("3.2万人", 31400, "人次", "sum", "contradict"),
    ("3.2万人", 31600, "人次", "sum", "not_comparable"),
    ("300—400人", 250, "人次", "sum", "contradict"),
    ("至少600人", 500, "人次", "sum", "contradict"),
    ("下降1.6%", -1.6, "%", "change", "consistent"),
    ("下降1.6%", 1.6, "%", "change", "contradict"),
    ("负增长1.6%", -1.6, "%", "change", "consistent"),
    ("负增长1.6%", 1.6, "%", "change", "contradict"),
    ("增长1.6%", -1.6, "%", "change", "contradict"),
    ("同比增长1.6%", 0.016, "ratio", "change", "consistent"),
    ("同比下降近两成", -0.19, "ratio", "change", "consistent"),
    ("同比减少12件", -12, "件", "change", "consistent"),
    ("信访件86件，同比少12件", -12, "件", "change", "consistent"),
    ("下降超5%", -5.4, "%", "change", "consistent"),
    ("下降超5%", -8, "%", "change", "warn_understated"),
    ("下降超5%", -4, "%", "change", "contradict"),
    ("降幅达1.6个百分点", -1.6, "个百分点", "change", "consistent"),
    ("降幅达1.6个百分点", -1.6, "%", "change", "not_comparable"),
    ("下降到1.6%", -1.6, "%", "change", "not_comparable"),
    ("1.6%的降幅", -1.6, "%", "change", "consistent"),
    ("不降反升1.6%", 1.6, "%", "change", "consistent"),
    ("办结率98%，较上月下降1.6个百分点", -1.6, "个百分点", "change", "consistent"),
    ("不超过5天", 5, "天", "avg", "consistent"),
    ("不超过5天", 6, "天", "avg", "contradict"),
    ("不超过500元", 430, "元", "sum", "warn_overstated"),
    ("全市212所学校，120所建成心理辅导室", [120, 212], "所", "coverage", "consistent"),
    ("120所学校建成，全市共212所", [121, 212], "所", "coverage", "contradict"),
    ("首都社区覆盖率97%", [97, 100], "个", "coverage", "consistent"),
    ("平均覆盖96个社区", [96, 98], "个", "coverage", "consistent"),
    ("覆盖率98.4%", [984, 1000], "ratio", "change", "consistent"),
    ("不足半数", [48, 98], "个", "coverage", "consistent"),
    ("九成五", [95, 100], "户", "sum", "consistent"),
    ("九成五", [92, 100], "户", "sum", "contradict"),
    ("4200多名", [4230, 5000], "人", "coverage", "consistent"),
    ("4200多人次", [4300, 5000], "人", "coverage", "warn_understated"),
    ("100%", [0, 98], "个", "coverage", "contradict"),
    ("百分之百覆盖", [98, 98], "个", "ratio", "consistent"),
    ("15家企业全部达标", ["15", "15"], "家", "coverage", "consistent"),
    ("15家企业全部达标", "15/16", "家", "num/den", "contradict"),
    ("千分之三", [3, 1000], "例", "coverage", "consistent"),
    ("至多30人", 30, "人", "sum", "consistent"),
    ("最多30人", 31, "人", "sum", "contradict"),
    ("最多30人", 29, "人", "sum", "consistent"),
    ("最高500元", 500, "元", "sum", "consistent"),
    ("覆盖率达98%", [96, None], "个", "coverage", "consistent"),
    ("首都百强", [96, 98], "个", "coverage", "not_comparable"),
    ("下降不多", -1, "件", "change", "not_comparable"),
    ("12件", 12, "件", "change", "consistent"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value", "unit", "agg", "expected"), COVERAGES)
def test_coverages_turns_and_changes_come_out_as_the_rules_say(
    text: str, value: object, unit: str, agg: str | None, expected: str
) -> None:
    record = {"text": text, "ledger_value": value, "ledger_unit": unit, "ledger_agg": agg, "scope": "same"}
    _, verdict = decide(case_from_json(record))
    assert verdict.outcome == expected, str(verdict.reason)


def test_a_pair_of_another_scope_does_not_compare() -> None:
    record = {"text": "全覆盖", "ledger_value": [98, 98], "ledger_unit": "个", "scope": "different"}
    assert decide(case_from_json(record))[1].outcome is Outcome.NOT_COMPARABLE


@pytest.mark.skipif(not PUBLIC.exists(), reason="the public cases are not here")
def test_the_public_cases_come_out_as_expected() -> None:
    for line in PUBLIC.read_text("utf-8").splitlines():
        record = json.loads(line)
        assert decide(case_from_json(record))[1].outcome == record["expected"], record["id"]


@pytest.mark.parametrize(
    ("text", "value", "unit", "word"),
    [
        ("30万余斤", 152000, "斤", "斤与公斤"), ("30万余斤", 620000, "斤", None), ("300余人", 155, "人", "相差一倍"),
        ("5000人", 500, "人", "乘以 10"), ("500人", 5000, "人", "除以 10"), ("3万人", 3, "人", "1 万"),
        ("3人", 30000, "人", "1 万"),
        ("500多名", 500, "人", "不含本数"), ("500多名", 0, "人", None), ("500人", 777, "人", None),
        ("翻一番", 1, "倍", None),
        ("600斤", 1200, "斤", "除以 2"),
    ],
)  # fmt: skip
def test_a_contradiction_is_explained_where_a_slip_would(
    text: str, value: int, unit: str, word: str | None
) -> None:
    verdict = judge(read_figures(text)[0].quantity, LedgerValue(Fraction(value), unit))
    hint = str(verdict.hint or "")
    assert (word in hint) if word else not hint


def test_a_figure_without_ledger_is_not_linked() -> None:
    assert judge(read_figures("8场")[0].quantity, None).outcome is Outcome.NOT_LINKED


def test_a_quantity_without_intervals_does_not_compare() -> None:
    bare = Quantity(Kind.COUNT, Relation.EQ, "个")
    assert judge(bare, LedgerValue(Fraction(1), "个")).outcome is Outcome.NOT_COMPARABLE


def test_ledger_numbers_are_exact() -> None:
    assert ledger_number(0.1) == Fraction(1, 10)
    assert ledger_number("1,860") == 1860
    assert ledger_number("99.5%") == Fraction(199, 200)
    assert ledger_number([49, 98]) == Fraction(1, 2)
    assert ledger_number([None, 98]) is None
    assert ledger_number("") is None
    for bad in ("多", True, {}, [1, 0], [1, 2, 3], "1e999", "9" * 99, float("nan"), float("inf"), "1/0"):
        with pytest.raises(ValueError, match=r"台账值|不是数"):
            ledger_number(bad)
    with pytest.raises(ValueError, match="text"):
        case_from_json({})


def test_a_case_without_value_checks_the_text() -> None:
    assert decide(Case("8场", None))[1].outcome is Outcome.CONSISTENT


def test_intervals_read_the_same_in_every_language() -> None:
    n = Fraction
    assert interval_words(Interval(None, None)) == "−∞–+∞"
    assert interval_words(Interval(n(5), None)) == "≥ 5"
    assert interval_words(Interval(None, n(5))) == "≤ 5"
    assert interval_words(Interval(n(5), n(5))) == "5"
    assert interval_words(Interval(n(1), n(5))) == "1–5"
    assert interval_words(Interval(n(1), n(5), low_open=True)) == "> 1, ≤ 5"
    assert interval_words(Interval(n(1), n(5), high_open=True)) == "≥ 1, < 5"
    assert readable(n(2, 3)) == "0.6667"


def test_findings_name_both_places() -> None:
    text = "完成100户，其中A 60户、B 50户。受理10件，其中咨询12件。"
    findings = check_text(text, read_figures(text))
    assert [finding.span.of(text) for finding in findings] == ["100户", "10件"]
    assert [finding.other.of(text) for finding in findings if finding.other] == ["50户", "12件"]
    assert "110" in str(findings[0].reason)
