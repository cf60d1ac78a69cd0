"""Requests to change an account: asked for by the unit, decided by the office; old baseline beside new."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from taizhang.core.lifecycle.project_year import CHANGE, ChangeState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.plan.account_plan import from_json
from taizhang.core.text.messages import filled
from taizhang.ledger.actions import changes
from taizhang.ledger.models import ChangeRequest, Project
from taizhang.ledger.rules.account_plans import plan_of
from taizhang.ledger.rules.checks import can_withdraw
from taizhang.ledger.visible import changes_for, projects_for
from taizhang.office.clock import now, today
from taizhang.office.models import Person
from taizhang.office.permissions import Permission
from taizhang.office.visible import Viewer
from taizhang.web.closing.compared import PlanChange, compared, plan_of_version
from taizhang.web.closing.forms import ChangeForm, DecideForm, kinds_open
from taizhang.web.frame.access import load, seen
from taizhang.web.frame.parts import (
    Callout,
    Entry,
    Facts,
    Link,
    Note,
    PageHead,
    PagePart,
    Prose,
    by_at,
    dotted,
    entries,
    link,
    page,
    paged_entries,
)
from taizhang.web.frame.perform import who
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import QUIET, Step, StepForm, Steps
from taizhang.web.frame.tables import Column, Table
from taizhang.web.frame.tags_ledger_look import dated
from taizhang.web.frame.tags_record_look import moment
from taizhang.web.frame.words import say
from taizhang.web.projects.forms import ReasonForm
from taizhang.web.projects.links import project_link
from taizhang.web.proposals.account_form import AccountDesk, desk_of, posted_desk, typed_desk

A_PAGE = 50
LIST = gettext_lazy("变更申请")
COMPARED: Table[PlanChange] = Table(
    Column(gettext_lazy("内容"), "part", head=True),
    Column(gettext_lazy("原"), lambda row: format_html("<del>{}</del>", row.old) if row.old else "—"),
    Column(gettext_lazy("新"), lambda row: format_html("<ins>{}</ins>", row.new) if row.new else _("删去")),
    look="compared",
)


@require_safe
def index(request: Request) -> HttpResponse:
    """Those that wait for a decision, then those decided."""
    rows = changes_for(request.viewer)
    waiting = rows.filter(state=ChangeState.REQUESTED).order_by("requested_at", "pk")
    return page(
        request,
        PageHead(LIST),
        *entries(_("待审批"), waiting, change_entry, empty=_("没有待审批的申请。")),
        *paged_entries(request, _("已办"), rows.exclude(state=ChangeState.REQUESTED), change_entry, A_PAGE),
    )


def change_entry(row: ChangeRequest) -> Entry:
    """A request as a line of a list."""
    until: object = ""
    if row.kind == "extend":
        words = _("延至") if row.decided_due else _("拟延至")
        until = format_html("{} {}", words, dated(row.decided_due or row.forecast))
    return Entry(
        title=f"{row.project.account_no} {row.project.title}",
        url=_address(row),
        small=dotted(row.project.lead_unit, Truncator(row.reason).chars(60)),
        mark=row.get_kind_display(),
        aside=dotted(until, row.get_state_display(), moment(row.requested_at)),
    )


def _address(row: ChangeRequest) -> str:
    return reverse("change", args=[row.pk])


def _ask_page(request: Request, project: Project, boxes: Sequence[PagePart]) -> HttpResponse:
    """Ask for a change; amending has a page of its own."""
    kinds = kinds_open(request.viewer, project)
    due = format_html("{} {}", _("现定完成时限"), dated(project.due))
    more = Link(_("申请调整账目"), reverse("change-amend", args=[project.pk]))
    head = PageHead(
        _("申请变更"), crumb=project_link(project), facts=[due], links=[more] if "amend" in kinds else []
    )
    waiting = project.changes.filter(state=ChangeState.REQUESTED).order_by("pk")
    asked = [
        Callout(
            filled(_("已有一件“{kind}”申请在审批。"), kind=row.get_kind_display()),
            [Link(_("查看"), _address(row))],
        )
        for row in waiting
    ]
    nothing = Note(_("这个项目目前没有可以申请的变更。"))
    return page(request, head, *asked, *(boxes if set(kinds) - {"amend"} else [nothing]))


@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: Request, pk: int) -> HttpResponse:
    """Ask for another account: the form of the account, with a reason."""
    project = load(projects_for(request.viewer), pk)
    if "amend" not in kinds_open(request.viewer, project):
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


def _amend_page(request: Request, desk: AccountDesk, form: ReasonForm, status: int = 200) -> HttpResponse:
    head = PageHead(
        _("申请调整账目"),
        crumb=project_link(desk.project),
        facts=[_("下面是现行账目，直接改要改的地方；同意后形成新的一版，原来的留存对照。")],
    )
    address = reverse("change-amend", args=[desk.project.pk])
    return page(
        request,
        head,
        template="closing/amend.html",
        status=status,
        project=desk.project,
        account=desk,
        reason_form=form,
        draw_url=address,
    )


def _page(request: Request, row: ChangeRequest, boxes: Sequence[PagePart]) -> HttpResponse:
    """One request, what it changes, and its decision."""
    kind, title = row.get_kind_display(), f"{row.project.account_no} {row.project.title}"
    head = PageHead(
        kind,
        name=f"{kind} · {row.project.title}",
        crumb=Link(LIST, reverse("changes")),
        facts=[link(title, reverse("project", args=[row.project_id])), row.get_state_display()],
    )
    return page(request, head, *_told(request, row), *boxes)


def _told(request: Request, row: ChangeRequest) -> Iterator[PagePart]:
    asker = dotted(row.project.lead_unit, by_at(row.requested_by, row.requested_at))
    yield Prose(_("原因"), row.reason, [asker])
    if row.kind == "extend" and row.state == ChangeState.REQUESTED:
        yield Facts(_("时限"), [(_("现定"), dated(row.project.due)), (_("拟延至"), dated(row.forecast))])
    elif row.into:
        yield Prose(_("并入项目"), f"{row.into.account_no} {row.into.title}")
    made = row.project.baselines.filter(change=row).first()
    differences = _differences(row)
    if differences:
        yield COMPARED.whole(differences, _("原账与新账") if made else _("现账与拟改"))
    if row.decided_at:
        said = row.get_state_display()
        if row.decided_due:
            said = format_html("{}，{} {}", said, _("延至"), dated(row.decided_due))
        notes: list[object] = [said, by_at(row.decided_by, row.decided_at)]
        if made:
            version = _("第 {n} 版账目").format(n=made.version)
            notes.append(link(version, reverse("project", args=[row.project_id]) + "#baselines"))
        yield Prose(_("审批"), row.decision, notes)
    elif row.requested_by_id == request.user.pk and row.state == ChangeState.REQUESTED:
        yield Callout(_("这是您自己提出的申请，须由另一位同志审批。"))


def _differences(change: ChangeRequest) -> list[PlanChange]:
    """What the request would change, or has changed."""
    project = change.project
    made = project.baselines.filter(change=change).first()
    if made is not None:
        before = project.baselines.get(version=made.version - 1)
        return compared(plan_of_version(before), plan_of_version(made))
    if change.kind == "amend":
        return compared(plan_of(project), from_json(change.proposed))
    return []


def _may_withdraw(row: ChangeRequest, viewer: Viewer) -> bool:
    return isinstance(viewer.person, Person) and can_withdraw(row, viewer.person, now())


ASKING = Steps(
    "project",
    StepForm([Step("ask", changes.request_change, gettext_lazy("提交申请"))], ChangeForm, at_field="kind"),
    load=seen(projects_for),
    page=_ask_page,
    asked=("kind",),
    goes=_address,
)
STEPS = Steps(
    "change",
    StepForm(
        [
            Step(
                "approve",
                changes.approve_change,
                gettext_lazy("同意"),
                gettext_lazy("已同意，账目已相应变更，原账留存。"),
                at_field="due",
            ),
            Step(
                "decline",
                changes.decline_change,
                gettext_lazy("不同意"),
                gettext_lazy("未同意，申请人会看到原因。"),
                takes={"decision": "decision"},
            ),
        ],
        DecideForm,
        at_field="decision",
        initial=lambda row: {"due": row.forecast},
        when=lambda row, viewer: row.requested_by != viewer.person,
    ),
    StepForm(
        [
            Step(
                "withdraw",
                changes.withdraw_change,
                gettext_lazy("撤回申请"),
                gettext_lazy("申请已撤回。"),
                look=QUIET,
            )
        ],
        when=_may_withdraw,
    ),
    load=seen(changes_for),
    page=_page,
    table=CHANGE,
)
urlpatterns = [
    Route("changes/", index, "changes", Permission.SEE_LEDGER),
    *ASKING.routes("projects/<int:pk>/change/", "change-request", Permission.ACT_IN_LEDGER),
    Route("projects/<int:pk>/amend/", amend, "change-amend", Permission.ACT_IN_LEDGER),
    *STEPS.routes("changes/<int:pk>/", "change", Permission.SEE_LEDGER),
]
