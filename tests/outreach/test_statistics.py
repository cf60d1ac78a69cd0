"""Statistics: each number is a number of rows, as far as one sees them and as known at the end of a day."""

from __future__ import annotations

import io
import re
from datetime import date, datetime, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from taizhang.ledger.actions import records
from taizhang.ledger.models import Project
from taizhang.office.clock import today
from taizhang.office.models import Person
from taizhang.office.visible import viewer_at
from taizhang.outreach.actions import confirming, media, research, sit_ins, slots
from taizhang.outreach.queries import statistics
from tests.web.route_objects import a_project

from .conftest import AFTER, DAY, Pool, SessionIn

LATER = DAY + timedelta(days=40)


@pytest.fixture
def project(pool: Pool) -> Project:
    return a_project(pool.office, pool.unit)


def of(person: Person, at: datetime, on: date) -> tuple[int, int]:
    """Sessions and heads as the person sees them on that day."""
    viewer = viewer_at(person, at)
    found = statistics.confirmed_sessions(viewer, on)
    return found.count(), sum(statistics.heads_of(viewer, found, on).values())


def get(person: Person, route: str, query: str = "") -> str:
    client = Client()
    client.force_login(person)
    answer = client.get(reverse(route) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_only_what_hosts_confirmed_counts_from_the_day_on_which_they_did(
    pool: Pool, session_in: SessionIn, at: datetime
) -> None:
    session = session_in("delivered", also=True)
    told = at + AFTER
    assert of(pool.dispatcher, at, LATER) == (0, 0)
    for venue, heads in zip(session.venues.order_by("pk"), (52, 17), strict=True):
        confirming.state_heads(venue=venue, heads=heads, by=None, at=told)
    assert of(pool.dispatcher, at, localdate(told)) == (1, 69)
    assert of(pool.dispatcher, at, localdate(told) - timedelta(days=1)) == (0, 0)
    assert of(pool.liaison, at, LATER) == (1, 52)  # of its own venue
    assert of(pool.other_liaison, at, LATER) == (1, 17)


def test_a_recalled_session_counted_until_it_was_recalled(
    pool: Pool, session_in: SessionIn, at: datetime
) -> None:
    session = session_in("counted")
    before = of(pool.dispatcher, at, LATER)
    assert before[0] == 1
    recalled = at + timedelta(days=30)
    confirming.recall(session=session, reason="重复登记", by=pool.dispatcher, at=recalled)
    assert of(pool.dispatcher, at, localdate(recalled)) == (0, 0)
    assert of(pool.dispatcher, at, localdate(recalled) - timedelta(days=1)) == before


def test_a_number_stated_again_is_the_old_one_on_the_days_before(
    pool: Pool, session_in: SessionIn, at: datetime
) -> None:
    """The speaker says something else, so that the session is confirmed and does not count yet."""
    session = session_in("scheduled")
    confirming.speaker_says(session=session, heads=90, at=at + AFTER)
    venue = session.venues.get()
    confirming.state_heads(venue=venue, heads=40, by=pool.liaison, at=at + AFTER)
    confirming.state_heads(venue=venue, heads=45, by=pool.liaison, at=at + AFTER + timedelta(days=3))
    first = localdate(at + AFTER)
    assert [of(pool.dispatcher, at, first + timedelta(days=n)) for n in (-1, 0, 2, 3)] == [
        (0, 0), (1, 40), (1, 40), (1, 45),
    ]  # fmt: skip


def test_heads_that_are_in_dispute_are_named_until_they_are_explained(
    pool: Pool, session_in: SessionIn, monkeypatch: pytest.MonkeyPatch, at: datetime
) -> None:
    told, moment = "双方人数不一致，还没有入账", at + AFTER
    rows = "?kind=session"
    monkeypatch.setattr("taizhang.office.clock.now", lambda: moment)
    session = session_in("scheduled")
    confirming.speaker_says(session=session, heads=90, at=moment)
    venue = session.venues.get()
    confirming.state_heads(venue=venue, heads=40, by=pool.liaison, at=moment)
    assert f"其中1场{told}" in get(pool.dispatcher, "statistics")
    assert get(pool.dispatcher, "statistics-rows", rows).count(told) == 1
    client = Client()
    client.force_login(pool.dispatcher)
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("statistics-workbook")).content))
    assert list(book["已确认的场次"].iter_rows(min_row=4, min_col=5, values_only=True)) == [(40, told)]
    confirming.settle_heads(venue=venue, words="签到表40人。", by=pool.liaison, at=moment)
    assert told not in get(pool.dispatcher, "statistics") + get(pool.dispatcher, "statistics-rows", rows)


def test_media_and_services_are_what_stood_on_the_day(pool: Pool, project: Project, at: datetime) -> None:
    paper = media.add_outlet(office=pool.office, name="海川日报", kind="mainstream", by=None, at=at)
    item = media.list_media(
        office=pool.office, unit=pool.unit, outlet=paper, title="板凳课堂", published_on=localdate(at), by=pool.liaison,
        at=at,
    )  # fmt: skip
    media.withdraw_media(item=item, reason="重复登记", by=pool.liaison, at=at + timedelta(days=4))
    viewer = viewer_at(pool.liaison, at)
    listed = [
        statistics.listed_media(viewer, localdate(at) + timedelta(days=n)).count() for n in (-1, 0, 3, 4)
    ]
    assert listed == [0, 1, 1, 0]
    slot = slots.start_slot(
        project=project,
        title="义务理发",
        unit="人次",
        every="week",
        starts_on=localdate(at),
        by=pool.liaison,
        at=at,
    )
    entry = slots.deliver(slot=slot, done_on=localdate(at), amount="12", by=pool.liaison, at=at)
    slots.deliver(slot=slot, done_on=localdate(at), amount="8.5", by=pool.liaison, at=at + timedelta(days=2))
    records.void_service_entry(entry=entry, by=pool.liaison, at=at + timedelta(days=5))

    def total(days: int) -> Decimal:
        (course,) = statistics.service_courses(viewer, localdate(at) + timedelta(days=days))
        return course.total

    assert [total(n) for n in (-1, 0, 2, 5)] == [0, 12, Decimal("20.5"), Decimal("8.5")]
    assert statistics.service_courses(viewer_at(pool.other_liaison, at), LATER) == []


def test_what_was_put_right_later_was_as_it_was_on_the_days_before(
    pool: Pool, project: Project, at: datetime
) -> None:
    """A day and an outlet of an item, the words of a sit-in, research that was given up."""
    first, later = localdate(at), at + timedelta(days=5)
    paper = media.add_outlet(office=pool.office, name="海川日报", kind="mainstream", by=None, at=at)
    other = media.add_outlet(office=pool.office, name="海川发布", kind="new", by=None, at=at)
    given = {"title": "板凳课堂", "by": pool.liaison}
    item = media.list_media(
        office=pool.office, unit=pool.unit, outlet=paper, published_on=first, at=at, **given
    )
    moved = first - timedelta(days=40)
    media.correct_media(item=item, outlet=other, published_on=moved, at=later, **given)
    media.correct_media(item=item, outlet=other, published_on=moved, at=later + timedelta(days=1), **given)
    sit_in = sit_ins.plan_sit_in(
        office=pool.office, unit=pool.unit, subject="中心组学习", planned_on=first, by=None, at=at
    )
    sit_ins.record_sit_in(sit_in=sit_in, heads=40, record="交流三人。", by=pool.dispatcher, at=at)
    sit_ins.correct_sit_in(sit_in=sit_in, heads=42, record="交流四人。", by=pool.dispatcher, at=later)
    topic = research.start_research(project=project, question="社区缺场地吗", by=pool.liaison, at=at)
    research.add_visit(
        topic=topic, visited_on=first, place="和平社区", learnt="没有场地。", by=pool.liaison, at=at
    )
    research.drop_research(topic=topic, reason="并题", by=pool.liaison, at=later)

    viewer = viewer_at(pool.liaison, at)

    def known(day: date) -> tuple[list[tuple[object, ...]], int, int]:
        items = statistics.listed_media(viewer, day).values_list("carried_on", "carried_by", "carried_as")
        sat = statistics.recorded_sit_ins(viewer, day).count()
        return list(items), sat, statistics.made_visits(viewer, day).count()

    before, after = (first, "海川日报", "mainstream"), (moved, "海川发布", "new")
    assert known(localdate(later) - timedelta(days=1)) == ([before], 1, 1)
    assert known(localdate(later)) == ([after], 1, 0)
    assert known(moved) == ([], 0, 0)


def test_a_service_runs_up_month_by_month_and_what_was_before_stands_in_all(project: Project) -> None:
    (item,) = [project.services.create(office=project.office, title="义诊", unit="人次", position=1)]
    course = statistics.ServiceCourse(item, 3, {0: Decimal(5), 2: Decimal(7), 3: Decimal("0.5")})
    assert course.by_month(4) == [5, 12, Decimal("12.5"), Decimal("12.5")]


def test_each_number_leads_to_as_many_rows(
    pool: Pool, project: Project, session_in: SessionIn, at: datetime
) -> None:
    session_in("counted")
    outlets = [
        media.add_outlet(office=pool.office, name=name, kind=kind, by=None, at=at)
        for name, kind in (("海川日报", "mainstream"), ("文明海川", "own"))
    ]
    for n in range(3):
        media.list_media(
            office=pool.office, unit=pool.unit, outlet=outlets[n > 1], title=f"板凳课堂{n}", published_on=DAY,
            by=pool.liaison, at=at + AFTER,
        )  # fmt: skip
    sit_in = sit_ins.plan_sit_in(
        office=pool.office, unit=pool.unit, subject="主题党日", planned_on=DAY, by=pool.dispatcher, at=at
    )
    sit_ins.record_sit_in(sit_in=sit_in, heads=30, record="照计划进行。", by=pool.dispatcher, at=at + AFTER)
    topic = research.start_research(project=project, question="怎样用餐", by=pool.liaison, at=at)
    research.add_visit(
        topic=topic, visited_on=DAY, place="临港街道", learnt="缺送餐员。", by=pool.liaison, at=at + AFTER
    )
    slot = slots.start_slot(
        project=project, title="义务理发", unit="人次", every="week", starts_on=DAY, by=pool.liaison, at=at
    )
    slots.deliver(slot=slot, done_on=DAY, amount="12", by=pool.liaison, at=at + AFTER)
    on, seen = localdate(at + AFTER), 0
    for route in ("statistics", "statistics-services", "statistics-media"):
        shown = get(pool.dispatcher, route, f"?on={on}")
        for address, number in re.findall(r'href="([^"]*statistics/rows/[^"]*)">([\d,]+)</a>', shown):
            query = address.partition("?")[2].replace("&amp;", "&")
            rows = get(pool.dispatcher, "statistics-rows", "?" + query)
            assert re.search(f"[^\\d,]({number}条记录|到场{number}人次)", rows), address
            assert rows.count("row-link") + rows.count('<th scope="row">12人次') >= min(int(number), 1), (
                address
            )
            seen += 1
    assert seen >= 2 + 1 + 4 + 2  # a month and a sum of each line with something in it


def test_how_many_came_and_what_a_service_came_to_have_their_rows_behind(
    pool: Pool, project: Project, session_in: SessionIn, at: datetime
) -> None:
    session = session_in("delivered", also=True)
    for venue, heads in zip(session.venues.order_by("pk"), (1_052, 17), strict=True):
        confirming.state_heads(venue=venue, heads=heads, by=None, at=at + AFTER)
    slot = slots.start_slot(
        project=project, title="义务理发", unit="人次", every="week", starts_on=DAY, by=pool.liaison, at=at
    )
    for amount in ("12", "30.5"):
        slots.deliver(slot=slot, done_on=DAY, amount=amount, by=pool.liaison, at=at + AFTER)
    query = f"?on={localdate(at + AFTER)}"

    def led_to(person: Person, page: str, words: str) -> str:
        found = re.findall(f'href="([^"]*statistics/rows/[^"]*)">{words}</a>', get(person, page, query))
        assert found, words
        return get(person, "statistics-rows", "?" + found[0].partition("?")[2].replace("&amp;", "&"))

    for person, heads in ((pool.dispatcher, "1,069"), (pool.liaison, "1,052")):
        shown = led_to(person, "statistics", heads)
        assert f"到场{heads}人次" in shown
        assert re.search(f">\\s*{heads}\\s*</td>", shown)
    shown = led_to(pool.dispatcher, "statistics-services", '<b class="amount">42.5人次</b>')
    assert "合计42.5人次" in shown
    assert "30.5人次" in shown


def test_amounts_of_two_services_are_not_added_up(pool: Pool, project: Project, at: datetime) -> None:
    for title, unit in (("义务理发", "人次"), ("蔬菜直通车", "公斤")):
        slot = slots.start_slot(
            project=project, title=title, unit=unit, every="week", starts_on=DAY, by=pool.liaison, at=at
        )
        slots.deliver(slot=slot, done_on=DAY, amount="12", by=pool.liaison, at=at + AFTER)
    shown = get(pool.dispatcher, "statistics-rows", f"?kind=entry&on={localdate(at + AFTER)}")
    assert "2条记录" in shown
    assert "合计" not in shown


def test_the_workbook_has_every_row_and_no_formula(pool: Pool, session_in: SessionIn, at: datetime) -> None:
    session_in("counted", topic=None, wish="=1+1的课")
    client = Client()
    client.force_login(pool.dispatcher)
    answer = client.get(reverse("statistics-workbook") + f"?on={localdate(at + AFTER)}")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == [
        "宣讲按课题", "服务逐月累计", "已确认的场次", "服务登记", "媒体报道", "巡听旁听", "调研走访",
    ]  # fmt: skip
    rows = list(book["已确认的场次"].iter_rows(min_row=4, values_only=True))
    assert [row[0].date() for row in rows] == [DAY]
    assert rows[0][1] == "=1+1的课"
    assert book["已确认的场次"]["B4"].data_type == "s"
    sums = next(book["宣讲按课题"].iter_rows(min_row=4, values_only=True))
    assert sums[-2] == 1
    assert sums[-1] == rows[0][-2] > 0


@pytest.mark.parametrize(
    "query",
    [
        "?kind=session&month=99",
        "?kind=media&outlet=nobody&month=x",
        "?kind=entry&item=0",
        "?kind=session&topic=0",
    ],
)
def test_what_nothing_falls_under_lists_nothing_or_all(pool: Pool, query: str) -> None:
    assert "没有这样的记录。" in get(pool.dispatcher, "statistics-rows", query)


def test_another_kind_is_not_found_and_an_empty_year_says_so(pool: Pool) -> None:
    client = Client()
    client.force_login(pool.liaison)
    assert client.get(reverse("statistics-rows") + "?kind=speaker").status_code == 404
    for route in ("statistics", "statistics-services", "statistics-media"):
        shown = get(pool.liaison, route, f"?on={today() - timedelta(days=400)}")
        assert "还没有" in shown
