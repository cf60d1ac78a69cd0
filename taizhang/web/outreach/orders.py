"""Orders (点单): the list, the form, one order and what can be done with it, offers to several units."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from taizhang.core.lifecycle.outreach_life import ORDER
from taizhang.core.text.messages import filled
from taizhang.office import clock
from taizhang.office.models import Office, Unit
from taizhang.office.permissions import Permission
from taizhang.office.queries import active_units
from taizhang.outreach.actions import orders
from taizhang.outreach.models import Order
from taizhang.outreach.queries.suggestions import together
from taizhang.outreach.visible import orders_for
from taizhang.web.frame.access import office_of, seen, units_offered
from taizhang.web.frame.forms import SeveralField, day, line, number, text
from taizhang.web.frame.parts import (
    Callout,
    Entries,
    Entry,
    Facts,
    Link,
    PageHead,
    PagePart,
    dotted,
    entries,
    link,
    page,
)
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import QUIET, Step, StepForm, Steps
from taizhang.web.frame.tags_ledger_look import dated
from taizhang.web.frame.words import day_words
from taizhang.web.outreach.fields import ChoosingForm, WordsForm, menu, own_projects, part_field
from taizhang.web.projects.forms import ReasonForm

LIST = _("点单")
SOON, LATER = timedelta(days=7), timedelta(days=21)  # the days that a new order begins with
WANTED = ("topic", "wish", "wanted_from", "wanted_to", "part", "place", "district", "heads", "audience")
MORE = ("contact", "note", "project")
GROUPS = (
    ("offered", _("办公室邀请，待回应"), "wanted_to"),
    ("draft", _("草稿"), "-written_at"),
    ("submitted", _("待派单"), "wanted_to"),
    ("placed", _("已派单"), "-submitted_at"),
    ("served", _("已确认"), "-submitted_at"),
    ("rated", _("已评单"), "-submitted_at"),
    ("declined", _("未安排"), "-submitted_at"),
    ("withdrawn", _("已撤回"), "-written_at"),
)


class OrderForm(ChoosingForm):
    """What a unit wishes to hear, when, where, and how many are expected."""

    rows = {"topic": menu, "project": own_projects}
    topic: Any = forms.ModelChoiceField(
        label=_("课题"), queryset=None, required=False, empty_label=_("菜单上没有，在下面写明")
    )
    wish = line(_("想听什么（没有合适课题时填写）"), 200)
    wanted_from = day(_("最早日期"), required=True)
    wanted_to = day(_("最晚日期"), required=True)
    part = part_field(required=False)
    place = line(_("地点"), 100, required=True)
    heads = number(_("预计人数"), 1, 100_000)
    audience = line(_("听众（如社区居民、新入职教师）"), 60)
    district = line(_("区县"), 30)
    contact = line(_("现场联系人"), 30)
    contact_phone = line(_("联系电话"), 30, help_text=_("只给调度员和接单的宣讲员看，加密保存。"))
    project: Any = forms.ModelChoiceField(
        label=_("服务的项目"), queryset=None, required=False, empty_label=_("不属于本单位的项目")
    )
    note = text(_("其他说明"), 500, 2)


class ArrangeForm(ChoosingForm):
    """What was settled with the unit by telephone."""

    rows = {"topic": menu}
    topic: Any = forms.ModelChoiceField(
        label=_("课题"), queryset=None, required=False, empty_label=_("按文字说明")
    )
    wanted_from = day(_("最早日期"), required=True)
    wanted_to = day(_("最晚日期"), required=True)


class OfferForm(ChoosingForm):
    """A topic for several units."""

    rows = {"units": lambda viewer: active_units(), "topic": menu}
    units: Any = SeveralField(label=_("单位"), queryset=None, widget=forms.CheckboxSelectMultiple)
    topic: Any = forms.ModelChoiceField(label=_("课题"), queryset=None, empty_label=_("请选择"))
    first = day(_("最早日期"), required=True)
    last = day(_("最晚日期"), required=True)
    help = _("各单位联络员的待办里会出现这项邀请，补上地点和人数就能点单；不需要的可以谢绝。")


@require_safe
def index(request: Request) -> HttpResponse:
    """Orders by what became of them; for the dispatcher first those that one session could serve."""
    rows, viewer = orders_for(request.viewer), request.viewer
    runs = viewer.may(Permission.RUN_OUTREACH)
    links = [Link(_("点单"), reverse("order-new"), filled=True)] if viewer.may(Permission.ORDER_TALK) else []
    links += [Link(_("一次派多单"), reverse("orders-plan"))] if runs else []
    links += [Link(_("邀请单位点单"), reverse("order-offer"))] if runs else []
    merges = _merges(together(list(rows.filter(state="submitted")))) if runs else []
    groups = [
        part
        for state, words, order in GROUPS
        for part in entries(words, rows.filter(state=state).order_by(order, "pk"), entry_of)
    ]
    empty = _("还没有点单。想请宣讲员上门的，点“点单”，选课题、日期和地点。")
    return page(request, PageHead(LIST, links=links), *merges, *groups, empty=empty)


def _merges(groups: Sequence[Sequence[Order]]) -> list[PagePart]:
    found = [
        Entry(
            gettext("{topic}：{n}单可以合成一场").format(topic=each[0].topic, n=len(each)),
            _dispatch_url(each),
            small="、".join(row.unit.short_name for row in each),
            aside=link(_("合并派单"), _dispatch_url(each)),
        )
        for each in groups
    ]
    return [Entries(_("可以合并"), found)] if found else []


def _dispatch_url(group: Sequence[Order]) -> str:
    also = ",".join(str(row.pk) for row in group[1:])
    return f"{reverse('order-dispatch', args=[group[0].pk])}?also={also}"


def entry_of(row: Order) -> Entry:
    """An order as a line."""
    return Entry(
        title=str(row),
        url=reverse("order", args=[row.pk]),
        small=dotted(row.unit.short_name, row.place, heads_of(row)),
        mark=dated(row.wanted_to),
        aside=row.session.speaker.name if row.session else row.get_state_display(),
    )


def heads_of(row: Order) -> str:
    """约60人; empty where it is only offered."""
    return gettext("约{n}人").format(n=row.heads) if row.heads else ""


def days_of(row: Order) -> str:
    """8月17日至8月29日, or the one day."""
    first, last = day_words(row.wanted_from), day_words(row.wanted_to)
    return first if first == last else gettext("{first}至{last}").format(first=first, last=last)


def facts_of(row: Order, *, phone: bool) -> Facts:
    """What the order asks for; ``phone``: whether the contact's number is shown."""
    number_shown = row.contact_phone if phone else ""
    if number_shown is None:
        number_shown = gettext("密钥已更换，无法显示，请重新填写")
    return Facts(
        _("点单内容"),
        [
            (_("单位"), row.unit.name),
            (_("课题"), row.topic or ""),
            (_("想听什么"), row.wish),
            (_("日期"), dotted(days_of(row), row.get_part_display())),
            (_("地点"), dotted(row.place, row.district)),
            (_("预计人数"), row.heads),
            (_("听众"), row.audience),
            (_("现场联系人"), dotted(row.contact, number_shown)),
            (_("服务的项目"), row.project or ""),
            (_("说明"), row.note),
            (_("原因"), row.reason),
            (_("评单"), row.rating),
        ],
    )


def guess_of(row: Order) -> list[PagePart]:
    """That the topic was guessed, and from what."""
    if not row.topic_guessed or row.topic is None:
        return []
    words = filled(gettext("课题“{topic}”是按“{wish}”推测的，不对可以改。"), topic=row.topic, wish=row.wish)
    return [Callout(words)]


def _page(request: Request, row: Order, boxes: Sequence[PagePart]) -> HttpResponse:
    viewer = request.viewer
    runs = viewer.may(Permission.RUN_OUTREACH)
    own = bool(viewer.roles_for(row.unit_id) & {"liaison", "unit_leader"})
    links = []
    if runs and row.state == "submitted":
        links.append(Link(_("派单"), reverse("order-dispatch", args=[row.pk]), filled=True))
    if row.session:
        links.append(Link(_("看场次"), reverse("session", args=[row.session_id])))
    head = PageHead(
        str(row),
        crumb=Link(LIST, reverse("orders")),
        facts=[row.get_state_display(), row.session.speaker.name if row.session else ""],
        links=links,
    )
    return page(request, head, *guess_of(row), facts_of(row, phone=runs or own), *boxes)


def _new_page(request: Request, unit: Unit, boxes: Sequence[PagePart]) -> HttpResponse:
    head = PageHead(_("点单"), crumb=Link(LIST, reverse("orders")), facts=[unit.name])
    return page(request, head, *boxes)


def _own_unit(request: HttpRequest) -> Unit:
    units = units_offered(request, ORDER, "draft", "edit")
    if not units:
        raise Http404
    return units[0]


def _offer_page(request: Request, office: Office, boxes: Sequence[PagePart]) -> HttpResponse:
    return page(request, PageHead(_("邀请单位点单"), crumb=Link(LIST, reverse("orders"))), *boxes)


def _as_written(row: Order) -> dict[str, Any]:
    given = {name: getattr(row, name) for name in (*WANTED, *MORE)}
    return {**given, "contact_phone": row.contact_phone or ""}


def _at_order(result: Any) -> str:
    return reverse("order", args=[result.pk])


NEW = Steps(
    "unit",
    StepForm(
        [
            Step("submit", orders.order_talk, _("提交点单"), _("已提交，等待派单。")),
            Step("draft", orders.draft_order, _("存为草稿"), _("已存为草稿。"), look=QUIET),
        ],
        OrderForm,
        at_field="wish",
        initial=lambda unit: {
            "district": unit.district,
            "wanted_from": clock.today() + SOON,
            "wanted_to": clock.today() + LATER,
        },
    ),
    load=_own_unit,
    page=_new_page,
    goes=_at_order,
    asked=("topic",),
)
OFFER = Steps(
    "office",
    StepForm(
        [
            Step(
                "offer",
                orders.offer_talks,
                _("发出邀请"),
                lambda made: gettext("已邀请{n}个单位。").format(n=len(made)),
            )
        ],
        OfferForm,
        at_field="units",
    ),
    load=office_of,
    page=_offer_page,
    goes=lambda made: reverse("orders"),
)
STEPS = Steps(
    "order",
    StepForm(
        [
            Step("submit", orders.edit_and_submit_order, _("提交点单"), _("已提交，等待派单。")),
            Step("edit", orders.edit_order, _("保存"), _("已保存。"), look=QUIET),
        ],
        OrderForm,
        when=lambda row, viewer: row.state in ("draft", "offered"),
        initial=_as_written,
        as_stored=True,
        at_field="wish",
    ),
    StepForm(
        [Step("edit", orders.edit_order, _("保存修改"), _("已保存。"))],
        OrderForm,
        fold=_("修改点单"),
        initial=_as_written,
        as_stored=True,
        at_field="wish",
    ),
    StepForm(
        [Step("rate", orders.rate_order, _("评单"), _("已写入评单。"))],
        WordsForm,
        help=_("写事实或建议，一句话即可；不写也可以。"),
    ),
    StepForm(
        [Step("arrange", orders.arrange_order, _("保存"), _("已保存。"))],
        ArrangeForm,
        fold=_("与单位商定后改课题或日期"),
        initial=lambda row: {name: getattr(row, name) for name in ("topic", "wanted_from", "wanted_to")},
        as_stored=True,
    ),
    StepForm(
        [Step("decline", orders.decline_order, _("不予安排"), _("已答复单位。"))],
        ReasonForm,
        fold=_("不能安排"),
    ),
    StepForm(
        [Step("withdraw", orders.withdraw_order, _("撤回或谢绝"), _("已撤回。"))],
        ReasonForm,
        fold=_("不需要了"),
    ),
    load=seen(orders_for),
    page=_page,
    table=ORDER,
)
urlpatterns = [
    Route("orders/", index, "orders", Permission.SEE_OUTREACH),
    *NEW.routes("orders/new/", "order-new", Permission.ORDER_TALK),
    *OFFER.routes("orders/offer/", "order-offer", Permission.RUN_OUTREACH),
    *STEPS.routes("orders/<int:pk>/", "order", Permission.SEE_OUTREACH, act=Permission.ACT_IN_OUTREACH),
]
