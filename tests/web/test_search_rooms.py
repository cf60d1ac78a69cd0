"""Directives, orders and sessions are found by those who see them on their own pages, and by nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from taizhang.bulletin.search.keys import KINDS, beyond, key_of
from taizhang.ledger.actions import directives
from taizhang.ledger.models import Directive, DirectiveSubject
from taizhang.office.models import Person
from taizhang.outreach.actions import media, orders, plans, research, sit_ins, slots
from taizhang.outreach.models import Order, Session
from tests.ledger.conftest import People, ProjectIn, ledger, people, project_in
from tests.ledger.test_directives import post_of
from tests.outreach.conftest import Pool, SessionIn, order, pool, session_in, wish
from tests.web.route_objects import a_project

__all__ = ["ledger", "order", "people", "pool", "project_in", "session_in"]
Asked = Callable[..., set[str]]


@pytest.fixture
def asked(client: Client) -> Asked:
    """``asked(person, words)``: which of the addresses of the things found stand on the search page."""

    def ask(person: Person, words: str, *things: Directive | Order | Session, order: str = "") -> set[str]:
        client.force_login(person)
        page = client.get(reverse("search"), {"q": words, "order": order}).content.decode()
        addresses = {reverse(each._meta.model_name, args=[each.pk]) for each in things}
        return {address for address in addresses if f'"{address}"' in page}

    return ask


@pytest.mark.parametrize("way", ["", "likely"])
def test_a_directive_is_found_by_its_leader_and_whose_task_it_is(
    asked: Asked, people: People, project_in: ProjectIn, at: datetime, way: str
) -> None:
    project = project_in()
    row = directives.write_directive(
        kind=DirectiveSubject.PROJECT, subject=project.pk, title=project.title, project=project,
        text="请讲清助餐点迟迟不开的缘由。", post=post_of(people.officer), due=at.date() + timedelta(days=9),
        by=people.head, at=at,
    )  # fmt: skip
    there = {reverse("directive", args=[row.pk])}
    assert asked(people.head, "助餐点 缘由", row, order=way) == there
    assert asked(people.officer, "缘由", row, order=way) == there
    assert asked(people.liaison, "缘由", row, order=way) == set()


@pytest.mark.parametrize("way", ["", "likely"])
def test_orders_and_sessions_are_found_by_the_office_and_the_unit(
    asked: Asked, pool: Pool, session_in: SessionIn, at: datetime, way: str
) -> None:
    session = session_in(place="望江社区党群活动室", wish="老人识骗")
    row = session.orders.get()
    both = {reverse("session", args=[session.pk]), reverse("order", args=[row.pk])}
    for person in (pool.dispatcher, pool.liaison):
        assert asked(person, "望江社区", session, row, order=way) == both
        assert asked(person, "识骗", session, row, order=way) == {reverse("order", args=[row.pk])}
    assert asked(pool.other_liaison, "望江社区", session, row, order=way) == set()


def test_a_draft_is_found_by_its_unit_alone(asked: Asked, pool: Pool, order: Order, at: datetime) -> None:
    assert asked(pool.dispatcher, "二楼会议室", order) == {reverse("order", args=[order.pk])}
    draft = orders.draft_order(unit=pool.unit, by=pool.liaison, at=at, **wish(pool, wish="听一堂节水课"))
    assert asked(pool.dispatcher, "节水课", draft) == set()  # not handed in yet
    assert asked(pool.liaison, "节水课", draft) == {reverse("order", args=[draft.pk])}


def test_keys_of_all_kinds_keep_the_order_of_days(at: datetime) -> None:
    day = at.date()
    assert key_of(day, "session", 3) < beyond(day) <= key_of(day + timedelta(days=1), "issue", 1) < 2**53
    assert len({key_of(day, kind, 3) for kind in KINDS}) == len(KINDS) == 12


@pytest.mark.parametrize("way", ["", "likely"])
def test_fieldwork_is_found_by_those_who_see_it(asked: Asked, pool: Pool, at: datetime, way: str) -> None:
    project = a_project(pool.office, pool.unit)
    sit_in = sit_ins.plan_sit_in(
        office=pool.office, unit=pool.unit, subject="琴湖讲堂", planned_on=at.date(), project=project,
        by=pool.dispatcher, at=at,
    )  # fmt: skip
    outlet = media.add_outlet(
        office=pool.office, name="海川日报", kind="mainstream", by=pool.dispatcher, at=at
    )
    item = media.list_media(
        office=pool.office, outlet=outlet, title="琴湖边的课堂", published_on=at.date(), unit=pool.unit,
        by=pool.dispatcher, at=at,
    )  # fmt: skip
    topic = research.start_research(project=project, question="琴湖片区要什么", by=pool.liaison, at=at)
    slot = slots.start_slot(
        project=project,
        title="琴湖义剪",
        unit="人次",
        every="week",
        starts_on=at.date(),
        by=pool.liaison,
        at=at,
    )
    plan = plans.make_plan(
        office=pool.office, name="琴湖周方案", event="琴湖文化周", starts_on=at.date(), ends_on=at.date(),
        by=pool.dispatcher, at=at,
    )  # fmt: skip
    routes = {"sit-in": sit_in, "media-item": item, "research-topic": topic, "slot": slot, "plan": plan}
    there = {reverse(route, args=[row.pk]) for route, row in routes.items()}

    def found(person: Person) -> set[str]:
        client = Client()
        client.force_login(person)
        page = client.get(reverse("search"), {"q": "琴湖", "order": way}).content.decode()
        return {address for address in there if f'"{address}"' in page}

    assert found(pool.dispatcher) == there
    assert found(pool.liaison) == there - {reverse("plan", args=[plan.pk])}  # no step of it is theirs
    assert found(pool.other_liaison) == set()
