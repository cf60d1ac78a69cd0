"""The fast lane reads what the full path reads, and long texts are read in time that grows with them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.figures import DEFAULT_LEXICON, check_text, read_figures
from taizhang.core.figures.normalise import normalise
from taizhang.core.figures.plain import plain_draft
from taizhang.core.figures.scan import Scanner

HERE = Path(__file__).parent
SHARED = HERE.parents[3] / "shared" / "eval"


def texts() -> Iterator[str]:
    yield from (
        json.loads(line)["text"] for line in (HERE / "invented.jsonl").read_text("utf-8").splitlines()
    )
    yield from (HERE / "kinds.wordings").read_text("utf-8").splitlines()
    for folder in (HERE.parents[1], SHARED):
        yield from (path.read_bytes().decode("utf-8", "replace") for path in sorted(folder.rglob("*.txt")))


def read(text: str, fast: bool) -> tuple[list[object], ...]:
    scanner = Scanner(normalise(text), DEFAULT_LEXICON, fast)
    scanner.run()
    drafts = sorted(scanner.drafts, key=lambda made: made.start)
    return [(made.start, made.at, made.end, made.lead, made.quantity) for made in drafts], scanner.excluded


def test_the_fast_lane_reads_every_text_as_the_full_path_does() -> None:
    for text in texts():
        assert read(text, True) == read(text, False), text[:80]


PLAIN = st.sampled_from(
    [
        "建成",
        "增长",
        "负增长",
        "至少有",
        "约为",
        "第",
        "前",
        "每",
        "达",
        "，",
        "。",
        "、",
        "和",
        "“",
        "”",
        "(",
        ")",
    ]
)
NUMBERS = st.sampled_from(["12", "3.5", "05", "2024", "24", "8", "100", "12345", "1,234", "1234567890"])
UNITS = st.sampled_from(
    [
        "个",
        "名",
        "%",
        "万元",
        "万余",
        "多项",
        "次",
        "亿元",
        "吨",
        "公里",
        "小时",
        "年",
        "℃",
        "个百分点",
        "元5角",
    ]
)
AFTER = st.sampled_from(
    ["以上", "左右", "村", "目标", "级", "至", "(次)", "/人", "半", "多", "", "，", "部门", "会议"]
)


@given(st.lists(st.one_of(PLAIN, NUMBERS, UNITS, AFTER), max_size=24))
def test_the_fast_lane_reads_any_text_as_the_full_path_does(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert read(text, True) == read(text, False)


@pytest.mark.parametrize(
    ("text", "is_plain"),
    [
        ("建成12个村", True), ("增长5.2%,", True), ("服务3万余人次。", True), ("投入2.5亿元", True), ("约12个", False),
        ("，12个", False), ("建成05个", False), ("建成1234567890个", False), ("建成12天", False), ("建成12怪", False),
        ("建成12个以上", False), ("建成12家(户)", False), ("负增长5.2%", False), ("至少建成12个村", False),
    ],
)  # fmt: skip
def test_only_plain_surroundings_open_it(text: str, is_plain: bool) -> None:
    at = next(k for k, sign in enumerate(text) if sign.isdecimal())
    end = next(k for k in range(at, len(text)) if not text[k].isdecimal())
    assert (plain_draft(text, at, end) is not None) is is_plain


HOSTILE = [
    "8%、",
    "建成12个村，",
    "1,234、",
    "3-5-",
    "12",
    "一二",
    "万",
    "3和",
    "2.5亿元及",
    "共8人、",
    "1/2/",
    "“3个",
    "半",
    "第3、",
    "7 ",
]


@pytest.mark.no_cover  # counted lines take time, too
@pytest.mark.parametrize("piece", HOSTILE)
def test_a_text_without_a_full_stop_is_read_in_time_that_grows_with_it(piece: str) -> None:
    """Eight times the text in at most twenty times the CPU time: a square would take sixty-four."""

    def seconds(count: int) -> float:
        text = piece * count
        begun = time.process_time()
        figures = read_figures(text)
        check_text(text, figures[:200])
        return time.process_time() - begun

    bound = 20 * max(min(seconds(1000) for _ in range(3)), 0.02)
    assert any(seconds(8000) <= bound for _ in range(2))  # the best is within it as soon as one is
