"""The turn of the year: what is carried over is chosen, decided, and begins again in the next ledger."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from taizhang.core.lifecycle.project_year import PROJECT, ChangeState, ProjectState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.ledger.actions import changes, closing
from taizhang.ledger.models import ChangeRequest, Ledger, Project
from taizhang.office.clock import today
from taizhang.web.frame.perform import who
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.words import say


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, year_no: int) -> HttpResponse:
    """What is still open, what waits for a decision, what goes over; posted, a step of it."""
    ledger = Ledger.objects.filter(year=year_no).first()
    if ledger is None:
        raise Http404
    if request.method == "POST":
        if request.POST.get("act") == "turn":
            return _turn(request, ledger)
        return _propose(request, ledger)
    return _page(request, ledger)


def _open(ledger: Ledger) -> list[Project]:
    """Those that could be carried over and for which nobody has asked yet."""
    asked = ChangeRequest.objects.filter(kind="carry_over", state=ChangeState.REQUESTED)
    rows = Project.objects.filter(ledger=ledger, state__in=PROJECT.steps["carry_over"].before)
    return list(rows.exclude(pk__in=asked.values("project")).select_related("lead_unit").order_by("serial"))


def _page(
    request: HttpRequest,
    ledger: Ledger,
    *,
    reason: str = "",
    error: str = "",
    chosen: frozenset[int] = frozenset(),
) -> HttpResponse:
    going = Project.objects.filter(ledger=ledger, state=ProjectState.CARRIED_OVER).select_related(
        "lead_unit", "carried_to__ledger"
    )
    context = {
        "ledger": ledger,
        "following": Ledger.objects.filter(year=ledger.year + 1).first(),
        "next_year": ledger.year + 1,
        "early": today().year == ledger.year and today().month < 11,
        "open": _open(ledger),
        "closing": Project.objects.filter(ledger=ledger, state=ProjectState.CLOSURE_REQUESTED).count(),
        "waiting": ChangeRequest.objects.filter(
            project__ledger=ledger, kind="carry_over", state=ChangeState.REQUESTED
        ).select_related("project__lead_unit"),
        "ready": going.filter(carried_to__isnull=True).order_by("serial"),
        "turned": going.filter(carried_to__isnull=False).order_by("serial"),
        "reason": reason,
        "error": error,
        "chosen": chosen,
    }
    return render(request, "closing/turn.html", context, status=422 if error else 200)


def _propose(request: HttpRequest, ledger: Ledger) -> HttpResponse:
    """Ask for carrying over of each chosen project; somebody else decides."""
    reason = request.POST.get("reason", "").strip()
    chosen = frozenset(number_in(pk) or 0 for pk in request.POST.getlist("project"))
    projects = [project for project in _open(ledger) if project.pk in chosen]
    if not projects or not reason:
        error = _("请写明结转的原因。") if projects else _("请勾选要结转的项目。")
        return _page(request, ledger, reason=reason, error=error, chosen=chosen)
    done = 0
    for project in projects:
        try:
            changes.request_change(project=project, kind="carry_over", reason=reason[:2_000], **who(request))
            done += 1
        except Refused as refusal:
            messages.error(request, f"{project.account_no} {say(refusal.sentence)}")
    if done:
        messages.success(request, _("已提出 {n} 个项目的结转申请，等另一位同志审批。").format(n=done))
    return redirect("year-turn", year_no=ledger.year)


def _turn(request: HttpRequest, ledger: Ledger) -> HttpResponse:
    """Give every project carried over its successor in the next ledger."""
    try:
        made = closing.turn_year(ledger=ledger, **who(request))
        messages.success(request, _("{n} 个项目已转入下年度台账，待建账。").format(n=len(made)))
    except Refused as refusal:
        messages.error(request, say(refusal.sentence))
    return redirect("year-turn", year_no=ledger.year)
