"""Milestones in cells, and the ids of what was handed out."""

from __future__ import annotations

from datetime import date

import pytest

from taizhang.core.workbook.handed import HandedOut, handed_out
from taizhang.core.workbook.milestones import MilestoneCell, milestone_text, read_milestones

MARCH = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("text", "stones"),
    [
        ("3月底前：完成方案", [MilestoneCell("完成方案", MARCH)]),
        ("3月底前完成方案", [MilestoneCell("完成方案", MARCH)]),
        ("制定方案（3月31日前）。", [MilestoneCell("制定方案", MARCH)]),
        (
            "1、3月底前，制定方案；\n（2）6月：启动",
            [MilestoneCell("制定方案", MARCH), MilestoneCell("启动", date(2026, 6, 30))],
        ),
        (
            "第一季度：启动\n第四季度：验收（市级）",
            [MilestoneCell("启动", MARCH), MilestoneCell("验收（市级）", date(2026, 12, 31))],
        ),
        ("2026-03-31：制定，报审", [MilestoneCell("制定，报审", MARCH)]),
        ("启动、推进、验收", [MilestoneCell("启动、推进、验收", None)]),
        ("说明：启动", [MilestoneCell("说明：启动", None)]),
        ("启动（牵头）", [MilestoneCell("启动（牵头）", None)]),
        ("", []),
    ],
)
def test_milestones_have_a_last_day(text: str, stones: list[MilestoneCell]) -> None:
    assert list(read_milestones(text, 2026)) == stones


def test_what_is_written_reads_back() -> None:
    text = milestone_text("制定方案；报审\n印发", MARCH)
    assert text == "2026-03-31：制定方案，报审，印发"
    assert read_milestones(text, 2026) == (MilestoneCell("制定方案，报审，印发", MARCH),)


def test_ids_read_back() -> None:
    assert handed_out(str(HandedOut(12, 3))) == HandedOut(12, 3)
    assert handed_out("TZ12") is None
