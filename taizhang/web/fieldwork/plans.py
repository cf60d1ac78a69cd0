"""Plans in phases (专项方案): before, during and after an event that may move; steps, and the list of problems."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from taizhang.core.calendar.phases import phase_words
from taizhang.core.lifecycle.outreach_life import PHASED_PLAN, PLAN_STEP
from taizhang.office import clock
from taizhang.office.models import Office
from taizhang.office.permissions import Permission
from taizhang.office.queries import active_units
from taizhang.outreach.actions import follow_ups, plans
from taizhang.outreach.models import PhasedPlan, PlanStep
from taizhang.outreach.models.plans import PHASES
from taizhang.outreach.visible import follow_ups_for, plan_steps_for, plans_for
from taizhang.web.fieldwork.follow_ups import FollowUpForm, entry_of
from taizhang.web.fieldwork.shared import choice, tabs
from taizhang.web.frame.access import office_of, seen
from taizhang.web.frame.forms import OpenForm, day, line, number
from taizhang.web.frame.parts import Entries, Entry, Link, Note, PageHead, PagePart, dotted, entries, page
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import QUIET, SECOND, Step, StepForm, Steps
from taizhang.web.frame.tags_ledger_look import dated
from taizhang.web.frame.words import day_words, say
from taizhang.web.outreach.fields import ChoosingForm, own_projects

LIST = _("专项方案")
SOON = timedelta(days=14)


class EventDaysForm(OpenForm):
    """When the event takes place."""

    starts_on = day(_("开始日期"), required=True)
    ends_on = day(_("结束日期"), required=True)


class NewPlanForm(ChoosingForm, EventDaysForm):
    """What it is about, too."""

    rows = {"project": own_projects}
    name = line(_("方案名称"), 100, required=True)
    event = line(_("活动或会议"), 100, required=True)
    project: Any = choice(_("项目"))
    field_order = ("name", "event", "starts_on", "ends_on", "project")


class PlanStepForm(ChoosingForm):
    """What is due when, and who sees to it."""

    rows = {"unit": lambda viewer: active_units()}
    title = line(_("任务"), 200, required=True)
    phase = forms.ChoiceField(label=_("阶段"), choices=PHASES, widget=forms.RadioSelect)
    days = number(_("天数"), 1, 400, help_text=_("召开前：提前几天；期间：第几天；结束后：几天以内。"))
    unit: Any = choice(_("责任单位"), _("由办公室办"))


@require_safe
def index(request: Request) -> HttpResponse:
    """Running plans first; to a unit those in which it has something to do."""
    rows = plans_for(request.viewer)
    runs = request.viewer.may(Permission.RUN_OUTREACH)
    parts = [
        part
        for state, words in (("running", _("进行中")), ("closed", _("已结束")))
        for part in entries(words, rows.filter(state=state), _entry)
    ]
    head = PageHead(LIST, links=[Link(_("新的方案"), reverse("plan-new"), filled=True)] if runs else [])
    none = Note(
        _("还没有专项方案。召开前、期间、结束后都有任务的，定一个方案；改期时，没有完成的任务跟着走。")
    )
    return page(request, head, tabs("plans"), *(parts or [none]))


def _entry(row: PhasedPlan) -> Entry:
    return Entry(
        row.name,
        reverse("plan", args=[row.pk]),
        dotted(row.event, row.project or ""),
        mark=dated(row.starts_on),
    )


def _new_page(request: Request, office: Office, boxes: Sequence[PagePart]) -> HttpResponse:
    return page(request, PageHead(_("新的方案"), crumb=Link(LIST, reverse("plans"))), *boxes)


def _page(request: Request, row: PhasedPlan, boxes: Sequence[PagePart]) -> HttpResponse:
    """The steps by phase, the list of problems, and what the office can do."""
    steps = list(plan_steps_for(request.viewer).filter(plan=row))
    parts: list[PagePart] = [
        Entries(words, [_step(request, step) for step in steps if step.phase == phase])
        for phase, words in PHASES
        if any(step.phase == phase for step in steps)
    ]
    parts += entries(_("问题清单"), follow_ups_for(request.viewer).filter(plan=row), entry_of)
    first, last = day_words(row.starts_on), day_words(row.ends_on)
    when = first if first == last else gettext("{first}至{last}").format(first=first, last=last)
    head = PageHead(
        row.name,
        crumb=Link(LIST, reverse("plans")),
        facts=[row.get_state_display(), row.event, when],
    )
    return page(request, head, *parts, *boxes)


def _step(request: Request, step: PlanStep) -> Entry:
    return Entry(
        step.title,
        small=dotted(say(phase_words(step.phase, step.days)), step.unit or gettext("办公室")),
        mark=dated(step.done_on or step.due),
        aside=step.get_state_display(),
        boxes=DOING.boxes(request, step) if step.plan.state == "running" else [],
        void=step.state == "dropped",
    )


def _at_plan(row: Any) -> str:
    return reverse("plan", args=[row.pk])


NEW = Steps(
    "office",
    StepForm(
        [Step("make", plans.make_plan, _("制定方案"), _("已制定。"))], NewPlanForm, at_field="name",
    ),
    load=office_of,
    page=_new_page,
    goes=_at_plan,
    asked=("project",),
)  # fmt: skip
STEPS = Steps(
    "plan",
    StepForm([Step("add", plans.add_step, _("列入任务"), _("已列入。"))], PlanStepForm, fold=_("加任务")),
    StepForm(
        [Step("follow_up", follow_ups.follow_up_plan, _("列入问题"), _("已列入问题清单。"))], FollowUpForm,
        fold=_("加问题"), initial=lambda row: {"due": clock.today() + SOON},
    ),
    StepForm(
        [Step("move", plans.move_event, _("改期"), _("已改期，未完成的任务跟着调整。"))], EventDaysForm, fold=_("改期"),
        initial=lambda row: {"starts_on": row.starts_on, "ends_on": row.ends_on}, as_stored=True,
        at_field="starts_on",
    ),
    StepForm(
        [Step("close", plans.close_plan, _("结束方案"), _("已结束。"))], fold=_("全部办结"),
        help=_("任务和问题都办结以后才能结束。"),
    ),
    load=seen(plans_for),
    page=_page,
    table=PHASED_PLAN,
)  # fmt: skip
DOING: Steps[PlanStep] = Steps(
    "step",
    StepForm(
        [
            Step("finish", plans.finish_step, _("登记完成"), _("已登记完成。"), takes={}, look=SECOND),
            Step("drop", plans.drop_step, _("取消"), _("已取消。"), takes={}, look=QUIET),
            Step("reopen", plans.reopen_step, _("恢复"), _("已恢复。"), takes={}, look=QUIET),
        ],
        template="frame/parts/inline_steps.html",
    ),
    load=seen(plan_steps_for),
    page=lambda request, row, boxes: _page(request, row.plan, boxes),
    table=PLAN_STEP,
    goes=lambda step: reverse("plan", args=[step.plan_id]),
)
urlpatterns = [
    Route("plans/", index, "plans", Permission.SEE_OUTREACH),
    *NEW.routes("plans/new/", "plan-new", Permission.RUN_OUTREACH),
    *STEPS.routes("plans/<int:pk>/", "plan", Permission.SEE_OUTREACH, act=Permission.RUN_OUTREACH),
    *DOING.post("plans/steps/<int:pk>/", "plan-step", Permission.ACT_IN_OUTREACH),
]
