"""One way to print an amount: separators from four digits on, whoever wrote it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.plan.amounts import amount_in, amount_of, plain, shown


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (Decimal("30000"), "30,000"),
        (Decimal("1.2E+4"), "12,000"),
        (Decimal("12345.500000"), "12,345.5"),
        (Decimal("999"), "999"),
        (Decimal("-1500"), "-1,500"),
        ("21990", "21,990"),
        ("5340余人次", "5,340余人次"),
        ("1200-1500", "1,200-1,500"),
        ("12345.678万", "12,345.678万"),
        ("10.9万", "10.9万"),
        ("0.12345", "0.12345"),
        ("12,345", "12,345"),
        ("不少于300", "不少于300"),
        ("", ""),
    ],
)
def test_an_amount_as_pages_print_it(amount: Decimal | str, words: str) -> None:
    assert shown(amount) == words


def test_what_is_typed_and_stored_has_none() -> None:
    assert plain(Decimal("30000.000000")) == "30000"


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("12万", "万元", "12"),  # nobody counts in 万万元
        ("1.5亿", "万元", "15000"),
        ("1200万", "亿元", "0.12"),
        ("2.3万", "万人次", "2.3"),
        ("1.2萬", "万元", "1.2"),
        ("十二万", "万元", "12"),
        ("三百", "万元", "300"),
        ("12", "万元", "12"),
        ("12万", "元", "120000"),
        ("三百五", "元", "350"),
        ("120000元", "万元", "12"),
        ("九成", "%", "90"),
        ("八成五", "%", "85"),
        ("三分之二", "%", "66.666667"),
        ("百分之九十", "%", "90"),
        ("1‰", "%", "0.1"),
        ("￥12", "元", "12"),
        ("1，200", "场", "1200"),
        ("1 200", "场", "1200"),
        ("8场", "次", "8"),
        ("350人/次", "人次", "350"),
        ("3元5角", "元", "3.5"),
    ],
)
def test_a_typed_amount_is_in_the_unit_of_its_field(typed: str, unit: str, value: str) -> None:
    assert amount_in(typed, unit).value == Decimal(value)


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        *(
            (typed, "场")
            for typed in (
                "1,2",
                "12,34",
                "12,345,6",
                "12、13",
                "1 2",
                "1。5",
                ".5",
                "．5",
                "1.2.3",
                "12/15场",
            )
        ),
        ("1e3", "万元"),  # the end of a number is not the number
        ("5千", "万元"),
        ("三百五", "万元"),
        ("8场12人次", "场"),
        ("12场/15场", "场"),
        ("1小时30分", "小时"),
        ("1小时30分", ""),
        ("-5", "场"),
        ("约-5", "场"),
        ("同比-5%", "%"),
        ("下降5%", "%"),
        ("减少12", "件"),
        ("少12", "件"),
        ("三分之二", "户"),
        ("九成", "人"),
        ("$12", "元"),
        ("9000000000亿", "元"),
        ("￥12", "场"),
    ],
)
def test_an_amount_that_may_be_another_is_refused(typed: str, unit: str) -> None:
    with pytest.raises(Refused):
        amount_in(typed, unit)


def test_without_a_unit_two_numbers_are_none() -> None:
    assert amount_of("1小时30分") is None
    assert amount_of("90分钟") is not None
    assert amount_in("至少8场", "场").low == 8


def test_a_range_is_known_as_one() -> None:
    assert amount_in("3-5", "场").is_range
    assert amount_in("几十", "场").is_range
    assert not amount_in("30余", "场").is_range
