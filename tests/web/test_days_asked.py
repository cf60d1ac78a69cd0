from __future__ import annotations

from datetime import date

import pytest
from django.test import Client, RequestFactory

from taizhang.office.clock import today
from taizhang.office.roles import Role
from taizhang.web.frame import query_values
from taizhang.web.projects.figures import day_asked
from tests.conftest import PersonWith


@pytest.mark.parametrize("given", ["9999-12-31", "0001-01-01", "2200-01-01", "2026-02-30", "x", ""])
def test_a_day_outside_the_years_of_an_office_is_today(given: str, db: None) -> None:
    assert day_asked(RequestFactory().get("/", {"on": given})) == today()


def test_any_other_day_is_that_day() -> None:
    assert day_asked(RequestFactory().get("/?on=2024-02-29")) == date(2024, 2, 29)


@pytest.mark.parametrize("given", ["0001-01-01", "1949-09-30", "9999-12-31", "2026-02-30", ""])
def test_a_past_day_of_the_ledger_is_one_on_which_there_was_an_office(given: str, db: None) -> None:
    assert query_values.day_asked(RequestFactory().get("/", {"on": given})) is None


@pytest.mark.parametrize("path", ["/ledger/", "/ledger/wall/", "/sheet/"])
def test_pages_as_of_a_day_before_any_office_are_todays(
    client: Client, person_with: PersonWith, path: str
) -> None:
    client.force_login(person_with(Role.LEDGER_OFFICER))
    assert client.get(path, {"on": "0001-01-01"}, follow=True).status_code == 200
