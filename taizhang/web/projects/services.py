"""The list of services for the people (为群众办实事清单): running totals from entries that can be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from taizhang.ledger.actions import records
from taizhang.ledger.models import Project, ServiceEntry, ServiceItem
from taizhang.ledger.queries.figures import service_totals
from taizhang.ledger.visible import projects_for, service_entries_for, service_items_for
from taizhang.office.clock import today
from taizhang.office.permissions import Permission
from taizhang.web.frame.access import load, seen, viewer_of
from taizhang.web.frame.parts import (
    Entries,
    Entry,
    Note,
    PageHead,
    PagePart,
    PostButton,
    amount_mark,
    listed,
    page,
)
from taizhang.web.frame.perform import attempt
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import SECOND, Step, StepForm, Steps
from taizhang.web.frame.tags_ledger_look import dated
from taizhang.web.frame.tags_record_look import amount
from taizhang.web.projects.figures import day_asked
from taizhang.web.projects.forms import ServiceEntryForm, ServiceItemForm
from taizhang.web.projects.links import project_link
from taizhang.web.projects.project_actions import may_record


@dataclass(frozen=True, slots=True)
class ServiceSheet:
    """A line of the list: its running total, the entries behind it, and the form of one more."""

    template: ClassVar[str] = "projects/service.html"
    item: ServiceItem
    total: str
    entries: Entries
    boxes: Sequence[PagePart]


def _page(request: Request, about: Project | ServiceItem, boxes: Sequence[PagePart]) -> HttpResponse:
    """``boxes``: the form of the list where ``about`` is the project, else of one of its lines."""
    project, on = about.project if isinstance(about, ServiceItem) else about, day_asked(request)
    items = list(project.services.prefetch_related("entries__recorded_by"))
    reached, may = service_totals(items, on), may_record(project, request.viewer)
    sheets: list[PagePart] = [
        ServiceSheet(
            item,
            amount(reached.get(item.pk, Decimal(0))),
            _entries(item, may=may, opened=len(items) == 1 or item == about),
            boxes if item == about else ENTRY.boxes(request, item),
        )
        for item in items
    ]
    head = PageHead(
        _("为群众办实事清单"),
        facts=[listed(_("合计由逐笔登记累加，截至"), dated(on))],
        crumb=project_link(project),
    )
    empty = _("清单还是空的。把承诺为群众办的事一件一行列出来，办一笔登一笔，合计自动累加。")
    below = boxes if about == project else LIST.boxes(request, project)
    return page(request, head, *(sheets or [Note(empty)]), *below)


def _entries(item: ServiceItem, *, may: bool, opened: bool) -> Entries:
    rows = list(item.entries.all())
    heading = _("逐笔登记（{n} 笔）").format(n=len(rows))
    lines = [_entry(item, row, may=may) for row in rows]
    return Entries(heading, lines, empty=_("还没有登记。"), folded=True, opened=opened)


def _entry(item: ServiceItem, row: ServiceEntry, *, may: bool) -> Entry:
    done = amount_mark(f"{amount(row.amount)}{item.unit}")
    return Entry(
        row.note or "—",
        small=row.recorded_by,
        mark=dated(row.done_on),
        aside=listed(done, _("已作废")) if row.voided_at else done,
        posts=[void_button(row)] if may and not row.voided_at else [],
        void=bool(row.voided_at),
    )


def void_button(row: ServiceEntry, following: str = "") -> PostButton:
    """Takes back what was entered by mistake; ``following``: where it leads then."""
    return PostButton(
        _("作废"),
        reverse("service-entry-void", args=[row.pk]),
        {"next": following} if following else {},
        of=f"{row.note} {amount(row.amount)}",
        look="button-word",
    )


@require_POST
def void(request: HttpRequest, pk: int) -> HttpResponse:
    """Entered by mistake; the page of a recurring service comes back by itself (``next``)."""
    row = load(service_entries_for(viewer_of(request)), pk)
    attempt(request, records.void_service_entry, _("已作废，不再计入合计。"), entry=row)
    slot = getattr(row.item, "slot", None) if request.POST.get("next") == "slot" else None
    return redirect("slot", pk=slot.pk) if slot else redirect("services", pk=row.item.project_id)


ADD = Step("add", records.add_service_item, _("加入清单"), _("清单已加一项。"))
LIST: Steps[Project] = Steps(
    "project",
    StepForm(
        [ADD],
        ServiceItemForm,
        at_field="target",
        when=lambda row, viewer: may_record(row, viewer) and not row.services.exists(),
    ),
    StepForm([ADD], ServiceItemForm, fold=_("清单加一项"), at_field="target", when=may_record),
    load=seen(projects_for),
    page=_page,
)
ENTRY: Steps[ServiceItem] = Steps(
    "item",
    StepForm(
        [Step("enter", records.add_service_entry, _("登记一笔"), _("已登记一笔。"), look=SECOND)],
        ServiceEntryForm,
        at_field="amount",
        template="frame/parts/row_steps.html",
        when=lambda item, viewer: may_record(item.project, viewer),
        initial=lambda item: {"done_on": today()},
    ),
    load=seen(service_items_for),
    page=_page,
    goes=lambda entry: reverse("services", args=[entry.item.project_id]),
)
urlpatterns = [
    *LIST.routes("projects/<int:pk>/services/", "services", Permission.SEE_LEDGER),
    *ENTRY.routes("services/<int:pk>/entries/", "service-entry", Permission.ACT_IN_LEDGER),
    Route("services/entries/<int:pk>/void/", void, "service-entry-void", Permission.ACT_IN_LEDGER),
]
