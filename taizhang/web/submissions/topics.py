"""The year's plan of topics (选题计划): month by month, with what was commissioned, and of whom nothing was printed yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from taizhang.bulletin.actions import topics
from taizhang.bulletin.models import Commission, PlannedTopic
from taizhang.bulletin.queries.topics import units_not_told_of
from taizhang.bulletin.visible import topics_for
from taizhang.core.plan.topic_lines import LONGEST_NOTE, LONGEST_TITLE, MOST_LINES, read_topics
from taizhang.office import clock
from taizhang.office.models import Office, Person
from taizhang.office.permissions import Permission
from taizhang.web.frame.access import office_of, seen
from taizhang.web.frame.forms import OpenForm, line, number, text
from taizhang.web.frame.parts import (
    Choose,
    Entries,
    Entry,
    Link,
    Note,
    PageHead,
    PagePart,
    dotted,
    link,
    page,
)
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import QUIET, Step, StepForm, Steps

LIST = _("选题计划")
FIRST_YEAR = 2000


class TopicLinesForm(OpenForm):
    """Topics of a year, a line each."""

    year = number(_("年度"), FIRST_YEAR, FIRST_YEAR + 199)
    lines = text(
        _("选题"), MOST_LINES * (LONGEST_TITLE + LONGEST_NOTE), 12,
        help_text=_("每行一个，先写月份，例如：3月　学雷锋志愿服务。要写说明的，用竖线或制表符隔开。"),
    )  # fmt: skip


class PlannedTopicForm(OpenForm):
    """One topic."""

    month = forms.TypedChoiceField(
        label=_("月份"), coerce=int, choices=[(n, _("%(n)s月") % {"n": n}) for n in range(1, 13)]
    )
    title = line(_("选题"), LONGEST_TITLE, required=True)
    note = text(_("说明"), LONGEST_NOTE, 3)


@require_safe
def index(request: Request) -> HttpResponse:
    """The plan of a year, and the units of which nothing was printed."""
    asked = number_in(request.GET.get("year", ""))
    year = asked if asked and FIRST_YEAR <= asked < FIRST_YEAR + 200 else clock.today().year
    rows = topics_for(request.viewer).filter(year=year).prefetch_related("commissions__unit")
    runs = request.viewer.may(Permission.EDIT_BULLETIN)
    links = [Link(_("添加选题"), f"{reverse('topics-planned-new')}?year={year}", filled=True)] if runs else []
    years = [(str(each), str(each)) for each in (year - 1, year, year + 1)]
    parts: list[PagePart] = [
        Entries(gettext("{n}月").format(n=month), [_entry(row, runs) for row in of_month])
        for month, of_month in groupby(rows, lambda row: row.month)
    ] or [Note(_("这一年还没有选题。"))]
    untold = [
        Entry(unit.name, reverse("unit", args=[unit.pk]))
        for unit in units_not_told_of(office_of(request), year)
    ]
    empty = _("全部成员单位都已刊登过。")
    return page(
        request,
        PageHead(LIST, crumb=Link(_("约稿"), reverse("commissions")), links=links),
        Choose(_("年度"), "year", years, str(year)),
        *parts,
        aside=[Entries(gettext("{year}年还没有刊登过的单位").format(year=year), untold, empty=empty)],
    )  # fmt: skip


def _entry(row: PlannedTopic, runs: bool) -> Entry:
    asked = "、".join(each.unit.short_name or each.unit.name for each in row.commissions.all())
    words = gettext("已约：{units}").format(units=asked) if asked else gettext("还没有约稿")
    ask = link(gettext("约稿"), commission_address(row)) if runs else ""
    return Entry(row.title, reverse("topic-planned", args=[row.pk]), small=dotted(row.note, words), aside=ask)


def commission_address(row: PlannedTopic) -> str:
    """Where an article is commissioned from the topic, which is filled in already."""
    given = {"topic": row.pk, "title": row.title, "brief": row.note}
    return f"{reverse('commissions')}?{urlencode(given)}"


def _new_page(request: Request, office: Office, boxes: Sequence[PagePart]) -> HttpResponse:
    return page(request, PageHead(_("添加选题"), crumb=Link(LIST, reverse("topics-planned"))), *boxes)


def _page(request: Request, row: PlannedTopic, boxes: Sequence[PagePart]) -> HttpResponse:
    facts = [gettext("{year}年{n}月").format(year=row.year, n=row.month)]
    runs = request.viewer.may(Permission.EDIT_BULLETIN)
    links = [Link(_("约稿"), commission_address(row), filled=True)] if runs else []
    head = PageHead(row.title, crumb=Link(LIST, _address(row.year)), facts=facts, links=links)
    asked = row.commissions.select_related("unit").order_by("due", "pk")
    came = Entries(_("约稿"), [_asked(each) for each in asked], empty=_("还没有约稿。"))
    return page(request, head, came, *boxes)


def _asked(row: Commission) -> Entry:
    return Entry(
        row.title, reverse("commission", args=[row.pk]), small=row.unit, aside=row.get_state_display()
    )


def _address(year: int) -> str:
    return f"{reverse('topics-planned')}?year={year}"


def _plan(*, office: Office, year: int, lines: str, by: Person, at: datetime) -> list[PlannedTopic]:
    return topics.plan_topics(office=office, year=year, topics=read_topics(lines), by=by, at=at)


def _drop(*, topic: PlannedTopic, by: Person, at: datetime) -> PlannedTopic:
    topics.drop_topic(topic=topic, by=by, at=at)
    return topic


def _first(office: Office) -> dict[str, Any]:
    return {"year": clock.today().year}


ADD = Steps(
    "office",
    StepForm(
        [Step("plan", _plan, _("列入计划"), _("已列入选题计划。"))],
        TopicLinesForm,
        initial=_first,
        at_field="lines",
    ),
    load=office_of,
    page=_new_page,
    goes=lambda rows: _address(rows[0].year),
    asked=("year",),
)
STEPS = Steps(
    "topic",
    StepForm(
        [Step("edit", topics.edit_topic, _("保存"), _("已保存。"))],
        PlannedTopicForm,
        initial=lambda row: {"month": row.month, "title": row.title, "note": row.note},
        as_stored=True,
        when=lambda row, viewer: viewer.may(Permission.EDIT_BULLETIN),
    ),
    StepForm(
        [Step("drop", _drop, _("删除选题"), _("选题已删除。"), takes={}, look=QUIET)],
        fold=_("删除选题"),
        help=_("已经按它约过稿的不能删除。"),
        when=lambda row, viewer: viewer.may(Permission.EDIT_BULLETIN),
    ),
    load=seen(topics_for),
    page=_page,
    goes=lambda row: _address(row.year),
)
urlpatterns = [
    Route("topics-planned/", index, "topics-planned", Permission.SEE_ISSUES),
    *ADD.routes("topics-planned/new/", "topics-planned-new", Permission.EDIT_BULLETIN),
    *STEPS.routes(
        "topics-planned/<int:pk>/", "topic-planned", Permission.SEE_ISSUES, act=Permission.EDIT_BULLETIN
    ),
]
