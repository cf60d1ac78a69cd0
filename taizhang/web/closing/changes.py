"""Requests to change an account: asked for by the unit, decided by the office; old baseline beside new."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from taizhang.core.lifecycle.project_year import CHANGE, PROJECT, ChangeState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.plan.account_plan import from_json
from taizhang.ledger.actions import changes
from taizhang.ledger.models import ChangeRequest, Project
from taizhang.ledger.models.closing import CHANGE_KINDS
from taizhang.ledger.rules.account_plans import plan_of
from taizhang.ledger.rules.checks import can_withdraw
from taizhang.ledger.visible import changes_for, projects_for
from taizhang.office.clock import today
from taizhang.web.closing.compared import Changed, compared, plan_of_version
from taizhang.web.closing.forms import ChangeForm, DecideForm
from taizhang.web.frame.access import load, offered, viewer_of
from taizhang.web.frame.perform import attempt, who
from taizhang.web.frame.words import say
from taizhang.web.projects.forms import ReasonForm
from taizhang.web.proposals.account_form import AccountDesk, desk_of, posted_desk, typed_desk

A_PAGE = 50


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Those that wait for a decision, then those decided."""
    rows = changes_for(viewer_of(request))
    page = Paginator(rows.exclude(state=ChangeState.REQUESTED), A_PAGE).get_page(request.GET.get("page"))
    waiting = rows.filter(state=ChangeState.REQUESTED).order_by("requested_at", "pk")
    return render(request, "closing/changes.html", {"waiting": waiting, "page": page})


def _kinds(request: HttpRequest, project: Project) -> list[str]:
    """What may be asked for of this project now."""
    if "request_change" not in offered(request, PROJECT, project.state, project.lead_unit):
        return []
    open_ones = set(project.changes.filter(state=ChangeState.REQUESTED).values_list("kind", flat=True))
    late = project.due is not None and project.due < today()
    return [
        str(code)
        for code, _words in CHANGE_KINDS
        if project.state in PROJECT.steps[code].before
        and code not in open_ones
        and not (code == "extend" and late)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a change; amending has a page of its own."""
    project = load(projects_for(viewer_of(request)), pk)
    kinds = _kinds(request, project)
    simple = [kind for kind in kinds if kind != "amend"]
    asked = request.GET.get("kind", "")
    initial = {"kind": asked if asked in simple else next(iter(simple), "")}
    targets = projects_for(viewer_of(request))
    form = ChangeForm(request.POST or None, project=project, kinds=simple, targets=targets, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            change = changes.request_change(project=project, **form.cleaned_data, **who(request))
            return redirect("change", pk=change.pk)
        except Refused as refusal:
            form.add_error(None, say(refusal.sentence))
    context = {
        "project": project,
        "form": form,
        "kinds": simple,
        "may_amend": "amend" in kinds,
        "waiting": _waiting(project),
    }
    return render(request, "closing/change_new.html", context, status=422 if form.is_bound else 200)


def _waiting(project: Project) -> list[ChangeRequest]:
    return list(project.changes.filter(state=ChangeState.REQUESTED).order_by("pk"))


@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for another account: the form of the account, with a reason."""
    project = load(projects_for(viewer_of(request)), pk)
    if "amend" not in _kinds(request, project):
        raise Http404
    if request.method != "POST":
        return _amend_page(request, desk_of(project, plan_of(project), today()), ReasonForm())
    act = request.POST.get("act", "send")
    if act != "send":
        desk = typed_desk(project, request.POST, act, today())
        return _amend_page(request, desk, ReasonForm(initial={"reason": request.POST.get("reason", "")}))
    desk, form = posted_desk(project, request.POST), ReasonForm(request.POST)
    if all([form.is_valid(), desk.is_valid()]):
        try:
            change = changes.request_change(
                project=project,
                kind="amend",
                reason=form.cleaned_data["reason"],
                proposed=desk.plan(),
                **who(request),
            )
            return redirect("change", pk=change.pk)
        except Refused as refusal:
            desk.paper.head.add_error(None, say(refusal.sentence))
    return _amend_page(request, desk, form, 422)


def _amend_page(request: HttpRequest, desk: AccountDesk, form: ReasonForm, status: int = 200) -> HttpResponse:
    context = {
        "project": desk.project,
        "account": desk,
        "reason_form": form,
        "draw_url": reverse("change-amend", args=[desk.project.pk]),
    }
    return render(request, "closing/amend.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One request; posted, it is decided or taken back."""
    change = load(changes_for(viewer_of(request)), pk)
    if request.method != "POST":
        return _page(request, change, _decide_form(change))
    act = request.POST.get("act", "")
    if act == "withdraw":
        attempt(request, changes.withdraw_change, _("申请已撤回。"), change=change)
        return redirect("change", pk=pk)
    form = DecideForm(request.POST)
    if form.is_valid() and _decided(request, change, form, act):
        return redirect("change", pk=pk)
    return _page(request, load(changes_for(viewer_of(request)), pk), form, 422)


def _decide_form(change: ChangeRequest) -> DecideForm:
    return DecideForm(initial={"due": change.forecast})


def _decided(request: HttpRequest, change: ChangeRequest, form: DecideForm, act: str) -> bool:
    words, due = form.cleaned_data["decision"], form.cleaned_data["due"]
    try:
        if act == "decline":
            changes.decline_change(change=change, decision=words, **who(request))
            messages.success(request, _("未同意，申请人会看到原因。"))
        else:
            extends = change.kind == "extend"
            changes.approve_change(
                change=change, decision=words, due=due if extends else None, **who(request)
            )
            messages.success(request, _("已同意，账目已相应变更，原账留存。"))
    except Refused as refusal:
        form.add_error(
            "decision" if act == "decline" or change.kind != "extend" else "due", say(refusal.sentence)
        )
        return False
    return True


def _page(request: HttpRequest, change: ChangeRequest, form: DecideForm, status: int = 200) -> HttpResponse:
    verbs = offered(request, CHANGE, change.state, change.project.lead_unit)
    acting = who(request)
    own = change.requested_by_id == acting["by"].pk
    context = {
        "change": change,
        "verbs": verbs,
        "withdraw": "withdraw" in verbs and can_withdraw(change, **acting),
        "form": form if "approve" in verbs and (form.is_bound or not own) else None,
        "own": own and "approve" in verbs,
        "differences": _differences(change),
        "baseline": getattr(change, "baseline", None),
    }
    return render(request, "closing/change.html", context, status=status)


def _differences(change: ChangeRequest) -> list[Changed]:
    """What the request would change, or has changed."""
    project = change.project
    made = project.baselines.filter(change=change).first()
    if made is not None:
        before = project.baselines.get(version=made.version - 1)
        return compared(plan_of_version(before), plan_of_version(made))
    if change.kind == "amend":
        return compared(plan_of(project), from_json(change.proposed))
    return []
