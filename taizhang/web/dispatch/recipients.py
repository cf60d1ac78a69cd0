"""The list of those who receive a series."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from taizhang.bulletin.actions import recipients
from taizhang.bulletin.actions.recipients import PastedRecipients
from taizhang.bulletin.models import Direction, Recipient, Series
from taizhang.bulletin.visible import recipients_for, series_for
from taizhang.core.text.messages import filled
from taizhang.office.models import Person
from taizhang.office.permissions import Permission
from taizhang.web.dispatch.forms import PasteForm, RecipientForm
from taizhang.web.frame.access import load, seen, viewer_of
from taizhang.web.frame.parts import (
    Entries,
    Entry,
    Link,
    PageHead,
    PagePart,
    PostButton,
    Prose,
    Tab,
    Tabs,
    dotted,
    page,
)
from taizhang.web.frame.perform import attempt
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import SECOND, Step, StepForm, Steps

LIST = gettext_lazy("发送对象")
NAMED = 10  # of those that stood on the list before


def _series_asked(request: HttpRequest) -> Series:
    """The series that the address names, or the first; 404 where there is none."""
    rows, key = series_for(viewer_of(request)), number_in(request.GET.get("series", ""))
    return load(rows, key) if key else get_object_or_404(rows[:1])


def _page(request: Request, series: Series, boxes: Sequence[PagePart]) -> HttpResponse:
    """The list by 报, 送, 发; one is added, or many are pasted."""
    rows = list(recipients_for(request.viewer).filter(series=series))
    said = _("{n} 家，{m} 份").format(n=len(rows), m=sum(row.copies for row in rows))
    head = PageHead(LIST, crumb=Link(_("分发"), reverse("sendings")), facts=[dotted(series, said)])
    every = [Tab(str(each), f"?series={each.pk}", each == series) for each in series_for(request.viewer)]
    parts: list[PagePart] = [Tabs(_("刊物"), every)] if len(every) > 1 else []
    none = _("还没有。在旁边添加，或者粘贴名单。")
    for each in Direction:
        group = [row for row in rows if row.direction == each]
        lines = [_entry(row, row is group[0], row is group[-1]) for row in group]
        parts.append(Entries(each.label, lines, empty=none))
    return page(request, head, *parts, aside=boxes)


def _entry(row: Recipient, first: bool, last: bool) -> Entry:
    act = reverse("recipient-act", args=[row.pk])
    up = PostButton(_("上移"), act, {"act": "up"}, of=row.name)
    down = PostButton(_("下移"), act, {"act": "down"}, of=row.name)
    return Entry(
        row.name,
        reverse("recipient", args=[row.pk]),
        small=dotted(row.get_way_display(), _("{n}份").format(n=row.copies), row.email),
        posts=[each for each, hidden in ((up, first), (down, last)) if not hidden],
    )


def _one_page(request: Request, row: Recipient, boxes: Sequence[PagePart]) -> HttpResponse:
    """What is known of one recipient."""
    act = reverse("recipient-act", args=[row.pk])
    leave = _("移出名单")
    aside: list[PagePart] = [
        Prose(leave, _("以后各期不再发给该对象；以前的分发和签收记录保留。")),
        PostButton(leave, act, {"act": "remove"}, look="button"),
    ]
    return page(request, PageHead(row.name, crumb=Link(LIST, _address(row))), *boxes, aside=aside)


@require_POST
def act(request: Request, pk: int) -> HttpResponse:
    """Up, down, or off the list."""
    recipient = load(recipients_for(request.viewer), pk)
    if request.POST.get("act") == "remove":
        done = filled(_("“{name}”已移出名单，以前的分发记录保留。"), name=recipient.name)
        attempt(request, recipients.remove_recipient, done, recipient=recipient)
    else:
        up = request.POST.get("act") == "up"
        attempt(request, recipients.move_recipient, _("次序已调整。"), recipient=recipient, up=up)
    issue = number_in(request.GET.get("issue", ""))
    return redirect(f"{reverse('draft', args=[issue])}#head" if issue else _address(recipient))


def _listed(done: recipients.ListedRecipients) -> str:
    words = _("已列入{n}个发送对象。").format(n=done.added)
    if not done.known:
        return words
    named = _("、").join(done.known[:NAMED])
    return words + _("{n}个已在名单上，未作改动：{names}。").format(n=len(done.known), names=named)


def _address(row: Recipient) -> str:
    return f"{reverse('recipients')}?series={row.series_id}"


def _add(*, series: Series, by: Person, at: datetime, **told: Any) -> Recipient:
    return recipients.add_recipient(series=series, told=PastedRecipients(**told), by=by, at=at)


def _change(*, recipient: Recipient, by: Person, at: datetime, **told: Any) -> Recipient:
    return recipients.change_recipient(recipient=recipient, told=PastedRecipients(**told), by=by, at=at)


LISTING = Steps(
    "series",
    StepForm(
        [
            Step(
                "paste",
                recipients.add_recipients,
                gettext_lazy("全部列入"),
                lambda done: _listed(done),
                takes={"lines": "rows"},
            )
        ],
        PasteForm,
        at_field="lines",
    ),
    StepForm(
        [
            Step(
                "add",
                _add,
                gettext_lazy("添加"),
                lambda row: filled(_("“{name}”已列入名单。"), name=row.name),
                look=SECOND,
            )
        ],
        RecipientForm,
        at_field="name",
    ),
    load=_series_asked,
    page=_page,
    goes=lambda done: f"{reverse('recipients')}?series={done.series.pk}",
)
CHANGING = Steps(
    "recipient",
    StepForm(
        [Step("change", _change, gettext_lazy("保存"), gettext_lazy("已保存。"))],
        RecipientForm,
        at_field="name",
        initial=lambda row: {name: getattr(row, name) for name in RecipientForm.base_fields},
        as_stored=True,
    ),
    load=seen(recipients_for),
    page=_one_page,
    goes=_address,
)
urlpatterns = [
    *LISTING.routes("recipients/", "recipients", Permission.EDIT_BULLETIN),
    *CHANGING.routes("recipients/<int:pk>/", "recipient", Permission.EDIT_BULLETIN),
    Route("recipients/<int:pk>/act/", act, "recipient-act", Permission.EDIT_BULLETIN),
]
