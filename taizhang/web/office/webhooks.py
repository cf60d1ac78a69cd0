"""Addresses to which a series' issues are announced: set here with a secret shown once, tried, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from taizhang.bulletin.actions import webhooks
from taizhang.bulletin.models import Delivery, DeliveryState, PushedEvent, Series, Webhook
from taizhang.bulletin.queries.archive import series_by_name
from taizhang.bulletin.queries.titles import issue_title
from taizhang.bulletin.visible import deliveries_for, webhooks_for
from taizhang.office.permissions import Permission
from taizhang.office.visible import Viewer
from taizhang.web.frame.access import seen
from taizhang.web.frame.forms import OpenForm, line
from taizhang.web.frame.parts import (
    Copy,
    Entries,
    Entry,
    Facts,
    Link,
    PageHead,
    PagePart,
    SheetPart,
    dotted,
    page,
)
from taizhang.web.frame.request import Request
from taizhang.web.frame.steps import QUIET, SECOND, Step, StepForm, Steps
from taizhang.web.frame.tables import Column, Table
from taizhang.web.frame.tags_record_look import moment
from taizhang.web.frame.words import say

SHOWN = 100  # announcements to an address, the latest
INLINE = "frame/parts/inline_steps.html"


class WebhookForm(OpenForm):
    """Where to, and what is allowed there."""

    address = forms.URLField(
        label=_("推送地址"),
        max_length=500,
        assume_scheme="https",
        help_text=_("对方系统接收推送的网址，以 https:// 开头。"),
    )
    networks = line(
        _("允许的内网网段"),
        500,
        help_text=_("对方在内网时填写，例如：10.1.2.0/24，多个用空格隔开；不填则只能推送到公网地址。"),
    )
    plain = forms.BooleanField(label=_("允许不加密（http），对方确实没有 https 时才勾选"), required=False)


def _series(request: Request, pk: int) -> Series:
    return get_object_or_404(series_by_name(), pk=pk)


def _list_page(request: Request, series: Series, boxes: Sequence[PagePart]) -> HttpResponse:
    """The addresses of a series, and the form of one more."""
    crumb = Link(series.name, reverse("office-series-one", args=[series.pk]))
    fact = _("一期封存、出修订版或撤回时，把期号、日期、PDF 校验值和接口地址推送到这些地址；不推送正文。")
    rows = [_entry(each) for each in webhooks_for(request.viewer).filter(series=series)]
    listing = Entries(_("推送地址"), rows, empty=_("还没有推送地址。"))
    adding = SheetPart(_("添加推送地址"), boxes)
    return page(request, PageHead(_("签发推送"), facts=[fact], crumb=crumb), listing, aside=[adding])


def _entry(row: Webhook) -> Entry:
    aside = _("已停用") if row.stopped_at else ""
    url = reverse("office-webhook", args=[row.pk])
    return Entry(row.address, url, small=moment(row.made_at), aside=aside, void=bool(row.stopped_at))


def _told_once(request: Request, made: tuple[Webhook, str]) -> HttpResponse:
    """The address' page with its secret, which stands in this one answer and nowhere else."""
    row, secret = made
    help_words = _("只显示这一次，请现在就交给对方；对方用它核对推送确由本系统发出。")
    return _drawn(
        request,
        row,
        SheetPart(_("密钥"), [Copy(_("推送密钥"), secret, help_words)]),
        *STEPS.boxes(request, row),
    )


def _page(request: Request, row: Webhook, boxes: Sequence[PagePart]) -> HttpResponse:
    return _drawn(request, row, *boxes)


def _row_page(request: Request, row: Delivery, boxes: Sequence[PagePart]) -> HttpResponse:
    return _drawn(request, row.webhook, *STEPS.boxes(request, row.webhook))


def _drawn(request: Request, row: Webhook, *parts: PagePart) -> HttpResponse:
    crumb = Link(_("签发推送"), reverse("office-series-webhooks", args=[row.series_id]))
    told = Facts("", [
        (_("刊物"), row.series.name),
        (_("允许的内网网段"), " ".join(row.networks)),
        (_("不加密"), _("允许") if row.plain else ""),
        (_("设置时间"), moment(row.made_at)),
        (_("停用时间"), moment(row.stopped_at) if row.stopped_at else ""),
    ])  # fmt: skip
    renewing = RENEWING.boxes(request, row)
    pushed = deliveries_for(request.viewer).filter(webhook=row)[:SHOWN]
    table = DELIVERIES.whole([(each, PUSHING.boxes(request, each)) for each in pushed], _("推送情况"))
    return page(
        request,
        PageHead(row.address, crumb=crumb),
        told,
        *parts,
        table,
        *renewing,
        *STOPPING.boxes(request, row),
    )


def _what(row: Delivery) -> str:
    event = row.get_event_display()
    return f"{say(issue_title(row.issue))}：{event}" if row.issue else event


def _outcome(row: Delivery) -> object:
    """The state, and of one that has not arrived why."""
    why = row.get_failure_display() if row.failure else ""
    status = gettext("回答{status}").format(status=row.status) if row.status else ""
    return dotted(row.get_state_display(), why, status)


def _arrives(row: Delivery) -> object:
    """When it arrived, or is tried again."""
    again = row.next_attempt_at if row.state == DeliveryState.QUEUED and row.attempts else None
    found = row.delivered_at or again
    return moment(found) if found else ""


def _in_use(row: Webhook, viewer: Viewer) -> bool:
    return row.stopped_at is None


def _stands_in(*states: DeliveryState) -> Callable[[Delivery, Viewer], bool]:
    """Whether an announcement, no trial, stands in one of these states and its address is in use."""
    return lambda row, viewer: (
        row.state in states and row.event != PushedEvent.TRIAL and row.webhook.stopped_at is None
    )


PUSH_STEPS = {
    "again": Step("again", webhooks.push_again, _("再推送"), _("一分钟内再推送。"), takes={}, look=QUIET),
    "stop": Step("stop", webhooks.stop_push, _("不再推送"), _("已不再推送。"), takes={}, look=QUIET),
}
OFFERED = {
    ("again", "stop"): (DeliveryState.FAILED,),
    ("again",): (DeliveryState.DELIVERED, DeliveryState.STOPPED),
    ("stop",): (DeliveryState.QUEUED,),
}
ADDING: Steps[Series] = Steps(
    "series",
    StepForm([Step("add", webhooks.add_webhook, _("添加"), _("已添加。"))], WebhookForm, at_field="address"),
    load=_series,
    page=_list_page,
    answer=_told_once,
)
STEPS: Steps[Webhook] = Steps(
    "webhook",
    StepForm(
        [Step("try", webhooks.try_webhook, _("试推送"), _("对方已接收试推送。"), look=SECOND)], when=_in_use
    ),
    load=seen(webhooks_for),
    page=_page,
)
RENEWING: Steps[Webhook] = Steps(
    "webhook",
    StepForm(
        [Step("renew", webhooks.renew_secret, _("确认更换"), _("密钥已更换。"), takes={}, look=QUIET)],
        fold=_("换密钥"),
        help=_("原密钥立即作废，请同时通知对方。"),
        when=_in_use,
    ),
    load=seen(webhooks_for),
    page=_page,
    answer=_told_once,
)
STOPPING: Steps[Webhook] = Steps(
    "webhook",
    StepForm(
        [Step("stop", webhooks.stop_webhook, _("确认停用"), _("已停用。"), takes={}, look=QUIET)],
        fold=_("停用"),
        help=_("停用后不再推送到这个地址，密钥同时销毁，不能恢复；需要时另行添加。"),
        when=_in_use,
    ),
    load=seen(webhooks_for),
    page=_page,
    goes=lambda row: reverse("office-webhook", args=[row.pk]),
)
PUSHING: Steps[Delivery] = Steps(
    "delivery",
    *(
        StepForm([PUSH_STEPS[verb] for verb in verbs], when=_stands_in(*states), template=INLINE)
        for verbs, states in OFFERED.items()
    ),
    load=seen(deliveries_for),
    page=_row_page,
    goes=lambda row: reverse("office-webhook", args=[row.webhook_id]),
)
DELIVERIES: Table[tuple[Delivery, Sequence[PagePart]]] = Table(
    Column(_("推送"), lambda pair: _what(pair[0]), head=True),
    Column(_("写入"), lambda pair: moment(pair[0].made_at), look="date"),
    Column(_("情况"), lambda pair: _outcome(pair[0])),
    Column(_("送达或再推"), lambda pair: _arrives(pair[0]), look="date"),
    Column(_("次数"), lambda pair: pair[0].attempts, look="number"),
    Column(_("办理"), lambda pair: pair[1], boxes=True),
    empty=_("还没有推送过。"),
)
urlpatterns = [
    *ADDING.routes("office/series/<int:pk>/webhooks/", "office-series-webhooks", Permission.MANAGE_UNITS),
    *STEPS.routes("office/webhooks/<int:pk>/", "office-webhook", Permission.MANAGE_UNITS),
    *RENEWING.post("office/webhooks/<int:pk>/secret/", "office-webhook-secret", Permission.MANAGE_UNITS),
    *STOPPING.post("office/webhooks/<int:pk>/stop/", "office-webhook-stop", Permission.MANAGE_UNITS),
    *PUSHING.post("office/deliveries/<int:pk>/", "office-delivery", Permission.MANAGE_UNITS),
]
