"""A draft from records: what is counted, what is never added up, and that the reader of figures reads what was written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.calendar import Period
from taizhang.core.figures import read_figures
from taizhang.core.plan.record_draft import KINDS, RecordedCount, RecordedEvent, draft_of, words_of_draft

MARCH = Period.parse("2026-03")


def count(name: str, value: int | None, unit: str, figure: int | None = None, **more: Any) -> RecordedCount:
    words = more.pop("words", str(value))
    return RecordedCount(name, None if value is None else Decimal(value), words, unit, figure=figure, **more)


def talk(day: int, *counts: RecordedCount, title: str = "家风家教", **more: Any) -> RecordedEvent:
    return RecordedEvent("talk", title, date(2026, 3, day), counts=counts, **more)


def told(*events: RecordedEvent) -> str:
    return words_of_draft(draft_of(events, MARCH))


def test_nothing_is_told_of_no_record() -> None:
    assert draft_of([], MARCH) == []


def test_each_kind_is_a_sentence_and_its_records_stand_by_day() -> None:
    assert told(
        RecordedEvent("media", "板凳上的《论语》", date(2026, 3, 16), outlet="海川日报"),
        RecordedEvent("done", "义务理发", counts=(count("", 86, "人次"),)),
        talk(15, count("听众", 86, "人次"), occasions=0),
        talk(
            12, count("宣讲", 1, "场"), count("听众", 120, "人次"), place="二楼会议室", title="防范“杀猪盘”"
        ),
    ) == (
        "2026年3月，一是开展宣讲1场，听众共206人次：3月12日“防范‘杀猪盘’”（二楼会议室），听众120人次；"
        "3月15日“家风家教”，听众86人次。二是为群众办实事1项：“义务理发”，86人次。"
        "三是媒体刊播报道1条：3月16日海川日报《板凳上的〈论语〉》。"
    )


def test_one_kind_alone_needs_no_ordinal() -> None:
    assert told(RecordedEvent("visit", "一老一小", date(2026, 3, 2), "临港街道")) == (
        "2026年3月，走访调研1次：3月2日“一老一小”（临港街道）。"
    )


@pytest.mark.parametrize(
    "counts",
    [
        [count("志愿者", 20, "人"), count("志愿者", 30, "名")],
        [count("志愿者", 20, "人"), count("志愿者", 30, "人")],  # the same people may have come twice
        [count("走访", 20, "户"), count("走访", 30, "户")],
        [count("听众", 20, "人次"), count("听众", None, "人次", words="500余")],
        [count("听众", 20, "人次", summed=False), count("听众", 50, "人次", summed=False)],  # running totals
        [count("听众", 20, "人次")],
    ],
)
def test_what_does_not_add_up_is_not_summed(counts: list[RecordedCount]) -> None:
    words = told(*(talk(day, each) for day, each in enumerate(counts, start=1)))
    assert "共" not in words
    assert all(each.words in words for each in counts)


@pytest.mark.parametrize(
    ("counts", "occasions", "words"),
    [
        ([count("宣讲", 5, "场")], 1, "开展宣讲5场：3月2日“家风家教”，宣讲5场。"),
        ([], 1, "开展宣讲1场：3月2日“家风家教”。"),
        ([count("听众", 9, "人次")], 0, "开展宣讲：3月2日“家风家教”，听众9人次。"),  # another hall's session
        ([count("宣讲", None, "场", words="10余")], 1, "开展宣讲：3月2日“家风家教”，宣讲10余场。"),
        ([count("宣讲", 7, "场", summed=False)], 1, "开展宣讲1场：3月2日“家风家教”，宣讲7场。"),
    ],
)
def test_occasions_are_counted_as_they_were_recorded(
    counts: list[RecordedCount], occasions: int, words: str
) -> None:
    assert told(talk(2, *counts, occasions=occasions)) == f"2026年3月，{words}"


def test_a_number_knows_the_figures_it_comes_from() -> None:
    pieces = draft_of(
        [
            talk(1, count("宣讲", 1, "场", 1), count("听众", 20, "人次", 2)),
            talk(2, count("听众", None, "人次", 3, words="500余"), count("户数", None, "户", words="30余")),
            talk(3, count("发放手册", 20, "册", 4), occasions=0),
            talk(4, count("发放手册", 30, "册", 5), occasions=0),
        ],
        MARCH,
    )
    linked = {piece.text: piece.figures for piece in pieces if piece.figures}
    assert linked == {
        "2场": (1,), "50册": (4, 5), "20人次": (2,), "500余人次": (3,), "20册": (4,), "30册": (5,),
    }  # fmt: skip


def test_many_records_are_counted_and_some_of_them_told() -> None:
    words = told(*(talk(day) for day in range(1, 12)))
    assert words.startswith("2026年3月，开展宣讲11场：3月1日")
    assert words.endswith("3月8日“家风家教”等。")


def test_a_name_that_is_the_title_is_not_said_twice() -> None:
    assert told(talk(2, count("家风家教", 9, "人次"))).endswith("：3月2日“家风家教”，9人次。")


def test_every_kind_has_its_ordinal() -> None:
    words = told(*(RecordedEvent(kind, "记录", date(2026, 3, 2)) for kind in sorted(KINDS)))
    assert words.count("是") == len(KINDS)
    assert "十一是" in words


WORDS = st.text("宣讲活动社区志愿者听众2十第约近每万人约8", min_size=1, max_size=8)
COUNTS = st.builds(
    RecordedCount,
    WORDS,
    st.integers(1, 10**9).map(Decimal) | st.decimals("0.1", "9999", places=2, allow_nan=False),
    st.just(""),
    st.sampled_from(["人次", "人", "户", "场", "册", "次", "元", "公斤", "件"]),
    st.booleans(),
    st.integers(1, 99),
)
EVENTS = st.builds(
    RecordedEvent,
    st.sampled_from(sorted(KINDS)),
    WORDS,
    st.dates(date(2026, 3, 1), date(2026, 3, 31)),
    st.just("") | WORDS,
    st.just(""),
    st.lists(COUNTS, max_size=3).map(tuple),
    st.integers(0, 1),
)


@given(st.lists(EVENTS, min_size=1, max_size=4))
def test_the_reader_of_figures_reads_what_was_written(events: list[RecordedEvent]) -> None:
    pieces = draft_of(events, MARCH)
    read = {figure.span.start: figure for figure in read_figures(words_of_draft(pieces), certain_ends=True)}
    at = 0
    for piece in pieces:
        if piece.value is not None:
            assert at in read, (piece.text, words_of_draft(pieces))
            figure = read[at]
            assert figure.surface == piece.text
            assert figure.quantity.base == Fraction(piece.value)
        at += len(piece.text)
