"""What a draft takes from the records: those that stand and are confirmed, each once, in few queries."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from taizhang.core.calendar import Period
from taizhang.core.plan.record_draft import KINDS, words_of_draft
from taizhang.ledger.actions import records
from taizhang.ledger.models import Activity, ActivityKind, Figure, Project
from taizhang.office.visible import viewer_at
from taizhang.outreach.actions import confirming, media, research
from taizhang.outreach.queries.record_draft import record_draft, with_records
from tests.web.route_objects import a_project

from .conftest import AFTER, Pool, SessionIn

MARCH, APRIL = Period.parse("2026-03"), Period.parse("2026-04")


@pytest.fixture
def project(pool: Pool) -> Project:
    return a_project(pool.office, pool.unit, title="文明实践进楼院")


def told(project: Project, pool: Pool, at: datetime, period: Period = MARCH) -> str:
    return words_of_draft(record_draft(project, period, viewer_at(pool.liaison, at)))


def test_a_session_is_told_when_it_counts_and_no_more_when_it_is_recalled(
    pool: Pool, project: Project, session_in: SessionIn, at: datetime
) -> None:
    session = session_in("scheduled", also=True, project=project)
    assert told(project, pool, at) == ""
    for venue in session.venues.all():
        confirming.state_heads(venue=venue, heads=58, by=None, at=at + AFTER)
    words = told(project, pool, at)
    assert words.startswith(
        "2026年3月，开展宣讲1场，听众共116人次：3月12日“防范电信网络诈骗”（二楼会议室），听众58人次；"
    )
    assert words.count("听众58人次") == 2
    pieces = record_draft(project, MARCH, viewer_at(pool.liaison, at))
    heads = {piece.text: piece.figures for piece in pieces if piece.text.endswith("人次")}
    counted = set(Figure.objects.filter(activity__project=project, unit="人次").values_list("pk", flat=True))
    assert set(heads["116人次"]) == counted
    session.refresh_from_db()
    confirming.recall(session=session, reason="重复登记", by=pool.dispatcher, at=at + AFTER)
    assert told(project, pool, at) == ""
    assert Activity.objects.count() == 2


def a_month(pool: Pool, project: Project, at: datetime) -> None:
    """Two of everything that a unit records of a project, and what does not belong to the draft."""
    later = at + timedelta(days=20)
    own = {"by": pool.liaison, "at": later}
    paper = media.add_outlet(office=pool.office, name="海川日报", kind="mainstream", by=None, at=at)
    site = media.add_outlet(office=pool.office, name="文明海川", kind="own", by=None, at=at)
    activities = [
        records.record_activity(
            unit=pool.unit, project=project, kind=kind, title=title, held_on=day, counts=counts, **own
        )
        for kind, title, day, counts in (
            ("volunteer", "扫雪", date(2026, 3, 3), [("志愿者", "500余", "人", "")]),
            ("volunteer", "误登", date(2026, 3, 4), [("志愿者", "7", "人", "")]),
            ("volunteer", "清雪", date(2026, 2, 28), []),
            ("media", "板凳上的宣讲", date(2026, 3, 5), []),
        )
    ]
    records.void_activity(activity=activities[1], reason="重复登记", **own)
    item = records.add_service_item(project=project, title="义务理发", unit="人次", **own)
    entries = [
        records.add_service_entry(item=item, done_on=date(2026, 3, day), amount=amount, **own)
        for day, amount in ((4, "40"), (11, "46"), (12, "9"))
    ]
    records.void_service_entry(entry=entries[2], **own)
    topic = research.start_research(project=project, question="独居老人怎样用餐", **own)
    research.add_visit(topic=topic, visited_on=date(2026, 3, 9), place="临港街道", learnt="缺送餐员。", **own)
    first = media.list_media(
        office=pool.office, unit=pool.unit, outlet=paper, title="楼院里的课堂", published_on=date(2026, 3, 6),
        project=project, **own,
    )  # fmt: skip
    for given in (
        {"outlet": site, "title": "楼院里的课堂", "original": first},
        {
            "outlet": paper,
            "title": "板凳上的宣讲",
            "activity": activities[3],
        },  # recorded as an activity already
    ):
        media.list_media(
            office=pool.office, unit=pool.unit, published_on=date(2026, 3, 7), project=project, **given, **own
        )
    gone = media.list_media(
        office=pool.office, unit=pool.unit, outlet=paper, title="撤下的", published_on=date(2026, 3, 8),
        project=project, **own,
    )  # fmt: skip
    media.withdraw_media(item=gone, reason="重复", **own)


def test_what_stands_is_told_once_and_nothing_else(pool: Pool, project: Project, at: datetime) -> None:
    a_month(pool, project, at)
    assert told(project, pool, at) == (
        "2026年3月，一是开展志愿服务1次：3月3日“扫雪”，志愿者500余人。"
        "二是为群众办实事1项：“义务理发”，86人次。"
        "三是走访调研1次：3月9日“独居老人怎样用餐”（临港街道）。"
        "四是媒体刊播报道2条：3月5日“板凳上的宣讲”；3月6日海川日报《楼院里的课堂》。"
        "五是自有平台发布信息1条：3月7日文明海川转载《楼院里的课堂》。"
    )
    assert told(project, pool, at, APRIL) == ""


def test_a_month_costs_the_same_queries_however_much_is_recorded(
    pool: Pool, project: Project, at: datetime
) -> None:
    a_month(pool, project, at)
    viewer = viewer_at(pool.liaison, at)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            record_draft(project, MARCH, viewer)
        return len(seen)

    before = queries()
    for day in range(10, 16):
        records.record_activity(
            unit=pool.unit, project=project, kind="culture", title=f"演出{day}", held_on=date(2026, 3, day),
            counts=[("观众", "80", "人次", "")], by=pool.liaison, at=at + timedelta(days=20),
        )  # fmt: skip
    assert queries() == before <= 5  # activities, figures, services, media; visits and sit-ins together


def test_only_projects_with_records_that_one_sees_are_offered(
    pool: Pool, project: Project, at: datetime
) -> None:
    a_project(pool.office, pool.unit)
    a_month(pool, project, at)
    both = Project.objects.filter(lead_unit=pool.unit)
    own, other = (viewer_at(person, at) for person in (pool.liaison, pool.other_liaison))
    assert list(with_records(both, MARCH, own)) == [project]
    assert list(with_records(both, APRIL, own)) == []
    assert list(with_records(both, MARCH, other)) == []
    assert record_draft(project, MARCH, other) == []


def test_every_kind_of_activity_has_its_sentence() -> None:
    assert set(ActivityKind.values) <= KINDS
