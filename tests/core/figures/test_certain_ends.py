"""Where line ends are certain, no figure and no sentence reaches across one."""

from __future__ import annotations

import pytest

from taizhang.core.figures import read_figures

LIST = "组建宣讲小分队5支\n开展宣讲24场\n参加居民1300余人次"


def test_figures_count_what_their_own_paragraph_says() -> None:
    five, talks, people = read_figures(LIST, certain_ends=True)
    assert (five.surface, talks.surface, people.surface) == ("5支", "24场", "1300余人次")
    assert talks.sentence.of(LIST).strip() == "开展宣讲24场"
    assert talks.counted == "宣讲"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n", "\f", "\n- 3 -\n"])
def test_a_number_that_ends_a_paragraph_does_not_go_on_in_the_next(end: str) -> None:
    text = f"今年以来，全市各级各部门围绕便民服务扎实开展了走访活动，累计走访12{end}34户居民家庭"
    assert [f.surface for f in read_figures(text, certain_ends=True)] == ["34户"]
    assert read_figures(text)[-1].surface.endswith("34户")
