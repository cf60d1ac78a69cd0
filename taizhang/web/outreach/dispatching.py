"""Dispatch of one order, or of several together: whom to send with the reasons, why not the others, or by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from taizhang.core.dispatch.suggest import Suggestion, WhyNot
from taizhang.core.lifecycle.outreach_life import ORDER
from taizhang.core.lifecycle.workflow import Refused
from taizhang.office import clock
from taizhang.office.permissions import Permission
from taizhang.outreach.actions import sessions
from taizhang.outreach.models import Order
from taizhang.outreach.queries.suggestions import suggestions_for
from taizhang.outreach.visible import orders_for, speakers_for
from taizhang.web.frame.access import seen
from taizhang.web.frame.forms import day, line
from taizhang.web.frame.parts import (
    Callout,
    Entries,
    Entry,
    Link,
    Note,
    PageHead,
    PagePart,
    PostButton,
    dotted,
    page,
)
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.request import Request
from taizhang.web.frame.steps import Step, StepForm, Steps
from taizhang.web.frame.words import say
from taizhang.web.outreach.fields import ChoosingForm, part_field, time_field
from taizhang.web.outreach.orders import facts_of, guess_of

MOST_SUGGESTED = 12


class DispatchForm(ChoosingForm):
    """A speaker and a time; ``also`` are the keys of orders served by the same session."""

    rows = {"speaker": lambda viewer: speakers_for(viewer).filter(active=True)}
    also = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)
    speaker: Any = forms.ModelChoiceField(label=_("宣讲员"), queryset=None, empty_label=_("请选择"))
    on = day(_("日期"), required=True)
    part = part_field()
    starts_at = time_field()
    title = line(_("题目（不填用课题名）"), 100)

    def clean_also(self) -> list[Order]:
        return also_asked(self.viewer, self.cleaned_data["also"])


def also_asked(viewer: Any, keys: str) -> list[Order]:
    """The waiting orders with these keys (4,5); what is none is left out."""
    wanted = [key for key in map(number_in, keys.split(",")) if key]
    return list(orders_for(viewer).filter(pk__in=wanted, state="submitted").order_by("pk"))


def _page(request: Request, row: Order, boxes: Sequence[PagePart]) -> HttpResponse:
    also = also_asked(request.viewer, request.POST.get("also") or request.GET.get("also", ""))
    parts: list[PagePart] = [*guess_of(row), facts_of(row, phone=True)]
    if row.state == "submitted":
        parts = [*guess_of(row), *_suggested(row, also), facts_of(row, phone=True)]
    if also:
        units = "、".join(each.unit.short_name for each in (row, *also))
        words = gettext("{n}单合成一场：{units}。主会场：{place}。")
        parts.insert(0, Callout(words.format(n=len(also) + 1, units=units, place=row.place)))
    crumb = Link(str(row), reverse("order", args=[row.pk]))
    return page(request, PageHead(_("派单"), crumb=crumb, facts=[row.unit.name]), *parts, *boxes)


def _suggested(row: Order, also: Sequence[Order]) -> list[PagePart]:
    try:
        found, others = suggestions_for([row, *also], clock.today())
    except Refused as refusal:
        return [Note(say(refusal.sentence))]
    keys = ",".join(str(each.pk) for each in also)
    lines = [_line(row, keys, each) for each in found[:MOST_SUGGESTED]]
    empty = _("没有合适的宣讲员：原因见下，可以与单位商定改期，或自己选人。")
    return [
        Entries(_("建议"), lines, more=max(len(found) - MOST_SUGGESTED, 0), empty=empty),
        *([Entries(_("其他宣讲员为何没有列入"), list(map(_why_not, others)), folded=True)] if others else []),
    ]


def _line(row: Order, also: str, each: Suggestion) -> Entry:
    given = {
        "act": "place",
        "speaker": each.speaker,
        "on": each.slot.on.isoformat(),
        "part": each.slot.part.value,
        "also": also,
    }
    button = PostButton(_("派单"), reverse("order-dispatch", args=[row.pk]), given, of=each.name)
    return Entry(each.name, small=dotted(*map(say, each.reasons)), posts=[button])


def _why_not(each: WhyNot) -> Entry:
    return Entry(each.name, aside=say(each.reason))


STEPS = Steps(
    "order",
    StepForm(
        [
            Step(
                "place",
                sessions.place_order,
                _("派单"),
                lambda made: gettext("已派给{name}，等待答复。").format(name=made.speaker.name),
            )
        ],
        DispatchForm,
        fold=_("自己选宣讲员和时间"),
        initial=lambda row: {"on": max(row.wanted_from, clock.today()), "part": row.part or "morning"},
        at_field="on",
    ),
    load=seen(orders_for),
    page=_page,
    table=ORDER,
    goes=lambda made: reverse("session", args=[made.pk]),
    asked=("also",),
)
urlpatterns = [*STEPS.routes("orders/<int:pk>/dispatch/", "order-dispatch", Permission.RUN_OUTREACH)]
