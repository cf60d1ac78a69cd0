"""Who acts while a year's ledger is opened: two units with liaison and leader, and the officer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django_scopes import scope

from taizhang.ledger.actions import proposals, year
from taizhang.ledger.models import Call, Ledger, Proposal, Theme
from taizhang.office import actions
from taizhang.office.models import Office, Person, Post, Unit
from taizhang.office.roles import Role
from tests.replaying import replayed


@dataclass(frozen=True)
class Cast:
    office: Office
    officer: Person
    unit: Unit
    liaison: Person
    leader: Person
    post: Post  # of the leader
    other: Unit
    other_liaison: Person
    other_leader: Person


def cast_of(office: Office, at: datetime) -> Cast:
    """The people, appointed ``at``."""
    return replayed(("opening", office.pk, at), lambda: _appointed(office, at), office)


def _appointed(office: Office, at: datetime) -> Cast:
    def somebody(role: Role, unit: Unit | None = None) -> tuple[Person, Post]:
        login = f"{role}-{unit.pk if unit else 0}".replace("_", "-")
        person = actions.register_person(office=office, username=login, name="林知秋", by=None, at=at)
        post = actions.add_post(office=office, role=role, title=role.label, unit=unit, by=None, at=at)
        actions.appoint(post=post, person=person, by=None, at=at)
        return person, post

    with scope(office=office.pk):
        unit = actions.add_unit(office=office, name="海川市民政局", short_name="市民政局", by=None, at=at)
        other = actions.add_unit(office=office, name="海川市教育局", short_name="市教育局", by=None, at=at)
        leader, post = somebody(Role.UNIT_LEADER, unit)
        return Cast(
            office=office,
            officer=somebody(Role.LEDGER_OFFICER)[0],
            unit=unit,
            liaison=somebody(Role.LIAISON, unit)[0],
            leader=leader,
            post=post,
            other=other,
            other_liaison=somebody(Role.LIAISON, other)[0],
            other_leader=somebody(Role.UNIT_LEADER, other)[0],
        )


def ledger_of(cast: Cast, number: int, at: datetime) -> Ledger:
    """A ledger with two themes."""
    ledger = year.open_ledger(office=cast.office, year=number, by=cast.officer, at=at)
    for name in ("志愿服务", "宣讲"):
        year.add_theme(ledger=ledger, name=name, by=cast.officer, at=at)
    return ledger


def call_of(cast: Cast, ledger: Ledger, at: datetime, days: int = 20) -> Call:
    """A call that is out."""
    deadline = at + timedelta(days=days)
    call = year.draft_call(ledger=ledger, title="重点项目征集", deadline=deadline, by=cast.officer, at=at)
    return year.issue_call(call=call, by=cast.officer, at=at)


def proposal_of(cast: Cast, call: Call, at: datetime, *, other: bool = False, **changes: Any) -> Proposal:
    """A proposal that the unit's leader has signed."""
    values = {
        "title": "独居老人每周一访",
        "goal": "独居老人每周有人上门、每天有人问候。",
        "theme": Theme.objects.filter(ledger=call.ledger).first(),
        "measures": "社区摸底\n邻里结对",
        "indicators": [{"name": "上门走访", "target": "6万", "unit": "人次", "basis": "cumulative"}],
        "milestones": [{"title": "摸底完成", "due": f"{call.ledger.year}-03-31", "phase": ""}],
        "due": date(call.ledger.year, 12, 20),
        **changes,
    }
    liaison = cast.other_liaison if other else cast.liaison
    unit = cast.other if other else cast.unit
    made = proposals.draft_proposal(call=call, unit=unit, by=liaison, at=at, **values)
    proposals.send_proposal(proposal=made, by=liaison, at=at)
    leader = cast.other_leader if other else cast.leader
    return proposals.sign_proposal(proposal=made, by=leader, at=at)
