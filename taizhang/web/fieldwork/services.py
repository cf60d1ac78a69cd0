"""Services that recur (公益服务): the list of the year with its running totals, one of them with its days."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from taizhang.core.calendar.recurrence import missed_days
from taizhang.core.lifecycle.outreach_life import SLOT
from taizhang.ledger.models import ServiceItem
from taizhang.ledger.queries.figures import service_totals
from taizhang.office import clock
from taizhang.office.models import Office
from taizhang.office.permissions import Permission
from taizhang.outreach.actions import slots
from taizhang.outreach.models import ServiceSlot
from taizhang.outreach.models.slots import RHYTHMS
from taizhang.outreach.visible import services_for, slots_for
from taizhang.web.fieldwork.shared import choice, tabs
from taizhang.web.frame.access import office_of, seen
from taizhang.web.frame.forms import OpenForm, day, line
from taizhang.web.frame.parts import (
    Entries,
    Entry,
    Facts,
    Link,
    PageHead,
    PagePart,
    amount_mark,
    dotted,
    link,
    page,
)
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import Step, StepForm, Steps
from taizhang.web.frame.tables import Column, Table
from taizhang.web.frame.tags_ledger_look import dated
from taizhang.web.frame.tags_record_look import amount
from taizhang.web.frame.words import day_words, say
from taizhang.web.outreach.fields import ChoosingForm, own_projects
from taizhang.web.projects.forms import ServiceEntryForm
from taizhang.web.projects.project_actions import may_record
from taizhang.web.projects.services import void_button

LIST = _("公益服务")
MISSED = 6  # days without an entry that are named
DAYS = ("every", "starts_on", "ends_on", "place")


class SlotForm(OpenForm):
    """How often, from when, where."""

    every = forms.ChoiceField(label=_("多久一次"), choices=RHYTHMS, widget=forms.RadioSelect)
    starts_on = day(_("第一次"), required=True, help_text=_("以后都在同一个星期几；每月的按第几个星期几。"))
    ends_on = day(_("最后一次（可不填）"))
    place = line(_("地点"), 100)


class NewSlotForm(ChoosingForm, SlotForm):
    """Which service of which project, too."""

    rows = {"project": own_projects}
    project: Any = choice(_("项目"), _("请选择"), required=True)
    title = line(_("服务名称"), 200, required=True, help_text=_("如：义务理发、蔬菜直通车。"))
    unit = line(_("计量单位"), 20, required=True, help_text=_("如：人次、斤、户。"))
    field_order = ("project", "title", "unit", *DAYS)


def _slot(row: ServiceItem) -> ServiceSlot | None:
    return getattr(row, "slot", None)


def _when(row: ServiceItem) -> object:
    slot = _slot(row)
    return dotted(say(slot.recurrence.words()), slot.place) if slot else ""


def _next(row: ServiceItem) -> object:
    slot = _slot(row)
    after = slot.recurrence.next_day(clock.today()) if slot and slot.state == "running" else None
    return dated(after) if after else ""


@require_safe
def index(request: Request) -> HttpResponse:
    """Every service of this year's projects, those that recur with their next day; totals are sums of entries."""
    year = clock.today().year
    items = list(services_for(request.viewer).filter(project__ledger__year=year))
    reached = service_totals(items, clock.today())
    table: Table[ServiceItem] = Table(
        Column(_("服务"), "title", head=True, url=_url),
        Column(_("项目"), lambda row: dotted(row.project.title, row.project.lead_unit)),
        Column(_("安排"), _when),
        Column(_("下一次"), _next, "date"),
        Column(_("合计"), lambda row: amount_mark(f"{amount(reached.get(row.pk, Decimal(0)))}{row.unit}"), "number"),
        Column(_("目标值"), lambda row: f"{amount(row.target)}{row.unit}" if row.target else "", "number"),
        empty=_("今年还没有公益服务。定期开展的服务安排一次，办一次登一次，合计自动累加。"),
    )  # fmt: skip
    adds = request.viewer.may(Permission.FILE_FOR_UNIT)
    head = PageHead(
        LIST,
        facts=[_("{year}年服务清单").format(year=year)],
        links=[Link(_("安排服务"), reverse("slot-new"), filled=True)] if adds else [],
    )
    return page(request, head, tabs("services-year"), table.of(request, items))


def _url(row: ServiceItem) -> str:
    slot = _slot(row)
    return reverse("slot", args=[slot.pk]) if slot else ""


def _new_page(request: Request, office: Office, boxes: Sequence[PagePart]) -> HttpResponse:
    return page(request, PageHead(_("安排服务"), crumb=Link(LIST, reverse("services-year"))), *boxes)


def _page(request: Request, row: ServiceSlot, boxes: Sequence[PagePart]) -> HttpResponse:
    """Its days, what was done on them, the total as a figure, and the days for which nothing is registered."""
    item, today = row.item, clock.today()
    entries = list(
        item.entries.filter(voided_at=None).select_related("recorded_by").order_by("-done_on", "-pk")
    )
    figure = item.figures.filter(ended_at=None).order_by("-pk").first()
    total = amount(figure.value if figure else Decimal(0)) + item.unit
    may = may_record(item.project, request.viewer)
    missed = missed_days(row.recurrence, [each.done_on for each in entries], today)[-MISSED:]
    opens = figure is not None and request.viewer.may(Permission.SEE_LEDGER)
    facts = [
        (_("项目"), item.project), (_("牵头单位"), item.project.lead_unit), (_("地点"), row.place),
        (_("安排"), say(row.recurrence.words())), (_("第一次"), dated(row.starts_on)),
        (_("最后一次"), dated(row.ends_on) if row.ends_on else ""), (_("下一次"), _next(item)),
        (_("合计"), link(total, reverse("figure", args=[figure.pk])) if opens and figure else total),
        (_("没有登记的日子"), "、".join(map(day_words, missed))),
    ]  # fmt: skip
    done = [
        Entry(
            f"{amount(each.amount)}{item.unit}",
            small=dotted(each.note, each.recorded_by),
            mark=dated(each.done_on),
            posts=[void_button(each, "slot")] if may else [],
        )
        for each in entries
    ]
    head = PageHead(item.title, crumb=Link(LIST, reverse("services-year")), facts=[row.get_state_display()])
    return page(
        request,
        head,
        *boxes,
        Entries(_("逐次登记"), done, empty=_("还没有登记。")),
        aside=[Facts(_("服务"), facts)],
    )


NEW = Steps(
    "",
    StepForm([Step("start", slots.start_slot, _("安排"), _("已安排。"))], NewSlotForm, at_field="project"),
    load=office_of,
    page=_new_page,
    goes=lambda row: reverse("slot", args=[row.pk]),
    asked=("project",),
)
STEPS = Steps(
    "slot",
    StepForm(
        [Step("deliver", slots.deliver, _("登记一次"), _("已登记，合计已累加。"))], ServiceEntryForm,
        at_field="amount", initial=lambda row: {"done_on": clock.today()},
    ),
    StepForm(
        [Step("change", slots.change_slot, _("保存"), _("已调整。"))], SlotForm, fold=_("调整安排"),
        initial=lambda row: {name: getattr(row, name) for name in DAYS}, as_stored=True,
    ),
    StepForm(
        [Step("end", slots.end_slot, _("结束服务"), _("已结束。"))], fold=_("不再开展"),
        help=_("结束后不能再登记；合计和记录保留。"),
    ),
    load=seen(slots_for),
    page=_page,
    table=SLOT,
)  # fmt: skip
urlpatterns = [
    Route("services/", index, "services-year", Permission.SEE_OUTREACH),
    *NEW.routes("services/new/", "slot-new", Permission.FILE_FOR_UNIT),
    *STEPS.routes("services/slots/<int:pk>/", "slot", Permission.SEE_OUTREACH, act=Permission.FILE_FOR_UNIT),
]
