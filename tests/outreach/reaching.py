"""A city of a hundred units, most of which have heard a session that their host confirmed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from taizhang.office.models import Unit
from taizhang.outreach.actions import coverage, rolls
from taizhang.outreach.models import Programme, Session, Venue

from .conftest import Pool

DISTRICTS = ("东城区", "西城区", "临港区", "高新区", "青川县", "云岭县", "海阳区")
KINDS = (
    "街道", "镇", "卫生院", "中学", "社区学院", "图书馆", "派出所", "税务所", "文化站", "供销社", "养老院", "市场所",
    "农技站", "司法所",
)  # fmt: skip


def a_city(pool: Pool, start: date, at: datetime, reached: int = 88) -> Programme:
    """A programme over a hundred units, of which so many were reached since ``start``, and three are planned."""
    names = [(f"{district}{kind}", district) for district in DISTRICTS for kind in KINDS]
    Unit.objects.bulk_create(
        Unit(office=pool.office, name=name, short_name=name, district=district) for name, district in names
    )
    roll = rolls.make_roll(
        office=pool.office,
        name="成员单位",
        as_of=start,
        source="成员单位登记",
        rows=[],
        by=pool.dispatcher,
        at=at,
    )
    programme = coverage.start_programme(
        office=pool.office, name="防范电信诈骗宣讲全覆盖", roll=roll, topics=[pool.topic, pool.other_topic],
        starts_on=start, ends_on=start + timedelta(days=200), by=pool.dispatcher, at=at,
    )  # fmt: skip
    places = dict(zip(DISTRICTS, [(1, 1), (1, 2), (2, 2), (2, 1), (1, 3), (3, 1), (2, 3)], strict=True))
    coverage.place_tiles(office=pool.office, places=places, by=pool.dispatcher, at=at)
    units = list(Unit.objects.filter(name__in=[name for name, _ in names]).order_by("pk"))
    order = sorted(units, key=lambda unit: (unit.pk * 37) % 101)
    for n, unit in enumerate(order[: reached + 3]):
        hear(pool, unit, start + timedelta(days=3 + n * 5 // 4), at, confirmed=n < reached, topic=n % 3 == 0)
    for n, unit in enumerate(order[:9]):
        hear(pool, unit, start + timedelta(days=60 + n), at, part="evening")
    return programme


def hear(
    pool: Pool,
    unit: Unit,
    on: date,
    at: datetime,
    *,
    confirmed: bool = True,
    part: str = "morning",
    topic: bool = False,
) -> Venue:
    """A session at the unit's; confirmed by its host on the evening of the day."""
    evening = at + (on - localdate(at))
    session = Session.objects.create(
        office=pool.office, speaker=pool.near, topic=pool.other_topic if topic else pool.topic, title=pool.topic.name,
        held_on=on, part=part, state="counted" if confirmed else "scheduled", offered_at=evening - timedelta(days=9),
        confirmed_at=evening if confirmed else None,
    )  # fmt: skip
    return Venue.objects.create(
        office=pool.office, session=session, unit=unit, is_main=True, place="会议室", district=unit.district,
        expected=50, heads=48 if confirmed else None, heads_at=evening if confirmed else None,
    )  # fmt: skip
