"""Calls for projects: the list, one call, its form, and the steps of its life (征集)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from taizhang.core.lifecycle.project_year import CallState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.ledger.actions import year
from taizhang.ledger.models import Call, Ledger
from taizhang.ledger.queries.calls import answers_to, units_asked
from taizhang.ledger.queries.ledgers import ledgers, open_ledgers
from taizhang.ledger.visible import calls_for, proposals_for
from taizhang.office import clock
from taizhang.office.permissions import Permission
from taizhang.office.queries import active_units
from taizhang.web.frame.access import load, may, viewer_of
from taizhang.web.frame.parts import Link, PageHead, page
from taizhang.web.frame.perform import attempt, who
from taizhang.web.frame.query_values import ledger_first
from taizhang.web.frame.routes import Route
from taizhang.web.frame.tables import Column, Table
from taizhang.web.frame.tags_ledger_look import dated
from taizhang.web.frame.words import say
from taizhang.web.proposals.call_form import CallForm, ExtendForm, moment_of

CALLS: Table[Call] = Table(
    Column(_("征集"), "title", head=True, url=lambda row: reverse("call", args=[row.pk]), sort="title"),
    Column(_("状态"), lambda row: row.get_state_display(), sort="state"),
    Column(_("台账"), "ledger", sort="ledger__year"),
    Column(_("截止"), lambda row: dated(row.deadline), "date", sort="deadline"),
    Column(_("单位"), lambda row: row.units_asked or "—", "number", sort="units_asked"),
)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The calls; whoever runs the ledger may begin another."""
    rows = calls_for(viewer_of(request))
    links, empty = [], _("现在没有征集。办公室发出后，这里会列出来。")
    if may(request, Permission.RUN_LEDGER) and (ledger := ledgers().first()):
        to_settings = reverse("ledger-settings", args=[ledger.year])
        links = [Link(_("起草征集"), reverse("call-new"), filled=True), Link(_("建账"), reverse("opening"))]
        links.append(Link(_("台账设置"), to_settings))
        empty = _("还没有征集。起草一份，写明要求和截止时间，再发给各单位。")
    head = PageHead(_("征集"), links=links)
    return page(request, head, *([CALLS.of(request, rows)] if rows.exists() else []), empty=empty)


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One call: the office sees who has answered, a unit its own proposals."""
    call = load(calls_for(viewer_of(request)), pk)
    now = clock.now()
    runs = may(request, Permission.RUN_LEDGER)
    context: dict[str, Any] = {
        "call": call,
        "cost": cost_of(call.units_asked or len(units_asked(call)), call.minutes),
        "is_over": call.deadline < now,
        "can_propose": may(request, Permission.FILE_FOR_UNIT) and call.state == CallState.OPEN,
        "own_units": viewer_of(request).units,
        "proposals": proposals_for(viewer_of(request)).filter(call=call).order_by("pk"),
        "runs": runs,
    }
    if runs:
        context |= _for_office(call)
    return render(request, "proposals/call.html", context)


def _for_office(call: Call) -> dict[str, Any]:
    open_now = call.state == CallState.OPEN
    first = _earliest(call.ledger)
    return {
        "answers": answers_to(call) if call.state != CallState.DRAFT else None,
        "waiting": call.proposals.filter(state="submitted").count(),
        "extend": ExtendForm(initial={"deadline": call.deadline + timedelta(days=7)}) if open_now else None,
        "earliest": first if call.state == CallState.DRAFT else None,
        "too_short": call.state == CallState.DRAFT and localdate(call.deadline) < first,
    }


def _earliest(ledger: Ledger) -> Any:
    """The first day on which a call that goes out today may end."""
    return clock.today() + timedelta(days=ledger.notice_days)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Draft a call of the newest ledger."""
    ledger = open_ledgers().first()
    if ledger is None:
        return ledger_first(request)
    first = {"deadline": _earliest(ledger) + timedelta(days=9)}
    first["title"] = _("{year}年度重点项目征集").format(year=ledger.year)
    form = CallForm(request.POST or None, ledger=ledger, initial=first)
    return _form(request, form, ledger, None, lambda values: year.draft_call(ledger=ledger, **values))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a call that is not out yet."""
    call = load(calls_for(viewer_of(request)), pk)
    if call.state != CallState.DRAFT:
        return redirect("call", pk=pk)
    initial = {name: getattr(call, name) for name in ("title", "guidance", "minutes")}
    initial |= {"deadline": localdate(call.deadline), "themes": call.themes.all(), "units": call.units.all()}
    form = CallForm(request.POST or None, ledger=call.ledger, initial=initial)
    return _form(request, form, call.ledger, call, lambda values: year.edit_call(call=call, **values))


def _form(
    request: HttpRequest,
    form: CallForm,
    ledger: Ledger,
    call: Call | None,
    keep: Callable[[dict[str, Any]], Call],
) -> HttpResponse:
    if form.is_bound and form.is_valid():
        try:
            return redirect("call", pk=keep({**form.values(), **who(request)}).pk)
        except Refused as refusal:
            form.add_error(None, say(refusal.sentence))
    units = len(form["units"].value() or ()) or active_units().count()
    minutes = form.cleaned_data.get("minutes") if form.is_bound else form["minutes"].value()
    context = {
        "form": form,
        "ledger": ledger,
        "call": call,
        "units": units,
        "cost": cost_of(units, int(minutes or 0)),
        "earliest": _earliest(ledger),
    }
    return render(request, "proposals/call_form.html", context, status=422 if form.is_bound else 200)


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue, extend or close."""
    call = load(calls_for(viewer_of(request)), pk)
    verb = request.POST.get("act", "")
    if verb == "issue":
        units = len(units_asked(call))
        attempt(request, year.issue_call, _("已发给{n}个单位。").format(n=units), call=call)
    elif verb == "close":
        attempt(request, year.close_call, str(_("征集已截止，不再收新的申报。")), call=call)
    elif verb == "extend":
        _extend(request, call)
    return redirect("call", pk=pk)


def _extend(request: HttpRequest, call: Call) -> None:
    form = ExtendForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(_("请填写延长到哪一天。")))
        return
    deadline = moment_of(form.cleaned_data["deadline"])
    done = str(_("截止时间已延长，各单位会看到。"))
    attempt(request, year.extend_call, done, call=call, deadline=deadline)


def cost_of(units: int, minutes: int) -> dict[str, Any]:
    """What the call costs all units together, in hours."""
    hours = round(units * minutes / 60, 1)
    return {"units": units, "minutes": minutes, "hours": f"{hours:g}"}


urlpatterns = [
    Route("calls/", index, "calls", Permission.SEE_LEDGER),
    Route("calls/new/", new, "call-new", Permission.RUN_LEDGER),
    Route("calls/<int:pk>/", show, "call", Permission.SEE_LEDGER),
    Route("calls/<int:pk>/edit/", edit, "call-edit", Permission.RUN_LEDGER),
    Route("calls/<int:pk>/act/", act, "call-act", Permission.RUN_LEDGER),
]
