"""What two passages share must tell of what was done, not of how much."""

from __future__ import annotations

import pytest

from taizhang.core.text.similar_practice import similar

OTHERS = {
    1: "市卫健委组织义诊，惠及群众5万余人次，发放资料2000余份。",
    2: "市商务局开通蔬菜直通车，直达社区。",
    3: "市体育局举办健步走，参加人数达数千人。",
}


@pytest.mark.parametrize(
    "passage",
    ["全市开展宣讲8场，服务3万余人次。", "累计巡查1200余份台账，参加者数千人。", "吸引10万余人次到场。"],
)
def test_a_quantity_makes_no_practice_similar(passage: str) -> None:
    assert similar(passage, OTHERS, 5) == []


def test_what_was_done_does() -> None:
    found = similar("开通“蔬菜直通车”，服务3万余人次。", OTHERS, 5)
    assert [each.key for each in found] == [2]
    assert "蔬菜直通车" in found[0].terms
