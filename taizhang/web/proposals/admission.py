"""The office takes proposals in: many at once, or one returned, merged or declined with its reason (受理)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from taizhang.core.lifecycle.project_year import PROPOSAL, ProposalState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message, filled
from taizhang.ledger.actions import proposals
from taizhang.ledger.models import Call, Project, Proposal
from taizhang.ledger.queries.calls import alike, alike_in
from taizhang.ledger.visible import calls_for, proposals_for
from taizhang.office.models import Person
from taizhang.office.permissions import Permission
from taizhang.web.frame.access import seen
from taizhang.web.frame.forms import OpenForm, PickedField, PickForm, text
from taizhang.web.frame.parts import (
    BareField,
    Entry,
    Link,
    Note,
    PageHead,
    PagePart,
    dotted,
    entries,
    link,
    page,
)
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import QUIET, SECOND, Step, StepBox, StepForm, Steps
from taizhang.web.frame.tables import Column, Table, TableView
from taizhang.web.frame.tags_ledger_look import dated
from taizhang.web.proposals.forms import iso_day

FIELDS = ("title", "theme", "goal", "indicators", "measures", "milestones", "due", "supporting_units")
DECIDED = (ProposalState.ADMITTED, ProposalState.RETURNED, ProposalState.DECLINED, ProposalState.MERGED)
WORD = 500  # characters of a reason
GOAL_SHOWN = 60


@dataclass(frozen=True, slots=True)
class AdmissionRow:
    """A proposal that waits, its tick, and the others that say nearly the same with how nearly."""

    proposal: Proposal
    tick: SafeString
    alike: Sequence[tuple[Proposal, Any]]

    @property
    def twins(self) -> SafeString:
        return format_html_join(
            "",
            '<span class="line twin">≈ {} {}%</span>',
            (
                (
                    filled(str(_("与{unit}“{title}”相近")), unit=each.unit, title=each.title),
                    int(share * 100),
                )
                for each, share in self.alike
            ),
        )

    @property
    def goal(self) -> str:
        goal = self.proposal.goal
        return goal if len(goal) <= GOAL_SHOWN else f"{goal[:GOAL_SHOWN]}…"


WAITING: Table[AdmissionRow] = Table(
    Column(_("选"), "tick", "tight pick"),
    Column(
        _("项目"),
        "proposal.title",
        head=True,
        url=lambda row: reverse("proposal-decide", args=[row.proposal.pk]),
        sort="proposal.title",
    ),
    Column(_("申报单位"), "proposal.unit", sort=lambda row: (row.proposal.unit.kind, row.proposal.unit_id)),
    Column(_("类别"), lambda row: row.proposal.theme or _("未选类别"), sort=lambda row: _place(row.proposal)),
    Column(_("工作目标"), "goal"),
    Column(_("相近的申报"), "twins", sort=lambda row: -len(row.alike)),
    Column(_("时间"), lambda row: _("逾期申报") if row.proposal.late else "", sort="proposal.submitted_at"),
    look="picks",
)


def _place(row: Proposal) -> tuple[bool, int, int]:
    """Of its theme among the themes; without one it comes last."""
    return row.theme is None, row.theme.position if row.theme else 0, row.theme_id or 0


class AdmissionForm(PickForm):
    """Which proposals to a call (``row``) are admitted; those like another one are not ticked beforehand."""

    picked = "proposal"
    proposal: Any = PickedField(queryset=None, error_messages={"required": _("请先勾选要立项的申报。")})
    help = _("相近的没有预先勾选，请细看后再定。")

    def __init__(self, *args: Any, row: Call, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.waiting, self.near = list(_waiting(row)), alike_in(row)
        fields: Any = self.fields
        fields["proposal"].queryset = _waiting(row)
        fields["proposal"].initial = [each.pk for each in self.waiting if each.pk not in self.near]

    @property
    def table(self) -> TableView:
        rows = [AdmissionRow(each, self.tick(each), self.near.get(each.pk, ())) for each in self.waiting]
        rows.sort(key=lambda row: (_place(row.proposal), _first_alike(row)))
        return WAITING.whole(rows, order=self.order)


def _first_alike(row: AdmissionRow) -> int:
    """Those alike stand one below the other."""
    return min([row.proposal.pk, *(other.pk for other, _share in row.alike)])


def _waiting(call: Call) -> Any:
    rows = call.proposals.filter(state=ProposalState.SUBMITTED)
    rows = rows.select_related("unit", "theme", "call").prefetch_related("supporting_units")
    return rows.order_by("theme__position", "theme", "unit__kind", "pk")


def _list_page(request: Request, call: Call, boxes: Sequence[PagePart]) -> HttpResponse:
    """What waits; what is chosen is admitted at once."""
    form: Any = next(each.form for each in boxes if isinstance(each, StepBox))
    form.order = WAITING.order_asked(request)
    doubles = sum(each.pk in form.near for each in form.waiting)
    head = PageHead(
        _("受理申报"),
        facts=[
            dotted(
                _("{n} 项待受理").format(n=len(form.waiting)),
                _("{n} 项与其他申报相近").format(n=doubles) if doubles else "",
            )
        ],
        crumb=Link(call.title, reverse("call", args=[call.pk])),
        links=[Link(_("去建账"), reverse("opening"))],
    )
    decided = proposals_for(request.viewer).filter(call=call, state__in=DECIDED)
    waiting = boxes if form.waiting else [Note(_("没有待受理的申报。"))]
    return page(
        request, head, *waiting, *entries(_("已办"), decided.order_by("-decided_at", "-pk"), _decided_entry)
    )


def _decided_entry(row: Proposal) -> Entry:
    aside = format_html("{} {}", row.get_state_display(), dated(row.decided_at))
    return Entry(row.title, reverse("proposal", args=[row.pk]), small=row.unit, aside=aside)


def _admit(*, proposal: Iterable[Proposal], by: Person, at: datetime) -> str:
    rows = list(proposal)
    proposals.admit_proposals(proposals=rows, by=by, at=at)
    return _("已立项{n}个，可以准备建账了。").format(n=len(rows))


LIST = Steps(
    "",
    StepForm([Step("admit", _admit, _("勾选的立项"), done=str)], AdmissionForm),
    load=seen(calls_for),
    page=_list_page,
)

REASONS: Table[tuple[str, object, object]] = Table(
    Column(_("栏目"), lambda row: row[0], head=True),
    Column(_("申报内容"), lambda row: row[1]),
    Column(_("退回原因（只写要改的）"), lambda row: row[2]),
    look="reasons",
)


class DecisionsForm(OpenForm):
    """What is said of a proposal (``row``): at each of its fields, of the whole; and into which other it may go up."""

    drawn = tuple(f"reason:{name}" for name in FIELDS)

    def __init__(self, *args: Any, row: Proposal, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        for name in FIELDS:
            field = text(_("退回原因：{field}").format(field=_label(name)), WORD, 1)
            field.widget.attrs |= {"class": "reason", "aria-label": field.label}
            self.fields[f"reason:{name}"] = field
        self.fields["reason:"] = text(_("总的意见（退回或不予立项时写）"), WORD, 2)
        others, likely = _waiting(row.call).exclude(pk=row.pk), _likely(row)
        into: Any = forms.ModelChoiceField(
            label=_("并入另一个申报"),
            queryset=others,
            required=False,
            initial=next(iter(likely), None),
            help_text=_("申报单位和配合单位都列为那个项目的配合单位。"),
        )
        into.label_from_instance = lambda other: (
            f"{'≈ ' if other.pk in likely else ''}{other.unit} · {other.title}"
        )
        if not others:
            into.widget = forms.HiddenInput()
        self.fields["into"] = into

    @property
    def table(self) -> TableView:
        return REASONS.whole(
            (_label(name), _value(self.row, name), BareField(self[f"reason:{name}"])) for name in FIELDS
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        words = {name: given.get(f"reason:{name}", "") for name in (*FIELDS, "")}
        return {"reasons": words, "reason": words[""], "into": given.get("into")}


def _label(name: str) -> str:
    return str(Proposal._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _value(proposal: Proposal, name: str) -> object:
    """The field as it reads, a line for each of several things."""
    value = getattr(proposal, name)
    several: dict[str, Iterable[object]] = {
        "indicators": (f"{row['name']} {row['target']}{row['unit']}" for row in proposal.indicators),
        "milestones": (f"{iso_day(row['due'])} {row['title']}" for row in proposal.milestones),
        "measures": (each for each in proposal.measures.splitlines() if each.strip()),
    }
    if name in several:
        return (
            format_html_join("", '<span class="line">{}</span>', ((each,) for each in several[name])) or "—"
        )
    if name == "supporting_units":
        return "、".join(map(str, value.all())) or "—"
    return dated(value) if isinstance(value, date) else value or "—"


def _likely(proposal: Proposal) -> list[int]:
    """The keys of proposals that wait, too, and say nearly the same, the likest first."""
    near = (other for other, _share in alike(proposal))
    return [other.pk for other in near if isinstance(other, Proposal) and other.state == "submitted"]


@dataclass(frozen=True, slots=True)
class AlikeBeside:
    """A proposal beside others and earlier projects that say nearly the same."""

    template: ClassVar[str] = "proposals/_alike.html"
    proposal: Proposal
    others: Sequence[dict[str, Any]]


def _beside(other: Proposal | Project, share: Any) -> dict[str, Any]:
    shown = {"title": other.title, "goal": other.goal, "share": int(share * 100)}
    if isinstance(other, Project):
        return {**shown, "unit": other.lead_unit, "of": _("{year}年度项目").format(year=other.ledger.year)}
    return {**shown, "unit": other.unit, "of": _("本次申报"), "url": reverse("proposal", args=[other.pk])}


def _decide_page(request: Request, proposal: Proposal, boxes: Sequence[PagePart]) -> HttpResponse:
    near = [_beside(other, share) for other, share in alike(proposal)]
    late = _("逾期申报") if proposal.late else ""
    left = _("待受理 {n} 项").format(n=_waiting(proposal.call).count())
    call = link(proposal.call, reverse("admission", args=[proposal.call_id]))
    head = PageHead(proposal.title, facts=[dotted(proposal.unit, late, left, call)])
    return page(request, head, *([AlikeBeside(proposal, near)] if near else []), *boxes)


def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal beside what is like it; admitted, returned, merged or declined, then the next one opens."""
    if seen(proposals_for)(request, pk).state != ProposalState.SUBMITTED:
        return redirect("proposal", pk=pk)
    return DECIDING.view(request, pk=pk)


def _admit_one(*, proposal: Proposal, by: Person, at: datetime) -> Proposal:
    proposals.admit_proposals(proposals=[proposal], by=by, at=at)
    return proposal


def _merge(*, proposal: Proposal, into: Proposal | None, by: Person, at: datetime) -> Proposal:
    if into is None:
        raise Refused(Message(N_("请选择并入哪个申报。")))
    return proposals.merge_proposal(proposal=proposal, into=into, by=by, at=at)


def _merged(row: Any) -> str:
    return filled(str(_("已并入“{title}”，申报单位列为配合单位。")), title=row.merged_into.title)


def _returned(row: Proposal) -> str:
    return _("已退回{unit}，原因列在表单各栏。").format(unit=row.unit)


def _next(proposal: Proposal) -> str:
    following = _waiting(proposal.call).first()
    if following is None:
        return reverse("admission", args=[proposal.call_id])
    return reverse("proposal-decide", args=[following.pk])


DECIDING = Steps(
    "proposal",
    StepForm(
        [
            Step("admit", _admit_one, _("立项"), _("已立项。"), takes={}),
            Step(
                "return", proposals.return_proposal, _("退回修改"), _returned, {"reasons": "reasons"}, SECOND
            ),
            Step(
                "decline",
                proposals.decline_proposal,
                _("不予立项"),
                _("已答复不予立项。"),
                {"reason": "reason"},
                SECOND,
            ),
            Step("merge", _merge, _("并入"), _merged, {"into": "into"}, QUIET, at_field="into"),
        ],
        DecisionsForm,
        at_field="reason:",
    ),
    load=seen(proposals_for),
    page=_decide_page,
    table=PROPOSAL,
    goes=_next,
)
DECIDING.name = DECIDING.target = "proposal-decide"
urlpatterns = [
    *LIST.routes("calls/<int:pk>/admission/", "admission", Permission.RUN_LEDGER),
    Route("proposals/<int:pk>/decide/", decide, "proposal-decide", Permission.RUN_LEDGER),
]
