"""Whatever an address speaks of: each object by its name, made so that ``person`` may see it.

A page author adds the route's parts to PATHS in ``test_routes`` and, where a new kind of object is spoken of,
its maker here. A maker answers None where the person's roles make no such object; the address then names
a row that does not exist.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest
from django_scopes import scope

from taizhang.core.lifecycle.project_year import CallState, ProjectState, ProposalState
from taizhang.core.plan.account_plan import AccountPlan, to_json
from taizhang.ledger.models import Baseline, Call, Ledger, Project, Proposal, SavedView, StateInterval, Theme
from taizhang.office.files import store
from taizhang.office.models import Office, Person, StoredFile, Unit
from taizhang.office.permissions import Permission, allowed
from taizhang.office.queries import roles_of, unit_of

from . import (
    coverage_objects,
    draft_objects,
    exchange_objects,
    fieldwork_objects,
    office_objects,
    outreach_objects,
    record_objects,
    send_objects,
    submit_objects,
    work_objects,
)

SPRING = datetime(2026, 3, 2, 1, tzinfo=UTC)
Maker = Callable[[pytest.FixtureRequest, Person], Any]


def a_unit(office: Office, person: Person | None = None) -> Unit:
    """The person's unit, or any other one."""
    own = unit_of(person, SPRING) if person else None
    fresh = {"name": "海川市民政局", "short_name": "市民政局"}
    return own or Unit.objects.first() or Unit.objects.create(office=office, **fresh)


def a_ledger(office: Office, year: int = 2026) -> Ledger:
    return Ledger.objects.get_or_create(office=office, year=year, defaults={"name": f"{year}年度台账"})[0]


def a_project(
    office: Office, unit: Unit, state: str = ProjectState.ACTIVE, at: datetime = SPRING, **values: Any
) -> Project:
    """A project on account, with its number, its standing and its first baseline."""
    ledger = values.pop("ledger", None) or a_ledger(office)
    serial = Project.objects.filter(ledger=ledger).count() + 1
    opened = state != ProjectState.ADMITTED
    theme = (
        values.pop("theme", None)
        or Theme.objects.get_or_create(office=office, ledger=ledger, name="聚力共建")[0]
    )
    given = {
        "title": f"文明实践志愿服务第{serial}项", "start": date(ledger.year, 1, 1), "due": date(ledger.year, 12, 20),
        "serial": serial if opened else None, "account_no": f"{ledger.year}-{serial:03d}" if opened else "",
        "opened_at": at if opened else None, "changed_at": at, **values,
    }  # fmt: skip
    project = Project.objects.create(
        office=office, ledger=ledger, lead_unit=unit, state=state, theme=theme, **given
    )
    StateInterval.objects.create(office=office, project=project, ledger=ledger, state=state, since=at)
    if opened:
        Baseline.objects.create(
            office=office, project=project, version=1, since=at, title=project.title, theme=theme,
            lead_unit=unit, start=project.start, due=project.due,
            data=to_json(AccountPlan(title=project.title)),
        )  # fmt: skip
    return project


def _reading(ask: pytest.FixtureRequest, person: Person) -> Any:
    at_desk = allowed(roles_of(person, datetime.now(UTC)), Permission.USE_DESK)
    return ask.getfixturevalue("lay")(by=person) if at_desk else None


def _project(ask: pytest.FixtureRequest, person: Person) -> Project:
    return a_project(person.office, a_unit(person.office, person))


def _book(ask: pytest.FixtureRequest, person: Person) -> StoredFile:
    """A workbook kept for an import, and the ledger it may go to."""
    a_ledger(person.office)
    content = "序号,项目名称,牵头单位\n1,板凳课堂,市民政局\n".encode()
    return store(office=person.office, content=content, name="台账.csv", media_type="text/csv", at=SPRING)


def _call(ask: pytest.FixtureRequest, person: Person) -> Call:
    """A call that is out."""
    ledger = a_ledger(person.office)
    given = {"title": "重点项目征集", "deadline": SPRING, "issued_at": SPRING, "state": CallState.OPEN}
    return Call.objects.get_or_create(office=person.office, ledger=ledger, defaults=given)[0]


def _proposal(ask: pytest.FixtureRequest, person: Person) -> Proposal:
    """A signed proposal of the person's unit."""
    given = {"title": "板凳课堂", "written_by": person, "signed_by": person, "signed_at": SPRING}
    given |= {"state": ProposalState.SUBMITTED, "changed_at": SPRING, "call": _call(ask, person)}
    return Proposal.objects.create(office=person.office, unit=a_unit(person.office, person), **given)


def _record(
    row_of: Callable[[str, Project, Person], Any], name: str, ask: pytest.FixtureRequest, person: Person
) -> Any:
    return row_of(name, _project(ask, person), person)


OBJECTS: dict[str, Maker] = {
    "call": _call,
    "proposal": _proposal,
    "book": _book,
    "reading": _reading,
    "issue": lambda ask, person: ask.getfixturevalue("issue"),
    "project": _project,
    "unit": lambda ask, person: a_unit(person.office, person),
    "ledger": lambda ask, person: a_ledger(person.office),
    "view": lambda ask, person: SavedView.objects.create(
        office=person.office, owner=person, name="滞后的", query="level=behind"
    ),
    **{name: partial(_record, record_objects.row_of, name) for name in record_objects.NAMES},
    **{name: partial(_record, work_objects.row_of, name) for name in work_objects.NAMES},
    **{name: partial(_record, send_objects.row_of, name) for name in send_objects.NAMES},
    **{name: partial(_record, submit_objects.row_of, name) for name in submit_objects.NAMES},
    **{name: partial(_record, exchange_objects.row_of, name) for name in exchange_objects.NAMES},
    **{name: partial(_record, draft_objects.row_of, name) for name in draft_objects.NAMES},
    **{name: partial(_record, outreach_objects.row_of, name) for name in outreach_objects.NAMES},
    **{name: partial(_record, fieldwork_objects.row_of, name) for name in fieldwork_objects.NAMES},
    **office_objects.MAKERS,
    **coverage_objects.MAKERS,
}


def make(ask: pytest.FixtureRequest, person: Person, names: set[str]) -> dict[str, Any]:
    """Those objects, in the scope of the person's office."""
    with scope(office=person.office_id):
        return {name: OBJECTS[name](ask, person) for name in sorted(names)}
