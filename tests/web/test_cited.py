"""A project's story tells which issues wrote of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from taizhang.bulletin.models import Article
from taizhang.core.lifecycle.bulletin_life import IssueState
from taizhang.ledger.models import Project
from taizhang.office.visible import keeper_of
from taizhang.web.projects.cited import issues_citing
from tests.bulletin.cast import DAY, cast_of, issue_in
from tests.ledger.conftest import People, ProjectIn, ledger, people, project_in

__all__ = ["ledger", "people", "project_in"]


@pytest.fixture
def project(people: People, project_in: ProjectIn) -> Project:
    return project_in()


def test_only_what_is_printed_stands_in_the_story(
    project: Project, people: People, at, client: Client
) -> None:
    cast = cast_of(project.office, at)
    issue = issue_in(cast)
    Article.objects.filter(issue=issue).update(project=project)
    assert issues_citing(project, None, keeper_of(project.office)) == []
    type(issue).objects.filter(pk=issue.pk).update(
        state=IssueState.SEALED, edited_by=cast.editor, checked_by=cast.checker, signed_by=cast.signer,
        signed_at=at, annual_no=1,
    )  # fmt: skip
    (line,) = issues_citing(project, DAY, keeper_of(project.office))
    assert line.url == f"/issues/{issue.pk}/"
    assert issues_citing(project, DAY - timedelta(days=1), keeper_of(project.office)) == []
    client.force_login(people.officer)
    assert "各单位一起读书之甲" in client.get(f"/projects/{project.pk}/").content.decode()
    assert date(2026, 3, 2) == line.day
