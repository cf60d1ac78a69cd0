"""The demo's year is lived through the actions that people use: it must be a sound one."""

from __future__ import annotations

from collections import Counter

import pytest
from django_scopes import scope

from taizhang.bulletin.models import FactQuery, Issue, Submission
from taizhang.bulletin.queries.figure_status import standing_of
from taizhang.core.lifecycle.project_year import conserve
from taizhang.demo.office import make_demo
from taizhang.demo.year.data import stories
from taizhang.ledger.models import ChangeRequest, Ledger, Notice, Obligation, ProgressReport, Project
from taizhang.office.models import Office, Person


@pytest.mark.django_db
def test_the_year_is_lived_in() -> None:
    steps: list[tuple[int, int]] = []
    assert make_demo("clear-water-under-9", lambda done, of: steps.append((done, of)))
    assert steps[-1] == (8, 8)
    with scope(office=Office.objects.get().pk):
        _check_projects()
        _check_what_waits()
        _check_the_bulletin()
    assert not make_demo("clear-water-under-9")


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
