"""Talks of the summer: topics, speakers, orders of the units in every state, told through the same actions."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib.resources import files
from itertools import cycle, islice

from django.utils.timezone import localdate

from taizhang.core.roster.table import pasted_cells
from taizhang.demo.year.cast import Cast, Crew
from taizhang.ledger.models import Project
from taizhang.outreach.actions import confirming, orders, sessions, speakers
from taizhang.outreach.models import Order, Session, Speaker, Topic
from taizhang.outreach.queries.speakers import speaker_table
from taizhang.outreach.queries.suggestions import suggestions_for

DISTRICTS = ("云栖区", "临港区", "青禾县", "望江区", "松岭区", "白鹭县", "石桥县", "高新区")
PLACES = ("文明实践站", "会议室", "活动中心", "职工之家", "报告厅")
AUDIENCES = ("社区居民", "干部职工", "青年职工", "学生和家长", "老年群众")
# How far an order of the past and of the coming weeks has come, in turn.
PAST = ("counted", "counted", "rated", "counted", "no_show", "counted", "counted")
COMING = ("submitted", "offered", "scheduled", "postponed", "refused", "cancelled", "scheduled", "submitted")
WISHES = ("请人给居民讲讲怎样防诈骗", "想听听家风方面的课", "端午中秋等节日的来历", "怎样和老人孩子相处")
HELD, AHEAD = 24, 16
LIAISONS = 60  # units after each other, so that some have heard nothing


def send_the_speakers(cast: Cast, projects: list[Project], now: datetime) -> None:
    """Fill the pool and the menu, then let units order: past talks first, then what is under way at ``now``."""
    start = now - timedelta(days=86)
    _menu(cast, projects, start)
    lines = files("taizhang.demo").joinpath("texts", "speakers.txt").read_text("utf-8")
    table = speaker_table(cast.office, pasted_cells(lines.partition("\n")[2]))
    speakers.import_speakers(office=cast.office, rows=table.rows, by=cast.dispatcher, at=start)
    crews = list(islice(cast.crews.values(), LIAISONS))
    topics = list(Topic.objects.order_by("pk"))
    for n, state in zip(range(HELD), cycle(PAST), strict=False):
        at = start + timedelta(days=3 * n, hours=1)
        late = {HELD - 1: "open", HELD - 2: "differing", HELD - 3: "open"}
        _past(cast, _ordered(crews[n % len(crews)], topics[n % len(topics)], n, at), late.get(n, state), at)
    for n, state in zip(range(AHEAD), cycle(COMING), strict=False):
        at = now - timedelta(days=3, hours=-n)
        crew = crews[(HELD + n * 2) % len(crews)]
        _coming(cast, _ordered(crew, topics[(n * 3) % len(topics)], n, at), state, at)
    _ends(cast, crews, topics, now)


def _menu(cast: Cast, projects: list[Project], at: datetime) -> None:
    """The topics; the first of them serve the first project that goes on."""
    lines = files("taizhang.demo").joinpath("texts", "topics.txt").read_text("utf-8").splitlines()
    project = next((each for each in projects if each.state == "active"), None)
    for n, line in enumerate(each for each in lines if not each.startswith("#")):
        name, group, words, minutes = line.split("|")
        speakers.add_topic(
            office=cast.office, name=name, group=group, words=words, minutes=int(minutes),
            project=project if n < 2 else None, by=cast.dispatcher, at=at,
        )  # fmt: skip


def _ordered(crew: Crew, topic: Topic, n: int, at: datetime) -> Order:
    first = localdate(at) + timedelta(days=5)
    words = n % 6 == 5
    return orders.order_talk(
        unit=crew.unit,
        topic=None if words else topic,
        wish=WISHES[n % len(WISHES)] if words else "",
        wanted_from=first,
        wanted_to=first + timedelta(days=12),
        place=f"{crew.unit.short_name}{PLACES[n % len(PLACES)]}",
        district=DISTRICTS[n % len(DISTRICTS)],
        heads=40 + n % 7 * 15,
        audience=AUDIENCES[n % len(AUDIENCES)],
        contact=crew.liaison.name,
        contact_phone=f"1370002{n:04d}",
        by=crew.liaison,
        at=at,
    )


def _sent(cast: Cast, order: Order, at: datetime) -> Session | None:
    """The order dispatched by its first suggestion; None where nobody can come."""
    found, _others = suggestions_for([order], localdate(at))
    if not found:
        return None
    best = found[0]
    return sessions.dispatch(
        orders=[order], speaker=Speaker.objects.get(pk=best.speaker), on=best.slot.on, part=best.slot.part,
        by=cast.dispatcher, at=at,
    )  # fmt: skip


def _past(cast: Cast, order: Order, state: str, at: datetime) -> None:
    session = _sent(cast, order, at)
    if session is None:
        orders.decline_order(order=order, reason="近期没有合适的宣讲员。", by=cast.dispatcher, at=at)
        return
    sessions.accept(session=session, by=None, at=at)
    after = at + timedelta(days=(session.held_on - localdate(at)).days + 1)
    if state == "no_show":
        sessions.miss(session=session, reason="当日暴雨，活动取消。", by=cast.dispatcher, at=after)
        return
    heads = (order.heads or 40) - 7
    confirming.speaker_says(session=session, heads=heads + (12 if state == "differing" else 0), at=after)
    if state == "open":
        return
    venue = session.venues.get()
    confirming.state_heads(venue=venue, heads=heads, by=order.written_by, at=after)
    if state == "rated" and order.written_by is not None:
        order.refresh_from_db()
        orders.rate_order(
            order=order, words="案例贴近生活，听众提问较多，建议留出答疑时间。", by=order.written_by, at=after
        )


def _coming(cast: Cast, order: Order, state: str, at: datetime) -> None:
    if state == "submitted":
        return
    session = _sent(cast, order, at)
    if session is None or state == "offered":
        return
    if state == "refused":
        sessions.refuse(session=session, reason="当天另有授课任务", by=None, at=at)
        return
    sessions.accept(session=session, by=None, at=at)
    if state == "postponed":
        sessions.postpone(session=session, reason="场地检修，另约时间", by=cast.dispatcher, at=at)
    elif state == "cancelled":
        sessions.cancel(session=session, reason="单位另有安排", by=cast.dispatcher, at=at)


def _ends(cast: Cast, crews: list[Crew], topics: list[Topic], now: datetime) -> None:
    """Offers of the office, a draft, one order declined and one taken back."""
    first = localdate(now) + timedelta(days=10)
    units = [crew.unit for crew in crews[-6:]]
    orders.offer_talks(
        office=cast.office, units=units, topic=topics[6], first=first, last=first + timedelta(days=20),
        by=cast.dispatcher, at=now,
    )  # fmt: skip
    declined = _ordered(crews[-7], topics[3], 3, now)
    orders.decline_order(order=declined, reason="同一课题刚在本单位讲过。", by=cast.dispatcher, at=now)
    taken_back = _ordered(crews[-8], topics[4], 4, now)
    orders.withdraw_order(order=taken_back, reason="改在下半年组织", by=crews[-8].liaison, at=now)
