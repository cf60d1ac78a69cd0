"""The pages of a project's year, looked at by the people of the ledger's tests."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from taizhang.ledger.models import Project
from taizhang.office.models import Person
from tests.ledger.conftest import People, ProjectIn, ledger, people, project_in

__all__ = ["ledger", "people", "project_in"]

Browse = Callable[[Person], Client]


@pytest.fixture
def as_(people: People) -> Browse:
    """``as_(people.liaison)``: that person's browser."""

    def browser(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return browser


@pytest.fixture
def project(project_in: ProjectIn) -> Project:
    """A project on account, under supervision."""
    return project_in()
