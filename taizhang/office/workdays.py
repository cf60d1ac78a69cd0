"""The office's working days: Monday to Friday, but for the holidays of its calendar and the weekends worked for them."""

from __future__ import annotations

from datetime import date, datetime

from taizhang.core.calendar import add_workdays
from taizhang.core.calendar.holidays import HolidayTable, read_holidays
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message, joined
from taizhang.office.models import Office, Person, YearCalendar
from taizhang.office.permissions import Permission
from taizhang.office.workflow import unit_of_work

MOST_SAID = 20  # mistakes that are told at once


def workdays_after(day: date, n: int) -> date:
    """Return the n-th working day after a day; called in the office's scope. A year without a calendar has weekends only."""
    known = YearCalendar.objects.filter(year__range=(day.year - 1, day.year + 1))
    table = _united(known.values_list("holidays", "workdays"))
    return add_workdays(day, n, table.holidays, table.workdays)


def calendar_of(year: int) -> YearCalendar | None:
    """The calendar of a year; None where none was given."""
    return YearCalendar.objects.filter(year=year).first()


def days_of(calendar: YearCalendar) -> HolidayTable:
    """Its days."""
    return _united([(calendar.holidays, calendar.workdays)])


def set_calendar(*, office: Office, year: int, text: str, by: Person | None, at: datetime) -> YearCalendar:
    """Read a year's holidays from a text and let them count from now on; an empty text takes them away. Raise Refused with
    what is in doubt, line by line, where anything is.
    """
    with unit_of_work(office=office, by=by, at=at, needs=Permission.SET_CALENDAR) as work:
        table = read_holidays(text, year)
        if table.mistakes:
            lines = [
                Message(N_("第{n}行：{words}"), {"n": each.line, "words": each.words})
                for each in table.mistakes[:MOST_SAID]
            ]
            raise Refused(joined("", lines))
        if text.strip() and not table.holidays:
            raise Refused(Message(N_("没有读出放假的日期。写法如：10月1日至7日放假，10月10日上班。")))
        days = {
            "holidays": [day.isoformat() for day in sorted(table.holidays)],
            "workdays": [day.isoformat() for day in sorted(table.workdays)],
        }
        calendar, _new = YearCalendar.objects.update_or_create(
            office=office, year=year, defaults={**days, "text": text, "changed_at": at}
        )
        work.record("set_calendar", calendar, {"after": days})
    return calendar


def _united(rows: object) -> HolidayTable:
    table = HolidayTable()
    for holidays, workdays in rows:  # type: ignore[attr-defined]
        table.holidays.update(map(date.fromisoformat, holidays))
        table.workdays.update(map(date.fromisoformat, workdays))
    return table
