"""A unit's proposals: begun, written, signed, withdrawn; what the office said of them (申报)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from taizhang.core.lifecycle.project_year import PROPOSAL, CallState, ProjectState, ProposalState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import filled
from taizhang.ledger.actions import proposals
from taizhang.ledger.models import Call, Project, Proposal
from taizhang.ledger.queries.calls import project_from, projects_before
from taizhang.ledger.visible import calls_for, proposals_for
from taizhang.office import clock
from taizhang.office.models import Person, Unit
from taizhang.office.permissions import Permission
from taizhang.office.queries import units
from taizhang.office.visible import Viewer
from taizhang.web.frame.access import load, offered, seen, viewer_of
from taizhang.web.frame.forms import OpenForm, line
from taizhang.web.frame.parts import (
    Callout,
    Entry,
    Facts,
    Heading,
    Link,
    Note,
    PageHead,
    PagePart,
    PostButton,
    dotted,
    entries,
    link,
    listed,
    page,
)
from taizhang.web.frame.perform import attempt, who
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.rows import BoundRows
from taizhang.web.frame.steps import Step, StepForm, Steps
from taizhang.web.frame.tags_ledger_look import dated
from taizhang.web.frame.words import say
from taizhang.web.proposals.forms import blank_of, iso_day, paper_of, values_of

WRITTEN = (ProposalState.DRAFT, ProposalState.RETURNED)
EARLIER = 30  # projects that are offered to be copied
PROMPTS = {"add", "drop"}


class BeginForm(OpenForm):
    """For which of the person's units a proposal to a call (``row``) is begun, and as a copy of which project."""

    copy_of: Any = forms.ModelChoiceField(queryset=None, required=False, widget=forms.HiddenInput)
    unit: Any = forms.ModelChoiceField(label=_("申报单位"), queryset=None, required=False, empty_label=None)

    def __init__(self, *args: Any, row: Call, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, row=row, viewer=viewer, **kwargs)
        fields: Any = self.fields
        fields["copy_of"].queryset = projects_before(row, viewer.units)
        fields["unit"].queryset = units().filter(pk__in=[unit.pk for unit in viewer.units])
        if len(viewer.units) == 1:
            fields["unit"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        copy = given.get("copy_of")
        given["unit"] = copy.lead_unit if copy else given.get("unit") or self.viewer.units[0]
        return given


def _begin_page(request: Request, call: Call, boxes: Sequence[PagePart]) -> HttpResponse:
    """Begin a proposal: empty, or as a copy of one of the units' earlier projects."""
    earlier = projects_before(call, request.viewer.units)
    told: list[PagePart] = [
        *entries(_("从以前的项目复制"), earlier, _copy_entry, most=EARLIER),
        *([Note(_("目标、指标、举措和节点都会带过来，日期顺延一年，改过再报。"))] if earlier else []),
        Heading(_("从空白开始")),
    ]
    crumb = Link(call.title, reverse("call", args=[call.pk]))
    return page(request, PageHead(_("申报项目"), crumb=crumb), *told, *boxes)


def _copy_entry(row: Project) -> Entry:
    small = dotted(row.ledger.year, row.account_no, row.lead_unit, row.get_state_display())
    return Entry(row.title, small=small, posts=[PostButton(_("复制"), "", {"copy_of": row.pk}, row.title)])


def _begin(*, call: Call, unit: Unit, copy_of: Project | None, by: Person, at: datetime) -> Proposal:
    same: dict[str, Any] = {}
    if copy_of and copy_of.theme:
        same["theme"] = call.ledger.themes.filter(name=copy_of.theme.name).first()
    return proposals.draft_proposal(call=call, unit=unit, copy_of=copy_of, **same, by=by, at=at)


def _page(request: Request, proposal: Proposal, boxes: Sequence[PagePart]) -> HttpResponse:
    """One proposal, to read; what may be done with it as buttons."""
    steps, project = offered(request, PROPOSAL, proposal.state, proposal.unit), project_from(proposal)
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
        words = filled(str(_("已并入{unit}的“{title}”。")), unit=into.unit, title=into.title)
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
        if act == "send" and not attempt(request, proposals.send_proposal, str(SEND.done), proposal=proposal):
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


def _form(request: HttpRequest, proposal: Proposal, paper: BoundRows, status: int = 200) -> HttpResponse:
    context = {
        "proposal": proposal,
        "paper": paper,
        "reasons": proposal.reasons,
        "version": request.POST.get("version") or proposal.version,
        "is_open": proposal.call.state == CallState.OPEN,
        "is_over": proposal.call.deadline < clock.now(),
    }
    return render(request, "proposals/proposal_form.html", context, status=status)


class HandBackWordForm(OpenForm):
    """The leader's word to the liaison."""

    word = line(_("哪里要改"), 500)


BEGIN = Steps(
    "call",
    StepForm([Step("begin", _begin, _("新写一份"))], BeginForm, at_field="unit"),
    load=seen(calls_for),
    page=_begin_page,
    goes=lambda row: reverse("proposal-write", args=[row.pk]),
)
SEND = Step("send", proposals.send_proposal, _("送审签"), _("已送单位负责人审签。"))
STEPS = Steps(
    "proposal",
    StepForm([Step("sign", proposals.sign_proposal, _("审签，报送办公室"), _("已审签，报送办公室。"))]),
    StepForm([SEND], when=lambda row, viewer: False),  # its button stands under the form that is sent
    StepForm(
        [Step("hand_back", proposals.hand_back_proposal, _("退回"), _("已退回联络员。"))],
        HandBackWordForm,
        fold=_("退回联络员"),
    ),
    StepForm(
        [Step("withdraw", proposals.withdraw_proposal, _("确认撤回"), _("已撤回。"))],
        fold=_("撤回"),
        help=_("撤回后这份申报不再办理；要再报，得另起一份。"),
    ),
    load=seen(proposals_for),
    page=_page,
    table=PROPOSAL,
)
urlpatterns = [
    *BEGIN.routes("calls/<int:pk>/propose/", "proposal-new", Permission.FILE_FOR_UNIT),
    *STEPS.routes("proposals/<int:pk>/", "proposal", Permission.SEE_LEDGER, act=Permission.ACT_IN_LEDGER),
    Route("proposals/<int:pk>/write/", write, "proposal-write", Permission.FILE_FOR_UNIT),
]
