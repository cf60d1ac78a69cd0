"""Numbers and dates of mastheads."""

from __future__ import annotations

from datetime import date

import pytest

from taizhang.core.gongwen.model import IssueKind
from taizhang.core.gongwen.numerals import cut_date, cut_issue_number


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("2024 年 6 月 18 日", date(2024, 6, 18)),
        ("海川市文明办　二〇二四年七月五日", date(2024, 7, 5)),
        ("二○二四年十二月三十一日", date(2024, 12, 31)),
        ("二零二四年十月廿五日", date(2024, 10, 25)),
        ("2024.7.5", date(2024, 7, 5)),
        ("2024-07-05 印发", date(2024, 7, 5)),
        ("２０２４／７／５", date(2024, 7, 5)),
    ],
)
def test_dates_are_read(line: str, day: date) -> None:
    assert cut_date(line)[0] == day


def test_a_date_that_is_none_is_cut_out_all_the_same() -> None:
    assert cut_date("海川2024年13月45日办") == (None, "海川  办", True)
    assert cut_date("海川") == (None, "海川", False)


@pytest.mark.parametrize(
    ("line", "kind", "year", "annual", "total"),
    [
        ("第 10 期", "regular", None, 10, None),
        ("第十期（总第二千二百二十二期）", "regular", None, 10, 2222),
        ("(总第 318 期)", "regular", None, None, 318),
        ("总期号：77", "regular", None, None, 77),
        ("〔2024〕18 号", "regular", 2024, 18, None),
        ("[2024]第3期", "regular", 2024, 3, None),
        ("2024年第6期", "regular", 2024, 6, None),
        ("增刊第1期", "supplement", None, 1, None),
        ("增刊（2）", "supplement", None, 2, None),
        ("2024年增刊第3期", "supplement", 2024, 3, None),
        ("（专刊）", "special", None, None, None),
        ("第6期（增刊）", "supplement", None, 6, None),
        ("No.12", "regular", None, 12, None),
    ],
)
def test_issue_numbers_are_read(
    line: str, kind: str, year: int | None, annual: int | None, total: int | None
) -> None:
    number, rest = cut_issue_number(line)
    assert (number.kind, number.year, number.annual_no, number.cumulative_no) == (
        IssueKind(kind),
        year,
        annual,
        total,
    )
    assert number.found
    assert not rest.strip(" ()（）")


def test_a_name_with_a_special_word_keeps_it() -> None:
    number, rest = cut_issue_number("党史学习专刊简报")
    assert not number.found
    assert rest == "党史学习专刊简报"
