from __future__ import annotations

from datetime import date

import pytest
from django.test import RequestFactory

from taizhang.office.clock import today
from taizhang.web.projects.figures import day_asked


@pytest.mark.parametrize("given", ["9999-12-31", "0001-01-01", "2200-01-01", "2026-02-30", "x", ""])
def test_a_day_outside_the_years_of_an_office_is_today(given: str, db: None) -> None:
    assert day_asked(RequestFactory().get("/", {"on": given})) == today()


def test_any_other_day_is_that_day() -> None:
    assert day_asked(RequestFactory().get("/?on=2024-02-29")) == date(2024, 2, 29)
