"""Targets and names in cells."""

from __future__ import annotations

import pytest

from taizhang.core.workbook.amounts import (
    bounds,
    decimal_or_none,
    read_amount,
    split_names,
    with_unit,
)

TARGETS = [
    ("120", "场", "120", "120", "场", None),
    ("120余", "场", "120", "130", "场", None),
    ("120余场", "场", "120", "130", "场", None),
    ("4.5万", "人次", "45000", "45000", "人次", None),
    ("4.5", "万人次", "45000", "45000", "人次", None),
    ("120.5", "万元", "1205000", "1205000", "元", None),
    ("98%", "", "98", "98", "%", None),
    ("98", "%", "98", "98", "%", None),
    ("≥95%", "%", "95", None, "%", None),
    (">=95", "%", "95", None, "%", None),
    ("＞90%", "", "90", "100", "%", None),
    ("≤30天", "", None, "30", "天", None),
    ("<5", "件", None, "5", "件", None),
    ("不少于20场", "", "20", None, "场", None),
    ("不少于8场/季度", "场", "8", None, "场", "季度"),
    ("1场/月", "", "1", "1", "场", "月"),
    ("每月1次", "次", "1", "1", "次", "每月"),
    ("20—30", "期", "20", "30", "期", None),
    ("二十", "场", "20", "20", "场", None),
    ("1,200", "户", "1200", "1200", "户", None),
    ("36", "标段组", "36", "36", "标段组", None),
    ("36", "", "36", "36", "", None),
    ("约1.2万人", "", "10800", "13200", "人", None),
    ("1.2亿", "万元", "120000000", "120000000", "元", None),
    ("12场、300人次", "人次", "300", "300", "人次", None),
    ("12场、300人次", "", "12", "12", "场", None),
    ("不少于九成", "", "0.9", None, "成", None),
    ("$12", "元", "12", "12", "美元", None),
    ("全覆盖", "", None, None, "", None),
    ("全覆盖/季度", "", None, None, "", None),
]


@pytest.mark.parametrize(("text", "unit", "low", "high", "name", "per"), TARGETS)
def test_targets_are_quantities(
    text: str, unit: str, low: str | None, high: str | None, name: str, per: str | None
) -> None:
    quantity = read_amount(text, unit)
    assert quantity is not None
    assert tuple(map(decimal_or_none, bounds(quantity))) == (low, high)
    assert (quantity.unit, quantity.per) == (name, per)


@pytest.mark.parametrize(
    ("text", "unit", "low"),
    [
        ("120.5", "万元", "120.5"),
        ("4.5万", "人次", "45000"),
        ("4.5", "万人次", "4.5"),
        ("8", "标段组", "8"),
        ("20次", "人", "20"),
        ("4.5万", "万人次", "4.5"),
        ("1.2亿", "万元", "12000"),
        ("九成以上", "%", "90"),
        ("九成以上", "户", "0.9"),
    ],
)
def test_bounds_are_in_the_unit_of_the_row(text: str, unit: str, low: str) -> None:
    quantity = read_amount(text, unit)
    assert quantity is not None
    assert decimal_or_none(bounds(quantity, unit)[0]) == low


def test_a_target_is_shown_with_its_unit_once() -> None:
    shown = [with_unit(text, "场") for text in ("120", "120余", "4.5万", "120场", "8场/季度", "98%", "")]
    assert shown == ["120场", "120余场", "4.5万场", "120场", "8场/季度", "98%", ""]
    assert [with_unit(text, "万元") for text in ("12", "12万", "1.2亿")] == ["12万元", "12万元", "1.2亿元"]


def test_a_multiplier_that_may_belong_to_the_unit_is_no_quantity() -> None:
    assert [read_amount(text, "万元") for text in ("5千", "3百余", "三百五")] == [None, None, None]
    assert read_amount("5千", "万标段组") is not None  # whose unit is no unit with a multiplier


@pytest.mark.parametrize(
    "text", ["若干", "多场", "大幅提升", "完成", "前三名", "1,2", "12、13", "1 2", ".5", "2小时30分", ""]
)
def test_what_cannot_be_checked_is_no_quantity(text: str) -> None:
    assert read_amount(text, "场") is None
    assert read_amount(text) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("市教育局、市民政局，团市委", ("市教育局", "市民政局", "团市委")),
        ("市教育局;市民政局；\n团市委\n", ("市教育局", "市民政局", "团市委")),
        (
            "市委宣传部（市文明办、市新闻出版局）、市教育局",
            ("市委宣传部（市文明办、市新闻出版局）", "市教育局"),
        ),
        ("市教育局、市教育局。", ("市教育局",)),
        ("市教育局（牵头", ("市教育局（牵头",)),
        ("", ()),
    ],
)
def test_units_in_one_cell_are_parted(text: str, names: tuple[str, ...]) -> None:
    assert split_names(text) == names


def test_zeros_of_a_number_format_are_no_digits_of_the_amount() -> None:
    assert read_amount("08", "场") == read_amount("8", "场")
    assert read_amount("0.8", "%") != read_amount("8", "%")
