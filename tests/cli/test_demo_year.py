"""The demo's year is lived through the actions that people use: it must be a sound one."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_scopes import scope

from taizhang.bulletin.models import FactQuery, Issue, Submission
from taizhang.bulletin.queries.figure_status import standing_of
from taizhang.core.lifecycle.project_year import conserve
from taizhang.demo.office import make_demo
from taizhang.demo.year.data import stories
from taizhang.ledger.models import ChangeRequest, Ledger, Notice, Obligation, ProgressReport, Project
from taizhang.office import clock
from taizhang.office.models import Office, Person
from taizhang.office.queries import roles_of
from taizhang.office.roles import Role


@pytest.mark.django_db
def test_the_year_is_lived_in(settings: Any) -> None:
    steps: list[tuple[int, int]] = []
    assert make_demo("clear-water-under-9", lambda done, of: steps.append((done, of)))
    assert steps[-1] == (9, 9)
    with scope(office=Office.objects.get().pk):
        _check_projects()
        _check_what_waits()
        _check_the_bulletin()
        _check_how_often_pages_ask(settings)
    assert not make_demo("clear-water-under-9")


# At most so many queries, however much waits: who asks (2), which kinds wait, the rows of all kinds together, what
# stands beside some of them, and what has changed lately.
LANDING = {
    Role.EDITOR: 8,
    Role.LEDGER_OFFICER: 8,
    Role.LIAISON: 7,
    Role.UNIT_LEADER: 7,
    Role.CHECKER: 6,
    Role.SIGNER: 6,
    Role.OFFICE_LEADER: 6,
    Role.DISPATCHER: 3,
    Role.READER: 3,
    Role.SYS_ADMIN: 2,
    Role.SEC_ADMIN: 2,
    Role.AUDITOR: 2,
}
GRID = 6


def _check_how_often_pages_ask(settings: Any) -> None:
    settings.CLOCK_SHIFT = datetime(2026, 8, 14, 1, 30, tzinfo=UTC) - timezone.now()
    asked = {}
    for person in Person.objects.filter(is_active=True):
        roles = roles_of(person, clock.now())
        if len(roles) == 1:
            client = Client()
            client.force_login(person)
            (role,) = roles
            asked[role] = (_queries(client, "/?lines"), _queries(client, "/ledger/"))
    assert asked.keys() == LANDING.keys()
    assert {role: counts for role, counts in asked.items() if counts[0] > LANDING[role]} == {}
    assert {role: counts for role, counts in asked.items() if counts[1] > GRID} == {}


def _queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code in {200, 403}
    return len(queries)


def _check_projects() -> None:
    projects = Project.objects.order_by("serial")
    assert [project.title for project in projects] == [story.title for story in stories()]
    assert [project.serial for project in projects] == list(range(1, 99))
    states = Counter(projects.values_list("state", flat=True))
    assert conserve(98, states).holds
    assert {"active", "closed", "cancelled", "merged", "closure_requested"} <= set(states)
    levels = Counter(projects.filter(state="active").values_list("level", flat=True))
    assert levels["normal"] > 60
    assert {"normal", "near", "behind", "overdue"} == set(levels)
    assert Ledger.objects.get().rules is not None


def _check_what_waits() -> None:
    """Everyone finds something in their queue."""
    liaison = Person.objects.get(username="xujianing")
    own = Obligation.objects.filter(project__lead_unit__post__holders__person=liaison)
    assert own.filter(state="due").exists()
    assert ProgressReport.objects.filter(state="unit_review").exists()
    assert ProgressReport.objects.filter(state="submitted").exists()
    assert Notice.objects.filter(state="draft").exists()
    assert ChangeRequest.objects.filter(state="requested").exists()


def _check_the_bulletin() -> None:
    """One issue is out with every figure accounted for, the next is on the desk with questions in it."""
    out = Issue.objects.get(state="distributed")
    assert (out.state, out.annual_no, out.cumulative_no) == ("distributed", 8, 359)
    assert all(each.settled for article in out.articles.all() for each in standing_of(article))
    assert out.sendings.filter(state="received").exists()
    making = Issue.objects.get(state="composing")
    figures = [each for article in making.articles.all() for each in standing_of(article)]
    assert {True, False} == {each.settled for each in figures}
    assert FactQuery.objects.filter(article__issue=making, state="open").exists()
    assert Submission.objects.filter(state="held").exists()
    assert Submission.objects.filter(state="returned").exists()
