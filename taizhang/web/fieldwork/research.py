"""Research topics (调查研究) by their projects, and one of them with its visits and the problems found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from taizhang.core.lifecycle.outreach_life import RESEARCH
from taizhang.office import clock
from taizhang.office.models import Office
from taizhang.office.permissions import Permission
from taizhang.outreach.actions import research
from taizhang.outreach.models import ResearchTopic
from taizhang.outreach.visible import research_for
from taizhang.web.fieldwork.shared import choice, tabs
from taizhang.web.frame.access import office_of, seen
from taizhang.web.frame.forms import OpenForm, day, line, text
from taizhang.web.frame.parts import (
    Entries,
    Entry,
    Facts,
    Link,
    PageHead,
    PagePart,
    Prose,
    by_at,
    page,
)
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import Step, StepForm, Steps
from taizhang.web.frame.tables import Column, Table
from taizhang.web.frame.tags_ledger_look import dated
from taizhang.web.outreach.fields import ChoosingForm, own_projects
from taizhang.web.projects.forms import ReasonForm
from taizhang.web.supervision.blockers import BlockerForm

LIST = _("调查研究")


class ResearchForm(OpenForm):
    """What is looked into, and how."""

    question = line(_("调研课题"), 200, required=True)
    method = line(_("调研方式"), 200, help_text=_("如：走访、座谈、问卷。"))


class NewResearchForm(ChoosingForm, ResearchForm):
    """Of which project, too."""

    rows = {"project": own_projects}
    project: Any = choice(_("项目"), _("请选择"), required=True)
    field_order = ("project", "question", "method")


class VisitForm(OpenForm):
    """Where, when, what one learnt."""

    visited_on = day(_("日期"), required=True)
    place = line(_("走访地点"), 100, required=True)
    learnt = text(_("了解到的情况"), 2_000, 3, required=True)


class FindingsForm(OpenForm):
    """What was found."""

    findings = text(_("调研结论"), 5_000, 6, required=True)


TABLE: Table[ResearchTopic] = Table(
    Column(_("调研课题"), "question", head=True, url=lambda row: reverse("research-topic", args=[row.pk])),
    Column(_("项目"), "project"),
    Column(_("调研方式"), "method"),
    Column(_("走访"), lambda row: row.visit_count or "", "number"),  # type: ignore[attr-defined]
    Column(_("问题"), lambda row: row.problem_count or "", "number"),  # type: ignore[attr-defined]
    Column(_("状态"), "get_state_display"),
    empty=_("还没有调研课题。一个问题立一个题，走访、问题和结论都记在题下。"),
)


@require_safe
def index(request: Request) -> HttpResponse:
    """The topics by their projects; of one project where asked."""
    viewer, rows = request.viewer, research_for(request.viewer).order_by("project__serial", "project", "pk")
    if asked := number_in(request.GET.get("project", "")):
        rows = rows.filter(project=asked)
    counted = rows.annotate(
        visit_count=Count("visits", distinct=True), problem_count=Count("problems", distinct=True)
    )
    new = [Link(_("新的调研课题"), reverse("research-new"), filled=True)]
    head = PageHead(LIST, links=new if viewer.may(Permission.ACT_IN_OUTREACH) else [])
    return page(request, head, tabs("research"), TABLE.of(request, counted))


def _new_page(request: Request, office: Office, boxes: Sequence[PagePart]) -> HttpResponse:
    return page(request, PageHead(_("新的调研课题"), crumb=Link(LIST, reverse("research"))), *boxes)


def _page(request: Request, row: ResearchTopic, boxes: Sequence[PagePart]) -> HttpResponse:
    """Question and method, what was found, the visits, and what became of the problems."""
    visits = [
        Entry(each.place, mark=dated(each.visited_on), small=each.by or "", words=each.learnt)
        for each in row.visits.select_related("by")
    ]
    opens = request.viewer.may(Permission.SEE_LEDGER)
    found = [each.blocker for each in row.problems.select_related("blocker")]
    problems = [
        Entry(
            Truncator(each.text).chars(60), reverse("blocker", args=[each.pk]) if opens else "", each.wanted,
            aside=each.get_state_display(), words=each.answer,
        )
        for each in found
    ]  # fmt: skip
    parts: list[PagePart] = []
    if row.findings:
        parts.append(Prose(_("调研结论"), row.findings, [by_at("", row.concluded_at)]))
    parts += [
        Entries(words, some) for words, some in ((_("走访"), visits), (_("发现的问题"), problems)) if some
    ]
    facts = [
        (_("项目"), row.project), (_("牵头单位"), row.project.lead_unit), (_("调研方式"), row.method),
        (_("原因"), row.reason),
    ]  # fmt: skip
    head = PageHead(row.question, crumb=Link(LIST, reverse("research")), facts=[row.get_state_display()])
    return page(request, head, *parts, *boxes, aside=[Facts(_("课题"), facts)])


NEW = Steps(
    "",
    StepForm([Step("start", research.start_research, _("立题"), _("已立题。"))], NewResearchForm, at_field="project"),
    load=office_of,
    page=_new_page,
    goes=lambda row: reverse("research-topic", args=[row.pk]),
    asked=("project",),
)  # fmt: skip
STEPS = Steps(
    "topic",
    StepForm(
        [Step("visit", research.add_visit, _("登记走访"), _("已登记走访。"))], VisitForm, at_field="visited_on",
        initial=lambda row: {"visited_on": clock.today()},
    ),
    StepForm(
        [Step("raise", research.raise_problem, _("列入问题清单"), _("已列入问题清单，等办公室答复。"))], BlockerForm,
        fold=_("发现问题"),
    ),
    StepForm(
        [Step("conclude", research.conclude_research, _("形成结论"), _("结论已保存。"))], FindingsForm,
        fold=_("写调研结论"), initial=lambda row: {"findings": row.findings}, as_stored=True,
    ),
    StepForm(
        [Step("edit", research.edit_research, _("保存"), _("已保存。"))], ResearchForm, fold=_("修改课题"),
        initial=lambda row: {"question": row.question, "method": row.method}, as_stored=True,
    ),
    StepForm([Step("reopen", research.reopen_research, _("继续调研"), _("已恢复。"))], ReasonForm, fold=_("继续调研")),
    StepForm([Step("drop", research.drop_research, _("终止"), _("已终止。"))], ReasonForm, fold=_("终止课题")),
    load=seen(research_for),
    page=_page,
    table=RESEARCH,
)  # fmt: skip
urlpatterns = [
    Route("research/", index, "research", Permission.SEE_OUTREACH),
    *NEW.routes("research/new/", "research-new", Permission.ACT_IN_OUTREACH),
    *STEPS.routes(
        "research/<int:pk>/", "research-topic", Permission.SEE_OUTREACH, act=Permission.ACT_IN_OUTREACH
    ),
]
