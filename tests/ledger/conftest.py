"""A year's ledger of the invented city: units with their people, a call, projects in any state."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django_scopes import scope

from taizhang.core.lifecycle.project_year import ProjectState
from taizhang.core.lifecycle.workflow import LifeStep
from taizhang.core.plan.account_plan import (
    AccountPlan,
    CriterionPlan,
    IndicatorPlan,
    MeasurePlan,
    MilestonePlan,
)
from taizhang.ledger.actions import accounts, year
from taizhang.ledger.actions.admission import stand
from taizhang.ledger.models import Call, Ledger, Project
from taizhang.ledger.rules.account_plans import fields_of, write_lists
from taizhang.office import actions as office_actions
from taizhang.office.models import Office, Person, Post, Unit
from taizhang.office.roles import Role
from taizhang.office.workflow import move
from tests.matrix import Actor
from tests.replaying import replayed


@dataclass(frozen=True)
class People:
    """Who acts: two member units with liaison and leader, and the office."""

    unit: Unit
    liaison: Person
    leader: Person
    lead_post: Post
    other_unit: Unit
    other_liaison: Person
    other_leader: Person
    officer: Person
    other_officer: Person
    head: Person

    def with_role(self, role: str) -> Person | None:
        """The person of ``unit`` or of the office in this role; None where there is none."""
        return {
            Role.LIAISON: self.liaison,
            Role.UNIT_LEADER: self.leader,
            Role.LEDGER_OFFICER: self.officer,
            Role.OFFICE_LEADER: self.head,
        }.get(Role(role))


def actors(people: People) -> list[Actor]:
    """Who tries every step of a row of the first unit."""
    return [
        Actor(Role.LIAISON, True, people.liaison),
        Actor(Role.UNIT_LEADER, True, people.leader),
        Actor(Role.LIAISON, False, people.other_liaison),
        Actor(Role.UNIT_LEADER, False, people.other_leader),
        Actor(Role.LEDGER_OFFICER, True, people.officer),
        Actor(Role.OFFICE_LEADER, True, people.head),
    ]


@pytest.fixture
def people(office: Office, at: datetime) -> Iterator[People]:
    with scope(office=office.pk):
        yield replayed(("people", office.pk, at), lambda: _people(office, at), office)


def _people(office: Office, at: datetime) -> People:
    count = 0

    def somebody(role: Role, unit: Unit | None = None) -> tuple[Person, Post]:
        nonlocal count
        count += 1
        person = office_actions.register_person(
            office=office,
            username=f"p{count}",
            name=f"林知{count}",
            email=f"p{count}@haichuan.test",
            by=None,
            at=at,
        )
        post = office_actions.add_post(office=office, role=role, title=role.label, unit=unit, by=None, at=at)
        office_actions.appoint(post=post, person=person, by=None, at=at)
        return person, post

    def a_unit(name: str) -> Unit:
        return office_actions.add_unit(office=office, name=f"海川{name}", short_name=name, by=None, at=at)

    unit, other = a_unit("市民政局"), a_unit("市卫健委")
    leader, post = somebody(Role.UNIT_LEADER, unit)
    return People(
        unit=unit,
        liaison=somebody(Role.LIAISON, unit)[0],
        leader=leader,
        lead_post=post,
        other_unit=other,
        other_liaison=somebody(Role.LIAISON, other)[0],
        other_leader=somebody(Role.UNIT_LEADER, other)[0],
        officer=somebody(Role.LEDGER_OFFICER)[0],
        other_officer=somebody(Role.LEDGER_OFFICER)[0],
        head=somebody(Role.OFFICE_LEADER)[0],
    )


@pytest.fixture
def ledger(people: People, office: Office, at: datetime) -> Ledger:
    ledger = year.open_ledger(office=office, year=2026, by=people.officer, at=at)
    year.add_theme(ledger=ledger, name="志愿服务", by=people.officer, at=at)
    return ledger


@pytest.fixture
def call(people: People, ledger: Ledger, at: datetime) -> Call:
    """A call that is out, open for another thirty days."""
    draft = year.draft_call(
        ledger=ledger,
        title="2026年重点项目征集",
        deadline=at + timedelta(days=30),
        by=people.officer,
        at=at,
    )
    return year.issue_call(call=draft, by=people.officer, at=at)


def plan_for(people: People, **changes: object) -> AccountPlan:
    """A complete account: 走访独居老人."""
    values = {
        "title": "独居老人每周一访",
        "goal": "独居老人每周有人上门、每天有人问候。",
        "lead_post": people.lead_post.pk,
        "start": date(2026, 1, 1),
        "due": date(2026, 12, 20),
        "indicators": (IndicatorPlan("上门走访", "人次", "cumulative", Decimal(60_000), "6万"),),
        "measures": (MeasurePlan("社区摸底"), MeasurePlan("邻里结对")),
        "milestones": (
            MilestonePlan("摸底完成", date(2026, 3, 31)),
            MilestonePlan("结对完成", date(2026, 5, 31)),
        ),
        "criteria": (CriterionPlan("走访达到6万人次"),),
    }
    return AccountPlan(**{**values, **changes})  # type: ignore[arg-type]


ProjectIn = Callable[..., Project]


@pytest.fixture
def project_in(people: People, ledger: Ledger, at: datetime) -> ProjectIn:
    """``project_in(ProjectState.ACTIVE)``: a complete account in that state, its history behind it."""

    def make(state: str = ProjectState.ACTIVE, unit: Unit | None = None, **changes: object) -> Project:
        plan = plan_for(people, **changes)
        project = Project.objects.create(
            office=ledger.office,
            ledger=ledger,
            lead_unit=unit or people.unit,
            changed_at=at,
            **fields_of(plan),
        )
        stand(project, at)
        write_lists(project, plan)
        if state != ProjectState.ADMITTED:
            accounts.open_accounts(projects=[project], by=None, at=at)
        if state not in (ProjectState.ADMITTED, ProjectState.OPENED):
            move(project, LifeStep("set", frozenset({project.state}), state), at=at)
        return project

    return make
