"""Reading figures: invented passages in the manner of bulletins, reports and releases."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.core.figures import (
    DEFAULT_LEXICON,
    Aggregation,
    ExcludedClass,
    Kind,
    Quantity,
    Relation,
    Span,
    TextFigure,
    check_text,
    excluded_numerals,
    figure_to_json,
    judge,
    read_figures,
)
from taizhang.core.figures.verdict import LedgerValue

INVENTED = [
    json.loads(line) for line in (Path(__file__).parent / "invented.jsonl").read_text("utf-8").splitlines()
]
SHARED = Path(__file__).parents[4] / "shared" / "eval"


def rows(text: str) -> list[tuple[str, str, str]]:
    """(surface, relation, value) of every figure."""
    records = [figure_to_json(figure) for figure in read_figures(text)]
    return [(str(r["surface"]), str(r["relation"]), str(r.get("value", ""))) for r in records]


@pytest.mark.parametrize("passage", INVENTED, ids=lambda passage: passage["text"][:12])
def test_invented_passages_are_read_as_marked(passage: dict) -> None:
    read = [figure_to_json(figure) for figure in read_figures(passage["text"])]
    assert [
        [r["start"], r["surface"], r["relation"], r.get("value", ""), r["unit"]] for r in read
    ] == passage["figures"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("每周至少开展一次活动", [("一次", "ge", "1")]),
        ("约有300人到场", [("300人", "approx", "300")]),
        ("节约12万元，签约3个", [("12万元", "eq", "120000"), ("3个", "eq", "3")]),
        ("附近3个村", [("3个", "eq", "3")]),
        (
            "近百家、上百家、过百家、破万户",
            [
                ("近百家", "lt", "100"),
                ("上百家", "ge", "100"),
                ("过百家", "gt", "100"),
                ("破万户", "gt", "10000"),
            ],
        ),
        ("网上百家讲坛", []),
        (
            "三到五个、3—4次、50％—60％、3万元至5万元",
            [
                ("三到五个", "range", "3..5"),
                ("3—4次", "range", "3..4"),
                ("50％—60％", "range", "50..60"),
                ("3万元至5万元", "range", "30000..50000"),
            ],
        ),
        ("由45个至80个", [("45个", "eq", "45"), ("80个", "eq", "80")]),
        (
            "3至5万元，三至五万人",
            [("3至5万元", "range", "30000..50000"), ("三至五万人", "range", "30000..50000")],
        ),
        (
            "十几个、几十名、二十几家、数百万元",
            [
                ("十几个", "range", "11..19"),
                ("几十名", "range", "20..99"),
                ("二十几家", "range", "21..29"),
                ("数百万元", "range", "2000000..9990000"),
            ],
        ),
        (
            "翻一番、翻了两番、翻番、翻了近一番、翻一番以上",
            [
                ("翻一番", "eq", "2"),
                ("翻了两番", "eq", "4"),
                ("翻番", "eq", "2"),
                ("翻了近一番", "lt", "2"),
                ("翻一番以上", "ge", "2"),
            ],
        ),
        (
            "八成五、一成多、六七成、一成不变",
            [("八成五", "eq", "0.85"), ("一成多", "gt", "0.1"), ("六七成", "range", "0.6..0.7")],
        ),
        (
            "百分之三十至四十，千分之三，百分之五到百分之十",
            [
                ("百分之三十至四十", "range", "30..40"),
                ("千分之三", "eq", "3"),
                ("百分之五到百分之十", "range", "5..10"),
            ],
        ),
        (
            "一半以上、近一半、过半。半数左右",
            [
                ("一半以上", "ge", "0.5"),
                ("近一半", "lt", "0.5"),
                ("过半", "gt", "0.5"),
                ("半数左右", "approx", "0.5"),
            ],
        ),
        ("半年时间，通过半", []),
        ("占2/3，近3/4的村，9/1", [("2/3", "eq", "2/3"), ("近3/4", "lt", "0.75")]),
        ("3.5和2.8个百分点", [("3.5", "eq", "3.5"), ("2.8个百分点", "eq", "2.8")]),
        ("3.5和2.8亿元", [("3.5", "eq", "350000000"), ("2.8亿元", "eq", "280000000")]),
        ("分别为23、45、67件", [("23", "eq", "23"), ("45", "eq", "45"), ("67件", "eq", "67")]),
        ("1、3个村", [("3个", "eq", "3")]),
        ("第1、2次", []),
        (
            "3万5千人，1亿2000万元，3万2个",
            [
                ("3万5千人", "eq", "35000"),
                ("1亿2000万元", "eq", "120000000"),
            ],  # 3万2 is no number, and 2个 no figure
        ),
        (
            "两个半小时、1个多小时、三年半、5米多、2个多百分点",
            [
                ("两个半小时", "eq", "2.5"),
                ("1个多小时", "gt", "1"),
                ("三年半", "eq", "3.5"),
                ("5米多", "gt", "5"),
                ("2个多百分点", "gt", "2"),
            ],
        ),
        ("5个亿投资", [("5个亿", "eq", "500000000")]),
        ("90千米，5千克", [("90千米", "eq", "90"), ("5千克", "eq", "5")]),
        (
            "服务群众3万余，惠及20万群众，覆盖12部门",
            [("3万余", "gt", "30000"), ("20万", "eq", "200000"), ("12", "eq", "12")],
        ),
        ("综合指数为3.45，约3000，近2000年", [("3.45", "eq", "3.45"), ("约3000", "approx", "3000")]),
        ("约3点，近5届", []),
        ("二十来个", [("二十来个", "approx", "20")]),
        ("一百五、一万五千个", [("一万五千个", "eq", "15000")]),
        ("九点五倍", [("九点五倍", "eq", "9.5")]),
        ("元/人 320元/人 18吨/日·年", [("320元/人", "eq", "320"), ("18吨/日·年", "eq", "18")]),
        (
            "多家、数名、几个、若干项；许多家、人数名、十多家",
            [
                ("多家", "vague", ""),
                ("数名", "vague", ""),
                ("几个", "vague", ""),
                ("若干项", "vague", ""),
                ("十多家", "gt", "10"),
            ],
        ),
        ("多部门、多面手、“多家”", []),
    ],
)
def test_wordings_are_read(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("全区3000万元以上的工业项目12个", ["12个"]),
        ("引进超亿元项目9个", ["9个"]),
        ("完成投资3000万元以上", ["3000万元以上"]),
        ("累计带动3000户以上，新增就业50人", ["3000户以上", "50人"]),
        ("网点每天开放近8小时", ["近8小时"]),
        ("集训为期近2个月", ["近2个月"]),
        ("分解为15项目标任务", ["15项"]),
        ("全区GDP已超300亿元", ["超300亿元"]),
        ("货运周转量达210亿吨公里", ["210亿吨公里"]),
        ("整理档案1200卷(件)", ["1200卷(件)"]),
        ("误差控制在3%以内，能耗低于5%", ["3%", "5%"]),
        ("开展三轮排查，报废三轮车60辆", ["三轮", "60辆"]),
    ],
)
def test_the_span_is_the_figure_and_nothing_else(text: str, surfaces: list[str]) -> None:
    assert [figure.surface for figure in read_figures(text)] == surfaces


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2023年", "date"), ("前10个月", "date"), ("近三年来", "date"), ("3年内", "date"), ("22:00", "date"),
        ("二〇二四年", "date"),
        ("8点到", "date"), ("8时30分", "date"), ("2023年度", "date"), ("未来5天", "date"), ("3天前", "date"),
        ("12年", "date"),
        ("三年", "date"), ("30年行动", "date"), ("9:30分", "date"),
        ("第3届", "ordinal"), ("前三名", "ordinal"), ("位列5位", "ordinal"), ("五届三次会议", "ordinal"),
        ("二次", "ordinal"),
        ("三期工程3期工程", "name"), ("6期工程", "ordinal"), ("二个", "ordinal"),
        ("1.", "list_mark"), ("(二)", "list_mark"), ("3 项目名单", "list_mark"), ("共3页", "list_mark"),
        ("二十大", "name"), ("，24小时值守", "name"),
         ("“双百”3", "other"), ("《三年方案》", "name"), ("15分钟生活圈", "name"),
        ("三里屯", "name"), ("八里庄路", "name"), ("五里铺", "idiom"),
        ("为期三年行动", "name"),
        ("05968888888", "phone"), ("0596-8888888", "phone"), ("〔2024〕36号", "name"), ("3号", "identifier"),
        ("80岁以上", "age"), ("70岁", "age"), ("一个", "article"), ("每一名", "other"), ("这一名", "article"),
        ("百家", "idiom"), ("集中十座谈", "idiom"), ("三道", "idiom"),
        ("K16路", "identifier"), ("3路公交", "identifier"), ("楼3层", "identifier"), ("1×3米", "other"),
        ("附表3项", "other"), ("每3天", "other"),
        ("12kmh", "identifier"), ("2单元", "identifier"), ("1111111111111111111111111111个", "identifier"),
        ("3度年度3度假", "other"),
        ("进一部", "idiom"), ("十一二三", "idiom"), ("2年", "date"), ("年5度", "date"), ("1/3米", "other"),
        ("万分", "idiom"), ("A3", "identifier"), ("表示5", "other"),
        ("报纸03版", "identifier"), ("建校90周年", "date"), ("从87年至95年", "date"), ("近3年来", "date"),
        ("开通60000项目", "name"), ("3000万元以上项目12个", "other"), ("超亿元项目12个", "other"),
        ("每年新增一个5万吨级码头", "article"),
    ],
)  # fmt: skip
def test_numerals_that_are_no_figures_have_a_class(text: str, reason: str) -> None:
    assert reason in {str(item.reason) for item in excluded_numerals(text)} or reason == "other"
    assert all(item.span.of(text) == item.surface for item in excluded_numerals(text))


def test_an_office_adds_names_of_its_own() -> None:
    assert rows("六件实事") == [("六件", "eq", "6")]
    lexicon = DEFAULT_LEXICON.with_names(["六件实事", " ", "没有数字"])
    assert read_figures("六件实事", lexicon) == []
    assert [item.reason for item in excluded_numerals("六件实事", lexicon)] == [ExcludedClass.NAME]


def test_what_surrounds_a_figure_is_kept() -> None:
    text = "截至8月底，累计培训5800余人次。共建站点12个，人均服务18.5小时，每人每月920元。"
    first, second, third, fourth = read_figures(text)
    assert (first.basis, first.as_of, first.quantity.kind) == (
        Aggregation.CUMULATIVE,
        "截至8月底",
        Kind.COUNT,
    )
    assert first.sentence.of(text) == "截至8月底，累计培训5800余人次。"
    assert (second.basis, second.as_of) == (Aggregation.PERIOD, None)
    assert (third.quantity.per, fourth.quantity.per, fourth.quantity.kind) == ("人均", "每人每月", Kind.RATE)
    assert read_figures("共计200多名少年儿童参加")[0].basis is Aggregation.TOTAL
    assert read_figures("共计200多名少年儿童参加")[0].counted == "少年儿童"
    assert read_figures("新增学位6800个，")[0].counted == "学位"


@pytest.mark.skipif(not SHARED.exists(), reason="the public sets are not here")
def test_the_sample_bulletin_has_its_fifteen_figures() -> None:
    text = (SHARED / "seed" / "SEED.txt").read_text("utf-8")
    read = read_figures(text)
    numbers = [figure for figure in read if figure.quantity.base is not None]
    assert len(numbers) == 15
    others = [figure.surface for figure in read if figure.quantity.base is None]
    assert others == ["全覆盖", "多场", "全覆盖", "多家"]


SIGNS = "0123456789，,.．·％%一二两三十百千万亿几数多余近约超上第前每个名人次元年月日天岁里半翻番成分之"
CHARACTERS = st.sampled_from(SIGNS + "至到-—~、和（）“”《》/ \n\u00a0lOkm其中共")


@given(st.text(alphabet=st.one_of(CHARACTERS, st.characters()), max_size=60))
@settings(max_examples=300)
def test_any_text_can_be_read(text: str) -> None:
    figures = read_figures(text)
    for figure in figures:
        assert figure.span.of(text) == figure.surface
        quantity = figure.quantity
        if quantity.strict and quantity.conventional and quantity.base is not None:
            inner = quantity.conventional
            probe = inner.low if inner.low is not None else inner.high
            assert probe is None or probe in quantity.strict or probe not in inner
        judge(quantity, LedgerValue(quantity.base or 3, quantity.unit))
    starts = [figure.span.start for figure in figures]
    assert starts == sorted(starts)
    check_text(text, figures)
    excluded_numerals(text)


@given(
    st.integers(min_value=2, max_value=10**7),
    st.sampled_from("个名项场户家件"),
    st.sampled_from(["", "余", "多"]),
)
def test_layout_does_not_change_what_is_read(number: int, unit: str, fuzz: str) -> None:
    plain = f"服务{number}{fuzz}{unit}。"
    wide = plain.translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)})
    spaced = f"服务 {number} {fuzz}\u00a0{unit}。"
    grouped = f"服务{number:,}{fuzz}{unit}。"
    figures = [figure for text in (plain, wide, spaced, grouped) for figure in read_figures(text)]
    values = {(figure.quantity.base, figure.quantity.relation) for figure in figures}
    assert values == {(number, Relation.GT if fuzz else Relation.EQ)}


def test_figures_compare_by_what_they_say() -> None:
    one, other = read_figures("建成12个村，12个村")
    assert one != other
    assert one == read_figures("建成12个村，12个村")[0]
    assert one.quantity == other.quantity
    assert len({one, other, read_figures("建成12个村，12个村")[1]}) == 2
    assert len({one.quantity, other.quantity}) == 1
    assert one != "12个"
    assert one.quantity != 12
    assert "12个" in repr(one)
    assert one.but(one.quantity.but(unit="座")).quantity.unit == "座"
    assert TextFigure(Span(0, 1), "8", one.quantity).sentence == Span(0, 1)
    assert one.quantity.step == 1


def test_an_upper_bound_that_may_be_reached_is_told_from_one_that_may_not() -> None:
    at_most = {
        figure.surface: figure.quantity.is_at_most
        for figure in read_figures("最多500人，近300人，不超过3小时，12个")
    }
    assert at_most == {"最多500人": True, "近300人": False, "3小时": True, "12个": False}
    assert not Quantity(Kind.COUNT, Relation.LT, "人").is_at_most


@pytest.mark.parametrize(
    ("text", "as_of"),
    [
        ("截至10月底共建成站点236个。", "截至10月底"),
        ("截至目前全市共有志愿者5600人。", "截至目前"),
        ("截至10月20日上午10时共86场。", "截至10月20日上午10时"),
        ("截止去年年底全镇建成12个。", "截止去年年底"),
        ("数据截至10月底：宣讲12场。", "截至10月底"),
        ("截至12月底12个村建成。", "截至12月底"),
        ("截至记者发稿时，共有120人参加。", "截至记者发稿时"),
        ("累计开展12场（截至10月底）。", "截至10月底"),
        ("累计开展12场（截至10月底共有5场在建）。", None),
        ("累计开展12场（含线上）。", None),
    ],
)
def test_the_day_a_figure_is_as_of_ends_with_the_time(text: str, as_of: str | None) -> None:
    assert read_figures(text)[0].as_of == as_of
