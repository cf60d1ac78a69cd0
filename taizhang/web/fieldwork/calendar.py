"""The calendar of outreach and fieldwork: month, week, agenda, and the week as one sheet for the wall."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import ClassVar

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from taizhang.core.calendar.recurrence import WEEKDAYS
from taizhang.office import clock
from taizhang.office.permissions import Permission
from taizhang.outreach.queries.calendar import CalendarEntry, calendar_of
from taizhang.web.frame.parts import (
    Entries,
    Entry,
    Link,
    Note,
    PageHead,
    PagePart,
    Tab,
    Tabs,
    Words,
    dotted,
    page,
)
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.words import day_words, say

LIST = _("日历")
NOTHING = _("这些日子没有安排。")
DAY = timedelta(days=1)
VIEWS: dict[str, Words] = {"week": _("周"), "month": _("月"), "agenda": _("日程")}
KINDS: dict[str, Words] = {
    "session": _("宣讲"),
    "sit_in": _("旁听"),
    "service": _("服务"),
    "plan": _("方案"),
    "media": _("刊播"),
}
SHOWN = {"month": 4, "week": 15}  # entries of a day; the rest are on its agenda
PER_PAGE = 100
AHEAD = 30  # days of an agenda
# On the wall: entries of the fullest day up to which the type has this size; of more the rest are counted.
SIZES = ((6, "roomy"), (10, "close"), (16, "tight"), (22, "dense"))


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """An entry as it stands under its day."""

    kind: str
    words: Words
    title: str
    url: str
    small: object


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day with its first lines; ``more`` of them are on its agenda."""

    on: date
    name: Words
    weekday: Words
    url: str
    lines: Sequence[CalendarLine]
    more: int = 0
    outside: bool = False  # of another month
    today: bool = False


@dataclass(frozen=True, slots=True)
class DayGrid:
    """Seven days a row; on a phone the days that have something, below each other."""

    template: ClassVar[str] = "fieldwork/days.html"
    days: Sequence[CalendarDay]
    empty: Words
    look: str = ""


@require_safe
def index(request: Request) -> HttpResponse:
    """The calendar in the view and around the day that the address asks for."""
    view, day = request.GET.get("view", ""), _day_asked(request)
    view = view if view in VIEWS else "week"
    first, last = span(view, day)
    before, after = (first - DAY, last + DAY) if view != "agenda" else (first - AHEAD * DAY, last + DAY)
    steps: list[tuple[Words, date]] = [(_("向前"), before), (_("今天"), clock.today()), (_("向后"), after)]
    links = [Link(words, _url(view, to)) for words, to in steps]
    if view == "week":
        links.append(Link(_("张贴一周安排"), f"{reverse('calendar-wall')}?from={first}"))
    name = (
        gettext("{year}年{n}月").format(year=day.year, n=day.month)
        if view == "month"
        else _span_words(first, last)
    )
    views = Tabs(_("日历"), [Tab(words, _url(key, day), key == view) for key, words in VIEWS.items()])
    found = calendar_of(request.viewer, first, last)
    parts = _agenda(request, found) if view == "agenda" else [_grid(found, view, first, last, day)]
    return page(
        request, PageHead(LIST, facts=[name], links=links), views, *parts, empty=_("这些日子没有安排。")
    )


def _url(view: str, day: date) -> str:
    return f"{reverse('calendar')}?view={view}&from={day}"


def _day_asked(request: HttpRequest) -> date:
    """The day of ``?from=``; today for what is none, and for days too far away to be laid out."""
    try:
        asked = date.fromisoformat(request.GET.get("from", ""))
    except ValueError:
        return clock.today()
    return asked if 2000 <= asked.year <= 2100 else clock.today()


def span(view: str, day: date) -> tuple[date, date]:
    """The days that a view around ``day`` shows; of a month whole weeks."""
    if view == "agenda":
        return day, day + AHEAD * DAY - DAY
    begin, end = day, day
    if view == "month":
        begin = day.replace(day=1)
        end = (begin + 31 * DAY).replace(day=1) - DAY
    return begin - begin.weekday() * DAY, end + (6 - end.weekday()) * DAY


def _span_words(first: date, last: date) -> str:
    return gettext("{first}至{last}").format(first=day_words(first), last=day_words(last))


def _line(each: CalendarEntry) -> CalendarLine:
    small = dotted(say(each.when), say(each.note))
    return CalendarLine(each.kind, KINDS[each.kind], each.title, reverse(each.route, args=[each.key]), small)


def _grid(found: Sequence[CalendarEntry], view: str, first: date, last: date, day: date) -> DayGrid:
    shown = SHOWN[view]
    days = list(_days(found, first, last, shown, month=day.month if view == "month" else 0))
    return DayGrid(days, "" if found else NOTHING, view)


def _days(
    found: Sequence[CalendarEntry], first: date, last: date, shown: int, month: int = 0
) -> Iterator[CalendarDay]:
    by_day = {on: list(rows) for on, rows in groupby(found, key=lambda each: each.on)}
    for n in range((last - first).days + 1):
        on = first + n * DAY
        rows = by_day.get(on, [])
        yield CalendarDay(
            on,
            day_words(on),
            gettext(WEEKDAYS[on.weekday()]),
            _url("agenda", on),
            [_line(each) for each in rows[:shown]],
            max(0, len(rows) - shown),
            outside=bool(month) and on.month != month,
            today=on == clock.today(),
        )


def _agenda(request: Request, found: Sequence[CalendarEntry]) -> list[PagePart]:
    """Day by day, in pages; the last list carries the way to the other pages."""
    sheet = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    days = [(on, list(rows)) for on, rows in groupby(sheet.object_list, key=lambda each: each.on)]
    parts: list[PagePart] = []
    for n, (on, rows) in enumerate(days):
        name = f"{day_words(on)} {gettext(WEEKDAYS[on.weekday()])}"
        lines = [_entry(each) for each in rows]
        parts.append(Entries(name, lines) if n < len(days) - 1 else Entries(name, lines, page=sheet))
    return parts or [Note(NOTHING)]


def _entry(each: CalendarEntry) -> Entry:
    line = _line(each)
    return Entry(line.title, line.url, line.small, mark=line.words)


@require_safe
def wall(request: Request) -> HttpResponse:
    """The week on one sheet of A4; the type is as large as the fullest day allows."""
    first, last = span("week", _day_asked(request))
    found = calendar_of(request.viewer, first, last)
    most = max((len(list(rows)) for _on, rows in groupby(found, key=lambda each: each.on)), default=0)
    shown, size = next((each for each in SIZES if most <= each[0]), SIZES[-1])
    days = list(_days(found, first, last, shown))
    links = [Link(_("上一周"), f"?from={first - 7 * DAY}"), Link(_("下一周"), f"?from={last + DAY}")]
    head = PageHead(
        gettext("{office}宣讲和外勤一周安排").format(office=request.viewer.office.name),
        facts=[_span_words(first, last)],
        crumb=Link(LIST, _url("week", first)),
        links=links,
    )
    grid = DayGrid(days, "" if found else _("这一周没有安排。"), f"wall-week wall-{size}")
    made = gettext("{day}制").format(day=day_words(clock.today(), 0))
    return page(request, head, grid, template="fieldwork/wall.html", made=made)


urlpatterns = [
    Route("outreach/calendar/", index, "calendar", Permission.SEE_OUTREACH),
    Route("outreach/calendar/wall/", wall, "calendar-wall", Permission.SEE_OUTREACH),
]
