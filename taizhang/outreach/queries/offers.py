"""Speakers and orders as the rules of dispatch see them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import QuerySet

from taizhang.core.dispatch.day_parts import DayPart
from taizhang.core.dispatch.limits import Slot, SpeakerOffer
from taizhang.core.dispatch.suggest import OrderWish
from taizhang.core.lifecycle.outreach_life import HELD, TAKEN, SessionState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.outreach.models import Availability, Order, Session, Speaker, SpeakerTopic, Venue


def offers_of(
    speakers: QuerySet[Speaker], first: date, last: date, but: Session | None = None
) -> list[SpeakerOffer]:
    """Return the speakers with what is free and taken between the days; ``but`` is a session that is to be moved."""
    start = first.replace(day=1)
    end = (last.replace(day=28) + timedelta(days=4)).replace(day=1)  # the whole of the last month
    taken, load = _sessions(start, end, but)
    weekly: dict[int, set[tuple[int, DayPart]]] = defaultdict(set)
    days: dict[int, dict[tuple[date, DayPart], bool]] = defaultdict(dict)
    for each in Availability.objects.filter(speaker__in=speakers):
        part = DayPart(each.part)
        if each.on is not None:
            days[each.speaker_id][each.on, part] = each.free
        elif each.free and each.weekday is not None:
            weekly[each.speaker_id].add((each.weekday, part))
    topics: dict[int, set[int]] = defaultdict(set)
    for speaker, topic in SpeakerTopic.objects.values_list("speaker", "topic"):
        topics[speaker].add(topic)
    refused: dict[int, set[int]] = defaultdict(set)
    gone = Venue.objects.filter(session__state=SessionState.REFUSED, order__isnull=False)
    for speaker, order in gone.values_list("session__speaker", "order"):
        refused[speaker].add(order)
    return [
        SpeakerOffer(
            key=row.pk, name=row.name, district=row.district, districts=frozenset(row.districts),
            topics=frozenset(topics[row.pk]), per_day=row.per_day, per_month=row.per_month,
            buffer_minutes=row.buffer_minutes, notice_days=row.notice_days, active=row.active,
            weekly=frozenset(weekly[row.pk]), days=days[row.pk], taken=tuple(taken[row.pk]),
            load=load[row.pk], refused=frozenset(refused[row.pk]),
        )
        for row in speakers
    ]  # fmt: skip


def offer_of(speaker: Speaker, on: date, but: Session | None = None) -> SpeakerOffer:
    """One of them, on one day."""
    return offers_of(Speaker.objects.filter(pk=speaker.pk), on, on, but)[0]


def _sessions(
    start: date, end: date, but: Session | None
) -> tuple[dict[int, list[Slot]], dict[int, Counter[str]]]:
    """The living sessions of the days by speaker, and how many there are in each month."""
    taken: dict[int, list[Slot]] = defaultdict(list)
    load: dict[int, Counter[str]] = defaultdict(Counter)
    rows = Session.objects.filter(state__in=TAKEN, held_on__gte=start, held_on__lt=end)
    places = dict(Venue.objects.filter(session__in=rows, is_main=True).values_list("session", "place"))
    for each in rows.exclude(pk=but.pk) if but else rows:
        taken[each.speaker_id].append(slot_of(each, places.get(each.pk, "")))
        load[each.speaker_id][f"{each.held_on:%Y-%m}"] += 1
    return taken, load


def slot_of(session: Session, place: str = "") -> Slot:
    """The time that a session takes."""
    return Slot(session.held_on, DayPart(session.part), session.starts_at, session.minutes, place=place)


def wish_of(orders: Sequence[Order]) -> OrderWish:
    """What the orders, to be served by one session, ask for together. Raise Refused where they do not go together: other
    topics, no common day, other parts of the day.
    """
    topics = {each.topic_id: each.topic for each in orders if each.topic_id}
    parts = {each.part for each in orders if each.part}
    first, last = max(each.wanted_from for each in orders), min(each.wanted_to for each in orders)
    if len(topics) > 1 or len(parts) > 1 or first > last:
        raise Refused(Message(N_("这几单的课题、日期或时段合不到一起，请分别派单。")))
    topic = next(iter(topics.values()), None)
    main, known = orders[0], reached()
    return OrderWish(
        orders=frozenset(each.pk for each in orders),
        topic=topic.pk if topic else None,
        topic_name=topic.name if topic else "",
        first=first,
        last=last,
        part=DayPart(next(iter(parts))) if parts else None,
        minutes=topic.minutes if topic else 90,
        district=main.district,
        place=main.place,
        uncovered=tuple(each.unit.short_name for each in orders if each.unit_id not in known),
    )


def reached() -> frozenset[int]:
    """Keys of the units in which a session has taken place."""
    return frozenset(Venue.objects.filter(session__state__in=HELD).values_list("unit", flat=True))
