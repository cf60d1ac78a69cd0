"""How long what is written usually is."""

from __future__ import annotations

import pytest

from taizhang.core.gongwen.issue_templates import SERIES_KINDS
from taizhang.core.gongwen.lengths import UsualLength
from taizhang.core.lifecycle.workflow import Refused


def test_what_is_said_of_an_article() -> None:
    said = [str(UsualLength().article(n)) for n in (0, 599, 600, 1_500, 1_501)]
    assert said == ["还没有正文", "比常见的短", "篇幅合适", "篇幅合适", "比常见的长，编辑时可能压缩"]
    assert str(SERIES_KINDS["flash"].lengths.article(600)).startswith("比常见的长")


def test_what_is_said_of_an_issue() -> None:
    assert [str(UsualLength().issue(n) or "") for n in (1, 2, 8, 9)] == [
        "本期1页，一般2至8页。", "", "", "本期9页，一般2至8页。",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "given",
    [{"shortest": 0}, {"shortest": 2_000}, {"longest": 40_001}, {"fewest_pages": 9}, {"most_pages": 201}],
)
def test_ranges_that_nobody_means_are_refused(given: dict[str, int]) -> None:
    with pytest.raises(Refused):
        UsualLength().with_given(given)


def test_what_is_not_given_stays() -> None:
    lengths = SERIES_KINDS["news"].lengths.with_given({"longest": 800, "shortest": None})
    assert (lengths.shortest, lengths.longest) == (100, 800)
    assert UsualLength.from_json(lengths.to_json()) == lengths
    assert UsualLength.from_json({}) == UsualLength()


def test_the_scale_shows_both_bounds() -> None:
    assert UsualLength().scale == 2_000
