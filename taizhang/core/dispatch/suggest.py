"""Whom to send to an order: for each speaker a time with the reasons in words, or why not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from taizhang.core.dispatch.day_parts import DayPart
from taizhang.core.dispatch.limits import RULES, Slot, SpeakerOffer, objection, part_words
from taizhang.core.text.messages import N_, Message

MOST_DAYS = 62  # of the days that are wished, so many are tried
WEEKDAYS = (N_("周一"), N_("周二"), N_("周三"), N_("周四"), N_("周五"), N_("周六"), N_("周日"))


@dataclass(frozen=True, slots=True)
class OrderWish:
    """What an order, or several that are to be served together, asks for. ``part`` None: any.

    ``uncovered``: names of those among the units that no session has reached yet.
    """

    orders: frozenset[int]
    topic: int | None
    topic_name: str
    first: date
    last: date
    part: DayPart | None = None
    starts: time | None = None
    minutes: int = 90
    district: str = ""
    place: str = ""
    uncovered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A speaker who can come, when, and what speaks for it."""

    speaker: int
    name: str
    slot: Slot
    reasons: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class WhyNot:
    """A speaker who is not suggested, and the reason."""

    speaker: int
    name: str
    reason: Message


def suggest(
    wish: OrderWish, offers: Sequence[SpeakerOffer], today: date
) -> tuple[list[Suggestion], list[WhyNot]]:
    """Return the speakers who can serve the wish, each with the earliest time, the most fitting first: those who know
    the topic, then those of the same district, then those with fewer sessions that month, then the earlier day. The
    others follow with the reason that came nearest to a time.
    """
    found: list[tuple[tuple[object, ...], Suggestion]] = []
    others = []
    for offer in offers:
        reason = _unfit(wish, offer)
        slot = None
        if reason is None:
            slot, reason = _earliest(wish, offer, today)
        if slot is not None:
            found.append(
                (
                    _order(wish, offer, slot),
                    Suggestion(offer.key, offer.name, slot, _reasons(wish, offer, slot)),
                )
            )
        else:
            others.append(WhyNot(offer.key, offer.name, reason or Message(N_("所选日期内没有空闲时段"))))
    found.sort(key=lambda row: row[0])
    return [each for _key, each in found], others


def _unfit(wish: OrderWish, offer: SpeakerOffer) -> Message | None:
    """What no other day would change."""
    if wish.orders & offer.refused:
        return Message(N_("已谢绝过这次邀请"))
    if wish.topic is not None and wish.topic not in offer.topics:
        return Message(N_("没有申报课题“{topic}”"), {"topic": wish.topic_name})
    if wish.district and offer.districts and wish.district not in offer.districts | {offer.district}:
        return Message(N_("不到{district}"), {"district": wish.district})
    return None


def _earliest(wish: OrderWish, offer: SpeakerOffer, today: date) -> tuple[Slot | None, Message | None]:
    """The first free time that nothing stands against, or the objection to the free time that passed most rules."""
    nearest: tuple[int, Message] | None = None
    for slot in _slots(wish, today):
        if not offer.free(slot):
            continue
        words = objection(offer, slot, today)
        if words is None:
            return slot, None
        passed = next(n for n, rule in enumerate(RULES) if rule(offer, slot, today) is not None)
        if nearest is None or passed > nearest[0]:
            nearest = passed, words
    return None, nearest[1] if nearest else None


def _slots(wish: OrderWish, today: date) -> Iterator[Slot]:
    first = max(wish.first, today)
    for n in range(min((wish.last - first).days + 1, MOST_DAYS)):
        for part in [wish.part] if wish.part else DayPart:
            yield Slot(first + timedelta(days=n), part, wish.starts, wish.minutes, wish.district, wish.place)


def _order(wish: OrderWish, offer: SpeakerOffer, slot: Slot) -> tuple[object, ...]:
    near = bool(wish.district) and wish.district == offer.district
    return (not near, offer.month(slot.on), slot.on, slot.begin, offer.name, offer.key)


def _reasons(wish: OrderWish, offer: SpeakerOffer, slot: Slot) -> tuple[Message, ...]:
    """Topic, time, way, load, and whom the session would reach for the first time."""
    when: dict[str, str | int | Message] = {
        "month": slot.on.month,
        "day": slot.on.day,
        "weekday": Message(WEEKDAYS[slot.on.weekday()]),
        "part": part_words(slot.part),
    }
    told = [Message(N_("{month}月{day}日（{weekday}）{part}有空"), when)]
    if wish.topic is not None:
        told.insert(0, Message(N_("讲“{topic}”"), {"topic": wish.topic_name}))
    if wish.district and wish.district == offer.district:
        told.append(Message(N_("就在{district}"), {"district": wish.district}))
    elif wish.district and wish.district in offer.districts:
        told.append(Message(N_("可到{district}"), {"district": wish.district}))
    load = {"month": slot.on.month, "n": offer.month(slot.on), "most": offer.per_month}
    told.append(Message(N_("{month}月已排{n}场，上限{most}场"), load))
    if wish.uncovered:
        told.append(Message(N_("{units}还没有听过宣讲"), {"units": "、".join(wish.uncovered)}))
    return tuple(told)
