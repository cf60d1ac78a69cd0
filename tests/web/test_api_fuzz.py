"""The API under schemathesis: whatever is asked, the answer is one that its description names."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone
from django_scopes import scope
from hypothesis import HealthCheck

from taizhang.bulletin.models import Issue
from taizhang.office import tokens
from taizhang.office.models import Office
from taizhang.office.roles import Role
from taizhang.web.api.service import description

from .route_objects import a_project, a_unit

pytestmark = [pytest.mark.one_engine, pytest.mark.no_cover]  # pages that their neighbours cover

EXAMPLES = int(os.environ.get("API_EXAMPLES", "6"))  # of each operation
OPERATIONS = list(description()["paths"])


@pytest.fixture(autouse=True)
def connection_stays_open() -> Iterator[None]:
    """As under Django's own test client: the test's transaction outlives the request."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def secret(office: Office, issue: Issue) -> str:
    """What reads everything, with a row or two of each kind to be read."""
    with scope(office=office.pk):
        a_project(office, a_unit(office))
    until = date.today() + timedelta(days=30)
    return tokens.make_token(
        office=office,
        name="模糊测试",
        roles=[Role.OFFICE_LEADER],
        expires_on=until,
        by=None,
        at=timezone.now(),
    )[1]


@cache
def schema() -> Any:
    """Read once in a process: every constant of the sources is tried as a value, and gathering them takes seconds."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())


@pytest.mark.parametrize("path", OPERATIONS)
def test_every_answer_is_as_described(path: str, secret: str) -> None:
    operation = schema()[path]["GET"]

    @hypothesis.given(case=operation.as_strategy())
    @hypothesis.settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def try_it(case: Any) -> None:
        case.call_and_validate(headers={"Authorization": f"Bearer {secret}"})

    try_it()
