"""A unit's proposals: begun, written, signed, withdrawn; what the office said of them (申报)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from taizhang.core.lifecycle.project_year import PROPOSAL, CallState, ProjectState, ProposalState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.ledger.actions import proposals
from taizhang.ledger.models import Call, Project, Proposal
from taizhang.ledger.visible import calls_for, proposals_for
from taizhang.office import clock
from taizhang.office.models import Unit
from taizhang.office.roles import Role
from taizhang.web.frame.access import load, offered, viewer_of
from taizhang.web.frame.perform import attempt, who
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.rows import Paper
from taizhang.web.frame.words import say
from taizhang.web.proposals.forms import blank_of, paper_of, values_of

WRITTEN = (ProposalState.DRAFT, ProposalState.RETURNED)
NEVER_OPENED = (ProjectState.ADMITTED, ProjectState.CANCELLED, ProjectState.MERGED)
PROMPTS = {"add", "drop"}


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a proposal: empty, or as a copy of one of the unit's earlier projects."""
    call = load(calls_for(viewer_of(request)), pk)
    units = viewer_of(request).units
    earlier = _earlier(call, units)
    if request.method != "POST":
        return render(request, "proposals/start.html", {"call": call, "units": units, "earlier": earlier})
    unit, copy = _start(request, units, list(earlier))
    same: dict[str, Any] = {}
    if copy and copy.theme:
        same["theme"] = call.ledger.themes.filter(name=copy.theme.name).first()
    try:
        made = proposals.draft_proposal(call=call, unit=unit, copy_of=copy, **same, **who(request))
    except Refused as refusal:
        messages.error(request, say(refusal.sentence))
        return redirect("call", pk=pk)
    return redirect("proposal-write", pk=made.pk)


def _start(
    request: HttpRequest, units: Sequence[Unit], earlier: list[Project]
) -> tuple[Unit, Project | None]:
    """For which unit, and from which project; 404 for what is not offered."""
    copies = {str(project.pk): project for project in earlier}
    copy = copies.get(request.POST.get("copy_of", ""))
    own = {str(unit.pk): unit for unit in units}
    unit = copy.lead_unit if copy else own.get(request.POST.get("unit", ""), units[0] if units else None)
    if unit is None or (request.POST.get("copy_of") and copy is None):
        raise Http404
    return unit, copy


def _earlier(call: Call, units: Sequence[Unit]) -> Any:
    rows = Project.objects.filter(lead_unit__in=units, ledger__year__lt=call.ledger.year)
    rows = rows.exclude(state__in=NEVER_OPENED).select_related("ledger", "lead_unit", "theme")
    return rows.order_by("-ledger__year", "serial")[:30]


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal, to read; what may be done with it as buttons."""
    proposal = load(proposals_for(viewer_of(request)), pk)
    context = {
        "proposal": proposal,
        "reasons": reasons_of(proposal),
        "steps": _steps(request, proposal),
        "supporting": proposal.supporting_units.all(),
        "measures": [line for line in proposal.measures.splitlines() if line.strip()],
        "project": Project.objects.filter(proposal=proposal).first(),
    }
    return render(request, "proposals/proposal.html", context)


def reasons_of(proposal: Proposal) -> list[tuple[str, str]]:
    """What was said of it: the field's name (empty: of the whole) and the words."""
    return [
        (str(Proposal._meta.get_field(name).verbose_name) if name else "", words)  # type: ignore[union-attr]
        for name, words in proposal.reasons.items()
    ]


def _steps(request: HttpRequest, proposal: Proposal) -> frozenset[str]:
    """The verbs that lead on from here for this person's posts."""
    return offered(request, PROPOSAL, proposal.state, proposal.unit)


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """The form; rows come and go, a mistake or a stale version leaves everything as typed."""
    proposal = load(proposals_for(viewer_of(request)), pk)
    if proposal.state not in WRITTEN:
        return redirect("proposal", pk=pk)
    if request.method != "POST":
        return _form(request, proposal, paper_of(proposal))
    blank, act = blank_of(proposal.call, proposal.unit), request.POST.get("act", "save")
    if act.partition(":")[0] in PROMPTS:
        return _form(request, proposal, blank.typed(request.POST, act))
    paper = blank.posted(request.POST)
    if paper.is_valid() and _keep(request, proposal, paper):
        if act == "send" and not _send(request, proposal):
            return redirect("proposal-write", pk=pk)
        return redirect("proposal" if act == "send" else "proposal-write", pk=pk)
    return _form(request, proposal, paper, status=422)


def _keep(request: HttpRequest, proposal: Proposal, paper: Paper) -> bool:
    version = number_in(request.POST.get("version", "")) or 0
    try:
        proposals.edit_proposal(proposal=proposal, version=version, **values_of(paper), **who(request))
    except Refused as refusal:
        paper.head.add_error(None, say(refusal.sentence))
        return False
    if request.POST.get("act", "save") == "save":
        messages.success(request, _("已保存。写好后送单位负责人审签。"))
    return True


def _send(request: HttpRequest, proposal: Proposal) -> bool:
    return attempt(request, proposals.send_proposal, _("已送单位负责人审签。"), proposal=proposal)


def _form(request: HttpRequest, proposal: Proposal, paper: Paper, status: int = 200) -> HttpResponse:
    context = {
        "proposal": proposal,
        "paper": paper,
        "reasons": proposal.reasons,
        "version": request.POST.get("version") or proposal.version,
        "is_open": proposal.call.state == CallState.OPEN,
        "is_over": proposal.call.deadline < clock.now(),
        "may_send": Role.LIAISON in viewer_of(request).roles,
    }
    return render(request, "proposals/proposal_form.html", context, status=status)


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Send, sign, hand back with a word, withdraw; then back to where the button was."""
    proposal = load(proposals_for(viewer_of(request)), pk)
    verb = request.POST.get("act", "")
    if verb == "sign":
        done = attempt(request, proposals.sign_proposal, _("已审签，报送办公室。"), proposal=proposal)
    elif verb == "hand_back":
        word = request.POST.get("word", "").strip()[:500]
        done = attempt(
            request, proposals.hand_back_proposal, _("已退回联络员。"), proposal=proposal, word=word
        )
    elif verb == "withdraw":
        done = attempt(request, proposals.withdraw_proposal, _("已撤回。"), proposal=proposal)
    else:
        done = verb == "send" and _send(request, proposal)
    home = request.POST.get("next") == "queue" and done
    return redirect("queue") if home else redirect("proposal", pk=pk)
