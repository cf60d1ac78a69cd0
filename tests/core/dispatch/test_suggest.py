"""Who is suggested, in which order, with which reasons; and why not the others."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.dispatch.day_parts import DayPart
from taizhang.core.dispatch.limits import Slot, SpeakerOffer, objection
from taizhang.core.dispatch.suggest import OrderWish, suggest

TODAY, FIRST, LAST = date(2026, 5, 4), date(2026, 5, 11), date(2026, 5, 15)  # Monday to Friday
EVERY = frozenset((day, part) for day in range(7) for part in DayPart)


def wish(**changes: Any) -> OrderWish:
    given = {
        "orders": frozenset({7}), "topic": 1, "topic_name": "家风家教", "first": FIRST, "last": LAST,
        "district": "临港区", **changes,
    }  # fmt: skip
    return OrderWish(**given)


def offer(key: int, **changes: Any) -> SpeakerOffer:
    return SpeakerOffer(key, f"讲{key}", **{"topics": frozenset({1}), "weekly": EVERY, **changes})


def names(found: list[Any]) -> list[int]:
    return [each.speaker for each in found]


def test_those_of_the_district_come_first_then_those_with_less_to_do_then_the_earlier_day() -> None:
    offers = [
        offer(1, load={"2026-05": 2}),
        offer(2, weekly=frozenset({(2, DayPart.MORNING)})),
        offer(3),
        offer(4, district="临港区", load={"2026-05": 5}),
    ]
    found, others = suggest(wish(), offers, TODAY)
    assert names(found) == [4, 3, 2, 1]
    assert others == []
    assert found[2].slot.on == date(2026, 5, 13)
    assert [str(each) for each in found[0].reasons] == [
        "讲“家风家教”", "5月11日（周一）上午有空", "就在临港区", "5月已排5场，上限6场",
    ]  # fmt: skip


def test_who_may_come_from_elsewhere_and_whom_it_reaches_first_is_said() -> None:
    offers = [offer(1, districts=frozenset({"临港区", "东城区"}), district="东城区")]
    [found], _others = suggest(wish(topic=None, topic_name="", uncovered=("临港街道",)), offers, TODAY)
    assert [str(each) for each in found.reasons] == [
        "5月11日（周一）上午有空", "可到临港区", "5月已排0场，上限6场", "临港街道还没有听过宣讲",
    ]  # fmt: skip


def test_the_reason_against_is_the_one_that_came_nearest() -> None:
    monday = Slot(FIRST, DayPart.MORNING)
    offers = [
        offer(1, topics=frozenset({2})),
        offer(2, districts=frozenset({"东城区"})),
        offer(3, weekly=frozenset()),
        offer(4, refused=frozenset({7})),
        offer(5, weekly=frozenset({(0, DayPart.MORNING)}), taken=(monday,)),
        offer(6, notice_days=10, per_month=1, load={"2026-05": 1}),
    ]
    found, others = suggest(wish(), offers, TODAY)
    assert found == []
    assert [str(each.reason) for each in others] == [
        "没有申报课题“家风家教”", "不到临港区", "所选日期内没有空闲时段", "已谢绝过这次邀请",
        "5月11日上午已有一场", "5月已满1场（每月上限）",
    ]  # fmt: skip


def test_days_that_have_passed_and_other_parts_are_not_offered() -> None:
    [found], _others = suggest(wish(first=date(2026, 4, 1), part=DayPart.EVENING), [offer(1)], TODAY)
    assert (found.slot.on, found.slot.part) == (date(2026, 5, 7), DayPart.EVENING)
    assert suggest(wish(last=date(2026, 4, 2), first=date(2026, 4, 1)), [offer(1)], TODAY)[0] == []


PARTS = st.sampled_from(list(DayPart))
SLOTS = st.builds(Slot, st.dates(FIRST, LAST), PARTS)
OFFERS = st.builds(
    SpeakerOffer,
    st.integers(1, 50),
    st.just("讲"),
    st.sampled_from(["", "临港区", "东城区"]),
    st.frozensets(st.sampled_from(["临港区", "东城区"])),
    st.frozensets(st.integers(1, 2)),
    per_day=st.integers(1, 2),
    per_month=st.integers(1, 3),
    notice_days=st.integers(0, 9),
    active=st.booleans(),
    weekly=st.frozensets(st.tuples(st.integers(0, 4), PARTS)),
    taken=st.lists(SLOTS, max_size=3, unique_by=lambda slot: (slot.on, slot.part)).map(tuple),
    load=st.fixed_dictionaries({"2026-05": st.integers(0, 3)}),
)


@given(st.lists(OFFERS, max_size=8, unique_by=lambda each: each.key))
def test_everybody_is_either_suggested_at_a_time_that_nothing_forbids_or_told_why_not(
    offers: list[SpeakerOffer],
) -> None:
    found, others = suggest(wish(), offers, TODAY)
    assert sorted(names(found) + names(others)) == sorted(each.key for each in offers)
    by_key = {each.key: each for each in offers}
    for each in found:
        theirs = by_key[each.speaker]
        assert objection(theirs, each.slot, TODAY) is None
        assert theirs.free(each.slot)
        assert FIRST <= each.slot.on <= LAST
        assert 1 in theirs.topics
    assert all(str(each.reason) for each in others)
