"""What stands against a speaker for a time: each rule with its words, asked by suggestions and by the dispatch itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time

from taizhang.core.dispatch.day_parts import DayPart
from taizhang.core.text.messages import N_, Message

USUAL_START = {DayPart.MORNING: time(9), DayPart.AFTERNOON: time(14, 30), DayPart.EVENING: time(19)}
PART_WORDS = {DayPart.MORNING: N_("上午"), DayPart.AFTERNOON: N_("下午"), DayPart.EVENING: N_("晚上")}


@dataclass(frozen=True, slots=True)
class Slot:
    """A time at which a talk would be given; ``starts`` None: at the part's usual hour."""

    on: date
    part: DayPart
    starts: time | None = None
    minutes: int = 90
    district: str = ""
    place: str = ""

    @property
    def begin(self) -> int:
        """Minutes since midnight."""
        start = self.starts or USUAL_START[self.part]
        return start.hour * 60 + start.minute

    @property
    def end(self) -> int:
        return self.begin + self.minutes


@dataclass(frozen=True, slots=True)
class SpeakerOffer:
    """A speaker as the rules see one. ``weekly`` are the free parts of every week, ``days`` go before them.

    ``load`` counts the living sessions by month ("2026-05"), those of ``taken`` among them; ``refused`` holds the
    orders that the speaker has refused.
    """

    key: int
    name: str
    district: str = ""
    districts: frozenset[str] = frozenset()  # none: everywhere
    topics: frozenset[int] = frozenset()
    per_day: int = 1
    per_month: int = 6
    buffer_minutes: int = 60
    notice_days: int = 3
    active: bool = True
    weekly: frozenset[tuple[int, DayPart]] = frozenset()
    days: Mapping[tuple[date, DayPart], bool] = field(default_factory=dict)
    taken: tuple[Slot, ...] = ()
    load: Mapping[str, int] = field(default_factory=dict)
    refused: frozenset[int] = frozenset()

    def free(self, slot: Slot) -> bool:
        """Whether the speaker has said to be free on this part of the day."""
        return self.days.get((slot.on, slot.part), (slot.on.weekday(), slot.part) in self.weekly)

    def month(self, on: date) -> int:
        """How many sessions the speaker has in the month of the day."""
        return self.load.get(f"{on:%Y-%m}", 0)


Rule = Callable[[SpeakerOffer, Slot, date], Message | None]


def _active(offer: SpeakerOffer, slot: Slot, today: date) -> Message | None:
    return None if offer.active else Message(N_("已停用"))


def _notice(offer: SpeakerOffer, slot: Slot, today: date) -> Message | None:
    if (slot.on - today).days >= offer.notice_days:
        return None
    return Message(N_("须至少提前{n}天"), {"n": offer.notice_days})


def _one_at_a_time(offer: SpeakerOffer, slot: Slot, today: date) -> Message | None:
    taken = any((each.on, each.part) == (slot.on, slot.part) for each in offer.taken)
    return Message(N_("{day}{part}已有一场"), _when(slot)) if taken else None


def _per_day(offer: SpeakerOffer, slot: Slot, today: date) -> Message | None:
    if sum(each.on == slot.on for each in offer.taken) < offer.per_day:
        return None
    return Message(N_("{day}已满{n}场（每天上限）"), {**_when(slot), "n": offer.per_day})


def _per_month(offer: SpeakerOffer, slot: Slot, today: date) -> Message | None:
    if offer.month(slot.on) < offer.per_month:
        return None
    return Message(N_("{month}月已满{n}场（每月上限）"), {"month": slot.on.month, "n": offer.per_month})


def _travel(offer: SpeakerOffer, slot: Slot, today: date) -> Message | None:
    for each in offer.taken:
        near = each.on == slot.on and not (each.place and each.place == slot.place)
        gap = max(slot.begin - each.end, each.begin - slot.end)
        if near and gap < offer.buffer_minutes:
            return Message(
                N_("与{day}{part}的一场间隔不足{n}分钟，来不及赶路"),
                {**_when(each), "n": offer.buffer_minutes},
            )
    return None


# What nobody may pass over; the database repeats the one about the same part of the day.
RULES: tuple[Rule, ...] = (_active, _notice, _one_at_a_time, _per_day, _per_month, _travel)


def objection(offer: SpeakerOffer, slot: Slot, today: date) -> Message | None:
    """Return why the speaker cannot be sent there then; None where nothing stands against it."""
    return next((words for rule in RULES if (words := rule(offer, slot, today)) is not None), None)


def part_words(part: DayPart) -> Message:
    """上午, 下午, 晚上."""
    return Message(PART_WORDS[part])


def _when(slot: Slot) -> dict[str, str | int | Message]:
    day = Message(N_("{month}月{day}日"), {"month": slot.on.month, "day": slot.on.day})
    return {"day": day, "part": part_words(slot.part)}
