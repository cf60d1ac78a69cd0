"""The links that a person sent out: to whom, until when, and closed with one click."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from taizhang.bulletin.actions import sending
from taizhang.bulletin.dispatch.links import is_open, runs_out
from taizhang.bulletin.models import Sending
from taizhang.bulletin.visible import links_for
from taizhang.core.text.messages import filled
from taizhang.office import clock
from taizhang.office.permissions import Permission
from taizhang.web.frame.access import seen
from taizhang.web.frame.parts import Entries, Entry, Link, PageHead, PagePart, PostButton, dotted, page
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import Step, StepForm, Steps
from taizhang.web.frame.tags_ledger_look import dated
from taizhang.web.frame.titles import issue_title

TITLE = gettext_lazy("我发出的链接")


@require_safe
def show(request: Request) -> HttpResponse:
    """Those that still open something, the latest first."""
    now = clock.now()
    rows = [_entry(row) for row in links_for(request.viewer) if is_open(row, now)]
    head = PageHead(
        TITLE, crumb=Link(_("分发"), reverse("sendings")), facts=[_("{n}个有效").format(n=len(rows))]
    )
    return page(request, head, Entries("", rows, empty=_("没有有效的链接。")))


def _entry(row: Sending) -> Entry:
    close = reverse("own-link-act", args=[row.pk])
    until = dated(localtime(runs_out(row.sent_at)).date()) if row.sent_at else ""
    return Entry(
        row.name,
        reverse("issue-sendings", args=[row.issue_id]),
        small=dotted(issue_title(row.issue), row.email),
        aside=dotted(_("有效至"), until) if until else "",
        posts=[PostButton(_("关闭链接"), close, {"act": "close_link"}, of=row.name)],
    )


def _page(request: Request, row: Sending, boxes: Sequence[PagePart]) -> HttpResponse:
    return show(request)


STEPS = Steps(
    "sending",
    StepForm(
        [
            Step(
                "close_link",
                sending.close_link,
                gettext_lazy("关闭链接"),
                lambda row: filled(_("发给“{name}”的链接已关闭。"), name=row.name),
            )
        ]
    ),
    load=seen(links_for),
    page=_page,
    goes=lambda _row: reverse("own-links"),
)
urlpatterns = [
    Route("sendings/links/", show, "own-links", Permission.EDIT_BULLETIN),
    *STEPS.post("sendings/links/<int:pk>/act/", "own-link-act", Permission.EDIT_BULLETIN),
]
