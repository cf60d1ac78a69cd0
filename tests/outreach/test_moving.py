"""Outreach and fieldwork move with their office, to the other engine and back; what was known on past days stays known."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils.timezone import localdate
from django_scopes import scope

from taizhang.office.backup import packing, unpacking
from taizhang.office.backup.packing import pack
from taizhang.office.backup.unpacking import import_office
from taizhang.office.models import Office, Person
from taizhang.office.visible import viewer_at
from taizhang.outreach.actions import (
    confirming,
    coverage,
    follow_ups,
    media,
    orders,
    plans,
    research,
    rolls,
    sit_ins,
    slots,
)
from taizhang.outreach.models import DistrictTile, Programme, SitInCap, VenueReach
from taizhang.outreach.queries import statistics
from taizhang.outreach.queries.coverage import coverage_of
from tests import database
from tests.office.suitcases import PASSPHRASE, facts, quick_schema, sqlite_database
from tests.web.route_objects import a_project

from .conftest import AFTER, DAY, Pool, SessionIn, wish

__all__ = ["quick_schema"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("quick_schema")]
HOSTILE = "换行\r\n'; DROP TABLE outreach_sitin; --𠮷\u2028{x}"  # in every free text
RECALLED = timedelta(days=40)


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    settings.TAIZHANG_HOME = tmp_path / "home"
    settings.FILES_FOLDER = tmp_path / "home" / "files"
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def fill(pool: Pool, session_in: SessionIn, at: datetime) -> None:
    """A row in every table of outreach: a session that was recalled, a number stated again, an item withdrawn."""
    own, desk = {"by": pool.liaison, "at": at}, {"by": pool.dispatcher, "at": at}
    later = {"by": pool.liaison, "at": at + AFTER}
    project = a_project(pool.office, pool.unit)
    session = session_in("counted", also=True)
    confirming.recall(session=session, reason="重复'; DROP--", by=pool.dispatcher, at=at + RECALLED)
    orders.order_talk(unit=pool.other, by=pool.other_liaison, at=at, **wish(pool, topic=None, wish="反诈"))
    roll = rolls.make_roll(
        office=pool.office,
        name="单位",
        as_of=localdate(at),
        source="登记",
        rows=[],
        by=pool.dispatcher,
        at=at,
    )
    coverage.start_programme(
        office=pool.office,
        name="全覆盖",
        roll=roll,
        topics=[pool.topic],
        starts_on=localdate(at),
        ends_on=DAY,
        **desk,
    )
    VenueReach.objects.create(
        office=pool.office,
        venue=session.venues.all()[0],
        entry=roll.entries.all()[1],
        by=pool.dispatcher,
        at=at,
    )
    DistrictTile.objects.create(office=pool.office, district="临港区", row=1, column=2)
    SitInCap.objects.create(office=pool.office, year=2026, unit=pool.unit, most=3)
    sit_in = sit_ins.plan_sit_in(office=pool.office, unit=pool.unit, subject="党日", planned_on=DAY, **desk)
    sit_ins.record_sit_in(sit_in=sit_in, heads=30, record=HOSTILE, by=pool.dispatcher, at=at + AFTER)
    follow_ups.follow_up_sit_in(
        sit_in=sit_in, text=HOSTILE, unit=pool.unit, due=DAY + AFTER, by=pool.dispatcher, at=at + AFTER
    )
    paper = media.add_outlet(office=pool.office, name="海川日报", kind="mainstream", by=None, at=at)
    column = media.add_column(outlet=paper, name="见闻", by=None, at=at)
    given = {"office": pool.office, "unit": pool.unit, "outlet": paper, "published_on": localdate(at), **own}
    item = media.list_media(title="板凳课堂", column=column, episode=3, link="http://x.example/'\"<", **given)
    again = media.list_media(title="转载板凳课堂", original=item, **given)
    media.withdraw_media(item=again, reason="误", **later)
    topic = research.start_research(project=project, question="怎样用餐", **own)
    research.add_visit(topic=topic, visited_on=localdate(at), place="北苑", learnt=HOSTILE, **own)
    research.raise_problem(topic=topic, text="缺送餐员", **own)
    slot = slots.start_slot(
        project=project, title="义务理发", unit="人次", every="month", starts_on=localdate(at), **own
    )
    slots.deliver(slot=slot, done_on=localdate(at), amount="12.000001", note="雨", **own)
    plan = plans.make_plan(office=pool.office, name="宣讲周", event="周", starts_on=DAY, ends_on=DAY, **desk)
    plans.add_step(plan=plan, title="备课", phase="before", days=3, unit=pool.unit, **desk)


def known(person: Person, at: datetime) -> list[Any]:
    """What the statistics and the coverage say of each of some days, and what the person sees of the rows."""
    viewer = viewer_at(person, at)
    told: list[Any] = []
    for on in (localdate(at), localdate(at + AFTER), localdate(at + RECALLED)):
        sessions = statistics.confirmed_sessions(viewer, on)
        told += [
            on,
            list(sessions.values_list("title", "held_on", "state")),
            sorted(statistics.heads_of(viewer, sessions, on).values()),
            list(statistics.listed_media(viewer, on).values_list("title", "link", "column__name", "episode")),
            [(each.item.title, each.total, each.entries) for each in statistics.service_courses(viewer, on)],
            list(statistics.recorded_sit_ins(viewer, on).values_list("subject", "record")),
            list(statistics.made_visits(viewer, on).values_list("place", "learnt")),
            coverage_of(Programme.objects.get(), on).by_sessions(),
        ]
    return told


@pytest.fixture
def filled(home: Path, pool: Pool, session_in: SessionIn, at: datetime) -> Pool:
    fill(pool, session_in, at)
    return pool


def test_every_table_of_outreach_has_a_row_to_move(filled: Pool) -> None:
    empty = {name for name, table in facts().items() if name.startswith("outreach.") and not table.rows}
    assert empty == set()


def test_fieldwork_goes_to_the_other_engine_and_back_unchanged(
    filled: Pool, tmp_path: Path, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = pack(tmp_path / "a.zip", office=None, passphrase="", at=at)
    with sqlite_database(tmp_path / "other.sqlite3") as alias:

        @contextmanager
        def other() -> Iterator[str]:
            yield alias

        with monkeypatch.context() as patch, unpacking.opened(tmp_path / "a.zip") as suitcase:
            patch.setattr(unpacking, "scratch_database", other)
            with transaction.atomic(using=alias):
                unpacking._fill(suitcase, alias)
        monkeypatch.setattr(packing, "still_image", other)
        second = pack(tmp_path / "b.zip", office=None, passphrase="", at=at)
    moved = {name: table for name, table in second.tables.items() if name.startswith("outreach.")}
    assert moved == {name: table for name, table in first.tables.items() if name.startswith("outreach.")}
    assert sum(table.rows for table in moved.values()) > 30


def test_an_office_that_moved_shows_the_same_on_each_past_day(
    filled: Pool, tmp_path: Path, at: datetime, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "prove", lambda path, passphrase: None)  # proven in tests/office
    people = [filled.dispatcher, filled.liaison, filled.other_liaison]
    before = [known(person, at) for person in people]
    assert [each[10] for each in before] != [
        before[0][10]
    ] * 3  # heads: each sees the venues of their own unit
    pack(tmp_path / "o.zip", office=filled.office, passphrase=PASSPHRASE, at=at)
    database.empty(connection)
    settings.TAIZHANG_HOME = tmp_path / "new"
    settings.FILES_FOLDER = tmp_path / "new" / "files"
    (tmp_path / "new").mkdir()
    import_office(tmp_path / "o.zip", passphrase=PASSPHRASE, at=at)
    office = Office.objects.get()
    with scope(office=office.pk):
        there = [Person.objects.get(username=person.username) for person in people]
        assert [known(person, at) for person in there] == before
