"""Topics of a plan from pasted lines."""

from __future__ import annotations

import pytest

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.plan.topic_lines import MOST_LINES, TopicLine, read_topics


@pytest.mark.parametrize(
    ("line", "topic"),
    [
        ("3月　学雷锋志愿服务", TopicLine(3, "学雷锋志愿服务")),
        ("12月份：年终盘点", TopicLine(12, "年终盘点")),
        ("十一月、冬季供暖", TopicLine(11, "冬季供暖")),
        ("３月\t清明文明祭扫\t写一两个区县", TopicLine(3, "清明文明祭扫", "写一两个区县")),
        ("5月 3月25日以来的做法 | 要有数", TopicLine(5, "3月25日以来的做法", "要有数")),
    ],
)
def test_a_line_is_a_month_and_a_topic(line: str, topic: TopicLine) -> None:
    assert read_topics(f"\n{line}\n") == [topic]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "请填写选题"), (" \n", "请填写选题"), ("3月甲\n学雷锋", "第2行请先写月份"), ("13月 甲", "第1行请先写月份"),
        ("0月 甲", "第1行请先写月份"), ("百月 甲", "第1行请先写月份"), ("3月　", "第1行没有写选题"),
        (f"3月 {'长' * 101}", "第1行太长"), (f"3月 甲|{'长' * 501}", "第1行太长"), ("3月甲\n\n三月 甲", "第3行与前面"),
        ("3月 甲乙\n" * (MOST_LINES + 1), "最多"),
    ],
)  # fmt: skip
def test_what_is_no_plan_is_said_with_its_line(text: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        read_topics(text)


def test_the_same_topic_in_two_months_is_two() -> None:
    assert [each.month for each in read_topics("3月 走访\n9月 走访")] == [3, 9]
