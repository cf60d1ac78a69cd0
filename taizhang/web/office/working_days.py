"""The office's working days: a year's holidays pasted from the notice, or from a table or file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from taizhang.core.roster.table import as_pasted, sheet_cells
from taizhang.intake import IntakeRefused, read_sheets
from taizhang.office import clock
from taizhang.office.models import Office, Person
from taizhang.office.permissions import Permission
from taizhang.office.workdays import calendar_of, days_of, set_calendar
from taizhang.web.frame.access import viewer_of
from taizhang.web.frame.forms import OpenForm, table_file, text
from taizhang.web.frame.parts import Callout, Facts, PageHead, PagePart, Tab, Tabs, page
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import Step, StepForm, Steps
from taizhang.web.frame.words import day_words, say


class CalendarYear:
    """A year of the office as the page asks for it."""

    def __init__(self, office: Office, year: int) -> None:
        self.office, self.pk = office, year
        self.calendar = calendar_of(year)


class CalendarForm(OpenForm):
    """The notice as it was published, or lines of days."""

    text = text(
        _("放假安排"), 20_000, 12,
        help_text=_("把放假通知原文粘贴进来即可，也可以每行写一天或一段：10月1日至7日放假，10月10日上班。"),
    )  # fmt: skip
    file = table_file(_("或者选择文件"), _("xlsx 或 csv，列出日期和“休”“班”。"))

    def clean(self) -> dict[str, Any]:
        """A file's lines stand for the text."""
        given = super().clean()
        file = given.pop("file", None)
        if file is not None:
            try:
                given["text"] = as_pasted(sheet_cells(read_sheets(file.read(), file.name)))
            except IntakeRefused as refusal:
                self.add_error("file", say(refusal.sentence))
        return given


def _set(*, year: CalendarYear, text: str, by: Person, at: datetime) -> object:
    return set_calendar(office=year.office, year=year.pk, text=text, by=by, at=at)


def _load(request: HttpRequest, pk: int) -> CalendarYear:
    if pk not in _years():
        raise Http404
    return CalendarYear(viewer_of(request).office, pk)


def _years() -> range:
    this = clock.today().year
    return range(this - 1, this + 2)


def _page(request: Request, year: CalendarYear, boxes: Sequence[PagePart]) -> HttpResponse:
    tabs = [
        Tab(gettext("{year}年").format(year=each), reverse("office-calendar", args=[each]), each == year.pk)
        for each in _years()
    ]
    parts: list[PagePart] = [Tabs(_("年度"), tabs)]
    if year.calendar and year.calendar.holidays:
        table = days_of(year.calendar)
        rows = [(_("放假"), _stretches(table.holidays)), (_("调休上班"), _stretches(table.workdays))]
        parts.append(Facts(gettext("已录入放假{n}天").format(n=len(table.holidays)), rows))
    else:
        words = _("这一年还没有录入放假安排，暂按周六、周日休息推算工作日。")
        parts.append(Callout(words, look="warn"))
    facts = [_("督办单、批示等按工作日推算的时限，都以此为准。")]
    return page(request, PageHead(_("工作日"), facts=facts), *parts, *boxes)


def _stretches(days: Iterable[date]) -> str:
    """10月1日至7日、…: days that follow each other in one."""
    found: list[list[date]] = []
    for day in sorted(days):
        if found and day - found[-1][-1] == timedelta(days=1):
            found[-1].append(day)
        else:
            found.append([day])
    words = gettext("{first}至{last}")
    said = (
        day_words(each[0]) if len(each) == 1 else words.format(first=day_words(each[0]), last=day_words(each[-1]))
        for each in found
    )  # fmt: skip
    return "、".join(said)


@require_safe
def this_year(request: Request) -> HttpResponse:
    """The year that runs."""
    return redirect("office-calendar", clock.today().year)


STEPS = Steps(
    "year",
    StepForm(
        [Step("set", _set, _("保存"), _("已保存，从现在起按此推算工作日。"))],
        CalendarForm,
        initial=lambda year: {"text": year.calendar.text if year.calendar else ""},
        as_stored=True,
    ),
    load=_load,
    page=_page,
)
urlpatterns = [
    Route("office/calendar/", this_year, "office-calendar-now", Permission.SET_CALENDAR),
    *STEPS.routes("office/calendar/<int:pk>/", "office-calendar", Permission.SET_CALENDAR),
]
