"""Statistics of outreach and fieldwork (统计): what a year came to as of a day, in pictures and tables whose numbers lead
to their rows. Topics, kinds and services stand in their own order; units and persons are never set side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from taizhang.office import clock
from taizhang.office.permissions import Permission
from taizhang.outreach.models.media import OUTLET_KINDS
from taizhang.outreach.queries import statistics as figures
from taizhang.outreach.queries.statistics import MonthTally, ServiceCourse
from taizhang.press import charts
from taizhang.press.charts import MonthColumn, MonthColumns, Spark, SparkPeriod
from taizhang.web.frame.parts import (
    DayAsked,
    Drawing,
    Link,
    PageHead,
    PagePart,
    Sheets,
    Tab,
    Tabs,
    Words,
    amount_mark,
    dotted,
    link,
    page,
)
from taizhang.web.frame.query_values import day_asked
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.tables import Column, Table
from taizhang.web.frame.tags_ledger_look import picture
from taizhang.web.frame.tags_record_look import amount
from taizhang.web.frame.words import day_words

VIEWS: tuple[tuple[str, Words], ...] = (
    ("statistics", gettext_lazy("宣讲")),
    ("statistics-services", gettext_lazy("公益服务")),
    ("statistics-media", gettext_lazy("媒体、巡听、调研")),
)
TOTAL = -1  # the key of the line of sums
RowsUrl = Callable[[int, int], str]  # of a line and a month, 0: all of it


def month_name(month: int) -> str:
    return _("{n}月").format(n=month)


def rows_url(on: date, kind: str, **wanted: object) -> str:
    """Where the rows behind a number are listed; what is wanted is left out where it is nothing."""
    given = {"kind": kind, **{name: each for name, each in wanted.items() if each not in (None, "")}}
    if on != clock.today():
        given["on"] = on
    return f"{reverse('statistics-rows')}?{urlencode(given)}"


@require_safe
def talks(request: Request) -> HttpResponse:
    """Confirmed sessions and how many came, by month and topic."""
    viewer, on = request.viewer, day_asked(request) or clock.today()
    sessions = figures.confirmed_sessions(viewer, on)
    lines = figures.by_topic(sessions, figures.heads_of(viewer, sessions, on))
    whole = summed(lines)
    head = [
        _("{n}场").format(n=f"{whole.months.total():,}"),
        _("{n}人次").format(n=f"{whole.heads.total():,}"),
    ]
    if disputed := len(figures.in_dispute(sessions)):
        head.append(_("其中{n}场双方人数不一致，还没有入账").format(n=f"{disputed:,}"))
    drawings = [
        _columns(_("场次"), _("各月已确认场次"), _("场"), on, [MonthTally(0, _("宣讲"), whole.months)]),
        _columns(_("人数"), _("各月到场人数"), _("人次"), on, [MonthTally(0, _("到场"), whole.heads)]),
    ]

    def url(topic: int, month: int) -> str:
        return rows_url(on, "session", topic=None if topic == TOTAL else topic, month=month or None)

    table = months_table(on, _("课题"), url, heads=True)
    for each in lines:
        each.name = each.name or _("不在菜单上")
    rows = [*lines, whole] if lines else []
    return _page(request, on, dotted(*head), [Sheets(drawings), table.of(request, rows)])


@require_safe
def services(request: Request) -> HttpResponse:
    """The services of the year with their running totals; amounts of different units are not added up."""
    on = day_asked(request) or clock.today()
    courses = figures.service_courses(request.viewer, on)
    fact = _("{n}项服务").format(n=len(courses))
    return _page(request, on, fact, [_services_table(on).of(request, courses)])


@require_safe
def media(request: Request) -> HttpResponse:
    """Media items by the kind of their outlet, sit-ins with a record, and visits, by month."""
    viewer, on = request.viewer, day_asked(request) or clock.today()
    items: Any = figures.listed_media(viewer, on)
    lines = media_lines(items.values_list("carried_as", "carried_on"))
    sit_ins = _tally(
        0, _("巡听旁听"), figures.recorded_sit_ins(viewer, on).values_list("planned_on", flat=True)
    )
    visits = _tally(1, _("调研走访"), figures.made_visits(viewer, on).values_list("visited_on", flat=True))
    whole = summed(lines)

    def of_media(line: int, month: int) -> str:
        kind = "" if line == TOTAL else str(OUTLET_KINDS[line][0])
        return rows_url(on, "media", outlet=kind, month=month or None)

    def of_fieldwork(line: int, month: int) -> str:
        return rows_url(on, "visit" if line else "sit_in", month=month or None)

    drawings = [
        _columns(_("报道"), _("各月报道"), _("条"), on, lines),
        _columns(_("外勤"), _("各月巡听和走访"), _("次"), on, [sit_ins, visits]),
    ]
    parts: list[PagePart] = [
        Sheets(drawings),
        months_table(on, _("媒体类别"), of_media).whole([*lines, whole], _("媒体报道"), _("转载各计一条")),
        months_table(on, _("外勤"), of_fieldwork).whole([sit_ins, visits], _("巡听旁听和调研走访")),
    ]
    return _page(request, on, _("{n}条报道").format(n=f"{whole.months.total():,}"), parts)


def _page(request: Request, on: date, fact: object, parts: Sequence[PagePart]) -> HttpResponse:
    asked = day_asked(request)
    query = f"?on={asked}" if asked else ""
    here = request.resolver_match.url_name if request.resolver_match else ""
    views = Tabs(_("统计"), [Tab(words, reverse(name) + query, name == here) for name, words in VIEWS])
    span = _("{first}至{last}").format(first=day_words(date(on.year, 1, 1), 0), last=day_words(on, 0))
    links = [Link(_("导出表格"), reverse("statistics-workbook") + query)]
    head = PageHead(_("统计"), facts=[span, fact], links=links)
    return page(request, head, views, DayAsked(clock.today(), asked), *parts)


def summed(lines: Iterable[MonthTally]) -> MonthTally:
    """The sums of the lines, as one."""
    whole = MonthTally(TOTAL, _("合计"))
    for each in lines:
        whole.months.update(each.months)
        whole.heads.update(each.heads)
    return whole


def media_lines(items: Iterable[tuple[str, date]]) -> list[MonthTally]:
    """One line a kind of outlet, with its place among the kinds as key."""
    lines = {kind: MonthTally(n, str(words)) for n, (kind, words) in enumerate(OUTLET_KINDS)}
    for kind, day in items:
        lines[kind].add(day.month)  # type: ignore[index]
    return list(lines.values())


def _tally(key: int, name: str, days: Iterable[date]) -> MonthTally:
    line = MonthTally(key, name)
    for day in days:
        line.add(day.month)
    return line


def _columns(heading: str, title: str, unit: str, on: date, lines: Sequence[MonthTally]) -> PagePart:
    """The picture of the lines; months after the day are empty."""
    words = _("，").join(f"{each.name}{each.months.total():,}{unit}" for each in lines) + _("。")
    months = tuple(
        MonthColumn(month_name(n), tuple(each.months[n] for each in lines) if n <= on.month else ())
        for n in range(1, 13)
    )
    named = _("{title}（{unit}）").format(title=title, unit=unit)
    chart = charts.month_columns(MonthColumns(named, unit, tuple(each.name for each in lines), months))
    return Drawing(heading, words, chart)


def months_table(on: date, first: str, url: RowsUrl, *, heads: bool = False) -> Table[MonthTally]:
    """Lines by months, each number with the way to its rows."""

    def count(row: MonthTally, month: int) -> object:
        n = row.months[month] if month else row.months.total()
        return link(f"{n:,}", url(row.key, month)) if n else ""

    def came(row: MonthTally) -> object:
        return link(f"{row.heads.total():,}", url(row.key, 0)) if row.months.total() else ""

    columns: list[Column[Any]] = [Column(first, "name", head=True)]
    columns += [Column(month_name(n), partial(count, month=n), "number") for n in range(1, on.month + 1)]
    columns.append(Column(_("合计"), partial(count, month=0), "number"))
    if heads:
        columns.append(Column(_("到场人次"), came, "number"))
    return Table(*columns, empty=_("这一年到这一天还没有记录。"))


def _services_table(on: date) -> Table[ServiceCourse]:
    def behind(words: object, row: ServiceCourse) -> object:
        return link(words, rows_url(on, "entry", item=row.item.pk)) if row.entries else words

    def total(row: ServiceCourse) -> object:
        return behind(amount_mark(f"{amount(row.total)}{row.item.unit}"), row)

    def times(row: ServiceCourse) -> object:
        return behind(f"{row.entries:,}", row) if row.entries else ""

    return Table(
        Column(_("服务"), "item.title", head=True),
        Column(_("项目"), lambda row: dotted(row.item.project.title, row.item.project.lead_unit)),
        Column(_("逐月累计"), partial(_course, on=on)),
        Column(_("登记次数"), times, "number"),
        Column(_("累计"), total, "number"),
        Column(_("目标值"), lambda row: f"{amount(row.item.target)}{row.item.unit}" if row.item.target else "", "number"),
        empty=_("这一年到这一天还没有公益服务。"),
    )  # fmt: skip


def _course(row: ServiceCourse, on: date) -> object:
    """The running total as a line of months, against the target where there is one."""
    unit, target = row.item.unit, row.item.target
    periods = tuple(
        SparkPeriod(month_name(n), float(value), f"{amount(value)}{unit}")
        for n, value in enumerate(row.by_month(on.month), 1)
    )
    against = float(target) if target else None
    return picture(
        charts.spark(Spark(row.item.title, periods, against, f"{amount(target)}{unit}" if target else ""))
    )


urlpatterns = [
    Route("outreach/statistics/", talks, "statistics", Permission.SEE_OUTREACH),
    Route("outreach/statistics/services/", services, "statistics-services", Permission.SEE_OUTREACH),
    Route("outreach/statistics/media/", media, "statistics-media", Permission.SEE_OUTREACH),
]
