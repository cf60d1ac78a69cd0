"""A unit's proposals: begun, written, signed, withdrawn; what the office said of them (申报)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from taizhang.core.lifecycle.project_year import PROPOSAL, CallState, ProjectState, ProposalState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import filled
from taizhang.ledger.actions import proposals
from taizhang.ledger.models import Project, Proposal
from taizhang.ledger.queries.calls import project_from, projects_before
from taizhang.ledger.visible import calls_for, proposals_for
from taizhang.office import clock
from taizhang.office.models import Unit
from taizhang.office.roles import Role
from taizhang.web.frame.access import load, offered, seen, viewer_of
from taizhang.web.frame.forms import OpenForm, line
from taizhang.web.frame.parts import Callout, Facts, Link, PageHead, PagePart, dotted, link, listed, page
from taizhang.web.frame.perform import attempt, who
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.request import Request
from taizhang.web.frame.rows import BoundRows
from taizhang.web.frame.steps import Step, StepForm, Steps
from taizhang.web.frame.tags_ledger_look import dated
from taizhang.web.frame.words import say
from taizhang.web.proposals.forms import blank_of, paper_of, values_of
from taizhang.web.proposals.tags_opening_look import iso_day

WRITTEN = (ProposalState.DRAFT, ProposalState.RETURNED)
EARLIER = 30  # projects that are offered to be copied
PROMPTS = {"add", "drop"}


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a proposal: empty, or as a copy of one of the unit's earlier projects."""
    call = load(calls_for(viewer_of(request)), pk)
    units = viewer_of(request).units
    earlier = projects_before(call, units)[:EARLIER]
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


def _page(request: Request, proposal: Proposal, boxes: Sequence[PagePart]) -> HttpResponse:
    """One proposal, to read; what may be done with it as buttons."""
    steps, project = _steps(request, proposal), project_from(proposal)
    address = [proposal.pk]
    links = []
    if "edit" in steps:
        links.append(Link(_("修改"), reverse("proposal-write", args=address), filled=True))
    if "admit" in steps:
        links.append(Link(_("受理"), reverse("proposal-decide", args=address), filled=True))
    if project and project.state != ProjectState.ADMITTED and not steps:
        links.append(Link(_("看项目台账"), reverse("account-confirm", args=[project.pk])))
    late = _("逾期申报") if proposal.late else ""
    call = link(proposal.call, reverse("call", args=[proposal.call_id]))
    head = PageHead(
        proposal.title or _("（未填名称）"),
        facts=[dotted(proposal.unit, proposal.get_state_display(), late, call)],
        links=links,
    )
    told = [
        Callout(f"{field}：{words}" if field else words, look="warn") for field, words in reasons_of(proposal)
    ]
    if proposal.merged_into:
        into = proposal.merged_into
        words = filled(_("已并入{unit}的“{title}”。"), unit=into.unit, title=into.title)
        told.append(Callout(words))
    signed = proposal.signed_by and listed(proposal.signed_by.name, dated(proposal.signed_at))
    facts = Facts(
        "",
        [
            (_("类别"), proposal.theme or "—"),
            (_("工作目标"), proposal.goal or "—"),
            (_("指标"), _lines(f"{row['name']} {row['target']}{row['unit']}" for row in proposal.indicators)),
            (_("主要举措"), _lines(each for each in proposal.measures.splitlines() if each.strip())),
            (_("节点"), _lines(f"{iso_day(row['due'])} {row['title']}" for row in proposal.milestones)),
            (_("完成时限"), dated(proposal.due)),
            (_("配合单位"), "、".join(map(str, proposal.supporting_units.all())) or "—"),
            (_("审签"), signed),
        ],
    )
    return page(request, head, *told, *boxes, facts)


def _lines(rows: Iterable[str]) -> str:
    return "\n".join(rows) or "—"


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


def _keep(request: HttpRequest, proposal: Proposal, paper: BoundRows) -> bool:
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


def _form(request: HttpRequest, proposal: Proposal, paper: BoundRows, status: int = 200) -> HttpResponse:
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


class HandBackWordForm(OpenForm):
    """The leader's word to the liaison."""

    word = line(gettext_lazy("哪里要改"), 500)


class WithdrawForm(OpenForm):
    """Nothing is typed; the consequence is said."""

    help = gettext_lazy("撤回后这份申报不再办理；要再报，得另起一份。")


SEND = Step("send", proposals.send_proposal, gettext_lazy("送审签"), gettext_lazy("已送单位负责人审签。"))
STEPS = Steps(
    "proposal",
    StepForm(
        [
            Step(
                "sign",
                proposals.sign_proposal,
                gettext_lazy("审签，报送办公室"),
                gettext_lazy("已审签，报送办公室。"),
            )
        ]
    ),
    StepForm([SEND], when=lambda row, viewer: False),  # its button stands under the form that is sent
    StepForm(
        [
            Step(
                "hand_back",
                proposals.hand_back_proposal,
                gettext_lazy("退回"),
                gettext_lazy("已退回联络员。"),
            )
        ],
        HandBackWordForm,
        fold=gettext_lazy("退回联络员"),
    ),
    StepForm(
        [
            Step(
                "withdraw",
                proposals.withdraw_proposal,
                gettext_lazy("确认撤回"),
                gettext_lazy("已撤回。"),
            )
        ],
        WithdrawForm,
        fold=gettext_lazy("撤回"),
    ),
    load=seen(proposals_for),
    page=_page,
    table=PROPOSAL,
)
