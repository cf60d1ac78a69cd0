"""Working days by the office's calendar."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django_scopes import scope

from taizhang.core.lifecycle.workflow import Refused
from taizhang.office.models import Event, Office, YearCalendar
from taizhang.office.roles import Role
from taizhang.office.workdays import calendar_of, set_calendar, workdays_after

from ..conftest import PersonWith

TEXT = "10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。"


def test_what_counts_working_days_goes_by_it(office: Office, at: datetime) -> None:
    with scope(office=office.pk):
        assert workdays_after(date(2026, 9, 30), 3) == date(2026, 10, 5)
        set_calendar(office=office, year=2026, text=TEXT, by=None, at=at)
        assert workdays_after(date(2026, 9, 30), 1) == date(2026, 10, 8)
        assert workdays_after(date(2026, 9, 30), 3) == date(2026, 10, 10)
        assert workdays_after(date(2026, 10, 8), -2) == date(2026, 9, 29)
        set_calendar(office=office, year=2027, text="1月1日至3日放假", by=None, at=at)
        assert workdays_after(date(2026, 12, 31), 1) == date(2027, 1, 4)  # over the turn of the year


def test_a_later_text_takes_the_place_of_the_former(office: Office, at: datetime) -> None:
    with scope(office=office.pk):
        set_calendar(office=office, year=2026, text=TEXT, by=None, at=at)
        set_calendar(office=office, year=2026, text="10月1日放假", by=None, at=at)
        calendar = calendar_of(2026)
        assert calendar is not None
        assert (calendar.holidays, calendar.workdays) == (["2026-10-01"], [])
        set_calendar(office=office, year=2026, text="", by=None, at=at)
        assert workdays_after(date(2026, 9, 30), 1) == date(2026, 10, 1)
        assert YearCalendar.objects.count() == 1
        assert Event.objects.filter(verb="set_calendar").count() == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("甲\n乙 2月30日放假", "第2行"),
        ("值班表另发", "没有读出放假的日期"),
        ("10月10日上班", "没有读出放假的日期"),
    ],
)
def test_what_is_in_doubt_is_refused_and_nothing_is_stored(
    office: Office, at: datetime, text: str, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        set_calendar(office=office, year=2026, text=text, by=None, at=at)
    with scope(office=office.pk):
        assert calendar_of(2026) is None


@pytest.mark.parametrize("role", list(Role))
def test_who_sets_it(office: Office, at: datetime, person_with: PersonWith, role: Role) -> None:
    person = person_with(role)
    try:
        set_calendar(office=office, year=2026, text=TEXT, by=person, at=at)
        done = True
    except Refused:
        done = False
    assert done is (role in (Role.SYS_ADMIN, Role.LEDGER_OFFICER))
