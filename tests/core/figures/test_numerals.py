"""Numerals, the offset map, the lexicon and the units."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.figures import DEFAULT_LEXICON, decimal_string, read_figures
from taizhang.core.figures.normalise import fold, normalise
from taizhang.core.figures.numerals import han_value, read_numeral, trailing_zeros
from taizhang.core.figures.units import unit_at, unit_named

SIGNS = "零一二三四五六七八九"


def in_han(number: int) -> str:
    """The written form: 11000 → 一万一千."""
    if number >= 10**8:
        head, rest = divmod(number, 10**8)
        return in_han(head) + "亿" + _rest(rest, 10**7)
    if number >= 10**4:
        head, rest = divmod(number, 10**4)
        return in_han(head) + "万" + _rest(rest, 10**3)
    for power, sign in ((1000, "千"), (100, "百"), (10, "十")):
        if number >= power:
            head, rest = divmod(number, power)
            return SIGNS[head] + sign + _rest(rest, power // 10)
    return SIGNS[number]


def _rest(rest: int, full: int) -> str:
    return "" if not rest else ("" if rest >= full else "零") + in_han(rest)


@given(st.integers(min_value=1, max_value=10**12 - 1))
def test_a_written_number_is_read_back(number: int) -> None:
    assert han_value(in_han(number)) == number


@pytest.mark.parametrize(
    ("run", "value"),
    [("十", 10), ("百", 100), ("一百五", 150), ("一万五", 15000), ("两千零三", 2003), ("一万亿", 10**12), ("二零二四", None),
     ("一百一千", None), ("零十", None), ("一万一万", None), ("三亿两千万", 320000000), ("千亿", 10**11)],
)  # fmt: skip
def test_runs_of_han_numerals(run: str, value: int | None) -> None:
    assert han_value(run) == value


@pytest.mark.parametrize(
    ("text", "low", "exp"),
    [
        ("3百分", 3, 0),
        ("90千米", 90, 0),
        ("15余万", 15, 4),
        ("3千名", 3, 3),
        ("1.2万亿元", 12, 11),
        ("5十", 5, 0),
        ("0个", 0, 0),
    ],
)
def test_multipliers_after_digits(text: str, low: int, exp: int) -> None:
    numeral = read_numeral(text, 0)
    assert numeral is not None
    assert (numeral.low, numeral.exp) == (low, exp)


@pytest.mark.parametrize(
    "text",
    [
        "1" * 25,
        "一" * 3,
        "十" * 25,
        "一百二三一",
        "千百几",
        "二一十几",
        "一十一二三百",
        "百百一二",
        "亿几",
        "一二一二",
    ],
)
def test_what_forms_no_number(text: str) -> None:
    assert read_numeral(text, 0) is None


def test_trailing_zeros() -> None:
    assert [trailing_zeros(n) for n in (0, 5, 1200)] == [0, 0, 2]


@given(
    st.text(
        alphabet=st.one_of(st.sampled_from("12 3\n\u00a0，．个名余万①一、。—\f\t-"), st.characters()),
        max_size=80,
    )
)
def test_the_offset_map_rises_and_points_at_the_same_signs(text: str) -> None:
    normal = normalise(text)
    places = [normal.offsets.original(k) for k in range(len(normal.text))]
    assert places == sorted(set(places))
    folded = fold(text)
    assert len(folded) == len(text)
    assert all(
        folded[place] == sign or sign in " \n" for place, sign in zip(places, normal.text, strict=True)
    )


PROSE = "今年以来全市各级各部门坚持以人民为中心的发展思想扎实推进各项民生实事"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PROSE + "办结1\n2\n", [("2", "")]),
        (PROSE + "办结案件46.\n5公里，改造管网", ["46.5"]),
        (PROSE + "办结案件1\n\n— 3 —\n\n10件，改造管网", ["110"]),
        (PROSE + "办结案件1\n\n12\n\n10件，改造管网", ["110"]),
        (PROSE + "办结案件1\f第 3 页 共 9 页\n10件", ["110"]),
        (PROSE + "12\n1.完成5件", ["5"]),
        (PROSE + "12\n（一）完成5件", ["5"]),
        ("短行\n5件", ["5"]),
        ("短行3\n5件", ["5"]),
        ("⼈数3 ⼈", ["3"]),
        ("AI 3个，5 km，APP x 3个", ["3", "5", "3"]),
        ("表\t3\t5个", ["5"]),
        ("1. 5个村", ["5"]),
        ("12 345件、2024 120个", ["12345", "120"]),
        ("短小的行有几个汉字多一点\n3个很长的下一行很长的下一行很长的下一行很长的下一行", ["3"]),
    ],
)  # fmt: skip
def test_layout_is_undone(text: str, expected: list[str]) -> None:
    read = [
        decimal_string(figure.quantity.base)
        for figure in read_figures(text)
        if figure.quantity.base is not None
    ]
    assert read == [e for e in expected if isinstance(e, str)]


def test_units_convert_inside_their_dimension() -> None:
    mu, hectare = unit_named("亩"), unit_named("公顷")
    assert mu is not None
    assert hectare is not None
    assert hectare.factor / mu.factor == 15
    assert unit_named("万元").factor == 10**4  # type: ignore[union-attr]
    assert unit_named("怪") is None
    assert unit_named("") is None
    assert unit_at("成", 0) is None


def test_names_are_whole() -> None:
    lexicon = DEFAULT_LEXICON.with_names(["110工程"])
    assert lexicon.name_at("110工程", 0) == (0, 5)
    assert lexicon.name_at("2110工程", 1) is None
    assert DEFAULT_LEXICON.with_names(["G20"]).name_at("G20", 1) == (0, 3)
    assert DEFAULT_LEXICON.with_names(["G20"]).name_at("G20.5", 1) is None


def test_decimals_are_exact() -> None:
    values = {
        "0.35": Fraction(35, 100),
        "2/3": Fraction(2, 3),
        "-0.5": Fraction(-1, 2),
        "1200": Fraction(1200),
    }
    assert {text: decimal_string(value) for text, value in values.items()} == {text: text for text in values}


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("百分之多，百分之五至三，百分之", ["百分之五"]),
        ("三分之五，三分之多", []),
        ("1/2/3，占3/2，占1/99", []),
        ("翻身，翻了", []),
        ("3至5余个，3-5-7个，3人至5户，5至3个，3至五个", ["3", "5余个", "3人", "5户", "5", "3个", "五个"]),
        ("3-5-7个，扎根乡村30年，1111111111111111111111111、5个", ["30年", "5个"]),
        ("百万部门，3个多人，3公里多条", ["3个", "3公里", "多条"]),
        ("约等于3个，签约有3个", ["3个", "3个"]),
        ("8点要求，3点建议，三里多，近三里，70岁", ["8点", "3点", "三里多", "近三里"]),
        ("五届人大二次会议，二次产业，二十里、八里", []),
        ("从业30年、扎根30余年，为期3天", ["30年", "30余年", "3天"]),
        ("3分之多", ["3分"]),
        ("、、1、3-5、6个", ["6个"]),
        ("人均寿命80岁，平均70岁以上", ["80岁"]),
    ],
)
def test_odd_wordings(text: str, surfaces: list[str]) -> None:
    assert [figure.surface for figure in read_figures(text)] == surfaces
