"""The office takes proposals in: many at once, or one returned, merged or declined with its reason (受理)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.forms import ModelChoiceField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from taizhang.core.lifecycle.project_year import PROPOSAL, ProposalState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message, filled
from taizhang.ledger.actions import proposals
from taizhang.ledger.models import Call, Project, Proposal
from taizhang.ledger.queries.calls import alike, alike_in
from taizhang.ledger.visible import calls_for, proposals_for
from taizhang.office.models import Person
from taizhang.web.frame.access import load, viewer_of
from taizhang.web.frame.forms import OpenForm, text
from taizhang.web.frame.parts import PageHead, PagePart, dotted, link, page
from taizhang.web.frame.perform import attempt
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.request import Request
from taizhang.web.frame.steps import Step, StepBox, StepForm, Steps

FIELDS = ("title", "theme", "goal", "indicators", "measures", "milestones", "due", "supporting_units")
WORD = 500  # characters of a reason


@dataclass(frozen=True, slots=True)
class AdmissionRow:
    """A proposal waiting, with the others that say nearly the same."""

    proposal: Proposal
    alike: list[tuple[Proposal, int]]


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """What waits, by theme; what is chosen is admitted at once."""
    call = load(calls_for(viewer_of(request)), pk)
    if request.method == "POST":
        _admit(request, call)
        return redirect("admission", pk=pk)
    waiting = list(_waiting(call).order_by("theme__position", "theme", "unit__kind", "pk"))
    near = alike_in(call)
    context = {
        "call": call,
        "groups": [
            (theme, _together([AdmissionRow(each, _percent(near.get(each.pk, []))) for each in rows]))
            for theme, rows in groupby(waiting, key=lambda proposal: proposal.theme)
        ],
        "count": len(waiting),
        "doubles": sum(1 for each in waiting if each.pk in near),
        "decided": _decided(request, call),
    }
    return render(request, "proposals/admission.html", context)


def _together(rows: list[AdmissionRow]) -> list[AdmissionRow]:
    """In order, but those alike stand one below the other."""
    return sorted(rows, key=lambda row: min([row.proposal.pk, *(other.pk for other, _ in row.alike)]))


def _waiting(call: Call) -> Any:
    rows = call.proposals.filter(state=ProposalState.SUBMITTED)
    return rows.select_related("unit", "theme", "call").prefetch_related("supporting_units")


def _percent(pairs: Iterable[tuple[Any, Fraction]]) -> list[tuple[Any, int]]:
    return [(other, int(likeness * 100)) for other, likeness in pairs]


def _decided(request: HttpRequest, call: Call) -> Any:
    done = (ProposalState.ADMITTED, ProposalState.RETURNED, ProposalState.DECLINED, ProposalState.MERGED)
    rows = (
        proposals_for(viewer_of(request))
        .filter(call=call, state__in=done)
        .select_related("merged_into__unit")
    )
    return rows.order_by("-decided_at", "-pk")


def _admit(request: HttpRequest, call: Call) -> None:
    chosen = [given for given in request.POST.getlist("proposal") if number_in(given)]
    rows = list(_waiting(call).filter(pk__in=chosen).order_by("theme__position", "theme", "pk"))
    if not rows:
        messages.error(request, _("请先勾选要立项的申报。"))
        return
    done = _("已立项{n}个，可以准备建账了。").format(n=len(rows))
    attempt(request, proposals.admit_proposals, done, proposals=rows)


def _beside(other: Proposal | Project, share: int) -> dict[str, Any]:
    """What the side-by-side shows of another proposal or an earlier project."""
    if isinstance(other, Project):
        words = _("{year}年度项目").format(year=other.ledger.year)
        return {
            "unit": other.lead_unit,
            "title": other.title,
            "goal": other.goal,
            "share": share,
            "of": words,
        }
    return {
        "unit": other.unit,
        "title": other.title,
        "goal": other.goal,
        "share": share,
        "of": _("本次申报"),
        "proposal": other,
    }


class DecisionsForm(OpenForm):
    """What is said of a proposal (``row``): at each of its fields, of the whole; and into which other it may go up."""

    def __init__(self, *args: Any, row: Proposal, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        for name in FIELDS:
            label = Proposal._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            field = text(_("退回原因：{field}").format(field=label), WORD, 1)
            field.widget.attrs |= {"class": "reason", "aria-label": field.label}
            self.fields[f"reason:{name}"] = field
        self.fields["reason:"] = text(_("总的意见（退回或不予立项时写）"), WORD, 2)
        self.others, self.likely = _others(row), _likely(row)
        likeliest = next(iter(self.likely), None)
        into: Any = ModelChoiceField(queryset=self.others, required=False, initial=likeliest)
        into.widget.attrs |= {"class": "select", "aria-label": _("并入")}
        into.label_from_instance = lambda other: (
            f"{'≈ ' if other.pk in self.likely else ''}{other.unit} · {other.title}"
        )
        self.fields["into"] = into

    @property
    def whole(self) -> Any:
        return self["reason:"]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        words = {name: given.get(f"reason:{name}", "") for name in (*FIELDS, "")}
        return {"reasons": words, "reason": words[""], "into": given.get("into")}


def _others(proposal: Proposal) -> Any:
    return _waiting(proposal.call).exclude(pk=proposal.pk).order_by("unit__kind", "pk")


def _likely(proposal: Proposal) -> list[int]:
    """The keys of proposals that wait, too, and say nearly the same, the likest first."""
    near = (other for other, _share in alike(proposal))
    return [other.pk for other in near if isinstance(other, Proposal) and other.state == "submitted"]


def _load(request: HttpRequest, pk: int) -> Proposal:
    return load(proposals_for(viewer_of(request)), pk)


def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal beside what is like it; admitted, returned, merged or declined, then the next one opens."""
    if _load(request, pk).state != ProposalState.SUBMITTED:
        return redirect("proposal", pk=pk)
    return DECIDING.view(request, pk=pk)


def _decide_page(request: Request, proposal: Proposal, boxes: Sequence[PagePart]) -> HttpResponse:
    near = _percent(alike(proposal))
    form: Any = next(each.form for each in boxes if isinstance(each, StepBox))
    late = _("逾期申报") if proposal.late else ""
    left = _("待受理 {n} 项").format(n=_waiting(proposal.call).count())
    call = link(proposal.call, reverse("admission", args=[proposal.call_id]))
    return page(
        request,
        PageHead(proposal.title, facts=[dotted(proposal.unit, late, left, call)]),
        template="proposals/decide.html",
        proposal=proposal,
        form=form,
        fields=_fields(form, proposal),
        alike=[_beside(other, share) for other, share in near],
        likely=form.likely,
    )


def _fields(form: Any, proposal: Proposal) -> list[dict[str, Any]]:
    """Each field as it reads, with a place for a reason."""
    shown: Mapping[str, Any] = {
        "supporting_units": [unit.short_name for unit in proposal.supporting_units.all()],
        "measures": [line for line in proposal.measures.splitlines() if line.strip()],
    }
    return [
        {
            "name": name,
            "label": Proposal._meta.get_field(name).verbose_name,  # type: ignore[union-attr]
            "value": shown.get(name, getattr(proposal, name)),
            "reason": form[f"reason:{name}"],
        }
        for name in FIELDS
    ]


def _admit_one(*, proposal: Proposal, by: Person, at: datetime) -> Proposal:
    proposals.admit_proposals(proposals=[proposal], by=by, at=at)
    return proposal


def _merge(*, proposal: Proposal, into: Proposal | None, by: Person, at: datetime) -> Proposal:
    if into is None:
        raise Refused(Message(N_("请选择并入哪个申报。")))
    return proposals.merge_proposal(proposal=proposal, into=into, by=by, at=at)


def _next(proposal: Proposal) -> str:
    following = _waiting(proposal.call).order_by("theme__position", "theme", "unit__kind", "pk").first()
    if following is None:
        return reverse("admission", args=[proposal.call_id])
    return reverse("proposal-decide", args=[following.pk])


DECIDING = Steps(
    "proposal",
    StepForm(
        [
            Step("admit", _admit_one, gettext_lazy("立项"), gettext_lazy("已立项。"), takes={}),
            Step(
                "return",
                proposals.return_proposal,
                gettext_lazy("退回修改"),
                lambda row: _("已退回{unit}，原因列在表单各栏。").format(unit=row.unit),
                takes={"reasons": "reasons"},
            ),
            Step(
                "decline",
                proposals.decline_proposal,
                gettext_lazy("不予立项"),
                gettext_lazy("已答复不予立项。"),
                takes={"reason": "reason"},
            ),
            Step(
                "merge",
                _merge,
                gettext_lazy("并入"),
                lambda row: filled(_("已并入“{title}”，申报单位列为配合单位。"), title=row.merged_into.title),
                takes={"into": "into"},
                at_field="into",
            ),
        ],
        DecisionsForm,
        at_field="reason:",
    ),
    load=_load,
    page=_decide_page,
    table=PROPOSAL,
    goes=_next,
)
DECIDING.name = DECIDING.target = "proposal-decide"
