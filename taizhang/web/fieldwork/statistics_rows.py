"""The rows behind a number of the statistics, and all of them as a workbook."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from django.db.models import QuerySet, Sum
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from taizhang.ledger.models import ServiceEntry
from taizhang.office import clock
from taizhang.office.permissions import Permission
from taizhang.office.visible import Viewer
from taizhang.outreach.models import Session
from taizhang.outreach.models.media import OUTLET_KINDS
from taizhang.outreach.queries import statistics as figures
from taizhang.press.workbook import ListSheet, list_chunks
from taizhang.press.workbook.columns import Value, number_or_text
from taizhang.web.fieldwork.statistics import month_name
from taizhang.web.frame.downloads import attachment
from taizhang.web.frame.parts import Link, PageHead, Words, dotted, page
from taizhang.web.frame.query_values import day_asked, number_in
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.tables import Column, Table
from taizhang.web.frame.tags_ledger_look import dated
from taizhang.web.frame.tags_record_look import amount
from taizhang.web.frame.words import day_words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class StatisticRows:
    """A kind of rows: which they are, by which day they fall into a month, what of the address narrows them.

    ``told``: heading and text of each further column. ``page``: the statistics that they are behind.
    """

    words: Words
    page: str
    rows: Callable[[Viewer, date], QuerySet[Any]]
    day: str
    title: Callable[[Any], str]
    url: Callable[[Any], str]
    told: Mapping[Words, Callable[[Any], object]]
    narrowed: Mapping[str, str] = field(default_factory=dict)

    def chosen(self, request: Request, on: date) -> QuerySet[Any]:
        """Those of the month, topic, kind of outlet or service that the address asks for."""
        rows = self.rows(request.viewer, on)
        month = number_in(request.GET.get("month", ""), digits=2)
        if month is not None:
            rows = rows.filter(**{f"{self.day}__year": on.year, f"{self.day}__month": month})
        for name, path in self.narrowed.items():
            asked = request.GET.get(name, "")
            number = number_in(asked)
            if name == "outlet" and asked in dict(OUTLET_KINDS):
                rows = rows.filter(**{path: asked})
            elif number is not None:
                rows = rows.filter(**{path: number} if number else {f"{path}__isnull": True})
        return rows


def _entry_url(row: Any) -> str:
    """The page of the service, where it recurs."""
    slot = getattr(row.item, "slot", None)
    return reverse("slot", args=[slot.pk]) if slot else ""


def _entry_amount(row: Any) -> str:
    return f"{amount(row.amount)}{row.item.unit}"


def _outlet(row: Any) -> str:
    return f"{row.carried_by}（{dict(OUTLET_KINDS)[row.carried_as]}）"


KINDS = {
    "session": StatisticRows(
        gettext_lazy("已确认的场次"), "statistics", figures.confirmed_sessions, "held_on", str,
        lambda row: reverse("session", args=[row.pk]),
        {gettext_lazy("课题"): lambda row: row.topic or "", gettext_lazy("宣讲员"): lambda row: row.speaker.name},
        {"topic": "topic"},
    ),
    "entry": StatisticRows(
        gettext_lazy("服务登记"), "statistics-services", figures.known_entries, "done_on",
        lambda row: row.item.title, _entry_url,
        {gettext_lazy("数量"): _entry_amount, gettext_lazy("说明"): lambda row: row.note,
         gettext_lazy("项目"): lambda row: row.item.project.title},
        {"item": "item"},
    ),
    "media": StatisticRows(
        gettext_lazy("媒体报道"), "statistics-media", figures.listed_media, "carried_on", str,
        lambda row: reverse("media-item", args=[row.pk]),
        {gettext_lazy("媒体"): _outlet, gettext_lazy("转载自"): lambda row: row.original or "",
         gettext_lazy("项目"): lambda row: row.project.title if row.project else ""},
        {"outlet": "carried_as"},
    ),
    "sit_in": StatisticRows(
        gettext_lazy("巡听旁听"), "statistics-media", figures.recorded_sit_ins, "planned_on", str,
        lambda row: reverse("sit-in", args=[row.pk]),
        {gettext_lazy("单位"): lambda row: row.unit, gettext_lazy("地点"): lambda row: row.place},
    ),
    "visit": StatisticRows(
        gettext_lazy("调研走访"), "statistics-media", figures.made_visits, "visited_on",
        lambda row: row.topic.question, lambda row: reverse("research-topic", args=[row.topic_id]),
        {gettext_lazy("地点"): lambda row: row.place, gettext_lazy("项目"): lambda row: row.topic.project.title},
    ),
}  # fmt: skip


@require_safe
def rows(request: Request) -> HttpResponse:
    """The rows of a kind, narrowed as a number of the statistics is."""
    kind = KINDS.get(request.GET.get("kind", ""))
    if kind is None:
        raise Http404
    asked = day_asked(request)
    on = asked or clock.today()
    found = kind.chosen(request, on)
    further: list[Column[Any]] = [Column(words, cell) for words, cell in kind.told.items()]
    total = ""
    if kind is KINDS["session"]:
        heads = figures.heads_of(request.viewer, found, on)
        disputed = figures.in_dispute(found)
        further.append(Column(_("到场人次"), lambda row: f"{heads.get(row.pk, 0):,}", "number"))
        if disputed:
            further.append(Column(_("说明"), lambda row: _dispute_words(row, disputed)))
        total = _("到场{n}人次").format(n=f"{sum(heads.values()):,}")
    elif kind is KINDS["entry"]:
        total = _sum_of_one_service(found)
    table: Table[Any] = Table(
        Column(_("日期"), lambda row: dated(getattr(row, kind.day)), "date", sort=kind.day),
        Column(_("名称"), kind.title, head=True, url=kind.url),
        *further,
        empty=_("没有这样的记录。"),
    )
    month = number_in(request.GET.get("month", ""), digits=2)
    facts = [_("{n}条记录").format(n=found.count()), total, month_name(month) if month else "", _as_of(on)]
    back = Link(_("统计"), reverse(kind.page) + (f"?on={asked}" if asked else ""))
    return page(request, PageHead(kind.words, facts=[dotted(*facts)], crumb=back), table.of(request, found))


def _dispute_words(session: Session, disputed: Collection[int]) -> str:
    return _("双方人数不一致，还没有入账") if session.pk in disputed else ""


def _sum_of_one_service(entries: QuerySet[ServiceEntry]) -> str:
    """What the entries come to where they are of one service; amounts of several are not added up."""
    units = list(entries.order_by().values_list("item", "item__unit").distinct()[:2])
    if len(units) != 1:
        return ""
    whole = entries.aggregate(whole=Sum("amount"))["whole"]
    return _("合计{amount}").format(amount=f"{amount(whole)}{units[0][1]}")


def _as_of(on: date) -> str:
    return _("截至{day}").format(day=day_words(on, 0))


@require_safe
def workbook(request: Request) -> HttpResponse:
    """The statistics of the year with all their rows, a sheet for each."""
    on = day_asked(request) or clock.today()
    content = b"".join(list_chunks(_sheets(request.viewer, on)))
    return attachment(content, f"{_('宣讲和外勤统计')}{on}.xlsx", XLSX)


def _sheets(viewer: Viewer, on: date) -> Iterator[ListSheet]:
    """Topics by months, services by months, then the rows of each kind."""
    sessions = figures.confirmed_sessions(viewer, on)
    heads = figures.heads_of(viewer, sessions, on)
    months, title, line = range(1, on.month + 1), _("{year}年宣讲和外勤统计").format(year=on.year), _as_of(on)
    names = [(month_name(n), 7.0) for n in months]
    yield ListSheet(
        _("宣讲按课题"), title, line, [(_("课题"), 30), *names, (_("合计"), 8), (_("到场人次"), 10)],
        [
            [each.name or _("不在菜单上"), *(each.months[n] for n in months), each.months.total(), each.heads.total()]
            for each in figures.by_topic(sessions, heads)
        ],
    )  # fmt: skip
    yield ListSheet(
        _("服务逐月累计"), title, line,
        [(_("服务"), 30), (_("项目"), 30), (_("计量单位"), 8), *names, (_("登记次数"), 8), (_("累计"), 12)],
        (
            [each.item.title, each.item.project.title, each.item.unit, *map(_number, each.by_month(on.month)),
             each.entries, _number(each.total)]
            for each in figures.service_courses(viewer, on)
        ),
    )  # fmt: skip
    for kind in KINDS.values():
        told: dict[Words, Callable[[Any], object]] = dict(kind.told)
        if kind is KINDS["session"]:
            disputed = figures.in_dispute(sessions)
            told[_("到场人次")] = lambda row: heads.get(row.pk, 0)
            told[_("说明")] = partial(_dispute_words, disputed=disputed)
        columns = [(_("日期"), 12.0), (_("名称"), 40.0), *((str(words), 20.0) for words in told)]
        yield ListSheet(str(kind.words), title, line, columns, _cells(kind, told, viewer, on))


def _cells(
    kind: StatisticRows, told: Mapping[Words, Callable[[Any], object]], viewer: Viewer, on: date
) -> Iterator[list[Value]]:
    for row in kind.rows(viewer, on).iterator(chunk_size=500):
        values = [cell(row) for cell in told.values()]
        texts: list[Value] = [each if isinstance(each, int) else str(each) for each in values]
        yield [getattr(row, kind.day), kind.title(row), *texts]


def _number(value: Any) -> Value:
    return number_or_text(f"{value.normalize():f}") if value else 0


urlpatterns = [
    Route("outreach/statistics/rows/", rows, "statistics-rows", Permission.SEE_OUTREACH),
    Route("outreach/statistics/workbook.xlsx", workbook, "statistics-workbook", Permission.SEE_OUTREACH),
]
