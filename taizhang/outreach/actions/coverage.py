"""Coverage programmes: started, changed, ended; where the districts' squares stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.rules.checks import check_no_secret
from taizhang.office.models import Office, Person
from taizhang.office.permissions import Permission
from taizhang.office.workflow import unit_of_work
from taizhang.outreach.models import DistrictTile, Programme, ProgrammeTopic, Roll, Topic

MOST_TILES = 20  # rows and columns


def start_programme(
    *,
    office: Office,
    name: str,
    roll: Roll,
    topics: Iterable[Topic],
    starts_on: date,
    ends_on: date,
    sessions: int = 1,
    target: int = 100,
    by: Person,
    at: datetime,
) -> Programme:
    """Say who is to be reached with what, in which period and to which share."""
    with unit_of_work(office=office, by=by, at=at, needs=Permission.RUN_OUTREACH) as work:
        check_no_secret(name)
        _check_days(starts_on, ends_on)
        if Programme.objects.filter(name=name).exists():
            raise Refused(Message(N_("已有同名的覆盖计划。")))
        programme = Programme.objects.create(
            office=office, name=name, roll=roll, starts_on=starts_on, ends_on=ends_on, sessions=sessions,
            target=target, started_by=by, started_at=at,
        )  # fmt: skip
        _set_topics(programme, topics)
        work.record("start_programme", programme, _detail(programme))
    return programme


def change_programme(
    *,
    programme: Programme,
    topics: Iterable[Topic],
    starts_on: date,
    ends_on: date,
    sessions: int,
    target: int,
    by: Person,
    at: datetime,
) -> Programme:
    """Change the rule; the record keeps what it was before, and past days are shown by the rule that held then."""
    with unit_of_work(office=programme.office, by=by, at=at, needs=Permission.RUN_OUTREACH) as work:
        _check_running(programme)
        _check_days(starts_on, ends_on)
        before = _detail(programme)
        programme.starts_on, programme.ends_on = starts_on, ends_on
        programme.sessions, programme.target = sessions, target
        programme.save(update_fields=["starts_on", "ends_on", "sessions", "target"])
        _set_topics(programme, topics)
        work.record("change_programme", programme, before)
    return programme


def end_programme(*, programme: Programme, by: Person, at: datetime) -> Programme:
    """No more is planned by it; what it covered stays."""
    with unit_of_work(office=programme.office, by=by, at=at, needs=Permission.RUN_OUTREACH) as work:
        if not Programme.objects.filter(pk=programme.pk, ended_at__isnull=True).update(ended_at=at):
            raise Refused(Message(N_("计划已经结束。")))
        programme.refresh_from_db()
        work.record("end_programme", programme)
    return programme


def place_tiles(*, office: Office, places: Mapping[str, tuple[int, int]], by: Person, at: datetime) -> None:
    """Put each district's square at its row and column; those not named have no place of their own."""
    with unit_of_work(office=office, by=by, at=at, needs=Permission.RUN_OUTREACH) as work:
        if len(set(places.values())) < len(places):
            raise Refused(Message(N_("两个区县放在了同一格，请改正。")))
        if any(not 1 <= each <= MOST_TILES for place in places.values() for each in place):
            raise Refused(Message(N_("行和列请填1到{most}。"), {"most": MOST_TILES}))
        DistrictTile.objects.filter(office=office).delete()
        DistrictTile.objects.bulk_create(
            DistrictTile(office=office, district=district, row=row, column=column)
            for district, (row, column) in places.items()
        )
        work.record("place_tiles", office, {"districts": len(places)})


def _check_days(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise Refused(Message(N_("完成时限早于开始日期，请核对。")))


def _check_running(programme: Programme) -> None:
    if programme.ended_at is not None:
        raise Refused(Message(N_("计划已经结束。")))


def _set_topics(programme: Programme, topics: Iterable[Topic]) -> None:
    ProgrammeTopic.objects.filter(programme=programme).delete()
    ProgrammeTopic.objects.bulk_create(
        ProgrammeTopic(office=programme.office, programme=programme, topic=topic) for topic in topics
    )


def _detail(programme: Programme) -> dict[str, Any]:
    return {
        "starts_on": programme.starts_on.isoformat(),
        "ends_on": programme.ends_on.isoformat(),
        "sessions": programme.sessions,
        "target": programme.target,
        "topics": [topic.name for topic in programme.topics.all()],
        "topic_keys": [topic.pk for topic in programme.topics.all()],
    }
