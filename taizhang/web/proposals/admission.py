"""The office takes proposals in: many at once, or one returned, merged or declined with its reason (受理)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from taizhang.core.lifecycle.project_year import ProposalState
from taizhang.ledger.actions import proposals
from taizhang.ledger.models import Call, Project, Proposal
from taizhang.ledger.queries.calls import alike, alike_in
from taizhang.ledger.visible import calls_for, proposals_for
from taizhang.web.frame.access import load, viewer_of
from taizhang.web.frame.perform import attempt
from taizhang.web.frame.query_values import number_in

FIELDS = ("title", "theme", "goal", "indicators", "measures", "milestones", "due", "supporting_units")
WORD = 500  # characters of a reason


@dataclass(frozen=True, slots=True)
class Row:
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
            (theme, _together([Row(each, _percent(near.get(each.pk, []))) for each in rows]))
            for theme, rows in groupby(waiting, key=lambda proposal: proposal.theme)
        ],
        "count": len(waiting),
        "doubles": sum(1 for each in waiting if each.pk in near),
        "decided": _decided(request, call),
    }
    return render(request, "proposals/admission.html", context)


def _together(rows: list[Row]) -> list[Row]:
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


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal beside what is like it; admitted, returned, merged or declined, then the next one opens."""
    proposal = load(proposals_for(viewer_of(request)), pk)
    if proposal.state != ProposalState.SUBMITTED:
        return redirect("proposal", pk=pk)
    if request.method == "POST" and _decide(request, proposal):
        following = _waiting(proposal.call).order_by("theme__position", "theme", "unit__kind", "pk").first()
        if following is None:
            return redirect("admission", pk=proposal.call_id)
        return redirect("proposal-decide", pk=following.pk)
    near = _percent(alike(proposal))
    context = {
        "proposal": proposal,
        "fields": _fields(request, proposal),
        "whole": request.POST.get("reason:", ""),
        "alike": [_beside(other, share) for other, share in near],
        "targets": [
            other for other, _share in near if isinstance(other, Proposal) and other.state == "submitted"
        ],
        "others": _waiting(proposal.call).exclude(pk=proposal.pk).order_by("unit__kind", "pk"),
        "left": _waiting(proposal.call).count(),
    }
    return render(request, "proposals/decide.html", context, status=422 if request.method == "POST" else 200)


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


def _fields(request: HttpRequest, proposal: Proposal) -> list[dict[str, Any]]:
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
            "reason": request.POST.get(f"reason:{name}", ""),
        }
        for name in FIELDS
    ]


def _decide(request: HttpRequest, proposal: Proposal) -> bool:
    verb = request.POST.get("act", "")
    if verb == "admit":
        return attempt(request, proposals.admit_proposals, _("已立项。"), proposals=[proposal])
    if verb == "return":
        reasons = {name: request.POST.get(f"reason:{name}", "").strip()[:WORD] for name in (*FIELDS, "")}
        done = _("已退回{unit}，原因列在表单各栏。").format(unit=proposal.unit)
        return attempt(request, proposals.return_proposal, done, proposal=proposal, reasons=reasons)
    if verb == "decline":
        reason = request.POST.get("reason:", "").strip()[:WORD]
        return attempt(
            request, proposals.decline_proposal, _("已答复不予立项。"), proposal=proposal, reason=reason
        )
    if verb == "merge":
        given = request.POST.get("into", "")
        into = get_object_or_404(_waiting(proposal.call), pk=number_in(given))
        done = _("已并入“{title}”，申报单位列为配合单位。").format(title=into.title)
        return attempt(request, proposals.merge_proposal, done, proposal=proposal, into=into)
    return False
