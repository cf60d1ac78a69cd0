"""What a report asks: which layouts are sound, and which answers they take."""

from __future__ import annotations

import pytest

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.plan.report_layout import (
    MOST_ITEMS,
    PARTS,
    ItemKind,
    ReportItem,
    ReportLayout,
    layout_of,
    read_answer,
    unanswered,
)

TALKS = ReportItem(ItemKind.NUMBER, "开展宣讲", "含线上", "场", required=True)
FUNDS = ReportItem(ItemKind.CHOICE, "经费来源", choices=("财政", "自筹"))


def test_without_a_layout_of_its_own_an_office_asks_every_part_and_nothing_else() -> None:
    assert ReportLayout().parts == set(PARTS)
    assert ReportLayout().fields == {}


def test_a_layout_comes_back_from_what_is_stored_in_its_order() -> None:
    layout = layout_of([TALKS, ReportItem(ItemKind.NARRATIVE), FUNDS])
    assert ReportLayout.from_json(layout.to_json()) == layout
    assert list(layout.fields) == ["开展宣讲", "经费来源"]
    assert layout.parts == {ItemKind.NARRATIVE}


def test_what_does_not_belong_to_a_kind_is_left_out() -> None:
    part = ReportItem(ItemKind.VALUES, "指标", "提示", "场", ("甲", "乙"), True)
    text = ReportItem(ItemKind.TEXT, "难点", "一两句", "场", ("甲", "乙"))
    assert layout_of([part, text]).items == (
        ReportItem(ItemKind.VALUES),
        ReportItem(ItemKind.TEXT, "难点", "一两句"),
    )


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ([], "至少要填一项"),
        ([ReportItem(ItemKind.TEXT, str(n)) for n in range(MOST_ITEMS + 1)], "最多40项，现有41项"),
        ([ReportItem(ItemKind.TEXT)], "写上名称"),
        ([ReportItem(ItemKind.NUMBER, "场次")], "写明计量单位"),
        ([ReportItem(ItemKind.TEXT, "照片说明", required=True)], "不能设为必填"),
        ([ReportItem(ItemKind.YES_NO, "是否留影", required=True)], "不能设为必填"),
        ([ReportItem(ItemKind.CHOICE, "级别", choices=("市级",))], "2至20个不同的选项"),
        ([ReportItem(ItemKind.CHOICE, "级别", choices=("市级", "市级"))], "2至20个不同的选项"),
        ([ReportItem(ItemKind.CHOICE, "级别", choices=tuple(map(str, range(21))))], "2至20个不同的选项"),
        ([TALKS, TALKS], "开展宣讲"),
        ([ReportItem(ItemKind.VALUES), ReportItem(ItemKind.VALUES)], "重复"),
    ],
)
def test_what_cannot_be_asked_is_refused(items: list[ReportItem], words: str) -> None:
    with pytest.raises(Refused, match=words):
        layout_of(items)


@pytest.mark.parametrize(
    ("item", "typed", "stored"),
    [
        (TALKS, " 12场 ", {"text": "12场", "value": "12"}),
        (TALKS, "1.2万", {"text": "1.2万", "value": "12000"}),
        (TALKS, "0", {"text": "0", "value": "0"}),
        (TALKS, " ", {}),
        (FUNDS, "自筹", {"text": "自筹"}),
        (ReportItem(ItemKind.YES_NO, "已验收"), "no", {"text": "no"}),
        (ReportItem(ItemKind.TEXT, "难点"), "场地不足\n", {"text": "场地不足"}),
    ],
)
def test_an_answer_is_kept_as_typed(item: ReportItem, typed: str, stored: dict[str, str]) -> None:
    assert read_answer(item, typed) == stored


@pytest.mark.parametrize(
    ("item", "typed", "words"),
    [
        (TALKS, "12.5", "不是整数"),
        (TALKS, "10余", "不是整数"),
        (TALKS, "若干", "不是可以核对的数量"),
        (TALKS, "12人", "以“场”计"),
        (FUNDS, "捐赠", "不在可选范围内"),
        (ReportItem(ItemKind.YES_NO, "已验收"), "是的", "不在可选范围内"),
        (ReportItem(ItemKind.TEXT, "难点"), "长" * 2_001, "最多2000字，现有2001字"),
    ],
)
def test_what_is_no_answer_is_refused(item: ReportItem, typed: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        read_answer(item, typed)


def test_only_a_required_number_is_missed() -> None:
    layout = layout_of([TALKS, FUNDS])
    assert unanswered(layout, {}) == ["开展宣讲"]
    assert unanswered(layout, {"开展宣讲": {"text": "0", "value": "0"}}) == []
