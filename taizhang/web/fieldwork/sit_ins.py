"""Sit-ins (巡听旁听): the plan with its number for the year, one of them with its record and the unit's answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from taizhang.core.lifecycle.outreach_life import SIT_IN
from taizhang.office import clock
from taizhang.office.models import Office
from taizhang.office.permissions import Permission
from taizhang.office.queries import active_units
from taizhang.outreach.actions import follow_ups, sit_ins
from taizhang.outreach.models import SitIn
from taizhang.outreach.visible import follow_ups_for, projects_served, sit_ins_for
from taizhang.web.fieldwork.follow_ups import FollowUpForm, entry_of
from taizhang.web.fieldwork.shared import choice, tabs
from taizhang.web.frame.access import office_of, seen
from taizhang.web.frame.forms import OpenForm, day, line, number, text
from taizhang.web.frame.parts import (
    Entry,
    Facts,
    Link,
    PageHead,
    PagePart,
    Prose,
    by_at,
    dotted,
    entries,
    page,
)
from taizhang.web.frame.request import Request
from taizhang.web.frame.steps import Step, StepForm, Steps
from taizhang.web.frame.tags_ledger_look import dated
from taizhang.web.outreach.fields import ChoosingForm
from taizhang.web.projects.forms import ReasonForm

LIST = _("巡听旁听")
GROUPS = (
    ("planned", _("已计划"), "planned_on"),
    ("recorded", _("已记录"), "-planned_on"),
    ("answered", _("单位已回应"), "-planned_on"),
    ("cancelled", _("已取消"), "-planned_on"),
)
PLANNED = ("subject", "planned_on", "place", "team", "project")
SOON = timedelta(days=14)


class SitInForm(ChoosingForm):
    """What is listened to, when and where."""

    rows = {"project": projects_served}
    subject = line(_("旁听内容"), 100, required=True, help_text=_("如：中心组学习、支部主题党日、基层宣讲。"))
    planned_on = day(_("日期"), required=True)
    place = line(_("地点"), 100)
    team = line(_("巡听组"), 100)
    project: Any = choice(_("服务的项目"))


class NewSitInForm(SitInForm):
    """At which unit, too."""

    rows = {**SitInForm.rows, "unit": lambda viewer: active_units()}
    unit: Any = choice(_("单位"), _("请选择"), required=True)
    field_order = ("unit", *PLANNED)


class CapForm(ChoosingForm):
    """How many in a year."""

    rows = {"unit": lambda viewer: active_units()}
    year = number(_("年度"), 2020, 2100)
    most = number(_("每年最多次数"), 0, 50)
    unit: Any = choice(_("单位"), _("所有单位"))
    help = _("超过次数的计划存不下来；已经排上的不变。")


class SitInRecordForm(OpenForm):
    """Facts only."""

    heads = number(_("到场人数"), 1, 100_000)
    record = text(_("旁听记录"), 2_000, 6, required=True)
    help = _("写事实：讲了什么、怎样讲的、听众问了什么。不定等次，不记姓名。")


class SitInReplyForm(OpenForm):
    """What the unit has to say to it."""

    reply = text(_("单位回应"), 2_000, 4)
    help = _("可以不写。有出入的、要说明的，写在这里，办公室看得到。")


def _index(request: Request, office: Office, boxes: Sequence[PagePart]) -> HttpResponse:
    """Planned ones first; to a unit those at the unit."""
    rows, runs = sit_ins_for(request.viewer), request.viewer.may(Permission.RUN_OUTREACH)
    year = clock.today().year
    cap = gettext("{year}年每个单位最多{n}次").format(year=year, n=sit_ins.cap_of(None, year))
    links = [Link(_("计划旁听"), reverse("sit-in-new"), filled=True)] if runs else []
    groups = [
        part
        for state, words, order in GROUPS
        for part in entries(words, rows.filter(state=state).order_by(order, "pk"), _entry)
    ]
    points = follow_ups_for(request.viewer).filter(state="open")
    return page(
        request,
        PageHead(LIST, facts=[cap], links=links),
        tabs("sit-ins"),
        *groups,
        *entries(_("待答复的跟进事项"), points, entry_of),
        aside=boxes if runs else (),
        empty=_("还没有旁听计划。"),
    )


def _entry(row: SitIn) -> Entry:
    return Entry(
        row.subject,
        reverse("sit-in", args=[row.pk]),
        dotted(row.unit, row.place, row.team),
        mark=dated(row.planned_on),
        aside=gettext("{n}人").format(n=row.heads) if row.heads else "",
    )


def _new_page(request: Request, office: Office, boxes: Sequence[PagePart]) -> HttpResponse:
    return page(request, PageHead(_("计划旁听"), crumb=Link(LIST, reverse("sit-ins"))), *boxes)


def _page(request: Request, row: SitIn, boxes: Sequence[PagePart]) -> HttpResponse:
    facts = [
        (_("单位"), row.unit.name),
        (_("日期"), dated(row.planned_on)),
        (_("地点"), row.place),
        (_("巡听组"), row.team),
        (_("服务的项目"), row.project or ""),
        (_("到场人数"), row.heads),
        (_("取消原因"), row.reason),
    ]
    said = [
        Prose(heading, words, [by_at(who, when)])
        for heading, words, who, when in (
            (_("旁听记录"), row.record, row.recorded_by, row.recorded_at),
            (_("单位回应"), row.reply, row.replied_by, row.replied_at),
        )
        if words
    ]
    points = entries(_("跟进事项"), follow_ups_for(request.viewer).filter(sit_in=row), entry_of)
    head = PageHead(row.subject, crumb=Link(LIST, reverse("sit-ins")), facts=[row.get_state_display()])
    return page(request, head, *said, *points, *boxes, aside=[Facts(_("旁听"), facts)])


def _at_sit_in(row: Any) -> str:
    return reverse("sit-in", args=[row.pk])


CAPS = Steps(
    "office",
    StepForm(
        [Step("cap", sit_ins.set_cap, _("设定次数"), _("次数已设定。"))], CapForm, fold=_("每年次数上限"),
        initial=lambda office: {"year": clock.today().year, "most": sit_ins.cap_of(None, clock.today().year)},
        as_stored=True,
    ),
    load=office_of,
    page=_index,
    goes=lambda row: reverse("sit-ins"),
)  # fmt: skip
NEW = Steps(
    "office",
    StepForm(
        [Step("plan", sit_ins.plan_sit_in, _("列入计划"), _("已列入计划，单位会收到提醒。"))], NewSitInForm,
        at_field="unit", initial=lambda office: {"planned_on": clock.today() + SOON},
    ),
    load=office_of,
    page=_new_page,
    goes=_at_sit_in,
)  # fmt: skip
STEPS = Steps(
    "sit_in",
    StepForm(
        [Step("record", sit_ins.record_sit_in, _("保存记录"), _("记录已保存，单位看得到。"))], SitInRecordForm,
        at_field="record", when=lambda row, viewer: row.planned_on <= clock.today(),
    ),
    StepForm([Step("reply", sit_ins.reply_to_sit_in, _("回应"), _("已回应。"))], SitInReplyForm,
        initial=lambda row: {"reply": row.reply}, as_stored=True),
    StepForm(
        [Step("follow_up", follow_ups.follow_up_sit_in, _("提出事项"), _("已提出，列入对方待办。"))], FollowUpForm,
        initial=lambda row: {"unit": row.unit_id, "due": clock.today() + SOON}, fold=_("提出跟进事项"),
    ),
    StepForm(
        [Step("change", sit_ins.change_sit_in, _("保存"), _("已调整。"))], SitInForm, fold=_("调整计划"),
        initial=lambda row: {name: getattr(row, name) for name in PLANNED}, as_stored=True,
    ),
    StepForm(
        [Step("correct", sit_ins.correct_sit_in, _("保存更正"), _("已更正。"))], SitInRecordForm, at_field="record",
        fold=_("更正记录"), initial=lambda row: {"heads": row.heads, "record": row.record}, as_stored=True,
    ),
    StepForm(
        [Step("cancel", sit_ins.cancel_sit_in, _("取消"), _("已取消。"))], ReasonForm, fold=_("取消旁听"),
        help=_("取消的不占次数，取消的原因单位看得到。"),
    ),
    load=seen(sit_ins_for),
    page=_page,
    table=SIT_IN,
)  # fmt: skip
urlpatterns = [
    *CAPS.routes("sit-ins/", "sit-ins", Permission.SEE_OUTREACH, act=Permission.RUN_OUTREACH),
    *NEW.routes("sit-ins/new/", "sit-in-new", Permission.RUN_OUTREACH),
    *STEPS.routes("sit-ins/<int:pk>/", "sit-in", Permission.SEE_OUTREACH, act=Permission.ACT_IN_OUTREACH),
]
