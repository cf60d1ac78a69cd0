"""Media items: who registers them, what is refused at which field, and how reprints stand under the first."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate

from taizhang.core.lifecycle.outreach_life import MEDIA_ITEM, MediaItemState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.ledger.rules.checks import Objections
from taizhang.office.roles import Role
from taizhang.office.visible import viewer_at
from taizhang.outreach.actions import media
from taizhang.outreach.models import MediaItem, MediaOutlet
from taizhang.outreach.rules.media import is_web_address
from taizhang.outreach.visible import media_for, projects_served
from tests.matrix import Actor, surprises
from tests.web.route_objects import a_project

from .conftest import Pool, SessionIn


@pytest.fixture
def paper(pool: Pool, at: datetime) -> MediaOutlet:
    return media.add_outlet(office=pool.office, name="海川日报", kind="mainstream", by=pool.dispatcher, at=at)


def item(
    pool: Pool, paper: MediaOutlet, at: datetime, title: str = "板凳上的宣讲", **given: Any
) -> MediaItem:
    told = {
        "outlet": paper,
        "title": title,
        "published_on": localdate(at),
        "unit": pool.unit,
        "by": None,
        **given,
    }
    return media.list_media(office=pool.office, at=at, **told)


def actors(pool: Pool) -> list[Actor]:
    return [
        Actor(Role.LIAISON, True, pool.liaison), Actor(Role.UNIT_LEADER, True, pool.leader),
        Actor(Role.LIAISON, False, pool.other_liaison), Actor(Role.DISPATCHER, True, pool.dispatcher),
        Actor(Role.LEDGER_OFFICER, True, pool.officer),
    ]  # fmt: skip


def test_an_item_takes_the_steps_of_its_table_and_no_others(
    pool: Pool, paper: MediaOutlet, at: datetime
) -> None:
    def put(state: str, verb: str) -> MediaItem:
        row = item(pool, paper, at)
        return row if state == "listed" else media.withdraw_media(item=row, reason="重复", by=None, at=at)

    given = {"outlet": paper, "title": "另一标题", "published_on": localdate(at)}
    acts = {
        "correct": lambda row, by: media.correct_media(item=row, by=by, at=at, **given),
        "withdraw": lambda row, by: media.withdraw_media(item=row, reason="重复", by=by, at=at),
    }
    assert surprises(MEDIA_ITEM, MediaItemState, acts, put, actors(pool)) == []


def test_a_unit_registers_for_itself_and_sees_its_own(pool: Pool, paper: MediaOutlet, at: datetime) -> None:
    own = item(pool, paper, at, by=pool.liaison)
    office_wide = item(pool, paper, at, "综述", unit=None, by=pool.dispatcher)
    for by in (pool.officer, pool.other_liaison, pool.leader):
        with pytest.raises(Refused):
            item(pool, paper, at, "别的", by=by)
    with pytest.raises(Refused):
        media.add_outlet(office=pool.office, name="海川晚报", kind="new", by=pool.liaison, at=at)
    seen = {
        person.pk: set(media_for(viewer_at(person, at)))
        for person in (pool.liaison, pool.other_liaison, pool.dispatcher)
    }
    assert seen == {
        pool.liaison.pk: {own},
        pool.other_liaison.pk: set(),
        pool.dispatcher.pk: {own, office_wide},
    }


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"link": "ftp://paper.test/1"}, "link"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"published_on": timedelta(days=1)}, "published_on"),
        ({"title": " "}, "title"),
        ({"title": "板凳上的宣讲"}, "title"),
        ({"episode": 3}, "episode"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    pool: Pool, paper: MediaOutlet, at: datetime, changes: dict[str, Any], field: str
) -> None:
    item(pool, paper, at)
    given = {"title": "家风故事", **changes}
    if isinstance(given.get("published_on"), timedelta):
        given["published_on"] = localdate(at) + given["published_on"]
    with pytest.raises(Objections) as refused:
        item(pool, paper, at, **given)
    assert set(refused.value.by_field) == {field}


def test_episodes_stand_once_in_a_column_of_their_outlet(
    pool: Pool, paper: MediaOutlet, at: datetime
) -> None:
    column = media.add_column(outlet=paper, name="文明故事", by=pool.dispatcher, at=at)
    other = media.add_outlet(office=pool.office, name="海川网", kind="new", by=None, at=at)
    assert str(column) == "海川日报《文明故事》"
    first = item(pool, paper, at, column=column, episode=1)
    for wrong, field in (({"episode": 1}, "episode"), ({"outlet": other, "episode": 2}, "column")):
        with pytest.raises(Objections) as refused:
            item(pool, paper, at, "另一篇", column=column, **wrong)
        assert set(refused.value.by_field) == {field}
    media.withdraw_media(item=first, reason="期数有误", by=None, at=at)
    assert item(pool, paper, at, "另一篇", column=column, episode=1).episode == 1
    for again in (
        lambda: media.add_column(outlet=paper, name="文明故事", by=None, at=at),
        lambda: media.add_outlet(office=pool.office, name="海川网", kind="own", by=None, at=at),
    ):
        with pytest.raises(Refused, match="已经登记"):
            again()


def test_reprints_stand_under_the_first(pool: Pool, paper: MediaOutlet, at: datetime) -> None:
    first = item(pool, paper, at, published_on=localdate(at) - timedelta(days=2))
    second = item(pool, paper, at, original=first, published_on=localdate(at) - timedelta(days=1))
    third = item(pool, paper, at, original=second)
    assert [row.original for row in (second, third)] == [first, first]
    with pytest.raises(Objections, match="自己"):
        media.correct_media(
            item=first,
            outlet=paper,
            title="新题",
            published_on=first.published_on,
            original=second,
            by=None,
            at=at,
        )
    before = item(pool, paper, at, "更早的首发")
    media.correct_media(
        item=first, outlet=paper, title="板凳上的宣讲", published_on=first.published_on, original=before, by=None, at=at
    )  # fmt: skip
    third.refresh_from_db()
    assert third.original == before
    media.withdraw_media(item=before, reason="误登", by=None, at=at)
    for row in (first, second, third):
        row.refresh_from_db()
    assert [first.original, second.original, third.original] == [None, first, first]


def test_project_and_unit_follow_from_the_event(
    pool: Pool, paper: MediaOutlet, session_in: SessionIn, at: datetime
) -> None:

    project = a_project(pool.office, pool.other)
    session = session_in("scheduled")
    type(session).objects.filter(pk=session.pk).update(project=project)
    session.refresh_from_db()
    row = item(pool, paper, at, unit=None, session=session)
    assert (row.project, row.unit) == (project, pool.other)


@pytest.mark.parametrize(
    ("link", "good"),
    [
        ("https://paper.test/2026/a?b=1#c", True),
        ("http://paper.test:8080/", True),
        ("HTTPS://Paper.test", True),
        ("https://", False),
        ("//paper.test/a", False),
        ("https://user:word@paper.test/", False),
        ("https://paper.test@evil.test/", False),
        ("https://paper.test/a b", False),
        ("https://paper.test\\@evil.test", False),
        ("http://[::1", False),
        ("http://paper.test:port/", False),
        ("data:text/html,x", False),
        ("paper.test/a", False),
        ("java\tscript:x", False),
    ],
)
def test_only_addresses_of_the_web_are_kept(link: str, good: bool) -> None:
    assert is_web_address(link) is good


def test_the_office_links_to_any_project_under_way_and_a_unit_to_those_it_sees(
    pool: Pool, at: datetime
) -> None:
    own, other = a_project(pool.office, pool.unit), a_project(pool.office, pool.other)
    a_project(pool.office, pool.unit, "closed")
    seen = {
        person.pk: set(projects_served(viewer_at(person, at)))
        for person in (pool.liaison, pool.other_liaison, pool.dispatcher)
    }
    assert seen == {pool.liaison.pk: {own}, pool.other_liaison.pk: {other}, pool.dispatcher.pk: {own, other}}
