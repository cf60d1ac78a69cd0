"""Many orders at once: the plan with its reasons, what it leaves out and what would free it; a person confirms it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from taizhang.core.dispatch.day_parts import DayPart
from taizhang.core.dispatch.planning import Merging, PlanMethod
from taizhang.office import clock
from taizhang.office.models import Office
from taizhang.office.permissions import Permission
from taizhang.outreach.actions.planning import ConfirmedSession, dispatch_plan
from taizhang.outreach.models import Order
from taizhang.outreach.queries.planning import PlannedSession, Planning, planned, slot_words
from taizhang.outreach.visible import orders_for, speakers_for
from taizhang.web.frame.access import office_of
from taizhang.web.frame.forms import PickForm
from taizhang.web.frame.parts import Callout, Entries, Entry, Link, PageHead, PagePart, dotted, page
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.request import Request
from taizhang.web.frame.steps import Step, StepForm, Steps
from taizhang.web.frame.tables import Column, Table, TableView
from taizhang.web.frame.words import say
from taizhang.web.outreach.orders import days_of

METHODS = {
    PlanMethod.OPTIMAL: _("在现有时间和上限内，没有别的方案能排出更多。"),
    PlanMethod.BEST_FOUND: _("这是限定时间内找到的方案，没有证明不能更好。"),
    PlanMethod.GREEDY: _("这是逐单安排的方案，不一定最好；装上求解器（附加组件 plan）可以算出最好的方案。"),
}
MERGED = "merge"
LISTED = 100


class ProposedSession:
    """A session of the plan as a row that is ticked; its key says everything that is needed to dispatch it."""

    def __init__(self, session: PlannedSession) -> None:
        self.session = session
        orders = ".".join(str(order.pk) for order in session.orders)
        self.pk = f"{orders}:{session.speaker.pk}:{session.slot.day}:{session.slot.part}"

    def __str__(self) -> str:
        return f"{self.session.speaker} {say(slot_words(self.session.slot))}"

    @property
    def units(self) -> str:
        return "、".join(order.unit.short_name for order in self.session.orders)

    @property
    def reasons(self) -> object:
        first = self.session.orders[0]
        speaker, together = self.session.speaker, len(self.session.orders)
        where = gettext("就在{district}") if self.session.near else gettext("可到{district}")
        return dotted(
            where.format(district=first.district) if first.district else "",
            gettext("本期已有{n}场").format(n=self.session.load),
            gettext("每月上限{n}场").format(n=speaker.per_month),
            gettext("{n}单合成一场").format(n=together) if together > 1 else "",
        )


SESSIONS: Table[tuple[ProposedSession, Any]] = Table(
    Column(_("选"), lambda row: row[1], "tight pick"),
    Column(_("时间"), lambda row: say(slot_words(row[0].session.slot)), "tight"),
    Column(_("单位"), lambda row: row[0].units, head=True),
    Column(_("课题"), lambda row: row[0].session.orders[0].topic),
    Column(_("宣讲员"), lambda row: row[0].session.speaker),
    Column(_("理由"), lambda row: row[0].reasons),
    look="picks",
)


class PlanForm(PickForm):
    """The sessions of the plan, all ticked; those that stay ticked are dispatched."""

    picked = "confirmed"
    confirmed = forms.MultipleChoiceField(label="", error_messages={"required": _("请至少勾选一场。")})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposed: list[ProposedSession] = []
        field: Any = self.fields["confirmed"]
        field.valid_value = lambda value: len(value.split(":")) == 4

    def clean_confirmed(self) -> list[ConfirmedSession]:
        found = [_confirmed(self.viewer, key) for key in self.cleaned_data["confirmed"]]
        if None in found:
            raise forms.ValidationError(gettext("有的点单或宣讲员已有变化，请重新生成方案。"), code="gone")
        return [each for each in found if each]

    @property
    def table(self) -> TableView:
        return SESSIONS.whole([(each, self.tick(each)) for each in self.proposed])


def _confirmed(viewer: Any, key: str) -> ConfirmedSession | None:
    """The session that the key of a row names; None where a part of it is not there any more."""
    orders, speaker, day, part = key.split(":")
    keys = [number_in(each) for each in orders.split(".")]
    rows: dict[int, Order] = (
        orders_for(viewer).filter(state="submitted").in_bulk([each for each in keys if each])
    )
    found = speakers_for(viewer).filter(pk=number_in(speaker) or 0, active=True).first()
    try:
        on = date.fromisoformat(day)
    except ValueError:
        return None
    if found is None or len(rows) < len(keys) or part not in list(DayPart):
        return None
    return ConfirmedSession([rows[each] for each in keys if each], found, on, part)


def _page(request: Request, office: Office, boxes: Sequence[PagePart]) -> HttpResponse:
    """The plan, worked out anew each time it is looked at; what is confirmed is what was shown."""
    merging = Merging() if MERGED in request.GET else None
    found = planned(clock.today(), merging)
    box: Any = boxes[0]
    box.form.proposed = [ProposedSession(each) for each in found.sessions]
    if not box.form.is_bound:
        box.form.initial = {"confirmed": [each.pk for each in box.form.proposed]}
    here = reverse("orders-plan")
    other = Link(_("每单一场"), here) if merging else Link(_("可合并场次"), f"{here}?{MERGED}=1")
    head = PageHead(_("一次派多单"), crumb=Link(_("点单"), reverse("orders")), links=[other])
    parts = [Callout(_said(found)), *(boxes if found.sessions else [])] if _waiting(found) else []
    return page(request, head, *parts, *_left(found), empty=_("没有待派的点单。"))


def _waiting(found: Planning) -> bool:
    return bool(found.sessions or found.left)


def _said(found: Planning) -> str:
    n = sum(len(each.orders) for each in found.sessions)
    gaps = {"all": n + len(found.left), "n": n, "sessions": len(found.sessions)}
    words = gettext("待派{all}单，排出{n}单、{sessions}场。").format(**gaps)
    return words + str(METHODS[found.plan.method]) + gettext("没有听过宣讲的单位优先。")


def _left(found: Planning) -> list[PagePart]:
    """The orders that are left out, each with what would free it."""
    parts: list[PagePart] = []
    if found.left:
        lines = [_line(order, "".join(map(say, words))) for order, words in found.left[:LISTED]]
        parts.append(Entries(_("没有排上的"), lines, max(0, len(found.left) - LISTED)))
    rest = (
        (_("要先定课题的"), found.without_topic, gettext("还没有定课题，定了才能一起排。")),
        (_("日期已过的"), found.overdue, gettext("希望的日期已过，请与单位商定改期。")),
    )
    for heading, orders, words in rest:
        lines = [_line(order, words) for order in orders[:LISTED]]
        parts += [Entries(heading, lines, max(0, len(orders) - LISTED))] if lines else []
    return parts


def _line(order: Order, words: str) -> Entry:
    days = dotted(order.unit.short_name, days_of(order))
    return Entry(str(order), reverse("order", args=[order.pk]), days, words=words)


STEPS = Steps(
    "office",
    StepForm(
        [
            Step(
                "confirm",
                dispatch_plan,
                _("确认，全部派单"),
                lambda made: gettext("已派{n}场，等待宣讲员答复。").format(n=len(made)),
            )
        ],
        PlanForm,
        help=_("派单后由宣讲员各自答复；有一场排不成，就一场也不派。"),
    ),
    load=office_of,
    page=_page,
    goes=lambda made: reverse("sessions"),
)
urlpatterns = [*STEPS.routes("orders/plan/", "orders-plan", Permission.RUN_OUTREACH)]
