"""Names that stand one a line, and names that stand twice."""

from __future__ import annotations

from taizhang.core.gongwen import read_bulletin

HEAD = "海川简报\n第1期\n海川市文明办\n2024年6月1日\n\n市局开展活动\n　　走访商户四百余户，群众满意。\n\n"


def test_recipients_may_stand_one_a_line() -> None:
    got = read_bulletin(HEAD + "报：市委\n海川市人民代表大会常务委员会办公室\n市政协\n")
    assert got.recipients.up == ("市委", "海川市人民代表大会常务委员会办公室", "市政协")


def test_a_name_that_stands_twice_above_the_number_is_one_name() -> None:
    got = read_bulletin("海川工作简报\n海川工作简报\n第1期\n海川市文明办\n2024年6月1日\n")
    assert (got.name, got.annual_no) == ("海川工作简报", 1)
