"""How records look on a page."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from taizhang.ledger.models import Figure, Ledger, Notice
from taizhang.office.clock import today
from taizhang.web.frame.tags_record_look import (
    amount,
    colour,
    figure_words,
    in_unit,
    moment,
    notice_number,
    period,
    stored,
)


def test_a_moment_is_told_in_the_offices_time() -> None:
    assert "8月15日 09:40" in moment(datetime(today().year, 8, 15, 1, 40, tzinfo=UTC))
    assert "2019年8月15日" in moment(datetime(2019, 8, 15, 1, 40, tzinfo=UTC))
    assert moment(None) == "—"


def test_amounts_are_plain_numbers() -> None:
    assert [amount(each) for each in (Decimal("30000.000000"), Decimal("2.35"), Decimal(0), None)] == [
        "30,000", "2.35", "0", "",
    ]  # fmt: skip


def test_a_figure_is_said_as_its_source_wrote_it() -> None:
    assert figure_words(Figure(surface="500余人", unit="人")) == "500余人"
    assert figure_words(Figure(surface="344", unit="人")) == "344人"
    assert figure_words(Figure(value=Decimal(12_000), unit="份")) == "12,000份"


def test_stored_sentences_are_filled() -> None:
    assert stored({"pattern": "落后{n}个百分点", "values": {"n": 3}}) == "落后3个百分点"
    assert stored({}) == stored(None) == ""


def test_a_notice_has_a_number_once_it_is_out() -> None:
    assert notice_number(Notice(ledger=Ledger(year=2026), serial=3)) == "督办〔2026〕3号"
    assert notice_number(Notice()) == ""
    assert "▲" in colour("yellow")
    assert period("2026-08") == "8月"
    assert period("") == ""


@pytest.mark.parametrize(
    ("typed", "unit", "shown"),
    [
        ("170", "场", "170场"),
        ("170场", "场", "170场"),
        ("1.2万人次", "人次", "1.2万人次"),
        ("5340余", "人", "5,340余人"),
        ("3000元", "万元", "3,000元"),
        ("", "场", ""),
    ],
)
def test_no_unit_is_said_twice(typed: str, unit: str, shown: str) -> None:
    assert in_unit(typed, unit) == shown
